"""What the city's summary takes of one department-year."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from disclosure import api
from disclosure.city.summary_figures import declared, says_of_itself, summary_figures, transfers
from disclosure.facts import Facts
from tests import departments


def facts(**changes: object) -> Facts:
    return api.facts_of(departments.submission(departments.small(**changes)))


def test_amounts_are_exact_and_in_yuan_by_the_names_that_templates_use() -> None:
    figures, withheld = summary_figures(facts())
    assert figures["支出.决算数"] == Decimal(1_300_000)
    assert figures["支出.类.201.决算数"] == Decimal(1_200_000)
    assert figures["一般公共预算财政拨款支出.类.221.决算数"] == Decimal(100_000)
    assert figures["三公经费.公务接待费.决算数"] == Decimal(20_000)
    assert figures["收支总计.上年数"] == Decimal(1_200_000)
    assert withheld == ()


def test_every_figure_that_is_declared_is_one_that_there_is() -> None:
    there = facts().figures
    absent = [name for name in declared().names(["201"]) if there.named(name) is None]
    # no money of these funds was spent on a 类
    assert [name for name in absent if ".类." not in name] == []


def test_what_is_not_known_is_left_out_and_never_nothing() -> None:
    figures, _ = summary_figures(facts(上年数={"财政拨款收支总计": "120"}))
    assert "收支总计.上年数" not in figures
    assert figures["财政拨款收支总计.上年数"] == Decimal(1_200_000)


def test_a_secret_amount_is_told_by_its_name_alone() -> None:
    secret = [{"名称": "三公经费.公务接待费", "依据": "保密法", "处理": "不公布合计"}]
    data = departments.small(涉密=secret)
    figures, withheld = summary_figures(api.facts_of(departments.submission(data)))
    assert "三公经费.公务接待费.决算数" in withheld
    assert "三公经费.决算数" in withheld
    assert not {*withheld} & {*figures}


def test_transfers_are_told_by_side_and_kind() -> None:
    lines = [
        *departments.SMALL["支出"],
        {"项": "2010302", "性质": "上缴上级", "资金": "其他资金", "金额": "5"},
    ]
    income = [{"来源": "上级补助收入", "项": "2010302", "金额": "5"}]
    made = transfers(facts(支出=lines, 收入=income))
    assert made == {"付 上缴上级支出": Decimal(50_000), "收 上级补助收入": Decimal(50_000)}


@pytest.mark.parametrize("example", ["panzhihua-chengdu-2024-units", "putuo-shegong-2024"])
def test_an_example_says_whose_data_it_is(example: str) -> None:
    of_example = api.facts_of(Path(departments.EXAMPLES / example))
    said = says_of_itself(of_example)
    assert said.full_name == of_example.submission.department.full_name
    assert len(said.units) == len(of_example.submission.department.units or ())
    assert said.unit in ("元", "万元")
