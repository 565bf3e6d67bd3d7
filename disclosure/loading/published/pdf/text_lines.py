"""行 — glyphs in lines, top to bottom, and what each line says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import dropwhile
from operator import attrgetter
from statistics import median_high

from disclosure.loading.published.blocks import Box
from disclosure.loading.published.pdf.painted import Glyph
from disclosure.loading.published.pdf.runs import runs

_SAME_LINE = 0.5  # of a letter's size between middles: what is raised or lowered stays in its line
_TWICE = 0.3  # of its width by which a letter printed once more, to look bold, is moved
_PRINTED = 4  # letters back among which it is looked for
_APART = 0.9  # of a letter's size: a gap as wide as this is a blank
_PARTED = 1.2  # of a letter's size: a gap as wide as this parts two columns
_WORDS_APART = 0.2  # the same between Latin letters
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
    return list(map(_line, filter(None, map(_in_order, _on_one_height(glyphs)))))


def pieces(glyphs: Iterable[Glyph]) -> list[list[Line]]:
    """各段文字 — of each line the texts that wide gaps part."""
    rows = filter(None, map(_in_order, _on_one_height(glyphs)))
    return [list(map(_line, runs(filter(_is_seen, row), _stands_by))) for row in rows]


def _stands_by(row: Sequence[Glyph], glyph: Glyph) -> bool:
    return glyph.left - row[-1].right <= _PARTED * glyph.size


def _on_one_height(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of about the same height, by the first of them."""
    return runs(sorted(glyphs, key=lambda glyph: -glyph.middle), _is_level)


def _is_level(row: Sequence[Glyph], glyph: Glyph) -> bool:
    return row[0].middle - glyph.middle <= _SAME_LINE * max(row[0].size, glyph.size)


def _in_order(row: Iterable[Glyph]) -> list[Glyph]:
    """From left to right, each once, without blanks at the ends."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=attrgetter("left")):
        kept += [] if any(map(partial(_is_again, glyph), kept[-_PRINTED:])) else [glyph]
    return _stripped(_stripped(kept))


def _stripped(row: Iterable[Glyph]) -> list[Glyph]:
    return list(dropwhile(lambda glyph: not _is_seen(glyph), row))[::-1]


def _is_seen(glyph: Glyph) -> bool:
    return glyph.text != " "


def _is_again(glyph: Glyph, one: Glyph) -> bool:
    return glyph.text == one.text and glyph.left - one.left < _TWICE * (one.right - one.left)


def _line(row: Sequence[Glyph]) -> Line:
    bottom = min(map(attrgetter("bottom"), row))
    top = max(map(attrgetter("top"), row))
    box = (row[0].left, bottom, max(map(attrgetter("right"), row)), top)
    middling = median_high(map(attrgetter("base"), row)), median_high(map(attrgetter("size"), row))
    return Line(_line_words(row), box, *middling)


def _line_words(row: Sequence[Glyph]) -> str:
    gaps = map(_gap, row, row[1:])
    return _BLANKS.sub(
        " ", "".join([row[0].text, *(gap + glyph.text for gap, glyph in zip(gaps, row[1:], strict=True))])
    )


def _gap(glyph: Glyph, following: Glyph) -> str:
    apart = _WORDS_APART if _is_latin(glyph) and _is_latin(following) else _APART
    return " " * (following.left - glyph.right > apart * max(glyph.size, following.size))


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isalpha()
