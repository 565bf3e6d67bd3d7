"""What an attachment does not show, fetches or runs is in no byte of a publication; what it shows stays."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

import disclosure
from disclosure import outputs
from disclosure.loading import word
from disclosure.model import AttachedText
from tests.contract.test_attachments import EXAMPLE
from tests.contract.test_publication import unpacked
from tests.unit.loading.test_word import repacked

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
        "mc": f"{OFFICE}/markup-compatibility/2006",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "a": f"{OFFICE}/drawingml/2006/main",
        "pic": f"{OFFICE}/drawingml/2006/picture",
        "c": f"{OFFICE}/drawingml/2006/chart",
        "dgm": f"{OFFICE}/drawingml/2006/diagram",
        "cx1": "http://schemas.microsoft.com/office/drawing/2015/9/8/chartex",
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
    f'<w:style {NAMES} w:type="table" w:styleId="hidden"><w:name w:val="{CANARY}t"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>",
    f'<w:style {NAMES} w:type="table" w:styleId="head"><w:name w:val="{CANARY}h"/>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>',
    f'<w:style {NAMES} w:type="paragraph" w:styleId="gone"><w:name w:val="g"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>",
)


def file(*constructs: str) -> bytes:
    return of_blocks(*(f"<w:p>{construct}</w:p>" for construct in constructs))


def of_blocks(*blocks: str) -> bytes:
    document = docx.Document()
    document.add_heading("绩效报告", 1)
    for style in STYLES:
        document.styles.element.append(parse_xml(style))
    body = document.element.body
    for inner in parse_xml(f"<w:body {NAMES}>{''.join(blocks)}</w:body>"):
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


def row(text: str, properties: str = "") -> str:
    return f"<w:tr>{properties}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"


def grid(style: str, *rows: str) -> str:
    look = f'<w:tblStyle w:val="{style}"/><w:tblLook w:firstRow="1"/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>见图</w:t></w:r>{inner}</w:p>"


def drawing(kind: str, inner: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="{CANARY}"/>'
        f'<a:graphic><a:graphicData uri="{OFFICE}/drawingml/2006/{kind}">{inner}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.worksheets[0]["A1"] = CANARY
    book.save(out)
    return out.getvalue()


PICTURE = drawing(
    "picture",
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rIdEmf"/></pic:blipFill><pic:spPr/></pic:pic>',
)
POINT = (
    f'<dgm:pt modelId="1"><dgm:prSet phldrT="{CANARY}"/><dgm:spPr/><dgm:t><a:bodyPr/><a:p><a:r><a:rPr>'
    f'<a:hlinkClick tooltip="{CANARY}"/></a:rPr><a:t>流程</a:t></a:r></a:p></dgm:t></dgm:pt>'
)
DIAGRAM = {
    "diagramData": (
        "dataModel",
        f'<dgm:ptLst>{POINT}</dgm:ptLst><dgm:extLst><a:ext uri="{CANARY}"/></dgm:extLst>',
    ),
    "diagramLayout": ("layoutDef", f'<dgm:title val="{CANARY}"/><dgm:sampData>{CANARY}</dgm:sampData>'),
    "diagramQuickStyle": ("styleDef", f'<dgm:title val="{CANARY}"/>'),
    "diagramColors": ("colorsDef", f'<dgm:desc val="{CANARY}"/>'),
}
SERIES = (
    f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{CANARY}!$B$1</c:f><c:strCache>'
    '<c:ptCount val="1"/><c:pt idx="0"><c:v>人数</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser>'
)
# Further parts: the id by which the text refers to one, its relation and its name, what is in it.
PARTS: dict[str, tuple[str, str, bytes]] = {
    "rIdAlt": ("aFChunk", "chunk.htm", CANARY.encode()),
    "rIdEmf": ("image", "media/drawing.emf", b"\x01\x00\x00\x00 EMF" + CANARY.encode()),
    "rIdChart": (
        "chart",
        "charts/chart1.xml",
        f'<c:chartSpace {NAMES}><c:lang val="{CANARY}"/><c:chart><c:plotArea><c:barChart>{SERIES}'
        '</c:barChart></c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'.encode(),
    ),
    **{
        kind: (kind, f"diagrams/{kind}1.xml", f"<dgm:{root} {NAMES}>{inner}</dgm:{root}>".encode())
        for kind, (root, inner) in DIAGRAM.items()
    },
}
RELATIONS = "".join(
    f'<Relationship Id="{key}" Type="{OFFICE}/officeDocument/2006/relationships/{kind}" Target="{name}"/>'
    for key, (kind, name, _) in PARTS.items()
)
OF_CHART = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument/2006/relationships/package" Target="../embeddings/a.xlsx"/>'
    "</Relationships>"
)
TYPES = "".join(
    f'<Default Extension="{end}" ContentType="{kind}"/>'
    for end, kind in (
        ("htm", "text/html"),
        ("emf", "image/x-emf"),
        ("xlsx", "application/octet-stream"),
    )
) + "".join(
    f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument.drawingml.'
    f'{kind.replace("QuickStyle", "Style")}+xml"/>'
    for kind, name, _ in PARTS.values()
    if name.endswith(".xml")
)


def with_parts(*blocks: str) -> bytes:
    """A .docx with all further parts in it, whichever the blocks refer to."""
    data = of_blocks(*blocks)
    old, out = zipfile.ZipFile(BytesIO(data)), BytesIO()
    ends = {
        "[Content_Types].xml": ("</Types>", TYPES),
        "word/_rels/document.xml.rels": ("</Relationships>", RELATIONS),
    }
    changed = {
        name: old.read(name).replace(end.encode(), f"{more}{end}".encode())
        for name, (end, more) in ends.items()
    }
    with zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name) or old.read(name))
        for _, name, content in PARTS.values():
            new.writestr(f"word/{name}", content)
        new.writestr("word/charts/_rels/chart1.xml.rels", OF_CHART)
        new.writestr("word/embeddings/a.xlsx", workbook())
    return out.getvalue()


FOLDED = '<w:outlineLvl w:val="0"/><w15:collapsed/>'
BLOCKS = {
    "hidden by the style of a table": (
        grid("hidden", row(CANARY)),
        "隐藏文字（第1张表第1行）",
    ),
    "white by the head of a table's style": (
        grid("head", row(CANARY), row("看得见")),
        "与底色相同的文字（第1张表第1行）",
    ),
    "a hidden row": (
        grid("", row(CANARY, "<w:trPr><w:hidden/></w:trPr>"), row("看得见")),
        "隐藏文字（第1张表第1行）",
    ),
    "below a folded heading": (
        paragraph("", FOLDED)
        + paragraph(run(""))
        + grid("", row(CANARY))
        + paragraph("", '<w:outlineLvl w:val="0"/>'),
        f"折叠标题下的内容（第2段“见图{CANARY[:10]}”、第1张表）",
    ),
    "another file in the text": (
        '<w:altChunk r:id="rIdAlt"/>',
        "插入的其他文件（第1段“绩效报告”）",
    ),
    "a vector in the fallback of what older programs do not know": (
        paragraph(
            '<w:r><mc:AlternateContent><mc:Choice Requires="cx1"><w:drawing/></mc:Choice><mc:Fallback>'
            f"{PICTURE[len('<w:r>') : -len('</w:r>')]}</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "第1张图片（“见图”附近）是 EMF 矢量图",
    ),
    "behind a diagram": (
        paragraph(
            drawing(
                "diagram",
                '<dgm:relIds r:dm="diagramData" r:lo="diagramLayout"'
                ' r:qs="diagramQuickStyle" r:cs="diagramColors"/>',
            )
        ),
        "SmartArt 图形（“见图”附近）",
    ),
    "the workbook behind a chart": (
        paragraph(drawing("chart", '<c:chart r:id="rIdChart"/>')),
        "图表背后的工作簿（第2段“见图”）",
    ),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_what_stands_behind_the_text_does_not_go_out_and_is_told_with_its_place(kind: str) -> None:
    block, told = BLOCKS[kind]
    found = word.read(with_parts(block))
    assert CANARY.encode() not in unpacked("x.docx", found.publishable or b"")
    said = [one for one in (*found.withheld, *found.refused, *found.lost) if one.startswith(told)]
    assert len(said) == 1
    assert ("另存为图片”选 PNG" in said[0]) == ("EMF" in told)


def test_a_picture_that_stands_for_older_programs_alone_is_not_told_of() -> None:
    shape = '<mc:Choice Requires="wps"><w:drawing/></mc:Choice>'
    inner = f"<mc:Fallback>{PICTURE[len('<w:r>') : -len('</w:r>')]}</mc:Fallback>"
    found = word.read(
        with_parts(paragraph(f"<w:r><mc:AlternateContent>{shape}{inner}</mc:AlternateContent></w:r>"))
    )
    assert found.refused == ()
    assert CANARY.encode() not in unpacked("x.docx", found.publishable or b"")


def test_none_of_it_is_in_any_format_of_a_publication(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    blocks = [block for block, _ in BLOCKS.values()]
    paragraphs = [f"<w:p>{construct}</w:p>" for construct in CONSTRUCTS.values()]
    names = ("报告", "又一份报告")  # both with diagrams and charts under the same names
    for name in names:
        (folder / f"{name}.docx").write_bytes(with_parts(*paragraphs, *blocks))
    data = (folder / "data.yaml").read_text(encoding="utf-8")
    entries = "".join(f"  - {{标题: {name}, 文件: {name}.docx}}\n" for name in names)
    (folder / "data.yaml").write_text(data.replace("附件:\n", f"附件:\n{entries}", 1), encoding="utf-8")
    composed = disclosure.compose(folder)
    (note, _) = [note for note in composed.notes if "没有公开" in note]
    assert "域 DDEAUTO" in note
    for format in ("docx", "html", "pdf", "cms"):
        for made in outputs.writer(format)(composed.document, composed.style, composed.filename):
            assert CANARY.encode() not in unpacked(made.name, made.data)
            if format == "docx":
                parts = zipfile.ZipFile(BytesIO(made.data)).namelist()
                assert len(parts) == len(set(parts))  # else Word calls the file broken
                assert sum("diagrams/" in part for part in parts) == len(names) * len(DIAGRAM)


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
