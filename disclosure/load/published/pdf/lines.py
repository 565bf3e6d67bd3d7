"""行 — glyphs in lines, top to bottom, and what each line says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_high

from disclosure.load.published.blocks import Box
from disclosure.load.published.pdf.painted import Glyph

_SAME_LINE = 0.5  # of a letter's size between middles: what is raised or lowered stays in its line
_TWICE = 0.3  # of its width by which a letter printed once more, to look bold, is moved
_PRINTED = 4  # letters back among which it is looked for
_APART = 0.9  # of a letter's size: a gap as wide as this is a blank
_PARTED = 1.2  # of a letter's size: a gap as wide as this parts two columns
_WORDS_APART = 0.2  # the same between Latin letters
_DESCENT, _ASCENT = 0.2, 0.9  # of a letter's size below and above the base line
_BLANKS = re.compile(r" +")


@dataclass(frozen=True, slots=True)
class Line:
    """一行 — its text, its box upright, its base line and the size of most of its letters."""

    text: str
    box: Box
    base: float
    size: float

    @property
    def left(self) -> float:
        """左端."""
        return self.box[0]

    @property
    def right(self) -> float:
        """右端."""
        return self.box[2]


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """各行 — those that say anything."""
    return [_line(row) for row in map(_in_order, _rows(glyphs)) if row]


def pieces(glyphs: Iterable[Glyph]) -> list[list[Line]]:
    """各段文字 — of each line the texts that wide gaps part."""
    rows = (row for row in map(_in_order, _rows(glyphs)) if row)
    return [[_line(piece) for piece in _parted(row)] for row in rows]


def _parted(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    piece: list[Glyph] = []
    for glyph in (glyph for glyph in row if glyph.text != " "):
        if piece and glyph.left - piece[-1].right > _PARTED * glyph.size:
            yield piece
            piece = []
        piece.append(glyph)
    yield piece


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of about the same height; the larger letters of a line say where it stands."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.middle):
        if row and row[0].middle - glyph.middle > _SAME_LINE * max(row[0].size, glyph.size):
            yield row
            row = []
        row.append(glyph)
    yield row


def _in_order(row: Iterable[Glyph]) -> list[Glyph]:
    """From left to right, each once, without blanks at the ends."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.left):
        if not any(_is_again(glyph, one) for one in kept[-_PRINTED:]):
            kept.append(glyph)
    seen = [index for index, glyph in enumerate(kept) if glyph.text != " "]
    return kept[seen[0] : seen[-1] + 1] if seen else []


def _is_again(glyph: Glyph, one: Glyph) -> bool:
    return glyph.text == one.text and glyph.left - one.left < _TWICE * (one.right - one.left)


def _line(row: Sequence[Glyph]) -> Line:
    size = median_high(glyph.size for glyph in row)
    bottom = min(glyph.base - _DESCENT * glyph.size for glyph in row)
    top = max(glyph.base + _ASCENT * glyph.size for glyph in row)
    box = (row[0].left, bottom, max(glyph.right for glyph in row), top)
    return Line(_said(row), box, median_high(glyph.base for glyph in row), size)


def _said(row: Sequence[Glyph]) -> str:
    gaps = map(_gap, row, row[1:])
    return _BLANKS.sub(
        " ", "".join([row[0].text, *(gap + glyph.text for gap, glyph in zip(gaps, row[1:], strict=True))])
    )


def _gap(glyph: Glyph, following: Glyph) -> str:
    apart = _WORDS_APART if _is_latin(glyph) and _is_latin(following) else _APART
    return " " * (following.left - glyph.right > apart * max(glyph.size, following.size))


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isalpha()
