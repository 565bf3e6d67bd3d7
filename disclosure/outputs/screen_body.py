"""屏幕上的正文 — the body of a page on screen: tables that scroll, numbers and terms that lead somewhere.

What a page offers besides the document (links, a list instead of a table) is said in attributes and shown by
the style: the text of the page is the document's, sentence for sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from disclosure.document import Block, Cell, Document, Origin, Paragraph, TableBlock, Text
from disclosure.outputs.glossary_links import GlossaryLinks
from disclosure.outputs.markup import Body, Place, cell_attributes, element, figure, tag_of, words
from disclosure.outputs.number_links import NumberLinks, cell_id, places, told_apart
from disclosure.outputs.shown_columns import ShownColumns

AS_LIST, TABLE_LINK, BACK, A_TABLE = "按行列出", "本表的链接", "回到文中", "表格"
MAIN = "main"
_LOOK_OF_ENTRY = "{ position: fixed; left: 0; right: 0; bottom: 0; z-index: 4; margin: 0; max-width: none; \
padding: .8em 1em; background: #222; color: #fff; font-size: 1rem; line-height: 1.6; }"


class ScreenBody(Body):
    """网页的正文 — `missing` lists, once it is written, the ids and words of what the document lacks."""

    def __init__(self, document: Document, origins: Mapping[str, Origin]) -> None:
        super().__init__(document, origins)
        self.missing: list[tuple[str, str]] = []
        self._numbers, self._terms = NumberLinks(document), GlossaryLinks(document)
        self._columns: dict[str, ShownColumns] = {}
        self._terms_here: list[str] = []
        self._address: Callable[[str | None], str | None] = _nowhere
        remarks = document.editing.remarks if document.editing else ()
        self._places = places(document, set(chain.from_iterable(remark.about for remark in remarks)))
        self._apart = told_apart(document)
        self._ids = frozenset([*self._places.values(), *self._apart.values()])
        self._is_worked_on = bool(origins)  # any cell may be asked for

    @property
    def css(self) -> str:
        """这份文稿的样式 — how an entry of its glossary comes to its term."""
        return self._terms.css(_LOOK_OF_ENTRY)

    def place(self, name: str) -> str | None:
        """所在之处 — the address of a figure or cell that a remark of the edition is about."""
        return f"#{self._places[name]}" if name in self._places else None

    def main(self, blocks: Iterable[Block]) -> str:
        return element("main", self.blocks(blocks), id=MAIN)

    def paragraph(self, block: Paragraph) -> str:
        self._terms_here, self._address = self._terms.wanted(block.id), self._numbers.cell
        content = self.line(block.content)
        self._terms_here, self._address = [], _nowhere
        back = self._terms.used.get(block.id)
        if back:
            content += element("a", href=f"#{back}", class_="back", aria_label=BACK)
        return element("p", content, id=block.id, class_=self.names(block))

    def text(self, text: Text) -> str:
        if text.missing:
            return self._lacking(text)
        return self._linked(text) if text.figure else self._explained(text)

    def _lacking(self, text: Text) -> str:
        id = f"missing-{len(self.missing) + 1}"
        self.missing.append((id, text.text))
        return words(text).replace("<mark>", f'<mark id="{id}">', 1)

    def _linked(self, text: Text) -> str:
        address, origin = self._address(text.figure), self.origins.get(text.figure or "")
        if origin:
            return figure(text, origin, address)
        return element("a", words(text), class_="number", href=address) if address else words(text)

    def _explained(self, text: Text) -> str:
        """With a link at each term that is still to be explained here."""
        term = next((term for term in self._terms_here if term in text.text), None)
        if term is None:
            return words(text)
        self._terms_here.remove(term)
        before, _, after = text.text.partition(term)
        entry = self._terms.entries[term]
        link = element(
            "a", words(replace(text, text=term)), class_="term", href=f"#{entry}", aria_describedby=entry
        )
        first, last = (self._explained(replace(text, text=part)) for part in (before, after))
        return first + link + last

    # 表格

    def table(self, block: TableBlock) -> str:
        self._columns[block.id] = ShownColumns(block)
        return super().table(block)

    def caption(self, block: TableBlock) -> str:
        return element("caption", self.table_lines(block), id=f"{block.id}-caption")

    def table_box(self, block: TableBlock, table: str) -> str:
        columns = self._columns[block.id]
        telling = (f"{block.id}-caption" * bool(block.title), self._apart.get(block.id))
        by = " ".join(filter(None, telling))
        named = {"aria_labelledby": by} if by else {"aria_label": A_TABLE}
        box = element("div", table, class_="table-box", tabindex=0, role="region", style=columns.css, **named)
        as_list = f'<input type="checkbox" aria-label="{AS_LIST}">' * columns.name_rows
        link = element("a", href=f"#{block.id}", aria_label=TABLE_LINK) * bool(block.number)
        return element("div", as_list + link, class_="tools") + box

    def cell(self, block: TableBlock, place: Place, cell: Cell) -> str:
        columns, id = self._columns[block.id], cell_id(block, *place)
        back = self._numbers.paragraph(id)
        self._address = lambda _: back
        content = self.line(cell.content)
        self._address = _nowhere
        return element(
            tag_of(cell),
            content,
            id=id if back or id in self._ids or (self._is_worked_on and cell.name) else None,
            class_=columns.classes(cell, place[1]) or None,
            data_head=columns.head(cell, place),
            **cell_attributes(block, place, cell),
        )


def _nowhere(_: str | None) -> str | None:
    """Where a figure leads that stands in neither a paragraph nor a cell."""
    return None
