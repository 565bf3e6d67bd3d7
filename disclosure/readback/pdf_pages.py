"""PDF 读回 — the characters of the pages as PDFium reads them, met in the order in which they are painted.

On a page what WeasyPrint positions is painted after the rest: the title of the contents behind its entries.
What typst wrote is met in the order of its tags instead: it paints cells over several rows after the others.
A head is repeated on every page of its table; a row longer than a page goes on cell by cell.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import accumulate, repeat
from typing import Any, NamedTuple

from disclosure.document import Contents, Document, Style, outline, plain, titled_tables
from disclosure.document.page_boxes import paper
from disclosure.document.tables_on_pages import flattened, paged
from disclosure.errors import OutputError
from disclosure.loading.published.pdf.characters import SAME_RADICALS
from disclosure.outputs import Artifact
from disclosure.outputs.docx.reference_look import read_look
from disclosure.readback.along import Along, Difference, alike, unlabelled, unlike
from disclosure.readback.data_records import from_json
from disclosure.readback.page_edges import unlike_edges
from disclosure.readback.printed import END, Form, Piece, squeezed
from disclosure.readback.table_parts import left_out
from disclosure.readback.tag_order import in_tag_order

INSTALL = '核对写好的 PDF 需要 pypdfium2：pip install "disclosure[pdf]"；不要 PDF 的，用 --format docx,html'
_PAGE_RULE = re.compile(r"@page[^{]*\{((?:[^{}]|\{[^{}]*\})*)\}")
_CONTENT = re.compile(r"\bcontent\s*:\s*([^;}]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"""(["'])(.*?)\1|([\w-]+\([^)]*\))""")
_RENUMBERED = re.compile(r"counter-(?:reset|set|increment)")
_LEADER = re.compile(r"[.·]*([0-9]+)")
_LINE_END_HYPHEN = {0xFFFE: "-", 0x02: "-"}
# Signs that one glyph stands for in some fonts: the file then says the first of them that was printed.
_SAME_GLYPHS = str.maketrans("―‐‑−・•", "—---··") | SAME_RADICALS
_UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0xFE00, 0xFE10), 0x2060, 0xFEFF, 0xAD])
_MARKS = {**_SAME_GLYPHS, **_UNSEEN}
_LONGEST = 4096  # characters of a text object: a line
_DEEPEST = 15  # forms in forms: a chart is drawn in some
_TAG_ORDER = "Typst"  # who wrote what is read in the order of its tags
_MOST_FONTS = 8  # that a box in a margin may be painted in, a text each
_TRIED = 4  # characters that one cell's part may share with what comes behind it


