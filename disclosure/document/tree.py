"""文档树 — the block kinds of a disclosure document.

A `Document` is a flat sequence of blocks in reading order. Every block has a stable `id` (ASCII, unique,
usable as a bookmark and an HTML id). Every printed figure is a `Text` of its own that carries its id; a
`Text` whose `figure` is None was typed by somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Literal, TypeVar

from disclosure import notebook_html

_COVER_WIDTH = 415  # 磅，随包版式里最窄的版心，146.6 mm
_COVER_SIZE = 36  # 小初
_SMALLEST_COVER_SIZE = 22  # 二号

Kept = TypeVar("Kept")
Align = Literal["left", "center", "right"]
Role = Literal["body", "plain", "note", "caption", "item"]
PdfEngine = Literal["weasyprint", "typst"]


@dataclass(frozen=True, slots=True)
class Text:
    """文字 — a run of characters; `figure` is the figure printed, `missing` marks 【待填：…】 of a draft.

    `withheld` is what is not published (涉密), by its name, where the text says so.
    """

    text: str  # 这几个字
    figure: str | None = None  # 印的是哪个数（标识）；人写的文字是 None
    strong: bool = False  # 加粗
    missing: bool = False  # 草稿里的【待填：…】
    withheld: str = ""  # 依法不予公开的，是哪个名称

    @property
    def is_typed(self) -> bool:
        """是否录入 — neither a figure nor something missing or not published."""
        return not (self.figure or self.missing or self.withheld)


Line = tuple[Text, ...]


def plain(line: Line) -> str:
    """纯文本 — the characters of a line, nothing else."""
    return "".join([text.text for text in line])  # every cell asks: no generator


def _marked_up(line: Line) -> str:
    """For a notebook: escaped, what is 待填 marked."""
    return "".join(notebook_html.words(text.text, marked=text.missing) for text in line)


@dataclass(frozen=True, slots=True)
class Cover:
    """封面 — title lines (large, centred), further lines below, lines at the top left (监督索引号)."""

    id: str  # 标识
    title: tuple[Line, ...]  # 标题各行，大字居中
    lines: tuple[Line, ...] = ()  # 标题下面各行
    top: tuple[Line, ...] = ()  # 左上角各行（监督索引号）

    def _repr_html_(self) -> str:
        return "".join(f"<p><b>{_marked_up(line)}</b></p>" for line in self.title)

    @property
    def title_size(self) -> int | None:
        """标题字号（磅） — smaller where the longest line would break; None where the style's will do."""
        longest = max(map(len, map(plain, self.title)), default=0)
        size = _COVER_WIDTH // longest if longest else _COVER_SIZE
        return None if size >= _COVER_SIZE else max(size, _SMALLEST_COVER_SIZE)


@dataclass(frozen=True, slots=True)
class Contents:
    """目录 — the place of the contents; entries are the headings up to `depth`, made by each output."""

    id: str  # 标识
    title: str = "目录"  # 目录的标题
    depth: int = 2  # 到第几级标题；条目由各种输出从标题得出
    pitch: float | None = None  # 纸上的行距（磅），为在一页里放下；照样式的是 None


@dataclass(frozen=True, slots=True)
class Heading:
    """标题 — level 1 第X部分 or 附件 (centred, new page), 2 一、 3 （一） 4 1.; numbering is in the text."""

    id: str  # 标识
    level: Literal[1, 2, 3, 4]  # 1 第X部分、附件（居中，另起一页），2 一、，3 （一），4 1.
    content: Line  # 标题的文字，编号在里面

    def _repr_html_(self) -> str:
        return f"<h{self.level + 1}>{_marked_up(self.content)}</h{self.level + 1}>"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落 — body (first line indented), plain (not so), note (表注), caption (图题), item (numbered)."""

    id: str  # 标识
    content: Line  # 文字
    role: Role = "body"  # body 正文（首行缩进），plain 不缩进，note 表注，caption 图题，item 编号的一条

    def _repr_html_(self) -> str:
        return f"<p>{_marked_up(self.content)}</p>"


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格 — content and spans; `head` makes it a header; `value` is the printed number, for workbooks.

    `unit` is what `value` counts in (元, 万元, %, empty for counts); `parts` are the places (row of the body,
    column of the grid) of the cells that this one is the sum of; `name` is that of the filled cell it prints.
    `bar` is how long a small bar beside the number is in the page, where it has one.
    `indent` sets the name of a 款 or 项 in, by room and not by characters.
    """

    content: Line = ()  # 文字
    align: Align = "left"  # 对齐
    head: bool = False  # 表头的格
    rowspan: int = 1  # 占几行
    colspan: int = 1  # 占几栏
    value: Decimal | None = None  # 印出的数（以 unit 计），写工作簿用；不是数的是 None
    number_format: str | None = None  # 工作簿里的数字格式
    unit: str = ""  # 数的单位：元、万元、%，个数是空的
    parts: tuple[tuple[int, int], ...] = ()  # 由哪些格相加：（表身第几行，第几栏），从 0 数起
    name: str = ""  # 所印的格的名称
    bar: int = 0  # 网页里数旁边小条的长短，最大的一个是 100；0 没有
    indent: int = 0  # 向右缩进几个字：款一个，项两个

    def _repr_html_(self) -> str:
        tag, spans = "th" if self.head else "td", f'rowspan="{self.rowspan}" colspan="{self.colspan}"'
        return f'<{tag} {spans} style="text-align: {self.align}">{_marked_up(self.content)}</{tag}>'


