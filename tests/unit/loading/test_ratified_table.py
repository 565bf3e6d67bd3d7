"""批复汇总表: one table of a finance office for many departments, found by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import disclosure
from disclosure import api
from disclosure.chinese_dates import days_named
from disclosure.errors import InputError
from disclosure.loading.ratified_table import read_ratified
from disclosure.model import RatifiedTotals, Submission
from disclosure.model.department import Publication
from tests.unit.checks import given

YUXI = "yuxi-beijing-2023"
NAME = "云南省玉溪市人民政府驻北京联络处"
HEAD = "单位：元\n序号,单位名称,本年收入,本年支出\n"


def csv(folder: Path, text: str) -> Path:
    path = folder / "批复汇总.csv"
    path.write_text(text, encoding="utf-8")
    return path


def without(example: str) -> Submission:
    """An example that has no 批复数 of its own."""
    return given.example(example).model_copy(update={"ratified_totals": None})


def faults(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_ratified(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_totals_by_name(tmp_path: Path) -> None:
    rows = '1,甲 局,"1,000.50",-\n2,“乙局”,无,20\n合计,合计,1000.5,20\n'
    table = read_ratified(csv(tmp_path, HEAD + rows))
    assert list(table) == ["甲局", "乙局"]
    assert table["甲局"] == RatifiedTotals(income="1000.50", expenditure="0")
    assert table["乙局"].income == Decimal(0)


def test_heads_of_several_levels_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = (
        "2023年度部门决算批复汇总表",
        "||||||||||||金额单位：万元",
        "编码|部门（单位）名称|年初结转和结余|本年支出|||一般公共预算财政拨款|||政府性基金预算财政拨款本年支出|"
        "使用非财政拨款结余|“三公”经费|人员经费",
        "|||合计|基本支出|项目支出|本年收入|本年支出|年末结转和结余|||合计|",
        "001|甲局|1|7|4|3|6|5.5|1.5||—|0.25|2",
    )
    for row in rows:
        sheet.append([text or None for text in row.split("|")])
    for area in ("A1:M1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:I3", "J3:J4", "K3:K4", "M3:M4"):
        sheet.merge_cells(area)
    book.save(tmp_path / "批复.xlsx")
    table = read_ratified(tmp_path / "批复.xlsx")
    expected = {
        "单位": "万元",
        "年初结转和结余": "1",
        "支出": "7",
        "基本支出": "4",
        "项目支出": "3",
        "一般公共预算": {"收入": "6", "支出": "5.5", "年末结转和结余": "1.5"},
        "使用非财政拨款结余": "0",
        "三公经费": {"合计": "0.25"},
    }
    assert table["甲局"] == RatifiedTotals.model_validate(expected).model_copy(update={"unit": None})
    assert str(table.sources["甲局"]["批复数.一般公共预算.收入"]).endswith("批复.xlsx Sheet!G5")
    assert [remark.partition("的“")[2] for remark in table.remarks] == ["人员经费”不是批复数的栏，没有用上"]


def test_heads_of_several_levels_without_merged_cells(tmp_path: Path) -> None:
    text = "单位：元\n单位名称,一般公共预算财政拨款,,,支出\n,收入,基本支出,项目支出,\n甲局,1,2,3,4\n"
    (found,) = read_ratified(csv(tmp_path, text)).values()
    general = {"收入": "1", "基本支出": "2", "项目支出": "3"}
    assert found == RatifiedTotals.model_validate({"一般公共预算": general, "支出": "4"})


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("财政拨款收入", "财政拨款.收入"),
        ("年初财政拨款结转和结余（元）", "财政拨款.年初结转和结余"),
        ("国有资本经营预算财政拨款支出", "国有资本经营.支出"),
        ("使用非财政拨款结余（含专用结余）", "使用非财政拨款结余"),
        ("年末 结转和结余", "年末结转和结余"),
        ("一般公共预算财政拨款“三公”经费支出", "三公经费.合计"),
        ("因公出国（境）费用", "三公经费.因公出国境费"),
        ("公务用车购置及运行维护费", "三公经费.公务用车购置及运行维护费"),
        ("公务用车运行维护费", "三公经费.公务用车运行维护费"),
        ("本年收入其中：财政拨款", "财政拨款.收入"),
        ("本年支出 其中：“三公”经费", "三公经费.合计"),
        ("本年支出其中：公务接待费", "三公经费.公务接待费"),
        ("上年收支总计（元）", "上年数.收支总计"),
        ("上年决算数 一般公共预算财政拨款支出", "上年数.一般公共预算财政拨款支出"),
        ("上年“三公”经费 公务接待费", "上年数.三公经费.公务接待费"),
        ("上年机关运行经费", "上年数.机关运行经费"),
        ("上年结转和结余", "年初结转和结余"),
    ],
)
def test_heads_are_known_by_their_names(head: str, key: str, tmp_path: Path) -> None:
    table = read_ratified(csv(tmp_path, f"单位：元\n单位名称,{head}\n甲局,12.34\n"))
    assert [*table.sources["甲局"]] == [f"批复数.{key}"]


@pytest.mark.parametrize("head", ["收入总计", "其他收入", "人员经费", "上缴上级支出", "政府性基金结余分配"])
def test_what_is_no_total_of_the_ratification_is_told_and_not_used(head: str, tmp_path: Path) -> None:
    table = read_ratified(csv(tmp_path, f"单位：元\n单位名称,本年支出,{head}\n甲局,1,2\n"))
    assert table["甲局"] == RatifiedTotals(expenditure="1")
    assert head in table.remarks[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{HEAD}1,甲局,1,2\n2,甲 局,1,2\n",
            "批复汇总.csv 第4行第2列：“甲 局”列了两行，另一行在批复汇总.csv 第3行第2列，请只留一行",
        ),
        (
            "单位名称,本年支出\n甲局,1\n",
            "批复汇总.csv 第1行第1列：表头上方没有写明金额单位，或写了两样，请写一行“单位：元”或“单位：万元”",
        ),
        (
            "编制单位：元江县财政局\n单位名称,本年支出\n甲局,1\n",
            "批复汇总.csv 第2行第1列：表头上方没有写明金额单位，或写了两样，请写一行“单位：元”或“单位：万元”",
        ),
        (
            "单位：元\n单位名称,本年支出,支出合计\n甲局,1,1\n",
            "批复汇总.csv 第2行第2列：和批复汇总.csv 第2行第3列都是“支出”，请只留一栏，或改表头",
        ),
        (
            f"{HEAD}1,甲局,约3,2\n",
            "批复汇总.csv 第3行第3列 批复的收入：“约3”不是数，请填数字，例如 1234.56；没有发生的填“无”",
        ),
        (
            "单位：元\n名称,金额\n甲局,1\n",
            "批复汇总.csv：没有找到批复数：表头要有“单位名称”和批复数的各栏（本年收入、本年支出、年末结转和结余……）",
        ),
    ],
)
def test_what_cannot_be_read_safely_is_one_sentence(text: str, told: str, tmp_path: Path) -> None:
    assert faults(csv(tmp_path, text)) == [told]


def test_a_department_is_compared_with_its_row(tmp_path: Path) -> None:
    table = read_ratified(csv(tmp_path, f"{HEAD}1,{NAME},3222371.53,3222371.54\n"))
    report = api.check(without(YUXI), ratified=table)
    (finding,) = report.of("XP1")
    assert "批复汇总.csv 第3行第4列 批复的支出是3222371.54元" in finding.message


def test_its_unit_is_that_of_the_table(tmp_path: Path) -> None:
    table = read_ratified(csv(tmp_path, f"单位：万元\n单位名称,本年支出\n{NAME},322.24\n"))
    given_to = table.given_to(without(YUXI))
    assert not list(api.check(given_to).of("XP1"))
    disclosure.save(given_to, tmp_path / "saved")
    assert not list(api.check(tmp_path / "saved").of("XP1"))


def test_a_department_that_is_not_listed_is_told(tmp_path: Path) -> None:
    table = read_ratified(csv(tmp_path, f"{HEAD}1,玉溪市人民政府驻北京联络处,1,2\n"))
    remarks = api.check(without(YUXI), ratified=table).remarks
    expected = f"批复汇总.csv里没有“{NAME}”这个部门，相近的有：玉溪市人民政府驻北京联络处"
    assert [remark for remark in remarks if remark.endswith(expected)]


def test_what_the_data_say_otherwise_is_an_error_with_both_places(tmp_path: Path) -> None:
    table = read_ratified(csv(tmp_path, f"{HEAD}1,{NAME},3222371.53,2\n"))
    own = RatifiedTotals(income="3222371.53", expenditure="3222371.53", closing_balance="0")
    made = given.example(YUXI).model_copy(update={"ratified_totals": own})
    with pytest.raises(InputError, match="填的是3222371.53元，.*第3行第4列是2.00元，请照批复文件"):
        api.check(made, ratified=table)
    agreeing = read_ratified(csv(tmp_path, f"{HEAD}1,{NAME},3222371.53,\n"))
    assert [one.label for one in api.check(made, ratified=agreeing).ratified] == [
        "批复的收入",
        "批复的支出",
        "批复的年末结转和结余",
    ]


def test_units_are_looked_up_by_their_own_names(tmp_path: Path) -> None:
    folder = given.EXAMPLES / "panzhihua-chengdu-2024-units"
    name, *_ = given.example(folder.name).units
    table = read_ratified(csv(tmp_path, f"{HEAD}1,{name},,1\n"))
    report = disclosure.build(folder, (), draft=True, units=True, ratified=table).report
    assert [finding.message.partition("：")[0] for finding in report.of("XP1")] == [name]


# 年度、批复日期、批复文号

FACTS = "单位：元\n单位名称,年度,批复日期,批复文号,本年支出\n"


def with_facts(folder: Path, row: str, **publication: str) -> Submission:
    table = read_ratified(csv(folder, f"{FACTS}{NAME},{row}\n"))
    return table.given_to(without(YUXI).model_copy(update={"publication": Publication(**publication)}))


def test_date_and_number_of_the_table_stand_in_for_those_that_the_data_lack(tmp_path: Path) -> None:
    made = with_facts(tmp_path, "2023年度,2024/8/21,玉财〔2024〕9号,3222371.53", published_on="2024年9月30日")
    assert made.publication.approved_on == "2024/8/21"
    assert made.publication.approval_number == "玉财〔2024〕9号"
    assert str(made.source("公开信息.批复日期")).endswith("批复汇总.csv 第3行第3列")
    report = api.check(made)
    assert not [remark for remark in report.remarks if "没有用上" in remark]
    (late,) = report.of("C34")
    assert late.message == "批复后第40天公开"


@pytest.mark.parametrize(
    ("row", "own"),
    [
        (
            "2023,2024年8月21日,玉财[2024]9号,1",
            {"approved_on": "2024-08-21", "approval_number": "玉财〔2024〕9号"},
        ),
        ("2023,2024年8月,,1", {"approved_on": "2024年8月21日"}),
        (",,,1", {"approved_on": "2024年8月21日"}),
    ],
)
def test_what_data_and_table_say_alike_is_left_as_the_data_have_it(
    row: str, own: dict[str, str], tmp_path: Path
) -> None:
    made = with_facts(tmp_path, row, **own)
    assert made.publication == Publication(**own)


@pytest.mark.parametrize(
    ("row", "own", "told"),
    [
        ("2022,,,1", {}, "第3行第2列：这一行是2022年度的批复，数据是2023年度的，请换2023年度的"),
        (
            "2023,2024年8月20日,,1",
            {"approved_on": "2024年8月21日"},
            "批复日期：填的是“2024年8月21日”，.*第3行第3列是“2024年8月20日”，请照批复文件改正",
        ),
        (
            "2023,,玉财〔2024〕8号,1",
            {"approval_number": "玉财〔2024〕9号"},
            "批复文号：填的是“玉财〔2024〕9号”，.*第3行第4列是“玉财〔2024〕8号”，请照批复文件改正",
        ),
        ("今年,,,1", {}, "第3行第2列：“今年”不是年度，请写成 2023 这样的四位数"),
        ("2023,某日,,1", {}, "第3行第3列 批复日期：“某日”不是日期"),
    ],
)
def test_another_year_date_or_number_is_refused(
    row: str, own: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        with_facts(tmp_path, row, **own)


def test_a_day_in_a_cell_of_a_workbook_is_a_date(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["单位：元"])
    book.active.append(["单位名称", "年度", "批复日期", "本年支出"])
    book.active.append([NAME, 2023, date(2024, 8, 21), 3222371.53])
    book.save(tmp_path / "批复.xlsx")
    made = read_ratified(tmp_path / "批复.xlsx").given_to(without(YUXI))
    assert days_named(made.publication.approved_on or "")[0] == date(2024, 8, 21)
