"""可公开的内容 — an office's own .docx made anew of what may go out, and what of it does not."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from lxml import etree

from disclosure.loading.word.allow_list import (
    KNOWN_CHOICES,
    path,
    pattern,
    rules,
    settle_attributes,
    shown_choice,
    table,
    tag,
    tags,
)
from disclosure.loading.word.colours import Palette
from disclosure.loading.word.new_package import NewPackage, xml
from disclosure.loading.word.shown_text import ShownText
from disclosure.loading.word.styles import Styles
from disclosure.loading.word.withheld import Withheld
from disclosure.loading.word.word_fields import Fields
from disclosure.loading.word.word_package import NOTHING, Package, child, part_of, take_out, text_of, w

_RELATION = tag("r:id")[: -len("id")]
# Parts that are read, by kind: what they begin with, and what people call them.
_PARTS = {
    "styles": (w("styles"), "样式"),
    "numbering": (w("numbering"), "编号"),
    "footnotes": (w("footnotes"), "脚注"),
    "endnotes": (w("endnotes"), "尾注"),
    "theme": (tag("a:theme"), "主题"),
    "settings": (w("settings"), "设置"),
}
_NOTES = {"footnotes": w("footnoteReference"), "endnotes": w("endnoteReference")}
_LOST_MARKS = {
    kind: path(f".//w:{kind[:-1]}Reference[not(contains($known, concat('<', @w:id, '>')))]")
    for kind in _NOTES
}
_UNUSED_NOTE = path("*[not(@w:type) and not(contains($used, concat('<', @w:id, '>')))]")
_DELETED_ROWS = path(".//w:tr[w:trPr/w:del] | .//w:tc[w:tcPr/w:cellDel]")
_REVISED = {
    "删去的文字": path(".//w:del[.//w:t or .//w:delText]"),
    "移走的文字": path(".//w:moveFrom[.//w:t or .//w:delText]"),
}
_SETTLED = path(".//w:del | .//w:moveFrom")
_OLD_PICTURES = path(".//w:object[.//v:imagedata]")
_DRAWN = path(".//w:drawing | .//w:pict | .//w:object")
_DRAWN_IN = "a:blip c:chart dgm:relIds wps:wsp wpg:wgp wpc:wpc"
_OLD_DRAWN_IN = "v:shape v:rect v:roundrect v:oval v:line v:polyline v:arc v:curve v:group"
_UNDRAWN = {
    "隐藏的图": path(
        "(.//w:drawing | .//w:pict | .//w:object)[.//wp:docPr[@hidden = '1' or @hidden = 'true']"
        " or .//v:*[contains(translate(@style, ' ', ''), 'visibility:hidden')]]"
    ),
    "图（没有内容）": path(
        f".//w:drawing[not({' or '.join(f'.//{name}' for name in _DRAWN_IN.split())})]"
        f" | (.//w:pict | .//w:object)[not({' or '.join(f'.//{name}' for name in _OLD_DRAWN_IN.split())})]"
    ),
}
_PICTURE = re.compile(r"word/media/picture\d+\.(png|jpeg)")  # one that was written anew
_ALTERNATE = tag("mc:AlternateContent")
_FALLBACK = path("mc:Fallback/*")
_LOST_START = path(".//w:bookmarkStart[not(contains($known, concat('<', @w:name, '>')))]")
_LOST_END = path(".//w:bookmarkEnd[not(contains($known, concat('<', @w:id, '>')))]")
_STYLE_NAMES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
_STYLE_REFERENCES = tuple(map(w, _STYLE_NAMES))
_DESCRIPTIONS = ("descr", "title")
_LOST_STYLE = path(" | ".join(f".//w:{name}[@w:val = '']" for name in _STYLE_NAMES))
_LOST_LIST = path(".//w:numPr[w:numId[not(contains($known, concat('<', @w:val, '>')))]]")
_SOURCES = "bibliography}Sources"
_CHART_REFERENCE = "Sheet1!$A$1"  # where a figure stood in a workbook that does not come along


def publishable(package: Package) -> tuple[bytes, tuple[str, ...]]:
    """可公开的内容 — the file made anew, and what of it is withheld, each kind with its places."""
    return _Copy(package).made()


class _Copy:
    def __init__(self, package: Package) -> None:
        self._package, self._new = package, NewPackage()
        self._document = package.document
        self._withheld = Withheld(child(self._document, "body"))
        self._trees = {kind: tree for kind in _PARTS if (tree := self._tree(kind)) is not None}
        self._tell_of_settings(part_of(self._trees.pop("settings", None)))
        self._theme = self._trees.get("theme")
        self._palette = Palette(self._theme)
        self._notes = [self._trees[kind] for kind in _NOTES if kind in self._trees]
        self._texts = [self._document, *self._notes]
        self._settled = [self._document, *(tree for tree in self._trees.values() if tree is not self._theme)]

    def made(self) -> tuple[bytes, tuple[str, ...]]:
        for text in self._texts:
            self._settle_structure(text)
        fields = Fields(set(_bookmarks(self._texts)), self._withheld)
        shown = ShownText(Styles(self._trees.get("styles")), self._palette, self._withheld)
        for text in self._texts:
            fields.settle(text)
            shown.settle(text)
        self._settle_notes()
        for tree in self._settled:
            self._settle_elements(tree)
        self._settle_links(fields)
        for text in self._texts:
            _settle_bookmarks(text, fields.referred)
        self._settle_drawings()
        self._settle_references()
        for kind, tree in self._trees.items():
            self._new.add(kind, xml(_without_loose_names(tree)))
        return self._new.save(_without_loose_names(self._document)), self._withheld.named()

    def _tree(self, kind: str) -> etree._Element | None:
        names = self._package.names(kind)[:1]
        trees = list(map(self._package.xml_or_none, names))
        whole = [tree for tree in trees if tree is not None and tree.tag == _PARTS[kind][0]]
        if len(whole) < len(names):
            told = f"{_PARTS[kind][1]}已损坏，没有并入，请在 Word 或 WPS 中打开后另存为新的 .docx"
            self._withheld.add(told)
        return next(iter(whole), None)

    def _tell_of_settings(self, settings: etree._Element) -> None:
        for name, told in table()["settings"].items():
            if child(settings, name) is not None:
                self._withheld.add(told)
        if any(map(self._is_data, self._package.names("customXml"))):
            self._withheld.add("自定义 XML 数据")

    def _is_data(self, name: str) -> bool:
        """Not the empty list of sources that Word puts into every file."""
        tree = part_of(self._package.xml_or_none(name))
        return tree is not NOTHING and (len(tree) > 0 or not str(tree.tag).endswith(_SOURCES))

    def _settle_structure(self, text: etree._Element) -> None:
        """Revisions as accepted; of alternatives the one that everybody's Word shows."""
        for part in _DELETED_ROWS(text):
            self._withhold("删去的文字", part)
        for told, parts in _REVISED.items():
            for part in parts(text):
                self._withhold(told, part)
        take_out(_SETTLED(text))
        _choose_alternatives(text)
        for holder in _OLD_PICTURES(text):
            holder.tag = w("pict")

    def _withhold(self, what: str, element: etree._Element) -> None:
        if what:
            self._withheld.add(what, element)
        take_out([element])

    def _settle_notes(self) -> None:
        """Notes that are referred to, and references to what is there."""
        for kind, reference in _NOTES.items():
            notes = part_of(self._trees.get(kind))
            for mark in _LOST_MARKS[kind](self._document, known=_names_in_brackets(notes, "id")):
                self._withhold(f"{_PARTS[kind][1]}（没有内容）", mark)
            for note in _UNUSED_NOTE(notes, used=_names_in_brackets(self._document.iter(reference), "id")):
                self._withhold(text_of(note) and "没有用到的脚注", note)

    def _settle_elements(self, element: etree._Element) -> None:
        """An element and what is in it: kept, unwrapped, or gone."""
        found, name = rules(), str(element.tag)
        for inner in list(element) if name in found.passed else ():
            self._settle_elements(inner)
        if name in found.kept:
            self._keep(element)
        elif name in found.unwrapped:
            self._unwrap(element, found.unwrapped[name])
        else:
            self._withhold(found.name(name), element)

    def _keep(self, element: etree._Element) -> None:
        self._palette.settle(element)
        if settle_attributes(element):
            self._withheld.add("指向文件外的地址", element)
        _settle_text(element)

    def _unwrap(self, element: etree._Element, told: str) -> None:
        if told:
            self._withheld.add(told, element)
        _replace(element, list(element))

    def _settle_links(self, fields: Fields) -> None:
        marks = set(_bookmarks([self._document]))
        for link in _all_in(self._texts, w("hyperlink")):
            self._settle_link(link, fields, marks)

    def _settle_link(self, link: etree._Element, fields: Fields, marks: Container[str]) -> None:
        """To a place of the text, or from the text to an address; a note's relations do not come along."""
        anchor, key = link.get(w("anchor"), ""), link.attrib.pop(f"{_RELATION}id", "")
        in_document = link.getroottree().getroot() is self._document
        address = self._package.address(key) if in_document else ""
        if anchor in marks:
            fields.referred.add(anchor)
        elif _is_address(address):
            link.attrib.pop(w("anchor"), None)
            link.set(f"{_RELATION}id", self._new.link(address))
        else:
            self._unwrap(link, address and "链接（不是 http、https 网址，留下文字）")

    def _settle_drawings(self) -> None:
        for declared in table()["relations"]:
            for element in list(self._document.iter(tag(declared["element"]))):
                self._settle_relations(element, declared)
        for told, drawings in _UNDRAWN.items():
            for drawing in drawings(self._document):
                self._withhold(told, drawing)
        for drawing in chain.from_iterable(map(_DRAWN, self._notes)):
            self._withhold("脚注里的图", drawing)
        named = self._document.iter(*tags("wp:docPr pic:cNvPr wps:cNvPr wpg:cNvPr"))
        for number, properties in enumerate(named, 1):
            _settle_names(properties, number)

    def _settle_relations(self, element: etree._Element, declared: Mapping[str, Any]) -> None:
        names = [f"{_RELATION}{name}" for name in declared["attributes"]]
        keys = [element.get(name, "") for name in names]
        etree.strip_attributes(element, f"{_RELATION}*")
        added = [self._carried(*each, element) for each in zip(declared["type"].split(), keys, strict=True)]
        element.attrib.update(zip(names, filter(None, added), strict=False))
        if not all(added):
            whole = next(element.iterancestors(*tags(declared["whole"])), element)
            self._withhold(declared["name"], whole)

    def _carried(self, kind: str, key: str, at: etree._Element) -> str | None:
        """The id of a part, or an address, that comes along; None for one that does not."""
        if kind == "hyperlink":
            address = self._package.address(key)
            return self._new.link(address) if _is_address(address) else None
        name = self._package.target(key) or ""
        return self._image(name) if kind == "image" else self._part(kind, name, at)

    def _image(self, name: str) -> str | None:
        anew = _PICTURE.fullmatch(name)
        content = self._package.part(name) or b""
        return anew and self._new.add_image(anew[1], f"image/{anew[1]}", content)

    def _part(self, kind: str, name: str, at: etree._Element) -> str | None:
        """A chart or a part of a diagram: without the workbook behind it and whatever it refers to."""
        tree = part_of(self._package.xml_or_none(name))
        if str(tree.tag) not in rules().kept:
            return None
        _choose_alternatives(tree)
        if next(tree.iter(tag("c:externalData")), None) is not None:
            self._withheld.add("图表背后的工作簿", at)
        self._settle_elements(tree)
        etree.strip_attributes(tree, f"{_RELATION}*")
        for reference in tree.iter(tag("c:f")):
            reference.text = _CHART_REFERENCE
        return self._new.add(kind, xml(_without_loose_names(tree)))

    def _settle_references(self) -> None:
        """Styles under neutral names; references to styles and lists that are there."""
        ids = dict(_restyled(part_of(self._trees.get("styles"))))
        for reference in _all_in(self._settled, *_STYLE_REFERENCES):
            reference.set(w("val"), ids.get(reference.get(w("val"), ""), ""))
        known = _names_in_brackets(part_of(self._trees.get("numbering")).iterfind(w("num")), "numId")
        for tree in self._settled:
            take_out(_LOST_STYLE(tree))
            take_out(_LOST_LIST(tree, known=f"<0>{known}"))


