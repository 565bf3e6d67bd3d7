"""网页里的表 — the tables of an HTML page with the texts between them, in order, as one matrix."""

from __future__ import annotations

from html.parser import HTMLParser

from disclosure.load.published.matrix import Spanned

_MAX_SPAN = 1_000
_HIDDEN = {"script", "style", "head", "title", "template"}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "li", "br", "section", "figcaption", "table"}

Part = str | list[list[Spanned]]  # a text, or the rows of a table


def parts(text: str) -> list[Part]:
    """各部分 — texts and tables of a page; nothing of it is executed or fetched."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    parser.flush()
    return parser.parts


class _Table:
    """A table while it is read: rows, and the lines of the cell that is open, with its spans."""

    def __init__(self) -> None:
        self.rows: list[list[Spanned]] = []
        self.lines: list[list[str]] | None = None
        self.spans = (1, 1)

    def close_cell(self) -> None:
        if self.lines is not None:
            self.rows = self.rows or [[]]
            said = (" ".join("".join(parts).split()) for parts in self.lines)
            self.rows[-1].append(Spanned("\n".join(text for text in said if text), *self.spans))
            self.lines = None

    def end_line(self) -> None:
        if self.lines is not None:
            self.lines.append([])


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._tables: list[_Table] = []
        self._loose: list[str] = []
        self._hidden = 0
        self._caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag == "table":
            self.flush()
            self._tables.append(_Table())
        elif self._loosely(tag):
            self._caption = self._caption or tag == "caption"
            self.flush()
        elif self._tables and tag == "tr":
            self._tables[-1].close_cell()
            self._tables[-1].rows.append([])
        elif self._tables and tag in ("td", "th"):
            self._open_cell(dict(attrs))
        elif self._tables and tag in _BLOCKS:
            self._tables[-1].end_line()

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag == "table" and self._tables:
            table = self._tables.pop()
            table.close_cell()
            self.parts.append(table.rows)
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].close_cell()
        elif self._loosely(tag):
            self.flush()
            self._caption = self._caption and tag != "caption"
        elif self._tables and tag in _BLOCKS:
            self._tables[-1].end_line()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text().append(data)

    def flush(self) -> None:
        """收尾 — the loose text so far is one part."""
        text = " ".join("".join(self._loose).split())
        self._loose.clear()
        if text:
            self.parts.append(text)

    def _text(self) -> list[str]:
        """Where text goes: between the cells of a table there is none; its caption stands above it."""
        if not self._tables or self._caption:
            return self._loose
        lines = self._tables[-1].lines
        return [] if lines is None else lines[-1]

    def _loosely(self, tag: str) -> bool:
        """Whether a tag ends a text that stands in no cell."""
        return tag == "caption" or (tag in _BLOCKS and not self._tables) or (self._caption and tag == "span")

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        table = self._tables[-1]
        table.close_cell()
        table.lines = [[]]
        table.spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value and value.strip().isdecimal() else 1
