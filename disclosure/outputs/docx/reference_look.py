"""版式 — what is read from a reference document: style ids and sizes, the page, its headers and footers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import filterfalse, product
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import XmlchemyError
from lxml.etree import LxmlError

from disclosure.document import Style
from disclosure.document.table_on_paper import Paper
from disclosure.errors import OutputError, short
from disclosure.outputs.docx.reference_faults import require_plain_edges, require_whole_parts
from disclosure.outputs.docx.wordml import w

# Role in our code → the style's name in Word. Ids differ between languages of Word, names do not.
STYLE_NAMES = {
    "cover_top": "封面顶端",
    "cover_title": "封面标题",
    "cover_line": "封面文字",
    "contents_title": "目录标题",
    "contents_1": "toc 1",
    "contents_2": "toc 2",
    "contents_3": "toc 3",
    "contents_4": "toc 4",
    "heading_1": "heading 1",
    "heading_2": "heading 2",
    "heading_3": "heading 3",
    "heading_4": "heading 4",
    "body": "公文正文",
    "plain": "顶格正文",
    "item": "条目",
    "figure": "图形",
    "caption": "caption",
    "table": "公开表格",
    "table_title": "表格标题",
    "table_corner": "表格说明",
    "table_head": "表格表头",
    "table_text": "表格文字",
    "note": "表注",
    "header": "header",
    "footer": "footer",
    "draft": "草稿标记",
}
# What python-docx stumbles with over a file that is none, or not whole; each stands for any place in it.
BROKEN = (
    *(ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError, NotImplementedError),
    *(PackageNotFoundError, TypeError, ValueError, LxmlError, XmlchemyError, zlib.error),
)
_SIZE_OF_NOTHING = 20  # OOXML: ten points where no style says a size
_MOST = 31_680  # twips: 22 inches, the longest length that Word knows
_LEAST_ROOM = 1440  # twips: an inch of text
_LENGTH, _EITHER_WAY = range(_MOST + 1), range(-_MOST, _MOST + 1)
# What is measured of a style: its place → what Word calls it, the numbers that it may be.
_MEASURES = {
    ("rPr/sz", "val"): ("字号", range(1, 3277)),
    ("rPr/spacing", "val"): ("字符间距", _EITHER_WAY),
    ("rPr/w", "val"): ("字符缩放", range(1, 601)),
    ("pPr/spacing", "line"): ("行距", _LENGTH),
    ("pPr/spacing", "before"): ("段前间距", _LENGTH),
    ("pPr/spacing", "after"): ("段后间距", _LENGTH),
    ("pPr/ind", "firstLine"): ("首行缩进", _EITHER_WAY),
    ("pPr/ind", "firstLineChars"): ("首行缩进", _EITHER_WAY),
    ("pPr/ind", "left"): ("左缩进", _EITHER_WAY),
}
_TITLE_FROM_TOP = 0.34  # of the sheet
_LINES_BELOW_TITLE = 3  # the gap between the title and further lines, in lines of the title
_PAPER = {"w": "纸张宽度", "h": "纸张高度"}
_MARGINS = {
    "top": "上边距",
    "right": "右边距",
    "bottom": "下边距",
    "left": "左边距",
    "header": "页眉边距",
    "footer": "页脚边距",
}
_WHOLE = re.compile("-?[0-9]{1,9}")
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Page:
    """纸张与页边距 — paper and margins in twips."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int

    @property
    def text_width(self) -> int:
        """版心宽 — the width of the text area."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """版心高 — the height of the text area."""
        return self.height - self.top - self.bottom

    def turned(self) -> Page:
        """横向 — the sheet turned: the binding side is up, header and footer stay as far from the text."""
        return replace(
            self,
            width=self.height,
            height=self.width,
            top=self.left,
            right=self.top,
            bottom=self.right,
            left=self.bottom,
            header=max(self.header - self.top + self.left, 0),
            footer=max(self.footer - self.bottom + self.right, 0),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """参考文档 — a reference document, opened."""

    what: str  # how the reference is called where something of it is told
    source: Any  # python-docx's DocumentPart of the reference
    styles: Mapping[str, str]  # role → style id
    page: Page
    declared: Mapping[str, Any]  # id → the style as it is written
    said: dict[tuple[str, str, str], str | None] = field(default_factory=dict)  # what was asked before

    @property
    def paper(self) -> Paper:
        """纸面 — the room for text of a page, as tables are fitted into it."""
        upright, across = (
            (page.text_width / 20, page.text_height / 20) for page in (self.page, self.page.turned())
        )
        return Paper(upright, across)

    def part(self, relation: str) -> Any | None:
        """部件 — the reference's part of that kind, None where it has none."""
        parts = (rel.target_part for rel in self.source.rels.values() if rel.reltype == relation)
        return next(parts, None)

    @property
    def facing(self) -> bool:
        """奇偶页不同 — whether odd and even pages have their own headers and footers."""
        settings = self.part(RELATIONSHIP_TYPE.SETTINGS)
        return settings is not None and settings.element.find(w("evenAndOddHeaders")) is not None

    @property
    def kinds(self) -> tuple[str, ...]:
        """页眉页脚的种类 — as Word calls them."""
        return ("default", "even") if self.facing else ("default",)

    def size(self, role: str) -> int:
        """字号 — the size of a role's style in half points, looked up along the styles it is based on."""
        return self._number(role, "rPr/sz", "val") or _SIZE_OF_NOTHING

    def font(self, role: str) -> str:
        """字体 — the Chinese font of a role's style; empty where no style says one."""
        return self._value(role, "rPr/rFonts", "eastAsia") or ""

    def exact_pitch(self, role: str) -> int | None:
        """固定行距 — in twips; None where the height of a line follows from its letters."""
        exact = self._value(role, "pPr/spacing", "lineRule") == "exact"
        return self._number(role, "pPr/spacing", "line") if exact else None

    def advance(self, role: str) -> int:
        """字距 — from one Chinese character of a role's style to the next, in twips."""
        return self.size(role) * 10 + self.tracking(role)

    def pitch(self, role: str) -> float:
        """行距 — the height of a line of a role's style in twips."""
        line = self._number(role, "pPr/spacing", "line")
        rule = self._value(role, "pPr/spacing", "lineRule")
        if line and rule == "exact":
            return line
        return self.size(role) * 10 * 1.3 * (line or 240) / 240

    def before(self, role: str) -> int:
        """段前 — the space before a paragraph of a role's style, in twips."""
        return self._number(role, "pPr/spacing", "before") or 0

    def after(self, role: str) -> int:
        """段后 — the space after it."""
        return self._number(role, "pPr/spacing", "after") or 0

    def space(self, role: str) -> int:
        """段前段后 — both together."""
        return self.before(role) + self.after(role)

    def tracking(self, role: str) -> int:
        """字符间距 — what is added to the width of a role's characters, in twips; less where narrowed."""
        scale = self._number(role, "rPr/w", "val") or 100
        return (self._number(role, "rPr/spacing", "val") or 0) + self.size(role) * (scale - 100) // 10

    def indent(self, role: str) -> int:
        """首行缩进 — of a paragraph's first line, in twips; what is said in characters goes before."""
        characters = self._number(role, "pPr/ind", "firstLineChars") or 0
        return characters * self.size(role) // 10 or self._number(role, "pPr/ind", "firstLine") or 0

    def left(self, role: str) -> int:
        """左缩进 — of all its lines, in twips."""
        return self._number(role, "pPr/ind", "left") or 0

    def alignment(self, role: str) -> str:
        """对齐 — as Word calls it (both, center…); empty where no style says one."""
        return self._value(role, "pPr/jc", "val") or ""

    def colour(self, role: str) -> str:
        """颜色 — six hexadecimal digits; black where no style says one."""
        said = self._value(role, "rPr/color", "val") or ""
        return said if _COLOUR.fullmatch(said) else "000000"

    def above_title(self, lines_on_top: int) -> int:
        """封面标题之上 — what a cover leaves above its title, below its first lines, in twips."""
        height = lines_on_top * self.pitch("cover_top")
        return max(round(self.page.height * _TITLE_FROM_TOP - self.page.top - height), 0)

    @property
    def below_title(self) -> int:
        """封面标题之下 — what it leaves below, in twips."""
        return round(self.pitch("cover_title") * _LINES_BELOW_TITLE)

    def require_measures(self) -> None:
        """度量须是数 — raises OutputError for a measure of any role's style that is none."""
        for role, place in product(self.styles, _MEASURES):
            self._number(role, *place)

    def _number(self, role: str, path: str, name: str) -> int | None:
        value, (called, within) = self._value(role, path, name), _MEASURES[path, name]
        where = f"{self.what}里样式“{STYLE_NAMES[role]}”（或它所基于的样式）的{called}"
        return _measure(value, where, within) if value else None

    def _value(self, role: str, path: str, name: str) -> str | None:
        asked = (role, path, name)
        if asked not in self.said:
            self.said[asked] = self._look_up(*asked)
        return self.said[asked]

    def _look_up(self, role: str, path: str, name: str) -> str | None:
        steps = "/".join(map(w, path.split("/")))
        for style in _with_bases(self.declared, self.styles[role]):
            properties = style.find(steps)
            if properties is not None and properties.get(w(name)):
                return str(properties.get(w(name)))
        return None


