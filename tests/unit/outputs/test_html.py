"""The HTML page."""

from __future__ import annotations

import re

import pytest

from disclosure.document import (
    Attachment,
    Cell,
    Document,
    Heading,
    Image,
    PageBreak,
    Paragraph,
    Row,
    TableBlock,
    Text,
    walk,
)
from disclosure.outputs import html
from tests.contract.sample import ORIGINS, png, sample
from tests.unit.outputs.reading import Node, printed, read, style


def page(document: Document, name: str = "gbt9704") -> str:
    (artifact,) = html.write(document, style(name), "决算")
    assert artifact.name == "决算.html"
    return artifact.data.decode()


PUBLISHED = page(sample())
TREE = read(PUBLISHED)
WORKING = read(page(sample(working=True)))


def one(tree: Node, tag: str) -> Node:
    (found,) = tree.all(tag)
    return found


def test_every_line_of_the_document_is_in_the_page_character_for_character() -> None:
    for tree in (TREE, WORKING, read(page(sample(), "word"))):
        text = one(tree, "body").text()
        assert [line for line in printed(sample()) if line not in text] == []


def test_characters_that_mean_something_in_html_are_only_characters() -> None:
    text = '甲<b>乙</b>&lt;丙"丁\n戊  己'
    tree = read(page(Document("题<i>", "局&", (Paragraph("p", (Text(text, strong=True),)),))))
    assert one(tree, "strong").text() == text
    assert one(tree, "title").text() == "题<i>"
    assert not list(tree.all("b", "i"))


def test_blocks_stand_in_the_order_of_the_tree_under_their_ids() -> None:
    ids = [node.attributes["id"] for node in TREE.all() if "id" in node.attributes]
    blocks = [block.id for block in walk(sample())]
    assert [name for name in ids if name in blocks] == blocks
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_and_no_script_is_needed() -> None:
    assert not list(TREE.all("script", "link", "iframe", "object"))
    assert all(node.attributes["src"].startswith("data:image/png;base64,") for node in TREE.all("img"))
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org)", PUBLISHED)


