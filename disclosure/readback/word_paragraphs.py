"""Word 读回 — paragraphs and cells of word/document.xml, the numbers of its contents, of its charts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import chain, filterfalse, repeat
from operator import attrgetter
from zipfile import ZipFile

from lxml import etree

from disclosure.document import (
    Attachment,
    ChartBlock,
    Contents,
    Document,
    Point,
    Style,
    of_kind,
    outline,
    plain,
    titled_tables,
)
from disclosure.document.tables_on_pages import paged
from disclosure.loading.word.word_package import Package
from disclosure.outputs import Artifact, docx
from disclosure.outputs.docx.reference_look import read_look
from disclosure.readback.along import Along, Difference, unlike
from disclosure.readback.printed import END, ROW_END, WEB, WORD, Piece, called, end_line, shortened, squeezed
from disclosure.readback.table_parts import left_out

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BODY = "word/document.xml"
_IN_QUOTES = re.compile('"([^"]*)"')
_ENDS = re.compile(f"[{END}{ROW_END}]+")
_PAGE_OF = re.compile(r"\s*PAGEREF\s+(\S+)")
_KINDS = ("p", "tc", "tr", "t", "instrText", "fldChar", "bookmarkStart", "vMerge")
_TAGS = {**{f"{_W}{kind}": kind for kind in _KINDS}, f"{_C}chart": "chart"}


@dataclass
class _Read:
    """What the body holds."""

    parts: list[str] = field(default_factory=list)  # texts, with the ends of pieces and rows
    marks: dict[str, int] = field(default_factory=dict)  # bookmark → the part behind it
    pages: list[tuple[str, str]] = field(default_factory=list)  # bookmark that is pointed to, number shown
    charts: list[str] = field(default_factory=list)  # relations
    cells: list[bool] = field(default_factory=list)  # those open, whether one above reaches over them
    field_at: int | None = None  # where the number of a page begins

    def start(self, kind: str, element: etree._Element) -> None:
        """元素开始."""
        match kind:
            case "tc":
                self.cells.append(False)
            case "vMerge" if self.cells:
                self.cells[-1] = element.get(f"{_W}val", "continue") != "restart"
            case "t":
                self.parts.append(squeezed(element.text or ""))
            case "instrText" | "fldChar":
                self._of_field(element)
            case "bookmarkStart":
                self.marks.setdefault(element.get(f"{_W}name", ""), len(self.parts))
            case "chart":
                self.charts.append(element.get(_RELATION, ""))

    def _of_field(self, element: etree._Element) -> None:
        """The number of a page is kept apart from the text of its entry."""
        named = _PAGE_OF.match(element.text or "")
        if named:
            self.pages.append((named[1], ""))
            self.field_at = len(self.parts)
        elif self.field_at is not None and element.get(f"{_W}fldCharType") == "end":
            self.pages[-1] = (self.pages[-1][0], "".join(self.parts[self.field_at :]))
            del self.parts[self.field_at :]
            self.field_at = None

    def end(self, kind: str) -> None:
        """元素结束."""
        match kind:
            case "p" if not self.cells:
                end_line(self.parts)
            case "tc" if not self.cells.pop():
                self.parts.append(END)
            case "tr":
                self.parts.append(ROW_END)

    def marked(self, name: str) -> str:
        """书签处的文字 — the rest of its paragraph."""
        start = self.marks.get(name, len(self.parts))
        behind = self.parts[start:]
        return "".join(behind[: behind.index(END)] if END in behind else behind)


class _Paragraphs(Along):
    """各段文字 — an attachment is its office's own file: it may hold more than its reader shows elsewhere."""

    def __init__(self, read: str) -> None:
        super().__init__(read)
        self.behind_attachment = False
        self.lost = ""  # of an attachment

    def take(self, text: str) -> bool:
        """取走 — what comes behind an attachment is sought."""
        if self.behind_attachment and text:
            self.behind_attachment = not self._skip_to(text)
        return super().take(text)

    def _skip_to(self, text: str) -> bool:
        found = re.compile(f"(?<![^{END}{ROW_END}]){re.escape(text)}{END}").search(self.read, self.at)
        self.at = found.start() if found else self.at
        return found is not None

    def attached(self, piece: Piece) -> bool:
        """附件 — every paragraph of its own file that its reader shows whole, in order."""
        for text in _own_texts(piece.block) if isinstance(piece.block, Attachment) else ():
            if not (self._skip_to(text) and super().take(text)):
                self.lost = text
                return False
        self.behind_attachment = True
        return True

    def parted(self, piece: Piece) -> Difference:
        """分开之处 — of an attachment, the paragraph that is not there."""
        return super().parted(piece._replace(text=self.lost) if self.lost else piece)


