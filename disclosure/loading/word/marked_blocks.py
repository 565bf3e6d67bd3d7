"""带书签的各块 — paragraphs and tables of an edited .docx, with the bookmarks that begin in them.

Revisions are read as accepted, comments are left out; both are told of.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from disclosure.loading.word.allow_list import path
from disclosure.loading.word.list_numbers import Numbering
from disclosure.loading.word.styles import Styles
from disclosure.loading.word.table import table
from disclosure.loading.word.text import Inline, Lost
from disclosure.loading.word.word_package import (
    Package,
    all_below,
    child,
    part_of,
    take_out,
    text_of,
    value,
    w,
    whole,
)
from disclosure.model import AttachedCell

_TAKEN_OUT = (w("del"), w("moveFrom"))
_CONTENTS_LINE = path(".//w:hyperlink[@w:anchor] | .//w:instrText[contains(., 'PAGEREF')]")
_SLIVER = 60  # twips, three points: no column that holds a character
_PUT_IN = (w("ins"), w("moveTo"))
_WRAPPERS = (w("sdt"), w("sdtContent"), w("customXml"), w("smartTag"))


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """一块 — a paragraph's text, or a table's rows; which it is of its kind; names of its bookmarks."""

    number: int
    marks: tuple[str, ...] = ()
    text: str = ""
    rows: tuple[tuple[AttachedCell, ...], ...] = ()
    is_contents: bool = False

    @property
    def is_table(self) -> bool:
        """是否表格."""
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """一份文件 — its blocks in order, texts put in and taken out by revisions, how many comments."""

    blocks: tuple[MarkedBlock, ...]
    put_in: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()
    comments: int = 0


def read(data: bytes) -> MarkedFile:
    """读取 .docx — its blocks that say something; raises DocxError."""
    package = Package(data)
    body = package.document.find(w("body"))
    if body is None:
        return MarkedFile(())
    put_in = tuple(filter(None, map(text_of, _outermost(body, _PUT_IN))))
    gone, rows = list(_outermost(body, _TAKEN_OUT)), list(filter(_is_taken_out, body.iter(w("tr"))))
    taken_out = tuple(filter(None, map(_deleted_text, (*gone, *map(_kept_text, rows)))))
    comments = len(set(_comment_ids(body)))
    take_out([*rows, *(mark for mark in gone if len(mark))])
    return MarkedFile(tuple(_Blocks(package).of(body)), put_in, taken_out, comments)


def _outermost(body: etree._Element, names: tuple[str, ...]) -> Iterator[etree._Element]:
    return (found for found in body.iter(*names) if next(found.iterancestors(*names), None) is None)


def _is_taken_out(row: etree._Element) -> bool:
    return child(row, "trPr", "del") is not None


def _kept_text(row: etree._Element) -> etree._Element:
    """A row that goes as a whole: what no mark of its own takes out."""
    rest = deepcopy(row)
    take_out(list(rest.iter(*_TAKEN_OUT)))
    return rest


def _deleted_text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("delText"), w("t")))


def _comment_ids(body: etree._Element) -> Iterator[str | None]:
    return (mark.get(w("id")) for mark in body.iter(w("commentReference")))


class _Blocks:
    """The blocks of a body; bookmarks that stand between blocks go with the next one."""

    def __init__(self, package: Package) -> None:
        lost = Lost()
        self._inline = Inline(package, lost)
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package, lost)
        self._lost = lost
        self._marks: list[str] = []
        self._open = ""  # of a paragraph whose end was taken out
        self._paragraphs = self._tables = 0

    def of(self, parent: etree._Element) -> Iterator[MarkedBlock]:
        for element in parent:
            if element.tag in _WRAPPERS:
                yield from self.of(element)
            elif element.tag == w("bookmarkStart"):
                self._marks.append(element.get(w("name"), ""))
            elif element.tag == w("tbl"):
                yield self._table(element)
            elif element.tag == w("p"):
                yield from self._paragraph(element)

    def _taken(self, element: etree._Element) -> tuple[str, ...]:
        marks = (*self._marks, *(mark.get(w("name"), "") for mark in element.iter(w("bookmarkStart"))))
        self._marks = []
        return marks

    def _table(self, element: etree._Element) -> MarkedBlock:
        self._tables += 1
        _without_slivers(element)
        rows = table(element, self._cell_text, self._lost, landscape=False).rows
        return MarkedBlock(self._tables, self._taken(element), rows=tuple(map(tuple, rows)))

    def _cell_text(self, element: etree._Element) -> str:
        return self._inline.read(element).text.strip()

    def _paragraph(self, element: etree._Element) -> Iterator[MarkedBlock]:
        self._open += self._inline.read(element).text.strip()
        marks = self._taken(element)
        if child(element, "pPr", "rPr", "del") is not None:
            self._marks = list(marks)  # it goes on in the next one
        elif self._open:
            self._paragraphs += 1
            number = self._numbering.text(self._styles.paragraph(element).numbering)
            yield MarkedBlock(
                self._paragraphs, marks, number + self._open, is_contents=_is_contents_line(element)
            )
            self._open = ""


def _without_slivers(element: etree._Element) -> None:
    """Columns as narrow as a line go: LibreOffice makes them where edges of cells do not meet."""
    widths = [whole(column.get(w("w"), ""), 0) for column in all_below(element, "tblGrid", "gridCol")]
    for row in element.findall(w("tr")):
        column = whole(value(row, "trPr", "gridBefore"), 0)
        for cell in row.findall(w("tc")):
            span = max(whole(value(cell, "tcPr", "gridSpan"), 1), 1)
            kept = sum(width >= _SLIVER for width in widths[column : column + span])
            column += span
            if span > 1 and kept:
                part_of(cell, "tcPr", "gridSpan").set(w("val"), str(kept))


def _is_contents_line(element: etree._Element) -> bool:
    """Whether a paragraph is a line of the contents."""
    return bool(_CONTENTS_LINE(element))
