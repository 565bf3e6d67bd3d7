"""模板命令 — disclosure pack list | show | new | override | check | diff | schema | docs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, group, say

packs = group("pack", "模板包：列出、说明、新建、改动、检查、比较。")

Name = Annotated[str, typer.Argument(help="模板的名称或文件夹", metavar="模板")]
NewName = Annotated[str, typer.Argument(help="新模板的名称", metavar="名称")]
Parent = Annotated[str, typer.Option("--extends", help="继承的模板", metavar="模板")]
Folder = Annotated[Path, typer.Option("--out", "-o", help="放在哪个文件夹", metavar="文件夹")]
File = Annotated[Path, typer.Option("--out", "-o", help="写到这个文件", metavar="文件")]
Section = Annotated[str, typer.Argument(help="章节（sangong），或“措辞”", metavar="章节")]
Block = Annotated[
    str, typer.Argument(help="块（原因）；不写则改整节；措辞则写全名（比较.下降）", metavar="块")
]
Own = Annotated[str, typer.Option("--pack", help="改哪一个模板；只有一个时不必写", metavar="模板")]


@command("list", of=packs)
def list_command() -> None:
    """列出可用的模板。"""
    from disclosure.authoring import find_pack, show_pack

    for line in show_pack.listing(find_pack.roots()):
        typer.echo(line)


@command("show", of=packs)
def show_command(name: Name) -> None:
    """说明一个模板：继承谁、各改了什么、哪些表尚未核对。"""
    from disclosure.authoring import find_pack, show_pack

    for line in show_pack.shown(find_pack.chain(name)[0]):
        typer.echo(line)


@command("new", of=packs)
def new_command(name: NewName, parent: Parent, out: Folder = Path("templates")) -> None:
    """新建一个模板，继承现有的一个。"""
    from disclosure.authoring import find_pack, new_pack

    typer.echo(str(new_pack.new(name, parent, out, tuple(find_pack.roots()))))


@command("override", of=packs)
def override_command(section: Section, block: Block = "", pack: Own = "") -> None:
    """改一处：写出上级的原文供修改，并记下它，上级变了 check 会说明。"""
    from disclosure.authoring import find_pack, new_pack

    change = new_pack.override(find_pack.own(pack), section, block)
    for path in change.written:
        typer.echo(str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path))
    say(f"请在 {change.where} 里修改")


@command("check", of=packs)
def check_command(name: Name) -> None:
    """检查一个模板，并用各种试用部门试一遍。有错误时退出码为 1。"""
    from disclosure.authoring import find_pack, pack_check
    from disclosure.packs.linting import remark

    remarks = pack_check.check(*find_pack.chain(name))
    for one in remarks:
        typer.echo(str(one))
    failed = len(remark.errors(remarks))
    say(f"错误 {failed} 项，提示 {len(remarks) - failed} 项")
    if failed:
        raise typer.Exit(1)


@command("diff", of=packs)
def diff_command(one: Name, other: Name) -> None:
    """比较两个模板：措辞、表、平常的试用部门的每一句话。"""
    from disclosure.authoring import find_pack, pack_difference

    for line in pack_difference.difference(find_pack.chain(one), find_pack.chain(other)):
        typer.echo(line)


@command("schema", of=packs)
def schema_command(name: Name, out: File) -> None:
    """写出一个模板的数据文件的 JSON Schema，供编辑器边写边查；模板自己要的数据也在内。"""
    from disclosure.authoring import find_pack
    from disclosure.files import write_all
    from disclosure.loading import data_schema

    made = data_schema.printed(data_schema.of_data(find_pack.chain(name)[0].own_data))
    typer.echo(str(write_all([(out.name, made)], out.parent)[0]))


@command("docs", of=packs)
def docs_command(out: File) -> None:
    """写出模板参考：每个变量、过滤器、判断、宏和措辞。"""
    from disclosure.authoring import author_reference
    from disclosure.files import write_all

    typer.echo(str(write_all([(out.name, author_reference.reference().encode())], out.parent)[0]))
