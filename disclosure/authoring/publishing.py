"""写出成品 — a build put into its folder, how it was published kept beside the data; what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from disclosure import api
from disclosure.api import Built
from disclosure.authoring import publication_record
from disclosure.build_record import DocumentRecord
from disclosure.checks import report_printing
from disclosure.sources import home_of


@dataclass(frozen=True, slots=True)
class Put:
    """写出了什么 — the paths; of each document its 内容码 and what nobody sees; what is to be noted.

    Of the remarks `unkept` are those that how it was published could not be kept.
    """

    paths: tuple[Path, ...]
    codes: tuple[str, ...]
    remarks: tuple[str, ...]
    unkept: tuple[str, ...] = ()


def put(built: Built, data: Path, out: Path, *, is_own: bool = True) -> Put:
    """写出 — all files or none. Of a publication it is kept beside the data which packs it was made with.

    A second document, by another pack than the data's, is not what is recorded: `is_own` is false then.
    """
    paths = api.write(built, out)
    home, noted, unkept = home_of(data), [*built.notes], tuple[str, ...]()
    if is_own:
        noted += publication_record.changes(home, built.chain)
    if is_own and is_publication(built):
        unkept = tuple(publication_record.keep(home, built.chain, out))
    return Put(paths, tuple(_told_by(built)), tuple(_to_note(built, [*noted, *unkept])), unkept)


def is_publication(built: Built) -> bool:
    """是不是公开稿 — neither a draft nor a working edition."""
    return any(record.edition == "publication" for record in built.records.values())


def _told_by(built: Built) -> Iterator[str]:
    for name, record in built.records.items():
        yield f"内容码：{record.check_code}（{name}）"
        if record.edition == "publication":
            yield f"{unseen_said(record)}（{name}）"


def unseen_said(record: DocumentRecord) -> str:
    """看不见的内容 — of a publication, in a line; item by item it stands in the record."""
    kinds = Counter(one.kind for one in record.unseen)
    told = "、".join(f"{kind} {count} 处" for kind, count in kinds.items())
    beside = f"另有{told}，逐项写在审签单里（disclosure signoff），请看一遍" if told else "没有别的"
    return f"看不见的内容：标题、目录链接、页码等 {sum(record.ordinary_unseen.values())} 处，{beside}"


def _to_note(built: Built, noted: list[str]) -> Iterator[str]:
    yield from (f"提示：{note}" for note in noted)
    yield from (f"提示：{line}" for line in report_printing.lines_to_confirm(built.report))
    yield from (f"扩展：{extension}" for extension in built.report.extensions)
    for finding in built.report.errors:
        yield f"校验：{report_printing.one_line(finding)}"
    yield from report_printing.warning_lines(built.report)
    if built.missing:
        yield f"草稿中待填 {len(built.missing)} 项："
        yield from report_printing.bullets(built.missing)
    if is_publication(built):  # of a draft much is still missing, and told
        yield from report_printing.unchecked_lines(built.report)
