"""Word 附件 — what a .docx holds: text, headings, tables, pictures, and what of it cannot be carried over."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from disclosure.loading.word import picture_parts
from disclosure.loading.word.list_numbers import Numbering
from disclosure.loading.word.publishable import publishable
from disclosure.loading.word.styles import Styles
from disclosure.loading.word.table import table
from disclosure.loading.word.text import Inline, Lost
from disclosure.loading.word.word_package import Package, w, whole
from disclosure.model import AttachedFile, AttachedTable, AttachedText
from disclosure.model.attachment_content import AttachedImage

Part = AttachedText | AttachedTable | AttachedImage
_CHANGES = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))


def read(data: bytes) -> AttachedFile:
    """读取 .docx — its parts in order, and in `lost` what is not carried over; raises DocxError."""
    surroundings = Lost()
    package = Package(data)
    _name_surroundings(package, surroundings)
    anew = picture_parts.renewed(package, data)
    made, withheld = publishable(Package(anew.data))
    shown, lost = Package(made), Lost()
    body = shown.document.find(w("body"))
    parts = tuple(_Body(shown, lost).parts(body)) if body is not None else ()
    return AttachedFile(
        data=data,
        publishable=made,
        parts=parts,
        lost=(*lost.named(), *surroundings.named()),
        refused=anew.refused,
        withheld=withheld,
    )


def _name_surroundings(package: Package, lost: Lost) -> None:
    if any((*package.texts("header"), *package.texts("footer"))):
        lost.add("页眉、页脚")
    if package.names("comments"):
        lost.add("批注")
    if next(package.document.iter(*_CHANGES), None) is not None:
        lost.add("修订痕迹（按接受全部修订带入，请核对）")


class _Body:
    def __init__(self, package: Package, lost: Lost) -> None:
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package, lost)
        self._inline = Inline(package, lost)
        self._lost = lost

    def parts(self, body: etree._Element) -> Iterator[Part]:
        section: list[etree._Element] = []
        for block in body.iterchildren(w("p"), w("tbl"), w("sectPr")):
            section.append(block)
            properties = _section_end(block)
            if properties is not None:
                yield from self._section(section, landscape=_is_landscape(properties))
                section = []
        yield from self._section(section, landscape=False)

    def _section(self, blocks: list[etree._Element], *, landscape: bool) -> Iterator[Part]:
        for block in blocks:
            if block.tag == w("p"):
                yield from self._paragraph(block)
            elif block.tag == w("tbl"):
                yield table(block, self._cell_text, self._lost, landscape=landscape)

    def _paragraph(self, block: etree._Element) -> Iterator[Part]:
        found = self._inline.read(block)
        properties = self._styles.paragraph(block)
        text = found.text.strip()
        if text:
            number = self._numbering.text(properties.numbering)
            yield AttachedText(number + text, properties.level)
        yield from found.images

    def _cell_text(self, block: etree._Element) -> str:
        found = self._inline.read(block)
        if found.images:
            self._lost.add("表格中的图片")
        number = self._numbering.text(self._styles.paragraph(block).numbering) if found.text.strip() else ""
        return number + found.text.strip()


def _section_end(block: etree._Element) -> etree._Element | None:
    return block if block.tag == w("sectPr") else block.find(f"{w('pPr')}/{w('sectPr')}")


def _is_landscape(properties: etree._Element) -> bool:
    size = properties.find(w("pgSz"))
    if size is None:
        return False
    wide = whole(size.get(w("w"), ""), 0) > whole(size.get(w("h"), ""), 0)
    return size.get(w("orient")) == "landscape" or wide