def _measure(text: str | None, where: str, within: range) -> int:
    if text is None or not _WHOLE.fullmatch(text) or int(text) not in within:
        raise OutputError(f"{where}“{short(text or '')}”不是可用的数，请在 Word 中重新设置后保存")
    return int(text)


def _with_bases(declared: Mapping[str, Any], style_id: str) -> Iterator[Any]:
    """A style and those it is based on, the nearest first; each once, where they go in a circle."""
    passed: set[str] = set()
    while style_id not in passed and style_id in declared:
        yield declared[style_id]
        passed.add(style_id)
        base = declared[style_id].find(w("basedOn"))
        style_id = "" if base is None else base.get(w("val"), "")


def _styles_by_id(styles: Any) -> dict[str, Any]:
    """Each style by its id; of two by one id the first."""
    return {style.get(w("styleId")): style for style in reversed(styles.findall(w("style")))}


def _style_ids(styles: Any) -> dict[str, str]:
    named = styles.xpath("w:style[@w:styleId][w:name/@w:val]")
    ids = {style.find(w("name")).get(w("val")).lower(): style.get(w("styleId")) for style in named}
    missing = list(filterfalse(ids.__contains__, STYLE_NAMES.values()))
    if missing:
        names = "、".join(map("“{}”".format, missing))
        raise OutputError(f"参考文档缺少样式{names}，请在 Word 中按此名称新建样式，或改用自带的参考文档")
    return {role: ids[name] for role, name in STYLE_NAMES.items()}


