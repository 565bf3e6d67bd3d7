"""骨架 — figures with their formulas and no amounts: what a document's claims are put into and held against.

A department-year is made up of the subjects that are claimed, with nothing filled in; what is derived from it
says which figure is the sum, the difference, the share of which. The claims then stand where values would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disclosure import classification, figures
from disclosure.classification import fiscal_funds
from disclosure.figures import Figures
from disclosure.model import Submission

_CODE = re.compile(r"^(\w+)\.(?:item|section|class)\.(\d{3,7})\.")
_OTHER_FUND = "其他资金"


def of_claims(claimed: Iterable[str], year: int, pack: str, body: str) -> tuple[Submission, Figures]:
    """骨架 — a submission with the subjects of the claimed figures, and the figures that follow."""
    data: Mapping[str, Any] = {
        "年度": str(year),
        "单位": "万元",
        "模板": pack,
        "部门": {"全称": body or "某单位"},
        "支出": list(_lines(claimed, year)),
    }
    submission = Submission.model_validate(data, context={"unit": "万元"})
    return submission, figures.derive(submission)


def _lines(claimed: Iterable[str], year: int) -> Iterator[dict[str, str]]:
    """A line for each 项; of a 类 or 款 that is claimed without one, for the first 项 below it."""
    codes: dict[tuple[str, str], None] = {}
    funds = {fund.expenditure: fund.name for fund in fiscal_funds()}
    for figure in claimed:
        if (found := _CODE.match(figure)) and found[1] in funds:
            codes[funds[found[1]], found[2]] = None
    for fund, code in codes:
        if not any(other != code and other.startswith(code) for name, other in codes if name == fund):
            if item := _first_below(code, year):
                yield {"项": item, "性质": "项目", "资金": fund}


def _first_below(code: str, year: int) -> str:
    below = (one.code for one in classification.functional_subjects(year) if len(one.code) == 7)
    return code if len(code) == 7 else next((item for item in below if item.startswith(code)), "")
