"""附件并入 — an office's own .docx, whole: docxcompose, its gaps closed for whole files between sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxcompose.composer import Composer

from disclosure.document import Attachment, Heading, PageBreak, Paragraph, TableBlock, plain
from disclosure.errors import OutputError
from disclosure.outputs.docx.foreign_documents import prepare
from disclosure.outputs.docx.reference_look import BROKEN, open_docx
from disclosure.outputs.docx.wordml import bookmark, element, root, w

_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for number, kind, mark in (
        (-1, "separator", "separator"),
        (0, "continuationSeparator", "continuationSeparator"),
    )
)


class _Composer(Composer):  # type: ignore[misc] # docxcompose has no types
    """docxcompose without its guesses about sections, and with every style of the added document."""

    def add_styles(self, doc: Any, element: Any) -> None:  # noqa: ARG002 - the signature is docxcompose's
        """样式 — all of them, since docxcompose leaves out the styles that others are based on."""
        known = {style.styleId for style in self.doc.styles.element.style_lst}
        for style in doc.styles.element.style_lst:
            if style.styleId not in known:
                copy = deepcopy(style)
                self.doc.styles.element.append(copy)
                self.add_numberings(doc, copy)

    def footnote_part(self) -> Any:
        """脚注部件 — with the separators that Word expects."""
        main = self.doc.part
        if not any(rel.reltype == RELATIONSHIP_TYPE.FOOTNOTES for rel in main.rels.values()):
            name = PackURI("/word/footnotes.xml")
            blob = root("footnotes", _SEPARATORS).encode()
            main.relate_to(
                Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, main.package), RELATIONSHIP_TYPE.FOOTNOTES
            )
        return super().footnote_part()

    def renumber_bookmarks(self) -> None:
        """书签号 — already unique; docxcompose would cross nested ones."""

    def fix_section_types(self, doc: Any) -> None:
        """分节类型 — each section already says its own."""

    def fix_header_and_footers(self, doc: Any) -> None:
        """页眉页脚 — each section already refers to its own."""


class Merger:
    """并入者 — puts attachments into a document one after another."""

    def __init__(self, main: Any, references: str, serial: Iterator[int]) -> None:
        self.main = main
        self.references = references
        self.serial = serial
        self.count = 0

    def merge(self, place: Any, block: Attachment, marks: list[str]) -> None:
        """并入 — the attachment instead of the place-holder, its sections with our headers and footers."""
        self.count += 1
        document = open_docx(block.data, f"附件“{block.id}”")
        try:
            self._insert(place, document, block, marks)
        except BROKEN as error:
            raise OutputError(
                f"附件“{block.id}”有损坏的内容，无法并入，请在 Word 中打开后另存为新的 .docx"
            ) from error
        self._fix_numbering_ids()

    def _insert(self, place: Any, document: Any, block: Attachment, marks: list[str]) -> None:
        prepare(document, self.count, self.serial)
        _remove_title(document.element.body, block.title)
        self._mark(document.element.body, block, marks)
        body = self.main.element.body
        index, before = body.index(place), len(body)
        body.remove(place)
        composer = _Composer(self.main.document)
        composer.restart_numbering = False  # every attachment gets numberings of its own
        composer.insert(index, document)
        added = list(body)[index : index + len(body) - before + 1]
        last = deepcopy(document.element.body.sectPr)
        body.insert(index + len(added), last)
        self._dress([*added, last])

    def _dress(self, elements: list[Any]) -> None:
        """Give every section of the attachment our headers and footers; its first starts a page."""
        sections = list(chain.from_iterable(node.iter(w("sectPr")) for node in elements))
        _start_page(sections[0])
        for properties in sections:
            properties[:0] = list(element("sectPr", self.references))

    def _fix_numbering_ids(self) -> None:
        """docxcompose draws these at random; they only have to differ."""
        for rel in self.main.rels.values():
            if rel.reltype == RELATIONSHIP_TYPE.NUMBERING:
                for number, node in enumerate(rel.target_part.element.iter(w("nsid")), 1):
                    node.set(w("val"), f"{number:08X}")

    def _mark(self, body: Any, block: Attachment, marks: list[str]) -> None:
        """Bookmark the attachment and, where they are found again by their text, the blocks read from it."""
        places = list(body.iterchildren(w("p"), w("tbl")))
        position = 0
        for name in marks:
            self._bookmark(body, places, 0, name)
        for inner in block.blocks:
            found = _found_again(places, position, inner)
            if found is None:
                self._bookmark(body, places, position, inner.id)
            else:
                self._bookmark(body, places, found, inner.id)
                position = min(found + 1, len(places) - 1)

    def _bookmark(self, body: Any, places: list[Any], position: int, name: str) -> None:
        start, end = element("p", bookmark(next(self.serial), name))
        if not places:
            body.insert(0, end)
            body.insert(0, start)
            return
        paragraph = next(places[position].iter(w("p")))
        properties = paragraph.find(w("pPr"))
        paragraph.insert(0 if properties is None else 1, end)
        paragraph.insert(0 if properties is None else 1, start)


def _start_page(properties: Any) -> None:
    for kind in properties.findall(w("type")):
        properties.remove(kind)
    properties.insert(0, element("type", val="nextPage"))


def _text_of(place: Any) -> str:
    return "".join(node.text or "" for node in place.iter(w("t")))


def _ends_with(content: str, text: str) -> bool:
    """Whether a block says what a paragraph does; a number made by Word is not in the paragraph's text."""
    return _squeezed(text) != "" and _squeezed(content).endswith(_squeezed(text))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _remove_title(body: Any, title: str) -> None:
    """Of the first paragraph with a text; one that closes a section stays."""
    for first in [*filter(_text_of, body.iterchildren(w("p")))][: bool(title)]:
        if first.find(f".//{w('sectPr')}") is None:
            body.remove(first)


def _found_again(places: list[Any], start: int, block: Any) -> int | None:
    """Where a block read from the attachment stands in it, not before a position."""
    positions = range(start, len(places))
    return next((position for position in positions if _stands_at(places[position], block)), None)


def _stands_at(place: Any, block: Any) -> bool:
    match block:
        case TableBlock():
            return bool(place.tag == w("tbl"))
        case Heading() | Paragraph():
            return place.tag == w("p") and _ends_with(plain(block.content), _text_of(place))
        case PageBreak():
            return False
    return next(place.iter(w("drawing"), w("pict")), None) is not None
