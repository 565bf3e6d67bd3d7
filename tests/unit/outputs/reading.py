"""Reads HTML back: a tree of elements, its characters, and every line that a document must print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from disclosure.document import (
    Block,
    ChartBlock,
    Cover,
    Document,
    Heading,
    Line,
    Paragraph,
    Style,
    TableBlock,
    plain,
    walk,
)

STYLES = Path(__file__).parents[3] / "templates" / "standard" / "style"
# What a page adds around words: charts, which say numbers too, and links; what keeps a number and its unit.
_ADDED = re.compile(r'<div class="picture">.*?</div>|</?a\b[^>]*>', re.DOTALL)
_UNBROKEN = re.compile(r'<span class="unbroken">([^<]*)</span>')
VOID = {"br", "col", "img", "input", "link", "meta"}


def style(name: str = "gbt9704") -> Style:
    reference, css = STYLES / f"{name}.docx", STYLES / f"{name}.css"
    return Style(name, reference.read_bytes(), css.read_text(encoding="utf-8"))


@dataclass
class Node:
    """An element with its attributes and, in order, its texts and children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Node]:
        for part in self.content:
            if isinstance(part, Node):
                if not tags or part.tag in tags:
                    yield part
                yield from part.all(*tags)

    def text(self) -> str:
        """As a browser shows it: a line break ends a line."""
        if self.tag == "br":
            return "\n"
        return "".join(part if isinstance(part, str) else part.text() for part in self.content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Node:
    """The tree; fails where an element is left open or closed twice."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]


def printed(document: Document) -> list[str]:
    """Every line that an output must hold, character for character."""
    return [text for block in walk(document) for text in _texts(block) if text]


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield from (block.number, block.owner, block.unit)
    yield from map(plain, _lines(block))


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Cover():
            yield from (*block.top, *block.title, *block.lines)
        case Heading() | Paragraph():
            yield block.content
        case TableBlock():
            yield from (block.title, *block.notes)
            yield from (cell.content for row in (*block.head, *block.body) for cell in row.cells)
        case ChartBlock():
            yield block.caption


def in_one_piece(html: str) -> str:
    """A page whose sentences stand in one piece, so that a slip can be planted in them."""
    return _UNBROKEN.sub(r"\1", _ADDED.sub("", html))
