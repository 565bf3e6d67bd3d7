"""照填的数 — numbers of sentences that stand under a key of the data, and the lists that they make up.

A list is read as it is said: 轿车2辆、越野车1辆 are two rows, each named by the words before its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from typing import NamedTuple

from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.learning.stated_values import value_of
from disclosure.learning.whole_lists import read_in_part
from disclosure.loading import expected_data
from disclosure.loading.reading_state import Loc
from disclosure.model.typed_words import NONE as NOTHING
from disclosure.money import number_text

Cell = tuple[str, Claim]  # of a list: its column, the number
_NUMBER = "数量"
_OPENS = {"事由": "金额", "对象": "得分"}  # the column by whose number a row begins
_VEHICLES = "三公经费.公务用车购置及运行维护费"
_NAME = r"([^，。；、：:,;（）()\d]+)$"
_STAFF = "部门.人数"
_CAUSE = r"([^，。；、：:]+?)(?:减少)?$"
_CAUSED_LISTS = ("原因.收支总计", "原因.财政拨款收支总计", "原因.一般公共预算财政拨款支出")
_LISTS = {  # list → what its rows are named by, and how the words before a number name one
    f"{_VEHICLES}.购置": ("车型", _NAME),
    f"{_VEHICLES}.保有": ("车型", _NAME),
    "国有资产.车辆": ("用途", _NAME),
    _STAFF: ("类别", _NAME),
    **dict.fromkeys(_CAUSED_LISTS, ("事由", _CAUSE)),
    "绩效.自评报告": ("对象", r"([^，。；：:]*?)(?:绩效)?自评(?:报告)?得分为?$"),
}
_REPORTS, _REPORT = ("绩效", "自评报告"), "绩效自评报告"
_REPORTS_NAMED = re.compile(r"形成([^，。]+?)，其中")
_ROW = re.compile(r"(.+)\[\d*\]\.(\w+)")
_JOINED = re.compile(r"^(?:.*原因[是为]?|(?:其中|和|及|以及|辆)+)")
_ASSESSED = re.compile(r"对([^，。；]+?)等?$")
_ASSESSED_NUMBER, _ASSESSED_LIST = "performance.assessed_number", ("绩效", "事前评估项目")
_REASON = "原因"
_QUOTES = '“”"'


class NamedEntries(NamedTuple):
    """照填的数 — by place in the data; what is told of lists that were read in part."""

    entries: dict[Loc, Said]
    notes: tuple[str, ...]


def named_entries(claimed: Claimed, learnt: Sequence[Claim]) -> NamedEntries:
    """照填的数 — of claims that are a key's and no figure of the program."""
    rows: dict[str, list[Cell]] = defaultdict(list)
    found: dict[Loc, Said] = {}
    for claim in chain(learnt, _beside_rows(claimed, learnt)):
        name, column = _list_and_column(claim)
        if name:
            rows[name].append((column, claim))
        elif said := _at_key(claim, claimed):
            found.setdefault(_steps_of(claim.figure), said)
    notes = list[str]()
    for name in filter(rows.__contains__, _LISTS):
        in_order = sorted(rows[name], key=_place_in_text)
        entries, note = _list_entries_of(name, in_order, claimed)
        found |= entries
        notes += [note] * bool(note)
    every = found | dict(_report_names(found, claimed)) | dict(_assessed(claimed))
    return NamedEntries(every, tuple(notes))


def _list_and_column(claim: Claim) -> tuple[str, str]:
    """Of what list a number is, and which column; no name where it is of none."""
    row = _ROW.fullmatch(claim.figure)
    return (row[1], row[2]) if row else (_list_of_numbers(claim.figure), _NUMBER)


def _list_of_numbers(figure: str) -> str:
    is_whole_list = figure in _LISTS and figure != _STAFF
    return _STAFF if figure.startswith(f"{_STAFF}.") else figure if is_whole_list else ""


def _beside_rows(claimed: Claimed, learnt: Sequence[Claim]) -> Iterator[Claim]:
    """Of a paragraph with sure rows those that are not sure by themselves, as names differ; more causes."""
    rows = {_block_and_list(claim): claim for claim in filter(_list_named, learnt)}
    not_sure = (claim for claim in _not_learnt(claimed, learnt) if _block_and_list(claim) in rows)
    return chain(not_sure, _more_causes(claimed, rows))


def _block_and_list(claim: Claim) -> tuple[int, str]:
    return claim.block, _list_named(claim)


def _not_learnt(claimed: Claimed, learnt: Sequence[Claim]) -> Iterator[Claim]:
    taken = set(map(id, learnt))
    return (claim for claim in claimed.claims if id(claim) not in taken)


def _more_causes(claimed: Claimed, rows: Mapping[tuple[int, str], Claim]) -> Iterator[Claim]:
    for claim in filter(_is_own_amount, claimed.claims):
        yield from _as_cause(claim, claimed, rows)


def _as_cause(claim: Claim, claimed: Claimed, rows: Mapping[tuple[int, str], Claim]) -> Iterator[Claim]:
    """项目支出减少15.08万元 beside 基本支出减少52.59万元 in the reason of a sentence is a cause, too."""
    for name in _CAUSED_LISTS:
        if _is_in_reason(rows.get((claim.block, name)), claim, claimed):
            yield replace(claim, figure=f"{name}[].金额")


