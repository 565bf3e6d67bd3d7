"""A pack from somebody else reads nothing outside itself; what it makes fetches nothing when opened."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from PIL import Image

from disclosure import packs
from disclosure.errors import PackError, TemplateError
from disclosure.packs.pack_chain import Pack
from disclosure.packs.stylesheet import harmless
from tests import making
from tests.contract.sample import png


@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("@import 'a.css';", "@import"),
        ("@IMPORT url(a.css);", "@IMPORT"),
        (r"@\69mport 'a.css';", "@import"),
        ("@media print { @import 'a.css'; }", "@import"),
        ("@namespace x;", "@namespace"),
        ("p { background: url(http://a.example/x) }", "url(…)"),
        ("p { background: url(data:image/png;base64,AA) }", "url(…)"),
        ("p { background: url('x') }", "url(…)"),
        (r"p { background: u\72l(x) }", "url(…)"),
        (r"p { background: \000075 rl(x) }", "url(…)"),
        (r"p { background: \75rl(x) }", "url(…)"),
        ("p { --a: { b: url(x) } }", "url(…)"),
        ("@font-face { src: local('宋体'), url(x) }", "url(…)"),
        ("p { background: image-set('x' 1x) }", "image-set(…)"),
        ("p { background: -webkit-image-set('x' 1x) }", "-webkit-image-set(…)"),
        ("p { background: src('x') }", "src(…)"),
        ("p { content: image('x') }", "image(…)"),
        ("p { width: expression(alert(1)) }", "expression(…)"),
        ("p { behavior: x }", "“behavior”"),
        ("p { -moz-binding: x }", "“-moz-binding”"),
        ("p { -weasy-link: x }", "“-weasy-link”"),
        ("p { co\u202elor: x }", "“color”"),
        ("p { content: 'http://a.example' }", "网址"),
        ("p { content: 'javascript:x' }", "网址"),
        ("</style><script>alert(1)</script>", "“<”"),
        ("/* </style> */", "“<”"),
        ("p { content: '</style>' }", "“<”"),
    ],
)
def test_css_that_reaches_outside_is_refused_with_its_place(css: str, what: str) -> None:
    sentence = rf"^某包/style/甲.css 第2行第\d+列：样式里不能用 ?{re.escape(what)}"
    with pytest.raises(PackError, match=sentence):
        harmless(f"p {{ color: red }}\n{css}", "某包/style/甲.css")


@pytest.mark.parametrize("css", ["p { color red }", "p { color: 'red\n }", "p { } }", "p { x: url(a b) }"])
def test_css_that_cannot_be_read_is_told(css: str) -> None:
    with pytest.raises(PackError, match=r"^甲.css 第\d行第\d+列：样式写错了，请检查括号、引号、冒号和分号$"):
        harmless(css, "甲.css")


@pytest.mark.parametrize("opening", ["(", "[", "{", "calc(", ":not("])
def test_css_of_great_depth_is_told(opening: str) -> None:
    with pytest.raises(PackError, match="^甲.css 第1行第[0-9]+列：样式里括号套了 16 层以上，请改简单"):
        harmless(f"p {{ color: {opening * 20_000}", "甲.css")


def test_every_fault_of_a_style_is_told_at_once_and_never_too_many() -> None:
    with pytest.raises(PackError) as error:
        harmless("@import 'a';\n" * 1000, "甲.css")
    assert [line.partition("列")[0] for line in str(error.value).splitlines()] == [
        f"甲.css 第{number}行第1" for number in range(1, 21)
    ]


@pytest.mark.parametrize(
    "css",
    [
        "@charset 'utf-8'; @page { margin: 20mm }",
        "@page :first { margin: 1cm 2cm 3cm; @bottom-center { content: '第' counter(page) '页' } }",
        "@font-face { font-family: 仿; src: local('仿宋'); unicode-range: U+4E00-9FFF }",
        "@media (max-width: 600px) { a:hover { color: #f00 } .x:not(.y) > p::after { content: '—' } }",
        "p { --gap: calc(2em + 1pt); margin: var(--gap); & a { color: rgb(0 0 0 / 50%) } }",
        "/* url(x), @import: a comment does nothing */ p { -webkit-print-color-adjust: exact }",
        "a::after { content: leader('.') target-counter(attr(href), page) }",
    ],
)
def test_css_that_lays_out_passes_as_it_is(css: str) -> None:
    assert harmless(css, "甲.css") == css


def test_the_delivered_styles_are_harmless() -> None:
    for path in packs.built_in().glob("*/style/*.css"):
        css = path.read_text(encoding="utf-8")
        assert harmless(css, path.name) == css


def test_the_style_of_a_chain_is_checked(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files={"style/gbt9704.css": "p { background: url(x) }"})
    with pytest.raises(PackError, match="甲/style/gbt9704.css 第1行第17列"):
        making.composed(folder)


@pytest.mark.parametrize("name", ["../甲", "甲/乙", "/tmp", "..", "甲\\乙", "C:甲"])
def test_the_name_of_a_pack_is_never_a_path(name: str) -> None:
    with pytest.raises(PackError, match="不能作模板的名称|找不到模板"):
        packs.resolve(name, [packs.built_in()])


def test_a_link_out_of_the_pack_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.j2").write_text("机密", encoding="utf-8")
    folder = making.pack(tmp_path, files={"sections/structure.j2": "{% include 'sections/link.j2' %}"})
    (folder / "sections" / "link.j2").symlink_to(tmp_path / "secret.j2")
    with pytest.raises(TemplateError, match="找不到模板“sections/link.j2”"):
        making.composed(folder)


def test_a_section_is_no_path(tmp_path: Path) -> None:
    part = '[["各部分"]]\n"标识" = "overview"\n"标题" = "概况"\n"章节" = ["../../secret"]\n'
    (tmp_path / "secret.j2").write_text("机密", encoding="utf-8")
    folder = making.pack(tmp_path)
    (folder / "pack.toml").write_text((folder / "pack.toml").read_text("utf-8") + part, encoding="utf-8")
    with pytest.raises(PackError, match="找不到模板"):
        making.composed(folder)


def test_toml_of_great_depth_is_told(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "pack.toml").write_text('"名称" = ' + "[" * 5000 + "]" * 5000, encoding="utf-8")
    with pytest.raises(PackError, match="甲/pack.toml：括号套得太深"):
        packs.resolve("甲", [tmp_path])


def test_above_names_the_next_pack_that_has_the_section(tmp_path: Path) -> None:
    template = '{% extends "上级:sections/structure.j2" %}{% block 内容 %}WHO\n\n{{ super() }}{% endblock %}'
    making.pack(tmp_path, "中", files={"sections/structure.j2": template.replace("WHO", "中间一段")})
    making.pack(tmp_path, "间", parent="中")
    near = making.pack(
        tmp_path, "近", parent="间", files={"sections/structure.j2": template.replace("WHO", "近处一段")}
    )
    assert "近处一段\n中间一段\n本局内设科室3个。" in making.said(near)


def test_above_the_root_there_is_nothing(tmp_path: Path) -> None:
    folder = making.pack(
        tmp_path, files={"sections/nowhere.j2": "", "macros.j2": '{% import "上级:nowhere.j2" as 甲 %}'}
    )
    with pytest.raises(TemplateError, match="^甲/macros.j2 第1行：找不到模板“上级:nowhere.j2”"):
        making.composed(folder)


def test_a_pack_without_a_name_is_told() -> None:
    with pytest.raises(PackError, match="“”不能作模板的名称"):
        packs.resolve("", [packs.built_in()])


def test_a_glossary_term_that_goes_with_an_unknown_figure_is_told(tmp_path: Path) -> None:
    term = '[["前"]]\n"名称" = "某某"\n"解释" = "指某某"\n"用到时" = "收入.某某"\n'
    with pytest.raises(PackError, match="glossary.toml “某某”的“用到时”：没有“收入.某某”这个数"):
        making.composed(making.pack(tmp_path, files={"glossary.toml": term}))


@pytest.mark.parametrize("name", ["tables/" + "rform" * 80 + ".toml", "tables/a\0b.toml"])
def test_a_name_that_no_file_can_have_is_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    assert Pack("甲", tmp_path).inside(name) is None


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("pack.toml", '"继承" = "standard"\n"名称" = "甲"\n"版本" = ' + "9" * 5000, "有一个数太长"),
        ("pack.toml", '"继承" = "standard"\n"格式版本" = 0x' + "f" * 5000, "格式版本 很长的数 本程序不认识"),
        ("pack.toml", '"继承" = "standard"\n"格式版本" = nan', "格式版本 nan 本程序不认识"),
        ("wording.toml", "甲." * 3000 + "乙 = 1", "TOML 写法有误"),
        ("wording.toml", "a." * 3000 + "b = 1", "没有“a”这个措辞"),
        ("wording.toml", "#" * 2_000_001, "文件超过 2 MB"),
        ("pack.toml", '"继承" = "' + "长" * 5000 + '"', "“长{60}…”不能作模板的名称"),
        (
            "pack.toml",
            '"继承" = "standard"\n"名称" = "甲"\n"版本" = "1"\n"表" = ["' + "a" * 900 + '"]',
            "“a{60}…”",
        ),
        ("pack.toml", '"继承" = "standard"\n"名称" = "甲"\n"版本" = "1"\n"\u202e甲\\u202e" = 1', "“?甲"),
    ],
)
def test_a_declaration_of_great_size_is_told_in_a_short_sentence(
    path: str, text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(PackError, match=said) as error:
        making.composed(making.pack(tmp_path, files={path: text}))
    assert all(len(line) < 400 and line.isprintable() for line in str(error.value).splitlines())


def test_links_out_of_a_pack_are_not_followed_whatever_they_stand_for(tmp_path: Path) -> None:
    outside = making.pack(tmp_path, "外", files={"style/gbt9704.docx": "机密", "tables/x.toml": "机密"})
    folder = making.pack(tmp_path)
    for name in ("style", "tables"):
        (folder / name).symlink_to(outside / name)
    assert (
        making.composed(folder).style.reference
        == packs.resolve("standard", [packs.built_in()]).style.reference
    )


def with_header_picture(data: bytes) -> bytes:
    document = docx.Document(str(packs.built_in() / "standard" / "style" / "gbt9704.docx"))
    document.sections[0].header.paragraphs[0].add_run().add_picture(BytesIO(png()))
    header = document.sections[0].header.part
    (part,) = (rel.target_part for rel in header.rels.values() if "image" in rel.reltype)
    part._blob = data
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def test_the_picture_in_a_header_of_a_style_is_written_anew_or_refused(tmp_path: Path) -> None:
    logo = BytesIO()
    Image.new("RGB", (8, 8)).save(logo, "JPEG", comment=b"CANARY")
    folder = tmp_path / "某市"
    (folder / "style").mkdir(parents=True)
    (folder / "pack.toml").write_text(
        '"名称" = "某市"\n"版本" = "1"\n"简介" = "某市"\n"继承" = "standard"\n', encoding="utf-8"
    )
    reference = folder / "style" / "gbt9704.docx"
    reference.write_bytes(with_header_picture(logo.getvalue()))
    anew = packs.resolve("某市", [tmp_path, packs.built_in()]).style.reference
    with ZipFile(BytesIO(anew)) as package:
        assert [name for name in package.namelist() if "media" in name] == ["word/media/picture1.jpeg"]
        assert not [name for name in package.namelist() if b"CANARY" in package.read(name)]
    reference.write_bytes(with_header_picture(b"\x01\x00\x00\x00 EMF"))
    with pytest.raises(
        PackError, match="某市/style/gbt9704.docx：页眉、页脚等处的图片是 EMF 矢量图"
    ) as refused:
        _ = packs.resolve("某市", [tmp_path, packs.built_in()]).style
    assert "PNG" in str(refused.value)
