"""核对手改的文件的命令 — disclosure reconcile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.check import Data, File, Format
from disclosure.cli.chinese_help import command, say, show

MadeBy = Annotated[
    str,
    typer.Option(
        "--pack",
        help="改过的文件是用哪个模板生成的；不写的，照它旁边的 上次生成.json，没有的照数据",
        metavar="模板",
    ),
]
Edited = Annotated[Path, typer.Argument(help="由这份数据生成、后来手改过的 .docx", metavar="改过的.docx")]


@command("reconcile")
def reconcile_command(
    data: Data, edited: Edited, format: Format = "text", out: File = None, *, pack: MadeBy = ""
) -> None:
    """核对手改的 Word 文件：改了哪些词、哪些数，可能该改数据还是模板。有不同时退出码为 1。"""
    from disclosure import api, learning
    from disclosure.learning import reconcile_report

    found = learning.reconcile(data, edited, pack=pack)
    for remark in found.remarks:
        say(f"提示：{remark}")
    written = reconcile_report.report(found, format)
    if out is not None or format == "xlsx":
        typer.echo(str(api.write_report(written, out or Path(reconcile_report.NAME))))
    else:
        show(written.decode("utf-8").rstrip("\n"))
    if found.edits:
        raise typer.Exit(1)
