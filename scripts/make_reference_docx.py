"""制作参考文档 — write the reference documents of the packs: gbt9704, word, sheet, shanghai (.docx).

Run it after a change here and commit what it writes; the bytes are the same each time. An office that wants
another look opens one of the results in Word or WPS and changes styles, margins, headers and footers there.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TITLE, BLACK, KAI, FANG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
DIGITS = "Times New Roman"
# What stands in where an office has not the official font: the names the same design goes by elsewhere.
OTHER_NAMES = {
    TITLE: "FZXiaoBiaoSong-B05S,华文中宋",
    BLACK: "SimHei",
    KAI: "楷体,KaiTi",
    FANG: "仿宋,FangSong",
    SONG: "SimSun",
}


@dataclass(frozen=True)
class Profile:
    """版式 — margins in mm, body line pitch, what differs between the two looks."""

    name: str
    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float
    line: str  # attributes of w:spacing
    scale: int | None  # width of a character, in hundredths; None: as wide as it is
    facing: bool  # page numbers outside
    part_font: str
    part_size: float
    section_font: str
    size: float = 16  # of running text
    below_part: int = 360  # twips below a part's heading
    corner: float = 10.5  # of the line above a table, empty where it says nothing
    contents_font: str = FANG  # below the parts
    contents_size: float = 14
    contents_step: int = 320  # twips by which a level stands in
    pack: str = "standard"


PROFILES = (
    # 28 characters of 16 pt are 5.8 pt wider than 156 mm: a fiftieth less each makes them fit. Where they are
    # moved together instead, LibreOffice prints some of the marks at the ends of lines not at all.
    Profile(
        *("gbt9704", 37, 35, 28, 26, 15, 23, 'w:line="579" w:lineRule="exact"', 98, True, TITLE, 22, BLACK),
        below_part=579,  # a line: what follows stands on the 22 lines of a page
    ),
    Profile(
        "word", 25.4, 25.4, 31.7, 31.7, 12, 15, 'w:line="620" w:lineRule="exact"', None, False, BLACK, 16, KAI
    ),
    # Sheets that stay in the office: much on one page.
    Profile(
        *("sheet", 18, 18, 24, 20, 8, 10, 'w:line="360" w:lineRule="exact"', None, False, TITLE, 18, BLACK),
        size=12,
        below_part=100,
        corner=4,
    ),
    # 上海市公开样张：小三号，各级标题楷体
    Profile(
        *("shanghai", 25.4, 25.4, 31.7, 31.7, 12, 15, 'w:line="624" w:lineRule="exact"', None, False),
        *(BLACK, 15, KAI),
        size=15,
        contents_font=KAI,
        contents_size=15,
        contents_step=0,
        pack="shanghai-2024",
    ),
)


def twips(mm: float) -> int:
    return round(mm / 25.4 * 1440)


def fonts(name: str) -> str:
    """Letters and digits of the light fonts are Times New Roman, of the heavy ones their own."""
    latin = name if name in (TITLE, BLACK) else DIGITS
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="{DIGITS}"/>'


def text(font: str, size: float, *, colour: str = "", scale: int | None = None) -> str:
    half = round(size * 2)
    colour_xml = f'<w:color w:val="{colour}"/>' if colour else ""
    scale_xml = f'<w:w w:val="{scale}"/>' if scale else ""
    return (
        f'<w:rPr>{fonts(font)}{colour_xml}{scale_xml}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )


def style(
    name: str, style_id: str, paragraph: str, run: str, following: str = "", *, custom: bool = True
) -> str:
    """A paragraph style; Heading and toc are Word's own and so not custom."""
    own = ' w:customStyle="1"' if custom else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/>'
        f"{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr>{run}</w:style>"
    )


# Nothing between Chinese and Western letters: so do the forms, so do the other outputs.
NO_SPACES = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
INDENTED = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
CENTRED = '<w:jc w:val="center"/>'
JUSTIFIED = '<w:jc w:val="both"/>'


