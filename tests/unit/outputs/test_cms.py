"""The fragment for a site's editor."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote, urldefrag

import nh3
from PIL import Image as Picture

from disclosure.document import Attachment, Document, Image, Paragraph, Text
from disclosure.outputs import cms, html
from tests.contract.sample import TABLE, png, sample
from tests.unit.outputs.reading import printed, read, style

TEXTS = {"p", "div", "span", "h2", "h3", "h4", "h5", "strong", "mark"}
TAGS = {*TEXTS, "img", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {
    "*": {"style"},
    "td": {"rowspan", "colspan"},
    "th": {"rowspan", "colspan"},
    "img": {"src", "alt"},
}

ARTIFACTS = cms.write(sample(), style(), "决算")
FRAGMENT = ARTIFACTS[0].data.decode()


def test_every_line_of_the_document_is_in_the_fragment_character_for_character() -> None:
    text = read(FRAGMENT).text()
    assert [line for line in printed(sample()) if line not in text] == []


def test_characters_that_mean_something_in_html_are_only_characters() -> None:
    text = '甲<b>乙</b>&lt;丙"丁'
    fragment = cms.write(Document("题", "局", (Paragraph("p", (Text(text),)),)), style(), "x")[
        0
    ].data.decode()
    assert read(fragment).text() == f"{text}\n"


def test_an_allow_list_sanitiser_takes_away_no_text_no_merge_and_no_look() -> None:
    kept = read(nh3.clean(FRAGMENT, tags=TAGS, attributes=ATTRIBUTES))
    before = read(FRAGMENT)
    assert kept.text() == before.text()
    for name in ("rowspan", "colspan", "src", "style"):
        assert [node.attributes.get(name) for node in kept.all()] == [
            node.attributes.get(name) for node in before.all()
        ]


def test_nothing_in_it_needs_a_style_sheet_a_script_an_id_or_a_class() -> None:
    nodes = list(read(FRAGMENT).all())
    assert {node.tag for node in nodes} <= TAGS
    assert {name for node in nodes for name in node.attributes} <= {
        "style",
        "rowspan",
        "colspan",
        "src",
        "alt",
        "scope",
    }


def test_a_table_has_real_merges_and_inline_borders() -> None:
    cells = list(read(FRAGMENT).all("th", "td"))
    assert [node.attributes.get("colspan") for node in cells].count("2") == 2
    assert [node.attributes.get("rowspan") for node in cells].count("2") == 2
    assert len(cells) == sum(len(row.cells) for row in (*TABLE.head, *TABLE.body))
    assert all("border:1px solid" in node.attributes["style"] for node in cells)


def test_a_table_scrolls_in_its_own_box_and_a_wide_one_stands_in_panels() -> None:
    wide = replace(TABLE, keys=2, panel=1)
    tree = read(cms.write(Document("题", "局", (wide,)), style(), "x")[0].data.decode())
    boxes = [node for node in tree.all("div") if node.attributes["style"] == "overflow-x:auto"]
    assert [len(list(box.all("table"))) for box in boxes] == [1, 1]
    titles = [node.text() for node in tree.all("p") if node.text().startswith("支出决算表")]
    assert titles == [f"支出决算表（{number}/2）" for number in (1, 2)]


def test_owner_number_and_unit_stand_on_one_line_apart_even_where_an_editor_drops_all_style() -> None:
    (line,) = (node for node in read(FRAGMENT).all("p") if "公开03表" in node.text())
    assert line.text() == "部门：某市某某局　公开03表　单位：万元"


def test_amounts_and_codes_are_not_broken() -> None:
    cells = list(read(FRAGMENT).all("th", "td"))
    numbers = [node for node in cells if re.fullmatch(r"[\d,.]+", node.text())]
    assert numbers
    assert all("white-space:nowrap" in node.attributes["style"] for node in numbers)
    assert not any("nowrap" in node.attributes["style"] for node in cells if node not in numbers)


def test_charts_and_pictures_are_files_beside_it_with_alternative_texts() -> None:
    images = [(node.attributes["src"], node.attributes["alt"][:3]) for node in read(FRAGMENT).all("img")]
    assert images == [("决算-图1.png", "柱状图"), ("决算-图2.png", "饼图："), ("决算-图3.png", "一张示")]
    assert [artifact.name for artifact in ARTIFACTS] == ["决算.cms.html", *(name for name, _ in images)]
    assert all(Picture.open(BytesIO(artifact.data)).format == "PNG" for artifact in ARTIFACTS[1:])
    assert ARTIFACTS[3].data == png()


def test_a_name_with_signs_of_addresses_still_leads_to_the_file_beside_it() -> None:
    stem, document = "某局A#1和3%20", replace(sample(), beside=("pdf",))
    pictures = cms.write(document, style(), stem)
    shown = [node.attributes["src"] for node in read(pictures[0].data.decode()).all("img")]
    assert [unquote(urldefrag(address).url) for address in shown] == [file.name for file in pictures[1:]]
    (page,) = html.write(document, style(), stem)
    links = [node.attributes["href"] for node in read(page.data.decode()).all("a")]
    assert f"{stem}.pdf" in [unquote(urldefrag(link).url) for link in links]


def test_a_jpeg_out_of_an_attachment_keeps_its_kind() -> None:
    photo = BytesIO()
    Picture.new("RGB", (8, 8)).save(photo, "JPEG")
    blocks = (Paragraph("p", (Text("附件正文"),)), Image("i", photo.getvalue(), "照片", 80))
    artifacts = cms.write(Document("题", "局", (Attachment("a", b"", blocks),)), style(), "x")
    assert artifacts[0].data.decode().count("附件正文") == 1
    assert (artifacts[1].name, artifacts[1].data) == ("x-图1.jpeg", photo.getvalue())


def test_a_draft_says_so_and_marks_what_is_missing() -> None:
    tree = read(cms.write(sample(draft=True), style(), "x")[0].data.decode())
    assert next(tree.all("p")).text() == "草稿"
    assert [node.text() for node in tree.all("mark")] == ["【待填：上年数】"]


def test_no_edition_tells_where_a_figure_comes_from() -> None:
    working = cms.write(sample(working=True), style(), "决算")
    assert [artifact.data for artifact in working] == [artifact.data for artifact in ARTIFACTS]
    assert "f.total" not in FRAGMENT
