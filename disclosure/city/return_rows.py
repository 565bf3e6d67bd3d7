"""退回意见各行 — what a body is told, a row each, with the reply that stands beside it.

A row is known again by its key: the body, and code, place and words of what was found. Numbers in the words
are left out, so that an amount that is still wrong after a change is the same finding. The rows made of a
record and of the rows of the workbook before are the same however often they are made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure.checks.check_report import SAID
from disclosure.city.body_record import BodyRecord, FindingTold
from disclosure.errors import Source

KEY, ANSWER, REPLY, BY, ON, STATE = "编号", "处理", "回复", "回复人", "日期", "情况"
SAID_BY_BODY = (ANSWER, REPLY, BY, ON)
BUREAU, EARLIER = "财政意见", "上次回复"
TOLD = ("程度", "代码", "名称", "位置", "现为", "应为", "说明", "改法", "依据")
HEAD = ("序号", *TOLD, *SAID_BY_BODY, STATE, BUREAU, EARLIER, KEY)
MENDED_BY, TRUE, NOT_OURS = "已改", "情况属实", "不属于本单位"
ANSWERS = (MENDED_BY, TRUE, NOT_OURS)
MENDED, OPEN, UNCHECKED = "已改正", "未回复", "这次没有核对"
_STATES = {
    MENDED_BY: "回复已改，仍有",
    TRUE: "仍在，已说明",
    NOT_OURS: "仍在，说不属于本单位",
}
_REPLIED = "仍在，已回复"
_OWN = "财政"
_NOT_TOLD = ("不生成", "未交", "未公开")  # nobody is to mend anything
_NUMBER, _WORDS = re.compile(r"[\d.,]+"), re.compile(r"\s+")
_DIGITS, _OF_BODY = 10, 8  # of a hash


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """一行 — its key, its cells by the heads of the columns, and where it was read."""

    key: str
    cells: Mapping[str, str]
    source: Source | None = field(default=None, compare=False)

    def __getitem__(self, head: str) -> str:
        return self.cells.get(head, "")

    @property
    def body(self) -> str:
        """单位 — the part of the key that is the body's (`key_of_body`)."""
        return self.key.partition("-")[0]

    @property
    def reply(self) -> tuple[str, ...]:
        """回复 — what the body says of it."""
        return tuple(self[head] for head in SAID_BY_BODY)

    @property
    def is_answered(self) -> bool:
        """是否回复 — whether the body said anything about it."""
        return bool(self[ANSWER] or self[REPLY])

    @property
    def is_own(self) -> bool:
        """财政自己写的 — a row that the bureau wrote."""
        return self.key.partition("-")[2].startswith("C")

    def told(self, **cells: str) -> ReturnRow:
        """改几格 — the same row with other cells."""
        return replace(self, cells={head: text for head, text in {**self.cells, **cells}.items() if text})


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """一个单位的 — rows that stand, the bureau's own among them, and those that are found no more."""

    standing: tuple[ReturnRow, ...]
    mended: tuple[ReturnRow, ...]

    @property
    def answered(self) -> int:
        """已回复 — of the standing rows."""
        return sum(row.is_answered for row in self.standing)

    @property
    def unanswered(self) -> tuple[ReturnRow, ...]:
        """未回复 — the standing rows without a reply."""
        return tuple(row for row in self.standing if not row.is_answered)

    @property
    def every(self) -> tuple[ReturnRow, ...]:
        """全部各行."""
        return (*self.standing, *self.mended)


def key_of_body(folder: str) -> str:
    """单位的编号 — the first part of the keys of its rows."""
    return _hash(folder, _OF_BODY)


