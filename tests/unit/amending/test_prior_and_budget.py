"""Last year's data and a published budget given as objects: as if a file named or held them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import disclosure
from disclosure import InputError, Submission, deriving
from tests.departments import small
from tests.unit.auditing.test_budget_document import written
from tests.unit.consolidation.folders import department, unit, write
from tests.unit.saving.test_save import everything

LAST = small(格式版本="1", 年度="2022", 机关运行经费="7")


def named(folder: Path, **data: object) -> Submission:
    """As a file that names last year's folder is read."""
    write(folder / "2022", LAST)
    return disclosure.load(write(folder / "2023", {**small(格式版本="1"), **data}))


def test_last_years_data_as_an_object_are_like_the_folder_that_a_file_names(tmp_path: Path) -> None:
    by_file = named(tmp_path, 上年数={"文件夹": "../2022", "收支总计": "5"})
    this = named(tmp_path, 上年数={"收支总计": "5"})
    made = disclosure.load(this, prior=disclosure.load(tmp_path / "2022"))
    assert {k: v.value for k, v in deriving.derive(made).items()} == {
        k: v.value for k, v in deriving.derive(by_file).items()
    }
    found = disclosure.explain(made, "机关运行经费.上年数")
    assert (found.value, found.sources) == (
        "70000.00元（7万元）",
        ("2022年度的数据 上年数据·机关运行经费的决算数",),
    )
    assert disclosure.explain(made, "收支总计.上年数").value == "50000.00元（5万元）"
    disclosure.save(made, tmp_path / "b")
    again = disclosure.load(tmp_path / "b")
    assert everything(again) == everything(made)
    assert disclosure.explain(again, "机关运行经费.上年数").sources[0].startswith("data.yaml 第")


def test_a_department_of_units_is_compared_with_last_years_department(tmp_path: Path) -> None:
    this = disclosure.load(department(tmp_path / "a", unit("甲中心"), unit("乙中心")))
    assert this.prior
    last = disclosure.load(write(tmp_path / "2022", LAST))
    made = disclosure.load(this, prior=last)
    assert made.last_year
    assert made.prior
    assert made.prior.grand_total is None  # no sum of what the units say of last year
    assert disclosure.explain(made, "机关运行经费.上年数").value == "70000.00元（7万元）"
    disclosure.save(made, tmp_path / "b")
    assert everything(disclosure.load(tmp_path / "b")) == everything(made)


def test_last_years_data_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    this = named(tmp_path)
    with pytest.raises(
        InputError, match="^上年数.文件夹：这是 2023 年度的数据，不是上一年度的，请换成 2022 年度的$"
    ):
        disclosure.load(this, prior=this)
    last = disclosure.load(tmp_path / "2022")
    with pytest.raises(InputError, match="^上年数.文件夹：数据里写了上年数是“无”，又给了上年的数据"):
        disclosure.load(this.model_copy(update={"上年数": "无"}), prior=last)
    with pytest.raises(InputError, match="^上年数：这里不放一份数据"):
        disclosure.amend(this, {"上年数": last}, source="脚本")


def budgeted(folder: Path, **said: object) -> Submission:
    data = small(格式版本="1", 单位="元", 年度="2024", 部门={"全称": "某市档案馆", "性质": "行政单位"})
    rest = {key: value for key, value in data.items() if key not in ("预算", "三公经费", "上年数")}
    return disclosure.load(write(folder / "data", {**rest, **said}))


def test_a_published_budget_fills_in_what_the_data_do_not_say(tmp_path: Path) -> None:
    budget = disclosure.read_budget(written(tmp_path))
    said = {"预算": {"年初预算": {"各项": {"2012601": "600000.49"}}}}  # the budget prints 60 万元
    made = disclosure.load(budgeted(tmp_path, **said), budget=budget)
    assert made.budget.opening_budget
    assert made.budget.opening_budget.items == {
        "2012601": Decimal("600000.49"),
        "2012604": 150_000,
        "2210201": 150_000,
    }
    assert made.sangong
    assert made.sangong.opening_budget
    assert made.sangong.opening_budget.official_reception == 10_000
    assert str(made.source("预算.年初预算.各项.2012601")).startswith("data.yaml 第")
    (found, *_) = disclosure.explain(made, "三公经费.公务接待费.年初预算").inputs
    assert found.sources[0].startswith("预算.html ")
    disclosure.save(made, tmp_path / "b")
    assert everything(disclosure.load(tmp_path / "b")) == everything(made)


def test_a_budget_may_be_bytes_and_one_of_another_body_year_or_amount_is_refused(tmp_path: Path) -> None:
    budget = disclosure.read_budget(written(tmp_path).read_bytes())
    data = budgeted(tmp_path)
    with pytest.raises(InputError, match="“文件”是 2024 年度的预算，决算是 2023 年度的"):
        disclosure.load(data.model_copy(update={"年度": 2023}), budget=budget)
    with pytest.raises(InputError, match="“文件”是“某市档案馆”的预算，决算是“某市某某局”的"):
        disclosure.load(disclosure.amend(data, {"部门.全称": "某市某某局"}, source="甲"), budget=budget)
    said = {"预算.年初预算.各项.2012604": 150_050, "预算.年初预算.各项.2210201": "150050.01"}
    with pytest.raises(InputError) as caught:
        disclosure.load(disclosure.amend(data, said, source="甲"), budget=budget)
    assert list(map(str, caught.value.problems)) == [
        "预算.年初预算.各项.2210201：数据里的年初预算是150050.01元，预算公开的文件是150000.00元；请核对后改正一处"
    ]
