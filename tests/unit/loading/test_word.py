"""Word 附件 — text, headings, numbers, tables and pictures of a .docx arrive; what cannot is named."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as Saved
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from PIL import Image

from disclosure import pictures
from disclosure.loading import word
from disclosure.model import AttachedCell, AttachedFile, AttachedImage, AttachedTable, AttachedText
from tests.contract.sample import png

NAMES = (
    nsdecls("w", "a", "r", "wp", "pic")
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def saved(document: Saved) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def table(file: AttachedFile) -> AttachedTable:
    """The file's first part, which is a table."""
    first = file.parts[0]
    assert isinstance(first, AttachedTable)
    return first


def from_xml(*blocks: str, numbering: str = "") -> AttachedFile:
    document = Document()
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace("<w:p>", f"<w:p {NAMES}>", 1)))
    if numbering:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:numbering {NAMES}>{numbering}</w:numbering>"):
            root.append(child)
    return word.read(saved(document))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def texts(file: AttachedFile) -> list[str]:
    return [part.text for part in file.parts if isinstance(part, AttachedText)]


def test_headings_have_their_level_and_empty_paragraphs_are_left_out() -> None:
    document = Document()
    for text, style in [
        ("报告", "Title"),
        ("一、概况", "Heading 1"),
        ("甲", "Heading 3"),
        ("深", "Heading 6"),
        ("", None),
    ]:
        document.add_paragraph(text, style)
    document.add_paragraph("正文。")
    parts = word.read(saved(document)).parts
    assert parts == tuple(
        AttachedText(text, level)
        for text, level in [("报告", 1), ("一、概况", 1), ("甲", 3), ("深", 4), ("正文。", 0)]
    )


def test_a_heading_is_known_by_its_outline_level_alone() -> None:
    found = from_xml(f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("二级")}</w:p>')
    assert found.parts == (AttachedText("二级", 2),)


def test_tracked_changes_read_as_accepted_and_are_named() -> None:
    found = from_xml(
        f'<w:p>{run("预算")}<w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="x">{run("新")}</w:ins>{run("数")}</w:p>'
    )
    assert texts(found) == ["预算新数"]
    assert found.lost == ("修订痕迹（按接受全部修订带入，请核对）",)


def test_results_of_fields_and_texts_of_links_are_kept_and_breaks_are_line_breaks() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2024年")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    found = from_xml(
        f"<w:p>{field}<w:hyperlink>{run('网址')}</w:hyperlink><w:r><w:br/></w:r>{run('下行')}</w:p>"
    )
    assert texts(found) == ["2024年网址\n下行"]
    assert found.lost == ()


def test_hidden_text_footnotes_and_formulas_are_not_carried_over_and_are_named_with_their_place() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    found = from_xml(f"<w:p>{run('绩效目标')}{hidden}{note}<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>")
    assert texts(found) == ["绩效目标"]
    assert found.lost == ("公式（“绩效目标”附近）",)
    assert found.withheld == ("隐藏文字（第1段“绩效目标”）", "脚注（没有内容）（第1段“绩效目标”）")


def numbered(list_id: int, level: int, text: str) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run(text)}</w:p>"


CHINESE_LIST = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_list_numbers_are_counted_as_word_shows_them() -> None:
    places = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (1, 0)]
    found = from_xml(*(numbered(id, level, "甲") for id, level in places), numbering=CHINESE_LIST)
    assert texts(found) == [
        "一、甲",
        "（一）甲",
        "（二）甲",
        "1. 甲",
        "二、甲",
        "（一）甲",
        "一、甲",
        "二、甲",
    ]
    assert found.lost == ()


def test_the_eleventh_and_the_twentieth_number_are_chinese_too() -> None:
    found = from_xml(*[numbered(1, 0, "甲")] * 21, numbering=CHINESE_LIST)
    shown = texts(found)
    assert [shown[at] for at in (9, 10, 19, 20)] == ["十、甲", "十一、甲", "二十、甲", "二十一、甲"]


def test_a_numbering_that_is_not_known_is_named() -> None:
    strange = CHINESE_LIST.replace("chineseCounting", "hebrew1", 1)
    found = from_xml(numbered(1, 0, "甲"), numbering=strange)
    assert texts(found) == ["甲"]
    assert found.lost == ("自动编号（编号样式不能识别）",)


def test_merged_cells_become_anchor_cells_with_spans() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "x"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "金额"
    found = word.read(saved(document)).parts[0]
    assert isinstance(found, AttachedTable)
    cell = AttachedCell("x")
    assert found.rows == (
        (AttachedCell("项目", rowspan=2), AttachedCell("金额", colspan=2)),
        (cell, cell),
        (cell, cell, cell),
    )
    assert found.head_rows == 2
    assert len(found.widths) == 3


