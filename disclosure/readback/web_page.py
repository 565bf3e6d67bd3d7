"""网页读回 — the text of a page or of a fragment as lxml reads it: lines, cells, rows, charts, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat, zip_longest
from operator import attrgetter
from urllib.parse import unquote

from lxml import etree

from disclosure.document import ChartBlock, Document, Image, Paragraph, Style, TableBlock, Text, of_kind, walk
from disclosure.document.page_boxes import paper
from disclosure.document.table_on_paper import placed
from disclosure.document.tables_on_pages import in_panels, paged
from disclosure.outputs import Artifact
from disclosure.outputs.tidy_data import column_names
from disclosure.readback.along import Along, Difference, unlabelled, unlike
from disclosure.readback.printed import END, ROW_END, WEB, Piece, called, end_line, shortened, squeezed

_Picture = tuple[str, str]  # address, words for who cannot see it
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "li", "figcaption"})
_LINE_CLASSES = frozenset({"table-title", "table-corners"})
_ENDS = {"th": END, "td": END, "tr": ROW_END}


@dataclass
class _Read:
    """What a page holds: its text with the ends of pieces and rows, what a list calls each cell of a table,
    the words of its charts, its pictures.
    """

    parts: list[str] = field(default_factory=list)
    heads: list[str | None] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    pictures: list[_Picture] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """文字."""
        if text and (kept := squeezed(text)):
            self.parts.append(kept)

    def close(self, element: etree._Element) -> None:
        """元素结束."""
        if element.tag in _ENDS:
            self.parts.append(_ENDS[element.tag])
        elif _is_line(element):
            end_line(self.parts)


def _is_line(element: etree._Element) -> bool:
    return element.tag in _LINES or element.get("class") in _LINE_CLASSES


def page(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:
    """网页 — its text and charts; its tables are those of the PDF."""
    read, document = _page_read(files[0].data), paged(document, paper(style.css), over_pages=False)
    publisher = Paragraph("publisher", (Text(document.author),))
    last = Piece("line", squeezed(document.author), publisher)
    found = Along("".join(read.parts)).difference((*WEB.pieces(document), last))
    beside = chain(_unlike_heads(read.heads, document), _unlike_charts(read.drawn, document))
    yield from [found] if found else beside


def fragment(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - the same for every style
    """网站编辑器片段 — its text, and the words and files of its pictures."""
    read = _page_read(files[0].data)
    found = Along("".join(read.parts)).difference(WEB.pieces(in_panels(document)))
    pictured = [block.alt for block in walk(document) if isinstance(block, ChartBlock | Image)]
    wanted = zip(map(attrgetter("name"), files[1:]), pictured, strict=False)
    yield from [found] if found else _unlike_pictures(read.pictures, wanted)


def _page_read(data: bytes) -> _Read:
    read = _Read()
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag == "svg":
                walker.skip_subtree()
            _open(read, element)
        else:
            read.close(element)
            read.add(element.tail)
    return read


def _open(read: _Read, element: etree._Element) -> None:
    match element.tag:
        case "svg":
            read.drawn.append(squeezed("".join(map(str, element.itertext("text", "tspan")))))
        case "img":
            read.pictures.append((unquote(element.get("src", "")), element.get("alt", "")))
        case "th" | "td":
            read.heads.append(element.get("data-head"))
            read.add(element.text)
        case "title" | "style":  # not on the page
            return
        case _:
            read.add(element.text)


def _unlike_heads(found: Iterable[str | None], document: Document) -> Iterator[Difference]:
    """What a list calls the cells of a table; most have no need of it."""
    for head, (where, wanted) in zip(found, _heads_of_cells(document), strict=False):
        yield from unlike([(where, wanted, head)] if head is not None else ())


def _heads_of_cells(document: Document) -> Iterator[tuple[str, str]]:
    for table in of_kind(TableBlock, walk(document)):
        names = column_names(table)
        for row, column, _ in placed((*table.head, *table.body)):
            yield f"{called(table)}的栏名", names[row - len(table.head), column]


def _unlike_charts(drawn: Sequence[str], document: Document) -> Iterator[Difference]:
    blocks = of_kind(ChartBlock, walk(document))
    for block, text in zip(blocks, [*drawn, *[""] * len(blocks)], strict=False):
        labels = unlabelled(block, text)
        yield from map(Difference, repeat(called(block)), labels, repeat(shortened(text)))


def _unlike_pictures(found: Iterable[_Picture], wanted: Iterable[_Picture]) -> Iterator[Difference]:
    pairs = zip_longest(wanted, found, fillvalue=("", ""))
    wanted_and_found = ((" ".join(must), " ".join(there)) for must, there in pairs)
    return unlike((f"第{number}幅图", *pair) for number, pair in enumerate(wanted_and_found, 1))
