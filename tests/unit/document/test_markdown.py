"""Text is what was typed: a star that may be a multiplication sign is printed, bold stays bold."""

from __future__ import annotations

import pytest

from disclosure.document import Paragraph, TableBlock, Text, plain
from disclosure.document.markdown import blocks, typed
from disclosure.document.marks import Marks


def runs(text: str) -> list[tuple[str, bool]]:
    """One paragraph: its runs, and whether each is bold."""
    (block,) = blocks(typed(text), Marks(), "t")
    assert isinstance(block, Paragraph)
    return [(run.text, run.strong) for run in block.content]


@pytest.mark.parametrize(
    "text",
    [
        "展柜规格3*5*2米，库房2*3*4排。",
        "单价*数量*系数，长*宽*高。",
        "3 * 5 * 2米，3 *5* 2米，4* 5 *6米",
        "体积2**3**4，（3+5）*2*（4+1）。",
        "批次46*，人次545*。",
        "面积a*b*c，系数_甲_、__乙__。",
    ],
)
def test_what_may_be_arithmetic_is_printed_as_typed(text: str) -> None:
    assert runs(text) == [(text, False)]


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("这是**重点**内容", ["重点"]),
        ("共**46**人", ["46"]),
        ("*重点*，其余从略。", ["重点"]),
        ("**规格：3*5*2米**，数量3*2。", ["规格：3*5*2米"]),
    ],
)
def test_emphasis_that_cannot_be_arithmetic_stays(text: str, bold: list[str]) -> None:
    assert [run for run, strong in runs(text) if strong] == bold


def test_a_cell_of_a_typed_table_too() -> None:
    (table,) = blocks(typed("| 品名 | 规格 |\n|---|---|\n| **柜** | 3*5*2米 |"), Marks(), "t")
    assert isinstance(table, TableBlock)
    assert [plain(cell.content) for cell in table.body[0].cells] == ["柜", "3*5*2米"]


def test_printed_figures_between_stars_are_arithmetic() -> None:
    marks = Marks()
    text = "".join(("长", marks.add(Text("3")), "**", marks.add(Text("2")), "**", marks.add(Text("5")), "米"))
    (block,) = blocks(text, marks, "t")
    assert isinstance(block, Paragraph)
    assert plain(block.content) == "长3**2**5米"
