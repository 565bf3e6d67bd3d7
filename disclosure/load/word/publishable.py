"""可公开的内容 — an office's own .docx made anew of what may go out, and what of it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from lxml import etree

from disclosure.load.word.allow_list import pattern, rules, settle_attributes, table, tag, tags
from disclosure.load.word.colours import Palette
from disclosure.load.word.new_package import NewPackage, xml
from disclosure.load.word.shown_text import ShownText
from disclosure.load.word.styles import Styles
from disclosure.load.word.withheld import Withheld
from disclosure.load.word.word_fields import Fields
from disclosure.load.word.word_package import BrokenPart, Package, child, take_out, text_of, value, w

_RELATION = tag("r:id")[: -len("id")]
_PARTS = {
    "styles": "样式",
    "numbering": "编号",
    "theme": "主题",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "settings": "设置",
}
_NOTES = {"footnotes": w("footnoteReference"), "endnotes": w("endnoteReference")}
_REVISED = {w("del"): "删去的文字", w("moveFrom"): "移走的文字"}
_DRAWN = (w("drawing"), w("pict"), w("object"))
_DRAWN_IN = tags("a:blip c:chart dgm:relIds wps:wsp wpg:wgp wpc:wpc")
_OLD_DRAWN_IN = tags("v:shape v:rect v:roundrect v:oval v:line v:polyline v:arc v:curve v:group")
_CHOICE, _FALLBACK, _ALTERNATE = tags("mc:Choice mc:Fallback mc:AlternateContent")
_KNOWN_CHOICES = frozenset(("wps", "wpg", "wpc"))
_STYLE_REFERENCES = tuple(
    map(w, ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink"))
)
_DESCRIPTIONS = ("descr", "title")
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
        trees = {kind: self._tree(kind) for kind in _PARTS}
        self._palette = Palette(trees["theme"])
        self._trees = {kind: tree for kind, tree in trees.items() if tree is not None and kind != "settings"}
        self._notes = [tree for kind, tree in self._trees.items() if kind in _NOTES]
        self._tell_of_settings(trees["settings"])

    def made(self) -> tuple[bytes, tuple[str, ...]]:
        texts = [self._document, *self._notes]
        for text in texts:
            self._settle_structure(text)
        fields = Fields(set(_bookmarks(texts)), self._withheld)
        shown = ShownText(Styles(self._trees.get("styles")), self._palette, self._withheld)
        for text in texts:
            fields.settle(text)
            shown.settle(text)
        self._settle_notes()
        for tree in [
            *texts,
            *(tree for kind, tree in self._trees.items() if kind in ("styles", "numbering")),
        ]:
            self._settle_elements(tree)
        self._settle_links(self._document, fields)
        for text in texts:
            _settle_bookmarks(text, fields.referred)
        self._settle_drawings()
        self._settle_references(texts)
        for kind, tree in self._trees.items():
            self._new.add(kind, xml(_without_loose_names(tree)))
        return self._new.save(_without_loose_names(self._document)), self._withheld.named()

    def _tree(self, kind: str) -> etree._Element | None:
        try:
            return self._package.related(kind)
        except BrokenPart:
            self._withheld.add(f"{_PARTS[kind]}已损坏，没有并入，请在 Word 或 WPS 中打开后另存为新的 .docx")
            return None

    def _tell_of_settings(self, settings: etree._Element | None) -> None:
        for name, told in table()["settings"].items():
            if child(settings, name) is not None:
                self._withheld.add(told)
        if any(map(self._is_data, self._package.names("customXml"))):
            self._withheld.add("自定义 XML 数据")

    def _is_data(self, name: str) -> bool:
        """Not the empty list of sources that Word puts into every file."""
        try:
            tree = self._package.xml(name)
        except BrokenPart:
            return False
        return tree is not None and (len(tree) > 0 or not str(tree.tag).endswith(_SOURCES))

    def _settle_structure(self, text: etree._Element) -> None:
        """Revisions as accepted; of alternatives the one that everybody's Word shows."""
        etree.strip_tags(text, etree.Comment, etree.ProcessingInstruction, etree.Entity)
        rows = text.findall(f".//{w('trPr')}/{w('del')}/../..")
        cells = text.findall(f".//{w('tcPr')}/{w('cellDel')}/../..")
        for part in [*rows, *cells]:
            self._withhold("删去的文字", part)
        for part in list(text.iter(*_REVISED)):
            self._withhold(_REVISED[str(part.tag)] if text_of(part) or _deleted(part) else "", part)
        for alternate in list(text.iter(_ALTERNATE)):
            _choose_alternative(alternate)
        for holder in list(text.iter(w("object"))):
            if next(holder.iter(tag("v:imagedata")), None) is not None:
                holder.tag = w("pict")

    def _withhold(self, what: str, element: etree._Element) -> None:
        if what:
            self._withheld.add(what, element)
        take_out([element])

    def _settle_notes(self) -> None:
        """Notes that are referred to, and references to what is there."""
        for kind, reference in _NOTES.items():
            tree = self._trees.get(kind)
            notes = {} if tree is None else {note.get(w("id")): note for note in tree}
            for mark in list(self._document.iter(reference)):
                if mark.get(w("id")) not in notes:
                    self._withhold(f"{_PARTS[kind]}（没有内容）", mark)
            self._drop_unused(notes, {mark.get(w("id")) for mark in self._document.iter(reference)})

    def _drop_unused(self, notes: Mapping[str | None, etree._Element], used: set[str | None]) -> None:
        for id, note in notes.items():
            if id not in used and note.get(w("type")) is None:
                self._withhold("没有用到的脚注" if text_of(note) else "", note)

    def _settle_elements(self, tree: etree._Element) -> None:
        """Element by element: kept, unwrapped, or gone."""
        found = rules()
        for element in list(tree.iter()):
            name = str(element.tag)
            if name in found.kept:
                self._palette.settle(element)
                if settle_attributes(element):
                    self._withheld.add("指向文件外的地址", element)
                _settle_text(element)
            elif element is tree or not _is_still_in(element, tree):
                continue
            elif name in found.unwrapped:
                self._unwrap(element, found.unwrapped[name])
            else:
                self._withhold("" if found.is_silent(name) else found.name(name), element)

    def _unwrap(self, element: etree._Element, told: str) -> None:
        if told:
            self._withheld.add(told, element)
        if element.getparent() is not None:
            for inner in list(element):
                element.addprevious(inner)
            take_out([element])

    def _settle_links(self, text: etree._Element, fields: Fields) -> None:
        marks = set(_bookmarks([text]))
        for link in list(chain.from_iterable(tree.iter(w("hyperlink")) for tree in (text, *self._notes))):
            anchor, key = link.get(w("anchor"), ""), link.attrib.pop(f"{_RELATION}id", "")
            address = self._package.address(key) if link.getroottree().getroot() is text else ""
            if anchor in marks:
                fields.referred.add(anchor)
            elif pattern("field_values", "address").fullmatch(address):
                link.attrib.pop(w("anchor"), None)
                link.set(f"{_RELATION}id", self._new.link(address))
            else:
                self._unwrap(link, "链接（不是 http、https 网址，留下文字）" if address else "")

    def _settle_drawings(self) -> None:
        for declared in table()["relations"]:
            for element in list(self._document.iter(tag(declared["element"]))):
                self._settle_relations(element, declared)
        for drawing in list(filter(_is_hidden_drawing, _all_in([self._document], *_DRAWN))):
            self._withhold("隐藏的图", drawing)
        for drawing in _all_in(self._notes, *_DRAWN):
            self._withhold("脚注里的图", drawing)
        for drawing in _all_in([self._document], *_DRAWN):
            inside = _DRAWN_IN if drawing.tag == w("drawing") else _OLD_DRAWN_IN
            if next(drawing.iter(*inside), None) is None:
                self._withhold("图（没有内容）", drawing)
        for number, properties in enumerate(
            self._document.iter(*tags("wp:docPr pic:cNvPr wps:cNvPr wpg:cNvPr")), 1
        ):
            _settle_names(properties, number)

    def _settle_relations(self, element: etree._Element, declared: Mapping[str, Any]) -> None:
        keys = [element.attrib.get(f"{_RELATION}{name}", "") for name in declared["attributes"]]
        for name in [name for name in element.attrib if str(name).startswith(_RELATION)]:
            del element.attrib[name]
        kinds = declared["type"].split()
        added = [self._carried(kind, key, element) for kind, key in zip(kinds, keys, strict=True)]
        if None not in added:
            for name, id in zip(declared["attributes"], added, strict=True):
                element.set(f"{_RELATION}{name}", id or "")
            return
        whole = (
            next(element.iterancestors(*tags(declared["whole"])), element) if declared["whole"] else element
        )
        self._withhold(declared["name"], whole)

    def _carried(self, kind: str, key: str, at: etree._Element) -> str | None:
        """The id of a part, or an address, that comes along; None for one that does not."""
        if kind == "hyperlink":
            address = self._package.address(key)
            return self._new.link(address) if pattern("field_values", "address").fullmatch(address) else None
        name = self._package.target(key) or ""
        if kind == "image":
            return self._image(name)
        tree = self._part(name, at)
        return None if tree is None else self._new.add(kind, xml(_without_loose_names(tree)))

    def _image(self, name: str) -> str | None:
        ending = name.rpartition(".")[2].lower()
        kind = table()["images"].get(ending)
        try:
            content = self._package.part(name) if name else None
        except BrokenPart:
            return None
        return self._new.add_image(ending, kind, content) if content and kind else None

    def _part(self, name: str, at: etree._Element) -> etree._Element | None:
        """A chart or a part of a diagram: without the workbook behind it and whatever it refers to."""
        try:
            tree = self._package.xml(name) if name else None
        except BrokenPart:
            return None
        if tree is None or str(tree.tag) not in rules().kept:
            return None
        etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction, etree.Entity)
        for alternate in list(tree.iter(_ALTERNATE)):
            _choose_alternative(alternate)
        if next(tree.iter(tag("c:externalData")), None) is not None:
            self._withheld.add("图表背后的工作簿", at)
        self._settle_elements(tree)
        _without_relations(tree)
        for reference in tree.iter(tag("c:f")):
            reference.text = _CHART_REFERENCE
        return tree

    def _settle_references(self, texts: list[etree._Element]) -> None:
        """Styles under neutral names; references to styles and lists that are there."""
        trees = [*texts, *(tree for kind, tree in self._trees.items() if kind in ("styles", "numbering"))]
        styles = self._trees.get("styles")
        ids = {} if styles is None else dict(_restyled(styles))
        lists = {
            "0",
            *(number.get(w("numId"), "") for number in _all_in([self._trees.get("numbering")], w("num"))),
        }
        for reference in _all_in(trees, *_STYLE_REFERENCES):
            known = ids.get(reference.get(w("val"), ""))
            if known is None:
                take_out([reference])
            else:
                reference.set(w("val"), known)
        for numbering in _all_in(trees, w("numPr")):
            if value(numbering, "numId") not in lists and child(numbering, "numId") is not None:
                take_out([numbering])


