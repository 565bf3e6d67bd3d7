"""基本支出明细 — 人员经费 and 公用经费 that sentences say in one sum, and the 款 that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from disclosure import classification
from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said, at_cell
from disclosure.loading.reading_state import Loc
from disclosure.terms import chinese

_PARTS = ("personnel_cost", "public_cost")
_NAMES = re.compile(r"包括[：:]?([^。；]+)")
_BETWEEN = re.compile(r"[、，,]")
_ECONOMIC = "30000"


def named_sections(claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """列出的款 — codes of those that stand behind the sum; a name that nobody knows is left out."""
    # 人员经费70万元，主要包括：基本工资、住房公积金 → 基本支出明细.人员经费.科目: [30101, 30113]
    for part, claim in product(_PARTS, claimed.claims):
        if _is_sum_in_a_sentence(part, claim):
            yield from _sections_behind(part, claim, claimed)


def _is_sum_in_a_sentence(part: str, claim: Claim) -> bool:
    return claim.figure == f"basic_expenditure.{part}.final" and claim.is_sure and not claim.cell


def _sections_behind(part: str, claim: Claim, claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    loc, place = chinese(f"basic_detail.{part}.subjects").split("."), at_cell(claimed.place(claim).source)
    codes = (_code_of(name, claimed.identity.year) for name in _names_behind(claim, claimed))
    known = dict.fromkeys(filter(None, codes))
    return (((*loc, number), (code, place)) for number, code in enumerate(known))


def _names_behind(claim: Claim, claimed: Claimed) -> list[str]:
    listed = _NAMES.search(claimed.text(claim), claim.end)
    return _BETWEEN.split(listed[1]) if listed else []


def _code_of(name: str, year: int) -> str:
    plain = name.strip().removesuffix("等")
    return next((one.code for one in classification.of_name(plain, _ECONOMIC, year)), "")
