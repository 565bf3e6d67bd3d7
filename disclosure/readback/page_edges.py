"""页边读回 — headers, footers and page numbers against the reference document, of pages read by their tags.

No tag holds them; nor the leaders of the contents, nor the head that a table repeats on the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from disclosure.document import Cover, Document, Style, TableBlock, of_kind, plain, walk
from disclosure.outputs.docx.reference_look import Look, read_look
from disclosure.outputs.docx.running_lines import PAGE, PAGES, Edge, running_lines
from disclosure.readback.along import Difference

EDGES: tuple[Edge, Edge] = ("header", "footer")
_LEADER = "."
Fold = Callable[[str], str]


def unlike_edges(
    untagged: Sequence[str], document: Document, style: Style, fold: Fold
) -> Iterator[Difference]:
    """不符的页边 — of what stands untagged on each page: the header first, the footer last."""
    look, covers = read_look(style), len(of_kind(Cover, document.blocks[:1]))
    heads = {"", *(_sorted_letters(fold(head)) for head in _table_heads(document))}
    for number, said in enumerate(untagged, 1):
        total = len(untagged) if number > covers else 0
        over, under = (
            _without_leaders(fold(_edge_text(look, edge, number, total))) for edge in ("header", "footer")
        )
        found = _without_leaders(said)
        between = found.removeprefix(over).removesuffix(under)
        if over + between + under != found or _sorted_letters(between) not in heads:
            yield Difference(f"第{number}页的页眉页脚", over + under, found)


def _edge_text(look: Look, edge: Edge, number: int, total: int) -> str:
    """What an edge of a page says; nothing on a cover, where there are no pages to number."""
    fields = {PAGE: str(number), PAGES: str(total)}
    lines = running_lines(look, edge, look.kinds[0 if number % 2 else -1]) if total else ()
    return "".join(fields.get(part.field, part.text) for line in lines for part in line.parts)


def _table_heads(document: Document) -> Iterator[str]:
    for table in of_kind(TableBlock, walk(document)):
        yield "".join(plain(cell.content) for row in table.head for cell in row.cells)


def _without_leaders(text: str) -> str:
    return text.replace(_LEADER, "")


def _sorted_letters(text: str) -> str:
    """Cells over several rows are painted after the others."""
    return "".join(sorted(_without_leaders(text)))
