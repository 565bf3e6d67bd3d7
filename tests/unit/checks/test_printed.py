"""Sums, identities and figures again as the document prints them: whatever made them differ is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

import disclosure
from disclosure import api
from disclosure.checks import CheckReport
from disclosure.document import Block, Cell, ChartBlock, Document, Paragraph, Row, TableBlock, Text
from tests.departments import small, submission
from tests.unit.checks import given

YUXI, CHENGDU = "yuxi-beijing-2023", "panzhihua-chengdu-2024"
TOTAL = "income_expenditure.expenditure_total.amount"


def document(name: str = YUXI) -> Document:
    return api.compose(given.example(name), draft=True).document


def found(made: Document, code: str, name: str = YUXI) -> CheckReport:
    return given.found(replace(given.untouched(name), document=made), code)


def with_cell(made: Document, name: str, text: str) -> Document:
    """The document with other characters in one cell of a table."""

    def changed(cell: Cell) -> Cell:
        return replace(cell, content=(Text(text),)) if cell.name == name else cell

    def table(block: Block) -> Block:
        if not isinstance(block, TableBlock):
            return block
        return replace(block, body=tuple(Row(tuple(map(changed, row.cells))) for row in block.body))

    return replace(made, blocks=tuple(map(table, made.blocks)))


def with_sentence(made: Document, figure: str, text: str) -> Document:
    """The document with other characters where its first sentence prints a figure."""
    sentences = (block for block in made.blocks if isinstance(block, Paragraph))
    first = next(one for one in sentences if figure in {part.figure for part in one.content})
    content = tuple(replace(part, text=text) if part.figure == figure else part for part in first.content)
    wrong = replace(first, content=content)
    return replace(made, blocks=tuple(wrong if block is first else block for block in made.blocks))


@pytest.mark.parametrize("name", [YUXI, CHENGDU])
@pytest.mark.parametrize("code", ["XS3", "XS4"])
def test_a_sound_document_prints_what_adds_up(name: str, code: str) -> None:
    report = found(document(name), code, name)
    assert not report.findings
    assert [result.outcome.value for result in report.results if result.code == code] == ["通过"]


def said(name: str) -> str:
    """What Yuxi prints in a cell."""
    cells = (c for b in document().blocks if isinstance(b, TableBlock) for row in b.body for c in row.cells)
    return next(cell.content[0].text for cell in cells if cell.name == name)


def test_a_total_that_prints_a_cent_otherwise_is_found_in_its_table_and_across_tables() -> None:
    made = with_cell(document(), TOTAL, f"{said(TOTAL)[:-4]}9.99")
    findings = list(found(made, "XS3").of("XS3"))
    first = next(one for one in findings if one.where[0] == TOTAL)
    assert first.message.startswith("公开01表 本年支出合计 支出金额印作")
    assert first.stated != first.expected
    assert first.severity == "error"
    across = [one.message for one in found(made, "XS4").of("XS4")]
    assert any("公开01表 本年支出合计" in message and "公开03表" in message for message in across)


def test_one_printed_cent_beyond_the_interval_of_the_printed_cells_is_an_error() -> None:
    """In 元 with two decimals two parts and their sum may differ by a cent and a half, no more."""
    part = "general_income_expenditure.total.expenditure"
    text = said(part)
    near, far = f"{text[:-1]}{(int(text[-1]) + 1) % 10}", f"{text[:-4]}{(int(text[-4]) + 5) % 10}{text[-3:]}"
    assert not [
        one for one in found(with_cell(document(), part, near), "XS3").of("XS3") if one.where[0] == part
    ]
    assert [one for one in found(with_cell(document(), part, far), "XS3").of("XS3") if one.where[0] == part]


def test_a_figure_that_a_sentence_prints_otherwise_than_a_table_is_found() -> None:
    made = with_sentence(document(), "expenditure.final", "1.23万元")
    (first, *_) = found(made, "XS4").of("XS4")
    assert "1.23万元" in first.message
    assert first.severity == "error"


def test_a_chart_that_shows_another_amount_is_found() -> None:
    made = document(CHENGDU)
    chart = next(b for b in made.blocks if isinstance(b, ChartBlock))
    series, *others = chart.series
    last_year, this_year = series.points
    points = (last_year, replace(this_year, label="1.23"))
    wrong = replace(chart, series=(replace(series, points=points), *others))
    blocks = tuple(wrong if b is chart else b for b in made.blocks)
    assert list(found(replace(made, blocks=blocks), "XS4", CHENGDU).of("XS4"))


def test_a_chart_that_shows_another_share_than_the_sentence_is_found() -> None:
    made = document(CHENGDU)
    chart = next(b for b in made.blocks if isinstance(b, ChartBlock) and b.shape == "pie")
    first, *others = chart.series[0].points
    (before, share), *more = first.beside
    points = (replace(first, beside=((before, replace(share, text="12.34%")), *more)), *others)
    wrong = replace(chart, series=(replace(chart.series[0], points=points),))
    blocks = tuple(wrong if b is chart else b for b in made.blocks)
    assert list(found(replace(made, blocks=blocks), "XS4", CHENGDU).of("XS4"))


def test_an_approved_total_beyond_the_interval_of_what_is_printed_is_an_error() -> None:
    """Nine lines may be half a unit off each, but the two classes printed add to 18.00, not 18.04."""
    items = [*range(2010301, 2010306), *range(2080501, 2080505)]
    lines = [{"项": str(item), "性质": "基本", "金额": "2.00"} for item in items]
    stated = {"一般公共预算财政拨款支出.决算数": "18.04"}
    data = submission(small(模板="shanghai-2024", 年度="2024", 支出=lines, 核定数=stated))
    report = api.check(data)
    assert [one.severity for one in report.of("XS1")] == ["note"]
    assert (
        "支出决算表 合计 本年支出合计印作180400.00元，印出的各数相加是180000.00元，相差超出3个数的舍入"
    ) in [one.message for one in report.of("XS3")]
    with pytest.raises(disclosure.DisclosureError):
        disclosure.build(data, ("html",))
