"""导入命令 — disclosure import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Files = Annotated[
    list[Path], typer.Argument(help="公开表：.xlsx、.xls、.ods、.docx 或网页，可以有几个", metavar="文件…")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="数据文件夹", metavar="文件夹")]
Heads = Annotated[
    Path | None,
    typer.Option(help="对照：自己软件导出的表，哪一列是模板的哪一列，代码是哪个科目", metavar="文件.toml"),
]
Pack = Annotated[str, typer.Option("--pack", help="这些表的模板；数据里已写明的不用写", metavar="模板")]


@command("import")
def import_command(files: Files, out: Out, pack: Pack = "", heads: Heads = None) -> None:
    """由现成的公开表（财务软件导出的，或上年公开的）读出数据。"""
    from disclosure import importing

    report = importing.import_tables(files, out, pack, heads=heads)
    typer.echo(str(report.path))
    for line in report.lines():
        say(line)
    if report.left_out:
        raise typer.Exit(1)
