"""参考文档的错 — what a pack's header or footer must not hold: it goes out on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from disclosure.errors import OutputError, short
from disclosure.outputs.docx.wordml import w

_EDGES = {"headerReference": "页眉", "footerReference": "页脚"}  # of the section whose edges are used
_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|STYLEREF|SEQ)\b[^\"]*", re.IGNORECASE)
_UNSEEN = {w("vanish"): "隐藏的文字", w("ins"): "修订", w("del"): "修订", w("commentReference"): "批注"}
_MEND = "页眉、页脚只能有看得见的文字和页码，请在 Word 中改好"


def require_plain_edges(source: Any, what: str) -> None:
    """页眉页脚须平常 — raises OutputError where they hold anything that is not seen, or fetches or starts.

    Also the KeyError or AttributeError of one that is referred to and is not there, or is something else.
    """
    faults = dict.fromkeys(fault for edge, part in _edges(source) for fault in _edge_faults(edge, part))
    if faults:
        raise OutputError(f"{what}的{'、'.join(faults)}；{_MEND}")


def _edges(source: Any) -> Iterator[tuple[str, Any]]:
    for name, edge in _EDGES.items():
        for node in source.element.body.sectPr.findall(w(name)):
            yield edge, source.related_parts[node.rId]


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
