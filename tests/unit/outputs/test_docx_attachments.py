"""An office's own .docx inside ours: whole, between our sections, without touching our look."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml

from disclosure.document import Attachment, Heading, Paragraph, Text, plain
from disclosure.errors import OutputError
from disclosure.outputs.docx.wordml import bookmark_name
from tests.unit.outputs.word_files import (
    SPACES,
    as_read,
    attachment,
    names,
    office_file,
    paragraphs,
    part,
    styled,
    text,
    w,
    written,
)

BEFORE, AFTER = Paragraph("before", (Text("前文"),)), Paragraph("after", (Text("后文"),))


@pytest.fixture(scope="module")
def data() -> bytes:
    second = attachment("乙", "att-2")
    return written(BEFORE, Heading("h", 1, (Text("附件1"),)), attachment("甲"), second, AFTER)


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_the_attachment_comes_out_with_its_text_in_full_and_in_its_place(data: bytes) -> None:
    lines = [line for line in paragraphs(part(data)) if line]
    for mark in "甲乙":
        source = docx.Document(BytesIO(office_file(mark)))
        for paragraph in source.paragraphs:
            settled = paragraph.text.replace("删去", "")
            assert not settled or settled in lines or settled in ("定稿", "嵌套书签指回"), settled
    assert lines[0] == "前文"
    assert lines[-1] == "后文"
    assert lines.index("附件甲的末段") < lines.index("附件乙的标题")


def test_every_line_of_its_blocks_is_in_the_output(data: bytes) -> None:
    everything = "".join(paragraphs(part(data)))
    texts = [block for block in attachment("甲").blocks if isinstance(block, Heading | Paragraph)]
    assert texts
    for block in texts:
        assert plain(block.content).removeprefix("1. ") in everything  # numbers of a list are Word's


def test_revisions_are_settled_and_their_authors_gone(data: bytes) -> None:
    lines = paragraphs(part(data))
    assert "定稿新增" in lines
    assert not [line for line in lines if "删去" in line]
    assert not list(part(data).iter(w("ins"), w("del"), w("delText")))


def test_merged_cells_stay_merged(data: bytes) -> None:
    first, second = docx.Document(BytesIO(data)).tables
    for table in (first, second):
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["合并表头"] * 3,
            ["纵向合并", "", ""],
            ["纵向合并", "", "末格"],
        ]


def test_pictures_footnotes_and_endnotes_come_along(data: bytes) -> None:
    assert [name for name in names(data) if name.startswith("word/media/")] == ["word/media/image1.png"]
    assert len(list(part(data).iter(f"{{{SPACES['wp']}}}inline"))) == 2
    notes = {node.get(w("id")): text(node) for node in part(data, "word/footnotes.xml") if text(node)}
    referred = [notes[node.get(w("id"))] for node in part(data).iter(w("footnoteReference"))]
    assert referred == ["脚注的文字", "尾注的文字"] * 2
    assert not list(part(data).iter(w("endnoteReference")))


def test_lists_of_two_attachments_count_on_their_own(data: bytes) -> None:
    styles = part(data, "word/styles.xml")
    lists = styles.xpath(
        'w:style[contains(w:name/@w:val, "List Number")]/w:pPr/w:numPr/w:numId/@w:val', namespaces=SPACES
    )
    assert len(lists) == len(set(lists)) >= 2


def test_its_landscape_pages_stay_and_ours_are_as_before(data: bytes) -> None:
    turned = [size.get(w("orient")) == "landscape" for size in part(data).iter(w("pgSz"))]
    assert turned == [False, False, True, False, True, False]
    sizes = [(size.get(w("w")), size.get(w("h"))) for size in part(data).iter(w("pgSz"))]
    assert sizes[0] == sizes[-1] == ("11906", "16838")


def test_its_pages_carry_our_page_numbers(data: bytes) -> None:
    ours = [
        node.get(f"{{{SPACES['r']}}}id")
        for node in list(part(data).iter(w("sectPr")))[-1].iter(w("footerReference"))
    ]
    for section in part(data).iter(w("sectPr")):
        assert [node.get(f"{{{SPACES['r']}}}id") for node in section.iter(w("footerReference"))] == ours
        assert section.find(w("type")) is None or section.find(w("type")).get(w("val")) == "nextPage"
    assert not [name for name in names(data) if "header" in name]


def test_our_styles_are_byte_for_byte_what_they_were(data: bytes) -> None:
    def ours(result: bytes) -> list[str]:
        every = docx.Document(BytesIO(result)).styles.element.xpath("w:style")
        return [style.xml for style in every if "附件" not in style.find(w("name")).get(w("val"))]

    assert ours(data) == ours(written(BEFORE))
    assert [text(node) for node in styled(data, "heading 1")] == ["附件1"]


def test_its_own_styles_keep_their_look(data: bytes) -> None:
    styles = part(data, "word/styles.xml")

    def size(name: str) -> list[str]:
        return list(styles.xpath(f'w:style[w:name/@w:val="{name}"]/w:rPr/w:sz/@w:val', namespaces=SPACES))

    assert size("附件1 heading 1") == size("附件2 heading 1") == ["62"]
    own = styles.xpath('w:style[w:rPr/w:sz/@w:val="26"]/w:name/@w:val', namespaces=SPACES)
    assert [
        name for name in own if re.fullmatch("附件1 样式[0-9]+", name)
    ]  # an office's own name says something
    assert size("附件1 Normal") == ["18"]


def test_what_an_attachment_leaves_to_its_defaults_is_said_outright(data: bytes) -> None:
    body = part(data).find(w("body"))
    assert not [
        node for node in body.iter(w("p")) if text(node) and node.find(f"{w('pPr')}/{w('pStyle')}") is None
    ]
    for name in ("word/document.xml", "word/styles.xml"):
        assert not [
            key for node in part(data, name).iter(w("rFonts")) for key in node.attrib if key.endswith("Theme")
        ]
    path = 'w:style[w:name/@w:val="附件1 heading 1"]/w:rPr/w:rFonts/@w:ascii'
    assert part(data, "word/styles.xml").xpath(path, namespaces=SPACES) == ["Calibri"]


def test_blocks_read_from_it_are_bookmarked_where_their_text_stands(data: bytes) -> None:
    marks = {node.get(w("name")): text(node.getparent()) for node in part(data).iter(w("bookmarkStart"))}
    assert marks[bookmark_name("att-1")] == marks[bookmark_name("att-1-1")] == "附件甲的标题"
    assert marks[bookmark_name("att-1-3")] == "第一项"
    assert marks[bookmark_name("att-2-4")] == "附件乙的末段"


def test_its_links_to_its_own_bookmarks_still_lead_there(data: bytes) -> None:
    links = [node.get(w("anchor")) for node in part(data).iter(w("hyperlink")) if text(node) == "指回"]
    marks = {node.get(w("name")): text(node.getparent()) for node in part(data).iter(w("bookmarkStart"))}
    assert [marks[link] for link in links] == ["嵌套书签指回"] * 2
    assert len(set(links)) == 2


def test_an_attachment_may_be_all_there_is() -> None:
    result = written(Attachment("a", as_read(office_file()), ()))
    assert "附件甲的末段" in paragraphs(part(result))


def test_an_attachment_without_numbering_part_that_switches_numbers_off_is_merged() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("不编号")
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr xmlns:w="{SPACES["w"]}"><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    )
    for key, rel in list(document.part.rels.items()):
        if rel.reltype.endswith("/numbering"):
            del document.part.rels[key]
    assert "不编号" in paragraphs(part(written(Attachment("a", as_read(saved(document)), ()))))


def test_an_empty_attachment_leaves_a_page_of_its_own() -> None:
    result = written(BEFORE, Attachment("a", as_read(saved(docx.Document())), ()), AFTER)
    assert [line for line in paragraphs(part(result)) if line] == ["前文", "后文"]
    assert len(list(part(result).iter(w("sectPr")))) == 3


def test_a_file_that_is_no_docx_is_refused_in_chinese() -> None:
    with pytest.raises(OutputError, match="附件“a”不是可用的 Word 文件"):
        written(Attachment("a", b"\xd0\xcf\x11\xe0 an old .doc", ()))


TEXT_BOX = """<w:r xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="{wp}" xmlns:a="{a}">
  <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>
  <wp:docPr id="1" name="x"/><a:graphic><a:graphicData
  uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r>
  <w:t>文本框的字</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
  </wp:inline></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"""


def declared_at_the_root(data: bytes, prefix: str) -> bytes:
    """The file with a prefix declared where Word declares it."""
    result = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            declaration = re.search(rb' xmlns:%s="[^"]*"' % prefix.encode(), content)
            if name == "word/document.xml" and declaration:
                content = content.replace(declaration[0], b"").replace(
                    b"<w:document", b"<w:document" + declaration[0]
                )
            target.writestr(name, content)
    return result.getvalue()


def test_a_text_box_keeps_its_text_and_the_prefixes_it_asks_for_are_declared() -> None:
    document = docx.Document()
    paragraph: Any = document.add_paragraph()._p
    paragraph.append(parse_xml(TEXT_BOX.format(**SPACES)))
    body = part(written(Attachment("a", as_read(declared_at_the_root(saved(document), "wps")), ())))
    assert "文本框的字" in paragraphs(body)
    (choice,) = body.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice")
    assert choice.get("Requires") in choice.nsmap
    (ignorable,) = [value for key, value in body.attrib.items() if key.endswith("Ignorable")]
    assert set(ignorable.split()) <= set(body.nsmap)


def test_an_attachment_with_a_broken_picture_is_refused_in_one_chinese_sentence() -> None:
    document = docx.Document(BytesIO(office_file()))
    (blip,) = document.element.body.iter(f"{{{SPACES['a']}}}blip")
    blip.set(f"{{{SPACES['r']}}}embed", "rId999")
    with pytest.raises(OutputError, match="附件“a”有损坏的内容，无法并入"):
        written(Attachment("a", saved(document), ()))
