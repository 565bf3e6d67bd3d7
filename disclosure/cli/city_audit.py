"""审查全市公开的文件 — disclosure city audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli import city_progress
from disclosure.cli.auditing import Pack
from disclosure.cli.chinese_help import command, say, show
from disclosure.cli.city import Workers, city

Home = Annotated[
    Path,
    typer.Argument(help="公开的文件所在的文件夹：一个单位一个文件夹，或文件名里有单位名称", metavar="文件夹"),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="结果写到哪里；不写则是旁边的“文件夹（审查）”", metavar="文件夹"),
]
Listed = Annotated[
    Path | None, typer.Option("--list", help="名单.xlsx；不写则看文件夹里有没有", metavar="名单")
]


@command("audit", of=city)
def city_audit_command(
    home: Home, out: Out = None, listed: Listed = None, pack: Pack = "", workers: Workers = None
) -> None:
    """审查各单位公开的文件，写出进度表、汇总、退回意见。有确定的差错时退出码为 1。"""
    from disclosure.city import audited_city
    from disclosure.city.city_folder import existing
    from disclosure.city.workers import how_many

    folder = existing(home, out or home.with_name(f"{home.name}（审查）"))
    number, fewer = how_many(workers)
    if fewer:
        say(f"提示：{fewer}")
    with city_progress.shown() as progress:
        audited = audited_city.audit(folder, listed, pack=pack, workers=number, progress=progress)
    for line in audited.lines():
        show(line)
    if audited.has_faults:
        raise typer.Exit(1)
