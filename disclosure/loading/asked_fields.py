"""要填的格 — what can be typed for a place that is missing: one value, the parts of a row, a code and a sum.

A place may be one value, a whole of several, or a list that has no row yet: each is asked for as the values
it is made of, by their own key paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from disclosure.loading import codes, expected_data, validation
from disclosure.loading.added_file import NAMED_ENTRY, is_named_entry
from disclosure.loading.place_names import named_keys, taken_apart
from disclosure.loading.reading_state import Loc, Reading, nested, path_of
from disclosure.loading.workbook import layout
from disclosure.model import faults
from disclosure.model.shape import Kind, Shape

_WHOLES = ("model", "list", "map")


@dataclass(frozen=True, slots=True)
class AskedField:
    """一格 — its key path, what it is called beside others, what may stand there; `keyed` asks a code too."""

    path: str
    label: str
    kind: Kind
    choices: tuple[str, ...]
    written: str  # what to write
    basis: str  # form or 文号 of the term
    may_be_none: bool
    keyed: bool = False


def at(path: str, known: Iterable[str]) -> tuple[AskedField, ...]:
    """要填的各格 — of a missing place; `known` are the paths of values that are there."""
    loc = taken_apart(path)
    shape = expected_data.at(loc)
    if is_named_entry(loc):
        return (replace(_one_asked(_in_list(loc), expected_data.at(_in_list(loc))), path=path),)
    match shape.kind:
        case "model":
            return tuple(_parts_asked(loc, shape, frozenset(known)))
        case "list":
            row = (*loc, _rows_there(path, known))
            return (
                tuple(_parts_asked(row, shape.item, frozenset()))
                if shape.item.model
                else (_one_asked(row, shape.item),)
            )
        case "map":
            return (_one_asked(loc, shape.inner or shape, keyed=True),)
    return (_one_asked(loc, shape),) if shape else ()


def is_none_a_whole(path: str) -> bool:
    """可整块填无 — whether the place is a whole of which it can be said that there is none."""
    loc = taken_apart(path)
    shape = expected_data.at(loc)
    return shape.kind in _WHOLES and shape.may_be_none and all(isinstance(step, str) for step in loc)


def fault(path: str, text: str, unit: str) -> str:
    """这一格的错误 — the sentence that reading would say of a text at a place; empty where it is taken."""
    given = taken_apart(path)
    given = _in_list(given) if is_named_entry(given) else given
    loc = tuple(0 if isinstance(step, int) else step for step in given)
    reading, data = Reading(""), nested({("单位",): unit, loc: text})
    codes.check(data, reading)
    validation.validate(data, reading)
    own = path_of(loc)
    return next((one.message for one in reading.problems if one.path == own), "")


def _in_list(loc: Loc) -> Loc:
    """Where the text of an entry stands that is asked for by its name."""
    return (loc[0], 0, NAMED_ENTRY[1])


def _parts_asked(loc: Loc, whole: Shape, known: frozenset[str]) -> Iterator[AskedField]:
    for key, shape in whole.keys.items():
        if shape.kind not in _WHOLES and path_of((*loc, key)) not in known:
            yield _one_asked((*loc, key), shape)


def _one_asked(loc: Loc, shape: Shape, *, keyed: bool = False) -> AskedField:
    words = named_keys(loc)
    how = codes.written(words[-1]) or faults.described_in_cell(shape)
    written = "；".join(filter(None, (how, layout.note_of(words))))
    basis = expected_data.source(words)
    none = shape.kind in ("amount", "count", "score")
    return AskedField(path_of(loc), words[-1], shape.kind, shape.choices, written, basis, none, keyed)


def _rows_there(path: str, known: Iterable[str]) -> int:
    """How many rows a list has."""
    places = (taken_apart(one) for one in known if one.startswith(f"{path}["))
    end = len(taken_apart(path))
    return max((int(place[end]) + 1 for place in places), default=0)
