"""The 批复 of a sound department: the totals that are printed of it, and its date, beside its data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from disclosure import deriving, packs
from disclosure.checks import Book
from disclosure.checks.identities import side
from disclosure.facts import filled
from disclosure.loading import read
from disclosure.model import RATIFIED, Submission
from disclosure.money import SCALE
from tests.mutants.sound import Edit, departments

_MOST = 10**13  # 元: no larger amount can be typed
_PUBLICATION, _DAY = "公开信息", "批复日期"


@cache
def ratified(department: str) -> tuple[Edit, ...]:
    """What puts the 批复数 of the sound department, in their own unit, and the 批复日期 into its data."""
    with tempfile.TemporaryDirectory() as folder:
        submission = read(departments()[department].write(Path(folder)))
    return (("data.yaml", (RATIFIED,), _totals(submission)), *_dated(department, submission.year))


def _totals(submission: Submission) -> dict[str, Any]:
    chain = packs.resolve(submission.pack, [packs.built_in()])
    book = Book(filled(submission, deriving.derive(submission), (), chain.names))
    totals: dict[str, Any] = {"单位": submission.unit}
    for key, formula in chain.checks.ratified_totals.items():
        amount = side(formula, {}, book).interval.value
        if amount is not None and amount < _MOST:
            *above, last = key.split(".")
            place = totals
            for step in above:
                place = place.setdefault(step, {})
            place[last] = str(amount / SCALE[submission.unit])
    return totals


def _dated(department: str, year: int) -> Iterator[Edit]:
    """Approved in the year after, where the department does not say when."""
    known = departments()[department].trees["data.yaml"].get(_PUBLICATION, {})
    if _DAY not in known:
        steps, day = ((_PUBLICATION, _DAY), f"{year + 1}年8月21日")
        yield "data.yaml", steps if known else steps[:1], day if known else {_DAY: day}