def test_landmarks_language_title_and_viewport_are_there() -> None:
    root = one(TREE, "html")
    assert root.attributes["lang"] == "zh-CN"
    assert one(one(root, "head"), "title").text() == "某市某某局2023年度部门决算"
    assert [node.tag for node in root.all("header", "nav", "main", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]
    metadata = {node.attributes.get("name"): node.attributes.get("content") for node in root.all("meta")}
    assert metadata["viewport"] == "width=device-width, initial-scale=1"
    assert metadata["author"] == "某市某某局"


def test_headings_have_their_level_and_the_contents_links_to_those_of_its_depth() -> None:
    headings = [block for block in walk(sample()) if isinstance(block, Heading)]
    found = [(node.tag, node.attributes["id"]) for node in TREE.all("h1", "h2", "h3", "h4")]
    assert found == [(f"h{block.level}", block.id) for block in headings]
    links = [(node.attributes["href"], node.text()) for node in one(TREE, "nav").all("a")]
    assert links == [(f"#{block.id}", block.content[0].text) for block in headings if block.level <= 2]


def test_a_table_has_caption_heads_with_scope_and_the_spans_of_its_cells() -> None:
    table = one(TREE, "table")
    assert one(table, "caption").text() == "支出决算表部门：某市某某局公开03表单位：万元"
    heads = [
        (
            node.text(),
            node.attributes["scope"],
            node.attributes.get("rowspan"),
            node.attributes.get("colspan"),
        )
        for node in one(table, "thead").all("th")
    ]
    assert heads == [
        ("项目", "colgroup", None, "2"),
        ("本年支出合计", "col", "2", None),
        ("基本支出", "col", "2", None),
        ("科目编码", "col", None, None),
        ("科目名称", "col", None, None),
    ]
    assert [(node.text(), node.attributes["scope"]) for node in one(table, "tbody").all("th")] == [
        ("合计", "row"),
        ("一般公共服务支出", "row"),
        ("社会保障和就业支出", "row"),
    ]


def test_a_chart_is_inline_with_its_alternative_text_and_its_caption_below() -> None:
    figure = next(node for node in TREE.all("figure") if node.attributes["id"] == "fig-total")
    svg = one(figure, "svg")
    assert (svg.attributes["role"], svg.attributes["aria-label"][:4]) == ("img", "柱状图：")
    assert [part.tag for part in figure.content if isinstance(part, Node)] == ["div", "figcaption"]


def test_the_working_edition_tells_on_hover_and_focus_where_a_figure_comes_from() -> None:
    figures = [node for node in WORKING.all("span") if node.attributes.get("class") == "figure"]
    assert [node.text() for node in figures] == ["1,269.29", "1,269.29"]
    for node in figures:
        assert node.attributes["tabindex"] == "0"
        assert node.attributes["aria-label"].split("\n") == [
            "收支总计·决算数：1,269.29",
            "公式：收入合计＋年初结转和结余",
            "依据：收入合计 1,269.29万元",
            "出处：data.yaml 第12行",
        ]
    css = one(WORKING, "style").text()
    assert ".figure:hover::after, .figure:focus::after" in css
    assert "content: attr(aria-label)" in css


def test_the_publication_edition_holds_no_figure_id_no_origin_and_no_comment() -> None:
    assert "f.total" not in PUBLISHED
    assert ORIGINS["f.total"].formula not in PUBLISHED
    assert "data.yaml" not in PUBLISHED
    focused = [node for node in one(TREE, "body").all() if "tabindex" in node.attributes]
    assert {node.attributes["class"] for node in focused} == {"table-box"}
    assert not re.search(r"<!--|\sdata-(?!head)", PUBLISHED)


def test_a_draft_says_so_and_marks_what_is_missing() -> None:
    tree = read(page(sample(draft=True)))
    assert [node.text() for node in tree.all("p") if node.attributes.get("class") == "draft-mark"] == ["草稿"]
    assert "草稿" not in one(TREE, "body").text()
    assert one(tree, "mark").text() == "【待填：上年数】"


def test_the_blocks_of_an_attachment_stand_in_the_page() -> None:
    blocks = (
        Heading("a-1", 1, (Text("附件1"),)),
        Paragraph("a-2", (Text("自评报告"),)),
        PageBreak("a-3"),
        Image("a-4", png(), '图"一"', 120),
    )
    tree = read(page(Document("题", "局", (Attachment("a", b"docx", blocks),))))
    assert [node.attributes["id"] for node in one(tree, "section").all() if "id" in node.attributes] == [
        "a-1",
        "a-2",
        "a-3",
        "a-4",
    ]
    assert (one(tree, "img").attributes["alt"], one(tree, "img").attributes["style"]) == (
        '图"一"',
        "width:120mm",
    )


@pytest.mark.parametrize(
    ("columns", "amount", "letters"),
    [
        (4, "1,269.29", [""]),
        (4, "1,234,567,890,123.45", ["9pt"]),
        (5, "1,234,567,890,123.45", ["", ""]),
    ],
)
def test_letters_of_an_attached_table_shrink_with_the_room_its_amounts_need_else_it_is_in_panels(
    columns: int, amount: str, letters: list[str]
) -> None:
    row = Row(tuple(Cell((Text(amount),), "right") for _ in range(columns)))
    table = TableBlock("t", (), (row,), (1.0,) * columns)
    names = read(page(Document("题", "局", (Attachment("a", b"", (table,)),))))
    found = (div.attributes for div in one(names, "section").all("div"))
    tables = [each for each in found if each.get("class", "").split()[:1] == ["table"]]
    assert [each.get("style", "").partition("--letters:")[2].partition(";")[0] for each in tables] == letters
