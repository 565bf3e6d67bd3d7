"""列全了的 — lists that the program adds up: one of which a part was not read is not taken, and told.

Else 在职人员36人，聘用人员1人 would print 实有1人, of what was read of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said
from disclosure.loading.place_names import called
from disclosure.loading.reading_state import Loc

_VEHICLES = "三公经费.公务用车购置及运行维护费"
_PEOPLE, _CARS = r"[人名](?!次)", "辆"
_COUNTED = {  # list → what its rows count, which figure is all of them
    "部门.人数": (_PEOPLE, "部门.人数"),
    f"{_VEHICLES}.购置": (_CARS, "sangong.vehicles.purchased_number"),
    f"{_VEHICLES}.保有": (_CARS, "sangong.vehicles.held_number"),
    "国有资产.车辆": (_CARS, "assets.vehicle_number"),
}
_NUMBER, _NOTHING = "数量", Decimal(0)
_BESIDE = re.compile(
    r"编制|核定|定编|离休|退休|遗属|女|党员|增|减|较|比"
)  # counts of others, or of some again
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_GOES_ON = re.compile(r".?[，,、；;和及]?[^，,、；;。\d]{0,16}")  # 辆、越野车; 人共
_SENTENCE, _CLAUSE = "。", re.compile(r"[，,；;：:。]")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number of the sentence: where it stands, what it is, the words before it."""

    start: int
    value: Decimal
    words: str


def read_in_part(name: str, rows: Mapping[Loc, Said], claims: Sequence[Claim], claimed: Claimed) -> str:
    """没有列全 — the place and words of a list whose rows are not all that its sentences count; else ""."""
    # 共有车辆3辆，其中：机要通信用车1辆等 → “……只读懂一部分”
    if name not in _COUNTED or not rows:
        return ""
    added = sum(Decimal(str(said)) for loc, (said, _) in rows.items() if loc[-1] == _NUMBER)
    if {one.value for one in _not_rows(name, claims, claimed)} <= {added, _NOTHING}:
        return ""
    said = claimed.text(claims[0])[slice(*_sentences_around(claims, claimed))].strip()
    return f"{claimed.place(claims[0]).source}：{called(name)}只读懂一部分，没有学，请自己填：{said}"


def _not_rows(name: str, claims: Sequence[Claim], claimed: Claimed) -> Iterator[_Counted]:
    """What the sentences count beside the rows: all of them, or some that were not read."""
    unit, whole = _COUNTED[name]
    rows, block = {claim.start for claim in claims}, claims[0].block
    others = {one.start for one in claimed.claims if one.block == block and _is_other(one, name, whole)}
    for one in _numbers_counted(unit, claims, claimed):
        if one.start not in rows | others and not _BESIDE.search(one.words):
            yield one


def _is_other(claim: Claim, name: str, whole: str) -> bool:
    """Whether it surely is another figure: 购置公务用车1辆 before the vehicles that there are."""
    return claim.is_sure and claim.figure != whole and not claim.figure.startswith(name)


def _numbers_counted(unit: str, claims: Sequence[Claim], claimed: Claimed) -> Iterator[_Counted]:
    """Down to the end of the list, which goes on behind the last row as long as something is counted."""
    text, (start, end) = claimed.text(claims[0]), _sentences_around(claims, claimed)
    shown, behind = _without_asides(text, {claim.start for claim in claims}), max(one.end for one in claims)
    for found in re.finditer(rf"(\d+)\s*(?:{unit})", shown[:end]):
        if found.start() > behind and not _GOES_ON.fullmatch(shown[behind : found.start()]):
            return
        behind = max(behind, found.end(1))
        if found.start() >= start:
            words = _CLAUSE.split(shown[start : found.start()])[-1]
            yield _Counted(found.start(), Decimal(found[1]), words)


def _without_asides(text: str, rows: Iterable[int]) -> str:
    """With blanks for brackets that no row stands in."""
    at = set(rows)

    def blank(match: re.Match[str]) -> str:
        return match[0] if at.intersection(range(*match.span())) else " " * len(match[0])

    return _BRACKETS.sub(blank, text)


def _sentences_around(claims: Sequence[Claim], claimed: Claimed) -> tuple[int, int]:
    """From where to where the sentences with the rows go."""
    text = claimed.text(claims[0])
    start = text.rfind(_SENTENCE, 0, min(claim.start for claim in claims)) + 1
    end = text.find(_SENTENCE, max(claim.end for claim in claims))
    return start, end + 1 if end >= 0 else len(text)