def sheet(record: BodyRecord, before: Sequence[ReturnRow] = ()) -> ReturnSheet:
    """退回意见 — of a record, with what stands in the rows of the workbook before: replies, remarks, rows."""
    kept = {row.key: row for row in _with_keys(record.folder, before)}
    stand = [_with_state(_with_what_was_written(row, kept.get(row.key))) for row, _ in found(record)]
    own = list(filter(attrgetter("is_own"), kept.values()))
    passed = set(map(attrgetter("key"), chain(stand, own)))
    gone = [_row_no_more_found(record, row) for row in kept.values() if row.key not in passed]
    mended = filter(_is_mended, gone)
    every = chain(stand, filterfalse(_is_mended, gone), own)
    return ReturnSheet(tuple(_numbered_in_order(every)), tuple(_numbered_in_order(mended)))


def _row_no_more_found(record: BodyRecord, row: ReturnRow) -> ReturnRow:
    """A row that is not found now; of data that could not be read nothing is known to be mended."""
    is_known = record.state not in ("未能生成", *_NOT_TOLD) or _is_mended(row)
    return row.told(**{STATE: MENDED if is_known else UNCHECKED})


def _is_mended(row: ReturnRow) -> bool:
    return row[STATE] == MENDED


def found(record: BodyRecord) -> Iterator[tuple[ReturnRow, FindingTold | None]]:
    """要改的 — a row each, and of a check the finding; each with a key of its own, those alike by order."""
    body, times = key_of_body(record.folder), Counter[str]()
    for cells, finding in _rows_told(record) if record.state not in _NOT_TOLD else ():
        about = (cells.get("代码", ""), finding.place if finding else "", _wordless(cells["说明"]))
        hashed = _hash("\n".join(about), _DIGITS)
        times[hashed] += 1
        again = f"-{times[hashed]}" if times[hashed] > 1 else ""
        yield ReturnRow(f"{body}-{hashed}{again}", cells), finding


def _rows_told(record: BodyRecord) -> Iterator[tuple[dict[str, str], FindingTold | None]]:
    if record.problem:
        yield {"程度": "不能生成", "说明": record.problem, "改法": "照说明改好，再交一次"}, None
    for sentence in record.missing:
        yield {"程度": "待填", "说明": sentence, "改法": "填上；没有发生的填“无”"}, None
    for one in record.findings:
        if one.severity != "note":
            yield _cells_of_finding(one), one


def _cells_of_finding(one: FindingTold) -> dict[str, str]:
    where = "\n".join(filter(None, (one.source, one.place)))
    said = (SAID[one.severity], one.code, one.name, where, one.stated, one.expected, one.message)
    return dict(zip(TOLD, (*said, one.fix, one.basis), strict=True))


def _wordless(message: str) -> str:
    return _WORDS.sub("", _NUMBER.sub("#", message))


def _hash(text: str, digits: int) -> str:
    return sha256(text.encode()).hexdigest()[:digits]


def _with_keys(folder: str, before: Iterable[ReturnRow]) -> Iterator[ReturnRow]:
    """Rows without a key, and copies of others, are what the bureau wrote itself."""
    body, passed = key_of_body(folder), set[str]()
    for row in before:
        is_known = row.body == body and row.key not in passed
        passed.add(row.key)
        yield row if is_known else _row_of_bureau(body, row)


def _row_of_bureau(body: str, row: ReturnRow) -> ReturnRow:
    written = {head: text for head, text in row.cells.items() if head not in (KEY, "序号")}
    key = f"{body}-C{_hash(repr(sorted(written.items())), _DIGITS)}"
    return ReturnRow(key, {"程度": _OWN, **{head: text for head, text in row.cells.items() if text}})


def _with_what_was_written(row: ReturnRow, before: ReturnRow | None) -> ReturnRow:
    """With what others wrote beside it, in columns of their own, too."""
    written = before.cells if before else {}
    return row.told(**{head: text for head, text in written.items() if head not in TOLD})


def _with_state(row: ReturnRow) -> ReturnRow:
    usual = _REPLIED if row.is_answered else OPEN
    return row.told(**{STATE: _STATES.get(row[ANSWER], usual)})


def _numbered_in_order(rows: Iterable[ReturnRow]) -> Iterator[ReturnRow]:
    return (row.told(**{"序号": str(number), KEY: row.key}) for number, row in enumerate(rows, 1))