@cache
def _folded(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", text.translate(_MARKS)))


PAPER = Form(fold=_folded, charts="chart")


def pages(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:
    """各页 — their text, the charts in it, page numbers, and those that the contents prints."""
    file = pdfium().PdfDocument(files[0].data)
    is_tagged = str(file.get_metadata_value("Creator")).startswith(_TAG_ORDER)
    read = list(map(_by_tags, file)) if is_tagged else _as_painted(file, style.css)
    document = flattened(document) if is_tagged else document
    shown = paged(document, read_look(style).paper if is_tagged else paper(style.css))
    yield from left_out(document, shown)
    along = _Pages([page.texts for page in read])
    found = along.difference(PAPER.pieces(shown))
    if found:
        yield found
    elif is_tagged:
        yield from _misnumbered(along, document)
        yield from unlike_edges(["".join(page.untagged) for page in read], shown, style, _folded)
    elif not _RENUMBERED.search(style.css):
        yield from _misnumbered(along, document)
    _folded.cache_clear()


def archive(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:
    """存档 — its pages, then the data that are in it."""
    yield from pages(files, document, style)
    file = pdfium().PdfDocument(files[0].data)
    attached = map(file.get_attachment, range(file.count_attachments()))
    data = [Artifact(one.get_name(), bytes(one.get_data())) for one in attached]
    if data or titled_tables(document):
        yield from from_json(data, document, style)


def page_count(data: bytes) -> int:
    """页数 — of a PDF."""
    return len(pdfium().PdfDocument(data))


@cache
def pdfium() -> Any:
    """PDFium — raises OutputError where it is missing."""
    try:
        import pypdfium2  # noqa: PLC0415 - heavy, and for PDF alone
    except ImportError as error:
        raise OutputError(INSTALL) from error
    return pypdfium2


class _Page(NamedTuple):
    """The texts of a page, folded; apart from them those that no tag holds."""

    texts: Sequence[str]
    untagged: Sequence[str] = ()


def _as_painted(file: Any, css: str) -> list[_Page]:
    """PDFium's own order mixes cells on one height."""
    painted = (list(map(_said_on(page), _text_objects(page))) for page in file)
    return [_Page(_without_running(texts, number, css)) for number, texts in enumerate(painted, 1)]


def _by_tags(page: Any) -> _Page:
    say = _said_on(page)
    tagged, untagged = in_tag_order(pdfium().raw, page, _text_objects(page))
    return _Page(list(map(say, tagged)), list(map(say, untagged)))


def _text_objects(page: Any) -> Iterator[Any]:
    objects: Iterator[Any] = page.get_objects([pdfium().raw.FPDF_PAGEOBJ_TEXT], _DEEPEST)
    return objects


def _said_on(page: Any) -> Callable[[Any], str]:
    """What a text object of the page says, folded."""
    said = _Said(pdfium().raw, page.get_textpage())
    return lambda found: _folded(said.by(found.raw))


class _Said:
    """What a text object says; the buffer is made once."""

    def __init__(self, raw: Any, page: Any) -> None:
        self._raw, self._page = raw, page
        self._buffer = (raw.FPDF_WCHAR * _LONGEST)()

    def by(self, found: Any) -> str:
        """文字."""
        size = self._raw.FPDFTextObj_GetText(found, self._page, self._buffer, 2 * _LONGEST)
        if size > 2 * _LONGEST:
            self._buffer = (self._raw.FPDF_WCHAR * size)()
            self._raw.FPDFTextObj_GetText(found, self._page, self._buffer, 2 * size)
        text = bytes(memoryview(self._buffer)[: max(size // 2 - 1, 0)]).decode("utf-16-le", "replace")
        return text.translate(_LINE_END_HYPHEN)


def _without_running(texts: Sequence[str], page: int, css: str) -> Sequence[str]:
    """A page's text without what the style prints in its margins: these texts are painted last."""
    for looks in _running(css):
        own = re.compile(looks.replace("#", str(page)))
        counts = range(1, min(len(texts), _MOST_FONTS) + 1)
        count = next((count for count in counts if own.fullmatch("".join(texts[-count:]))), 0)
        texts = texts[: len(texts) - count]
    return texts


@cache
def _running(css: str) -> list[str]:
    """What each box in a margin looks like, its page number as #, by the `content` of the @page rules."""
    rules = "".join(_PAGE_RULE.findall(_COMMENT.sub("", css)))
    number = "[0-9]+" if _RENUMBERED.search(css) else "#"
    looks = map(partial(_looks, {"counter(page)": number}), _CONTENT.findall(rules))
    return list(filter(None, looks))


def _looks(numbers: Mapping[str, str], content: str) -> str:
    parts = (
        numbers.get(function, ".*") if function else re.escape(_folded(quoted))
        for _, quoted, function in _PART.findall(content)
    )
    return "".join(parts)


class _Pages(Along):
    """各页文字 — one after another; where each begins is known."""

    end = ""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        texts = [text for page in pages for text in page]
        super().__init__("".join(texts))
        self.starts = list(accumulate((sum(map(len, page)) for page in pages), initial=0))
        self.ends = set(accumulate(map(len, texts)))
        self.stands: dict[str, int] = {}  # id of a block → the page it begins on
        self.listed: dict[str, int] = {}  # id of an entry of the contents → the number printed there
        self.title = ""  # of the contents, not met yet
        self.head = ""  # of the table
        self.cells: list[Piece] = []  # of the row
        self.charts: list[Piece] = []  # not met yet

    def page(self) -> int:
        """页 — the one that is being read."""
        return bisect_right(self.starts, self.at)

    def line(self, piece: Piece) -> bool:
        """一行文字."""
        if isinstance(piece.block, Contents):
            self.title = piece.text
            self._past_title()
            return True
        return self._begins(piece)

    def _begins(self, piece: Piece) -> bool:
        if not self.read.startswith(piece.text, self.at):
            self._past_title()
        page = self.page()
        there = self.take(piece.text)
        if there and piece.text:
            self.stands.setdefault(piece.block.id, page)
        return there

    def _past_title(self) -> None:
        if self.title and self.take(self.title):
            self.title = ""

    def entry(self, piece: Piece) -> bool:
        """目录条目 — with its leader and its number."""
        if not self._begins(piece):
            return False
        there = _LEADER.match(self.read, self.at)
        if there is None:
            return False
        start, last = there.span(1)
        # The number is a text of its own: the next entry may begin with digits, too.
        self.at = next((end for end in range(start + 1, last) if end in self.ends), last)
        self.listed[piece.place] = int(self.read[start : self.at])
        return True

    def corners(self, piece: Piece) -> bool:
        """表头说明 — a new table begins."""
        self.head = ""
        self.stands.setdefault(piece.block.id, self.page())
        return super().corners(piece)

    def chart(self, piece: Piece) -> bool:
        """图 — painted between its neighbours, its caption among its names and numbers."""
        self.charts.append(piece)
        return True

    def meets(self, piece: Piece) -> bool:
        """对上 — charts reach as far as the next piece begins."""
        reached = piece.kind == "chart" or not piece.text or not self.charts
        return (reached or self._past_charts(self.read.find(piece.text, self.at))) and super().meets(piece)

    def _past_charts(self, end: int) -> bool:
        drawn = self.read[self.at : end]
        for piece in self.charts:
            if end < 0 or piece.text not in drawn or any(unlabelled(piece.block, drawn, _folded)):  # type: ignore[arg-type]
                return False
            drawn = drawn.replace(piece.text, END, 1)
        self.at, self.charts = end, []
        return True

    def surplus(self) -> Difference | None:
        """多出的文字."""
        there = not self.charts or self._past_charts(len(self.read))
        return super().surplus() if there else self.parted(self.charts[0])

    def cell(self, piece: Piece) -> bool:
        """单元格 — a row is met as a whole."""
        self.cells.append(piece)
        return True

    def row(self, piece: Piece) -> bool:
        """一行 — behind a head that is repeated; cell by cell where it is longer than the page."""
        cells, self.cells = self.cells, []
        text = "".join(cell.text for cell in cells)
        if piece.place.startswith("表头"):
            self.head += text
        elif self.at in self.starts:
            self.take(self.head)
        if self.take(text):
            return True
        end = self._continued([cell.text for cell in cells], self.at)
        self.at = max(end, self.at)
        self.cells = cells if end < 0 else []
        return end >= 0

    def _continued(self, cells: list[str], at: int) -> int:
        """Where a row ends whose cells go on over pages; -1 where it does not stand here."""
        if self.read.startswith("".join(cells), at):
            return at + sum(map(len, cells))
        end = self.starts[min(bisect_right(self.starts, at), len(self.starts) - 1)]
        for left in self._parts(cells, at, end):
            start = end + len(self.head) * self.read.startswith(self.head, end)
            there = self._continued(left, start) if left != cells else -1
            if there >= 0:
                return there
        return -1

    def _parts(self, cells: list[str], at: int, end: int) -> Iterator[list[str]]:
        """What is left of each cell behind a page that ends somewhere: every way to fill it."""
        if not cells:
            yield from [[]] if at == end else []
            return
        first, *others = cells
        longest = alike(first, self.read[at:end])
        for length in range(longest, max(longest - _TRIED, -1), -1):
            for left in self._parts(others, at + length, end):
                yield [first[length:], *left]

    def parted(self, piece: Piece) -> Difference:
        """分开之处 — the chart before it, or of a row the first cell that is not there."""
        if self.charts:
            piece, self.charts = self.charts[0], []
        for cell in self.cells:
            if not self.take(cell.text):
                return super().parted(cell)
        return super().parted(piece)


def _misnumbered(along: _Pages, document: Document) -> Iterator[Difference]:
    """Entries of the contents that print another page than the one on which the heading stands."""
    entries = {entry.id: f"目录“{plain(entry.content)}”的页码" for entry in outline(document, 4)}
    where = map(entries.__getitem__, along.listed)
    stand = map(str, map(along.stands.get, along.listed, repeat(0)))
    return unlike(zip(where, stand, map(str, along.listed.values()), strict=True))
