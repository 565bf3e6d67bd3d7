"""Special shapes of pages, each made of HTML here and read back."""

from __future__ import annotations

import io

import pytest
import weasyprint
from pypdf import PdfReader, PdfWriter, Transformation

from disclosure.loading.published import pdf
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable, PublishedText

STYLE = """
@page { size: A4; margin: 25mm; }
* { font: 12pt/20pt "Noto Serif CJK SC", "Noto Sans CJK SC", serif; }
body { margin: 0; } p { margin: 0; text-indent: 2em; text-align: justify; }
table { border-collapse: collapse; width: 100%; } td { border: .5pt solid #000; padding: 1pt 3pt; }
"""


def read(body: str, style: str = "") -> PublishedDocument:
    page = f"<style>{STYLE}{style}</style>{body}"
    return pdf.document(weasyprint.HTML(string=page).write_pdf(), "件.pdf")


def tables(document: PublishedDocument) -> list[list[list[str]]]:
    """Each table as rows of texts, a cell at every place that it covers."""
    found = [block for block in document.blocks if isinstance(block, PublishedTable)]
    return [[_row(table, row) for row in range(len(table.matrix.rows))] for table in found]


def _row(table: PublishedTable, row: int) -> list[str]:
    width = max(column for _, column in table.places) + 1
    cells = table.matrix.rows[row]
    return [cells[column].text if column in cells else "" for column in range(width)]


def texts(document: PublishedDocument, *kinds: str) -> list[str]:
    found = (block for block in document.blocks if isinstance(block, PublishedText))
    return [text.text for text in found if not kinds or text.kind in kinds]


def test_cells_that_span_rows_and_columns_stand_at_every_place() -> None:
    document = read(
        "<table><tr><td rowspan=2>项目</td><td colspan=2>本年支出</td></tr>"
        "<tr><td>基本</td><td>项目支出</td></tr><tr><td>合计</td><td>1.00</td><td></td></tr></table>"
    )
    assert tables(document) == [
        [["项目", "本年支出", "本年支出"], ["项目", "基本", "项目支出"], ["合计", "1.00", ""]]
    ]


def test_lines_of_a_cell_are_lines() -> None:
    document = read(
        "<table><tr><td>功能分类<br>科目编码</td><td>12.00<br>3.00</td></tr><tr><td>甲</td><td>乙</td></table>"
    )
    assert tables(document) == [[["功能分类\n科目编码", "12.00\n3.00"], ["甲", "乙"]]]


