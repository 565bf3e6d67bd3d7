"""科目目录 — subjects have the name they had in the year asked for."""

import subprocess
import sys
from collections.abc import Mapping
from typing import get_args

import pytest

from disclosure import classification, terms
from disclosure.classification import economic, instead, named, nearest, nearest_economic, parents, subject
from disclosure.classification.dated_rows import rows
from disclosure.model import lines


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("20805", 2017, "行政事业单位离退休"),
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("20805", 2023, "行政事业单位养老支出"),
        ("210", 2017, "医疗卫生与计划生育支出"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("2080501", 2009, "行政单位离退休"),
        ("2080501", 2019, "归口管理的行政单位离退休"),
        ("2080501", 2023, "行政单位离退休"),
        ("21305", 2020, "扶贫"),
        ("21305", 2021, "巩固脱贫攻坚成果衔接乡村振兴"),
        ("2010301", 2023, "行政运行"),
    ],
)
def test_a_functional_subject_has_the_name_of_its_year(code: str, year: int, name: str) -> None:
    found = subject(code, year)
    assert found is not None
    assert (found.code, found.name) == (code, name)


@pytest.mark.parametrize(
    ("code", "year"),
    [("224", 2018), ("2089901", 2023), ("2089999", 2019), ("20139", 2023), ("9999999", 2023), ("", 2023)],
)
def test_a_subject_that_a_year_does_not_have_is_not_found(code: str, year: int) -> None:
    assert subject(code, year) is None


def test_levels_follow_from_the_length_of_the_code() -> None:
    assert [subject(code, 2023).level for code in ("208", "20805", "2080505")] == ["类", "款", "项"]  # type: ignore[union-attr]


def test_the_economic_table_of_2018_is_not_that_of_2017() -> None:
    old, new = economic("30104", 2017), economic("30110", 2018)
    assert old is not None
    assert new is not None
    assert (old.name, new.name) == ("其他社会保障缴费", "职工基本医疗保险缴费")
    assert economic("30110", 2017) is None


def test_only_an_attested_explanation_counts_as_official() -> None:
    running, meeting = subject("2010101", 2023), subject("2010104", 2023)
    assert running is not None
    assert meeting is not None
    assert running.official
    assert running.explanation.startswith("反映行政单位")
    assert not meeting.official


def test_parents_of_a_subject_run_from_the_class_down() -> None:
    assert parents("2010301") == ("201", "20103")
    assert parents("20103") == ("201",)
    assert parents("201") == ()


def test_a_name_that_many_sections_share_gives_all_its_codes() -> None:
    codes = {found.code for found in named("行政运行", 2023)}
    assert {"2010101", "2010301"} <= codes
    assert all(code.endswith("01") for code in codes)


def test_the_nearest_subject_of_a_mistyped_code_or_name_is_named() -> None:
    assert "2010301" in {found.code for found in nearest("201031", 2023)}
    assert "行政运行" in {found.name for found in nearest("行政运转", 2023)}
    assert {found.code for found in nearest_economic("3021", 2023)} == {"30211", "30212", "30213"}
    assert nearest_economic("办公经费", 2023)[0].name == "办公费"
    assert nearest("zzz", 2023) == ()


@pytest.mark.parametrize("code", ["2170405", "2014004", "2130153", "30177"])
def test_no_neighbour_is_offered_for_a_code_that_our_own_list_may_lack(code: str) -> None:
    assert instead(code, 2025) == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2170404", "中央金融机构注资特别国债支出"),
        ("22911", "中央金融机构注资特别国债财务基金支出"),
        ("23107", "中央金融机构注资特别国债还本支出"),
    ],
)
def test_the_subjects_that_2025_added_are_listed_with_their_notice(code: str, name: str) -> None:
    found = subject(code, 2025)
    assert found is not None
    assert (found.name, found.official) == (name, True)
    assert subject(code, 2024) is None
    assert {row["source"] for row in rows("functional.csv") if row["code"] == code} == {"财预〔2025〕41号"}


def test_nothing_is_read_before_the_first_question() -> None:
    script = "import disclosure.classification.catalogue as c; print(c._catalogue.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_funds_natures_and_sources_are_those_that_data_may_name() -> None:
    assert tuple(fund.name for fund in classification.all_funds()) == get_args(lines.Fund)
    assert tuple(fund.name for fund in classification.fiscal_funds()) == lines.FISCAL
    natures = classification.all_natures()
    assert tuple(nature.entered for nature in natures) == get_args(lines.ExpenditureNature)
    sources = classification.income_sources()
    assert tuple(source.name for source in sources) == get_args(lines.IncomeSource)
    carried = get_args(lines.CarryoverLine.model_fields["nature"].annotation)
    assert tuple(nature.entered for nature in classification.carried_natures()) == carried


