"""What of a line stands together."""

from __future__ import annotations

import pytest

from disclosure.document import Line, Text, plain
from disclosure.document.unbroken import UNIT_LETTERS, pieces
from disclosure.outputs.docx.package import _FIRST_NEVER


def held(line: Line) -> list[str]:
    return [plain(piece) for piece, together in pieces(line) if together]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("收入778.36万元，占63.1%。", ["778.36万元", "63.1%"]),
        ("增加3个百分点，减少-1,234.5元", ["3个百分点", "-1,234.5元"]),
        ("2024年度决算；截至2024年12月31日，15人", ["2024年度", "2024年", "12月", "31日", "15人"]),
        ("6批次、12人次、3台（套）", ["6批次", "12人次", "3台（套）"]),
        ("支出0万元；其中", ["0万元；"]),  # no line begins with this mark
        ("第2010301项是科目", ["2010301项"]),
        ("没有数", []),
        ("2.项目", ["2.项"]),
    ],
)
def test_a_number_and_what_it_counts(text: str, together: list[str]) -> None:
    assert held((Text(text),)) == together


def test_nothing_is_added_or_lost_and_each_run_keeps_what_it_is() -> None:
    line = (Text("收入"), Text("778.36", "income", strong=True), Text("万元，增长"), Text("5%", "growth"))
    made = [text for piece, _ in pieces(line) for text in piece]
    assert "".join(text.text for text in made) == plain(line)
    assert Text("778.36", "income", strong=True) in made
    assert held(line) == ["778.36万元", "5%"]


def test_a_figure_is_never_cut() -> None:
    line = (
        Text("公开日期"),
        Text("2024年12月31日", "day"),
        Text("止，共"),
        Text("3", "count"),
        Text("个项目"),
    )
    figures = [text for piece, _ in pieces(line) for text in piece if text.figure]
    assert [text.text for text in figures] == ["2024年12月31日", "3"]
    assert held(line) == ["2024年12月31日", "3个"]


def test_word_takes_no_more_than_a_hundred_letters_that_begin_no_line() -> None:
    assert len({*_FIRST_NEVER, *UNIT_LETTERS}) <= 100
    assert {"，", "。", "、", "；", "：", "）", "”", "》", "%"} <= set(_FIRST_NEVER)
