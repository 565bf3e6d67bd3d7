"""文件包 — a fresh package that takes only the look from a reference; the same parts make the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.hdrftr import HeaderPart
from lxml import etree

from disclosure.document import Document
from disclosure.document.unbroken import UNIT_LETTERS
from disclosure.outputs.docx.reference_look import Look
from disclosure.outputs.docx.wordml import NAMESPACES, attribute, element, paragraph, remove, root, w

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KEPT = (
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.NUMBERING,
)
_USES = etree.XPath(".//*[@r:*=$key]", namespaces={"r": NAMESPACES["r"]})
# What Word knows of its own for Chinese, and the letters of units; it takes a hundred at most.
_LAST_NEVER = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_FIRST_NEVER = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞"  # then the wide ones
    "！＂％＇），．：；？］｀｜｝～￠"
)
_NOTHING = etree.Element("nothing")  # a part that is no XML
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: no clock goes into the bytes


def _settings(document: Document, look: Look) -> str:
    facing = "<w:evenAndOddHeaders/>" if look.facing else ""
    compat = (
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    language = f'<w:themeFontLang w:val="en-US" w:eastAsia={attribute(document.language)}/>'
    inner = f'<w:defaultTabStop w:val="420"/>{facing}<w:characterSpacingControl w:val="compressPunctuation"/>'
    return _DECLARATION + root("settings", inner + _ends_of_lines() + compat + language)


def _ends_of_lines() -> str:
    """Word keeps no run together: lest a unit be parted from its number, no line begins with its letters."""
    first = "".join(dict.fromkeys(_FIRST_NEVER + UNIT_LETTERS))
    said = (("noLineBreaksAfter", _LAST_NEVER), ("noLineBreaksBefore", first))
    return "".join(f'<w:{name} w:lang="zh-CN" w:val={attribute(letters)}/>' for name, letters in said)


def _core(document: Document) -> str:
    return (
        _DECLARATION
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.author)}</dc:creator>"
        f"<dc:language>{escape(document.language)}</dc:language></cp:coreProperties>"
    )


def _app() -> str:
    uri = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{_DECLARATION}<Properties xmlns="{uri}"><Application>disclosure</Application></Properties>'


def _add(owner: Any, relation: str, name: str, content_type: str, xml: str) -> None:
    package = owner if isinstance(owner, Package) else owner.package
    owner.relate_to(Part(PackURI(name), content_type, xml.encode(), package), relation)


def new_main_part(document: Document, look: Look) -> Any:
    """主文档部件 — an empty document in a package of its own, with the look's styles, nothing else of it."""
    package = Package()
    blank = (_DECLARATION + root("document", "<w:body/>")).encode()
    main = DocumentPart.load(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, blank, package)
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    _add(
        package,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
        "/docProps/core.xml",
        CONTENT_TYPE.OPC_CORE_PROPERTIES,
        _core(document),
    )
    _add(
        package,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        "/docProps/app.xml",
        CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
        _app(),
    )
    for relation in _KEPT:
        part = look.part(relation)
        if part is not None:
            main.relate_to(_closed(part), relation)
    _add(
        main,
        RELATIONSHIP_TYPE.SETTINGS,
        "/word/settings.xml",
        CONTENT_TYPE.WML_SETTINGS,
        _settings(document, look),
    )
    return main


def _reference(name: str, kind: str, relation: str) -> str:
    return f'<w:{name} w:type="{kind}" r:id="{relation}"/>'


def _linked(look: Look, name: str) -> dict[str, Any]:
    """Type (default, even) → part of the reference's last section."""
    nodes = {node.get(w("type")): node for node in look.source.element.body.sectPr.findall(w(name))}
    return {kind: _closed(look.source.related_parts[nodes[kind].rId]) for kind in look.kinds if kind in nodes}


def _closed(part: Any) -> Any:
    """A part of the reference document that fetches nothing."""
    for key in [key for key, relation in part.rels.items() if relation.is_external]:
        part.rels.pop(key)
        remove(_USES(getattr(part, "element", _NOTHING), key=key))
    return part


def _draft_headers(main: Any, look: Look, headers: dict[str, Any]) -> dict[str, Any]:
    """The reference's headers with the word 草稿 on top; a header where it has none."""
    word = paragraph(look.styles["draft"], "<w:r><w:t>草稿</w:t></w:r>")
    for kind in look.kinds:
        if kind not in headers:
            name = PackURI(f"/word/draft_{kind}.xml")
            headers[kind] = HeaderPart.load(
                name, CONTENT_TYPE.WML_HEADER, root("hdr", "").encode(), main.package
            )
        headers[kind].element.insert(0, element("hdr", word)[0])
    return headers


def references(main: Any, look: Look, *, draft: bool) -> tuple[str, str]:
    """页眉页脚 — the references of a cover (no page number) and of any other section."""
    headers = _linked(look, "headerReference")
    if draft:
        headers = _draft_headers(main, look, headers)
    above = _references(main, headers, "headerReference", RELATIONSHIP_TYPE.HEADER)
    below = _references(main, _linked(look, "footerReference"), "footerReference", RELATIONSHIP_TYPE.FOOTER)
    return (above if draft else ""), above + below


def _references(main: Any, parts: Mapping[str, Any], name: str, relation: str) -> str:
    return "".join(_reference(name, kind, main.relate_to(part, relation)) for kind, part in parts.items())


def save(package: Package) -> bytes:
    """存盘 — the package's bytes, the same for the same parts on any day and any system."""
    raw, fixed = BytesIO(), BytesIO()
    package.save(raw)
    with ZipFile(raw) as source, ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
