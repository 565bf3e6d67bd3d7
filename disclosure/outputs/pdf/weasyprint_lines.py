"""WeasyPrint 的行 — lines of Chinese as the engine does not set them: flush, punctuation close, 西文.

The engine widens spaces alone, and Chinese has none. What is changed here has private names in it, so only
where the engine is of a version that was tried; any other prints ragged lines. Nothing is changed for pages
that somebody else lays out with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import chain
from types import ModuleType
from typing import Any

from disclosure.document import Text
from disclosure.fonts import LATIN, LATIN_FOR, find
from disclosure.outputs.markup import Body

TRIED = ("70.",)
_MOST_BETWEEN = 0.5  # of a letter, at most, goes between two; more would look like a list
_DRAWN_IN = 0.5  # of a letter: what does not fit by less is drawn in, a fiftieth between each two
_SHORT = 2  # letters of a last line that is not worth one
_STEPS = (-0.016, -0.032, 0.02, 0.04)  # of a letter, between them: such a line is drawn in, else made longer

# A mark stands in one half of its square; what another mark follows needs not the empty half.
_CLOSING, _OPENING = "、，。．：；）》」』】〕〉”’", "（《「『【〔〈“‘"
_AFTER = re.compile(f"([{_CLOSING}])(?=[{_CLOSING}{_OPENING}])")
_BEFORE = re.compile(f"(?<=[{_OPENING}])([{_OPENING}])")
MARKS_CSS = ".half-after { margin-right: -.5em; }\n.half-before { margin-left: -.5em; }\n"

_chinese: ContextVar[bool] = ContextVar("_chinese", default=False)


def latin_family(role: str) -> str:
    """西文的族名 — by which 西文 stands before a role."""
    return f"{LATIN}{role}"


class PrintedBody(Body):
    """纸上的正文 — with marks of punctuation that may stand closer than their squares."""

    def text(self, text: Text) -> str:
        written = super().text(text)
        for pattern, side in ((_AFTER, "after"), (_BEFORE, "before")):
            written = pattern.sub(rf'<span class="half-{side}">\1</span>', written)
        return written


@contextmanager
def chinese_lines(engine: ModuleType) -> Iterator[None]:
    """中文的行 — while a document is laid out and drawn."""
    held = _chinese.set(engine.__version__.startswith(TRIED) and _taught())
    try:
        yield
    finally:
        _chinese.reset(held)


@cache
def _taught() -> bool:
    """Put our own functions in the place of the engine's: they ask whose page it is. Once a process."""
    from weasyprint.layout import block, inline  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    lines = _Lines(inline, block, line_break)
    inline.text_align = lines.text_align
    inline.split_inline_box = lines.split_inline_box
    inline.split_first_line = lines.split_first_line
    block.iter_line_boxes = lines.iter_line_boxes
    line_break.get_font_description = lines.get_font_description
    return True