@dataclass(frozen=True, slots=True)
class Row:
    """表格行 — its cells; a place covered by a span from above or from the left has no cell, as in HTML."""

    cells: tuple[Cell, ...]  # 各格；被上面、左边的格占着的地方没有格，与网页一样

    def _repr_html_(self) -> str:
        return f"<tr>{''.join(cell._repr_html_() for cell in self.cells)}</tr>"


@dataclass(frozen=True, slots=True)
class Fit:
    """字号与行距 — how a table is set on paper, in points: letters, line pitch, air in a row, notes."""

    size: float  # 字号（磅）
    pitch: float  # 行距（磅）
    air: float  # 一行上下的空（磅）
    notes: float  # 表注的字号（磅）


@dataclass(frozen=True, slots=True)
class TableBlock:
    """表格 — title line, corner texts, head and body rows; widths are relative, one a grid column.

    Paper shows at most `panel` columns besides the first `keys` at a time (0: all), the keys on each panel;
    `fit` is how it is set there where it is not as usual. `listed` is how the contents list it, if they do.
    """

    id: str  # 标识
    head: tuple[Row, ...]  # 表头各行
    body: tuple[Row, ...]  # 表身各行
    widths: tuple[float, ...]  # 各栏的相对宽度，一栏一个
    title: Line = ()  # 表名
    number: str = ""  # 公开01表，在表的右上方
    owner: str = ""  # 部门：……，在表的左上方
    unit: str = ""  # 单位：万元，在表的右上方
    notes: tuple[Line, ...] = ()  # 表注各条
    landscape: bool = False  # 横向页
    keys: int = 0  # 开头几栏是行的编码、名称、行次，分段时每段都印
    panel: int = 0  # 纸上一段最多几栏（名称以外），0 不分段
    fit: Fit | None = None  # 纸上的字号和行距；照常的是 None
    listed: Line = ()  # 目录里怎样列出；不列的是空的

    def _repr_html_(self) -> str:
        head, body = ("".join(row._repr_html_() for row in rows) for rows in (self.head, self.body))
        above = (notebook_html.words(self.number), _marked_up(self.title), notebook_html.words(self.unit))
        notes = "".join(f"<p>{_marked_up(note)}</p>" for note in self.notes)
        caption = f"<caption>{' '.join(filter(None, above))}</caption>"
        return f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table>{notes}"


@dataclass(frozen=True, slots=True)
class Point:
    """图的一个数 — value in the printed unit (万元), its label as printed, the figure it shows.

    What is `beside` is printed next to it (占45.20%，比上年增长3.10%); each number in it has its figure.
    """

    value: Decimal  # 数，以图的单位计
    label: str  # 印出的字
    figure: str | None = None  # 是哪个数（标识）
    beside: tuple[Line, ...] = ()  # 旁边再印的：占比、比上年增减


@dataclass(frozen=True, slots=True)
class Series:
    """图的系列 — one point a category; in a flow a stage, whose points have names of their own."""

    name: str  # 系列的名称
    points: tuple[Point, ...]  # 各数，一类一个
    names: tuple[str, ...] = ()  # 各数自己的名称；空的照图的各类
    total: Point | None = None  # 印在名称后面的合计


@dataclass(frozen=True, slots=True)
class Band:
    """流 — what goes from one point of a flow to another: their places among all points, and how much."""

    source: int  # 从第几个数，从 0 数起
    target: int  # 到第几个数
    value: Decimal  # 多少，以图的单位计，不印


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """统计图 — columns, lying bars or a pie (one series each), or a flow; `alt` says the figures.

    `picture` asks for a picture in Word too; a flow is one always.
    """

    id: str  # 标识
    kind: Literal["bar", "list", "pie", "flow"]  # bar 柱图，list 条图（横条），pie 饼图，flow 流向图
    categories: tuple[str, ...]  # 各类的名称
    series: tuple[Series, ...]  # 各系列；条图、饼图只有一个；流向图是各段
    caption: Line  # 图题
    unit: str  # 数的单位
    alt: str  # 替代文字：图说了哪些数
    picture: bool = False  # Word 里也用图片
    caption_above: bool = False  # 图题在图的上面
    bands: tuple[Band, ...] = ()  # 流向图的各流
    scale: float = 1.0  # 纸上是原来的几成：缩到一页放得下

    def _repr_html_(self) -> str:
        return f"<p>［图］{notebook_html.words(self.alt)}</p>"

    @property
    def points(self) -> list[Point]:
        """各数 — of all series, one after another."""
        return [point for series in self.series for point in series.points]

    @property
    def printed(self) -> list[Point]:
        """印出的各数 — every number, the totals of stages too; each with its figure."""
        totals = (series.total for series in self.series)
        return [point for point in (*self.points, *filter(None, totals)) if point.label]

    @property
    def shape(self) -> Literal["bar", "list", "pie", "flow"]:
        """图形 — a pie shows neither a negative part nor nothing at all, nor one slice: they become bars."""
        values = [point.value for point in self.points]
        is_drawn = self.kind != "pie" or (min(values) >= 0 and sum(map(bool, values)) > 1)
        return self.kind if is_drawn else "list"

    def names_of(self, series: Series) -> tuple[str, ...]:
        """各数的名称 — of one series, a name a point."""
        return series.names or self.categories

    def said(self, point: Point) -> tuple[str, ...]:
        """印在图上的字 — the amount with its unit, then what stands beside it; nothing of none."""
        return tuple(filter(None, (point.label and point.label + self.unit, *map(plain, point.beside))))


