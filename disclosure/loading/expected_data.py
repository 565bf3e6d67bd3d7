"""数据形状 — what a data file holds at a place (pydantic's location)."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure import terms
from disclosure.model import Submission
from disclosure.model.shape import Shape, of

WHOLE = of(Submission)


def at(loc: Iterable[int | str]) -> Shape:
    """该处形状 — what stands at pydantic's location; NOTHING where the model has no such place."""
    return WHOLE.at(loc)


def is_prose(loc: Iterable[int | str]) -> bool:
    """是否成段文字 — running text rather than a name."""
    return at(loc).leaf.kind == "prose"


def is_amount(loc: Iterable[int | str]) -> bool:
    """是否金额 — money, in the unit of the file; not a score or a rate."""
    return at(loc).leaf.kind == "amount"


def required(loc: Iterable[int | str]) -> bool:
    """是否必填 — whether every key of a place must be given."""
    steps = tuple(loc)
    return all(at(steps[:end]).required for end in range(1, len(steps) + 1))


def source(loc: Iterable[int | str]) -> str:
    """出处 — form or 文号 that defines the term of a place; empty where none is noted."""
    known = {term.chinese: term.source for term in terms.glossary().values()}
    return known.get(str(list(loc)[-1]), "")
