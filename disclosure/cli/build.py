"""生成命令 — disclosure build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from disclosure.cli.chinese_help import command, say

if TYPE_CHECKING:
    from disclosure.checks import CheckReport
    from disclosure.loading.ratified_table import RatifiedTable

Data = Annotated[
    Path, typer.Argument(help="数据文件夹（内有 data.yaml），或一个 YAML/JSON 文件", metavar="数据")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="输出文件夹", metavar="文件夹")]
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help="用逗号隔开：docx,pdf,pdf-a,html,cms,xlsx,csv,json，或已装扩展的名称",
        metavar="格式",
    ),
]
Draft = Annotated[bool, typer.Option("--draft", help="草稿：缺的内容以【待填】标出，每页印“草稿”")]
Working = Annotated[bool, typer.Option("--working", help="工作稿：HTML 中每个数可查看来历，不得公开")]
Units = Annotated[bool, typer.Option("--units", help="所属单位写了数据的，各单位的决算也一并生成")]
Ratified = Annotated[
    Path | None,
    typer.Option("--ratified", help="批复汇总表（.xlsx、.csv），按部门名称找批复数来核对", metavar="文件"),
]
Pack = Annotated[
    str,
    typer.Option("--pack", help="换一个模板，生成同一份数据的另一种文件，例如 sangong-page", metavar="模板"),
]
Pdf = Annotated[
    str,
    typer.Option("--pdf", help="排 PDF 的程序：weasyprint、typst；不写的由数据、模板定", metavar="程序"),
]


@command("build")
def build_command(
    data: Data,
    out: Out = Path("out"),
    *,
    format: Formats = "docx,pdf,html",
    draft: Draft = False,
    working: Working = False,
    units: Units = False,
    pack: Pack = "",
    ratified: Ratified = None,
    pdf: Pdf = "",
) -> None:
    """生成决算公开文件。"""
    from disclosure import api
    from disclosure.authoring import publishing
    from disclosure.errors import IncompleteError

    try:
        built = api.build(
            data,
            formats_named(format),
            draft=draft,
            working=working,
            units=units,
            pack=pack,
            ratified=ratified_table(ratified),
            pdf=pdf,
            progress=lambda step: say(f"… {step}"),
        )
    except IncompleteError as error:
        _say_what_no_file_holds(error.report)
        raise
    made = publishing.put(built, data, out, is_own=not pack)
    for path in made.paths:
        typer.echo(str(path))
    for line in made.codes:
        say(line)
    _say_what_no_file_holds(built.report)
    for line in made.remarks:
        say(line)


def formats_named(text: str) -> dict[str, None]:
    """各格式 — as an option lists them, each once."""
    return dict.fromkeys(name.strip().lower() for name in text.replace("，", ",").split(","))


def ratified_table(path: Path | None) -> RatifiedTable | None:
    """批复汇总表 — as the option names it; none without."""
    if path is None:
        return None
    from disclosure.loading.ratified_table import read_ratified

    return read_ratified(path)


def _say_what_no_file_holds(report: CheckReport) -> None:
    from disclosure.checks import report_printing

    for line in report_printing.spoken_lines(report):
        say(line)