def above_below(before: int, after: int, line: str = 'w:line="240" w:lineRule="auto"') -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" {line}/>'


def text_styles(profile: Profile) -> list[str]:
    pitch = f"<w:spacing {profile.line}/>"
    body = text(FANG, profile.size, scale=profile.scale)
    return [
        style("封面顶端", "CoverTop", pitch, text(FANG, 16)),
        style("封面标题", "CoverTitle", above_below(0, 240) + CENTRED, text(TITLE, 36)),
        style("封面文字", "CoverLine", pitch + CENTRED, text(KAI, 18)),
        style("目录标题", "ContentsTitle", above_below(0, 240) + CENTRED, text(BLACK, 16)),
        style("公文正文", "Body", pitch + INDENTED + JUSTIFIED, body),
        style("顶格正文", "Plain", pitch + JUSTIFIED, body),
        style("条目", "Item", pitch + INDENTED + JUSTIFIED, body),
        style("表格标题", "TableTitle", "<w:keepNext/>" + above_below(0, 60) + CENTRED, text(BLACK, 14)),
        style("表格说明", "TableCorner", "<w:keepNext/>" + above_below(0, 40), text(SONG, profile.corner)),
        style("表格表头", "TableHead", above_below(0, 0) + CENTRED, text(SONG, 10.5)),
        style("表格文字", "TableText", above_below(0, 0), text(SONG, 10.5)),
        style("表注", "TableNote", above_below(60, 0), text(SONG, 10.5)),
        # A picture on a line of exact height would be cut off.
        style("图形", "Figure", "<w:keepNext/>" + above_below(120, 0) + CENTRED, text(SONG, 10.5)),
        style("caption", "Caption", above_below(60, 180) + CENTRED, text(KAI, 14), custom=False),
        style("草稿标记", "DraftMark", CENTRED, text(BLACK, 22, colour="FF0000")),
    ]


def built_in_styles(profile: Profile) -> list[str]:
    pitch = f"<w:spacing {profile.line}/>"
    fonts_by_level = {2: profile.section_font, 3: KAI, 4: FANG}
    part = (
        "<w:keepNext/><w:pageBreakBefore/>"
        + above_below(0, profile.below_part, profile.line)
        + CENTRED
        + '<w:outlineLvl w:val="0"/>'
    )
    headings = [
        style("heading 1", "Heading1", part, text(profile.part_font, profile.part_size), "Body", custom=False)
    ]
    for level, font in fonts_by_level.items():
        look = f'<w:keepNext/>{pitch}{INDENTED}<w:outlineLvl w:val="{level - 1}"/>'
        run = text(font, profile.size, scale=profile.scale)
        headings.append(style(f"heading {level}", f"Heading{level}", look, run, "Body", custom=False))
    entry = text(profile.contents_font, profile.contents_size)
    contents_runs = (text(BLACK, profile.contents_size), *[entry] * 3)
    contents = [
        style(
            f"toc {level}",
            f"TOC{level}",
            f'{pitch}<w:ind w:left="{(level - 1) * profile.contents_step}"/>',
            run,
            custom=False,
        )
        for level, run in enumerate(contents_runs, 1)
    ]
    ends = [
        style("header", "Header", '<w:snapToGrid w:val="0"/>' + CENTRED, text(SONG, 9), custom=False),
        style("footer", "Footer", '<w:snapToGrid w:val="0"/>', text(SONG, 14), custom=False),
    ]
    return [*headings, *contents, *ends]


def borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)


def table_styles() -> str:
    def margins(mm: float) -> str:
        return (
            f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{twips(mm)}" w:type="dxa"/>'
            f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{twips(mm)}" w:type="dxa"/></w:tblCellMar>'
        )

    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{margins(1.9)}</w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="DisclosureTable"><w:name w:val="公开表格"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders()}</w:tblBorders>'
        f"{margins(1)}</w:tblPr></w:style>"
    )


