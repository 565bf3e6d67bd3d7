"""What an attachment does not show, fetches or runs is in no byte of a publication; what it shows stays."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

import disclosure
from disclosure import outputs
from disclosure.load import word
from disclosure.model import AttachedText
from tests.contract.test_attachments import EXAMPLE
from tests.contract.test_publication import unpacked
from tests.unit.load.test_word import repacked

CANARY = "QUARANTINED"
OFFICE = "http://schemas.openxmlformats.org"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "r": f"{OFFICE}/officeDocument/2006/relationships",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'


def field(inner: str) -> str:
    return f"{mark('begin')}{inner}{mark('separate')}<w:r><w:t>结果</w:t></w:r>{mark('end')}"


def run(properties: str, text: str = CANARY) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


CODES = (
    *(
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "DDE",
        "DDEAUTO",
        "LINK",
        "IMPORT",
        "DATABASE",
        "FILENAME",
        "USERNAME",
        "FILLIN",
    ),
    *(
        "ASK",
        "PRINT",
        "ADDIN",
        "GOTOBUTTON",
        "MACROBUTTON",
        "MERGEFIELD",
        "DOCVARIABLE",
        "DOCPROPERTY",
        "EMBED",
        "QUOTE",
    ),
)
FIELDS = {f"the field {name}": field(code(f'{name} "{CANARY}"')) for name in CODES} | {
    "a name of a field made by a field": field(field(code("QUOTE 68 68 69")) + code(f'"C:\\\\{CANARY}"')),
    "a link that runs a script": field(code(f'HYPERLINK "javascript:{CANARY}"')),
    "a link to a file": field(code(f'HYPERLINK "file:///C:/{CANARY}"')),
    "a link to a share": field(code(f'HYPERLINK "\\\\\\\\{CANARY}\\\\x"')),
    "the hint of a link": field(code(f'HYPERLINK "https://a.example/" \\o "{CANARY}"')),
    "a simple field": f'<w:fldSimple w:instr=" INCLUDETEXT {CANARY} "><w:r><w:t>x</w:t></w:r></w:fldSimple>',
}
TEXTS = {
    "hidden": run("<w:vanish/>"),
    "hidden for good": run("<w:specVanish/>"),
    "hidden on the web": run("<w:webHidden/>"),
    "hidden by the style of letters": run('<w:rStyle w:val="based"/>'),
    "white on paper": run('<w:color w:val="FFFFFF"/>'),
    "nearly white": run('<w:color w:val="FDFDFD"/>'),
    "the paper's colour by its theme": run('<w:color w:val="000000" w:themeColor="background1"/>'),
    "black on black": run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'),
    "under a black marker": run('<w:highlight w:val="black"/>'),
    "below a point": run('<w:sz w:val="1"/>'),
    "squeezed": run('<w:w w:val="1"/>'),
    "letters without a fill": run("<w14:textFill><w14:noFill/></w14:textFill>"),
    "deleted": f'<w:del w:id="1" w:author="{CANARY}"><w:r><w:delText>{CANARY}</w:delText></w:r></w:del>',
    "moved away": f'<w:moveFrom w:id="2" w:author="x"><w:r><w:t>{CANARY}</w:t></w:r></w:moveFrom>',
    "hidden by the style of a paragraph": (
        f'<w:pPr><w:pStyle w:val="gone"/></w:pPr><w:r><w:t>{CANARY}</w:t></w:r>'
    ),
    "a line without height": (
        f'<w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr><w:r><w:t>{CANARY}</w:t></w:r>'
    ),
}
SHELLS = {
    "a content control": (
        f'<w:sdt><w:sdtPr><w:alias w:val="{CANARY}"/><w:tag w:val="{CANARY}"/>'
        f'<w:dataBinding w:xpath="/{CANARY}"/>'
        "</w:sdtPr><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
    ),
    "a smart tag": f'<w:smartTag w:uri="urn:{CANARY}" w:element="x"><w:r><w:t>标签</w:t></w:r></w:smartTag>',
    "custom XML": f'<w:customXml w:element="{CANARY}"><w:r><w:t>标记</w:t></w:r></w:customXml>',
    "an editor's name": f'<w:ins w:id="3" w:author="{CANARY}"><w:r><w:t>新增</w:t></w:r></w:ins>',
    "a bookmark": f'<w:bookmarkStart w:id="9" w:name="{CANARY}"/><w:bookmarkEnd w:id="9"/>',
    "a permission": f'<w:permStart w:id="4" w:ed="{CANARY}"/><w:permEnd w:id="4"/>',
    "the data of a form": (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>'
        f'<w:name w:val="{CANARY}"/></w:ffData></w:fldChar></w:r>'
        f"{code('FORMTEXT')}{mark('end')}"
    ),
    "the fill of an old drawing": (
        f'<w:r><w:pict><v:rect style="width:9pt" href="http://{CANARY}/"><v:fill src="http://{CANARY}/"'
        f' o:href="http://{CANARY}/"/></v:rect></w:pict></w:r>'
    ),
    "an old picture without a target": (
        f'<w:r><w:pict><v:shape><v:imagedata src="{CANARY}"/></v:shape></w:pict></w:r>'
    ),
    "an object": f'<w:r><w:object><o:OLEObject ProgID="{CANARY}" r:id="rId999"/></w:object></w:r>',
    "an element nobody knows": f'<x:odd xmlns:x="urn:{CANARY}">{CANARY}</x:odd>',
    "a hint of an element": f'<w:r w:rsidR="{CANARY}"><w:t>正文</w:t></w:r>',
    "a hidden link": f'<w:hyperlink w:tooltip="{CANARY}"><w:r><w:t>链接</w:t></w:r></w:hyperlink>',
}
CONSTRUCTS = FIELDS | TEXTS | SHELLS
STYLES = (
    f'<w:style {NAMES} w:type="character" w:styleId="hid"><w:name w:val="{CANARY}"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>",
    f'<w:style {NAMES} w:type="character" w:styleId="based"><w:name w:val="b"/>'
    '<w:basedOn w:val="hid"/></w:style>',
    f'<w:style {NAMES} w:type="paragraph" w:styleId="gone"><w:name w:val="g"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>",
)


def file(*constructs: str) -> bytes:
    document = docx.Document()
    document.add_heading("绩效报告", 1)
    for style in STYLES:
        document.styles.element.append(parse_xml(style))
    body = document.element.body
    for construct in constructs:
        inner: Any = parse_xml(f"<w:p {NAMES}>{construct}</w:p>")
        body.insert(len(body) - 1, inner)
    document.add_paragraph("末段")
    document.core_properties.author = document.core_properties.comments = CANARY
    data = BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize("kind", CONSTRUCTS)
def test_what_is_not_listed_does_not_go_out(kind: str) -> None:
    found = word.read(file(CONSTRUCTS[kind]))
    assert CANARY.encode() not in unpacked("x.docx", found.publishable or b"")
    texts = [part.text for part in found.parts if isinstance(part, AttachedText)]
    assert CANARY not in "".join(texts)
    assert (texts[0], texts[-1]) == ("绩效报告", "末段")
    if kind in FIELDS and "hint" not in kind:
        assert texts[1:-1] in (["结果"], ["x"])
        assert [told for told in found.withheld if told.startswith("域")]
    if kind in TEXTS:
        assert [told for told in found.withheld if "第1段" in told]


def test_none_of_it_is_in_any_format_of_a_publication(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    (folder / "报告.docx").write_bytes(file(*CONSTRUCTS.values()))
    data = (folder / "data.yaml").read_text(encoding="utf-8")
    entry = "附件:\n  - {标题: 绩效报告, 文件: 报告.docx}\n"
    (folder / "data.yaml").write_text(data.replace("附件:\n", entry, 1), encoding="utf-8")
    composed = disclosure.compose(folder)
    (note,) = [note for note in composed.notes if "没有公开" in note]
    assert "域 DDEAUTO" in note
    for format in ("docx", "html", "pdf", "cms"):
        for made in outputs.writer(format)(composed.document, composed.style, composed.filename):
            assert CANARY.encode() not in unpacked(made.name, made.data)


ORDINARY = {
    "the number of a page": field(code("PAGE")),
    "a link": field(code('HYPERLINK "https://www.gov.cn/"')),
    "a contents": field(code('TOC \\o "1-3" \\h \\z \\u')),
    "a number of a table": field(code("SEQ 表 \\* ARABIC")),
    "a circled number": mark("begin") + code("EQ \\o\\ac(○,1)") + mark("end"),
    "a page number of a contents": field(code("PAGE") + "").replace(
        "<w:r><w:t>", "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>"
    ),
    "white on blue": run('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F497D"/>', "结果"),
    "grey": run('<w:color w:val="D9D9D9"/>', "结果"),
}


@pytest.mark.parametrize("kind", ORDINARY)
def test_what_everybody_writes_loses_nothing(kind: str) -> None:
    found = word.read(file(ORDINARY[kind]))
    assert found.withheld == ()
    texts = [part.text for part in found.parts if isinstance(part, AttachedText)]
    assert "结果" in texts or "circled" in kind
    marks = docx.Document(BytesIO(found.publishable or b"")).element.body.xpath(".//w:fldChar")
    assert len(marks) == ORDINARY[kind].count("w:fldCharType")


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "word/theme/theme1.xml"])
def test_a_broken_part_costs_a_sentence_not_the_attachment(name: str) -> None:
    found = word.read(repacked(file(), {name: b"<w:x><y></w:x>"}))
    assert [part.text for part in found.parts if isinstance(part, AttachedText)] == ["绩效报告", "末段"]
    assert len([told for told in found.withheld if "已损坏，没有并入" in told]) == 1
