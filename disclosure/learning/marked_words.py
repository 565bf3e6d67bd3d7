"""加记号的措辞 — slots of the wording with signs around them and their holes: a draft then tells whose it is.

The signs are of a private area that no font has; a marked draft is read here and never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from disclosure.packs.linting.lint import Keys

_SLOT, _HOLE, _END = "\ue000", "\ue001", "\ue002"
_FIRST = 0xE100
_HOLES = re.compile(r"(\{[^{}]*\})")


class Piece(NamedTuple):
    """一截 — of a slot as it is printed: words of its own, or what stands in a hole; from where to where."""

    hole: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """说了一次 — a slot as it stands in a line."""

    slot: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class _OpenSlot:
    """A slot, or a hole of one, of which the end is still to come."""

    slot: int
    start: int
    is_hole: bool
    holes: list[tuple[int, int, int]] = field(default_factory=list)


def pieces_of(value: str) -> list[str]:
    """各截 — of a slot's value: words and holes by turns, words first."""
    return _HOLES.split(value)


def marked(slots: Sequence[tuple[Keys, str]]) -> dict[Keys, str]:
    """加上记号 — the same slots, each marked with its number."""
    return {
        keys: f"{_SLOT}{_slot_sign(number)}{_with_holes(value)}{_END}"
        for number, (keys, value) in enumerate(slots)
    }


def _with_holes(value: str) -> str:
    pieces = enumerate(pieces_of(value))
    return "".join(
        f"{_HOLE}{_slot_sign(number // 2)}{piece}{_END}" if number % 2 else piece for number, piece in pieces
    )


def _slot_sign(number: int) -> str:
    return chr(_FIRST + number)


def read(text: str, values: Mapping[int, str]) -> tuple[str, list[Said]]:
    """读出 — a line without the signs, and the slots that it is made of; `values` are theirs by number."""
    shown, said, open_ones = list[str](), list[Said](), list[_OpenSlot]()
    characters = iter(text)
    for character in characters:
        if character in (_SLOT, _HOLE):
            number = ord(next(characters)) - _FIRST
            open_ones.append(_OpenSlot(number, len(shown), character == _HOLE))
        elif character == _END and open_ones:
            said += _closed_slot(open_ones.pop(), open_ones, len(shown), values)
        else:
            shown.append(character)
    return "".join(shown), said


def _closed_slot(
    one: _OpenSlot, above: list[_OpenSlot], end: int, values: Mapping[int, str]
) -> Iterator[Said]:
    """A slot that has ended; a hole is told to the slot that it is of."""
    if not one.is_hole:
        yield Said(one.slot, one.start, end, tuple(_printed_pieces(one, end, values[one.slot])))
    elif above:
        above[-1].holes.append((one.slot, one.start, end))


def _printed_pieces(one: _OpenSlot, end: int, value: str) -> Iterator[Piece]:
    """As they are printed; a hole that is not printed stands at the place where the one before ended."""
    at, parts = one.start, pieces_of(value)
    printed = {number: (start, stop) for number, start, stop in one.holes}
    for number, part in enumerate(parts):
        if number % 2:
            start, at = printed.get(number // 2, (at, at))
            yield Piece(part, "", start, at)
        else:
            stop = printed.get(number // 2, (end, end))[0] if number < len(parts) - 1 else end
            yield Piece("", part, at, stop)
            at = stop
