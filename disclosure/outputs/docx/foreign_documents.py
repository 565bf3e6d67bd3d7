"""外来文件 — a foreign .docx as it may go out, made fit to be merged: names of its own, one kind of notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from disclosure.outputs.docx.wordml import NAMESPACES, element, remove, root, w

_STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
_DIAGRAMS = "/word/diagrams/"
_THEME_FONTS = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "eastAsiaTheme": "eastAsia", "cstheme": "cs"}


def prepare(document: Any, number: int, serial: Iterator[int]) -> None:
    """准备附件 — settle in place everything that could clash with the document it goes into."""
    notes_part = _notes_part(document.part)
    notes: Any = None if notes_part is None else parse_xml(notes_part.blob)
    _move_endnotes(document.part, notes)
    texts = [document.element] if notes is None else [document.element, notes]
    trees = [*texts, document.styles.element, *_numbering(document.part)]
    _resolve_theme_fonts(_related(document.part, RELATIONSHIP_TYPE.THEME), trees)
    _name_default_styles(document.styles.element, texts)
    _rename_styles(document.styles.element, trees, number)
    _own_bookmarks(texts, number, serial)
    _own_part_names(document.part, number)
    if notes_part is not None:
        notes_part._blob = etree.tostring(notes)


def _related(main: Any, relation: str) -> Any | None:
    return next((rel.target_part for rel in main.rels.values() if rel.reltype == relation), None)


def _numbering(main: Any) -> list[Any]:
    part = _related(main, RELATIONSHIP_TYPE.NUMBERING)
    if part is None:
        remove(_nodes([main.element, main.styles.element], "numPr"))
        return []
    return [part.element]


def _nodes(trees: list[Any], *names: str) -> list[Any]:
    return [node for tree in trees for node in tree.iter(*map(w, names))]


def _notes_part(main: Any) -> Any | None:
    """The part of the footnotes, where there are any notes at all."""
    footnotes = _related(main, RELATIONSHIP_TYPE.FOOTNOTES)
    if footnotes is None and _related(main, RELATIONSHIP_TYPE.ENDNOTES) is not None:
        blob = root("footnotes", "").encode()
        footnotes = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, main.package)
        main.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
    return footnotes


def _move_endnotes(main: Any, notes: Any) -> None:
    """Endnotes become footnotes: docxcompose knows no endnotes."""
    part = _related(main, RELATIONSHIP_TYPE.ENDNOTES)
    endnotes = {} if part is None else {note.get(w("id")): note for note in parse_xml(part.blob)}
    for reference in _nodes([main.element], "endnoteReference"):
        note = deepcopy(endnotes[reference.get(w("id"))])
        name = f"9{reference.get(w('id'))}"  # out of the way of the footnotes; docxcompose numbers them anew
        for mark in note.iter(w("endnoteRef")):
            mark.tag = w("footnoteRef")
        note.tag, reference.tag = w("footnote"), w("footnoteReference")
        note.set(w("id"), name)
        reference.set(w("id"), name)
        notes.append(note)


def _resolve_theme_fonts(theme: Any | None, trees: list[Any]) -> None:
    """A font said by theme means another one under our theme: put its name."""
    names = {} if theme is None else _theme_fonts(parse_xml(theme.blob))
    for fonts in _nodes(trees, "rFonts"):
        for themed, plain in _THEME_FONTS.items():
            name = names.get(fonts.attrib.pop(w(themed), ""))
            if name:
                fonts.set(w(plain), name)


def _theme_fonts(theme: Any) -> dict[str, str]:
    names: dict[str, str] = {}
    spaces = {"a": NAMESPACES["a"]}
    for group in ("major", "minor"):
        fonts = theme.find(f".//a:{group}Font", spaces)
        latin, asian = fonts.find("a:latin", spaces), fonts.find("a:ea", spaces)
        chinese = fonts.find("a:font[@script='Hans']", spaces)
        names[f"{group}Ascii"] = names[f"{group}HAnsi"] = latin.get("typeface")
        fallback = "" if chinese is None else chinese.get("typeface")
        names[f"{group}EastAsia"] = asian.get("typeface") or fallback
    return names


def _default(styles: Any, kind: str) -> str | None:
    found = styles.xpath(f'w:style[@w:type="{kind}"][@w:default="1"]/@w:styleId')
    return str(found[0]) if found else None


def _name_default_styles(styles: Any, texts: list[Any]) -> None:
    """What the attachment leaves to its defaults is said outright: the defaults of our document differ."""
    base = _base_style(styles)
    ordinary, grid = _default(styles, "paragraph") or base, _default(styles, "table")
    for paragraph in _without_style(_nodes(texts, "p"), "pPr/pStyle"):
        paragraph.get_or_add_pPr().get_or_add_pStyle().val = ordinary
    if grid is not None:
        for properties in _without_style(_nodes(texts, "tblPr"), "tblStyle"):
            properties.insert(0, element("tblStyle", val=grid))
    for style in styles.iterfind(w("style")):
        style.attrib.pop(w("default"), None)


def _without_style(nodes: list[Any], style: str) -> list[Any]:
    path = "/".join(map(w, style.split("/")))
    return [node for node in nodes if node.find(path) is None]


def _base_style(styles: Any) -> str:
    """A paragraph style that holds the document's defaults, under every style that had none below it."""
    name = "Base"
    for style in styles.xpath('w:style[@w:type="paragraph"][not(w:basedOn)]'):
        style.find(w("name")).addnext(element("basedOn", val=name))
    style = element("style", f'<w:name w:val="{name}"/>', type="paragraph", styleId=name)
    for path in ("pPrDefault/w:pPr", "rPrDefault/w:rPr"):
        defaults = styles.find(f"{w('docDefaults')}/w:{path}", {"w": NAMESPACES["w"]})
        if defaults is not None:
            style.append(deepcopy(defaults))
    styles.append(style)
    return name


