"""看不见的内容 — what finished files hold that no reader sees on the page, read from the files themselves.

Ordinary machinery (page numbers, links of the contents, title, publisher, what a chart tells who cannot see
it) is counted; everything else is listed item by item, for somebody to look at before it is published.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from ctypes import create_string_buffer
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from io import BytesIO
from itertools import chain, repeat
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree, html

from disclosure.document import (
    Attachment,
    ChartBlock,
    Contents,
    Document,
    Heading,
    Style,
    TableBlock,
    of_kind,
    plain,
    walk,
)
from disclosure.document.page_boxes import paper
from disclosure.document.table_on_paper import Paper
from disclosure.document.tables_on_pages import paged
from disclosure.loading.word.allow_list import pattern
from disclosure.outputs import Artifact
from disclosure.outputs.docx.reference_look import read_look
from disclosure.outputs.docx.word_tables import described
from disclosure.outputs.html import OFFERED
from disclosure.outputs.markup import address
from disclosure.outputs.pdf import ARCHIVED
from disclosure.outputs.tidy_data import column_names
from disclosure.readback.hidden_by_style import hiding

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "op": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "r": "http://schemas.openxmlformats.org/package/2006/relationships",
}
# Kind → where it stands in any part of an office file.
_IN_OFFICE_FILES = {
    "文件属性": "/cp:coreProperties/*[text()] | /ep:Properties/*[text()]",
    "自定义属性": "/op:Properties/*/@name | /op:Properties/*/*/text()",
    "域": "//w:instrText/text() | //w:fldSimple/@w:instr",
    "链接": "//r:Relationship[@TargetMode='External']/@Target",
    "书签": "//w:bookmarkStart/@w:name",
    "替代文字": "//@descr[parent::*[local-name()='docPr' or local-name()='cNvPr']]"
    " | //@title[parent::*[local-name()='docPr' or local-name()='cNvPr']]"
    " | //w:tblCaption/@w:val | //w:tblDescription/@w:val",
    "样式名": "/w:styles/w:style/w:name/@w:val",
    "隐藏的文字": "//w:vanish/parent::w:rPr/parent::w:r/w:t/text() | //w:delText/text()",
    "内容控件": "//w:sdtPr/w:alias/@w:val | //w:sdtPr/w:tag/@w:val",
    "文档变量": "//w:docVar/@w:name | //w:docVar/@w:val",
    "批注": "/w:comments//w:t/text() | /s:comments//s:t/text() | //@w:author",
    "隐藏的工作表": "//s:sheet[@state and @state!='visible']/@name",
    "隐藏的行、栏": "//s:row[@hidden='1']/@r | //s:col[@hidden='1']/@min",
    "定义的名称": "//s:definedName/@name",
}
_IN_PAGES = {
    "文件属性": "//title | //meta[@name]/@content | //meta[@http-equiv]/@content",
    "注释": "//comment()",
    "链接": "//@href | //@src[not(starts-with(., 'data:'))]",
    "替代文字": "//@alt | //@aria-label | //@title | //*[local-name()='desc' or local-name()='title']"
    "[ancestor::*[local-name()='svg']]",
    "数据属性": "//@*[starts-with(name(), 'data-')]",
    "隐藏的文字": "//*[@hidden or contains(@style, 'display:none')]",
    "程序": "//script",
}
_ORDINARY = {
    "文件属性": re.compile(
        "Application：.*|AppVersion：.*|(DocSecurity|ScaleCrop|LinksUpToDate|SharedDoc|HyperlinksChanged)：.*"
        "|(created|modified)：2000-01-01T00:00:00Z|width=device-width, initial-scale=1"
        "|(Producer|Creator)：(WeasyPrint|Typst|disclosure).*"
    ),
    "域": re.compile(r"\s*(PAGE|NUMPAGES|PAGEREF \S+)(\s+\\[*h].*)?\s*"),
    "链接": re.compile(r"#.*"),
    "替代文字": re.compile("|".join(map(re.escape, OFFERED))),
    "书签": re.compile(r"_A\d+_\d+|_[a-z0-9_]+"),  # renamed ones of an attachment, and those of the blocks
    # Typst: its name, its version of PDF, how many pages, digests of the file, what was done to it.
    "XMP": re.compile(
        "x-default|Resource|(WeasyPrint|Typst) .*|xmp-writer|proof|application/pdf|1.7|[0-9]+|A"
        "|saved|converted|[A-Za-z0-9+/]{22}==(_source)?"
    ),
    "定义的名称": re.compile(r"_xlnm\.Print_(Area|Titles)"),
    "嵌入的文件": re.compile(r"word/embeddings/Microsoft_Excel_Sheet\d+\.xlsx"),
    # Of an attachment: those every Word has, the neutral ones in place of its own, our base of them.
    "样式名": re.compile(rf"附件\d+ (样式\d+|Base|({pattern('styles', 'known').pattern}))"),
}
_BEGINS = re.compile(r"//?(\w+):(\w+)")  # of a path that leads through an element of a known name
_FOREIGN = ("/embeddings/", "customXml/")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_OF_PNG = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs"}
_OF_JPEG = {*range(0xC0, 0xD0), 0xDB, 0xDD, 0xE0}  # pixels, their tables, the JFIF mark
_SCAN = 0xDA
_IN_OUTLINE = "书签"
_LONGEST = 200
_DATA = re.compile(rb"data:image/\w+;base64,([A-Za-z0-9+/=]+)")
# Of the properties that are not those of every file: which there are, said alike in every PDF/A.
_DESCRIBING = {f"http://www.aiim.org/pdfa/ns/{kind}#" for kind in ("extension", "schema", "property")}
_XMP = re.compile(rb"/Type\s*/Metadata\b.*?stream\r?\n(.*?)endstream", re.DOTALL)


@cache
def _first_element(path: str) -> str:
    """That of a known name that a path begins with; empty where it may be any."""
    begins = _BEGINS.match(path)
    return f"{{{_SPACES[begins[1]]}}}{begins[2]}" if begins else ""


# Where one is missing, the body of thousands is not searched for what stands in it.
_FIRST_ELEMENTS = {_first_element(path) for path in " | ".join(_IN_OFFICE_FILES.values()).split(" | ")} - {""}


@dataclass(frozen=True, slots=True)
class Unseen:
    """看不见的一项 — the file, the kind of thing, what it says, whether every file of ours has the like."""

    file: str
    kind: str
    said: str
    is_ordinary: bool


def listed(artifacts: Iterable[Artifact], document: Document, style: Style) -> tuple[Unseen, ...]:
    """列出 — of finished files, in their order, each thing once."""
    made = list(artifacts)
    known: set[object] = {*_known(document, style), *_outline(document), *_list_heads(document)}
    known |= set(chain.from_iterable(map(_names_of_file, made)))
    found = dict.fromkeys(chain.from_iterable(map(_readable, made)))
    for room_of in (_paper_of_look, _paper_of_css):
        if not all(map(partial(_is_accounted, known=known), found)):  # tables on pages have their own names
            known |= set(_names_of_blocks(paged(document, room_of(style))))
    return tuple(
        dict.fromkeys(Unseen(one[0], one[1], one[2][:_LONGEST], _is_accounted(one, known)) for one in found)
    )


def _names_of_file(artifact: Artifact) -> tuple[str, ...]:
    """As it is said in files: one for the archive bears its data."""
    return artifact.name, address(artifact.name), artifact.name.replace(f"{ARCHIVED}.pdf", ".json")


def _paper_of_look(style: Style) -> Paper:
    return read_look(style).paper


def _paper_of_css(style: Style) -> Paper:
    return paper(style.css)


def _is_accounted(found: tuple[str, str, str], known: Set[object]) -> bool:
    _, kind, said = found
    return not known.isdisjoint((said, (kind, said))) or _is_ordinary(kind, said)


def _is_ordinary(kind: str, said: str) -> bool:
    usual = _ORDINARY.get(kind)
    return usual is not None and usual.fullmatch(said) is not None


def _known(document: Document, style: Style) -> Iterator[str]:
    """What the document says of itself, and the names of the style."""
    own = {"title": document.title, "creator": document.author, "language": document.language}
    own |= {"lastModifiedBy": document.author, "Title": document.title, "Author": document.author}
    yield from (f"{name}：{value}" for name, value in own.items())
    yield from (document.title, document.author, document.language, *_days(document))
    yield from _names_of_blocks(document)
    yield from (block.title for block in of_kind(Contents, document.blocks))
    yield from _style_names(style.reference)


def _names_of_blocks(document: Document) -> Iterator[str]:
    for block in walk(document):
        yield from (block.id, f"#{block.id}")
        yield from (block.alt,) if isinstance(block, ChartBlock) else ()
        yield from (f"{block.id}-file",) if isinstance(block, Attachment) else ()
        yield from filter(None, described(block)) if isinstance(block, TableBlock) else ()


@lru_cache(maxsize=8)  # a batch has few looks
def _style_names(reference: bytes) -> tuple[str, ...]:
    return tuple(said for kind, said in _of_zip(reference) if kind == "样式名")


def _days(document: Document) -> Iterator[str]:
    """The day that a file for the archive bears."""
    if document.dated:
        yield f"{document.dated}T00:00:00Z"
        yield from (f"{name}：D:{document.dated:%Y%m%d}000000Z" for name in ("CreationDate", "ModDate"))


def _list_heads(document: Document) -> Iterator[tuple[str, str]]:
    """What a page says above each cell where it shows a table as a list."""
    for table in of_kind(TableBlock, walk(document)):
        yield from (("数据属性", head) for head in column_names(table).values())


def _outline(document: Document) -> Iterator[tuple[str, str]]:
    """The headings, which are what the outline of a PDF says; hidden on a page they are nothing ordinary."""
    headings = (plain(block.content) for block in walk(document) if isinstance(block, Heading))
    yield from ((_IN_OUTLINE, " ".join(text.split())) for text in headings)


def _readable(artifact: Artifact) -> list[tuple[str, str, str]]:
    """Name, kind, words; a file of another package's format may be anything."""
    try:
        return [(artifact.name, *one) for one in _of_file(artifact.name, artifact.data)]
    except (etree.LxmlError, ValueError, LookupError, RuntimeError):
        return [(artifact.name, "不能读的内容", "整个文件")]


