"""The 批复 of a sound department: the totals that are printed of it, as given beside its data."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from disclosure import figures, packs
from disclosure.checks import Book
from disclosure.checks.identities import side
from disclosure.facts import filled
from disclosure.load import read
from disclosure.model import RATIFIED
from disclosure.money import SCALE
from tests.mutants.sound import Edit, departments

_MOST = 10**13  # 元: no larger amount can be typed


@cache
def ratified(department: str) -> Edit:
    """The edit that puts the 批复数 of the sound department, in their own unit, into its data."""
    with tempfile.TemporaryDirectory() as folder:
        submission = read(departments()[department].write(Path(folder)))
    chain = packs.resolve(submission.pack, [packs.built_in()])
    book = Book(filled(submission, figures.derive(submission), (), chain.names))
    totals: dict[str, Any] = {"单位": submission.unit}
    for key, formula in chain.checks.ratified_totals.items():
        amount = side(formula, {}, book).interval.value
        if amount is not None and amount < _MOST:
            *above, last = key.split(".")
            place = totals
            for step in above:
                place = place.setdefault(step, {})
            place[last] = str(amount / SCALE[submission.unit])
    return "data.yaml", (RATIFIED,), totals
