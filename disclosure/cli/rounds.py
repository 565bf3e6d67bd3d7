"""机关的一轮 — disclosure diff | signoff | correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from disclosure.cli.build import Data, Out, Ratified, formats_named, ratified_table
from disclosure.cli.chinese_help import command, say, show

if TYPE_CHECKING:
    from disclosure.api import Sheet

Old = Annotated[
    Path,
    typer.Argument(help="原来的：数据文件夹，或有生成记录（上次生成.json）的输出文件夹", metavar="原来的"),
]
New = Annotated[
    Path | None,
    typer.Argument(help="现在的，写法一样；不写则是“原来的”这个数据文件夹和它上次的生成比", metavar="现在的"),
]
Document = Annotated[
    str, typer.Option("--document", help="输出文件夹里有几份文件的，写明是哪一份", metavar="文件名")
]
OutMaybe = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="另写一份 Word 文件到这个文件夹；不写则只印在屏幕上", metavar="文件夹"),
]
Formats = Annotated[str, typer.Option("--format", "-f", help="用逗号隔开：docx,pdf,html", metavar="格式")]
Reason = Annotated[str, typer.Option("--reason", help="更正的原因；不写则印【待填】", metavar="原因")]
Units = Annotated[bool, typer.Option("--units", help="所属单位写了数据的，各单位的审签单也一并写出")]
Day = Annotated[str, typer.Option("--date", help="落款的日期；不写则印【待填】", metavar="日期")]


@command("diff")
def diff_command(old: Old, new: New = None, out: OutMaybe = None, document: Document = "") -> None:
    """对比两次：哪些数、哪些句子、哪些校验发现变了。"""
    from disclosure import office_round
    from disclosure.office_round import said_changes

    found = office_round.compared(old, new, document=document)
    for line in said_changes.lines(found.difference, found.made_from):
        show(line)
    if out is not None:
        _tell_written(office_round.changes_sheet(found), out)


@command("signoff")
def signoff_command(
    data: Data,
    out: Out = Path("out"),
    *,
    format: Formats = "docx,pdf",
    units: Units = False,
    ratified: Ratified = None,
) -> None:
    """审签单：一页，公开以前由各环节签字。"""
    from disclosure import office_round

    table = ratified_table(ratified)
    _tell_written(office_round.signoff(data, formats_named(format), ratified=table, units=units), out)


@command("correct")
def correct_command(
    old: Old,
    new: New = None,
    out: Out = Path("out"),
    *,
    reason: Reason = "",
    date: Day = "",
    format: Formats = "docx,pdf,html",
    document: Document = "",
) -> None:
    """更正说明：公开以后发现有误的，列出原来公开的和更正后的。"""
    from disclosure import office_round

    made = office_round.correct(old, new, formats_named(format), reason=reason, date=date, document=document)
    if made is None:
        say("读者看得见的没有变动，没有写更正说明；已经重新生成过公开稿的，请写明当初公开的那一份")
    else:
        _tell_written(made, out)


def _tell_written(sheet: Sheet, out: Path) -> None:
    from disclosure import api

    for path in api.write(sheet, out):
        typer.echo(str(path))
    if sheet.missing:
        say(f"还要填：{'、'.join(sheet.missing)}")
