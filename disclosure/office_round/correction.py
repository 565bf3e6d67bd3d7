"""更正说明 — after publication: what was published, what it should be, why; nothing where nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path

from disclosure import api
from disclosure.api import Sheet
from disclosure.build_record import DocumentRecord, Published
from disclosure.checks import report_printing
from disclosure.chinese_numbers import chinese_number
from disclosure.document import Line, plain
from disclosure.document.table_on_paper import ems
from disclosure.errors import InputError, Problem, Source
from disclosure.office_round import said_changes
from disclosure.office_round.compare import Compared, Side, compared
from disclosure.office_round.differences import FigureChange, SentenceChange
from disclosure.sources import PackChoice

FORMATS = ("docx", "pdf", "html")
NOT_SAID = Published()
_LINE = 26  # characters of a line behind its indent
_FROM_RIGHT = 2
_PUBLISHED = ("publication", "data")
_A_DAY = "【待填：落款日期】"


def correct(
    old: Side,
    new: Side | None = None,
    formats: Iterable[str] = FORMATS,
    *,
    reason: str = "",
    date: str = "",
    published: Published = NOT_SAID,
    document: str = "",
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
) -> Sheet | None:
    """更正说明 — of what readers of both publications see differently; None where that is nothing.

    The sides are as in `diff`; `published` says when and where, as far as the old record does not. Raises
    IncompleteError where the new data cannot be published, InputError where a side is the record of a draft.
    """
    found = compared(old, new, document=document, pack=pack, roots=roots, command="correct")
    _require_published(found)
    changed, following = said_changes.figures(_seen_figures(found), found.amounts, found.made_from)
    sentences = list(map(said_changes.sentence, _seen_sentences(found)))
    if not (changed or following or sentences):
        return None
    before, after = found.difference.old, found.difference.new
    given = {
        "部门": after.department,
        "年度": str(after.year),
        "类型": after.kind,
        "文件": before.title,
        **_first_published(before.published, published),
        "更正原因": reason.strip().rstrip("。") or None,
        "各数": changed,
        "随之变动": following,
        "各句": sentences,
        "节": _numerals(各数=changed, 随之变动=following, 各句=sentences),
        "落款日期": date or None,
        "缩进": {"部门": _indent(after.department), "日期": _indent(date or _A_DAY)},
    }
    return api.sheet(found.chain, "correction", given, called(before), formats=formats)


def _first_published(recorded: Published, said: Published) -> Mapping[str, str | None]:
    return {"公开日期": recorded.on or said.on or None, "公开网址": recorded.at or said.at or None}


def called(published: DocumentRecord) -> str:
    """怎样称呼 — the correction of what was published."""
    return f"{published.title}更正说明"


def _numerals(**parts: Sequence[object]) -> Mapping[str, str]:
    """The numeral of each part that there is; none where there is but one."""
    there = [name for name, told in parts.items() if told]
    return {name: f"{chinese_number(place)}、" * (len(there) > 1) for place, name in enumerate(there, 1)}


def _require_published(found: Compared) -> None:
    """Only what was published is corrected, and only by what may be published."""
    if found.report is not None and not found.report.publishable:
        raise report_printing.refusal(found.report)
    for record in (found.difference.old, found.difference.new):
        if record.edition not in _PUBLISHED:
            message = "上次生成的是草稿或工作稿，没有公开；请写明公开稿所在的输出文件夹，或当时的数据文件夹"
            raise InputError([Problem(message, Source(record.title))])


def _seen_figures(found: Compared) -> Iterator[FigureChange]:
    """Those that print differently."""
    amounts = found.amounts
    return (one for one in found.difference.figures if not said_changes.prints_alike(one, amounts))


def _seen_sentences(found: Compared) -> Iterator[SentenceChange]:
    """Those in which anything but the day of publication is another."""
    days = found.difference.old.published.on, found.difference.new.published.on
    return (one for one in found.difference.sentences if _less(one.old, days[0]) != _less(one.new, days[1]))


def _less(line: Line, day: str) -> str:
    return plain(line).replace(day, "")


def _indent(text: str) -> str:
    """What sets a line so far to the right that it ends before the edge."""
    return "　" * max(_LINE - _FROM_RIGHT - ceil(ems(text)), 0)
