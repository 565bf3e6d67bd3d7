"""PDF — a published PDF with text as blocks with places.

A box counts points from the lower left corner of the page as the file does, whichever way its text runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, repeat
from operator import attrgetter

from disclosure.errors import Source
from disclosure.loading import data_files
from disclosure.loading.published.blocks import Kind, Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.loading.published.pdf import grids, painted
from disclosure.loading.published.pdf.characters import is_nonsense
from disclosure.loading.published.pdf.kinds import Block, kinds
from disclosure.loading.published.pdf.over_pages import Aside, Flow, Joined, joined
from disclosure.loading.published.pdf.paragraphs import Paragraph, margins, paragraphs
from disclosure.loading.published.pdf.running import running
from disclosure.loading.published.pdf.runs import runs
from disclosure.loading.published.pdf.tables import Item, PageLine, is_line, items

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
    pages = _pages_read(data, shown)
    held = list(map(attrgetter("items"), pages))
    if not any(held):
        raise data_files.fault(_nothing(pages), shown)
    return PublishedDocument(shown, tuple(_blocks(held, shown)), tuple(_lost(pages, shown)))


def _pages_read(data: bytes, shown: str) -> list[_PageRead]:
    try:
        pages = list(painted.pages(data))
        return list(map(_page_read, pages, grids.are_crowded(pages)))
    except painted.PdfError as error:
        raise data_files.fault(str(error), shown) from None


def _nothing(pages: Iterable[_PageRead]) -> str:
    what = _NONSENSE if any(_NONSENSE in page.lost for page in pages) else _SCANNED
    return f"PDF {what}；{_OTHERWISE}"


def _page_read(page: painted.Page, is_crowded: bool) -> _PageRead:
    if is_nonsense(page.texts):
        return _PageRead(page.sheet.number, (), (_NONSENSE,))
    told = {_SCANNED: page.pictures and not page.texts, _SLOPING: page.sloping, _CROWDED: is_crowded}
    read = items(replace(page, across=(), down=()) if is_crowded else page)
    return _PageRead(page.sheet.number, read, tuple(filter(told.get, told)))


def _lost(pages: Sequence[_PageRead], shown: str) -> Iterator[str]:
    for what in (_SCANNED, _NONSENSE, _SLOPING, _CROWDED):
        numbers = "、".join(str(page.number) for page in pages if what in page.lost)
        yield from [f"{shown}：第{numbers}页{what}"] if numbers else []


def _blocks(pages: Sequence[Sequence[Item]], shown: str) -> Iterator[PublishedText | PublishedTable]:
    """Each block, and behind it what ran at the edges of the pages that it stands on."""
    flow, aside = joined(chain.from_iterable(pages), running(pages))
    found = list(_paragraphs(flow))
    said = kinds(found)
    ends = list(accumulate(map(_items_in, found), initial=0))
    yield from _running(aside, -1, 0, shown)
    for block, start, end in zip(found, ends, ends[1:], strict=False):
        yield block.table(shown) if isinstance(block, Joined) else _published(block, *said[block], shown)
        yield from _running(aside, start, end, shown)


def _items_in(block: Block) -> int:
    return 1 if isinstance(block, Joined) else len(block.lines)


def _running(aside: Aside, after: int, until: int, shown: str) -> Iterator[PublishedText]:
    passed = chain.from_iterable(aside.get(at, ()) for at in range(after + 1, until + 1))
    return (_published(Paragraph((line,)), "running", 0, shown) for line in passed)


def _paragraphs(flow: Flow) -> Iterator[Block]:
    usual = margins(filter(is_line, flow))
    for run in runs(flow, lambda run, item: is_line(run[0]) and is_line(item)):
        yield from run if isinstance(run[0], Joined) else paragraphs(filter(is_line, run), usual)  # type: ignore[misc]


def _published(paragraph: Paragraph, kind: Kind, level: int, shown: str) -> PublishedText:
    text, starts = paragraph.said()
    places = map(_line_place, paragraph.lines, repeat(shown))
    return PublishedText(text, kind, tuple(zip(starts, places, strict=False)), level)


def _line_place(line: PageLine, shown: str) -> Place:
    source = Source(shown, part=f"第{line.sheet.number}页第{line.number}行")
    return Place(source, line.sheet.number, line.sheet.on_paper(line.line.box))