def _of_file(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith(b"PK"):
        yield from _of_zip(data)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif name.endswith(".html"):
        yield from _of_page(data)
    else:
        yield from _of_picture(data)


# 压缩包


def _of_zip(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        with ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                yield from _of_member(name, package.read(name))
    except BadZipFile:
        yield "嵌入的文件", "不能读的压缩包"


def _of_member(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if any(place in f"/{name}" for place in _FOREIGN):
        yield "嵌入的文件", name
    if data.startswith(b"PK"):
        yield from _of_zip(data)
    elif name.endswith((".xml", ".rels")):
        yield from _found(etree.fromstring(data), _IN_OFFICE_FILES)
    else:
        yield from _of_picture(data)


def _found(root: Any, rules: dict[str, str]) -> Iterator[tuple[str, str]]:
    missing = _FIRST_ELEMENTS - {element.tag for element in root.iter(*_FIRST_ELEMENTS)}
    for kind, paths in rules.items():
        path = " | ".join(path for path in paths.split(" | ") if _first_element(path) not in missing)
        nodes = root.xpath(path, namespaces=_SPACES) if path else ()
        yield from zip(repeat(kind), filter(None, map(_node_text, nodes)))


def _node_text(node: Any) -> str:
    """What a node says: an attribute its value, an element of properties its name as well."""
    if isinstance(node, str):
        return str(node).strip()
    text = "".join(node.itertext()).strip() if isinstance(node.tag, str) else str(node.text).strip()
    is_property = isinstance(node.tag, str) and node.tag.startswith("{")
    return f"{etree.QName(node).localname}：{text}" if is_property else text


# 网页、图片


def _of_page(data: bytes) -> Iterator[tuple[str, str]]:
    # A parser of lxml.html itself looks up a class, in Python, for every element.
    parser: Any = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    page = html.document_fromstring(data, parser=parser)
    yield from _found(page, _IN_PAGES)
    for path in _hiding("\n".join(page.xpath("//style/text()"))):
        yield from _found(page, {"隐藏的文字": path})
    for inlined in _DATA.findall(data):
        yield from _of_picture(base64.b64decode(inlined))


@lru_cache(maxsize=8)
def _hiding(css: str) -> tuple[str, ...]:
    return tuple(hiding(css))


def _of_picture(data: bytes) -> Iterator[tuple[str, str]]:
    """What stands in a picture besides its pixels."""
    beside = chain(_beside_pixels_of_png(data), _beside_pixels_of_jpeg(data))
    return (("图片里的附注", said) for said in beside)


def _beside_pixels_of_png(data: bytes) -> Iterator[str]:
    kinds = _chunks(data) if data.startswith(_PNG) else iter(())
    return (f"PNG {kind.decode('latin-1')}" for kind in kinds if kind not in _OF_PNG)


def _beside_pixels_of_jpeg(data: bytes) -> Iterator[str]:
    marks = _segments(data) if data.startswith(_JPEG) else iter(())
    return (f"JPEG {mark:02X}" for mark in marks if mark not in _OF_JPEG)


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(data):
        yield data[at + 4 : at + 8]
        at += int.from_bytes(data[at : at + 4], "big") + 12


def _segments(data: bytes) -> Iterator[int]:
    at = len(_JPEG)
    while at + 4 <= len(data) and data[at + 1] != _SCAN:
        yield data[at + 1]
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


# PDF


def _of_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    """As PDFium reads it, but for XMP, which it does not give."""
    import pypdfium2  # noqa: PLC0415 - heavy, and for PDF alone

    raw, document = pypdfium2.raw, pypdfium2.PdfDocument(data)
    for name, value in document.get_metadata_dict(skip_empty=True).items():
        yield "文件属性", f"{name}：{value}"
    attached = map(document.get_attachment, range(document.count_attachments()))
    yield from (("嵌入的文件", each.get_name()) for each in attached)
    yield from ((_IN_OUTLINE, " ".join(mark.get_title().split())) for mark in document.get_toc())
    for page in document:
        yield from (("替代文字", said) for said in _descriptions(raw, page))
        yield from (("链接", target) for target in _addresses(raw, document, page))
    yield from (("XMP", said) for packet in _XMP.findall(data) for said in _of_packet(packet))


def _descriptions(raw: Any, page: Any) -> Iterator[str]:
    """What is read out in place of the parts of a page."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    for part in _tagged_parts(raw.FPDF_StructTree_CountChildren, raw.FPDF_StructTree_GetChildAtIndex, tree):
        yield from _read_out(raw, part)
    raw.FPDF_StructTree_Close(tree)


def _tagged_parts(count: Any, get: Any, above: Any) -> Iterator[Any]:
    """Those below a part that are parts themselves, not what stands on the page."""
    return filter(None, (get(above, at) for at in range(count(above))))


def _read_out(raw: Any, part: Any) -> Iterator[str]:
    size = raw.FPDF_StructElement_GetAltText(part, None, 0)
    text = create_string_buffer(size)
    raw.FPDF_StructElement_GetAltText(part, text, size)
    yield from filter(None, [text.raw.decode("utf-16-le").strip("\0")])
    for below in _tagged_parts(
        raw.FPDF_StructElement_CountChildren, raw.FPDF_StructElement_GetChildAtIndex, part
    ):
        yield from _read_out(raw, below)


def _of_packet(packet: bytes) -> Iterator[str]:
    with suppress(zlib.error):  # not compressed
        packet = zlib.decompressobj().decompress(packet)
    found = etree.fromstring(packet.strip()).iter(etree.Element)
    for element in (each for each in found if etree.QName(each).namespace not in _DESCRIBING):
        yield from filter(None, map(str.strip, (*map(str, element.attrib.values()), element.text or "")))


def _addresses(raw: Any, document: Any, page: Any) -> Iterator[str]:
    """The addresses to which links of a page lead; those within the document have none."""
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, at)
        action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(note))
        size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if size:
            text = create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document, action, text, size)
            yield text.value.decode("utf-8", "replace")
        raw.FPDFPage_CloseAnnot(note)
