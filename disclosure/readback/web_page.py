"""网页读回 — the text of a page or of a fragment as lxml reads it: lines, cells, rows, charts, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from lxml import etree, html

from disclosure.document import ChartBlock, Document, Image, Paragraph, Style, Text, plain, walk
from disclosure.outputs import Artifact
from disclosure.readback.along import Along, Difference, unlabelled
from disclosure.readback.printed import END, ROW_END, WEB, Piece, shortened, squeezed

_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "li", "figcaption"})
_LINE_CLASSES = frozenset({"table-title", "table-corners"})
_CELLS = frozenset({"th", "td"})


@dataclass
class _Read:
    """What a page holds: its text with the ends of pieces and rows, the words of its charts, its pictures."""

    parts: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)  # address, words for who cannot see it

    def add(self, text: str | None) -> None:
        """文字."""
        if text and (kept := squeezed(text)):
            self.parts.append(kept)

    def close(self, element: etree._Element) -> None:
        """元素结束."""
        if element.tag in _CELLS:
            self.parts.append(END)
        elif element.tag == "tr":
            self.parts.append(ROW_END)
        elif _is_line(element) and self.parts and self.parts[-1] not in (END, ROW_END):
            self.parts.append(END)


def _is_line(element: etree._Element) -> bool:
    return element.tag in _LINES or element.get("class") in _LINE_CLASSES


def page(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - the same for every style
    """网页 — its text and charts."""
    read = _read(files[0].data)
    publisher = Paragraph("publisher", (Text(document.author),))
    last = Piece("line", squeezed(document.author), publisher)
    found = Along("".join(read.parts)).difference((*WEB.pieces(document), last))
    yield from [found] if found else _unlike_charts(read.drawn, document)


def fragment(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - the same for every style
    """网站编辑器片段 — its text, and the words and files of its pictures."""
    read = _read(files[0].data)
    found = Along("".join(read.parts)).difference(WEB.pieces(document))
    wanted = [block.alt for block in walk(document) if isinstance(block, ChartBlock | Image)]
    pictures = zip(wanted, (file.name for file in files[1:]), strict=False)
    yield from [found] if found else _unlike_pictures(read.pictures, [(name, alt) for alt, name in pictures])


def _read(data: bytes) -> _Read:
    read = _Read()
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(data, parser=parser)
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
            read.pictures.append((element.get("src", ""), element.get("alt", "")))
        case "title" | "style":  # not on the page
            return
        case _:
            read.add(element.text)


def _unlike_charts(drawn: Sequence[str], document: Document) -> Iterator[Difference]:
    blocks = [block for block in walk(document) if isinstance(block, ChartBlock)]
    for block, text in zip_longest(blocks, drawn, fillvalue=None):
        caption = plain(block.caption) if block else ""
        for label in unlabelled(block, text or "") if block else [""]:
            yield Difference(f"图“{shortened(caption)}”", label, shortened(text or ""))


def _unlike_pictures(
    found: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]]
) -> Iterator[Difference]:
    for number, (there, must) in enumerate(zip_longest(found, wanted, fillvalue=("", "")), 1):
        if there != must:
            yield Difference(f"第{number}幅图", " ".join(must), " ".join(there))
