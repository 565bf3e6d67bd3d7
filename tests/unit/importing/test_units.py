"""In which unit tables are, and what is said where they do not agree, or nobody knows it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from disclosure.cli import app
from disclosure.errors import InputError
from disclosure.importing import import_tables
from disclosure.importing.recognising import unit_owner_year
from tests.unit.importing.test_again import page
from tests.unit.importing.test_doubts import changed

DOUBTED = "没有导入的：1 张表存疑；请照上面逐条改正表或对照，再运行一次同样的命令；改不了的自己在数据里填"


def put(folder: Path, text: str) -> Path:
    path = folder / "表.html"
    path.write_text(text, encoding="utf-8")
    return path


def title(text: str, corner: str, table: str = "支出决算表") -> str:
    """The page with a title and corner of its own above one table."""
    before, _, after = text.partition(f"<h3>{table}</h3>")
    rest = after.partition("</p><p>金额单位：")[2].partition("</p>")[2]
    assert rest
    return f"{before}{corner}{rest}"


@pytest.mark.parametrize(
    ("text", "unit", "owner"),
    [
        ("单位：万元", "万元", ""),
        ("公开01表 金额单位：人民币元", "元", ""),
        ("单位：万元 公开01表", "万元", ""),
        ("单位：千元", "千元", ""),
        ("金额单位：亿元", "亿元", ""),
        ("单位：元江县档案馆", "", "元江县档案馆"),
        ("编制单位：元谋县档案馆 金额单位：万元", "万元", "元谋县档案馆"),
    ],
)
def test_a_unit_is_told_from_a_name_that_begins_like_one(text: str, unit: str, owner: str) -> None:
    assert unit_owner_year.any_unit(text) == unit
    assert unit_owner_year.owner(text) == owner


@pytest.mark.parametrize("unit", ["千元", "百万元", "亿元", "美元"])
def test_a_unit_that_nobody_knows_is_named_and_is_no_department(unit: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        import_tables([put(tmp_path, page(100, 50, unit=unit))], tmp_path / "data", "yunnan-2023")
    said = str(caught.value)
    assert f"不认识金额单位“{unit}”，请把表上的数换算成元或万元，改写单位后再导入" in said
    assert "部门不一样" not in said
    assert "没有写金额单位" not in said


def test_a_unit_in_the_title_counts(tmp_path: Path) -> None:
    text = title(page(100, 50), "<h3>支出决算表（单位：元）</h3>")
    report = import_tables([put(tmp_path, text)], tmp_path / "data", "yunnan-2023")
    assert report.doubtful == ()


def test_amounts_are_told_in_the_unit_of_the_sheet(tmp_path: Path) -> None:
    text = page(100, 50, unit="万元").replace("<td>150</td>", "<td>2641.68</td>", 1)
    (_, reasons), *_ = import_tables([put(tmp_path, text)], tmp_path / "data", "yunnan-2023").doubtful
    assert any("是 2641.68 万元，" in reason and "算出来是 150.00 万元，" in reason for reason in reasons)


def test_where_no_amount_was_taken_the_data_are_in_the_unit_of_the_tables(tmp_path: Path) -> None:
    text = page(100, 50, unit="万元").replace("<td>150</td>", "<td>约150</td>")
    report = import_tables([put(tmp_path, text)], tmp_path / "data", "yunnan-2023")
    assert len(report.taken) == 2
    written = (tmp_path / "data" / "导入.yaml").read_text(encoding="utf-8")
    assert '单位: "万元"' in written


def test_refused_tables_end_with_1_and_with_what_comes_next(tmp_path: Path) -> None:
    path, data = put(tmp_path, changed({0: "<td>约150</td><td>100</td><td>50</td>"})), tmp_path / "data"
    command = ["import", str(path), "-o", str(data), "--pack", "yunnan-2023"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    *_, following, doubted = (result.stdout + result.stderr).splitlines()
    assert doubted == DOUBTED
    assert following.startswith("下一步：运行 disclosure new ")
    whole = put(tmp_path, page(100, 50))
    assert CliRunner().invoke(app, ["import", str(whole), *command[2:]]).exit_code == 0


def mixed(tmp_path: Path, table: str, unit: str) -> dict[str, tuple[str, ...]]:
    """Why tables are in doubt where one is in another unit than the others."""
    text = title(page(100, 50, unit="万元"), f"<h3>{table}</h3><p>部门：某某局</p><p>金额单位：{unit}", table)
    text = text.replace(f"金额单位：{unit}<tr>", f"金额单位：{unit}</p><tr>")
    report = import_tables([put(tmp_path, text)], tmp_path / "data", "yunnan-2023")
    return {name.partition(" ")[0]: reasons for name, reasons in report.doubtful}


def test_a_table_in_another_unit_that_nothing_confirms_is_in_doubt(tmp_path: Path) -> None:
    doubted = mixed(tmp_path, "收入决算表", "元")
    (reason,) = doubted["公开02表"]
    assert reason.endswith(
        "金额单位是“元”，别的表多是“万元”，请核对；写错的改正，没有写错的换算成一样的再导入"
    )


def test_an_empty_table_has_no_unit_to_doubt(tmp_path: Path) -> None:
    assert mixed(tmp_path, "政府性基金预算财政拨款收入支出决算表", "元") == {}


def book(tmp_path: Path, *titles: str) -> Path:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as written:
        for number, name in enumerate(titles):
            sheet = written.add_worksheet(f"Sheet{number}")
            sheet.write("A1", name)
            sheet.write_row("A2", ["项目", "本年收入合计", "备注"])
            sheet.write_row("A3", ["合计", 100, ""])
    path = tmp_path / "表.xlsx"
    path.write_bytes(data.getvalue())
    return path


def test_a_budget_is_called_a_budget(tmp_path: Path) -> None:
    path = book(tmp_path, "2026年部门预算", "部门收入总表", "一般公共预算支出表")
    with pytest.raises(InputError) as caught:
        import_tables([path], tmp_path / "data", "yunnan-2023")
    said = "表.xlsx：是预算表，不是决算表，没有导入；请换成同一年度的决算公开表再导入"
    assert str(caught.value) == said


def test_a_budget_whose_tables_do_not_say_so_is_known_by_their_names(tmp_path: Path) -> None:
    path = book(tmp_path, "2026年部门收支总表", "2026年部门收入总表")
    with pytest.raises(InputError, match="表.xlsx：是预算表，不是决算表"):
        import_tables([path], tmp_path / "data", "yunnan-2023")


def test_accounts_that_name_a_budget_are_none(tmp_path: Path) -> None:
    path = book(tmp_path, "部门预算执行情况", "一般公共预算财政拨款支出决算表")
    with pytest.raises(InputError) as caught:
        import_tables([path], tmp_path / "data", "yunnan-2023")
    assert "是预算表" not in str(caught.value)