def _all_in(trees: Iterable[etree._Element | None], *names: str) -> list[etree._Element]:
    return list(chain.from_iterable(tree.iter(*names) for tree in trees if tree is not None))


def _is_address(text: str) -> bool:
    return pattern("field_values", "address").fullmatch(text) is not None


def _choose_alternatives(tree: etree._Element) -> None:
    """Shapes of today's Word stay; of anything newer or older the fallback, mostly a picture."""
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    for alternate in list(tree.iter(_ALTERNATE)):
        choice = shown_choice(alternate)
        if choice is None:
            _replace(alternate, _FALLBACK(alternate))
        take_out({*alternate} - {choice})


def _replace(element: etree._Element, others: Iterable[etree._Element]) -> None:
    for other in others:
        element.addprevious(other)
    take_out([element])


def _settle_text(element: etree._Element) -> None:
    """Characters stand in texts alone."""
    if element.tag not in rules().with_text:
        element.text = None
    element.tail = None


def _bookmarks(texts: Iterable[etree._Element]) -> Iterator[str]:
    starts = chain.from_iterable(text.iter(w("bookmarkStart")) for text in texts)
    return (start.get(w("name"), "") for start in starts)


def _settle_bookmarks(text: etree._Element, referred: set[str]) -> None:
    """Those that something refers to."""
    take_out(_LOST_START(text, known="".join(f"<{name}>" for name in referred)))
    take_out(_LOST_END(text, known=_names_in_brackets(text.iter(w("bookmarkStart")), "id")))


