"""批复数: compared with what is printed, in data, workbook and Python; they print nothing."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import api
from disclosure.checks import CheckReport, Outcome, report_printing
from disclosure.loading import read
from disclosure.model import RatifiedTotals
from disclosure.workbook import BOOK, Content, workbook
from disclosure.workbook.carry_over import carried
from tests.unit.checks import given
from tests.unit.workbook.clerk import Clerk, data, written

YUXI = "yuxi-beijing-2023"  # in 元
IN_WAN = "panzhihua-beijing-2017"  # in 万元, with 核定数
SPENT = "3222371.53"


def ratified(example: str = YUXI, **totals: Any) -> CheckReport:
    """The checks of an example with totals as its 批复 has them, in the unit of its file."""
    base = given.example(example)
    made = RatifiedTotals.model_validate(totals, context={"unit": base.unit})
    return given.found(given.facts(base.model_copy(update={"ratified_totals": made}), tables=example == YUXI))


def messages(report: CheckReport, code: str = "XP1") -> list[str]:
    return [finding.message for finding in report.of(code)]


def outcome(report: CheckReport, code: str = "XP1") -> tuple[Outcome, str]:
    return next((result.outcome, result.why) for result in report.results if result.code == code)


def test_totals_that_are_printed_pass_and_the_report_says_what_was_compared() -> None:
    report = ratified(收入=SPENT, 支出=SPENT, 年末结转和结余="0", 财政拨款={"支出": SPENT}, 政府性基金="无")
    assert outcome(report) == (Outcome.PASSED, "")
    assert "批复数  核对 10 项（批复的年初结转和结余" not in report_printing.text(report)
    assert "批复数  核对 10 项（批复的收入、批复的支出" in report_printing.text(report)
    assert report_printing.text(report).count("批复数") == 1
    row = report_printing.ratified_rows(report)[1]
    assert row == ("批复的支出", SPENT, SPENT, "0.00", "公开01表 本年支出合计 支出金额", "一致")


def test_a_cent_is_an_error_that_names_both_places() -> None:
    report = ratified(支出="3222371.54")
    assert messages(report) == [
        "批复的支出（批复数.支出）是3222371.54元，"
        "公开的支出的决算数（公开01表 本年支出合计 支出金额）是3222371.53元，少0.01元"
    ]
    assert [finding.severity for finding in report.of("XP1")] == ["error"]


def test_a_line_of_just_the_difference_is_named() -> None:
    assert "；差的正是data.yaml 第31行第5列 支出第2行（2080505 " in messages(ratified(支出="3082076.49"))[0]


def test_a_factor_of_ten_thousand_asks_for_the_unit() -> None:
    (message,) = messages(ratified(支出="322.24"))
    assert "；相差一万倍，单位是不是写错了（元、万元）：data.yaml 第5行第5列 金额单位" in message


def test_a_total_in_wan_is_compared_as_exactly_as_it_was_given() -> None:
    assert outcome(ratified(单位="万元", 支出="322.24"))[0] is Outcome.PASSED
    assert messages(ratified(单位="万元", 支出="322.25"))
    assert messages(ratified(单位="万元", 支出="322.2371"))
    assert outcome(ratified(单位="万元", 支出="322.237153"))[0] is Outcome.PASSED


def test_wan_copied_in_full_is_an_error_that_says_so() -> None:
    (message,) = messages(ratified(支出="3222400"))
    assert message.endswith("批复数像是万元数，是的请在“批复数”的“单位”填万元")


def test_each_fund_and_sangong_item_is_compared() -> None:
    report = ratified(一般公共预算={"基本支出": "1"}, 三公经费={"公务接待费": "1", "合计": "1"})
    assert [finding.where[:2] for finding in report.of("XP1")] == [
        ("批复数.一般公共预算.基本支出", "一般公共预算财政拨款支出.基本支出.决算数"),
        ("批复数.三公经费.合计", "三公经费.决算数"),
        ("批复数.三公经费.公务接待费", "三公经费.公务接待费.决算数"),
    ]


def test_rounded_data_differ_by_a_tail_that_is_one_note() -> None:
    report = ratified(IN_WAN, 收入="495.04", 财政拨款={"收入": "494.74"})
    assert outcome(report)[0] is Outcome.PASSED
    assert messages(report) == [
        "批复的收入、批复的财政拨款收入与公开的数的差在舍入尾差之内；要照批复印的，写在“核定数”里"
    ]
    assert [finding.severity for finding in report.of("XP1")] == ["note"]
    assert [one.outcome for one in report.ratified] == ["舍入尾差", "舍入尾差"]
    assert [finding.severity for finding in ratified(IN_WAN, 收入="495.06").of("XP1")] == ["error"]


def test_a_total_that_is_stated_otherwise_is_one_error_with_both_places() -> None:
    report = ratified(IN_WAN, 支出="495.04")
    assert messages(report, "XP2") == [
        "批复的支出（批复数.支出）是4950400.00元，"
        "data.yaml 第48行第11列 核定数“支出的决算数”是4950300.00元，同一个数填了两样"
    ]
    assert messages(report) == []
    assert messages(ratified(IN_WAN, 支出="495.03"), "XP2") == []


def test_a_stated_cell_is_the_figure_that_it_shows() -> None:
    base = given.example(YUXI)
    changes = {
        "ratified_totals": RatifiedTotals.model_validate({"支出": "3222371.54"}),
        "stated": {"公开01表 本年支出合计 支出金额": SPENT},
    }
    report = given.found(given.facts(base.model_copy(update=changes)), "XP2")
    assert "核定数“公开01表 本年支出合计 支出金额”" in messages(report, "XP2")[0]


@pytest.mark.parametrize("example", [YUXI, IN_WAN, "panzhihua-chengdu-2024"])
def test_the_examples_print_what_was_published_in_all(example: str) -> None:
    report = api.check(given.example(example))
    assert len(report.ratified) >= 10
    assert {one.outcome for one in report.ratified} == {"一致"}
    assert not list(report.of("XP1"))


def test_without_any_a_publication_says_so_and_is_made() -> None:
    why = "没有填批复数，合计没有同批复核对"
    built = api.build(given.example(YUXI).model_copy(update={"ratified_totals": None}), ("csv",))
    assert [result.why for result in built.report.not_checked if result.code == "XP1"] == [why]
    assert any("没有填批复日期" in result.why for result in built.report.not_checked)


def test_what_is_not_known_yet_could_not_be_checked() -> None:
    made = given.written(YUXI, {"结转结余": "删去"})
    found, why = outcome(given.found(given.facts(made, tables=False)))
    assert found is Outcome.NOT_CHECKED
    assert why.startswith("缺 ")
    assert "结转结余" in why


def test_a_wrong_total_refuses_the_publication_and_is_marked_in_a_draft(tmp_path: Path) -> None:
    folder = in_yaml(tmp_path, "批复数: {支出: 1}\n")
    with pytest.raises(disclosure.CheckError, match="XP1 公开的合计等于批复数：data.yaml 第.*批复的支出是1"):
        api.build(folder, ("csv",))
    drafted = api.build(folder, ("csv",), draft=True)
    assert messages(drafted.report)
    sound = api.build(in_yaml(tmp_path, f"批复数: {{支出: {SPENT}}}\n"), ("csv",), draft=True)
    assert sound.artifacts == drafted.artifacts  # 批复数 print nothing


def test_a_withheld_figure_is_not_compared() -> None:
    base = given.example(YUXI)
    totals = RatifiedTotals.model_validate({"支出": SPENT, "三公经费": {"合计": "1"}})
    stated = {"支出.决算数": Decimal(SPENT)}  # published though an amount in it is not
    made = base.model_copy(update={"ratified_totals": totals, "withheld": ("三公经费",), "stated": stated})
    report = given.found(given.facts(made, tables=False), "XP1")
    assert [one.label for one in report.ratified] == ["批复的支出"]


def test_explain_tells_the_ratified_total(tmp_path: Path) -> None:
    folder = in_yaml(tmp_path, f"批复数: {{支出: {SPENT}}}\n")
    for name in ("支出.决算数", "公开01表 本年支出合计 支出金额"):
        (line,) = (line for line in api.explain(folder, name).lines() if "批复数" in line)
        assert line.startswith("  批复数：data.yaml 第")
        assert line.endswith("批复的支出 3222371.53元，一致")


def test_a_clerk_copies_them_into_the_workbook_and_nothing_is_carried_over(tmp_path: Path) -> None:
    without = {key: value for key, value in data(YUXI).items() if key != "批复数"}
    (written(YUXI, tmp_path / "a") / BOOK).write_bytes(workbook(Content(without), 2024))
    clerk = Clerk(tmp_path / "a" / BOOK)
    assert "只用来核对，不改变公开的数" in str(clerk.book["批复数"]["A1"].value) + str(
        clerk.book["批复数"]["A2"].value
    )
    clerk.fill("批复数", "批复的收支", "批复金额单位", "万元")
    wrong = clerk.fill("批复数", "批复的收支", "本年支出", 322.34)
    clerk.fill("批复数", "批复的财政拨款收支", "一般公共预算", 322.24, "本年收入")
    clerk.fill("批复数", "批复的三公经费", "公务接待费", 0.8)
    clerk.save()
    report = api.check(tmp_path / "a")
    assert [one.label for one in report.ratified] == [
        "批复的支出",
        "批复的一般公共预算财政拨款收入",
        "批复的公务接待费",
    ]
    assert f"{BOOK} {wrong} 批复的支出是3223400.00元" in messages(report)[0]
    assert "批复数" not in carried(read(tmp_path / "a"), "standard", 2024).data


def test_they_are_saved_in_their_own_unit(tmp_path: Path) -> None:
    totals = RatifiedTotals.model_validate({"单位": "万元", "支出": "322.24"})
    made = given.example(YUXI).model_copy(update={"ratified_totals": totals})
    disclosure.save(made, tmp_path / "saved")
    again = read(tmp_path / "saved")
    assert again.ratified_totals == totals
    assert "支出: 322.24" in (tmp_path / "saved" / "data.yaml").read_text(encoding="utf-8").replace("'", "")


def test_what_a_unit_gives_is_not_the_departments(tmp_path: Path) -> None:
    shutil.copytree(given.EXAMPLES / "panzhihua-chengdu-2024-units", tmp_path / "d")
    unit = tmp_path / "d" / "units" / "chengban" / "data.yaml"
    unit.write_text(unit.read_text(encoding="utf-8") + "批复数: {支出: 1}\n", encoding="utf-8")
    read_again = read(tmp_path / "d")
    assert read_again.ratified_totals == given.example("panzhihua-chengdu-2024-units").ratified_totals
    assert [one.ratified_totals is not None for one in read_again.units.values()] == [True, False, False]


def in_yaml(folder: Path, lines: str) -> Path:
    """The example with some more lines at the end of its data."""
    shutil.copytree(given.EXAMPLES / YUXI, folder / "data", dirs_exist_ok=True)
    file = folder / "data" / "data.yaml"
    text = (given.EXAMPLES / YUXI / "data.yaml").read_text(encoding="utf-8").partition("批复数:")[0]
    file.write_text(f"{text.rstrip()}\n{lines}", encoding="utf-8")
    return folder / "data"
