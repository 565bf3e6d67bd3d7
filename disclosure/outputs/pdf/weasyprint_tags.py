"""WeasyPrint 的标签 — put right: scopes of header cells, boxes of figures, the contents, the cover's title.

The engine lists the headers of a cell, but miscounts columns beside merged cells; it counts the box of a
figure in CSS pixels from the top of the page; an entry of the contents is three links, one in the other.
"""

from __future__ import annotations

from typing import Any

from disclosure.document import Cover

_POINTS = 0.75  # of a CSS pixel
# No block but the contents makes a list.
_CONTENTS = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/Reference"}


def mended(cover: Cover | None, pdf: Any) -> None:
    """改标签 — in the file that is about to be written."""
    for node in pdf.objects:
        if isinstance(node, dict) and node.keys() >= {"S", "P"}:
            _MENDED.get(node["S"], _rename)(pdf, node)
    if cover:
        _name_title(pdf, cover)


def _at(pdf: Any, reference: Any) -> Any:
    """The object that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def _rename(_: Any, node: Any) -> None:
    node["S"] = _CONTENTS.get(node["S"], node["S"])


def _name_no_headers(_: Any, cell: Any) -> None:
    cell["A"].pop("Headers", None)


def _name_scope(pdf: Any, cell: Any) -> None:
    """Instead of its headers."""
    _name_no_headers(pdf, cell)
    part = _at(pdf, _at(pdf, cell["P"])["P"])
    cell["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"


def _put_on_page(pdf: Any, figure: Any) -> None:
    """In points from the lower left corner, as everything in a PDF."""
    left, top, right, bottom = (side * _POINTS for side in figure["A"]["BBox"])
    height = _at(pdf, figure["Pg"])["MediaBox"][3]
    figure["A"]["BBox"][:] = [left, height - bottom, right, height - top]


def _unnest(pdf: Any, link: Any) -> None:
    """A link in a link is a part of its text, and its annotation, at the same place, goes."""
    if not _is_within_link(pdf, link):
        return
    link["S"] = "/Span"
    for kid in [kid for kid in link["K"] if not isinstance(kid, int)]:
        place = _at(pdf, kid)
        if place.get("Type") == "/OBJR":
            link["K"].remove(kid)
            _at(pdf, place["Pg"])["Annots"].remove(place["Obj"])


def _is_within_link(pdf: Any, node: Any) -> bool:
    """What is in a link has been met before, and is still one where it is the outermost."""
    above = _at(pdf, node["P"])
    return above["S"] == "/Link" or ("P" in above and above["S"] == "/Span" and _is_within_link(pdf, above))


_MENDED = {"/TD": _name_no_headers, "/TH": _name_scope, "/Figure": _put_on_page, "/Link": _unnest}


def _name_title(pdf: Any, cover: Cover) -> None:
    """The lines of the title are one heading."""
    tree = next(node for node in pdf.objects if isinstance(node, dict) and node.get("S") == "/Document")
    lines = _at(pdf, tree["K"][0])["K"][len(cover.top) :][: len(cover.title)]
    first, *others = (_at(pdf, line) for line in lines)
    first["S"] = "/H1"
    for reference, line in zip(lines[1:], others, strict=True):
        _at(pdf, tree["K"][0])["K"].remove(reference)
        first["K"].append(reference)
        line["S"], line["P"] = "/Span", lines[0]
