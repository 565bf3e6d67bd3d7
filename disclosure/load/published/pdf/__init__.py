"""PDF — a published PDF with text as blocks with places.

A box counts points from the lower left corner of the page as the file does, whichever way its text runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from disclosure.errors import Source
from disclosure.load import data_files
from disclosure.load.published.blocks import Kind, Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.load.published.pdf import painted
from disclosure.load.published.pdf.characters import is_nonsense
from disclosure.load.published.pdf.grids import CrowdedError
from disclosure.load.published.pdf.kinds import Block, kinds
from disclosure.load.published.pdf.over_pages import Flow, Joined, joined
from disclosure.load.published.pdf.paragraphs import Paragraph, margins, paragraphs
from disclosure.load.published.pdf.running import running
from disclosure.load.published.pdf.tables import Item, PageLine, items

_OTHERWISE = "请用原来的 .docx、.xlsx 文件，或由 Word、WPS 导出的 PDF"
_SCANNED = "没有文字，多半是扫描的图，不能读"
_NONSENSE = "的字体没有说明各是什么字，读出的是乱码，不能读"
_SLOPING = "有竖排或斜排的字，没有读"
_CROWDED = "的线太多，没有当作表读"


@dataclass(frozen=True, slots=True)
class _PageRead:
    """A page: its lines and tables, and what could not be read of it."""

    number: int
    items: Sequence[Item]
    lost: Sequence[str]


def document(data: bytes, shown: str) -> PublishedDocument:
    """读取 — raises InputError with one sentence where nothing of it can be read."""
    try:
        pages = [_page(page) for page in painted.pages(data)]
    except painted.PdfError as error:
        raise data_files.fault(str(error), shown) from None
    if not any(page.items for page in pages):
        what = _NONSENSE if any(_NONSENSE in page.lost for page in pages) else _SCANNED
        raise data_files.fault(f"PDF {what}；{_OTHERWISE}", shown)
    return PublishedDocument(
        shown, tuple(_blocks([page.items for page in pages], shown)), tuple(_lost(pages, shown))
    )


def _page(page: painted.Page) -> _PageRead:
    number, texts = page.sheet.number, [glyph.text for glyph in page.glyphs if glyph.text != " "]
    if is_nonsense(texts):
        return _PageRead(number, (), (_NONSENSE,))
    lost = {_SCANNED: not texts and page.pictures, _SLOPING: page.sloping}
    told = tuple(what for what, there in lost.items() if there)
    try:
        return _PageRead(number, items(page), told)
    except CrowdedError:
        return _PageRead(number, items(replace(page, across=(), down=())), (*told, _CROWDED))


def _lost(pages: Iterable[_PageRead], shown: str) -> Iterator[str]:
    for what in (_SCANNED, _NONSENSE, _SLOPING, _CROWDED):
        numbers = "、".join(str(page.number) for page in pages if what in page.lost)
        yield from [f"{shown}：第{numbers}页{what}"] if numbers else []


def _blocks(pages: Sequence[Sequence[Item]], shown: str) -> Iterator[PublishedText | PublishedTable]:
    """Each block, and behind it what ran at the edges of the pages that it stands on."""
    flow, aside = joined([item for each in pages for item in each], running(pages))
    found = list(_paragraphs(flow))
    said, reached = kinds(found), 0
    behind = {at: [line for _, line in lines] for at, lines in groupby(aside, key=itemgetter(0))}
    yield from (_text((line,), "running", 0, shown) for line in behind.get(0, ()))
    for block in found:
        yield block.table(shown) if isinstance(block, Joined) else _text(block.lines, *said[block], shown)
        first, reached = reached, reached + (1 if isinstance(block, Joined) else len(block.lines))
        passed = (line for at in range(first + 1, reached + 1) for line in behind.get(at, ()))
        yield from (_text((line,), "running", 0, shown) for line in passed)


def _paragraphs(flow: Flow) -> Iterator[Block]:
    usual = margins(item for item in flow if isinstance(item, PageLine))
    for is_table, found in groupby(flow, key=lambda item: isinstance(item, Joined)):
        yield from found if is_table else paragraphs(list(found), usual)  # type: ignore[arg-type, misc]


def _text(lines: Sequence[PageLine], kind: Kind, level: int, shown: str) -> PublishedText:
    text, starts = Paragraph(tuple(lines)).said()
    places = (_place(line, shown) for line in lines)
    return PublishedText(text, kind, tuple(zip(starts, places, strict=True)), level)


def _place(line: PageLine, shown: str) -> Place:
    number = line.sheet.number
    box = line.sheet.on_paper(line.line.box)
    return Place(Source(shown, part=f"第{number}页第{line.number}行"), number, box)