@pytest.mark.parametrize("orientation", [WD_ORIENT.LANDSCAPE, None])
def test_tables_of_a_landscape_section_are_landscape(orientation: WD_ORIENT | None) -> None:
    document = Document()
    document.add_table(1, 1)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = orientation, Mm(297), Mm(210)
    document.add_table(1, 1)
    tables = [part for part in word.read(saved(document)).parts if isinstance(part, AttachedTable)]
    assert [table.landscape for table in tables] == [False, True]


def test_a_table_within_a_cell_keeps_its_text_and_is_named() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "外"
    cell.add_table(1, 1).cell(0, 0).text = "内"
    found = word.read(saved(document))
    assert table(found).rows == ((AttachedCell("外\n内"),),)
    assert found.lost == ("单元格里的表格（只保留文字）（“外”附近）",)


def test_a_picture_comes_with_its_alt_text_and_width() -> None:
    document = Document()
    document.add_paragraph("见下图：").add_run()
    document.add_picture(BytesIO(png()), width=Mm(60))
    document.inline_shapes[0]._inline.docPr.set("descr", "现场照片")
    assert word.read(saved(document)).parts == (
        AttachedText("见下图："),
        AttachedImage(pictures.anew(png()).data, "现场照片", 60.0),
    )


REFUSED = "不能公开；请在 Word 或 WPS 里右键它，“另存为图片”选 PNG，再用存出的换下它"


def test_a_picture_that_cannot_be_read_gives_way_to_a_box_and_is_told_with_its_place() -> None:
    document = Document()
    document.add_picture(BytesIO(png()))
    document.add_paragraph("项目现场见下图：")
    document.add_picture(BytesIO(png(9, 9)))
    found = word.read(repacked(saved(document), {"word/media/image2.png": b"\x01\x00\x00\x00 EMF"}))
    assert found.refused == (
        f"第2张图片（“项目现场见下图：”附近）是 EMF 矢量图，里面有什么查不清，{REFUSED}",
    )
    assert [part.data for part in found.parts if isinstance(part, AttachedImage)] == [
        pictures.anew(png()).data,
        pictures.placeholder().data,
    ]
    assert b" EMF" not in b"".join(members(found).values())


def test_a_broken_part_beside_a_picture_costs_a_sentence_not_the_attachment() -> None:
    document = Document()
    document.add_picture(BytesIO(png()))
    found = word.read(repacked(saved(document), {"word/numbering.xml": b"<w:x><y></w:x>"}))
    assert [told for told in found.withheld if "编号已损坏，没有并入" in told]
    assert [image.data for image in found.parts if isinstance(image, AttachedImage)] == [
        pictures.anew(png()).data
    ]


def test_a_picture_that_only_looks_like_another_part_does_not_go_out_as_it_is() -> None:
    document = Document()
    document.add_picture(BytesIO(png()))
    raw = parts(saved(document))
    raw["word/embeddings/x.PNG"] = b"the original"
    rels = raw["word/_rels/document.xml.rels"]
    image = f'{RELATIONSHIP_TYPE.IMAGE}" Target="media/image1.png"'.encode()
    assert image in rels
    raw["word/_rels/document.xml.rels"] = rels.replace(image, b'urn:other" Target="embeddings/x.PNG"')
    assert b"the original" not in b"".join(members(word.read(packed(raw))).values())


def members(file: AttachedFile) -> dict[str, bytes]:
    """The parts of what of an attachment may be published."""
    with zipfile.ZipFile(BytesIO(file.publishable or b"")) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_picture(data: bytes, *, kind: str = "png", crop: str = "", more: str = "") -> AttachedFile:
    """A document whose picture has these bytes, under a name as an office's camera gives."""
    document = Document()
    document.add_picture(BytesIO(png(40, 20)), width=Mm(40))
    (blip,) = document.element.body.iter(qn("a:blip"))
    if crop:
        blip.addnext(parse_xml(f"<a:srcRect {nsdecls('a')} {crop}/>"))
    if more:
        document.part.rels["rIdMore"] = document.part.rels[blip.get(qn("r:embed"))]
        blip.append(parse_xml(more))
    old = repacked(saved(document), {"word/media/image1.png": data})
    renamed = {
        name: part.replace(b"image1.png", f"现场 {kind}.{kind}".encode()) for name, part in parts(old).items()
    }
    types = renamed.pop("[Content_Types].xml").replace(
        b"</Types>", f'<Default Extension="{kind}" ContentType="image/{kind}"/></Types>'.encode()
    )
    renamed[f"word/media/现场 {kind}.{kind}"] = renamed.pop("word/media/image1.png")
    return word.read(packed({"[Content_Types].xml": types} | renamed))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["gif", "bmp", "tiff", "webp", "jpeg"])
