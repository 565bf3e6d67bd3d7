"""基本支出明细 — 人员经费 and 公用经费 that sentences say in one sum, and the 款 that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from disclosure import classification
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said, at_cell
from disclosure.load.reading_state import Loc
from disclosure.terms import chinese

_PARTS = ("personnel_cost", "public_cost")
_NAMES = re.compile(r"包括[：:]?([^。；]+)")
_BETWEEN = re.compile(r"[、，,]")
_ECONOMIC = "30000"


def named_sections(claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """列出的款 — codes of those that stand behind the sum; a name that nobody knows is left out."""
    # 人员经费70万元，主要包括：基本工资、住房公积金 → 基本支出明细.人员经费.科目: [30101, 30113]
    for part, claim in product(_PARTS, claimed.claims):
        is_sum = claim.figure == f"basic_expenditure.{part}.final" and claim.is_sure and not claim.cell
        listed = _NAMES.search(claimed.text(claim), claim.end) if is_sum else None
        if listed:
            place = at_cell(claimed.place(claim).source)
            for number, code in enumerate(_codes_named(listed[1], claimed.identity.year)):
                yield (*chinese(f"basic_detail.{part}.subjects").split("."), number), (code, place)


def _codes_named(names: str, year: int) -> list[str]:
    codes = (_code_of(name, year) for name in _BETWEEN.split(names))
    return list(dict.fromkeys(filter(None, codes)))


def _code_of(name: str, year: int) -> str:
    plain = name.strip().removesuffix("等")
    return next((one.code for one in classification.of_name(plain, _ECONOMIC, year)), "")
