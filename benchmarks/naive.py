"""朴素的做法 — the program that an office would write with the usual libraries, to be measured against.

It is given the words of a finished document (`benchmarks.content`) and only prints them: DOCX by docxtpl
with tables of one cell a place, charts by pyplot as PNG, HTML by Jinja2, PDF by WeasyPrint with that HTML,
XLSX by openpyxl. It knows no figures and checks nothing.

    python -m benchmarks.naive CONTENT FOLDER docx,html,xlsx,pdf

`cells` in place of `docx` fills a table of python-docx cell by cell, the other way that is in common use.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEMPLATE = "template.docx"  # beside the content
FAMILY = "Noto Sans CJK JP"  # what matplotlib calls the first face of the file that most systems have
CHART_MM = 150

Block = dict[str, Any]

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title><style>
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: counter(page) } }
@page wide { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
body { font: 16pt/1.75 "FandolFang R", "Noto Serif CJK SC", serif }
h1, h2, h3, h4 { font-family: "Noto Sans CJK SC", sans-serif; font-size: 16pt }
h1 { break-before: page; font-size: 22pt; text-align: center }
p { margin: 0; text-align: justify; text-indent: 2em }
.wide { page: wide }
table { border-collapse: collapse; font: 9pt/1.4 "Noto Serif CJK SC", serif; width: 100% }
th, td { border: 1px solid black; padding: 2px }
.center { text-align: center }
.right { text-align: right }
nav a::after { content: "……" target-counter(attr(href), page) }
img { width: 150mm }
</style></head><body>
{% for block in blocks %}
{% if block.kind == "cover" %}{% for line in block.lines %}<p>{{ line }}</p>{% endfor %}
{% elif block.kind == "contents" %}<nav>{% for one in headings %}
<div><a href="#{{ one.id }}">{{ one.text }}</a></div>{% endfor %}</nav>
{% elif block.kind == "heading" %}
<h{{ block.level }} id="{{ block.id }}">{{ block.text }}</h{{ block.level }}>
{% elif block.kind == "paragraph" %}<p>{{ block.text }}</p>
{% elif block.kind == "chart" %}
<img alt="" src="data:image/png;base64,{{ block.base64 }}"><p>{{ block.caption }}</p>
{% elif block.kind == "table" %}<div{% if block.wide %} class="wide"{% endif %}>
<p>{{ block.title }}</p><p>{{ block.corner }}</p><table>
{% for part, rows, tag in (("thead", block.head, "th"), ("tbody", block.body, "td")) %}<{{ part }}>
{% for row in rows %}<tr>{% for cell in row %}
<{{ tag }} class="{{ cell.align }}" rowspan="{{ cell.rows }}" colspan="{{ cell.columns }}">
{{- cell.text }}</{{ tag }}>{% endfor %}</tr>{% endfor %}</{{ part }}>{% endfor %}</table>
{% for note in block.notes %}<p>{{ note }}</p>{% endfor %}</div>
{% endif %}{% endfor %}</body></html>"""


def make(content: Path, folder: Path, formats: list[str]) -> None:
    """做出各种文件 — in a folder; charts are drawn once for all formats that print them."""
    given = json.loads(content.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    if {"docx", "cells", "html", "pdf"} & set(formats):
        draw(given["blocks"], folder)
    written = page(given) if {"html", "pdf"} & set(formats) else ""
    for name in formats:
        match name:
            case "docx":
                fill_template(given["blocks"], content.with_name(TEMPLATE), folder / "naive.docx")
            case "cells":
                fill_cells(given["blocks"], folder / "naive.docx")
            case "html":
                (folder / "naive.html").write_text(written, encoding="utf-8")
            case "pdf":
                print_page(written, folder / "naive.pdf")
            case _:
                fill_workbook(given["blocks"], folder / "naive.xlsx")


def draw(blocks: list[Block], folder: Path) -> None:
    """画图 — each chart as a PNG, its path kept in the block."""
    charts = [block for block in blocks if block["kind"] == "chart"]
    if not charts:
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams.update({"font.sans-serif": [FAMILY], "axes.unicode_minus": False})
    for number, block in enumerate(charts, 1):
        block["picture"] = str(folder / f"chart{number}.png")
        _draw_one(pyplot, block)


def _draw_one(pyplot: Any, block: Block) -> None:
    figure, axes = pyplot.subplots(figsize=(6, 3.5))
    if block["shape"] == "pie":
        axes.pie(block["series"][0]["values"], labels=block["categories"], autopct="%.1f%%")
    else:
        _draw_bars(axes, block)
    axes.set_title(block["caption"])
    pyplot.tight_layout()
    pyplot.savefig(block["picture"], dpi=200)
    pyplot.close(figure)


def _draw_bars(axes: Any, block: Block) -> None:
    places = range(len(block["categories"]))
    width = 0.8 / len(block["series"])
    for number, series in enumerate(block["series"]):
        left = [place + number * width for place in places]
        axes.bar_label(axes.bar(left, series["values"], width, label=series["name"]), series["labels"])
    axes.set_xticks(places, block["categories"])
    axes.legend()


def page(given: dict[str, Any]) -> str:
    """网页 — of the whole document, charts inside."""
    from jinja2 import Environment

    for block in given["blocks"]:
        if "picture" in block:
            block["base64"] = base64.b64encode(Path(block["picture"]).read_bytes()).decode()
    headings = [block for block in given["blocks"] if block["kind"] == "heading" and block["level"] <= 2]  # noqa: PLR2004
    return Environment(autoescape=True).from_string(PAGE).render(**given, headings=headings)


def print_page(written: str, path: Path) -> None:
    """PDF — of the page, as WeasyPrint comes."""
    import weasyprint

    weasyprint.HTML(string=written).write_pdf(path)


def write_template(path: Path) -> None:
    """Word 模板 — for docxtpl: a loop over the blocks, a row and a cell that repeat."""
    from docx import Document

    made = Document()
    for text, style in (
        ("{%p for block in blocks %}", "Normal"),
        ('{%p if block.kind == "cover" %}', "Normal"),
        ("{%p for line in block.lines %}", "Normal"),
        ("{{ line }}", "Title"),
        ("{%p endfor %}", "Normal"),
        *(
            line
            for level in range(1, 5)
            for line in (
                (f'{{%p elif block.kind == "heading" and block.level == {level} %}}', "Normal"),
                ("{{ block.text }}", f"Heading {level}"),
            )
        ),
        ('{%p elif block.kind == "paragraph" %}', "Normal"),
        ("{{ block.text }}", "Normal"),
        ('{%p elif block.kind == "chart" %}', "Normal"),
        ("{{ block.image }}", "Normal"),
        ("{{ block.caption }}", "Caption"),
        ('{%p elif block.kind == "table" %}', "Normal"),
        ("{{ block.title }}", "Normal"),
        ("{{ block.corner }}", "Normal"),
    ):
        made.add_paragraph(text, style)
    table = made.add_table(3, 3, "Table Grid")
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    for cell, text in zip(
        table.row_cells(1), ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"), strict=True
    ):
        cell.text = text
    table.cell(2, 0).text = "{%tr endfor %}"
    for text in (
        "{%p for note in block.notes %}",
        "{{ note }}",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p endfor %}",
    ):
        made.add_paragraph(text)
    made.save(str(path))


