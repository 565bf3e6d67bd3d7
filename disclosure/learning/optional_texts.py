"""选填的文字 — what a pack prints only where it was typed: tried as a gap, kept where the document has words.

综述 of a report, 具体内容 of receptions: no draft tells that it lacks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from disclosure.errors import InputError
from disclosure.learning.signs import gap_of
from disclosure.learning.tries import Tried, Tries
from disclosure.loading.reading_state import Loc, path_of
from disclosure.model import Submission
from disclosure.model.base import Model
from disclosure.model.shape import fields
from disclosure.terms import chinese

_Steps = tuple[Any, ...]  # names in Python, positions in lists
_Part = Any  # a model, a list of them, the place of a text


def with_optional_texts(tries: Tries, best: Tried) -> Tried:
    """试填 — the data of the tries get a gap for each optional text that brings the document nearer."""
    for steps in _untold(tries.facts.submission):
        before = tries.facts
        tries.facts = replace(before, submission=_with_gap(before.submission, steps))
        tried = tries.tried(best.changes)
        if tried and tried.distance < best.distance:
            best = tried
        else:
            tries.facts = before
    return best


def _with_gap(submission: Submission, steps: _Steps) -> Submission:
    """The same where the data may not hold a text there: beside a file."""
    try:
        told: Submission = _with_text(submission, steps, gap_of(path_of(_in_chinese(steps))))
    except InputError:
        return submission
    return told


def _untold(model: Model, above: _Steps = ()) -> Iterator[_Steps]:
    """Running texts that are not told, of the parts of the data that are."""
    for name, shape in fields(type(model)).items():
        value = getattr(model, name)
        if value is None and shape.kind == "prose":
            yield (*above, name)
        for step, part in _models_within(value):
            yield from _untold(part, (*above, name, *step))


def _models_within(value: object) -> Iterator[tuple[_Steps, Model]]:
    if isinstance(value, Model):
        yield (), value
    if isinstance(value, tuple):
        yield from (((number,), row) for number, row in enumerate(value) if isinstance(row, Model))


def _with_text(part: _Part, steps: _Steps, text: str) -> _Part:
    """The same with a text in one place."""
    if not steps:
        return text
    if isinstance(part, Model):
        return part.model_copy(update={steps[0]: _with_text(getattr(part, steps[0]), steps[1:], text)})
    return tuple(_with_text(row, steps[1:], text) if at == steps[0] else row for at, row in enumerate(part))


def _in_chinese(steps: _Steps) -> Loc:
    return tuple(step if isinstance(step, int) else chinese(step) for step in steps)