def test_nodes_of_funds_are_terms() -> None:
    nodes = [node for fund in classification.all_funds() for node in (fund.expenditure, fund.account) if node]
    assert len({terms.chinese(node) for node in nodes}) == 7
    assert classification.general_fund().general


def test_every_fact_says_where_it_comes_from_or_that_nobody_knows() -> None:
    sources = [fund.source for fund in classification.all_funds()]
    sources += [nature.source for nature in classification.all_natures()]
    sources += [source.source for source in classification.income_sources()]
    assert all(sources)
    listed = [row for name in ("budget_subjects.csv", "economic_groups.csv") for row in rows(name)]
    assert all(row["source"] for row in listed)
    assert "未知" in {row["source"] for row in listed}


def test_an_item_belongs_to_the_budget_of_its_year() -> None:
    funds = {
        code: classification.budgets(2023).fund_of(code).name for code in ("2120801", "2230101", "2010301")
    }
    assert funds == {"2120801": "政府性基金", "2230101": "国有资本经营", "2010301": "一般公共预算"}
    assert classification.budgets(2020).fund_of("2340101").name == "政府性基金"
    assert classification.budgets(2019).fund_of("2340101").general


@pytest.mark.parametrize(
    ("item", "fund", "sure"),
    [
        ("2120802", "政府性基金", True),
        ("2146001", "政府性基金", False),  # no source
        ("2010301", "一般公共预算", True),
        ("2130701", "一般公共预算", True),  # 项 not quite certain, its 款 is
        ("2014777", "一般公共预算", False),  # not listed
        ("2170404", "政府性基金", True),  # 财预〔2025〕41号
        ("2291101", "政府性基金", True),
        ("2310701", "政府性基金", True),
    ],
)
def test_a_subject_belongs_to_a_budget_for_certain_or_likely(item: str, fund: str, sure: bool) -> None:
    found = classification.belonging(item, 2025)
    assert (found.fund.name, found.sure) == (fund, sure)


def test_a_list_that_says_nothing_of_budgets_makes_no_subject_certain() -> None:
    own = {"2170499": ("某项支出", "")}
    assert not classification.belonging("2170499", 2025, own).sure
    assert classification.belonging("2170499", 2025, {**own, "212": ("城乡社区", "", "政府性基金")}).sure


def test_personnel_and_public_cost_are_made_of_classes() -> None:
    personnel, public = classification.groups(2023)
    assert (personnel.name, personnel.classes) == ("人员经费", ("301", "303"))
    assert (public.name, public.classes) == ("公用经费", ("302", "307", "310", "312", "399"))
    assert "30101" in personnel
    assert "30101" not in public


def test_an_offices_list_that_sorts_subjects_replaces_ours() -> None:
    own = {"301": ("工资", "", "人员经费"), "309": ("基建", "", "公用经费"), "2010301": ("行政运行", "", "")}
    assert [group.classes for group in classification.groups(2023, own)] == [("301",), ("309",)]
    assert classification.budgets(2023, own).fund_of("2120801").name == "政府性基金"
    other: Mapping[str, tuple[str, ...]] = {
        "22006": ("耕地保护考核奖惩基金支出", "", "政府性基金"),
        "301": ("工资", ""),
    }
    assert classification.budgets(2023, other).fund_of("2200601").name == "政府性基金"
    assert classification.budgets(2023, other).fund_of("2120801").general
    assert classification.groups(2023, other) == classification.groups(2023)


def test_an_old_or_unknown_code_is_led_to_those_of_the_year() -> None:
    assert instead("2080504", 2024)[0].code == "2080501"  # 未归口管理的行政单位离退休, until 2019
    own = {"30107": ("绩效工资", ""), "30201": ("办公费", "")}
    assert [found.code for found in instead("30177", 2024, own)] == ["30107"]
    assert instead("9990000", 2024) == ()


def test_a_subject_is_named_by_its_whole_path() -> None:
    (found,) = named("一般公共服务支出-政府办公厅（室）及相关机构事务-行政运行", 2024)
    assert found.code == "2010301"
