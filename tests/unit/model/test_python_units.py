"""Data made in Python mean what a file means: amounts in the unit that they state."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure
from disclosure import InputError, Submission
from disclosure.model import Department, ExpenditureLine
from tests import sampling


def data(unit: str, amount: str) -> dict[str, Any]:
    return {
        "格式版本": "1",
        "模板": "sichuan-2024",
        "单位": unit,
        "年度": "2024",
        "部门": {"全称": "某某市档案馆"},
        "机关运行经费": amount,
        "支出": [{"项": "2012601", "性质": "基本", "款": {"30101": amount}}],
    }


@settings(max_examples=sampling.runs(10), deadline=None)
@given(st.sampled_from(["元", "万元"]), st.decimals("0.01", "99999", places=2))
def test_each_way_gives_the_same_amounts(
    tmp_path_factory: pytest.TempPathFactory, unit: str, amount: Decimal
) -> None:
    given_data = data(unit, str(amount))
    validated = Submission.model_validate(given_data)
    yuan = amount * (10_000 if unit == "万元" else 1)
    assert validated.agency_running_cost == yuan
    assert Submission(**given_data) == validated
    assert Submission.model_validate(validated) is validated
    file: Path = tmp_path_factory.mktemp("data") / "data.json"
    file.write_text(json.dumps(given_data, ensure_ascii=False), encoding="utf-8")
    assert disclosure.load(file).model_dump() == validated.model_dump()
    again = Submission.model_validate(validated.model_dump())
    assert (again.agency_running_cost, again.expenditure) == (yuan, validated.expenditure)


def test_lines_made_before_are_refused_beside_wan_yuan() -> None:
    line = ExpenditureLine(item="2012601", nature="基本", amount=Decimal("120.5"))
    with pytest.raises(InputError, match="支出：是先做好的对象"):
        Submission(
            pack="sichuan-2024",
            unit="万元",
            year=2024,
            department=Department(full_name="某某市档案馆"),
            expenditure=(line,),
        )


def test_last_years_own_unit_counts_without_a_file() -> None:
    given_data = {**data("元", "1"), "上年数": {"单位": "万元", "收支总计": "1.5"}}
    prior = Submission.model_validate(given_data).prior
    assert prior is not None
    assert prior.grand_total == 15_000


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ({"附件": [{"标题": "报告", "文件": "报告.md"}]}, r"附件\[1\]\.文件"),
        ({"上年数": {"文件夹": "../2023"}}, r"上年数\.文件夹"),
    ],
)
def test_a_file_named_without_a_folder_is_refused(named: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError, match=f"{place}：在 Python 中做的数据没有文件夹"):
        Submission.model_validate({**data("元", "1"), **named})
