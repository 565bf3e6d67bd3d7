"""Why a table is not taken is told once: what only follows from a fault is not told beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.importing import import_tables
from tests.unit.importing.test_again import page

TITLE = "支出决算表"
SPENT = "<td>150</td><td>100</td><td>50</td>"  # of every row of 支出决算表: 合计, 基本支出, 项目支出


def doubts(folder: Path, text: str) -> dict[str, tuple[str, ...]]:
    """The reasons by the number and title of the table."""
    (folder / "表.html").write_text(text, encoding="utf-8")
    report = import_tables([folder / "表.html"], folder / "data", "yunnan-2023")
    return {name.partition("（")[0]: reasons for name, reasons in report.doubtful}


def changed(rows: dict[int, str]) -> str:
    """The page with other cells in rows of 支出决算表, counted from 合计."""
    parts = page(100, 50).split(SPENT)
    kept = [rows.get(number, SPENT) for number in range(len(parts) - 1)]
    return "".join(part + cells for part, cells in zip(parts, [*kept, ""], strict=True))


@pytest.mark.parametrize("row", [0, 3])
def test_a_cell_that_is_no_number_is_the_only_doubt(row: int, tmp_path: Path) -> None:
    text = changed({row: "<td>约150</td><td>100</td><td>50</td>"})
    (reason,) = doubts(tmp_path, text)["公开03表 支出决算表"]
    assert reason.endswith("“约150”不是数")


def test_sums_of_the_cells_that_were_read_are_still_judged(tmp_path: Path) -> None:
    text = changed({0: "<td>150</td><td>100</td><td>约50</td>", 3: "<td>140</td><td>90</td><td>50</td>"})
    first, *others = doubts(tmp_path, text)["公开03表 支出决算表"]
    assert first.endswith("“约50”不是数")
    assert [one.partition("是 ")[2] for one in others if "90.00" in one] == [
        "100.00 元，由 第1个表格第6行第4列 算出来是 90.00 元，合计对不上"
    ]


def test_a_row_that_nobody_knows_is_the_only_doubt(tmp_path: Path) -> None:
    text = page(100, 50).replace("<td>2010301</td><td>行政运行</td>", "<td></td><td>行政运转</td>", 1)
    (reason,) = doubts(tmp_path, text)["公开03表 支出决算表"]
    assert "认不出“行政运转”是表里的哪一行" in reason


def test_a_head_without_a_column_is_the_only_doubt(tmp_path: Path) -> None:
    (reason,) = doubts(tmp_path, page(100, 50).replace("经营支出", "经营", 1))["公开03表 支出决算表"]
    assert reason.endswith("表头里没有“经营支出”这一列")