def _rename_styles(styles: Any, trees: list[Any], number: int) -> None:
    """Ids and names of the attachment's own, so that neither document changes the other's look."""
    for style in styles.iterfind(w("style")):
        style.set(w("styleId"), f"A{number}{style.get(w('styleId'))}")
        name = style.find(w("name"))
        name.set(w("val"), f"附件{number} {name.get(w('val'))}")
    for reference in _nodes(trees, *_STYLE_REFERENCES):
        reference.set(w("val"), f"A{number}{reference.get(w('val'))}")


def _own_part_names(main: Any, number: int) -> None:
    """Of what docxcompose takes over as it is called: two parts of one name make a file Word cannot open."""
    for part in main.package.iter_parts():
        part.partname = PackURI(part.partname.replace(_DIAGRAMS, f"{_DIAGRAMS}A{number}"))


def _own_bookmarks(texts: list[Any], number: int, serial: Iterator[int]) -> None:
    """Names and numbers of the attachment's own; what refers to them follows."""
    names: dict[str, str] = {}
    for text in texts:
        for start, end in _paired_bookmarks(text):
            names[start.get(w("name"))] = f"_A{number}_{len(names) + 1}"
            start.set(w("name"), names[start.get(w("name"))])
            bookmark = str(next(serial))
            start.set(w("id"), bookmark)
            end.set(w("id"), bookmark)
    _follow(texts, names)


def _paired_bookmarks(text: Any) -> list[tuple[Any, Any]]:
    """Where each bookmark starts and ends; starts and ends that lack the other are removed."""
    starts, ends = _first_by_id(text, "bookmarkStart"), _first_by_id(text, "bookmarkEnd")
    pairs = [(starts[key], ends[key]) for key in starts if key in ends]
    paired = set(chain.from_iterable(pairs))
    remove([mark for mark in _nodes([text], "bookmarkStart", "bookmarkEnd") if mark not in paired])
    return pairs


def _first_by_id(text: Any, name: str) -> dict[str, Any]:
    nodes: dict[str, Any] = {}
    for node in _nodes([text], name):
        nodes.setdefault(node.get(w("id")), node)
    return nodes


def _follow(texts: list[Any], names: dict[str, str]) -> None:
    for link in _nodes(texts, "hyperlink"):
        anchor = link.get(w("anchor"))
        if anchor in names:
            link.set(w("anchor"), names[anchor])
    for instruction in _nodes(texts, "instrText"):
        instruction.text = re.sub(r"\S+", lambda word: names.get(word[0], word[0]), instruction.text or "")
