"""A pack's Word file gives its look and nothing else: what is unseen, fetches or starts is told of."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from disclosure import packs
from disclosure.document import Document, Style
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
    (artifact,) = writer.write(Document("标题", "某局", ()), look, "文件")
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


@pytest.mark.parametrize("part", ["_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"])
@pytest.mark.parametrize("content", [b"<a/>", b"", b"<Relationships/>"])
def test_a_part_that_is_another_thing_is_told(part: str, content: bytes, tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DELIVERED.reference)) as whole, zipfile.ZipFile(made, "w") as written_:
        for name in whole.namelist():
            written_.writestr(name, content if name == part else whole.read(name))
    with pytest.raises(OutputError, match="^样式“某版式”"):
        written(Style("某版式", made.getvalue(), ""))
