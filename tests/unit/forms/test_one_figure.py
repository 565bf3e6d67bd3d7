"""核定数 of a figure under one of its names, or of a cell that is it, holds wherever the figure is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import disclosure
from disclosure import api
from disclosure.deriving import Figures, derive
from disclosure.document import TableBlock, plain, titled_tables
from disclosure.errors import InputError
from disclosure.model import Submission
from tests.departments import small, submission, text

GENERAL = "一般公共预算财政拨款支出"
LINES = [
    {"项": "2010301", "性质": "基本", "金额": "10.00"},
    {"项": "2080505", "性质": "基本", "金额": "5.00"},
    {"项": "2080506", "性质": "基本", "金额": "3.00"},
]
BUDGET = {
    "年初预算": {"合计": "17.50"},
    "全年预算": {"各项": {line["项"]: line["金额"] for line in LINES}},
}
NONE = {"收入": "无", "结转结余": "无", "使用非财政拨款结余": "无", "结余分配": "无"}


def department(stated: dict[str, str], **changes: Any) -> Submission:
    given = {"模板": "shanghai-2024", "年度": "2024", "支出": LINES, "预算": BUDGET, **NONE, "核定数": stated}
    return submission(small(**{**given, **changes}))


def wan(found: Figures, name: str) -> Decimal:
    figure = found.named(name)
    assert figure is not None
    return (figure.value or Decimal(0)) / 10_000


def rows(data: Submission) -> dict[str, list[list[str]]]:
    """The printed rows of each table, by its title."""
    tables = titled_tables(disclosure.compose(data, draft=True).document)
    return {plain(table.title): body(table) for table in tables}


def body(table: TableBlock) -> list[list[str]]:
    return [[plain(cell.content) for cell in row.cells] for row in table.body]


def test_the_total_of_the_only_fund_is_the_total_of_every_table() -> None:
    made = rows(department({f"{GENERAL}.决算数": "18.01"}))
    fiscal = next(row for row in made["财政拨款收入支出决算总表"] if "本年支出合计" in row)
    assert fiscal == ["本年收入合计", "18.01", "本年支出合计", "18.01", "18.01", "", ""]
    assert made["收入决算表"][0][:3] == ["合计", "18.01", "18.01"]
    assert made["支出决算表"][0][:3] == ["合计", "18.01", "18.01"]
    assert "18.00" not in str(made)


def test_prose_says_the_same() -> None:
    said = text(disclosure.compose(department({f"{GENERAL}.决算数": "18.01"}), draft=True).document)
    assert "本年支出合计18.01万元，其中：基本支出18.01万元，占100.00%" in said
    assert "18.00万元" not in said


def test_a_class_is_approved_as_income_and_as_expenditure() -> None:
    made = rows(department({f"{GENERAL}.类.208.决算数": "8.01"}))
    for title in ("收入决算表", "支出决算表", "一般公共预算财政拨款支出决算表"):
        row = next(row for row in made[title] if row[0] == "208")
        assert row[2] == "8.01", title
        assert "8.00" not in str(made[title])


@pytest.mark.parametrize(
    "key",
    ["支出决算表 合计 本年支出合计", "财政拨款收入支出决算总表 本年支出合计 支出", "支出.基本支出.决算数"],
)
def test_whatever_name_it_is_approved_by(key: str) -> None:
    data = department({key: "18.01"})
    assert rows(data) == rows(department({f"{GENERAL}.决算数": "18.01"}))
    assert [found.code for found in api.check(data).findings if found.code.startswith(("T.", "X"))] == ["XS1"]


def test_with_two_funds_the_one_is_not_the_whole() -> None:
    lines = [*LINES, {"项": "2120801", "性质": "项目", "资金": "政府性基金", "金额": "2.00"}]
    found = derive(department({f"{GENERAL}.决算数": "18.01"}, 支出=lines))
    assert wan(found, "支出.决算数") == 20
    assert wan(found, "收入.一般公共预算.决算数") == Decimal("18.01")


def test_what_is_carried_over_is_not_taken_for_what_was_brought_over() -> None:
    """An opening and a closing of one amount on one line are two figures."""
    line = {"项": "2010301", "性质": "项目", "年初": "5", "年末结转": "5", "年末结余": "0"}
    stated = {"结转结余.一般公共预算.年初": "5.005"}
    found = derive(department(stated, 结转结余=[line]))
    assert wan(found, "结转结余.一般公共预算.年初") == Decimal("5.005")
    assert wan(found, "结转结余.一般公共预算.年末") == 5


def test_an_income_that_follows_from_an_approved_expenditure_follows_in_every_account() -> None:
    line = {"项": "2010301", "性质": "基本", "年初": "1", "年末结转": "2", "年末结余": "0"}
    found = derive(department({f"{GENERAL}.决算数": "18.01"}, 结转结余=[line]))
    assert wan(found, "收入.一般公共预算.决算数") == Decimal("19.01")
    assert found["general_account.income.total"].value == Decimal(190_100)


def test_two_that_name_one_figure_must_agree() -> None:
    stated = {f"{GENERAL}.决算数": "18.01", "支出.决算数": "17.99"}
    sentence = f"“{GENERAL}.决算数”和“支出.决算数”是同一个数，核定数却是18.01和17.99，请改成一样，或只留一处"
    with pytest.raises(InputError, match=sentence):
        derive(department(stated))
    assert derive(department({**stated, "支出.决算数": "18.01"}))


def test_a_figure_and_a_cell_that_is_it_must_agree() -> None:
    stated = {f"{GENERAL}.决算数": "18.01", "财政拨款收入支出决算总表 本年支出合计 支出": "18.00"}
    with pytest.raises(InputError, match="是同一个数，核定数却是"):
        api.check(department(stated))


def test_beyond_rounding_nothing_is_carried() -> None:
    found = derive(department({f"{GENERAL}.决算数": "19"}))
    assert wan(found, "支出.决算数") == wan(found, f"{GENERAL}.决算数") == 18
