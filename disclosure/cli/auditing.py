"""审查命令 — disclosure audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.check import File, Format
from disclosure.cli.chinese_help import command, say, show

Files = Annotated[
    list[Path],
    typer.Argument(
        help="公开的文件：.docx、.pdf、网页、.xlsx、.xls、文本，或它们的文件夹、.zip", metavar="文件…"
    ),
]
Pack = Annotated[str, typer.Option("--pack", help="照哪个模板读；不写则选说得最像的", metavar="模板")]


@command("audit")
def audit_command(files: Files, pack: Pack = "", format: Format = "text", out: File = None) -> None:
    """审查公开的文件：句子和表里的数互相核对，列出差错。有确定的差错时退出码为 1。"""
    from disclosure import api, auditing

    audited = auditing.audit_files(files, pack=pack)
    for problem in audited.problems:
        say(str(problem))
    written = auditing.report_bytes(audited.audits, format)
    if out is not None or format == "xlsx":
        typer.echo(str(api.write_report(written, out or Path("审查报告.xlsx"))))
    else:
        show(written.decode("utf-8").rstrip("\n"))
    if audited.problems or any(audit.of("确定") for audit in audited.audits):
        raise typer.Exit(1)