def fill_template(blocks: list[Block], template: Path, path: Path) -> None:
    """Word（docxtpl） — every place of a table has a cell of its own: the template merges none."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    made = DocxTemplate(str(template))
    for block in blocks:
        if block["kind"] == "chart":
            block["image"] = InlineImage(made, block["picture"], width=Mm(CHART_MM))
        elif block["kind"] == "table":
            block["rows"] = dense(block)
    made.render({"blocks": blocks}, autoescape=True)
    made.save(str(path))


def fill_cells(blocks: list[Block], path: Path) -> None:
    """Word（python-docx） — each cell asked for by its row and column."""
    from docx import Document
    from docx.shared import Mm

    made = Document()
    for block in blocks:
        match block["kind"]:
            case "cover":
                for line in block["lines"]:
                    made.add_paragraph(line, "Title")
            case "heading":
                made.add_heading(block["text"], block["level"])
            case "paragraph":
                made.add_paragraph(block["text"])
            case "chart":
                made.add_picture(block["picture"], width=Mm(CHART_MM))
                made.add_paragraph(block["caption"])
            case "table":
                _fill_table(made, block)
    made.save(str(path))


def _fill_table(made: Any, block: Block) -> None:
    for text in (block["title"], block["corner"]):
        made.add_paragraph(text)
    table = made.add_table(len(block["head"]) + len(block["body"]), block["width"], "Table Grid")
    for row, column, cell in placed(block):
        first = table.cell(row, column)
        last = table.cell(row + cell["rows"] - 1, column + cell["columns"] - 1)
        first.merge(last).text = cell["text"]
    for note in block["notes"]:
        made.add_paragraph(note)


def fill_workbook(blocks: list[Block], path: Path) -> None:
    """工作簿 — a sheet for each table, numbers as numbers."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    for number, block in enumerate((one for one in blocks if one["kind"] == "table"), 1):
        _fill_sheet(made.create_sheet(f"表{number}"), block)
    made.save(path)


def _fill_sheet(sheet: Any, block: Block) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side(style="thin")
    sheet.append([block["title"]])
    sheet.append([block["corner"]])
    for row, column, cell in placed(block):
        place = sheet.cell(row + 3, column + 1, cell["text"] if cell["value"] is None else cell["value"])
        place.font = Font(name="宋体", size=10)
        place.alignment = Alignment(horizontal=cell["align"], wrap_text=True)
        place.border = Border(thin, thin, thin, thin)
        if cell["value"] is not None:
            place.number_format = "#,##0.00"
        if cell["rows"] > 1 or cell["columns"] > 1:
            sheet.merge_cells(None, row + 3, column + 1, row + 2 + cell["rows"], column + cell["columns"])
    for note in block["notes"]:
        sheet.append([note])


def placed(block: Block) -> Iterator[tuple[int, int, Block]]:
    """各格的位置 — row and column of each cell in the grid, places covered by a span passed over."""
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate([*block["head"], *block["body"]]):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            yield row, column, cell
            covered |= {
                (row + down, column + on) for down in range(cell["rows"]) for on in range(cell["columns"])
            }


def dense(block: Block) -> list[list[str]]:
    """一处一格 — the words of each place of the grid; of a span, those at its first place."""
    rows = [[""] * block["width"] for _ in [*block["head"], *block["body"]]]
    for row, column, cell in placed(block):
        rows[row][column] = cell["text"]
    return rows


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(","))
