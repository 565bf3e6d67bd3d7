"""Tables that print one figure with two amounts: the data can be read, and a note says where to look."""

from __future__ import annotations

import re
from pathlib import Path

import disclosure
from disclosure import importing
from tests.unit.forms.test_one_figure import department

FIFTH = 4  # 一般公共预算财政拨款支出决算表


def page(total: str) -> str:
    """Tables of a department whose only fund prints another total than the other tables do."""
    html = disclosure.build(department({}), ("html",), draft=True).artifacts[0].data.decode()
    wrong = list(re.finditer(r"<table.*?</table>", html, re.DOTALL))[FIFTH]
    assert wrong[0].count("18.00") == 2
    return html[: wrong.start()] + wrong[0].replace("18.00", total) + html[wrong.end() :]


def test_one_of_two_amounts_of_a_figure_is_approved_and_the_other_told(tmp_path: Path) -> None:
    (tmp_path / "表.html").write_text(page("18.01"), encoding="utf-8")
    report = importing.import_tables([tmp_path / "表.html"], tmp_path / "数据", "shanghai-2024")
    said = "\n".join(report.lines())
    assert "“支出的决算数”是 18.00 万元，由读到的其他数推算是 18.01 万元，请核对" in said
    assert "是同一个数" not in said
