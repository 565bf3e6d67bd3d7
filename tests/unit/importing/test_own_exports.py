"""An office's own export is read by a file that says, once, what its heads and account codes are."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from disclosure import deriving
from disclosure.cli import app
from disclosure.errors import DisclosureError, InputError
from disclosure.importing import Report, import_tables
from disclosure.loading import read

LEDGER: list[list[object]] = [
    ["2024年度支出明细账"],
    ["会计科目", "科目名称", "功能分类", "支出性质", "本年发生额", "", "凭证数"],
    ["", "", "", "", "借方", "贷方", ""],
    ["5001010101", "基本工资", "2010301", "基本支出", 400_000.5, 0, 12],
    ["5001010102", "津贴补贴", "2010301", "基本支出", 100_000, 0, 12],
    ["5001020101", "办公费", "2010301", "基本支出", 100_000, 0, 40],
    ["5001020101", "办公费", "2080505", "基本支出", 50_000, 0, 3],
    ["5002020101", "办公费", "2010302", "项目支出", 300_100, 0, 9],
    ["", "本月合计", "", "", 950_100.5, 0, 76],
]
HEADS = """
["科目"]
"5001010101" = "30101"
"5001010102" = "30102"
"5001020101" = "30201"

[["表"]]
"标题" = "支出决算表"
"工作表" = "明细账"
"单位" = "元"
"行" = "功能分类"
"列" = [
    {"表头" = ["本年发生额", "借方"], "标题" = "基本支出", "只取" = {"支出性质" = "基本支出"}},
    {"表头" = ["本年发生额", "借方"], "标题" = "项目支出", "只取" = {"支出性质" = "项目支出"}},
]

[["表"]]
"标题" = "一般公共预算财政拨款支出决算表"
"工作表" = "明细账"
"单位" = "元"
"行" = "功能分类"
"列" = [
    {"表头" = ["本年发生额", "借方"], "标题" = "基本支出", "只取" = {"支出性质" = "基本支出"}},
    {"表头" = ["本年发生额", "借方"], "标题" = "项目支出", "只取" = {"支出性质" = "项目支出"}},
]

[["表"]]
"标题" = "general_basic"
"工作表" = "明细账"
"单位" = "元"
"行" = ["会计科目", "科目名称"]
"列" = [{"表头" = ["本年发生额", "借方"], "标题" = "决算数"}]
"只取" = {"支出性质" = "基本支出"}
"""


def book(path: Path, rows: list[list[object]] = LEDGER, name: str = "明细账") -> Path:
    """The ledger as a workbook, the head 本年发生额 merged over 借方 and 贷方; another sheet as it is."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name != "明细账":
            return path
        sheet.merge_range(1, 4, 1, 5, "本年发生额")
        for column in (0, 1, 2, 3, 6):
            sheet.merge_range(1, column, 2, column, str(rows[1][column]))
    return path


def imported(
    tmp_path: Path, heads: str = HEADS, rows: list[list[object]] = LEDGER, sheet: str = "明细账"
) -> tuple[Report, Path]:
    """What an import of the ledger gave, and the folder with the data."""
    folder = tmp_path / "数据"
    folder.mkdir()
    said = "格式版本: 1\n模板: shanghai-2024\n年度: 2024\n部门: {全称: 某某局, 类型: 部门}\n"
    (folder / "data.yaml").write_text(said, encoding="utf-8")
    (tmp_path / "对照.toml").write_text(heads, encoding="utf-8")
    report = import_tables([book(tmp_path / "导出.xlsx", rows, sheet)], folder, heads=tmp_path / "对照.toml")
    return report, folder


def test_rows_of_a_ledger_become_lines_by_item_nature_and_section(tmp_path: Path) -> None:
    report, folder = imported(tmp_path)
    assert report.doubtful == ()
    data = read(folder)
    assert [(line.item, line.nature, str(line.amount)) for line in data.expenditure or ()] == [
        ("2010301", "基本", "600000.5"),
        ("2010302", "项目", "300100"),
        ("2080505", "基本", "50000"),
    ]
    assert {line.section: str(line.amount) for line in data.economic_totals} == {
        "30101": "400000.5",
        "30102": "100000",
        "30201": "150000",
    }


def test_the_account_says_what_was_used_and_what_was_left(tmp_path: Path) -> None:
    report, _ = imported(tmp_path)
    first, _, third = report.account
    assert first == (
        "导出.xlsx 明细账!A2：支出决算表，用了 5 行（基本支出 650000.50 元，项目支出 300100.00 元）；"
        "没有用的列：会计科目、科目名称、贷方、凭证数；照对照不取的 1 行没有用"
    )
    assert third.endswith("；照对照不取的 2 行没有用")
    assert report.left_out == ""


def test_a_row_of_another_code_is_left_and_named(tmp_path: Path) -> None:
    rows = [*LEDGER[:-1], ["5001990101", "往来", "", "基本支出", 1, 0, 1]]
    report, _ = imported(tmp_path, rows=rows)
    assert "；认不出、没有用的行：导出.xlsx 明细账!C9 “”" in report.account[0]
    assert "；认不出、没有用的行：导出.xlsx 明细账!A9 “5001990101往来”" in report.account[2]


