"""What the DOCX tests share: the packs' looks, an office's own hard .docx, readers of what was written."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm, Pt
from lxml import etree

from disclosure.document import Attachment, Document, Heading, Paragraph, Style, Text
from disclosure.loading import word
from disclosure.outputs.docx import write
from tests.contract.sample import png

LOOKS = Path(__file__).parents[3] / "templates" / "standard" / "style"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
_DECLARED = f'xmlns:w="{SPACES["w"]}" xmlns:r="{SPACES["r"]}"'


def w(name: str) -> str:
    return f"{{{SPACES['w']}}}{name}"


def look(name: str = "gbt9704") -> Style:
    return Style(name, (LOOKS / f"{name}.docx").read_bytes(), "")


def written(*blocks: Any, style: Style | None = None, **more: Any) -> bytes:
    """The .docx of a document with these blocks."""
    document = Document("标题", "某局", blocks, **more)
    return write(document, style or look(), "文件")[0].data


def part(data: bytes, name: str = "word/document.xml") -> Any:
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def names(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as archive:
        return archive.namelist()


def text(element: Any) -> str:
    """The characters of an element's own text, as Word shows them."""
    return "".join(node.text or "" for node in element.iter(w("t")))


def paragraphs(tree: Any) -> list[str]:
    return [text(paragraph) for paragraph in tree.iter(w("p"))]


def styled(data: bytes, name: str) -> list[Any]:
    """The paragraphs in the style of a name."""
    styles = part(data, "word/styles.xml")
    (style_id,) = styles.xpath(f'w:style[w:name/@w:val="{name}"]/@w:styleId', namespaces=SPACES)
    return list(part(data).xpath(f'//w:p[w:pPr/w:pStyle/@w:val="{style_id}"]', namespaces=SPACES))


def _notes(document: Any, relation: str, kind: str, content_type: str, words: str) -> None:
    mark = f'<w:r><w:{kind}Ref/></w:r><w:hyperlink r:id="rId77"><w:r><w:t>{words}</w:t></w:r></w:hyperlink>'
    note = f'<w:{kind} w:id="2"><w:p>{mark}</w:p></w:{kind}>'
    xml = f"<w:{kind}s {_DECLARED}>{note}</w:{kind}s>".encode()
    target = Part(PackURI(f"/word/{kind}s.xml"), content_type, xml, document.part.package)
    target.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.HYPERLINK, "about:blank")
    target.rels["rId1"]._rId = "rId77"
    document.part.relate_to(target, relation)
    paragraph = document.add_paragraph(f"带{kind}的一段")
    paragraph._p.append(parse_xml(f'<w:r {_DECLARED}><w:{kind}Reference w:id="2"/></w:r>'))


def _revisions(document: Any) -> None:
    inner = (
        '<w:r><w:t>定稿</w:t></w:r><w:ins w:id="90" w:author="张三"><w:r><w:t>新增</w:t></w:r></w:ins>'
        '<w:del w:id="91" w:author="李四"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    )
    document.add_paragraph()._p.extend(list(parse_xml(f"<w:p {_DECLARED}>{inner}</w:p>")))


def _bookmarks(document: Any) -> None:
    inner = (
        '<w:bookmarkStart w:id="0" w:name="外"/><w:bookmarkStart w:id="1" w:name="_GoBack"/>'
        "<w:r><w:t>嵌套书签</w:t></w:r>"
        '<w:bookmarkEnd w:id="1"/><w:bookmarkEnd w:id="0"/><w:bookmarkEnd w:id="8"/>'
        '<w:hyperlink w:anchor="外"><w:r><w:t>指回</w:t></w:r></w:hyperlink>'
    )
    document.add_paragraph()._p.extend(list(parse_xml(f"<w:p {_DECLARED}>{inner}</w:p>")))


def _table(document: Any) -> None:
    table = document.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 2)).text = "合并表头"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "纵向合并"
    table.cell(2, 2).text = "末格"


def office_file(mark: str = "甲") -> bytes:
    """A .docx as offices have it: sections, merges, a picture, lists, notes, revisions, styles, headers."""
    document = docx.Document()
    document.core_properties.author = "某经办人"
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Heading 1"].font.size = Pt(31)
    document.styles.add_style(f"自定样式{mark}", 1).font.size = Pt(13)
    document.sections[0].header.paragraphs[0].text = "附件的页眉"
    document.add_heading(f"附件{mark}的标题", 1)
    document.add_paragraph(f"附件{mark}的正文", style=f"自定样式{mark}")
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")
    landscape = document.add_section(WD_SECTION.NEW_PAGE)
    landscape.orientation, landscape.page_width, landscape.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    _table(document)
    document.add_picture(BytesIO(png(40, 30)), width=Mm(50))
    _notes(document, RELATIONSHIP_TYPE.FOOTNOTES, "footnote", CONTENT_TYPE.WML_FOOTNOTES, "脚注的文字")
    _notes(document, RELATIONSHIP_TYPE.ENDNOTES, "endnote", CONTENT_TYPE.WML_ENDNOTES, "尾注的文字")
    _revisions(document)
    _bookmarks(document)
    document.add_paragraph(f"附件{mark}的末段")
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def as_read(data: bytes) -> bytes:
    """What a writer is given of an office's own .docx."""
    return word.read(data).publishable or b""


def attachment(mark: str = "甲", block_id: str = "att-1") -> Attachment:
    blocks = (
        Heading(f"{block_id}-1", 2, (Text(f"附件{mark}的标题"),)),
        Paragraph(f"{block_id}-2", (Text(f"附件{mark}的正文"),)),
        Paragraph(f"{block_id}-3", (Text("1. 第一项"),), "item"),
        Paragraph(f"{block_id}-4", (Text(f"附件{mark}的末段"),)),
    )
    return Attachment(block_id, as_read(office_file(mark)), blocks)
