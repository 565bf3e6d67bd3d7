"""看不见的内容 — a plain document lists nothing; whatever is planted in a finished file is listed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, PngImagePlugin
from pypdf.annotations import Link

from disclosure import outputs
from disclosure.document import Heading, Text
from disclosure.document import Image as Picture
from disclosure.outputs import Artifact
from disclosure.readback import unseen
from tests.contract.sample import sample
from tests.unit.outputs.word_files import look

DOCUMENT = replace(
    sample(), blocks=tuple(block for block in sample().blocks if not isinstance(block, Picture))
)


def written(format: str) -> tuple[Artifact, ...]:
    return outputs.writer(format)(DOCUMENT, look(), "文件")


def unusual(*files: Artifact) -> list[tuple[str, str]]:
    return [(one.kind, one.said) for one in unseen.listed(files, DOCUMENT, look()) if not one.is_ordinary]


@pytest.mark.parametrize("format", outputs.FORMATS)
def test_a_plain_document_holds_nothing_but_ordinary_machinery(format: str) -> None:
    assert unusual(*written(format)) == []


def test_of_what_is_ordinary_the_kind_is_known() -> None:
    found = unseen.listed(written("docx"), DOCUMENT, look())
    assert {one.kind for one in found} >= {"文件属性", "域", "书签", "替代文字", "样式名", "嵌入的文件"}


def planted(changes: dict[str, tuple[str, str]], more: dict[str, str]) -> Artifact:
    """The .docx with something put before a place of a part, and further parts."""
    (file,) = written("docx")
    out = BytesIO()
    with ZipFile(BytesIO(file.data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            place, text = changes.get(name, ("", ""))
            part = old.read(name).decode("utf-8", "surrogateescape")
            part = part.replace(place, text + place, 1) if place else part
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
        for name, text in more.items():
            new.writestr(name, text)
    return Artifact("文件.docx", out.getvalue())


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
HIDDEN = (
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r><w:r><w:instrText>USERNAME</w:instrText></w:r>"
    '<w:bookmarkStart w:id="9999" w:name="_GoBack"/><w:bookmarkEnd w:id="9999"/></w:p>'
)


def test_what_is_planted_in_a_word_file_is_listed() -> None:
    link = '<Relationship Id="rX" Type="x" Target="http://a.example/" TargetMode="External"/>'
    file = planted(
        {
            "word/document.xml": ("<w:sectPr", HIDDEN),
            "docProps/core.xml": ("</cp:coreProperties>", "<cp:lastModifiedBy>张三</cp:lastModifiedBy>"),
            "word/_rels/document.xml.rels": ("</Relationships>", link),
        },
        {
            "word/comments.xml": f'<w:comments {W}><w:comment w:author="李四">'
            "<w:p><w:r><w:t>不妥</w:t></w:r></w:p></w:comment></w:comments>",
            "docProps/custom.xml": f'<Properties xmlns="{CUSTOM}">'
            '<property name="项目"><x>密</x></property></Properties>',
            "customXml/item1.xml": "<a/>",
            "word/embeddings/oleObject1.bin": "x",
        },
    )
    assert set(unusual(file)) == {
        ("隐藏的文字", "内部意见"),
        ("域", "USERNAME"),
        ("书签", "_GoBack"),
        ("文件属性", "lastModifiedBy：张三"),
        ("链接", "http://a.example/"),
        ("批注", "不妥"),
        ("批注", "李四"),
        ("自定义属性", "项目"),
        ("自定义属性", "密"),
        ("嵌入的文件", "customXml/item1.xml"),
        ("嵌入的文件", "word/embeddings/oleObject1.bin"),
    }


def test_names_of_styles_are_listed_but_for_neutral_ones_of_an_attachment() -> None:
    own = ("附件1 样式3", "附件12 heading 1", "附件1 Base")
    names = (*own, "附件1 局内专用", "样式3", "附件1 样式", "张三的正文")
    styles = "".join(f'<w:style w:type="paragraph"><w:name w:val="{name}"/></w:style>' for name in names)
    file = planted({"word/styles.xml": ("</w:styles>", styles)}, {})
    assert unusual(file) == [("样式名", name) for name in names[len(own) :]]


def test_what_is_planted_in_a_workbook_is_listed() -> None:
    (file,) = written("xlsx")
    book = openpyxl.load_workbook(BytesIO(file.data))
    book.create_sheet("底稿").sheet_state = "hidden"
    sheet = book.worksheets[0]
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["B"].hidden = True
    sheet["A1"].comment = Comment("口径有出入", "王五")
    book.defined_names["内部"] = DefinedName("内部", attr_text="'底稿'!$A$1")
    out = BytesIO()
    book.save(out)
    found = set(unusual(Artifact("文件.xlsx", out.getvalue())))
    assert found >= {
        ("隐藏的工作表", "底稿"),
        ("隐藏的行、栏", "4"),
        ("隐藏的行、栏", "2"),
        ("批注", "口径有出入"),
        ("定义的名称", "内部"),
    }


def test_what_is_planted_in_a_pdf_is_listed() -> None:
    (file,) = written("pdf")
    writer = pypdf.PdfWriter(clone_from=BytesIO(file.data))
    writer.add_metadata({"/Keywords": "内部"})
    writer.add_attachment("draft.txt", b"x")
    writer.add_outline_item(title="内部批示", page_number=0)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="http://a.example/"))
    out = BytesIO()
    writer.write(out)
    found = set(unusual(Artifact("文件.pdf", out.getvalue())))
    assert found >= {
        ("文件属性", "Keywords：内部"),
        ("嵌入的文件", "draft.txt"),
        ("书签", "内部批示"),
        ("链接", "http://a.example/"),
    }
    assert {one.said for one in unseen.listed([file], DOCUMENT, look()) if one.kind == "书签"} >= {
        "一、部门职责"
    }
    again = file.data.replace(b"/Type /Metadata", b"/Type /Metadatb")
    assert "XMP" in {one.kind for one in unseen.listed([file], DOCUMENT, look())}
    assert "XMP" not in {one.kind for one in unseen.listed([Artifact("a.pdf", again)], DOCUMENT, look())}


def test_what_is_planted_in_a_page_and_its_pictures_is_listed() -> None:
    (file,) = written("html")
    planted = (
        '<!-- 张三改 --><p data-by="李四" hidden>旧稿</p><a href="http://a.example/" title="见">一</a></body>'
    )
    page = Artifact("文件.html", file.data.replace(b"</body>", planted.encode()))
    assert set(unusual(page)) == {
        ("注释", "张三改"),
        ("数据属性", "李四"),
        ("隐藏的文字", "旧稿"),
        ("链接", "http://a.example/"),
        ("替代文字", "见"),
    }
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "张三")
    out = BytesIO()
    Image.new("L", (2, 2)).save(out, "PNG", pnginfo=info)
    assert unusual(Artifact("文件-图1.png", out.getvalue())) == [("图片里的附注", "PNG iTXt")]
    photo = BytesIO()
    Image.new("L", (2, 2)).save(photo, "JPEG", comment=b"x", exif=Image.Exif())
    assert ("图片里的附注", "JPEG FE") in unusual(Artifact("文件-图2.jpeg", photo.getvalue()))


HIDDEN_BY = (
    ".note { display: none }",
    "p.other, body > div .note:not(.seen) { VISIBILITY: hidden }",
    "@media print { .note { font-size: 0.0pt } }",
    "#n { opacity: 0 }",
    "p[id] { position: absolute; left: -9999px }",
    ".note { height: 0; overflow: hidden }",
    r".note { d\69splay: none }",
)


@pytest.mark.parametrize("css", HIDDEN_BY)
def test_what_the_style_of_a_page_hides_is_listed(css: str) -> None:
    text = "<p id='n' class='a note'>一、部门职责</p><p>看得见</p>"
    page = f"<html><head><style>h1 {{ height: auto }} {css}</style></head><body>{text}</body></html>"
    assert unusual(Artifact("文件.html", page.encode()))[:1] == [("隐藏的文字", "一、部门职责")]


def test_what_a_style_only_moves_or_puts_before_a_text_hides_nothing() -> None:
    css = "p::before { display: none } p { left: -2mm; width: auto; opacity: 0.5; font-size: 10pt }"
    page = f"<html><head><style>{css}</style></head><body><p>一</p></body></html>"
    assert unusual(Artifact("文件.html", page.encode())) == []


def test_a_file_that_cannot_be_read_is_listed_as_such() -> None:
    assert unusual(Artifact("甲.pdf", b"%PDF-1.7 no")) == [("不能读的内容", "整个文件")]
    assert unusual(Artifact("甲.docx", b"PK no zip")) == [("嵌入的文件", "不能读的压缩包")]
    assert unusual(Artifact("甲.html", b"")) == [("不能读的内容", "整个文件")]


@pytest.mark.parametrize("format", ["html", "pdf", "docx"])
def test_the_words_for_a_picture_of_an_attachment_are_listed_for_somebody_to_look_at(format: str) -> None:
    blocks = (Heading("h", 1, (Text("一"),)), *filter(lambda one: isinstance(one, Picture), sample().blocks))
    document = replace(sample(), blocks=blocks)
    made = outputs.writer(format)(document, look(), "文件")
    found = unseen.listed(made, document, look())
    assert [(one.kind, one.said) for one in found if not one.is_ordinary] == [("替代文字", "一张示意图")]
