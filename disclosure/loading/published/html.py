"""网页 — the headings, texts and tables of an HTML page, in order, and what of it is not seen."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from disclosure.chinese_numbers import shifted
from disclosure.loading.workbook.sheet_xml import LargeError
from disclosure.model import AttachedCell, AttachedText

_MAX_SPAN = 1_000
_COUNT = re.compile(r"\s*\d{1,9}\s*")
_BLANKS = re.compile(r"\s+")
_APART = {"script", "style", "head", "title", "template", "svg"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_PICTURES = {"img", "svg"}
_HEADINGS = {f"h{level}": min(level, 4) for level in range(1, 7)}
_BLOCKS = frozenset({"p", "div", *_HEADINGS} | {"caption", "li", "br", "section", "figcaption", "table"})
_TABLE_PARTS = {"tr", "td", "th"}
_TYPED = {"", "text", "number"}  # fields of a form, whose content stands in the page
_KEPT_TOGETHER = "unbroken"  # the class of a number with its unit on our own pages: a span within a line
_START = 4_000
_MOST = 1_500_000  # elements and texts: some ten times those of the longest pages
_CHUNK = 1 << 16

Part = AttachedText | list[list[AttachedCell]]  # a text, or the rows of a table
_SHIFTS = {"sup": "superscript", "sub": "subscript"}


def is_page(data: bytes) -> bool:
    """是否网页 — whether a file begins as a page does, in one of the usual codings."""
    start = data[:_START].decode("utf-16", "replace").encode() if is_utf_16(data) else data[:_START]
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def is_utf_16(data: bytes) -> bool:
    """是否 UTF-16 — as some software exports a page."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


@dataclass(slots=True)
class Page:
    """一页 — its texts and tables in order, and what of it is not among them."""

    parts: list[Part] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)


def page(text: str) -> Page:
    """读取网页 — nothing of it is executed or fetched."""
    reader: Any = _PageReader()  # the parser asks for no type, only for these four methods
    parser = etree.HTMLParser(target=reader, no_network=True, huge_tree=True)
    for at in range(0, len(text), _CHUNK):
        parser.feed(text[at : at + _CHUNK])
    parser.close()
    found: Page = reader.page
    return found


class _Table:
    """A table while it is read: rows, and the cell that is open with its spans."""

    def __init__(self) -> None:
        self.rows: list[list[AttachedCell]] = []
        self.text: list[str] | None = None
        self.spans = (1, 1)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A row or a cell begins: what was open before it is at its end."""
        self.close_cell()
        if tag == "tr":
            self.rows.append([])
        else:
            self.text = []
            self.spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    def close_cell(self) -> None:
        if self.text is not None:
            self.rows = self.rows or [[]]
            self.rows[-1].append(AttachedCell(_seen_lines("".join(self.text)), *self.spans))
            self.text = None


class _PageReader:
    """What the parser of lxml, which costs no more for a bad page than for a good one, tells of a page."""

    def __init__(self) -> None:
        self.page = Page()
        self._tables: list[_Table] = []
        self._loose: list[str] = []
        self._depth = self._unseen = 0  # how deep it stands; from where on nothing is seen
        self._hidden = False  # rather than no text of a page
        self._level, self._caption, self._left, self._alignment = 0, False, _MOST, ""
        self._lines: list[bool] = []  # of the spans open within a caption, whether each is a line of its own

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._take()
        self._depth += 1
        if self._unseen:
            return
        self._look(tag, attributes)
        if self._caption and tag == "span":
            self._lines.append(attributes.get("class") != _KEPT_TOGETHER)
        self._alignment = _SHIFTS.get(tag, self._alignment)
        if tag == "table":
            self._interrupt()
            self._tables.append(_Table())
        elif self._loosely(tag):
            self._caption |= tag == "caption"
            self._flush()
            self._level = _HEADINGS.get(tag, self._level)
        elif self._tables and tag in _TABLE_PARTS:
            self._tables[-1].start(tag, attributes)
        elif tag in _BLOCKS:
            self._text().append("\n")
        elif tag == "input":
            self._input(attributes)

    def _input(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("type", "").lower() in _TYPED:
            self.data(attributes.get("value", ""))

    def _look(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Whether an element is seen; pictures may say something."""
        self._hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
        self._unseen = self._depth * (self._hidden or tag in _APART)
        self.page.lost["图片"] += tag in _PICTURES and not self._hidden

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._unseen:
            self._unseen *= self._unseen <= self._depth
            return
        self._alignment = "" if tag in _SHIFTS else self._alignment
        if self._tables and tag in ("table", "td", "th"):
            self._tables[-1].close_cell()
            if tag == "table":
                self.page.parts.append(self._tables.pop().rows)
        elif self._loosely(tag):
            self._flush()
            self._caption &= tag != "caption"
            self._level *= tag not in _HEADINGS
        if tag == "span":
            del self._lines[-1:]

    def data(self, text: str) -> None:
        self._take()
        if self._unseen:
            self.page.lost["隐藏文字"] += self._hidden and not text.isspace()
        else:
            self._text().append(shifted(_BLANKS.sub(" ", text), self._alignment))

    def close(self) -> None:
        self._flush()

    def _take(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise LargeError

    def _flush(self) -> None:
        text = " ".join("".join(self._loose).split())
        self._loose.clear()
        if text:
            self.page.parts.append(AttachedText(text, self._level))

    def _interrupt(self) -> None:
        """What stands in an outer table before an inner one comes before it: it may be its title."""
        self._flush()
        if self._tables:
            outer = self._tables[-1]
            is_open = outer.text is not None
            outer.close_cell()
            self.page.parts.append(outer.rows)
            outer.rows, outer.text = [], [] if is_open else None

    def _text(self) -> list[str]:
        """Where text goes: between the cells of a table there is none; its caption stands above it."""
        if not self._tables or self._caption:
            return self._loose
        return [] if self._tables[-1].text is None else self._tables[-1].text

    def _loosely(self, tag: str) -> bool:
        """Whether a text of its own begins or ends; in a caption a span may be one."""
        is_line = self._caption and tag == "span" and self._lines[-1:] == [True]
        return tag == "caption" or (tag in _BLOCKS and not self._tables) or is_line


def _seen_lines(text: str) -> str:
    """A line for each line that is seen: two amounts in a cell are not one."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value and _COUNT.fullmatch(value) else 1
