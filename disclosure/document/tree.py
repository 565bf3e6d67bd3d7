"""文档树 — the block kinds of a disclosure document.

A `Document` is a flat sequence of blocks in reading order. Every block has a stable `id` (ASCII, unique,
usable as a bookmark and an HTML id). Every printed figure is a `Text` of its own that carries its id; a
`Text` whose `figure` is None was typed by somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Literal, TypeVar

_COVER_WIDTH = 415  # 磅，随包版式里最窄的版心，146.6 mm
_COVER_SIZE = 36  # 小初
_SMALLEST_COVER_SIZE = 22  # 二号

Kept = TypeVar("Kept")
Align = Literal["left", "center", "right"]
Role = Literal["body", "plain", "note", "caption", "item"]


@dataclass(frozen=True, slots=True)
class Text:
    """文字 — a run of characters; `figure` is the figure printed, `missing` marks 【待填：…】 of a draft.

    `withheld` is what is not published (涉密), by its name, where the text says so.
    """

    text: str
    figure: str | None = None
    strong: bool = False
    missing: bool = False
    withheld: str = ""

    @property
    def is_typed(self) -> bool:
        """是否录入 — neither a figure nor something missing or not published."""
        return not (self.figure or self.missing or self.withheld)


Line = tuple[Text, ...]


def plain(line: Line) -> str:
    """纯文本 — the characters of a line, nothing else."""
    return "".join(text.text for text in line)


@dataclass(frozen=True, slots=True)
class Cover:
    """封面 — title lines (large, centred), further lines below, lines at the top left (监督索引号)."""

    id: str
    title: tuple[Line, ...]
    lines: tuple[Line, ...] = ()
    top: tuple[Line, ...] = ()

    @property
    def title_size(self) -> int | None:
        """标题字号（磅） — smaller where the longest line would break; None where the style's will do."""
        longest = max(map(len, map(plain, self.title)), default=0)
        size = _COVER_WIDTH // longest if longest else _COVER_SIZE
        return None if size >= _COVER_SIZE else max(size, _SMALLEST_COVER_SIZE)


@dataclass(frozen=True, slots=True)
class Contents:
    """目录 — the place of the contents; entries are the headings up to `depth`, made by each output."""

    id: str
    title: str = "目录"
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """标题 — level 1 第X部分 or 附件 (centred, new page), 2 一、 3 （一） 4 1.; numbering is in the text."""

    id: str
    level: Literal[1, 2, 3, 4]
    content: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落 — body (first line indented), plain (not so), note (表注), caption (图题), item (numbered)."""

    id: str
    content: Line
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格 — content and spans; `head` makes it a header; `value` is the printed number, for workbooks.

    `unit` is what `value` counts in (元, 万元, %, empty for counts); `parts` are the places (row of the body,
    column of the grid) of the cells that this one is the sum of; `name` is that of the filled cell it prints.
    """

    content: Line = ()
    align: Align = "left"
    head: bool = False
    rowspan: int = 1
    colspan: int = 1
    value: Decimal | None = None
    number_format: str | None = None
    unit: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """表格行 — its cells; a place covered by a span from above or from the left has no cell, as in HTML."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """字号与行距 — how a table is set on paper, in points: letters, line pitch, air in a row, notes."""

    size: float
    pitch: float
    air: float
    notes: float


@dataclass(frozen=True, slots=True)
class TableBlock:
    """表格 — title line, corner texts, head and body rows; widths are relative, one a grid column.

    Paper shows at most `panel` columns besides the first `keys` at a time (0: all), the keys on each panel;
    `fit` is how it is set there where it is not as usual. `listed` is how the contents list it, if they do.
    """

    id: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    widths: tuple[float, ...]
    title: Line = ()
    number: str = ""  # 公开01表, right above the table
    owner: str = ""  # 部门：…, left above the table
    unit: str = ""  # 单位：万元, right above the table
    notes: tuple[Line, ...] = ()
    landscape: bool = False
    keys: int = 0
    panel: int = 0
    fit: Fit | None = None
    listed: Line = ()


@dataclass(frozen=True, slots=True)
class Point:
    """图的一个数 — value in the printed unit (万元), its label as printed, the figure it shows."""

    value: Decimal
    label: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """图的系列 — one point a category."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """统计图 — bars or a pie (one series); `alt` says the figures; `picture` asks for one in Word too."""

    id: str
    kind: Literal["bar", "pie"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    caption: Line
    unit: str
    alt: str
    picture: bool = False
    caption_above: bool = False

    @property
    def points(self) -> list[Point]:
        """各数 — of all series, one after another."""
        return [point for series in self.series for point in series.points]

    @property
    def shape(self) -> Literal["bar", "pie"]:
        """图形 — a pie can show neither a negative part nor nothing at all; both become bars."""
        values = [point.value for point in self.points]
        return "pie" if self.kind == "pie" and min(values) >= 0 and sum(values) > 0 else "bar"


@dataclass(frozen=True, slots=True)
class Image:
    """图片 — a picture out of an attachment: PNG or JPEG bytes, width in mm."""

    id: str
    data: bytes
    alt: str
    width_mm: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """分页 — what follows starts on a new page."""

    id: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件（Word 文件）— an office's own .docx: `data` goes into the DOCX whole, `blocks` elsewhere.

    `title` is the line it begins with where the heading above says the same: it is printed once.
    """

    id: str
    data: bytes
    blocks: tuple[Heading | Paragraph | TableBlock | Image | PageBreak, ...]
    title: str = ""


