"""审查命令 — disclosure audit."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from disclosure.cli.check import File, Format
from disclosure.cli.chinese_help import command, say, show

if TYPE_CHECKING:
    from disclosure.auditing import AuditRecord
    from disclosure.auditing.comparing.comparand import Comparand

Files = Annotated[
    list[Path],
    typer.Argument(
        help="公开的文件：.docx、.pdf、网页、.xlsx、.xls、文本，或它们的文件夹、.zip", metavar="文件…"
    ),
]
Pack = Annotated[str, typer.Option("--pack", help="照哪个模板读；不写则选说得最像的", metavar="模板")]
Against = Annotated[
    list[Path],
    typer.Option(
        "--against",
        help="与它对照：上年公开的决算文件，本年或上年的数据文件夹；可写几次",
        metavar="文件",
    ),
]
Review = Annotated[
    Path | None,
    typer.Option("--review", help="上次的报告（.xlsx），里面填了处理、处理人、理由", metavar="文件"),
]
Marked = Annotated[
    Path | None,
    typer.Option("--marked", help="PDF、DOCX 另存一份带批注的副本，写到这个文件夹", metavar="文件夹"),
]


@command("audit")
def audit_command(
    files: Files,
    *,
    pack: Pack = "",
    format: Format = "text",
    out: File = None,
    against: Against = [],  # noqa: B006 - typer takes no other default of a list
    review: Review = None,
    marked: Marked = None,
) -> None:
    """审查公开的文件：句子和表里的数互相核对，列出差错。有确定的差错时退出码为 1。"""
    from disclosure import api, auditing
    from disclosure.auditing.marked_folder import MarkedFolder

    opinions = auditing.read_review(review) if review else None
    comparands = list(map(partial(auditing.comparand, pack=pack), against))
    copies = MarkedFolder(marked)
    audited = auditing.audit_files(files, pack=pack, against=comparands, keep=copies.keep)
    records = audited.audits if opinions is None else auditing.held_against(audited.audits, opinions)
    for sentence in (*audited.problems, *copies.sentences, *_unused(comparands, records)):
        say(str(sentence))
    for name in auditing.strangers(records, opinions or ()):
        say(f"审查意见里的“{name}”不在这次审查的文件里，它的意见没有对照")
    written = auditing.report_bytes(records, format)
    for path in copies.written:
        typer.echo(str(path))
    if out is not None or format == "xlsx":
        typer.echo(str(api.write_report(written, out or Path("审查报告.xlsx"))))
    else:
        show(written.decode("utf-8").rstrip("\n"))
    if audited.problems or any(record.of("确定") for record in records):
        raise typer.Exit(1)


def _unused(comparands: list[Comparand], records: tuple[AuditRecord, ...] | list[AuditRecord]) -> list[str]:
    held = {name for record in records for name in record.held}
    unused = (one for one in comparands if one.name not in held)
    words = "{0.name} 是{0.year}年度的{0.kind}，没有可以与它对照的文件；请看年度和单位"
    return list(map(words.format, unused))