def _all_in(trees: Iterable[etree._Element | None], *names: str) -> list[etree._Element]:
    return list(chain.from_iterable(tree.iter(*names) for tree in trees if tree is not None))


def _deleted(part: etree._Element) -> bool:
    return next(part.iter(w("delText")), None) is not None


def _without_relations(tree: etree._Element) -> None:
    for element in tree.iter():
        for attribute in [name for name in element.attrib if str(name).startswith(_RELATION)]:
            del element.attrib[attribute]


def _is_hidden_drawing(drawing: etree._Element) -> bool:
    properties = drawing.iter(tag("wp:docPr"))
    styles = (part.get("style", "").replace(" ", "") for part in drawing.iter(*_OLD_DRAWN_IN))
    is_off = any(part.get("hidden") in ("1", "true") for part in properties)
    return is_off or any("visibility:hidden" in style for style in styles)


def _is_still_in(element: etree._Element, tree: etree._Element) -> bool:
    """Not in something that has gone already."""
    return next(reversed(list(element.iterancestors())), element) is tree


def _choose_alternative(alternate: etree._Element) -> None:
    """Shapes of today's Word stay; of anything newer or older the fallback, mostly a picture."""
    choice = next(
        (
            part
            for part in alternate.findall(_CHOICE)
            if _KNOWN_CHOICES.issuperset(part.get("Requires", "?").split())
        ),
        None,
    )
    kept = alternate.find(_FALLBACK) if choice is None else None
    if choice is not None:
        take_out([other for other in alternate if other is not choice])
    elif alternate.getparent() is not None:
        for inner in [] if kept is None else list(kept):
            alternate.addprevious(inner)
        take_out([alternate])


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
    starts = {start: start.get(w("id")) for start in text.iter(w("bookmarkStart"))}
    gone = [start for start in starts if start.get(w("name"), "") not in referred]
    kept = {id for start, id in starts.items() if start not in gone}
    ends = [end for end in text.iter(w("bookmarkEnd")) if end.get(w("id")) not in kept]
    take_out((*gone, *ends))


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
        keep_ns_prefixes=[name for name in _KNOWN_CHOICES if tree.nsmap.get(name) == tag(f"{name}:x")[1:-2]],
    )
    return tree
