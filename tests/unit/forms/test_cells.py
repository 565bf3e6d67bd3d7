"""What a cell is called: every cell of every delivered set has a name, each name is that of one cell."""

from __future__ import annotations

import pytest

from disclosure import deriving, packs
from disclosure.forms.cell_names import find, headings, keys, labels, unfound
from disclosure.forms.entered_data import concrete
from disclosure.forms.fill_cells import fill
from disclosure.model import Submission
from disclosure.packs.table_specs import table_specs
from tests import delivered
from tests.departments import small, submission

BOTH_SIDES = "公开04表 一、一般公共预算财政拨款 收入决算数"  # this year's and what was carried over
LINES = [
    {"项": "2010301", "性质": "基本", "款": {"30101": "60", "30201": "20.5", "31002": "3"}},
    {"项": "2010302", "性质": "项目", "款": {"30214": "30", "30905": "2"}},
    {"项": "2120801", "性质": "项目", "资金": "政府性基金", "款": {"30905": "11"}},
    {"项": "2230105", "性质": "项目", "资金": "国有资本经营", "款": {"31204": "5"}},
]


def department(pack: str) -> Submission:
    year = pack[-4:] if pack[-4:].isdigit() else "2023"
    return submission(small(模板=pack, 年度=year, 支出=LINES))


def called(pack: str) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Labels and keys of a department's cells by name, and the names of those with an amount."""
    data = department(pack)
    specs = tuple(concrete(table_specs(packs.resolve(pack, [packs.built_in()]), data.year), data))
    derived = deriving.derive(data)
    tables = [fill(spec, derived, data) for spec in specs]
    amounts = {name for table in tables for name, cell in table.cells() if cell.kind == "amount"}
    heads = headings(specs)
    return labels(tables, heads), keys(tables, heads), amounts


@pytest.mark.parametrize("pack", delivered.OWN)
def test_the_key_of_each_cell_with_an_amount_is_read_as_that_cell(pack: str) -> None:
    known, by_name, amounts = called(pack)
    assert amounts <= set(by_name)
    assert {find(by_name[name], known) for name in amounts} == amounts


def test_a_cell_is_called_by_the_words_of_the_form_where_these_are_its_own() -> None:
    _, by_name, _ = called("yunnan-2023")
    assert by_name["general_income_expenditure.total.income"] == "公开05表 合计 本年收入"
    assert by_name["expenditure.2010301.basic"] == "公开03表 2010301 基本支出"


def test_cells_called_alike_are_told_apart_by_their_own_names() -> None:
    known, by_name, _ = called("yunnan-2023")
    both = ["fiscal_income_expenditure.general.amount", "fiscal_income_expenditure.opening_general.amount"]
    assert [by_name[name] for name in both] == both
    assert find(BOTH_SIDES, known) is None
    assert unfound(BOTH_SIDES, known) == f"叫“{BOTH_SIDES}”的单元格不止一个，请写成：{both[0]}、{both[1]}"