def styles(profile: Profile) -> str:
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{NO_SPACES}</w:pPr>{text(FANG, 16)}</w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(SONG)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    inner = defaults + normal + "".join(built_in_styles(profile) + text_styles(profile)) + table_styles()
    return f'{DECLARATION}<w:styles xmlns:w="{W}">{inner}</w:styles>'


def font_table() -> str:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in OTHER_NAMES.items()
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{W}">{entries}</w:fonts>'


def footer(align: str) -> str:
    """— 1 — at 4号; on facing pages one character in from the outer edge."""
    side = {"right": '<w:ind w:right="280"/>', "left": '<w:ind w:left="280"/>'}.get(align, "")

    def piece(inner: str) -> str:
        font = f'<w:rFonts w:ascii="{SONG}" w:eastAsia="{SONG}" w:hAnsi="{SONG}"/>'
        return f"<w:r><w:rPr>{font}</w:rPr>{inner}</w:r>"

    runs = (
        piece('<w:t xml:space="preserve">— </w:t>'),
        piece('<w:fldChar w:fldCharType="begin"/>'),
        piece('<w:instrText xml:space="preserve"> PAGE </w:instrText>'),
        piece('<w:fldChar w:fldCharType="separate"/>'),
        piece("<w:t>1</w:t>"),
        piece('<w:fldChar w:fldCharType="end"/>'),
        piece('<w:t xml:space="preserve"> —</w:t>'),
    )
    return (
        f'{DECLARATION}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{side}'
        f'<w:jc w:val="{align}"/></w:pPr>'
        f"{''.join(runs)}</w:p></w:ftr>"
    )


def document(profile: Profile) -> str:
    even = '<w:footerReference w:type="even" r:id="rId5"/>' if profile.facing else ""
    margins = " ".join(
        f'w:{side}="{twips(getattr(profile, side))}"'
        for side in ("top", "right", "bottom", "left", "header", "footer")
    )
    names = ("heading 1", "heading 2", "heading 3", "heading 4", "公文正文", "表格文字")
    ids = ("Heading1", "Heading2", "Heading3", "Heading4", "Body", "TableText")
    shown = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr><w:r><w:t>{name}</w:t></w:r></w:p>'
        for name, style_id in zip(names, ids, strict=True)
    )
    return (
        f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{shown}<w:sectPr>'
        f'<w:footerReference w:type="default" r:id="rId4"/>{even}<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {margins} w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def settings(profile: Profile) -> str:
    facing = "<w:evenAndOddHeaders/>" if profile.facing else ""
    return f'{DECLARATION}<w:settings xmlns:w="{W}">{facing}</w:settings>'


def relationships(targets: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{to}"/>' for key, (kind, to) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def content_types(parts: dict[str, str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    each = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def reference(profile: Profile) -> bytes:
    """The reference document of a profile."""
    ends = {"footer1": "footer", **({"footer2": "footer"} if profile.facing else {})}
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
        **ends,
    }
    links = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("settings", "settings.xml"),
        "rId3": ("fontTable", "fontTable.xml"),
    }
    links |= {f"rId{number}": ("footer", f"{name}.xml") for number, name in enumerate(ends, 4)}
    files = {
        "[Content_Types].xml": content_types(kinds),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document(profile),
        "word/_rels/document.xml.rels": relationships(links),
        "word/styles.xml": styles(profile),
        "word/settings.xml": settings(profile),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right" if profile.facing else "center"),
    }
    if profile.facing:
        files["word/footer2.xml"] = footer("left")
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content.encode())
    return data.getvalue()


def main() -> None:
    for profile in PROFILES:
        folder = TEMPLATES / profile.pack / "style"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{profile.name}.docx").write_bytes(reference(profile))


if __name__ == "__main__":
    main()
