"""A pack's Word file gives its look and nothing else: what is unseen, fetches or starts is told of."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from disclosure import packs
from disclosure.document import Document, Heading, Paragraph, Style, Text
from disclosure.errors import OutputError
from disclosure.outputs.docx import writer
from disclosure.outputs.docx.wordml import root

DELIVERED = packs.resolve("standard", [packs.built_in()]).style


def field(*pieces: str) -> str:
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{codes}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def style(footer: str, link: str = "") -> Style:
    """The delivered look with something more in its footer."""
    opened = docx.Document(io.BytesIO(DELIVERED.reference))
    edge = opened.sections[-1].footer
    for block in parse_xml(root("ftr", footer)):
        edge._element.append(block)
    if link:
        edge.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made = io.BytesIO()
    opened.save(made)
    return Style("某版式", made.getvalue(), "")


def written(look: Style) -> bytes:
    blocks = (Heading("a", 2, (Text("一、标题"),)), Paragraph("b", (Text("正文"),)))
    (artifact,) = writer.write(Document("标题", "某局", blocks), look, "文件")
    return artifact.data


@pytest.mark.parametrize(
    ("footer", "said"),
    [
        (field('INCLUDEPICTURE "http://a.example/x.png"'), "页脚有域“INCLUDEPICTURE"),
        (field("DDE", "AUTO c:\\\\x"), "页脚有域“DDEAUTO c:"),
        (field("PAGE") + field(' HYPERLINK "javascript:x" '), "页脚有域“HYPERLINK"),
        (field('PAGE "x"'), "页脚有域“PAGE"),
        ('<w:p><w:fldSimple w:instr="USERNAME"/></w:p>', "页脚有域“USERNAME”"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>机密</w:t></w:r></w:p>", "页脚有隐藏的文字"),
        ('<w:p><w:del w:id="1" w:author="张三"/></w:p>', "页脚有修订"),
    ],
)
def test_what_is_unseen_or_starts_something_is_refused(footer: str, said: str) -> None:
    with pytest.raises(OutputError, match=f"^样式“某版式”的参考文档的{said}.*请在 Word 中改好$"):
        written(style(footer))


def test_a_link_out_of_the_footer_is_refused() -> None:
    with pytest.raises(OutputError, match="页脚有指向别处的链接"):
        written(style("", "file:///etc/passwd"))


def test_page_numbers_may_be_cut_into_runs_and_have_switches() -> None:
    footer = field("PA", "GE  \\* MERGEFORMAT") + '<w:p><w:fldSimple w:instr=" NUMPAGES "/></w:p>'
    assert written(style(footer))


@pytest.mark.parametrize("spoilt", [b"", b"x", b"PK\x03\x04", DELIVERED.reference[:2000]])
def test_what_is_no_word_file_is_told(spoilt: bytes) -> None:
    with pytest.raises(OutputError, match="^样式“某版式”的参考文档不是可用的 Word 文件"):
        written(Style("某版式", spoilt, ""))


def changed(part: str, change: Callable[[str], str]) -> Style:
    """The delivered look with one part of its Word file changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DELIVERED.reference)) as whole, zipfile.ZipFile(made, "w") as archive:
        for name in whole.namelist():
            text = whole.read(name).decode()
            if name == part:
                assert change(text) != text
                text = change(text)
            archive.writestr(name, text)
    return Style("某版式", made.getvalue(), "")


def in_style(name: str, old: str, new: str) -> Callable[[str], str]:
    """A change within one style, found by its name."""

    def change(text: str) -> str:
        return re.sub(
            f'<w:style (?:(?!</w:style>).)*<w:name w:val="{name}"/>(?:(?!</w:style>).)*</w:style>',
            lambda found: re.sub(old, new, found[0]),
            text,
            flags=re.DOTALL,
        )

    return change


def said_of(look: Style) -> str:
    with pytest.raises(OutputError) as caught:
        written(look)
    return str(caught.value)