OTHER: list[list[object]] = [
    *LEDGER[:-1],
    ["5001990101", "往来", "2010301", "基本支出", 1, 0, 1],
    ["5001990101", "往来", "2010301", "基本支出", 2, 0, 1],
    ["", "本月合计", "2010301", "基本支出", 3, 0, 76],
]


def test_an_account_without_a_subject_is_no_success(tmp_path: Path) -> None:
    report, _ = imported(tmp_path, rows=OTHER)
    assert report.unmapped == ("导出.xlsx 明细账!A9 “5001990101往来”",)
    lines = list(report.lines())
    assert lines[-1].startswith(
        "没有导入的：1 个科目没有对照；请照上面逐条改正表或对照，再运行一次同样的命令"
    )
    assert "没有对照，没有读的科目 1 处：" in lines


@pytest.mark.parametrize(("known", "code"), [("", 1), ('"5001990101" = "不用"\n', 0)])
def test_the_command_says_whether_all_was_taken(known: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "对照.toml").write_text(HEADS.replace("[[", f"{known}[[", 1), encoding="utf-8")
    book(tmp_path / "导出.xlsx", OTHER)
    where = ["-o", str(tmp_path / "数据"), "--heads", str(tmp_path / "对照.toml")]
    command = ["import", str(tmp_path / "导出.xlsx"), "--pack", "shanghai-2024", *where]
    assert CliRunner().invoke(app, command).exit_code == code


SANGONG = """
[["表"]]
"标题" = "财政拨款“三公”经费支出决算表"
"工作表" = "三公"
"单位" = "元"
"列" = [
    {"表头" = "决算", "标题" = "overseas", "只取" = {"项目" = "出国"}},
    {"表头" = "决算", "标题" = "purchase", "只取" = {"项目" = "车辆购置"}},
    {"表头" = "决算", "标题" = "running", "只取" = {"项目" = "车辆运行"}},
    {"表头" = "决算", "标题" = "reception", "只取" = {"项目" = "接待"}},
    {"表头" = "预算", "标题" = "budget_overseas", "只取" = {"项目" = "出国"}},
    {"表头" = "预算", "标题" = "budget_purchase", "只取" = {"项目" = "车辆购置"}},
    {"表头" = "预算", "标题" = "budget_running", "只取" = {"项目" = "车辆运行"}},
    {"表头" = "预算", "标题" = "budget_reception", "只取" = {"项目" = "接待"}},
]
"""


def test_the_row_without_a_name_is_filled_from_a_ledger(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["2024年度“三公”经费"],
        ["项目", "预算", "决算", "备注"],
        ["出国", 20_000, 10_000, ""],
        ["车辆购置", 0, 0, ""],
        ["车辆运行", 45_000, 40_000.5, ""],
        ["接待", 8_000, 7_000, ""],
        ["会议", 8_000, 7_000, ""],
    ]
    report, folder = imported(tmp_path, SANGONG, rows, "三公")
    assert report.doubtful == ()
    assert "用了 4 行（" in report.account[0]
    assert report.account[0].endswith("；没有用的列：备注；照对照不取的 1 行没有用")
    found = read(folder).sangong
    assert found is not None
    assert found.final is not None
    assert str(found.final.overseas_travel) == "10000"
    assert str(found.final.vehicle_running) == "40000.5"
    assert deriving.derive(read(folder))["sangong.opening_budget"].value == 73_000


def test_a_table_whose_rows_have_names_needs_the_column_of_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="对照里“支出决算表”没有写“行”：编码或行名在哪一列"):
        imported(tmp_path, HEADS.replace('"行" = "功能分类"\n', "", 1))


def test_a_total_that_the_export_has_is_held_against_its_rows(tmp_path: Path) -> None:
    rows = [*LEDGER[:-1], ["", "", "合计", "基本支出", 650_001.5, 0, 76]]
    report, _ = imported(tmp_path, rows=rows)
    reasons = dict(report.doubtful)
    reason, *_ = next(reasons[name] for name in reasons if name.startswith("支出决算表"))
    assert reason.startswith("导出.xlsx 明细账!E9 是 650001.50 元，由 ")
    assert reason.endswith("算出来是 650000.50 元，合计对不上")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            ('"借方"], "标题" = "基本支出"', '"发生"], "标题" = "基本支出"'),
            "导出.xlsx 明细账!A2：没有找到对照里的表头“本年发生额／发生”，或有几列同名；"
            "最像表头的一行有：会计科目、科目名称、功能分类、支出性质、借方、贷方、凭证数；"
            "请照表上的改对照；同名的几列，连上级表头一起写",
        ),
        (('"支出决算表"', '"费用表"'), "对照里的表“费用表”不是模板的表，模板的表有：收入支出决算总表、"),
        (
            ('"标题" = "项目支出"', '"标题" = "专项"'),
            "对照里的标题“专项”不是“支出决算表”的列，它的列有：本年支出合计、基本支出、项目支出、",
        ),
        (('"明细账"', '"总账"'), "没有对照里写的工作表“总账”，文件里有：明细账"),
        (('"行" = "功能', '"行号" = "功能'), "对照.toml 表.0.行号：没有这个键，可用的有："),
        (('"表头" =', "表头 ="), "对照.toml 第13行第6列：TOML 写法有误"),
    ],
)
def test_what_is_written_wrongly_is_told(change: tuple[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError) as caught:
        imported(tmp_path, HEADS.replace(*change, 1))
    assert sentence in str(caught.value)
