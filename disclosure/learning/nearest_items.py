"""相近的项 — 项 whose names the year's catalogue does not have: the nearest code, which is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from operator import itemgetter

from disclosure import classification
from disclosure.auditing.claims import Claim
from disclosure.classification import Subject, belonging, subject

Names = re.Match[str]  # of 类, 款 and 项, as the document has them
_OWN_ITEM = re.compile(r"(?P<class>.+?)类(?P<section>.+?)款(?P<item>.+?)项_第\d+段\.(?P<leaf>\w+)")
_LIKE = 0.6  # of 1, how like its name an 项 must be
_ITEM, _SECTION, _CLASS = 7, 5, 3


def named_nearly(claims: Iterable[Claim], year: int) -> Iterator[tuple[Claim, str]]:
    """相近的项 — claims of such 项 as those of the nearest one, with the name that the document has."""
    # 卫生健康（类）……其它行政事业单位医疗支出（项） → 2101199 其他行政事业单位医疗支出
    for claim in claims:
        if said := _OWN_ITEM.fullmatch(claim.figure):
            yield from _as_nearest(claim, said, year)


def _as_nearest(claim: Claim, said: Names, year: int) -> Iterator[tuple[Claim, str]]:
    if found := _nearest(said, year):
        node = belonging(found.code, year).fund.expenditure
        figure = f"{node}.item.{found.code}.{said['leaf']}"
        yield replace(claim, figure=figure), f"“{said['item']}”，记在 {found.code} {found.name}"


def _nearest(said: Names, year: int) -> Subject | None:
    """By its own name first, then by those above."""
    items = filter(_is_an_item, classification.functional_subjects(year))
    scored = ((_nearness(one, said, year), one) for one in items)
    score, best = max(scored, key=itemgetter(0), default=(0.0, None))
    return best if score >= _LIKE else None


def _is_an_item(one: Subject) -> bool:
    return len(one.code) == _ITEM


def _nearness(one: Subject, said: Names, year: int) -> float:
    of_class = _likeness_of_names(_name_of_code(one.code[:_CLASS], year), said["class"])
    of_section = _likeness_of_names(_name_of_code(one.code[:_SECTION], year), said["section"])
    return (2 * _likeness_of_names(one.name, said["item"]) + of_class + of_section) / 4


def _name_of_code(code: str, year: int) -> str:
    found = subject(code, year)
    return found.name if found else ""


def _likeness_of_names(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