def _page(section: Any, what: str) -> Page:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margins is None:
        raise OutputError("参考文档没有写明纸张和页边距，请在 Word 中设置页面后重新保存")
    sheet = (_measure(size.get(w(side)), f"{what}的{said}", _LENGTH) for side, said in _PAPER.items())
    distances = (
        abs(_measure(margins.get(w(side)), f"{what}的{said}", _EITHER_WAY)) for side, said in _MARGINS.items()
    )
    page = Page(*sheet, *distances)
    if min(page.text_width, page.text_height) < _LEAST_ROOM:
        raise OutputError(f"{what}的页边距太大，纸上写不下字，请在 Word 中重新设置页面")
    return page


def open_docx(data: bytes, what: str) -> Any:
    """打开 Word 文件 — a python-docx Document; `what` names the file where it cannot be opened."""
    with _readable(what):
        return docx.Document(BytesIO(data))


@contextmanager
def _readable(what: str) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise OutputError(f"{what}不是可用的 Word 文件（.docx），请在 Word 中打开后另存为 .docx") from error


def read_look(style: Style) -> Look:
    """读参考文档 — the look a style asks for; raises OutputError where a named style is missing."""
    what = f"样式“{style.name}”的参考文档"
    source = open_docx(style.reference, what).part
    with _readable(what):
        require_whole_parts(source, what)
        require_plain_edges(source, what)
        styles = _style_ids(source.styles.element)
        page = _page(source.element.body.sectPr, what)
        look = Look(what, source, styles, page, _styles_by_id(source.styles.element))
        look.require_measures()
        return look
