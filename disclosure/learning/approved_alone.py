"""单独的核定数 — amounts that a document says and that no entry makes, the lowest of each sum."""

from __future__ import annotations

import re
from collections.abc import Mapping

from disclosure import deriving
from disclosure.deriving import Figure, Figures
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission

_AMOUNT = re.compile(r".+\.(?:final|prior|opening_budget|adjusted_budget|net_value|original_value|amount)")


def approved_alone(values: Mapping[str, Value], submission: Submission | None) -> dict[Loc, Said]:
    """单独的核定数 — by place in the data."""
    # a page of 三公经费 alone, without 支出 → 核定数: {三公经费.公务接待费.决算数: 2}
    approved: dict[str, Value] = {}
    while submission and (new := _lowest(values, deriving.derive(submission))):
        approved |= new
        amounts = {name: value.amount for name, value in new.items()}
        submission = submission.model_copy(update={"stated": {**submission.stated, **amounts}})
    return {("核定数", name): (value, value) for name, value in approved.items()}


def _lowest(values: Mapping[str, Value], derived: Figures) -> dict[str, Value]:
    open = {figure.id: (name, values[name]) for name in values if (figure := _unmade(name, derived))}
    lowest = (id for id in open if open.keys().isdisjoint(derived[id].inputs))
    return dict(map(open.__getitem__, lowest))


def _unmade(name: str, derived: Figures) -> Figure | None:
    figure = derived.named(name)
    is_open = figure is not None and figure.value is None and figure.unit == "元"
    return figure if figure and is_open and _AMOUNT.fullmatch(figure.id) else None
