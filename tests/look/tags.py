"""The tags of a PDF, walked from the root: what a screen reader is told, besides what `pdfua` looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from typing import Any

import pikepdf

from tests.look.measures import Fault

NAME = "标签"
Reach = tuple[int, int]  # rows that a cell still reaches into, columns
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def faults(data: bytes) -> Iterator[Fault]:
    """Of the whole file, then of its headings, figures, links and tables."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        yield from (Fault(0, words) for words in _of_file(pdf))
        nodes = list(_walk(pdf.Root.StructTreeRoot))
        for node, words in chain(_of_order(nodes), _of_tables(nodes), *map(_of_node, nodes)):
            yield Fault(pages.get(node.Pg.objgen, 0) if "/Pg" in node else 0, words)


def _of_file(pdf: Any) -> Iterator[str]:
    if not str(pdf.Root.get("/Lang", "")).startswith("zh"):
        yield "没有说是中文"
    if not pdf.docinfo.get("/Title") and not pdf.open_metadata().get("dc:title"):
        yield "没有标题"
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "窗口上不显示标题"
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked"):
        yield "没有说有标签"


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", ())
    kids = kids if isinstance(kids, pikepdf.Array) else (kids,)
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _walk(node: Any) -> Iterator[Any]:
    for kid in _kids(node):
        yield kid
        yield from _walk(kid)


def _of_order(nodes: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Headings from the first level down, none left out; the first of the first page is one of them."""
    before = 0
    for node in nodes:
        if node.S in _HEADINGS:
            level = int(str(node.S)[2:])
            if level > before + 1:
                yield node, f"{level} 级标题在 {before} 级下面"
            before = level
    if not before:
        yield nodes[0], "没有标题"


def _of_node(node: Any) -> Iterator[tuple[Any, str]]:
    match str(node.S):
        case "/Figure":
            yield from ((node, words) for words in _of_figure(node))
        case "/Link":
            yield from ((node, words) for words in _of_link(node))


def _of_figure(node: Any) -> Iterator[str]:
    if not str(node.get("/Alt", "")).strip():
        yield "图没有替代文字"
    left, bottom, right, top = map(float, _attribute(node, "/BBox") or (0, 0, 0, 0))
    page = list(map(float, node.Pg.MediaBox))
    if not (page[0] <= left < right <= page[2] and page[1] <= bottom < top <= page[3]):
        yield f"图的位置 {left:.0f} {bottom:.0f} {right:.0f} {top:.0f} 不在页上"


def _of_link(node: Any) -> Iterator[str]:
    if any(kid.S == "/Link" for kid in _walk(node)):
        yield "链接里有链接"
    if not any(_holds_text(one) for one in (node, *_walk(node))):
        yield "链接没有文字"


def _holds_text(node: Any) -> bool:
    kids = node.get("/K", ())
    return any(isinstance(kid, int) for kid in (kids if isinstance(kids, pikepdf.Array) else (kids,)))


def _of_tables(nodes: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Tables in order: what reaches beyond a page goes on in the part that stands on the next."""
    reaching: list[Reach] = []
    for table in (node for node in nodes if node.S == "/Table"):
        rows = [node for node in _walk(table) if node.S == "/TR"]
        body = [row for row in rows if row.P.S != "/THead"]
        scopes = [_attribute(cell, "/Scope") for row in rows for cell in _kids(row) if cell.S == "/TH"]
        if None in scopes:
            yield table, "表头的格没有说是行的还是列的"
        if len(body) > 1 and "/Row" not in scopes and _is_titled(table):
            yield table, "表没有行的表头"
        head, _ = _widths(rows[: len(rows) - len(body)], [])
        widths, reaching = _widths(body, reaching)
        if len({*head, *widths}) > 1:
            yield table, f"表的各行不一样宽：{sorted({*head, *widths})}"


def _is_titled(table: Any) -> bool:
    """An office's own tables, in what it attached, have no title; nobody knows their names of rows."""
    captions = [kid for kid in _kids(table) if kid.S == "/Caption"]
    return any(_holds_text(one) for caption in captions for one in _walk(caption))


def _widths(rows: Sequence[Any], reaching: list[Reach]) -> tuple[list[int], list[Reach]]:
    """How many columns each row has, those that cells of rows above reach into too; what still reaches on."""
    widths = []
    for row in rows:
        spans = [
            (int(_attribute(cell, "/RowSpan") or 1), int(_attribute(cell, "/ColSpan") or 1))
            for cell in _kids(row)
        ]
        widths.append(sum(columns for _, columns in (*spans, *reaching)))
        reaching = [(left - 1, columns) for left, columns in (*spans, *reaching) if left > 1]
    return widths, reaching


def _attribute(node: Any, name: str) -> Any:
    attributes = node.get("/A", ())
    listed = attributes if isinstance(attributes, pikepdf.Array) else (attributes,)
    return next((one[name] for one in listed if isinstance(one, pikepdf.Dictionary) and name in one), None)