def _names_in_brackets(elements: Iterable[etree._Element], name: str) -> str:
    """What elements are called, for a path to look it up in."""
    return "".join(f"<{element.get(w(name))}>" for element in elements)


def _settle_names(properties: etree._Element, number: int) -> None:
    """Names of pictures are files' names; what is read out for one stays, but no path or address."""
    properties.set("name", f"图{number}")
    for name in _DESCRIPTIONS:
        if not pattern("values", "described").fullmatch(properties.get(name, "")):
            del properties.attrib[name]


def _restyled(styles: etree._Element) -> Iterator[tuple[str, str]]:
    """The old and the new id of each style; names that everybody has are kept."""
    for number, style in enumerate(styles.findall(w("style")), 1):
        name = child(style, "name")
        if name is None:
            name = etree.Element(w("name"))
            style.insert(0, name)
        if not pattern("styles", "known").fullmatch(name.get(w("val"), "")):
            name.set(w("val"), f"样式{number}")
        yield style.get(w("styleId"), ""), f"S{number}"
        style.set(w("styleId"), f"S{number}")


def _without_loose_names(tree: etree._Element) -> etree._Element:
    """Without namespaces that nothing uses: their names may say anything."""
    etree.cleanup_namespaces(
        tree,
        keep_ns_prefixes=[name for name in KNOWN_CHOICES if tree.nsmap.get(name) == tag(f"{name}:x")[1:-2]],
    )
    return tree