def test_pictures_of_every_kind_are_written_anew_under_names_of_our_own(kind: str) -> None:
    target = BytesIO()
    Image.new("RGB", (40, 20), (9, 9, 9)).save(target, kind)
    found = with_picture(target.getvalue(), kind=kind)
    assert (found.refused, found.lost) == ((), ())
    name = f"word/media/image1.{'jpeg' if kind == 'jpeg' else 'png'}"
    assert [part for part in members(found) if "media" in part] == [name]
    (image,) = found.parts
    assert isinstance(image, AttachedImage)
    assert members(found)[name] == image.data == pictures.anew(target.getvalue()).data
    assert Document(BytesIO(found.publishable or b"")).inline_shapes[0].width == Mm(40)


def test_what_word_does_not_show_of_a_picture_is_cut_off_in_every_output() -> None:
    image = Image.new("RGB", (40, 20), (255, 255, 255))
    image.paste((255, 0, 0), (30, 0, 40, 20))
    target = BytesIO()
    image.save(target, "PNG")
    found = with_picture(target.getvalue(), crop='r="25000"')
    (shown,) = found.parts
    assert isinstance(shown, AttachedImage)
    with Image.open(BytesIO(shown.data)) as seen:
        assert (seen.size, seen.getcolors()) == ((30, 20), [(600, (255, 255, 255))])
    written = members(found)
    assert [written[name] for name in written if "media" in name] == [shown.data]
    assert b'r="25000"' not in written["word/document.xml"]


def test_the_original_behind_a_picture_stays_behind() -> None:
    space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    svg = f'<s:svgBlip xmlns:s="{space}" {nsdecls("r")} r:embed="rIdMore"/>'
    found = with_picture(png(), more=f'<a:extLst {nsdecls("a")}><a:ext uri="x">{svg}</a:ext></a:extLst>')
    assert b"svgBlip" not in members(found)["word/document.xml"]
    assert found.refused == ()


def test_a_photograph_that_lay_on_its_side_stands_in_a_frame_of_its_shape() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    target = BytesIO()
    Image.new("RGB", (40, 20)).save(target, "JPEG", exif=exif)
    found = with_picture(target.getvalue(), kind="jpeg")
    shape = Document(BytesIO(found.publishable or b"")).inline_shapes[0]
    assert (shape.width, shape.height) == (Mm(20), Mm(40))
    assert [part.width_mm for part in found.parts if isinstance(part, AttachedImage)] == [20.0]


def test_where_a_picture_was_taken_from_is_no_description() -> None:
    document = Document()
    document.add_picture(BytesIO(png()))
    paths = (
        "C:\\张三\\现场",
        "/home/zhang/现场",
        "IMG_0042.JPG",
        "IMG_0042",
        "微信图片_20240101",
        "张三.psd",
    )
    for said in paths:
        for name in ("descr", "title", "name"):
            document.inline_shapes[0]._inline.docPr.set(name, said)
        found = word.read(saved(document))
        assert [image.alt for image in found.parts if isinstance(image, AttachedImage)] == [""]
        assert said.encode() not in members(found)["word/document.xml"]
    document.inline_shapes[0]._inline.docPr.set("descr", "现场照片（2024年1月，第3.2标段）")
    (image,) = word.read(saved(document)).parts
    assert isinstance(image, AttachedImage)
    assert image.alt == "现场照片（2024年1月，第3.2标段）"


def test_header_text_is_named_as_lost() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    assert word.read(saved(document)).lost == ("页眉、页脚",)


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The same .docx with other bytes for some of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return out.getvalue()


