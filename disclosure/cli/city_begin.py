"""全市的准备 — disclosure city new | import."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from disclosure.cli.chinese_help import command, say
from disclosure.cli.city import city
from disclosure.cli.importing import Heads

if TYPE_CHECKING:
    from disclosure.city.begin_city import Told
    from disclosure.city.city import City

Folder = Annotated[Path, typer.Argument(help="全市的文件夹", metavar="全市")]
Pack = Annotated[
    str, typer.Option("--pack", help="名单里没有写模板的用哪一个；不写则照全市.yaml", metavar="模板")
]
Year = Annotated[
    int | None, typer.Option("--year", help="年度；不写则照全市.yaml", metavar="年度", min=2000, max=2100)
]
Last = Annotated[
    Path | None, typer.Option("--last", help="去年的全市文件夹，各部门沿用自己去年的", metavar="去年的全市")
]


@command("new", of=city)
def new_command(folder: Folder, pack: Pack = "", year: Year = None, last: Last = None) -> None:
    """没有名单的，写出名单和设置供填写；有名单的，给每个部门和单位建数据文件夹。"""
    from disclosure.city import city_list
    from disclosure.city.city_folder import CityFolder

    is_listed = city_list.found(CityFolder(folder, folder)) is not None
    (_make_folders if is_listed else _draft)(folder, pack, year or 0, last)


def _draft(folder: Path, pack: str, year: int, _last: Path | None) -> None:
    from disclosure import files
    from disclosure.city import begin_city

    for path in begin_city.draft(folder, pack=pack, year=year):
        typer.echo(str(path))
    again = f"disclosure city new {files.in_command(folder)}"
    say(f"请填写名单和设置（怎样填写在里面），保存并关闭后再运行：{again}")


def _make_folders(folder: Path, pack: str, year: int, last: Path | None) -> None:
    from disclosure import files
    from disclosure.city.begin_city import NewFolders
    from disclosure.city.city import opened

    known = opened(folder)
    for remark in known.bodies.remarks:
        say(f"注意：{remark}")
    made = NewFolders(known, pack, year, opened(last) if last else None).make()
    counted = Counter(map(_told_begun, made))
    say("，".join(f"{became} {number} 个" for became, number in counted.items()))
    next_command = f"disclosure city import {files.in_command(folder)} 表所在的文件夹"
    say(f"下一步：各部门填写自己的工作簿；有导出的表，运行 {next_command}")
    if counted["建不了"]:
        raise typer.Exit(1)


def _told_begun(one: Told) -> str:
    """What became of it; told as soon as it is made: the folder, or why there is none."""
    if one.became == "已建":
        typer.echo(str(one.folder))
    elif one.why:
        say(f"{one.name}：{one.became}，{one.why}")
    return one.became


Tables = Annotated[
    list[Path] | None,
    typer.Argument(
        help="导出的表，或放着它们的文件夹；照表上的编制单位、文件名分到各部门", metavar="表或文件夹…"
    ),
]
RatifiedFile = Annotated[
    Path | None,
    typer.Option(
        "--ratified", help="财政局的批复汇总表，收进全市的文件夹，生成时与各部门核对", metavar="文件"
    ),
]


@command("import", of=city)
def import_command(
    folder: Folder, tables: Tables = None, ratified: RatifiedFile = None, heads: Heads = None
) -> None:
    """收下批复汇总表，把各部门的表分到各自的文件夹并导入。有没导入的，退出码为 1。"""
    from disclosure.city.city import opened
    from disclosure.errors import InputError, Problem

    if not (tables or ratified):
        raise InputError([Problem("请写明导出的表或它们的文件夹，或用 --ratified 写明批复汇总表")])
    known = opened(folder)
    told = _keep(known, ratified) if ratified else ()
    if tables and not _import(known, tables, heads, told):
        raise typer.Exit(1)


def _keep(known: City, ratified: Path) -> tuple[str, ...]:
    """The table of ratified totals is kept; gives what was told of it."""
    from disclosure.city import keep_ratified

    kept = keep_ratified.keep_ratified(known, ratified)
    typer.echo(str(kept.path))
    for sentence in kept.told:
        say(f"注意：{sentence}")
    return kept.told


def _import(known: City, tables: list[Path], heads: Path | None, told: tuple[str, ...]) -> bool:
    """Whether everything that was given was taken; what came of it is told, and stands in a workbook."""
    from disclosure import files
    from disclosure.city import import_city, import_listing

    found = import_city.import_city(known, tables, heads)
    for line in import_listing.lines(found):
        say(line)
    report = import_listing.as_workbook(found, told)
    (path,) = files.write_all([(import_listing.NAME, report)], known.folder.office)
    typer.echo(str(path))
    return found.is_whole
