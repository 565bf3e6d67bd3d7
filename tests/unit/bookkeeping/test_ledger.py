"""`disclosure.ledger`: rows of accounts become lines, each with its rows; what is left is said, and why."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pandas import DataFrame

import disclosure
from disclosure import InputError, Submission
from disclosure.model import ExpenditureLine, IncomeLine
from tests.departments import EXAMPLES

HEAD = ("科目", "功能", "经济", "项目", "借", "贷", "类别")
COLUMNS = {
    "科目": "科目",
    "项": "功能",
    "款": "经济",
    "项目名称": "项目",
    "借方": "借",
    "贷方": "贷",
    "凭证类别": "类别",
}
ACCOUNTS: dict[str, Any] = {
    "7101": {"性质": "基本"},
    "710102": {"性质": "项目支出"},  # a fuller name, a longer beginning
    "6101": {"来源": "事业收入", "教育收费": "是"},
    "610102": {"来源": "事业收入"},
    "1": {"不用": "资产"},
}
MAPPING: dict[str, Any] = {
    "年度": 2024,
    "列": COLUMNS,
    "对照": {"科目": ACCOUNTS, "款": {"G03": "30201"}, "凭证类别": {"年结": {"不用": "年末结转的分录"}}},
}
VOUCHERS: list[tuple[Any, ...]] = [
    ("71010101", "2012601", "30101", None, "1,205,000.00", "", "记"),
    ("710101", 2012601, "G03", "", Decimal("153200.10"), None, "记"),
    ("710101", "2012601", "30201", None, "-200.10", "", "记"),  # 冲红
    ("710101", "2012601", "30201", None, "", 3000, "记"),  # 贷方冲减
    ("710102", "2012604", "30227", "档案数字化", 480000, None, "记"),
    ("710102", "2012604", "", "档案数字化", "20000", None, "记"),  # no 款 is known
    ("710101", "2012601", "30217", None, "70", "", "记"),
    ("710101", "2012601", "30217", None, "-70", "", "记"),
    ("610101", "2012601", None, None, "", "60.50", "记"),
    ("610102", "2012601", None, None, "0.50", "40", "记"),
    ("710101", "2012601", "30101", None, "", "1205000", "年结"),
    ("1011", "", "", None, "5", "", "记"),
    ("3001", "", "", None, "", "6", "记"),
    ("710101", "2012601", "30101", None, "7", "7", "记"),
    ("710101", "2012601", "30101", None, "", "", "记"),
    ("", "2012601", "30101", None, "9", "", "记"),
]
RECORDS = [dict(zip(HEAD, row, strict=True)) for row in VOUCHERS]


def mapped(**columns: Any) -> dict[str, Any]:
    return {"年度": 2024, "列": {"项": "功能", "性质": "性质", "金额": "金额", **columns}}


def told(rows: Any, mapping: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        disclosure.ledger(rows, mapping)
    return [str(problem) for problem in caught.value.problems]


def test_rows_are_added_up_by_line_whatever_side_and_sign_they_have() -> None:
    made = disclosure.ledger(RECORDS, MAPPING)
    assert made.expenditure == (
        ExpenditureLine(
            item="2012601", nature="基本", section={"30101": Decimal(1_205_000), "30201": Decimal(150_000)}
        ),
        ExpenditureLine(
            item="2012604", nature="项目", project="档案数字化", section={"30227": Decimal(480_000)}
        ),
        ExpenditureLine(item="2012604", nature="项目", project="档案数字化", amount=Decimal(20_000)),
    )
    assert made.income == (
        IncomeLine(source="事业收入", item="2012601", amount=Decimal(100), education_fee=Decimal("60.5")),
    )
    assert "fund" not in made.expenditure[0].model_fields_set  # nobody named one


def test_every_row_is_taken_or_left_with_a_reason_and_no_amount_is_lost() -> None:
    made = disclosure.ledger(RECORDS, MAPPING)
    assert {row.number: row.why for row in made.left} == {
        7: "与别的行冲抵，合计为零",
        8: "与别的行冲抵，合计为零",
        11: "年末结转的分录",
        12: "资产",
        13: "科目“3001”没有写对照",
        14: "金额是零",
        15: "没有金额",
        16: "没有性质，也没有来源，不知道是收入还是支出",
    }
    assert sorted(row.number for row in (*made.taken, *made.left)) == list(range(1, len(RECORDS) + 1))
    assert sum(row.amount for row in made.taken) == sum(row["金额"] for row in made.records())
    assert {row.number: row.place for row in made.taken}[3] == "支出[1].款.30201"
    assert made.account.splitlines()[:3] == [
        "账套：共16行，用了8行，没有用8行",
        "  收入1行，由账上2行得出，合计100.00元",
        "  支出3行，由账上6行得出，合计1855000.00元",
    ]
    assert "  没有用：年末结转的分录，1行，合计-1205000.00元" in made.account.splitlines()


def test_the_lines_go_into_data_and_each_amount_tells_its_rows(tmp_path: Path) -> None:
    data = Submission(pack="standard", year=2024, department={"full_name": "某某市档案馆"})
    filled = disclosure.ledger(RECORDS, {**MAPPING, "名称": "2024年凭证"}).given_to(data)
    found = disclosure.explain(filled, "支出[1].款.30201")
    assert (found.value, found.sources[0].partition(" 支出")[0]) == (
        "150000.00元（15万元）",
        "2024年凭证 第2、3、4行",
    )
    assert str(filled.source("支出[1].项")) == "2024年凭证 第1、2、3、4行"
    disclosure.save(filled, tmp_path)
    assert disclosure.load(tmp_path).expenditure == filled.expenditure
    again = disclosure.ledger(RECORDS[4:5], MAPPING).given_to(filled)
    assert again.income == filled.income  # no row says anything of it
    assert again.expenditure
    assert len(again.expenditure) == 1
    with pytest.raises(InputError, match="^年度：账是 2024 年度的，数据是 2023 年度的"):
        disclosure.ledger(RECORDS, MAPPING).given_to(data.model_copy(update={"year": 2023}))


def test_dicts_a_frame_and_a_cursor_are_the_same_rows() -> None:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE 凭证 ({', '.join(HEAD)})")
    texts = [[None if cell is None else str(cell) for cell in row] for row in VOUCHERS]
    database.executemany("INSERT INTO 凭证 VALUES (?, ?, ?, ?, ?, ?, ?)", texts)
    query = "SELECT * FROM 凭证"
    expected = disclosure.ledger(RECORDS, MAPPING)
    assert disclosure.ledger(iter(RECORDS), MAPPING) == expected
    assert disclosure.ledger(DataFrame(RECORDS, dtype=object), MAPPING) == expected
    assert disclosure.ledger(database.execute(query), MAPPING) == expected
    database.row_factory = sqlite3.Row
    assert disclosure.ledger(database.execute(query).fetchall(), MAPPING) == expected
    database.close()


def test_empty_cells_of_pandas_are_blank_and_a_unit_of_the_accounts_is_kept() -> None:
    nan, wan = float("nan"), {**mapped(款="款"), "单位": "万元"}
    rows = [
        {"功能": "2012601", "性质": "基本", "款": nan, "金额": "1.5"},
        dict.fromkeys(("功能", "性质", "款", "金额"), nan),
    ]
    made = disclosure.ledger(rows, wan)
    assert made.expenditure == (ExpenditureLine(item="2012601", nature="基本", amount=Decimal(15_000)),)
    assert [row.number for row in made.left] == [2]
    assert disclosure.ledger(DataFrame(rows), wan) == made
    (found,) = told(DataFrame({"功能": ["2012601"], "性质": ["基本"], "金额": [1.5]}), mapped())
    assert found.startswith("账套 第1行：“金额”列是浮点数")


def test_units_of_a_bureau_are_told_apart() -> None:
    rows = [
        {"功能": "2012601", "性质": "基本", "金额": amount, "单位": unit}
        for unit, amount in (("甲中心", 1), ("乙中心", 2), ("甲中心", 4))
    ]
    made = disclosure.ledger(rows, mapped(单位名称="单位"))
    assert {name: unit.expenditure[0].amount for name, unit in made.units.items()} == {
        "甲中心": 5,
        "乙中心": 2,
    }
    assert made.expenditure[0].amount == 7
    assert str(made.units["甲中心"].sources["支出[1].金额"]) == "账套 第1、3行"


def test_a_code_that_the_year_does_not_have_is_told_in_the_account() -> None:
    rows = [{"功能": "2019876", "性质": "基本", "金额": 1}]
    made = disclosure.ledger(rows, mapped())
    assert made.unlisted == ("2019876",)
    assert made.account.endswith("当年的科目表里没有：2019876，请核对")


def test_what_is_wrong_is_told_once_with_its_rows() -> None:
    good = {"功能": "2012601", "性质": "基本", "款": "30101", "金额": "1"}
    rows = [
        *[{**good, "款": "301", "金额": 1.5}] * 6,
        {**good, "功能": None},
        {**good, "金额": "1.005"},
        {**good, "金额": Fraction(1, 2)},
        good,
    ]
    assert [one.partition("；")[0] for one in told(rows, mapped(款="款"))] == [
        "账套 第1、2、3、4、5等7行：“金额”列是浮点数，金额可能已经不准，编码可能带了 .0",
        "账套 第8行：“1.005”元有不足一分的尾数，金额最细到分",
        "账套 第7行：这一行有性质或来源，没有填“项”",
        "账套 第1、2、3、4、5等6行：“301”不是经济分类款级科目编码（5 位数字，以 3 开头），"
        "相近的有：30101 基本工资、30102 津贴补贴、30103 奖金",
    ]
    (choice,) = told([good, {**good, "性质": "基夲"}], mapped())
    assert choice.startswith("账套 第2行：性质：“基夲”不是可选的内容，是不是“基本”")


@pytest.mark.parametrize("rows", [5, "账.xlsx", [("2012601", 1)], {"功能": ["2012601"]}])
def test_what_is_no_rows_is_refused(rows: Any) -> None:
    (found,) = told(rows, mapped())
    assert found.startswith("账上的各行要是字典、DataFrame，或执行过查询的数据库游标")


def test_a_mapping_that_is_wrong_tells_everything(tmp_path: Path) -> None:
    wrong = {
        "年度": "去年",
        "单位": "千元",
        "栏": {},
        "列": {"项": "a", "金饿": "b", "科目": "c"},
        "对照": {"款": {"1": {"款项": "2"}}, "类别": {"记": "x"}},
    }
    assert [one.partition("；")[0] for one in told([], wrong)] == [
        "“对照”：对照里没有“栏”这一项",
        "“对照”：要写“年度”，例如 2024：科目编码按当年的科目表核对",
        "“对照”：“单位”是账上金额的单位，只能是“元”或“万元”",
        "“对照”：“列”里的“金饿”没有写对照，不知道有什么用",
        "“对照”：“列”里要写“金额”，或写“借方”和“贷方”，只写一种",
        "“对照”：“列”里写了“科目”，请在“对照”里写明各科目是什么收入、什么支出，或不用",
        "“对照”：“款”写了对照，“列”里没有写它是账上的哪一列",
        "“对照”：含义里没有“款项”这一项",
        "“对照”：“类别”写了对照，“列”里没有写它是账上的哪一列",
        "“对照”：“类别”的各个代码要写明含义，例如 {性质 = “基本”} 或 {不用 = “资产”}",
    ]
    assert told([{"a": 1}], mapped()) == ["账上没有“功能”这一列（“列”里的“项”）；有的列：a"]
    path = tmp_path / "对照.toml"
    path.write_text("年度 = 2024\n", encoding="utf-8")
    assert told([], path)[0].startswith("对照.toml")


def test_the_example_takes_the_lines_from_a_database(tmp_path: Path) -> None:
    script = EXAMPLES / "scripts" / "从账套取数.py"
    run = subprocess.run(
        [sys.executable, script, tmp_path / "data"],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(EXAMPLES.parent), "PYTHONUTF8": "1", "PATH": ""},
    )
    assert "支出3行，由账上6行得出，合计2495000.00元" in run.stdout.decode()
    data = disclosure.load(tmp_path / "data")
    assert [line.project for line in data.expenditure or ()] == [None, "档案数字化", "档案数字化"]
    assert disclosure.explain(data, "支出.决算数").value == "2495000.00元（249.5万元）"
