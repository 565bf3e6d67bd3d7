"""校验命令 — disclosure check | explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from disclosure.cli.build import Ratified, ratified_table
from disclosure.cli.chinese_help import command, say, show
from disclosure.errors import InputError

if TYPE_CHECKING:
    from disclosure.checks import CheckReport
    from disclosure.loading.ratified_table import RatifiedTable

Data = Annotated[
    Path, typer.Argument(help="数据文件夹（内有 data.yaml），或一个 YAML/JSON 文件", metavar="数据")
]
_NAME_HELP = "数的名称（三公经费.决算数），或单元格（“公开05表 合计 本年支出”）"
Mark = Annotated[
    bool,
    typer.Option("--mark", help="另存一份工作簿，在有问题的单元格上加批注；写了 --out 的，放在那个文件旁边"),
]
Name = Annotated[str, typer.Argument(help=_NAME_HELP, metavar="名称")]
Format = Annotated[
    Literal["text", "json", "xlsx"],
    typer.Option("--format", "-f", help="报告格式：text、json、xlsx", metavar="格式"),
]
File = Annotated[
    Path | None, typer.Option("--out", "-o", help="写到这个文件；不写则印在屏幕上", metavar="文件")
]


@command("check")
def check_command(
    data: Data, format: Format = "text", out: File = None, mark: Mark = False, ratified: Ratified = None
) -> None:
    """校验数据：列出不符之处、应为多少、怎样改。有错误时退出码为 1。"""
    from disclosure import api
    from disclosure.checks import report_printing

    table = ratified_table(ratified)
    report = _marked(data, out, format, table) if mark else api.check(data, ratified=table)
    for remark in report.remarks:
        say(f"提示：{remark}")
    for line in report_printing.spoken_lines(report):
        say(line)
    written = api.report_bytes(report, format)
    if out is not None and mark:
        typer.echo(str(out))
    elif out is not None or format == "xlsx":
        typer.echo(str(api.write_report(written, out or Path("校验报告.xlsx"))))
    else:
        show(written.decode("utf-8").rstrip("\n"))
    if report.errors:
        raise typer.Exit(1)


def _marked(data: Path, out: Path | None, format: str, ratified: RatifiedTable | None) -> CheckReport:
    """With a file to write to, the copies and the report are one change of its folder."""
    from disclosure import api, projects

    def beside(report: CheckReport) -> list[tuple[str, bytes]]:
        return [(out.name, api.report_bytes(report, format))] if out else []

    marked = projects.check_and_mark(data, out.parent if out else None, ratified=ratified, beside=beside)
    for sentence in marked.sentences:
        say(sentence)
    if isinstance(marked.outcome, InputError):
        raise marked.outcome
    return marked.outcome


@command("explain")
def explain_command(data: Data, name: Name) -> None:
    """说明一个数或单元格的来历：值、公式、各个来源和它们的文件行号。"""
    from disclosure import api

    for line in api.explain(data, name).lines():
        show(line)
