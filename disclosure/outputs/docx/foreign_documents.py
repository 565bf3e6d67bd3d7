"""外来文件 — make a foreign .docx fit to be merged: own style names, settled revisions, no comments, unique names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from disclosure.outputs.docx.external_references import cut
from disclosure.outputs.docx.wordml import NAMESPACES, element, root, w

# Deleted text and the names of editors are nothing to publish; neither are comments.
_DROPPED = (
    *("del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange"),
    *("tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    *(
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "proofErr",
        "permStart",
        "permEnd",
    ),
    *(
        "headerReference",
        "footerReference",
        "titlePg",
        "pgNumType",
        "printerSettings",
        "footnotePr",
        "endnotePr",
    ),
    *("subDoc", "altChunk", "lvlPicBulletId"),
)
_STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
_THEME_FONTS = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "eastAsiaTheme": "eastAsia", "cstheme": "cs"}


def prepare(document: Any, number: int, serial: Iterator[int]) -> None:
    """准备附件 — settle in place everything that could clash with the document it goes into."""
    notes_part = _notes_part(document.part)
    notes: Any = None if notes_part is None else parse_xml(notes_part.blob)
    _move_endnotes(document.part, notes)
    texts = [document.element] if notes is None else [document.element, notes]
    trees = [*texts, document.styles.element, *_numbering(document.part)]
    cut(document.part, trees)
    for tree in trees:
        _settle(tree)
    _resolve_theme_fonts(_part(document.part, RELATIONSHIP_TYPE.THEME), trees)
    _name_default_styles(document.styles.element, texts)
    _rename_styles(document.styles.element, trees, number)
    _own_bookmarks(texts, number, serial)
    if notes_part is not None:
        _loosen(notes)
        notes_part._blob = etree.tostring(notes)


def _part(main: Any, relation: str) -> Any | None:
    return next((rel.target_part for rel in main.rels.values() if rel.reltype == relation), None)


def _numbering(main: Any) -> list[Any]:
    part = _part(main, RELATIONSHIP_TYPE.NUMBERING)
    if part is None:
        for tree in (main.element, main.styles.element):
            _remove(list(tree.iter(w("numPr"))))
    return [] if part is None else [part.element]


def _remove(nodes: list[Any]) -> None:
    for node in nodes:
        if node.getparent() is not None:
            node.getparent().remove(node)


def _unwrap(nodes: list[Any]) -> None:
    for node in nodes:
        for child in list(node):
            node.addprevious(child)
    _remove(nodes)


def _settle(tree: Any) -> None:
    """Accept revisions, drop hidden text, comments and whatever points at parts that stay behind."""
    rows = [mark.getparent().getparent() for mark in tree.iter(w("del")) if mark.getparent().tag == w("trPr")]
    _remove(rows)
    _remove([run for run in tree.iter(w("r")) if _hidden(run)])
    _remove(list(tree.iter(*(w(name) for name in _DROPPED))))
    _unwrap(list(tree.iter(w("ins"), w("moveTo"))))
    _remove([node for properties in tree.iter(w("sdtPr")) for node in properties.findall(w("id"))])
    for node in tree.iter(w("p"), w("tr")):
        for name in ("paraId", "textId"):
            node.attrib.pop(f"{{{NAMESPACES['w14']}}}{name}", None)


def _hidden(run: Any) -> bool:
    """Text that Word hides is nothing to publish; its reader of the other outputs leaves it out as well."""
    vanish = run.find(f"{w('rPr')}/{w('vanish')}")
    return vanish is not None and vanish.get(w("val"), "true") not in ("false", "0", "off")


def _notes_part(main: Any) -> Any | None:
    """The part of the footnotes, where there are any notes at all."""
    found = _part(main, RELATIONSHIP_TYPE.FOOTNOTES)
    if found is None and _part(main, RELATIONSHIP_TYPE.ENDNOTES) is not None:
        blob = root("footnotes", "").encode()
        found = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, main.package)
        main.relate_to(found, RELATIONSHIP_TYPE.FOOTNOTES)
    return found


def _move_endnotes(main: Any, notes: Any) -> None:
    """Endnotes become footnotes: docxcompose knows no endnotes."""
    part = _part(main, RELATIONSHIP_TYPE.ENDNOTES)
    endnotes = {} if part is None else {note.get(w("id")): note for note in parse_xml(part.blob)}
    for reference in list(main.element.iter(w("endnoteReference"))):
        note = deepcopy(endnotes[reference.get(w("id"))])
        name = f"9{reference.get(w('id'))}"  # out of the way of the footnotes; docxcompose numbers them anew
        for mark in note.iter(w("endnoteRef")):
            mark.tag = w("footnoteRef")
        note.tag, reference.tag = w("footnote"), w("footnoteReference")
        note.set(w("id"), name)
        reference.set(w("id"), name)
        notes.append(note)


def _loosen(notes: Any) -> None:
    """Links and pictures in notes: docxcompose leaves their relationships behind, so only the text stays."""
    _unwrap(list(notes.iter(w("hyperlink"))))
    _remove([*notes.iter(w("drawing")), *notes.iter(w("pict")), *notes.iter(w("object"))])


def _resolve_theme_fonts(theme: Any | None, trees: list[Any]) -> None:
    """A font said by theme means another one under our theme: put its name."""
    names = _theme_fonts(theme)
    for tree in trees:
        for fonts in tree.iter(w("rFonts")):
            for themed, plain in _THEME_FONTS.items():
                name = names.get(fonts.attrib.pop(w(themed), ""))
                if name:
                    fonts.set(w(plain), name)


def _theme_fonts(theme: Any | None) -> dict[str, str]:
    if theme is None:
        return {}
    names: dict[str, str] = {}
    spaces = {"a": NAMESPACES["a"]}
    tree: Any = parse_xml(theme.blob)
    for group in ("major", "minor"):
        fonts = tree.find(f".//a:{group}Font", spaces)
        latin, asian = fonts.find("a:latin", spaces), fonts.find("a:ea", spaces)
        chinese = fonts.find("a:font[@script='Hans']", spaces)
        names[f"{group}Ascii"] = names[f"{group}HAnsi"] = latin.get("typeface")
        names[f"{group}EastAsia"] = asian.get("typeface") or (
            chinese.get("typeface") if chinese is not None else ""
        )
    return names


def _default(styles: Any, kind: str) -> str | None:
    found = styles.xpath(f'w:style[@w:type="{kind}"][@w:default="1"]/@w:styleId')
    return str(found[0]) if found else None


def _name_default_styles(styles: Any, texts: list[Any]) -> None:
    """What the attachment leaves to its defaults is said outright: the defaults of our document differ."""
    base = _base_style(styles)
    ordinary, grid = _default(styles, "paragraph") or base, _default(styles, "table")
    for text in texts:
        for paragraph in text.iter(w("p")):
            if paragraph.style is None:
                paragraph.get_or_add_pPr().get_or_add_pStyle().val = ordinary
        for properties in text.iter(w("tblPr")):
            if grid and properties.find(w("tblStyle")) is None:
                properties.insert(0, element("tblStyle", val=grid))
    for style in styles.iterfind(w("style")):
        style.attrib.pop(w("default"), None)


def _base_style(styles: Any) -> str:
    """A paragraph style that holds the document's defaults, under every style that had none below it."""
    name = "Base"
    orphans = [
        style
        for style in styles.iterfind(w("style"))
        if style.get(w("type")) == "paragraph" and style.find(w("basedOn")) is None
    ]
    for style in orphans:
        style.find(w("name")).addnext(element("basedOn", val=name))
    style = element("style", f'<w:name w:val="{name}"/>', type="paragraph", styleId=name)
    for path in ("pPrDefault/w:pPr", "rPrDefault/w:rPr"):
        found = styles.find(f"{w('docDefaults')}/w:{path}", {"w": NAMESPACES["w"]})
        if found is not None:
            style.append(deepcopy(found))
    styles.append(style)
    return name