def _own_texts(attachment: Attachment) -> Iterator[str]:
    """Paragraphs and cells of an attachment's own file; not what is hidden, deleted or put together there."""
    shown = END.join(piece.text for piece in WEB.pieces(Document("", "", attachment.blocks)))
    own = "".join(_body_read(Package(attachment.data).document).parts)
    return filter(shown.__contains__, filter(None, _ENDS.split(own)))


def paragraphs(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:
    """各段 — the text of the body, then the contents, then the charts."""
    with ZipFile(BytesIO(files[0].data)) as archive:
        read = _body_read(etree.fromstring(archive.read(_BODY), etree.XMLParser(huge_tree=True)))
        shown = paged(document, read_look(style).paper)
        yield from left_out(document, shown)
        found = _Paragraphs("".join(read.parts)).difference(WORD.pieces(shown))
        if found:
            yield found
            return
        yield from _misnumbered(read, document, style)
        yield from _unlike_charts(_charts(archive, read.charts), document)


def _body_read(root: etree._Element) -> _Read:
    read = _Read()
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=tuple(_TAGS)):
        kind = _TAGS[str(element.tag)]
        if event == "start":
            read.start(kind, element)
        else:
            read.end(kind)
    return read


def _misnumbered(read: _Read, document: Document, style: Style) -> Iterator[Difference]:
    """Entries that point elsewhere than at what they list, or show another page than was worked out."""
    depths = map(attrgetter("depth"), of_kind(Contents, document.blocks))
    entries = list(chain.from_iterable(map(partial(outline, document), depths)))
    pages = docx.estimate_pages(document, style) if entries else {}
    titles = {block.id: block.title for block in titled_tables(document)}
    for entry, (mark, number) in zip(entries, chain(read.pages, repeat(("", ""))), strict=False):
        title = squeezed(plain(titles.get(entry.id, entry.content)))
        where = f"目录“{shortened(plain(entry.content))}”"
        yield from unlike([(f"{where}所指的标题", title, read.marked(mark)[: len(title)])])
        yield from unlike([(f"{where}的页码", str(pages[entry.id]), number)])


def _charts(archive: ZipFile, relations: Sequence[str]) -> Iterator[list[str]]:
    """What each chart of the body shows: its names and values, series by series."""
    listed = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in listed}
    for relation in relations:
        part = posixpath.normpath(posixpath.join("/word", targets[relation])).lstrip("/")
        yield list(map(_chart_words, etree.fromstring(archive.read(part)).iter(f"{_C}v", f"{_C}dLbl")))


def _chart_words(element: etree._Element) -> str:
    """A name or value; of a label the words beside its number, or all of them where Word prints no number.

    Its lines are parted by a comma elsewhere.
    """
    if element.tag == f"{_C}v":
        return element.text or ""
    typed = "，".join(part.text or "" for part in element.iter(f"{_A}t"))
    formats = (part.get("formatCode", "") for part in element.iter(f"{_C}numFmt"))
    return typed or "".join(chain.from_iterable(map(_IN_QUOTES.findall, formats))).replace("\n", "，")


def _unlike_charts(found: Iterable[Sequence[str]], document: Document) -> Iterator[Difference]:
    """Charts of ours in order; an attachment brings others."""
    charts = iter(found)
    for block in filterfalse(attrgetter("picture"), of_kind(ChartBlock, document.blocks)):
        if not any(map(partial(_show, list(_shown(block))), charts)):
            yield Difference(called(block), "、".join(map(attrgetter("label"), block.points)), "")


def _shown(block: ChartBlock) -> Iterator[tuple[str, ...]]:
    """What stands in the part of a chart, in order: a number as its label says it, or exactly."""
    for series in block.series:
        yield (series.name,)
        yield from map(partial(_words_at, block), series.points)
        yield from zip(block.categories, strict=True)
        yield from map(_number, series.points)


def _words_at(block: ChartBlock, point: Point) -> tuple[str, str]:
    words = "，".join(block.said(point))
    return words, words.removeprefix(point.label)


def _number(point: Point) -> tuple[str, ...]:
    return point.label.replace(",", ""), format(point.value, "f")


def _show(wanted: Sequence[tuple[str, ...]], values: Sequence[str]) -> bool:
    return len(values) == len(wanted) and all(map(tuple.__contains__, wanted, values))
