"""Why a table is not taken is told once: what only follows from a fault is not told beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import disclosure
from disclosure.errors import InputError, PackError
from disclosure.importing import import_tables
from tests.departments import EXAMPLES
from tests.unit.importing.test_again import page
from tests.unit.importing.test_bad_files import workbook

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
    assert reason.endswith("表头里没有“经营支出”这一列；没有认出的列有“经营”（表.html 第1个表格第1行第7列）")


def test_where_no_table_is_known_the_files_and_sheets_that_were_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "表.html").write_text("<table><tr><td>通讯录</td></tr></table>", encoding="utf-8")
    (tmp_path / "表.xlsx").write_bytes(workbook(lambda sheet: sheet.write_string(0, 0, "通讯录")))
    with pytest.raises(InputError) as caught:
        import_tables([tmp_path / "表.html", tmp_path / "表.xlsx"], tmp_path / "data", "yunnan-2023")
    said = (
        "没有一张表可以导入：读了 表.html，表.xlsx（支出），没有认出模板里的任何一张表，请核对 --pack 和表名"
    )
    assert str(caught.value).splitlines()[0] == said


def test_a_count_below_0_is_told_with_its_cell_and_ends_nothing(tmp_path: Path) -> None:
    (html,) = disclosure.build(EXAMPLES / "yuxi-beijing-2023", ["html"], draft=True).artifacts
    head, batches, tail = html.data.decode().partition("国内公务接待批次（个）")
    (tmp_path / "表.html").write_text(head + batches + tail.replace(">46<", ">-46<", 1), encoding="utf-8")
    report = import_tables([tmp_path / "表.html"], tmp_path / "data", "yunnan-2023")
    (said,) = [note for note in report.notes if "批次" in note]
    assert said.startswith("读到的数不合要求，请核对：表.html 第")
    assert said.endswith("国内公务接待的批次：“-46”应为不小于 0 的整数")


def test_a_pack_that_does_not_exist_is_told_with_the_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "表.html").write_text(page(100, 50), encoding="utf-8")
    (tmp_path / "data.yaml").write_text("格式版本: 1\n模板: yunan-2023\n单位: 元\n", encoding="utf-8")
    with pytest.raises(PackError, match="^data.yaml 第2行.*：找不到模板“yunan-2023”，相近的有：yunnan-2023"):
        import_tables([tmp_path / "表.html"], tmp_path)
