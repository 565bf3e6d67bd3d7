"""typst 的标签 — header cells say what they head; what only kept rows together is taken out of the tables.

Typst knows header rows, not header cells of rows; and it lists the headers of each cell, which would hide
the scopes from who reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from disclosure.document import Cover
from disclosure.outputs.pdf.typst_tables import TableTags

_TD, _TH = pikepdf.Name("/TD"), pikepdf.Name("/TH")
_COLUMN, _ROW = pikepdf.Name("/Column"), pikepdf.Name("/Row")


def tagged(data: bytes, tables: Sequence[TableTags], cover: Cover | None) -> bytes:
    """改标签 — the same pages; the same file gives the same bytes."""
    made = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        for table, tags in zip(_tagged_tables(tree), tables, strict=True):
            _mend(table, tags)
        if cover:
            _name_title(_kids(tree)[0], cover)
        if "/IDTree" in tree:
            del tree.IDTree  # of what headers were listed by
        if "/Suspects" in pdf.Root.MarkInfo:
            del pdf.Root.MarkInfo.Suspects  # false, as without it; some readers complain of it
        compact = pikepdf.ObjectStreamMode.generate
        pdf.save(made, deterministic_id=True, object_stream_mode=compact, fix_metadata_version=False)
    return made.getvalue()


def _kids(node: Any) -> list[Any]:
    """The elements below one, not what stands on the page."""
    kids = node.get("/K", ())
    return [kid for kid in (kids if isinstance(kids, pikepdf.Array) else (kids,)) if _is_element(kid)]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _name_title(document: Any, cover: Cover) -> None:
    """The lines of the title are one heading."""
    blocks, start = list(document.K), len(cover.top)
    first, *others = blocks[start : start + len(cover.title)]
    first.S = pikepdf.Name("/H1")
    for line in others:
        line.S, line.P = pikepdf.Name("/Span"), first
    own = list(first.K) if isinstance(first.K, pikepdf.Array) else [first.K]
    first.K = pikepdf.Array([*own, *others])
    document.K = pikepdf.Array([*blocks[: start + 1], *blocks[start + 1 + len(others) :]])


def _tagged_tables(node: Any) -> Iterator[Any]:
    for kid in _kids(node):
        if kid.S == "/Table":
            yield kid
        else:
            yield from _tagged_tables(kid)


def _mend(table: Any, tags: TableTags) -> None:
    rows = list(_table_rows(table))
    if tags.has_notes:
        _move_behind(table, rows.pop())
    for number, (row, heads) in enumerate(zip(rows, tags.heads, strict=True)):
        scope = _COLUMN if row.P.S == "/THead" else _ROW
        cells = list(row.K)
        if number in tags.keeping:
            row.K = pikepdf.Array(cells[:-1])
        for cell, is_head in zip(cells, heads, strict=False):
            _say(cell, scope if is_head else None)


def _table_rows(table: Any) -> Iterator[Any]:
    """Those of a table without a head stand in it without a body around them."""
    for kid in _kids(table):
        yield from (kid,) if kid.S == "/TR" else () if kid.S == "/Caption" else _kids(kid)


def _say(cell: Any, scope: Any) -> None:
    """Whether a cell is a header, and of what."""
    (attributes,) = (one for one in cell.A if one.O == "/Table")
    if "/Headers" in attributes:
        del attributes.Headers
    if scope is None:
        cell.S = _TD
    else:
        cell.S, attributes.Scope = _TH, scope


def _move_behind(table: Any, row: Any) -> None:
    """The notes stand behind the table, not in its last row."""
    part, above = row.P, table.P
    part.K = pikepdf.Array(_kids(part)[:-1])
    notes = [note for cell in _kids(row) for note in _kids(cell)]
    for note in notes:
        note.P = above
    siblings = _kids(above)
    behind = [kid.objgen for kid in siblings].index(table.objgen) + 1
    above.K = pikepdf.Array([*siblings[:behind], *notes, *siblings[behind:]])