Block = Cover | Contents | Heading | Paragraph | TableBlock | ChartBlock | Image | PageBreak | Attachment


@dataclass(frozen=True, slots=True)
class Origin:
    """来历 — what the working edition tells of a figure: Chinese name, formula in words, inputs, source."""

    name: str
    formula: str = ""
    inputs: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """样式 — the look a pack chose: a reference.docx for Word, one CSS text for PDF and HTML."""

    name: str
    reference: bytes
    css: str


@dataclass(frozen=True, slots=True)
class Document:
    """文档 — one disclosure document.

    `origins` is empty in the publication edition. `draft` asks outputs for the word 草稿 on each page.
    `annex` holds tables that are published as a workbook alone: nothing on paper shows them.
    """

    title: str
    author: str
    blocks: tuple[Block, ...]
    draft: bool = False
    language: str = "zh-CN"
    origins: Mapping[str, Origin] = field(default_factory=dict)
    annex: tuple[TableBlock, ...] = ()


def outline(document: Document, depth: int) -> list[Heading]:
    """目录条目 — headings up to a depth, and tables that the contents list (at level 2), in reading order."""
    return [entry for block in walk(document) for entry in _outline_entries(block) if entry.level <= depth]


def _outline_entries(block: Block) -> tuple[Heading, ...]:
    if isinstance(block, TableBlock) and block.listed:
        return (Heading(block.id, 2, block.listed),)
    return (block,) if isinstance(block, Heading) else ()


def of_kind(kind: type[Kept], blocks: Iterable[Block]) -> list[Kept]:
    """一种块 — the blocks of one kind, in order."""
    return [block for block in blocks if isinstance(block, kind)]


def titled_tables(document: Document) -> list[TableBlock]:
    """公开表 — the tables of a document that have a title, the annex included; those with a number first."""
    titled = filter(attrgetter("title"), of_kind(TableBlock, walk(document)))
    return sorted(titled, key=lambda table: not table.number)


def walk(document: Document) -> Iterator[Block]:
    """遍历 — every block in reading order, those inside attachments after them, the annex at the end."""
    for block in document.blocks:
        yield block
        if isinstance(block, Attachment):
            yield from block.blocks
    yield from document.annex
