"""A finished Word file fetches nothing when opened, whatever attachment or reference document hold."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from disclosure import packs
from disclosure.document import Attachment, Document, Heading, Paragraph, Style, Text
from disclosure.errors import OutputError
from disclosure.outputs.docx import write
from tests.unit.outputs.word_files import as_read

ELSEWHERE = "http://elsewhere.example/x"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
LINKED = {
    "a linked picture": "<w:r {names}><w:drawing><a:blip r:link='{id}'/></w:drawing></w:r>",
    "a linked old picture": (
        "<w:r {names}><w:pict><v:shape><v:imagedata r:id='{id}'/></v:shape></w:pict></w:r>"
    ),
    "a linked object": "<w:r {names}><w:object><o:OLEObject Type='Link' r:id='{id}'/></w:object></w:r>",
}
FIELDS = ("INCLUDEPICTURE", "includetext", "DDEAUTO", "LINK", "IMPORT")


def saved(document: Any) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def run(xml: str) -> Any:
    return parse_xml(xml)


def written(attached: bytes | None = None, reference: bytes | None = None) -> dict[str, str]:
    """The parts of the DOCX with this attachment, by this reference document."""
    style = packs.resolve("standard", [packs.built_in()]).style
    blocks: list[Any] = [Heading("part-a", 1, (Text("附件"),))]
    if attached:
        blocks.append(Attachment("attached", as_read(attached), (Paragraph("p", (Text("正文"),)),)))
    document = Document("标题", "某局", tuple(blocks))
    (made,) = write(document, Style("x", reference or style.reference, style.css), "x")
    with ZipFile(BytesIO(made.data)) as parts:
        return {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}


def reaching(parts: dict[str, str]) -> list[str]:
    return [name for name, text in parts.items() if "elsewhere.example" in text]


@pytest.mark.parametrize("kind", LINKED)
def test_what_an_attachment_links_to_is_cut_out(kind: str) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    id = document.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.add_paragraph("旁边")._p.append(run(LINKED[kind].format(names=NAMES, id=id)))
    parts = written(saved(document))
    assert reaching(parts) == []
    assert "旁边" in parts["word/document.xml"]
    assert "r:link" not in parts["word/document.xml"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_fetches_keeps_its_last_result_as_text(name: str) -> None:
    document = docx.Document()
    pieces = (
        "<w:fldChar w:fldCharType='begin'/>",
        f'<w:instrText xml:space="preserve"> {name} "{ELSEWHERE}" </w:instrText>',
        "<w:fldChar w:fldCharType='separate'/>",
        "<w:t>上次的结果</w:t>",
        "<w:fldChar w:fldCharType='end'/>",
    )
    paragraph = document.add_paragraph("正文")._p
    for piece in pieces:
        paragraph.append(run(f"<w:r {NAMES}>{piece}</w:r>"))
    shown = "<w:r><w:t>另一结果</w:t></w:r>"
    simple = f"<w:fldSimple {NAMES} w:instr=' {name} \"{ELSEWHERE}\" '>{shown}</w:fldSimple>"
    document.add_paragraph("又")._p.append(run(simple))
    parts = written(saved(document))
    assert reaching(parts) == []
    assert "上次的结果" in parts["word/document.xml"]
    assert "另一结果" in parts["word/document.xml"]


def test_a_link_that_a_person_follows_stays() -> None:
    document = docx.Document()
    id = document.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = f"<w:hyperlink {NAMES} r:id='{id}'><w:r><w:t>网址</w:t></w:r></w:hyperlink>"
    document.add_paragraph("正文")._p.append(run(link))
    assert reaching(written(saved(document))) == ["word/_rels/document.xml.rels"]


def test_what_a_reference_document_links_to_is_cut_out() -> None:
    style = packs.resolve("standard", [packs.built_in()]).style
    reference = docx.Document(BytesIO(style.reference))
    numbering = docx.Document().part.numbering_part
    reference.part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
    id = numbering.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    picture = f"<w:pict><v:imagedata r:id='{id}'/></w:pict>"
    bullet = f"<w:numPicBullet {NAMES} w:numPicBulletId='7'>{picture}</w:numPicBullet>"
    numbering.element.insert(0, run(bullet))
    theme = next(
        rel.target_part for rel in reference.part.rels.values() if rel.reltype.endswith("/fontTable")
    )
    theme.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.FONT, ELSEWHERE)
    parts = written(reference=saved(reference))
    assert reaching(parts) == []
    assert "v:imagedata" not in parts["word/numbering.xml"]


def test_a_reference_document_whose_header_links_elsewhere_is_refused() -> None:
    reference = docx.Document(BytesIO(packs.resolve("standard", [packs.built_in()]).style.reference))
    header = reference.sections[-1].header
    header.is_linked_to_previous = False
    id = header.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    header.paragraphs[0]._p.append(run(LINKED["a linked old picture"].format(names=NAMES, id=id)))
    with pytest.raises(OutputError, match="参考文档的页眉有指向别处的链接"):
        written(reference=saved(reference))
