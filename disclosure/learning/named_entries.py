"""照填的数 — numbers of sentences that stand under a key of the data, and the lists that they make up.

A list is read as it is said: 轿车2辆、越野车1辆 are two rows, each named by the words before its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.learning.stated_values import value_of
from disclosure.load import expected_data
from disclosure.load.reading_state import Loc
from disclosure.model.typed_words import NONE as NOTHING
from disclosure.money import number_text

_NUMBER, _CAUSED = "数量", "事由"
_VEHICLES = "三公经费.公务用车购置及运行维护费"
_NAME = r"([^，。；、：:,;（）()\d]+)$"
_STAFF = "部门.人数"
_CAUSE = r"(?:原因[是：:为]*)?([^，。；、：:]+?)(?:减少)?$"
_LISTS = {  # list → what its rows are named by, and how the words before a number name one
    f"{_VEHICLES}.购置": ("车型", _NAME),
    f"{_VEHICLES}.保有": ("车型", _NAME),
    "国有资产.车辆": ("用途", _NAME),
    _STAFF: ("类别", _NAME),
    "原因.收支总计": ("事由", _CAUSE),
    "原因.财政拨款收支总计": ("事由", _CAUSE),
    "原因.一般公共预算财政拨款支出": ("事由", _CAUSE),
    "绩效.自评报告": ("对象", r"([^，。；：:]*?)(?:项目)?(?:绩效)?自评(?:报告)?得分为?$"),
}
_REASONS = "原因."
_REPORTS, _REPORT = ("绩效", "自评报告"), "绩效自评报告"
_REPORTS_NAMED = re.compile(r"形成([^，。]+?)，其中")
_ROW = re.compile(r"(.+)\[\d*\]\.(\w+)")
_JOINED = re.compile(r"^(?:其中|和|及|以及|辆)+")
_ASSESSED = re.compile(r"对([^，。；]+?)等?$")
_ASSESSED_NUMBER, _ASSESSED_LIST = "performance.assessed_number", ("绩效", "事前评估项目")
_QUOTES = '“”"'


def named_entries(claimed: Claimed, learnt: Sequence[Claim]) -> dict[Loc, Said]:
    """照填的数 — by place in the data, of claims that are a key's and no figure of the program."""
    rows: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    found: dict[Loc, Said] = {}
    for claim in chain(learnt, _beside_rows(claimed, learnt)):
        listed = _list_and_column(claim)
        if listed:
            rows[listed[0]].append((listed[1], claim))
        elif said := _at_key(claim, claimed):
            found.setdefault(_steps_of(claim.figure), said)
    for name in rows.keys() & _LISTS.keys():
        in_order = sorted(rows[name], key=lambda cell: (cell[1].block, cell[1].start))
        found |= _list_entries_of(name, in_order, claimed)
    return found | dict(_report_names(found, claimed)) | dict(_assessed(claimed))


def _list_and_column(claim: Claim) -> tuple[str, str] | None:
    """Of what list a number is, and which column."""
    if row := _ROW.fullmatch(claim.figure):
        return row[1], row[2]
    if claim.figure.startswith(f"{_STAFF}."):
        return _STAFF, _NUMBER
    return (claim.figure, _NUMBER) if claim.figure in _LISTS and claim.figure != _STAFF else None


def _beside_rows(claimed: Claimed, learnt: Sequence[Claim]) -> Iterator[Claim]:
    """Of a paragraph with sure rows those that are not sure by themselves, as names differ; more causes."""
    rows = {(claim.block, name): claim for claim in learnt if (name := _list_named(claim))}
    taken = set(map(id, learnt))
    for claim in claimed.claims:
        if id(claim) not in taken and (claim.block, _list_named(claim)) in rows:
            yield claim
        elif claim.is_own and claim.is_amount:
            yield from _as_cause(claim, claimed, rows)


def _as_cause(claim: Claim, claimed: Claimed, rows: Mapping[tuple[int, str], Claim]) -> Iterator[Claim]:
    """项目支出减少15.08万元 behind 基本支出减少52.59万元 of the same sentence is a cause, too."""
    causes = (
        (name, one) for (block, name), one in rows.items() if (block, name[:3]) == (claim.block, _REASONS)
    )
    for name, first in causes:
        if first.end < claim.start and "。" not in claimed.text(claim)[first.end : claim.start]:
            yield replace(claim, figure=f"{name}[].金额")


def _list_named(claim: Claim) -> str:
    row = _ROW.fullmatch(claim.figure)
    return row[1] if row else ""


def _steps_of(path: str) -> Loc:
    return tuple(path.split("."))


def _at_key(claim: Claim, claimed: Claimed) -> Said | None:
    kind, value = expected_data.at(_steps_of(claim.figure)).kind, _read_value(claim, claimed)
    if kind == "amount" and claim.is_amount:
        return value, value
    return (_digits_said(value), value) if kind in ("count", "score") else None


def _read_value(claim: Claim, claimed: Claimed) -> Value:
    return value_of(claim, claimed.place(claim).source)


def _digits_said(value: Value) -> str:
    return number_text(value.amount, 2, trim=True)


def _list_entries_of(name: str, cells: Sequence[tuple[str, Claim]], claimed: Claimed) -> dict[Loc, Said]:
    """The rows of a list where it is said first, without those of the form that have nothing."""
    rows = [(column, claim) for column, claim in cells if claim.value or claim.figure != name]
    if not rows:
        return {_steps_of(name): (NOTHING, _read_value(cells[0][1], claimed))}
    block = rows[0][1].block
    return dict(_rows_of(name, (cell for cell in rows if cell[1].block == block), claimed))


def _rows_of(name: str, cells: Iterable[tuple[str, Claim]], claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """The rows of a list, one that is said again left out."""
    key, words = _LISTS[name]
    numbers: dict[str, int] = {}
    current: Loc = ()
    for column, claim in cells:
        value = _read_value(claim, claimed)
        called = re.search(words, claimed.text(claim)[: claim.start])
        if called and (column == _NUMBER or not claim.is_amount or key == _CAUSED):
            row = _JOINED.sub("", called[1]).strip(_QUOTES)
            current = (*_steps_of(name), numbers.setdefault(row, len(numbers)))
            yield from [((*current, key), (row, value))] if row else ()
        if current:
            yield (*current, column), ((value if claim.is_amount else _digits_said(value)), value)


def _report_names(found: Mapping[Loc, Said], claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """Each report's own name, where they are listed."""
    rows = {loc[:3]: said[1] for loc, said in found.items() if loc[:2] == _REPORTS}
    told = [match for one in claimed.sentences if (match := _REPORTS_NAMED.search(one.passage.text))]
    names = told[0][1].split("、") if told else []
    for number, (row, place) in enumerate(rows.items()):
        yield (*row, "名称"), (names[number] if len(names) == len(rows) else _REPORT, place)


def _assessed(claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """The projects that are named where their number is said, if they are as many."""
    for claim in claimed.claims:
        if claim.figure == _ASSESSED_NUMBER and claim.is_sure:
            value = _read_value(claim, claimed)
            told = _ASSESSED.search(claimed.text(claim)[: claim.start])
            names = told[1].split("、") if told else []
            if not claim.value:
                yield _ASSESSED_LIST, (NOTHING, value)
            elif len(names) == claim.value:
                yield from (
                    ((*_ASSESSED_LIST, at), (one.strip(_QUOTES), value)) for at, one in enumerate(names)
                )
