"""审查命令 — disclosure audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import filterfalse
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
        help="与它对照：上年公开的决算文件，本年的预算公开文件，本年或上年的数据文件夹；可写几次",
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
    from disclosure import auditing
    from disclosure.auditing.marked_folder import MarkedFolder

    comparands = list(map(partial(auditing.comparand, pack=pack), against))
    opinions = auditing.read_review(review) if review else None
    copies = MarkedFolder(marked)
    audited = auditing.audit_files(files, pack=pack, against=comparands, keep=copies.keep)
    records = auditing.held_against(audited.audits, opinions)
    for sentence in (*audited.problems, *copies.sentences, *_unused(comparands, records)):
        say(str(sentence))
    for name in auditing.strangers(records, opinions or ()):
        say(f"审查意见里的“{name}”不在这次审查的文件里，它的意见没有对照；请看文件名是否改过")
    for path in copies.written:
        typer.echo(str(path))
    _report(records, format, out)
    if audited.problems or any(map(_has_faults, records)):
        raise typer.Exit(1)


def _report(records: Sequence[AuditRecord], format: str, out: Path | None) -> None:
    from disclosure import api, auditing

    written = auditing.report_bytes(records, format)
    if out is not None or format == "xlsx":
        typer.echo(str(api.write_report(written, out or Path("审查报告.xlsx"))))
    else:
        show(written.decode("utf-8").rstrip("\n"))


def _has_faults(record: AuditRecord) -> bool:
    return bool(record.of("确定"))


def _unused(comparands: Iterable[Comparand], records: Iterable[AuditRecord]) -> Iterator[str]:
    """Comparands of another year or another body than the documents."""
    held = {name for record in records for name in record.held}
    for one in filterfalse(lambda one: one.name in held, comparands):
        told = f"{one.year}年度的{one.kind}"
        yield f"{one.name} 是{told}，没有可以与它对照的文件；请看年度和单位"