@cache
def faulty() -> dict[str, tuple[bytes, str]]:
    data = saved(Document())
    types = zipfile.ZipFile(BytesIO(data)).read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main", b"macro").replace(
        b"application/vnd.openxmlformats-officedocument.macro+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    empty = BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "x")
    return {
        "old .doc": (b"\xd0\xcf\x11\xe0" + bytes(600), "是旧版 .doc 文件或加了密码"),
        "renamed text": (b"hello", "不是 .docx 文件"),
        "nothing": (b"", "不是 .docx 文件"),
        "cut off": (data[: len(data) // 2], "文件不完整"),
        "zip of something else": (empty.getvalue(), "不是 Word 文档"),
        "broken xml": (repacked(data, {"word/document.xml": b"<w:document"}), "文件已损坏"),
        "macros": (repacked(data, {"[Content_Types].xml": macro}), "带有宏"),
        "bomb": (repacked(data, {"word/styles.xml": bytes(201 * 1024 * 1024)}), "解压后超过 200 MB"),
        "flipped bytes": (data.replace(b"PK\x01\x02", b"PK\x01\x03"), "文件不完整"),
    }


@pytest.mark.parametrize(
    "kind",
    [
        "old .doc",
        "renamed text",
        "nothing",
        "cut off",
        "zip of something else",
        "broken xml",
        "macros",
        "bomb",
        "flipped bytes",
    ],
)
def test_what_is_no_docx_is_refused_in_one_chinese_sentence(kind: str) -> None:
    data, sentence = faulty()[kind]
    with pytest.raises(word.DocxError, match=sentence) as caught:
        word.read(data)
    assert "\n" not in str(caught.value)


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "secret">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml'
    bomb += b'/2006/main"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    found = word.read(repacked(saved(Document()), {"word/document.xml": bomb}))
    assert texts(found) == []


def test_a_page_break_is_no_line_break() -> None:
    assert texts(from_xml(f'<w:p>{run("甲")}<w:r><w:br w:type="page"/></w:r>{run("乙")}</w:p>')) == ["甲乙"]


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    document = Document()
    style = document.styles.add_style("单位一级标题", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("二、情况", style)
    assert word.read(saved(document)).parts == (AttachedText("二、情况", 2),)


def test_columns_that_a_row_leaves_out_are_empty_cells() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    short = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell.format("乙") + "</w:tr>"
    found = from_xml(f"<w:tbl {NAMES}><w:tr>{cell.format('甲')}{cell.format('丙')}</w:tr>{short}</w:tbl>")
    assert table(found).rows == (
        (AttachedCell("甲"), AttachedCell("丙")),
        (AttachedCell(""), AttachedCell("乙")),
    )


def test_rows_marked_as_head_are_the_head() -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
    head = row.format("<w:trPr><w:tblHeader/></w:trPr>")
    found = from_xml(f"<w:tbl {NAMES}>{head}{head}{row.format('')}</w:tbl>")
    assert table(found).head_rows == 2


def test_a_table_with_one_row_has_no_head() -> None:
    document = Document()
    document.add_table(1, 2)
    assert table(word.read(saved(document))).head_rows == 0


def test_what_is_drawn_in_word_is_named() -> None:
    drawing = '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x/{}">{}</a:graphicData>'
    drawing += "</a:graphic></wp:inline></w:drawing></w:r>"
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    box = f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    found = from_xml(
        f"<w:p>{run('见图')}{drawing.format('chart', '')}{drawing.format('diagram', '')}</w:p>",
        f"<w:p>{drawing.format('wordprocessingShape', box)}</w:p>",
    )
    assert texts(found) == ["见图"]
    assert found.lost == ("文本框（“框内”附近）",)
    assert found.withheld == ("图（没有内容）（第1段“见图”）",)


def test_what_is_deleted_or_moved_away_leaves_nothing_behind() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    moved = f'<w:moveFrom w:id="3" w:author="x">{run("移")}</w:moveFrom>'
    kept = f'<w:moveTo w:id="4" w:author="x">{run("移")}</w:moveTo>'
    found = from_xml(f'<w:p>{moved}{run("甲")}<w:del w:id="1" w:author="x">{note}</w:del>{kept}</w:p>')
    assert texts(found) == ["甲移"]
    assert found.lost == ("修订痕迹（按接受全部修订带入，请核对）",)


def test_a_field_within_the_code_of_another_is_not_text() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + mark("separate") + run("12") + mark("end")
    outer = mark("begin") + inner + mark("separate") + run("十二") + mark("end")
    assert texts(from_xml(f"<w:p>{run('共')}{outer}{run('项')}</w:p>")) == ["共十二项"]


def test_a_field_that_begins_hidden_ends_where_it_ends() -> None:
    begin = '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    found = from_xml(f"<w:p>{run('甲')}{begin}{run('码')}{end}{run('乙')}</w:p>")
    assert texts(found) == ["甲乙"]
    assert found.lost == ()


def test_a_field_that_never_ends_is_named() -> None:
    found = from_xml(f'<w:p>{run("甲")}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("乙")}</w:p>')
    assert texts(found) == ["甲"]
    assert found.withheld == ("没有结束的域之后的文字（第1段“甲”）",)
