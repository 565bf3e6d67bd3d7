"""Characters, styles, bookmarks and the draft's marks, read back from the .docx."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, assert_never

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.document import (
    Attachment,
    Block,
    ChartBlock,
    Contents,
    Cover,
    Heading,
    Image,
    PageBreak,
    Paragraph,
    Style,
    TableBlock,
    Text,
    plain,
    walk,
)
from disclosure.errors import OutputError
from disclosure.outputs import writer
from disclosure.outputs.docx.reference_look import STYLE_NAMES
from disclosure.outputs.docx.wordml import bookmark_name
from tests.contract.sample import png, sample
from tests.sampling import runs
from tests.unit.outputs.word_files import SPACES, look, names, paragraphs, part, styled, text, w, written


def said(block: Block) -> list[str]:
    """Every line that a block must print."""
    match block:
        case Cover():
            return [plain(line) for line in (*block.title, *block.lines, *block.top)]
        case Contents():
            return [block.title]
        case Heading() | Paragraph():
            return [plain(block.content)]
        case TableBlock():
            cells = [plain(cell.content) for row in (*block.head, *block.body) for cell in row.cells]
            return [plain(block.title), *cells, *(plain(note) for note in block.notes)]
        case ChartBlock():
            return [plain(block.caption)]
        case Image() | PageBreak() | Attachment():
            return []
        case _:
            assert_never(block)


def sample_data(**more: bool) -> bytes:
    return writer("docx")(sample(**more), look(), "文件")[0].data


def test_the_writer_is_found_by_its_name_and_gives_one_docx() -> None:
    artifacts = writer("docx")(sample(), look(), "某局决算")
    assert [artifact.name for artifact in artifacts] == ["某局决算.docx"]


def test_every_line_of_every_block_stands_in_a_paragraph_of_its_own() -> None:
    found = paragraphs(part(sample_data()))
    lines = [line for block in walk(sample()) for line in said(block) if line]
    assert len(lines) > 30
    assert [line for line in lines if line not in found] == []


def test_word_and_python_docx_read_the_same_characters() -> None:
    document = docx.Document(BytesIO(sample_data()))
    assert "研发A&B中心<负责>有关工作，重点保障运转。" in [
        paragraph.text for paragraph in document.paragraphs
    ]


# Lone surrogates and control characters cannot stand in XML; tab and line break are elements of Word.
printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1
)


@settings(max_examples=runs(60), deadline=None)
@given(st.lists(printable, min_size=1, max_size=4))
def test_any_characters_come_back_exactly_as_they_were(pieces: list[str]) -> None:
    data = written(Paragraph("p", tuple(Text(piece) for piece in pieces)))
    (paragraph,) = [node for node in part(data).iter(w("p")) if text(node)]
    assert text(paragraph) == "".join(pieces)


def test_the_title_of_the_contents_may_hold_any_character() -> None:
    assert text(styled(written(Contents("c", "目<录>&")), "目录标题")[0]) == "目<录>&"


def test_a_strong_text_is_bold_and_a_missing_one_is_yellow() -> None:
    data = written(Paragraph("p", (Text("甲"), Text("乙", strong=True), Text("丙", missing=True))))
    looks = {text(run): {node.tag for node in run.iter()} for run in part(data).iter(w("r"))}
    assert (w("b") in looks["甲"], w("b") in looks["乙"]) == (False, True)
    assert (w("highlight") in looks["乙"], w("highlight") in looks["丙"]) == (False, True)


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        ("封面标题", ["某市某某局", "2023年度部门决算"]),
        ("封面文字", ["公开时间：2024年9月10日"]),
        ("封面顶端", ["监督索引号53000000"]),
        ("heading 1", ["第一部分 部门概况", "第二部分 2023年度部门决算情况说明", "第五部分 附表"]),
        ("heading 3", ["（一）总体情况"]),
        ("heading 4", ["1.具体情况"]),
        ("条目", ["1.负责与有关机构的联络。"]),
        ("顶格正文", ["不缩进的一行"]),
        ("表注", ["注：本表反映部门本年度各项支出情况。", "注：最后一行。"]),
        ("caption", ["（图1：收、支决算总计变动情况图）", "（图2：收入决算结构图）", "（图3：示意图）"]),
        ("表格标题", ["支出决算表"]),
    ],
)
def test_each_kind_of_line_has_its_own_named_style(style: str, lines: list[str]) -> None:
    assert [text(paragraph) for paragraph in styled(sample_data(), style)] == lines


@pytest.mark.parametrize("name", ["gbt9704", "word"])
def test_the_official_fonts_are_named_whatever_is_installed(name: str) -> None:
    reference = look(name).reference
    fonts = {node.get(w("eastAsia")) for node in part(reference, "word/styles.xml").iter(w("rFonts"))}
    assert fonts == {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"}
    stands_in = {
        node.get(w("name"))
        for node in part(reference, "word/fontTable.xml")
        if node.find(w("altName")) is not None
    }
    assert stands_in == fonts


def test_the_body_style_indents_the_first_line_by_two_characters() -> None:
    styles = part(look().reference, "word/styles.xml")
    (indent,) = styles.xpath('w:style[w:name/@w:val="公文正文"]/w:pPr/w:ind', namespaces=SPACES)
    assert indent.get(w("firstLineChars")) == "200"


def without_style(name: str) -> bytes:
    document = docx.Document(BytesIO(look().reference))
    (style,) = document.styles.element.xpath(f'w:style[w:name[@w:val="{name}"]]')
    style.getparent().remove(style)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize("name", sorted(STYLE_NAMES.values()))
def test_a_style_that_the_reference_lacks_is_named(name: str) -> None:
    with pytest.raises(OutputError, match=f"缺少样式“{name}”"):
        written(Paragraph("p", (Text("字"),)), style=Style("甲", without_style(name), ""))


def test_a_reference_that_is_no_docx_is_refused_in_chinese() -> None:
    with pytest.raises(OutputError, match="样式“甲”的参考文档不是可用的 Word 文件"):
        written(style=Style("甲", b"PK nothing", ""))


def test_style_ids_may_be_any_since_styles_are_found_by_name() -> None:
    renamed = docx.Document(BytesIO(look().reference))
    (style,) = renamed.styles.element.xpath('w:style[w:name[@w:val="heading 1"]]')
    style.set(w("styleId"), "1")
    data = BytesIO()
    renamed.save(data)
    result = written(Heading("h", 1, (Text("第一部分"),)), style=Style("甲", data.getvalue(), ""))
    assert [text(paragraph) for paragraph in styled(result, "heading 1")] == ["第一部分"]


def bookmarked(data: bytes) -> dict[str, Any]:
    return {node.get(w("name")): node.getparent() for node in part(data).iter(w("bookmarkStart"))}


def test_every_block_has_a_hidden_bookmark_named_after_its_id() -> None:
    marks = bookmarked(sample_data())
    assert [block.id for block in walk(sample()) if bookmark_name(block.id) not in marks] == []
    assert text(marks[bookmark_name("part-5")]) == "第五部分 附表"
    assert text(marks["_cover"]) == "某市某某局"


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=120))
def test_a_bookmark_name_is_one_that_word_takes(block_id: str) -> None:
    assert re.fullmatch(r"_[0-9A-Za-z_]{1,39}", bookmark_name(block_id))


def test_ids_that_would_look_alike_keep_bookmarks_apart() -> None:
    ids = ["a-b", "a_b", "a.b", "x" * 50, "x" * 51]
    assert len({bookmark_name(block_id) for block_id in ids}) == len(ids)
    assert max(len(bookmark_name(block_id)) for block_id in ids) == 40
    assert bookmark_name("a_b") == "_a_b"


def test_a_draft_says_so_on_each_page_and_a_publication_does_not() -> None:
    draft, final = sample_data(draft=True), sample_data()
    headers = [name for name in names(draft) if "word/draft_" in name]
    assert [text(part(draft, name)) for name in headers] == ["草稿", "草稿"]
    for section in part(draft).iter(w("sectPr")):
        assert len(section.findall(w("headerReference"))) == 2
    assert not any(
        "草稿" in text(part(final, name)) for name in names(final) if "header" in name or "draft" in name
    )
    assert not list(part(final).iter(w("headerReference")))


def test_a_picture_has_its_words_and_is_no_wider_than_the_text() -> None:
    data = written(Image("i", png(30, 10), "一张<示意>图", 999))
    (drawing,) = part(data).iter(f"{{{SPACES['wp']}}}inline")
    assert drawing.find("wp:docPr", SPACES).get("descr") == "一张<示意>图"
    extent = drawing.find("wp:extent", SPACES)
    assert int(extent.get("cx")) == pytest.approx(156 * 36000, rel=0.001)
    assert int(extent.get("cx")) == pytest.approx(3 * int(extent.get("cy")), rel=0.001)


def test_a_picture_of_an_unknown_kind_is_refused_in_chinese() -> None:
    with pytest.raises(OutputError, match="图片“图一”不是 PNG 或 JPEG"):
        written(Image("i", b"nothing", "图一", 40))


def test_a_document_without_blocks_is_still_a_document() -> None:
    assert docx.Document(BytesIO(written())).paragraphs == []


def test_a_reference_edited_by_an_office_brings_its_header_but_not_its_text_or_author() -> None:
    edited = docx.Document(BytesIO(look("word").reference))
    edited.core_properties.author = "张三"
    edited.sections[0].header.paragraphs[0].text = "某市某某局决算公开"
    data = BytesIO()
    edited.save(data)
    result = written(Paragraph("p", (Text("正文"),)), style=Style("甲", data.getvalue(), ""), draft=True)
    assert [text(part(result, name)) for name in names(result) if "header" in name] == [
        "草稿某市某某局决算公开"
    ]
    assert paragraphs(part(result)) == ["正文"]
    assert "张三" not in str([part(result, "docProps/core.xml").itertext()])