def _rename_styles(styles: Any, trees: list[Any], number: int) -> None:
    """Ids and names of the attachment's own, so that neither document changes the other's look."""
    for style in styles.iterfind(w("style")):
        style.set(w("styleId"), f"A{number}{style.get(w('styleId'))}")
        name = style.find(w("name"))
        name.set(w("val"), f"附件{number} {name.get(w('val'))}")
        _remove(style.findall(w("aliases")))
    for tree in trees:
        for reference in tree.iter(*(w(name) for name in _STYLE_REFERENCES)):
            reference.set(w("val"), f"A{number}{reference.get(w('val'))}")


def _own_bookmarks(texts: list[Any], number: int, serial: Iterator[int]) -> None:
    """Names and numbers of the attachment's own; what refers to them follows."""
    names: dict[str, str] = {}
    for text in texts:
        ids = {end.get(w("id")) for end in text.iter(w("bookmarkEnd"))}
        numbers: dict[str, str] = {}
        for start in list(text.iter(w("bookmarkStart"))):
            if start.get(w("id")) in ids and start.get(w("id")) not in numbers:
                numbers[start.get(w("id"))] = str(next(serial))
                names[start.get(w("name"))] = f"_A{number}_{len(names) + 1}"
                start.set(w("id"), numbers[start.get(w("id"))])
                start.set(w("name"), names[start.get(w("name"))])
            else:
                _remove([start])
        _renumber_ends(text, numbers)
    for text in texts:
        _follow(text, names)


def _renumber_ends(text: Any, numbers: dict[str, str]) -> None:
    for end in list(text.iter(w("bookmarkEnd"))):
        number = numbers.pop(end.get(w("id")), None)
        if number is None:
            _remove([end])
        else:
            end.set(w("id"), number)


def _follow(text: Any, names: dict[str, str]) -> None:
    for link in text.iter(w("hyperlink")):
        if link.get(w("anchor")) in names:
            link.set(w("anchor"), names[link.get(w("anchor"))])
    for instruction in text.iter(w("instrText")):
        words = re.split(r"(\s+)", instruction.text or "")
        instruction.text = "".join(names.get(word, word) for word in words)
