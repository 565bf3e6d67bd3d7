"""参考文档的错 — what a pack's header or footer must not hold: it goes out on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from lxml.etree import LxmlError

from disclosure.errors import OutputError, short
from disclosure.outputs.docx.wordml import NAMESPACES, w

_EDGES = {  # of the section whose edges are used
    "headerReference": ("页眉", RELATIONSHIP_TYPE.HEADER),
    "footerReference": ("页脚", RELATIONSHIP_TYPE.FOOTER),
}
# Parts that what is written takes over or follows: relation → what it is, its type, its root.
_PARTS = {
    RELATIONSHIP_TYPE.STYLES: ("样式", CONTENT_TYPE.WML_STYLES, w("styles")),
    RELATIONSHIP_TYPE.SETTINGS: ("设置", CONTENT_TYPE.WML_SETTINGS, w("settings")),
    RELATIONSHIP_TYPE.NUMBERING: ("编号", CONTENT_TYPE.WML_NUMBERING, w("numbering")),
    RELATIONSHIP_TYPE.FONT_TABLE: ("字体表", CONTENT_TYPE.WML_FONT_TABLE, w("fonts")),
    RELATIONSHIP_TYPE.THEME: ("主题", CONTENT_TYPE.OFC_THEME, f"{{{NAMESPACES['a']}}}theme"),
    RELATIONSHIP_TYPE.HEADER: ("页眉", CONTENT_TYPE.WML_HEADER, w("hdr")),
    RELATIONSHIP_TYPE.FOOTER: ("页脚", CONTENT_TYPE.WML_FOOTER, w("ftr")),
}
_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|STYLEREF|SEQ)\b[^\"]*", re.IGNORECASE)
_UNSEEN = {w("vanish"): "隐藏的文字", w("ins"): "修订", w("del"): "修订", w("commentReference"): "批注"}
_MEND = "页眉、页脚只能有看得见的文字和页码，请在 Word 中改好"


def require_whole_parts(source: Any, what: str) -> None:
    """部件须完好 — raises OutputError for a part that is not the XML that it must be."""
    for relation in (each for each in source.rels.values() if each.reltype in _PARTS):
        (name, *expected), part = _PARTS[relation.reltype], relation.target_part
        if [part.content_type, _root_of(part)] != expected:
            raise OutputError(
                f"{what}里的{name}部件“{short(part.partname)}”已损坏，请在 Word 中打开后另存为新的 .docx"
            )


def _root_of(part: Any) -> str:
    try:
        return str(parse_xml(part.blob).tag)
    except LxmlError:
        return ""


def require_plain_edges(source: Any, what: str) -> None:
    """页眉页脚须平常 — raises OutputError where they hold anything that is not seen, or fetches or starts.

    Also the KeyError of one that is referred to and is not there, or is something else.
    """
    faults = dict.fromkeys(fault for edge, part in _edges(source) for fault in _edge_faults(edge, part))
    if faults:
        raise OutputError(f"{what}的{'、'.join(faults)}；{_MEND}")


def _edges(source: Any) -> Iterator[tuple[str, Any]]:
    for name, (edge, kind) in _EDGES.items():
        parts = {key: each.target_part for key, each in source.rels.items() if each.reltype == kind}
        yield from ((edge, parts[node.rId]) for node in source.element.body.sectPr.findall(w(name)))


def _edge_faults(edge: str, part: Any) -> Iterator[str]:
    yield from (f"{edge}有指向别处的链接" for each in part.rels.values() if each.is_external)
    yield from (f"{edge}有{_UNSEEN[node.tag]}" for node in part.element.iter(*_UNSEEN))
    codes = _field_codes(part.element)
    yield from (f"{edge}有域“{short(code)}”" for code in codes if not _FIELD.fullmatch(code))


def _field_codes(tree: Any) -> Iterator[str]:
    """What each field does; Word may cut one into several runs."""
    code = ""
    for node in tree.iter(w("fldSimple"), w("instrText"), w("fldChar")):
        if node.tag == w("instrText"):
            code += node.text or ""
            continue
        yield from filter(None, (code.strip(), node.get(w("instr"), "").strip()))
        code = ""
    yield from filter(None, [code.strip()])