class _Lines:
    """The engine's functions, kept, and ours."""

    def __init__(self, inline: Any, block: Any, line_break: Any) -> None:
        self.own_align, self.own_split = inline.text_align, inline.split_inline_box
        self.own_first, self.strut = inline.split_first_line, inline.strut
        self.own_lines = block.iter_line_boxes
        self.own_description = line_break.get_font_description
        self.pango, self.pointer = line_break.pango, line_break.unicode_to_char_p

    def split_inline_box(self, context: Any, box: Any, begin: float, end: float, *others: Any) -> Any:
        """As much as a line takes, or a little more, which is drawn in when it is aligned."""
        is_line = box.is_in_normal_flow() and type(box).__name__ == "LineBox" and _is_flush(box)
        more = box.style["font_size"] * _DRAWN_IN if is_line else 0
        return self.own_split(context, box, begin, end + more, *others)

    def split_first_line(self, text: str, style: Any, *others: Any, **named: Any) -> Any:
        """As it is, as high as its style says: two faces on a line would make it a little higher than one."""
        *first, height, baseline = self.own_first(text, style, *others, **named)
        if _chinese.get():
            line, below_top = self.strut(style)
            baseline = below_top - (line - height) / 2
        return (*first, height, baseline)

    def text_align(self, context: Any, line: Any, available: float, *, last: bool) -> Any:
        """What is left of a line goes between its letters; the empty half of a mark at its end beyond it."""
        fits = last and line.width <= available
        letters = [] if fits or not _is_flush(line) else _text_boxes(line)
        if not letters:
            return self.own_align(context, line, available, last)
        size, gaps = letters[-1].style["font_size"], sum(map(_places_between, letters)) - 1
        half = size / 2 if letters[-1].text.endswith(tuple(_CLOSING)) else 0
        room = available - line.width + half
        if gaps > 0 and -size < room <= _MOST_BETWEEN * size * gaps:
            _spread_out(line, room / gaps, 0)
        return 0

    def iter_line_boxes(
        self, context: Any, box: Any, position_y: float, bottom_space: float, skip: Any, *others: Any
    ) -> Iterator[Any]:
        """The lines of a paragraph; a little closer or wider where the last would be of a letter or two."""

        def laid_out() -> list[Any]:
            return list(self.own_lines(context, box, position_y, bottom_space, skip, *others))

        if skip is not None or not _is_flush(box):
            yield from self.own_lines(context, box, position_y, bottom_space, skip, *others)
            return
        lines = laid_out()
        if len(lines) > 1 and _letters_in(lines[-1][0]) <= _SHORT:
            lines = _set_anew(box, lines, laid_out)
        yield from lines

    def get_font_description(self, style: Any) -> Any:
        described = self.own_description(style)
        if _chinese.get() and (families := _with_latin(tuple(style["font_family"]))):
            told, _ = self.pointer(families)
            self.pango.pango_font_description_set_family(described, told)
        return described


def _is_flush(box: Any) -> bool:
    style = box.style
    return _chinese.get() and style["text_align_all"] == "justify" and style["direction"] == "ltr"


def _text_boxes(box: Any) -> list[Any]:
    """The boxes of text in a line, or in a paragraph, in order."""
    if hasattr(box, "text"):
        return [box]
    return [text for child in getattr(box, "children", ()) for text in _text_boxes(child)]


def _letters_in(line: Any) -> int:
    return sum(len(letters.text.strip()) for letters in _text_boxes(line))


def _stands_together(letters: Any) -> bool:
    return bool(letters.style["white_space"] == "nowrap")


def _places_between(letters: Any) -> int:
    """How many places there are for room: behind each letter, or behind what stands together."""
    return 1 if _stands_together(letters) else len(letters.text)


def _with_room(letters: Any, more: float) -> None:
    """Its style is copied: drawing sets the letters again, by the style."""
    style, said = letters.style.copy(), letters.style["letter_spacing"]
    style["letter_spacing"] = more + (0 if said == "normal" else said)
    letters.style = style


def _spread_out(box: Any, gap: float, moved: float) -> float:
    """Move a box by what was put in before it, widen it by what goes into it; how far the next one moves."""
    if hasattr(box, "text"):
        grown = gap * _places_between(box)
        box.position_x += moved
        box.width += grown
        if not _stands_together(box):
            _with_room(box, gap)
        return moved + grown
    if not hasattr(box, "children") or not box.is_in_normal_flow():
        box.translate(moved, 0)
        return moved
    before = moved
    box.position_x += moved
    for child in box.children:
        moved = _spread_out(child, gap, moved)
    box.width += moved - before
    return moved


def _set_anew(box: Any, lines: list[Any], laid_out: Callable[[], list[Any]]) -> list[Any]:
    """The lines of a paragraph, without a short last one where a step or two will do."""
    free = [letters for letters in _text_boxes(box) if not _stands_together(letters)]
    styles = [letters.style for letters in free]
    for step in _STEPS:
        for letters, style in zip(free, styles, strict=True):
            letters.style = style
            _with_room(letters, step * style["font_size"])
        other = laid_out()
        if len(other) <= len(lines) and _letters_in(other[-1][0]) > _SHORT:
            return other
    for letters, style in zip(free, styles, strict=True):
        letters.style = style
    return lines


@cache
def _with_latin(families: tuple[str, ...]) -> str:
    """The families with 西文 before those roles that it serves; empty where that is none."""
    if LATIN not in find() or not set(LATIN_FOR).intersection(families):
        return ""
    before = ((latin_family(one), one) if one in LATIN_FOR else (one,) for one in families)
    return ",".join(chain.from_iterable(before))