@pytest.mark.parametrize("part", ["_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"])
@pytest.mark.parametrize("content", ["<a/>", "", "<Relationships/>"])
def test_a_part_that_is_another_thing_is_told(part: str, content: str) -> None:
    assert said_of(changed(part, lambda _: content)).startswith("样式“某版式”")


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("styles", "样式"),
        ("settings", "设置"),
        ("fontTable", "字体表"),
        ("footer1", "页脚"),
    ],
)
def test_a_part_that_is_no_longer_what_it_was_is_told_by_its_name(part: str, name: str) -> None:
    """Its type is gone from the list of types, or it is other XML."""
    said = f"样式“某版式”的参考文档里的{name}部件“/word/{part}.xml”已损坏，请在 Word 中打开后另存为新的 .docx"
    assert (
        said_of(changed("[Content_Types].xml", lambda text: text.replace(f"/word/{part}.xml", "b"))) == said
    )
    assert said_of(changed(f"word/{part}.xml", lambda _: "<a/>")) == said


@pytest.mark.parametrize(
    ("name", "old", "new", "called"),
    [
        ("heading 2", r'w:line="\d+"', 'w:line="XFD1048576"', "行距“XFD1048576”"),
        ("heading 1", r'<w:sz w:val="\d+"/>', '<w:sz w:val="²"/>', "字号“²”"),
        (
            "条目",
            "<w:rPr>",
            '<w:rPr><w:spacing w:val="99999999999999999999"/>',
            "字符间距“99999999999999999999”",
        ),
        ("heading 3", "<w:spacing ", '<w:spacing w:before="1.5" ', "段前间距“1.5”"),
        ("heading 3", "<w:spacing ", '<w:spacing w:after="-1" ', "段后间距“-1”"),
    ],
)
def test_a_measure_that_is_no_number_is_told_by_its_style(name: str, old: str, new: str, called: str) -> None:
    """Also of a style that nothing is written in: the reference is right or wrong as a whole."""
    assert said_of(changed("word/styles.xml", in_style(name, old, new))) == (
        f"样式“某版式”的参考文档里样式“{name}”（或它所基于的样式）的{called}不是可用的数，"
        "请在 Word 中重新设置后保存"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('w:w="11906"', 'w:w="restart"', "纸张宽度“restart”不是可用的数，请在 Word 中重新设置后保存"),
        ('w:h="16838"', 'w:h="2147483648"', "纸张高度“2147483648”不是可用的数，请在 Word 中重新设置后保存"),
        (' w:header="850"', "", "页眉边距“”不是可用的数，请在 Word 中重新设置后保存"),
        ('w:left="1587"', 'w:left="9500"', "页边距太大，纸上写不下字，请在 Word 中重新设置页面"),
    ],
)
def test_a_page_that_nothing_can_be_written_on_is_told(old: str, new: str, said: str) -> None:
    look = changed("word/document.xml", lambda text: text.replace(old, new))
    assert said_of(look) == f"样式“某版式”的参考文档的{said}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"', 'xmlns:r="A0"'),
        (r'(<w:footerReference w:type="default" r:id=")[^"]*', r"\1rId1"),  # the styles
    ],
)
def test_a_footer_that_is_not_said_which_is_told(old: str, new: str) -> None:
    look = changed("word/document.xml", lambda text: re.sub(old, new, text))
    assert said_of(look).startswith("样式“某版式”的参考文档不是可用的 Word 文件（.docx）")


def test_styles_that_are_based_on_each_other_end() -> None:
    look = changed(
        "word/styles.xml", in_style("图形", '<w:basedOn w:val="[^"]*"/>', '<w:basedOn w:val="Figure"/>')
    )
    assert written(look)


def test_the_id_of_a_style_may_hold_any_character() -> None:
    look = changed("word/styles.xml", in_style("公文正文", 'w:styleId="Body"', 'w:styleId="A&amp;B"'))
    style = docx.Document(io.BytesIO(written(look))).paragraphs[-1].style
    assert style is not None
    assert style.style_id == "A&B"
