"""Word 段内文字 — the text and pictures of a paragraph of a file that was made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from disclosure.chinese_numbers import shifted
from disclosure.loading.word.word_package import Package, text_of, value, w, whole
from disclosure.model.attachment_content import AttachedImage

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_BLIP = f"{{{_DRAWING}/main}}blip"
_GRAPHIC = f"{{{_DRAWING}/main}}graphicData"
_EXTENT = f"{{{_DRAWING}/wordprocessingDrawing}}extent"
_PROPERTIES = f"{{{_DRAWING}/wordprocessingDrawing}}docPr"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OLD_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_EMU_PER_MM = 36_000
_USUAL_MM = 140.0  # where a picture does not say how wide it is
_DRAWN = {
    "chart": "图表",
    "diagram": "SmartArt 图形",
    "wordprocessingShape": "图形",
    "wordprocessingGroup": "组合图形",
}
_CONTEXT = 12  # characters of text by which a place is named

_TEXTS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_DROPPED = (w("pPr"), w("rPr"), w("fldChar"), w("instrText"))
_LOST = {
    w("footnoteReference"): "脚注",
    w("endnoteReference"): "尾注",
    w("sym"): "特殊符号",
    f"{_MATHS}oMath": "公式",
    f"{_MATHS}oMathPara": "公式",
}


class Lost:
    """未带入内容 — what is not carried over, each with the text near which it stands."""

    def __init__(self) -> None:
        self._named: dict[str, None] = {}
        self._near = ""

    def at(self, text: str) -> None:
        """位置 — the text that was read last."""
        self._near = " ".join(text.split())[:_CONTEXT] or self._near

    def add(self, what: str, *, here: bool = False) -> None:
        """记下 — something lost: in the whole file, or near the text just read."""
        where = f"（“{self._near}”附近）" if self._near else "（文首）"
        self._named[what + where if here else what] = None

    def named(self) -> tuple[str, ...]:
        """列出 — each loss once, in order."""
        return tuple(self._named)


@dataclass(slots=True)
class Paragraph:
    """段落内容 — its text and its pictures."""

    text: str = ""
    images: list[AttachedImage] = field(default_factory=list)


class Inline:
    """段内读取 — of a file made anew: nothing hidden, no field's code beside its instruction."""

    def __init__(self, package: Package, lost: Lost) -> None:
        self._package, self._lost = package, lost
        self._alignment = ""  # of the run: superscript, subscript
        self._handlers: dict[str, Callable[[etree._Element, Paragraph], None]] = {
            w("t"): self._text,
            w("br"): self._break,
            w("r"): self._run,
            w("drawing"): self._drawing,
            w("pict"): self._drawing,
        }

    def read(self, block: etree._Element) -> Paragraph:
        """读取段落 — the text, with line breaks as `\\n`, and the pictures in it."""
        self._lost.at(text_of(block))
        found = Paragraph()
        self._children(block, found)
        return found

    def _children(self, parent: etree._Element, found: Paragraph) -> None:
        for child in parent:
            if child.tag not in _DROPPED:
                self._one(child, found)

    def _one(self, child: etree._Element, found: Paragraph) -> None:
        tag = str(child.tag)
        if tag in self._handlers:
            self._handlers[tag](child, found)
        elif tag in _TEXTS:
            found.text += _TEXTS[tag]
        elif tag in _LOST:
            self._lost.add(_LOST[tag], here=True)
        else:
            self._children(child, found)  # hyperlinks, alternatives

    def _run(self, run: etree._Element, found: Paragraph) -> None:
        self._alignment = value(run, "rPr", "vertAlign")
        self._children(run, found)
        self._alignment = ""

    def _text(self, child: etree._Element, found: Paragraph) -> None:
        found.text += shifted(child.text or "", self._alignment)

    def _break(self, child: etree._Element, found: Paragraph) -> None:
        if child.get(w("type"), "textWrapping") == "textWrapping":
            found.text += "\n"

    def _drawing(self, drawing: etree._Element, found: Paragraph) -> None:
        if next(drawing.iter(w("txbxContent")), None) is not None:
            self._lost.add("文本框", here=True)
            return
        ids = _picture_ids(drawing)
        if not ids:
            self._lost.add(_drawn(drawing), here=True)
        for id in ids:
            self._picture(id, drawing, found)

    def _picture(self, id: str, drawing: etree._Element, found: Paragraph) -> None:
        data = self._package.part(self._package.target(id) or "") or b""
        found.images.append(AttachedImage(data, _described(drawing), _width(drawing)))


def _picture_ids(drawing: etree._Element) -> list[str]:
    new = (blip.get(f"{_RELATIONS}embed") for blip in drawing.iter(_BLIP))
    old = (image.get(f"{_RELATIONS}id") for image in drawing.iter(_OLD_IMAGE))
    return [id for id in (*new, *old) if id]


def _drawn(drawing: etree._Element) -> str:
    uri = next((graphic.get("uri", "") for graphic in drawing.iter(_GRAPHIC)), "")
    return _DRAWN.get(uri.rpartition("/")[2], "图形")


def _described(drawing: etree._Element) -> str:
    said = (properties.get("descr") or properties.get("title") for properties in drawing.iter(_PROPERTIES))
    return (next(said, "") or "").strip()


def _width(drawing: etree._Element) -> float:
    extent = next(drawing.iter(_EXTENT), None)
    emu = whole("" if extent is None else extent.get("cx", ""), 0)
    return round(emu / _EMU_PER_MM, 1) if emu > 0 else _USUAL_MM