def _is_own_amount(claim: Claim) -> bool:
    return claim.is_own and claim.is_amount


def _is_in_reason(row: Claim | None, claim: Claim, claimed: Claimed) -> bool:
    """Whether a number is in the sentence of a row, behind it or behind the word 原因."""
    if row is None:
        return False
    text, (first, last) = claimed.text(claim), sorted((row, claim), key=_start_of)
    is_behind = first is row or _REASON in text[: claim.start].rpartition("。")[2]
    return is_behind and "。" not in text[first.end : last.start]


def _start_of(claim: Claim) -> int:
    return claim.start


def _list_named(claim: Claim) -> str:
    row = _ROW.fullmatch(claim.figure)
    return row[1] if row else ""


def _steps_of(path: str) -> Loc:
    return tuple(path.split("."))


def _at_key(claim: Claim, claimed: Claimed) -> Said | None:
    kind, value = expected_data.at(_steps_of(claim.figure)).kind, _read_value(claim, claimed)
    said = value if kind == "amount" else _digits_said(value)
    return (said, value) if _fits(claim, kind) else None


def _fits(claim: Claim, kind: str) -> bool:
    """Whether a number may stand where the data have an amount, a count, a score."""
    return claim.is_amount if kind == "amount" else kind in ("count", "score")


def _read_value(claim: Claim, claimed: Claimed) -> Value:
    return value_of(claim, claimed.place(claim).source)


def _digits_said(value: Value) -> str:
    return number_text(value.amount, 2, trim=True)


def _list_entries_of(name: str, cells: Sequence[Cell], claimed: Claimed) -> tuple[dict[Loc, Said], str]:
    """The rows of a list where it is said first, without those of the form that have nothing.

    None where only a part of them was read, which is told.
    """
    rows = list(filter(partial(_is_row, name), cells))
    if not rows:
        return {_steps_of(name): (NOTHING, _read_value(cells[0][1], claimed))}, ""
    first = list(next(groupby(rows, _block_of))[1])
    entries = dict(_rows_of(name, first, claimed))
    told = read_in_part(name, entries, [claim for _, claim in first], claimed)
    return {} if told else entries, told


def _place_in_text(cell: Cell) -> tuple[int, int]:
    return cell[1].block, cell[1].start


def _is_row(name: str, cell: Cell) -> bool:
    return bool(cell[1].value) or cell[1].figure != name


def _block_of(cell: Cell) -> int:
    return cell[1].block


def _rows_of(name: str, cells: Iterable[Cell], claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """The rows of a list, one that is said again left out."""
    key, words = _LISTS[name]
    numbers: dict[str, int] = {}
    current: Loc = ()
    for column, claim in cells:
        value = _read_value(claim, claimed)
        if column == _OPENS.get(key, _NUMBER) and (called := re.search(words, _before(claim, claimed))):
            row = _JOINED.sub("", called[1]).strip(_QUOTES)
            current = (*_steps_of(name), numbers.setdefault(row, len(numbers)))
            yield from [((*current, key), (row, value))] if row else ()
        yield from [((*current, column), (_as_said(claim, value), value))] if current else ()


def _before(claim: Claim, claimed: Claimed) -> str:
    return claimed.text(claim)[: claim.start]


def _as_said(claim: Claim, value: Value) -> Value | str:
    return value if claim.is_amount else _digits_said(value)


def _report_names(found: Mapping[Loc, Said], claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """Each report's own name, where they are listed."""
    rows, listed = _rows_of_reports(found), _names_of_reports(claimed)
    names = listed if len(listed) == len(rows) else [_REPORT] * len(rows)
    for (row, place), name in zip(rows.items(), names, strict=True):
        yield (*row, "名称"), (name, place)


def _rows_of_reports(found: Mapping[Loc, Said]) -> dict[Loc, Value]:
    return {loc[:3]: place for loc, (_, place) in found.items() if loc[:2] == _REPORTS}


def _names_of_reports(claimed: Claimed) -> list[str]:
    texts = (one.passage.text for one in claimed.sentences)
    told = next(filter(None, map(_REPORTS_NAMED.search, texts)), None)
    return told[1].split("、") if told else []


def _assessed(claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """The projects that are named where their number is said, if they are as many."""
    for claim in filter(_is_sure_number_of_assessed, claimed.claims):
        value = _read_value(claim, claimed)
        yield from _projects(_names_if_as_many(claim, claimed), value) if claim.value else _no_projects(value)


def _no_projects(value: Value) -> Iterator[tuple[Loc, Said]]:
    yield _ASSESSED_LIST, (NOTHING, value)


def _projects(names: Sequence[str], value: Value) -> Iterator[tuple[Loc, Said]]:
    return (((*_ASSESSED_LIST, at), (name, value)) for at, name in enumerate(names))


def _is_sure_number_of_assessed(claim: Claim) -> bool:
    return claim.figure == _ASSESSED_NUMBER and claim.is_sure


def _names_if_as_many(claim: Claim, claimed: Claimed) -> list[str]:
    told = _ASSESSED.search(_before(claim, claimed))
    names = [name.strip(_QUOTES) for name in told[1].split("、")] if told else []
    return names if len(names) == claim.value else []
