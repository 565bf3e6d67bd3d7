"""A department of units is added up again after a change, or the change is refused with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import InputError, Submission, deriving
from tests.departments import EXAMPLES
from tests.unit.consolidation.folders import department, unit, write
from tests.unit.saving.test_save import everything

SCRIPT = "脚本"
UNITS = EXAMPLES / "panzhihua-chengdu-2024-units"


@pytest.fixture(scope="module")
def chengdu() -> Submission:
    return disclosure.load(UNITS)


def figures(data: Submission) -> dict[str, Any]:
    return {name: (one.value, one.slack) for name, one in deriving.derive(data).items()}


def test_a_change_that_says_the_same_leaves_everything_as_it_was(chengdu: Submission) -> None:
    same = disclosure.amend(chengdu, {"部门.简称": chengdu.department.short_name}, source=SCRIPT)
    assert everything(same) == everything(chengdu)
    assert figures(same) == figures(chengdu)
    changed = {path for path in chengdu.places() if same.source(path) != chengdu.source(path)}
    assert changed == {"部门", "部门.简称"}


def test_an_amended_unit_is_added_up_as_if_its_file_said_so(tmp_path: Path) -> None:
    units = unit("甲中心"), unit("乙中心")
    data = disclosure.load(department(tmp_path, *units))
    changes: dict[str, Any] = {"支出[1].款.30101": "1234.56", "国有资产.车辆[1].数量": 9}
    own = disclosure.amend(data.units["乙中心"], changes, source=SCRIPT)
    changed = disclosure.amend(data, {"部门.所属单位[2].数据": own}, source=SCRIPT)
    second = units[1]
    second["支出"][0]["款"]["30101"] = "0.123456"
    second["国有资产"]["车辆"][0]["数量"] = "9"
    write(tmp_path / "u2", second)
    typed = disclosure.load(tmp_path)
    assert everything(changed) == everything(typed)
    assert figures(changed) == figures(typed)
    found = disclosure.explain(changed, "支出[4].款.30101")
    assert (found.value, found.sources[0].partition(" 支出")[0]) == (
        "1234.56元（0.123456万元）",
        f"乙中 {SCRIPT}",
    )


def test_the_departments_own_figure_stands_over_the_sum_and_goes_again(
    chengdu: Submission, tmp_path: Path
) -> None:
    changed = disclosure.amend(chengdu, {"机关运行经费": 5}, source=SCRIPT)
    assert disclosure.explain(changed, "机关运行经费.决算数").sources == (f"{SCRIPT} 机关运行经费",)
    disclosure.save(changed, tmp_path)
    assert everything(disclosure.load(tmp_path)) == everything(changed)
    again = disclosure.amend(changed, {"机关运行经费": None}, source=SCRIPT)
    assert everything(again) == everything(chengdu)
    assert again.source("机关运行经费") == chengdu.source("机关运行经费")


def test_one_entry_of_a_list_of_sums_makes_the_list_the_departments_own(tmp_path: Path) -> None:
    uses = [{"用途": use, "数量": "1"} for use in ("机要通信用车", "其他用车")]
    assets = {"车辆": uses, "单价100万元以上设备": "无"}
    data = disclosure.load(
        department(tmp_path / "a", unit("甲中心", 国有资产=assets), unit("乙中心", 国有资产=assets))
    )
    changed = disclosure.amend(data, {"国有资产.车辆[1].数量": 7}, source=SCRIPT)
    assert changed.assets
    assert [one.number for one in changed.assets.vehicles_by_use or ()] == [7, 2]
    disclosure.save(changed, tmp_path / "b")
    assert everything(disclosure.load(tmp_path / "b")) == everything(changed)


def test_what_cannot_be_right_is_refused(chengdu: Submission) -> None:
    one = next(iter(chengdu.units.values()))
    other = one.model_copy(update={"pack": "central-2023"})
    payment = {"付方": "甲", "收方": "成办", "类别": "上缴上级", "金额": 1}
    refused: dict[str, tuple[Any, str]] = {
        "支出[1].款.30101": (1, "收支由各所属单位的数据合并得出，不能在部门里改"),
        "收入": ((), "收支由各所属单位的数据合并得出，不能在部门里改"),
        "部门.所属单位[1].数据": (other, "“units/chengban”的数据里“模板”是“central-2023”"),
        "部门.所属单位[7].数据": (one, "这里不放一份数据"),
        "部门.所属单位": ("无", "单位与带着的各单位数据不是同样几个"),
        "内部往来": ([payment], "所属单位里没有“甲”，可以写的有："),
        "年度": (2020, "数据带着别的年度的上年数据或各单位的数据，不能改年度"),
    }
    for path, (value, sentence) in refused.items():
        with pytest.raises(InputError) as caught:
            disclosure.amend(chengdu, {path: value}, source=SCRIPT)
        (problem,) = caught.value.problems
        assert problem.path.startswith(path)
        assert problem.message.startswith(sentence)