@pytest.mark.parametrize(
    "borders",
    [
        "td { border: 0; border-bottom: .5pt solid #000 } tr:first-child td { border-top: .5pt solid #000 }",
        "td { border: 0 } tr:first-child td, tr:last-child td { border: solid; border-width: 1pt 0 }",
    ],
    ids=["a rule below each row", "rules around head and foot"],
)
def test_a_table_without_rules_down_has_its_columns_by_their_texts(borders: str) -> None:
    rows = (
        ("项目", "上年数", "本年数"),
        ("一般公共服务", "10.00", "12.50"),
        ("教育", "2.00", ""),
        ("合计", "12.00", "12.50"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    document = read(f"<p>表前一段。</p><table>{cells}</table><p>表后一段。</p>", borders)
    assert tables(document) == [list(map(list, rows))]
    assert texts(document) == ["表前一段。", "表后一段。"]


def test_open_sides_are_sides() -> None:
    document = read(
        "<table><tr><td>甲</td><td>乙</td><td>丙</td></tr><tr><td>一</td><td>二</td><td>三</td></tr></table>",
        "td:first-child { border-left: 0 } td:last-child { border-right: 0 }",
    )
    assert tables(document) == [[["甲", "乙", "丙"], ["一", "二", "三"]]]


def test_doubled_rules_and_grounds_of_cells_are_no_cells_of_their_own() -> None:
    document = read(
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>一</td><td>二</td></tr></table>",
        "table { border: 2.5pt double #000 } td { border: 2pt double #000; background: #ddd }",
    )
    assert tables(document) == [[["甲", "乙"], ["一", "二"]]]


def test_the_lines_of_a_chart_are_no_table() -> None:
    rows = "<tr>" + "<td></td>" * 6 + "</tr>"
    chart = f"<table>{rows * 6}</table><p style='margin-top: -60pt; text-indent: 11em'>884.83　817.16</p>"
    document = read(f"<p>图一</p>{chart}", "td { height: 20pt }")
    assert tables(document) == []
    assert texts(document) == ["图一", "884.83 817.16"]


def test_what_is_written_in_a_picture_that_the_tags_call_one_is_not_read() -> None:
    picture = (
        '<svg role="img" aria-label="图" viewBox="0 0 200 50" width="200" height="50">'
        '<rect width="100" height="20"/><text x="5" y="40">占95.25%</text></svg>'
    )
    page = f"<html lang=zh><title>件</title><style>{STYLE}</style><p>前面一段。</p>{picture}<p>后面一段。</p>"
    tagged, untagged = (
        pdf.document(weasyprint.HTML(string=page).write_pdf(pdf_variant=variant), "件.pdf")
        for variant in ("pdf/ua-1", None)
    )
    assert texts(tagged) == ["前面一段。", "后面一段。"]
    assert "占95.25%" in texts(untagged)


def test_a_table_without_numbers_is_a_table() -> None:
    rows = "<tr>" + "<td>栏</td>" * 6 + "</tr>" + ("<tr>" + "<td></td>" * 6 + "</tr>") * 8
    document = read(f"<table>{rows}</table>", "td { height: 20pt }")
    assert tables(document) == [[["栏"] * 6, *([[""] * 6] * 8)]]


def test_a_heading_as_wide_as_the_page_does_not_take_in_the_title_below_it() -> None:
    title = "<p style='font-size: 11pt; text-align: center; text-indent: 0'>收入支出决算总表</p>"
    said = "第二部分 某某市某某区某某街道办事处二〇二四年度部门决算表"
    heading = f"<p style='text-align: center; text-indent: 0'>{said}</p>"
    document = read(
        f"<p>正文一段，字数不多不少，正好有一行多一点，多出来的几个字另起一行，看得出版心。</p>{heading}{title}"
    )
    assert texts(document, "heading") == [said]
    assert texts(document)[-1] == "收入支出决算总表"


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = read("<div style='border: .5pt solid'>只有一格的框。</div><p>正文。</p>")
    assert tables(document) == []
    assert texts(document) == ["只有一格的框。", "正文。"]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    said = "本年收入合计三百零七点八二万元，" * 100 + "完。"
    document = read(f"<h1>一、收入</h1><p>{said}</p><p>下一段。</p>")
    assert texts(document, "heading") == ["一、收入"]
    assert texts(document, "body") == [said, "下一段。"]
    long = next(block for block in document.blocks if isinstance(block, PublishedText) and block.text == said)
    pages = [place.page for _, place in long.lines]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2}
    place = long.place(len(said) - 1)
    assert (place.page, place) == (2, long.lines[-1][1])
    assert str(place.source) == f"件.pdf 第2页第{pages.count(2)}行"


def test_a_table_goes_on_over_pages_and_its_head_is_there_once() -> None:
    body = "".join(f"<tr><td>项目{number}</td><td>{number}.00</td></tr>" for number in range(100))
    document = read(
        f"<table><thead><tr><td>项目</td><td>金额</td></tr></thead>{body}</table><p>注：万元。</p>"
    )
    assert tables(document) == [[["项目", "金额"], *([f"项目{n}", f"{n}.00"] for n in range(100))]]
    (table,) = (block for block in document.blocks if isinstance(block, PublishedTable))
    assert [table.place(row, 1).page for row in (0, 1, 100)] == [1, 1, 4]
    assert texts(document, "note") == ["注：万元。"]


def test_another_table_on_the_next_page_is_another() -> None:
    table = "<table><tr><td>甲</td><td>{0}</td></tr><tr><td>乙</td><td>{0}</td></tr></table>"
    document = read(table.format(1) + "<p style='break-before: page'>表二</p>" + table.format(2))
    assert tables(document) == [[["甲", "1"], ["乙", "1"]], [["甲", "2"], ["乙", "2"]]]


def test_tables_side_by_side_are_two() -> None:
    rows = "<tr><td>甲</td><td>{}</td></tr><tr><td>乙</td><td>0</td></tr>"
    table = f"<table style='float: {{}}; width: 45%'>{rows}</table>"
    document = read(table.format("left", 1) + table.format("right", 2))
    assert sorted(tables(document)) == [[["甲", "1"], ["乙", "0"]], [["甲", "2"], ["乙", "0"]]]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_turned_reads_as_it_is_seen(degrees: int) -> None:
    straight = read(TURNED)
    turned = pdf.document(
        turn(weasyprint.HTML(string=f"<style>{STYLE}</style>{TURNED}").write_pdf(), degrees), "件.pdf"
    )
    assert texts(turned) == texts(straight)
    assert tables(turned) == tables(straight)
    (said,) = (block for block in turned.blocks if isinstance(block, PublishedText))
    left, bottom, right, top = said.place().box or (0, 0, 0, 0)
    assert min(left, bottom) >= 0
    assert (right - left > top - bottom) == (degrees == 180)


TURNED = (
    "<p>横过来的一页。</p><table><tr><td>甲</td><td>1.00</td></tr><tr><td>乙</td><td>2.00</td></tr></table>"
)


def turn(data: bytes, degrees: int) -> bytes:
    """The content of each page painted turned, as some printer drivers do for a page across."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        side = float(page.mediabox.height)
        page.add_transformation(
            Transformation().translate(-300, -400).rotate(degrees).translate(side / 2, side / 2)
        )
        page.mediabox.upper_right = (side, side)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_box_of_a_word_is_where_the_file_counts_it() -> None:
    document = read(
        "<p style='position: absolute; left: 50pt; top: 100pt; text-indent: 0'>四个汉字</p>",
        "@page { margin: 0 }",
    )
    (text,) = (block for block in document.blocks if isinstance(block, PublishedText))
    left, bottom, right, top = text.place().box or (0, 0, 0, 0)
    assert [left, right] == pytest.approx([50, 98], abs=1)
    assert 841.9 - 120 < bottom < top < 841.9 - 100


def test_a_page_across_reads_as_one_upright() -> None:
    document = read(TURNED, "@page { size: A4 landscape }")
    assert texts(document) == ["横过来的一页。"]
    assert tables(document) == [[["甲", "1.00"], ["乙", "2.00"]]]


RUNNING = """@page { @top-center { content: "某市某局2024年度部门决算" }
             @bottom-center { content: "第" counter(page) "页 共" counter(pages) "页" } }"""


def test_heads_and_feet_of_pages_are_told_apart() -> None:
    document = read("<p>第一页。</p>" + "<p style='break-before: page'>又一页。</p>" * 3, RUNNING)
    assert texts(document, "body") == ["第一页。", "又一页。", "又一页。", "又一页。"]
    head = "某市某局2024年度部门决算"
    assert texts(document, "running") == [said for page in "1234" for said in (head, f"第{page}页 共4页")]


def test_a_number_at_the_foot_of_one_page_is_text() -> None:
    document = read("<p>合计</p><p style='position: absolute; bottom: -15mm'>3</p>")
    assert texts(document, "body") == ["合计", "3"]


def test_contents_without_page_numbers_end_where_the_first_entry_is_a_heading() -> None:
    entries = "<p>第一部分 概况</p><p>一、职能</p><p>第二部分 决算表</p>"
    document = read(f"<p>目　录</p>{entries}<div style='break-before: page'>{entries}</div><p>正文。</p>")
    assert texts(document, "contents") == ["目 录", "第一部分 概况", "一、职能", "第二部分 决算表"]
    assert texts(document, "heading") == ["第一部分 概况", "一、职能", "第二部分 决算表"]


def test_letters_printed_twice_to_look_bold_are_read_once() -> None:
    twice = "<span style='position: absolute; left: {}pt; top: 10pt'>合计：11.22万元</span>"
    document = read(twice.format(100) + twice.format(100.4))
    assert texts(document) == ["合计：11.22万元"]


def test_blanks_radicals_and_compatible_signs_are_read_as_what_is_seen() -> None:
    document = read("<p>⼀般公共预算　支出&nbsp;1.00 万元。</p>")
    assert texts(document) == ["一般公共预算 支出 1.00 万元。"]


def test_raised_signs_stay_in_their_line() -> None:
    document = read("<p>面积一百平方米<sup style='font-size: 7pt'>①</sup>，另有。</p><p>第二段。</p>")
    assert texts(document) == ["面积一百平方米①，另有。", "第二段。"]


def test_a_title_of_several_lines_in_the_middle_is_one() -> None:
    large = "font-size: 26pt; line-height: 40pt; text-align: center; text-indent: 0"
    title = f"<p style='{large}'>某市某局<br>2024年度<br>部门决算</p>"
    document = read(f"{title}<p>正文一段，字数不多，却也不少，要满一行才好看，所以再写几个字在这里。</p>")
    assert texts(document, "heading") == ["某市某局2024年度部门决算"]


def test_blanks_in_columns_of_words_are_kept_between_latin_words() -> None:
    document = read("<p>Word and WPS 导出</p>")
    assert texts(document) == ["Word and WPS 导出"]
