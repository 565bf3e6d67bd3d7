"""相近的项 — 项 whose names the year's catalogue does not have: the nearest code, which is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from disclosure import classification
from disclosure.auditing.claims import Claim
from disclosure.classification import Subject, belonging, subject

_OWN_ITEM = re.compile(r"(?P<class>.+?)类(?P<section>.+?)款(?P<item>.+?)项_第\d+段\.(?P<leaf>\w+)")
_LIKE = 0.6  # of 1, how like its name an 项 must be
_ITEM, _SECTION, _CLASS = 7, 5, 3


def named_nearly(claims: Iterable[Claim], year: int) -> Iterator[tuple[Claim, str]]:
    """相近的项 — claims of such 项 as those of the nearest one, with the name that the document has."""
    # 卫生健康（类）……其它行政事业单位医疗支出（项） → 2101199 其他行政事业单位医疗支出
    for claim in claims:
        said = _OWN_ITEM.fullmatch(claim.figure)
        found = _nearest(said["class"], said["section"], said["item"], year) if said else None
        if said and found:
            node = belonging(found.code, year).fund.expenditure
            figure = f"{node}.item.{found.code}.{said['leaf']}"
            yield replace(claim, figure=figure), f"“{said['item']}”，记在 {found.code} {found.name}"


def _nearest(class_name: str, section: str, item: str, year: int) -> Subject | None:
    """By its own name first, then by those above."""
    items = (one for one in classification.functional_subjects(year) if len(one.code) == _ITEM)
    scored = ((_nearness(one, class_name, section, item, year), one) for one in items)
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _LIKE else None


def _nearness(one: Subject, class_name: str, section: str, item: str, year: int) -> float:
    above = [subject(one.code[:digits], year) for digits in (_CLASS, _SECTION)]
    names = [found.name if found else "" for found in above]
    return (
        2 * _likeness_of_names(one.name, item)
        + _likeness_of_names(names[0], class_name)
        + _likeness_of_names(names[1], section)
    ) / 4


def _likeness_of_names(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
