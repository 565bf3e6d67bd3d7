"""未公开内容 — what of an office's own .docx does not go out, each kind with the places where it stood."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from disclosure.loading.word.allow_list import path
from disclosure.loading.word.word_package import text_of, w

_NEAR = 12  # letters by which a place is found again
_OUTSIDE = {w("footnotes"): "脚注", w("endnotes"): "脚注", w("document"): "文首"}
_BLOCKS = path("descendant::*[self::w:p or self::w:tbl][not(ancestor::w:p or ancestor::w:tbl)]")
_ROWS = path("self::w:tbl/descendant::w:tr[count(ancestor::w:tbl) = 1]")
_Place = tuple[int, int]  # block of the body, row of a table; from 0


class Withheld:
    """未公开内容 — collected while a body is cleaned; paragraphs are counted when it is done.

    隐藏文字（第3段“本项目……”、第2张表第4行）
    """

    def __init__(self, body: etree._Element | None = None) -> None:
        self._blocks = [] if body is None else _BLOCKS(body)
        self._at = dict(self._placed())
        self._named: dict[str, dict[_Place | str, None]] = {}

    def _placed(self) -> Iterator[tuple[etree._Element, _Place]]:
        for number, block in enumerate(self._blocks):
            yield block, (number, -1)
            yield from ((row, (number, at)) for at, row in enumerate(_ROWS(block)))

    def add(self, what: str, at: etree._Element | str = "") -> None:
        """记下 — something that does not go out, where it stands; a text for what is in no paragraph."""
        self._named.setdefault(what, {})[at if isinstance(at, str) else self._place(at)] = None

    def _place(self, element: etree._Element) -> _Place | str:
        """The block it stands in, else the one before it."""
        above = (element, *element.iterancestors())
        before = chain.from_iterable(each.itersiblings(preceding=True) for each in above)
        known = (self._at[each] for each in chain(above, before) if each in self._at)
        return next(known, _OUTSIDE.get(str(element.getroottree().getroot().tag), ""))

    def named(self) -> tuple[str, ...]:
        """列出 — each kind once, in order, with all its places."""
        numbers = list(self._numbers())
        return tuple(what + self._written(places, numbers) for what, places in self._named.items())

    def _numbers(self) -> Iterator[str]:
        """What each block is called now: by the paragraphs that are shown, by the tables."""
        paragraphs = tables = 0
        for block in self._blocks:
            is_table, text = block.tag == w("tbl"), " ".join(text_of(block).split())
            paragraphs += bool(text and not is_table and block.getparent() is not None)
            tables += is_table
            near = f"“{text[:_NEAR]}”" if text else "之后"
            yield f"第{tables}张表" if is_table else (f"第{paragraphs}段{near}" if paragraphs else "文首")

    def _written(self, places: dict[_Place | str, None], numbers: list[str]) -> str:
        written = dict.fromkeys(filter(None, (self._called(place, numbers) for place in places)))
        return f"（{'、'.join(written)}）" if written else ""

    def _called(self, place: _Place | str, numbers: list[str]) -> str:
        if isinstance(place, str):
            return place
        block, row = place
        return numbers[block] + (f"第{row + 1}行" if row >= 0 else "")