@dataclass(frozen=True, slots=True)
class Image:
    """图片 — a picture out of an attachment: PNG or JPEG bytes, width in mm."""

    id: str  # 标识
    data: bytes  # PNG 或 JPEG 的字节
    alt: str  # 替代文字
    width_mm: float  # 宽（毫米）


@dataclass(frozen=True, slots=True)
class PageBreak:
    """分页 — what follows starts on a new page."""

    id: str  # 标识


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件（Word 文件） — an office's own .docx: `data` goes into the DOCX whole, `blocks` elsewhere.

    `title` is the line it begins with where the heading above says the same: it is printed once.
    """

    id: str  # 标识
    data: bytes  # .docx 的字节，整个并入 Word
    blocks: tuple[Heading | Paragraph | TableBlock | Image | PageBreak, ...]  # 里面的各块，别的输出印这些
    title: str = ""  # 与上面的标题相同、只印一次的那一行


Block = Cover | Contents | Heading | Paragraph | TableBlock | ChartBlock | Image | PageBreak | Attachment


@dataclass(frozen=True, slots=True)
class Origin:
    """来历 — what the working edition tells of a figure: Chinese name, formula in words, inputs, source."""

    name: str  # 数的名称
    formula: str = ""  # 公式，用名称写出
    inputs: tuple[str, ...] = ()  # 由哪些数得出
    source: str = ""  # 出处：文件、行或格


@dataclass(frozen=True, slots=True)
class Style:
    """样式 — the look a pack chose: a reference.docx for Word, one CSS text for PDF and HTML.

    `pdf_engine` is what lays out the PDF where somebody said so; typst takes its look from the reference.
    """

    name: str  # 版式的名称
    reference: bytes  # Word 的参考文档
    css: str  # PDF 和网页的样式
    pdf_engine: PdfEngine | None = None  # 排 PDF 的程序；没有说的是 None
    own_css: bool = False  # css 是自己的模板写的，不是随包的


@dataclass(frozen=True, slots=True)
class Remark:
    """还要做的一件事 — what a draft or working edition lacks, or what a check found in it.

    `about` are the figures and cells concerned, by their names.
    """

    kind: Literal["待填", "错误", "警告"]
    said: str  # 是什么
    about: tuple[str, ...] = ()  # 说的是哪些数、哪些格（标识）


@dataclass(frozen=True, slots=True)
class Editing:
    """编辑情况 — what an edition that is not published says of itself: its pack, what is still to be done."""

    pack: str  # 模板
    remarks: tuple[Remark, ...] = ()  # 还要做的


@dataclass(frozen=True, slots=True)
class Document:
    """文档 — one disclosure document.

    `origins` is empty in the publication edition. `draft` asks outputs for the word 草稿 on each page.
    `annex` holds tables that are published as a workbook alone: nothing on paper shows them. `dated` is the
    day that a file for the archive bears; nothing prints it. `beside` are the formats made at the same time,
    which a page links to; `editing` is None in the publication edition.
    """

    title: str  # 标题
    author: str  # 公开单位
    blocks: tuple[Block, ...]  # 各块，照阅读的次序
    draft: bool = False  # 草稿：每页印“草稿”
    language: str = "zh-CN"  # 语言
    origins: Mapping[str, Origin] = field(default_factory=dict)  # 每个数的来历；公开稿里是空的
    annex: tuple[TableBlock, ...] = ()  # 只在工作簿里公开的表，纸上没有
    dated: date | None = None  # 存档文件上的日期
    beside: tuple[str, ...] = ()  # 同时生成的各种格式
    editing: Editing | None = None  # 草稿、工作稿的编辑情况；公开稿没有

    def _repr_html_(self) -> str:
        """In a notebook: what it says, without the look of any output."""
        return notebook_html.scrolled(_shown_block(block) for block in walk(self))


def _shown_block(block: Block) -> str:
    """In a notebook; what is only a place, or a picture, is not shown there."""
    return "" if isinstance(block, Contents | Image | PageBreak | Attachment) else block._repr_html_()


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
