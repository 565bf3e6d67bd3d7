"""标记 — WordprocessingML as strings: names, escaping, runs, paragraphs with properties in schema order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from disclosure.document import Line, Text

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpi": "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "w16cid": "http://schemas.microsoft.com/office/word/2016/wordml/cid",
    "w16": "http://schemas.microsoft.com/office/word/2018/wordml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
# What an attached file may bring from newer versions of Word must not stop an older one.
_IGNORABLE = "w14 w15 wp14 w16se w16cid w16"
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_WIDE_PUNCTUATION = frozenset("“”‘’—…·")
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_LONGEST_BOOKMARK = 40
DIGIT = 0.5  # the width of one in Times New Roman, in letters


def w(name: str) -> str:
    """带命名空间的名称 — the name of a WordprocessingML element or attribute as lxml wants it."""
    return f"{{{NAMESPACES['w']}}}{name}"


def root(name: str, inner: str) -> str:
    """根元素 — a part's root element with every namespace that may occur in it."""
    return f'<w:{name} {_DECLARED} mc:Ignorable="{_IGNORABLE}">{inner}</w:{name}>'


def element(name: str, inner: str = "", **attributes: str) -> Any:
    """元素 — one element to be put into a part, parsed; attributes are in the `w` namespace."""
    made: Any = parse_xml(f"<w:{name} {_DECLARED}>{inner}</w:{name}>")
    for key, value in attributes.items():
        made.set(w(key), value)
    return made


def remove(nodes: Iterable[Any]) -> None:
    """删去 — nodes with all that is in them, where they have not gone already."""
    for node in nodes:
        if node.getparent() is not None:
            node.getparent().remove(node)


def attribute(value: str) -> str:
    """属性值 — an attribute's value, quoted and escaped."""
    return quoteattr(value)


def bookmark_name(block_id: str) -> str:
    """书签名 — hidden, of letters, digits and `_`, at most 40 long; a hash keeps changed ids apart."""
    name = "_" + re.sub(r"[^0-9A-Za-z_]", "_", block_id)
    if name[1:] == block_id and len(name) <= _LONGEST_BOOKMARK:
        return name
    return f"{name[:29]}_{sha256(block_id.encode()).hexdigest()[:10]}"


def bookmark(number: int, block_id: str, content: str = "") -> str:
    """书签 — `content` inside the hidden bookmark of a block."""
    name = bookmark_name(block_id)
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def _characters(text: str) -> str:
    pieces = filter(None, re.split(r"([\n\t])", text))
    return "".join(
        _BREAKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces
    )


def _run_properties(text: Text, half_points: int | None) -> str:
    # Word takes “ ” — … from the Latin font unless told that they belong to Chinese text.
    hint = '<w:rFonts w:hint="eastAsia"/>' if _WIDE_PUNCTUATION & set(text.text) else ""
    strong = "<w:b/><w:bCs/>" if text.strong else ""
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else ""
    missing = '<w:highlight w:val="yellow"/>' if text.missing else ""
    inner = hint + strong + size + missing
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run(text: Text, half_points: int | None = None) -> str:
    """文字 — one run; `half_points` overrides the style's size."""
    return f"<w:r>{_run_properties(text, half_points)}{_characters(text.text)}</w:r>"


def runs(line: Line, half_points: int | None = None) -> str:
    """一行文字 — a run for each Text."""
    return "".join(run(text, half_points) for text in line if text.text)


def paragraph(
    style: str,
    content: str,
    *,
    keep: bool = False,
    whole: bool = False,
    new_page: bool = False,
    tabs: str = "",
    before: int | None = None,
    pitch: int | None = None,
    align: str = "",
    sides: tuple[int, int] | None = None,
) -> str:
    """段落 — a paragraph of a style; the rest differs from the style only where given."""
    properties = (
        f"<w:pStyle w:val={attribute(style)}/>",
        "<w:keepNext/>" if keep else "",
        "<w:keepLines/>" if whole else "",
        "<w:pageBreakBefore/>" if new_page else "",
        f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
        _spacing(before, pitch),
        f'<w:ind w:left="{sides[0]}" w:right="{sides[1]}"/>' if sides else "",
        f'<w:jc w:val="{align}"/>' if align else "",
    )
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{content}</w:p>"


def _spacing(before: int | None, pitch: int | None) -> str:
    above = f' w:before="{before}"' if before is not None else ""
    exact = f' w:line="{pitch}" w:lineRule="exact"' if pitch else ""
    return f"<w:spacing{above}{exact}/>" if above or exact else ""


def tab(position: int, *, leader: str = "") -> str:
    """右制表位 — a right tab stop, dotted where asked."""
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tab w:val="right"{dots} w:pos="{position}"/>'


def field(instruction: str, cached: str) -> str:
    """域 — a complex field with the result it shows until it is updated."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{cached}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
