"""生成命令 — disclosure build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from disclosure.cli.chinese_help import command, say

if TYPE_CHECKING:
    from disclosure.api import Built
    from disclosure.build_record import DocumentRecord
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
    for path in api.write(built, out):
        typer.echo(str(path))
    for name, record in built.records.items():
        say(f"内容码：{record.check_code}（{name}）")
        if record.edition == "publication":
            say(_unseen_line(record, name))
    _say_what_no_file_holds(built.report)
    published = not (draft or working)
    # a second document, by another pack than the data's, is not what is recorded
    recorded = [] if pack else _recorded(data, built, out if published else None)
    unchecked = _not_checked(built) if published else ()
    for line in (*_build_remarks(built, recorded), *_still_missing(built), *unchecked):
        say(line)


def _unseen_line(record: DocumentRecord, name: str) -> str:
    """What of a publication no reader sees, in a line; item by item it stands in the record."""
    kinds = Counter(one.kind for one in record.unseen)
    told = "、".join(f"{kind} {count} 处" for kind, count in kinds.items())
    beside = f"另有{told}，逐项写在审签单里（disclosure signoff），请看一遍" if told else "没有别的"
    return (
        f"看不见的内容：标题、目录链接、页码等 {sum(record.ordinary_unseen.values())} 处，{beside}（{name}）"
    )


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


def _recorded(data: Path, built: Built, out: Path | None) -> list[str]:
    """What of the packs changed since the last publication; of one to `out` they are kept."""
    from disclosure.authoring import publication_record

    home = data if data.is_dir() else data.parent
    changed = list(publication_record.changes(home, built.chain))
    return [*changed, *publication_record.keep(home, built.chain, out)] if out else changed


def _build_remarks(built: Built, recorded: list[str]) -> Iterator[str]:
    from disclosure.checks import report_printing

    yield from (f"提示：{note}" for note in (*built.notes, *recorded))
    yield from (f"提示：{line}" for line in report_printing.lines_to_confirm(built.report))
    yield from (f"扩展：{extension}" for extension in built.report.extensions)
    for finding in built.report.errors:
        yield f"校验：{report_printing.one_line(finding)}"
    yield from report_printing.warning_lines(built.report)


def _not_checked(built: Built) -> Iterator[str]:
    """What nobody has checked of a publication; of a draft much is still missing, and told."""
    unchecked = built.report.not_checked
    yield from dict.fromkeys(f"未能校验：{one.code} {one.name}：{one.why}" for one in unchecked)


def _still_missing(built: Built) -> Iterator[str]:
    from disclosure.checks import report_printing

    if built.missing:
        yield f"草稿中待填 {len(built.missing)} 项："
        yield from report_printing.bullets(built.missing)
