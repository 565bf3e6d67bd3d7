"""照填的数 — numbers of sentences that stand under a key of the data, and the lists that they make up.

A list is read as it is said: 轿车2辆、越野车1辆 are two rows, each named by the words before its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_CAUSE = r"(?:原因[是：:为]*)?([^，。；、：:]+?)(?:减少)?$"
_LISTS = {  # list → what its rows are named by, and how the words before a number name one
    f"{_VEHICLES}.购置": ("车型", _NAME),
    f"{_VEHICLES}.保有": ("车型", _NAME),
    "国有资产.车辆": ("用途", _NAME),
    "原因.收支总计": ("事由", _CAUSE),
    "原因.财政拨款收支总计": ("事由", _CAUSE),
    "原因.一般公共预算财政拨款支出": ("事由", _CAUSE),
    "绩效.自评报告": ("对象", r"([^，。；：:]*?)(?:项目)?(?:绩效)?自评(?:报告)?得分为?$"),
}
_REPORTS, _REPORT = ("绩效", "自评报告"), "绩效自评报告"
_REPORTS_NAMED = re.compile(r"形成([^，。]+?)，其中")
_ROW = re.compile(r"(.+)\[\d*\]\.(\w+)")
_JOINED = re.compile(r"^(?:其中|和|及|以及|辆)+")
_ASSESSED = re.compile(r"对([^，。；]+?)等?$")
_ASSESSED_NUMBER, _ASSESSED_LIST = "performance.assessed_number", ("绩效", "事前评估项目")
_QUOTES = '“”"'


def named_entries(claims: Sequence[Claim], claimed: Claimed) -> dict[Loc, Said]:
    """照填的数 — by place in the data, of claims that are a key's and no figure of the program."""
    rows: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    found: dict[Loc, Said] = {}
    for claim in claims:
        if row := _ROW.fullmatch(claim.figure):
            rows[row[1]].append((row[2], claim))
        elif claim.figure in _LISTS:
            rows[claim.figure].append((_NUMBER, claim))
        elif said := _at_key(claim, claimed):
            found.setdefault(_steps_of(claim.figure), said)
    for name in rows.keys() & _LISTS.keys():
        found |= _list_entries_of(name, rows[name], claimed)
    return found | dict(_report_names(found, claimed)) | dict(_assessed(claimed))


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
    """The rows of a list, without those of the form that have nothing; 无 where none has."""
    rows = [(column, claim) for column, claim in cells if claim.value or claim.figure != name]
    if not rows:
        return {_steps_of(name): (NOTHING, _read_value(cells[0][1], claimed))}
    return dict(_rows_of(name, rows, claimed))


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
