"""`disclosure.amend`: values changed by key path, validated as in a file, each with its source."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import InputError, Source, Submission
from disclosure.model import ExpenditureLine, key_paths
from tests.departments import EXAMPLES, submission
from tests.unit.saving.test_save import everything

SCRIPT = "脚本 补录.py"


@pytest.fixture(scope="module")
def beijing() -> Submission:
    return disclosure.load(EXAMPLES / "panzhihua-beijing-2023")


def amended(data: Submission, **changes: Any) -> Submission:
    return disclosure.amend(data, changes, source=SCRIPT)


def told(data: Submission, changes: dict[str, Any]) -> list[str]:
    with pytest.raises(InputError) as caught:
        disclosure.amend(data, changes, source=SCRIPT)
    return [str(problem) for problem in caught.value.problems]


def test_values_are_changed_by_their_key_paths_and_the_script_is_their_source(beijing: Submission) -> None:
    changed = disclosure.amend(
        beijing,
        {"机关运行经费": Decimal(250_000), "支出[1].款.30101": 5, "三公经费.公务接待.国内.人次": "12人"},
        source=SCRIPT,
    )
    assert changed.agency_running_cost == 250_000  # in 元, whatever the unit of entry
    assert changed.expenditure
    assert changed.expenditure[0].section is not None
    assert changed.expenditure[0].section["30101"] == 5
    assert changed.sangong
    assert changed.sangong.reception
    assert changed.sangong.reception.domestic
    assert changed.sangong.reception.domestic.persons == 12
    found = disclosure.explain(changed, "机关运行经费.决算数")
    assert (found.value, found.sources) == ("250000.00元（25万元）", (f"{SCRIPT} 机关运行经费",))
    assert {path for path, source in changed.places().items() if source == Source(SCRIPT)} == {
        "机关运行经费",
        "支出[1].款.30101",
        "三公经费.公务接待.国内.人次",
    }
    # What stands above goes on in the file, with the script beside it.
    assert str(changed.source("支出[1]")) == f"{beijing.source('支出[1]')}；{SCRIPT}"
    assert (
        disclosure.explain(changed, "支出[1].款.30102").sources
        == disclosure.explain(beijing, "支出[1].款.30102").sources
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("expenditure[1].section.30101", 5),
        ("支出[1].section.30101", "5"),
        ("支出[1]", {"项": "2010301", "nature": "基本", "款": {"30101": Decimal("5.00")}}),
        ("支出[15]", ExpenditureLine(item="2010301", nature="基本", section={"30101": Decimal(5)})),
    ],
)
def test_names_in_python_and_whole_entries_do_as_well(beijing: Submission, path: str, value: Any) -> None:
    changed = disclosure.amend(beijing, {path: value}, source=SCRIPT)
    row = 15 if "15" in path else 1
    assert changed.expenditure
    assert (changed.expenditure[row - 1].section or {})["30101"] == 5
    assert changed.source(f"支出[{row}].款.30101") == Source(SCRIPT)


def test_what_is_not_given_yet_none_and_what_is_taken_back() -> None:
    small = submission({"模板": "standard", "年度": "2023", "部门": {"全称": "某局"}})
    begun = disclosure.amend(
        small,
        {"支出[1].项": "2010301", "支出[1].性质": "基本", "政府采购": "无", "核定数.支出.决算数": "3.5"},
        source=SCRIPT,
    )
    assert begun.expenditure == (ExpenditureLine(item="2010301", nature="基本"),)
    assert begun.procurement
    assert begun.procurement.goods == 0
    assert begun.stated == {"支出.决算数": Decimal("3.5")}
    assert begun.source("核定数.支出.决算数") == begun.source("政府采购.货物") == Source(SCRIPT)
    again = disclosure.amend(begun, {"政府采购": None, "支出": "无"}, source="另一个脚本")
    assert (again.procurement, again.expenditure) == (None, ())
    assert again.source("政府采购") is None
    assert again.source("政府采购.货物") is None
    assert again.source("支出") == Source("另一个脚本")


def test_last_years_unit_of_its_own_does_not_read_what_stands_there_twice() -> None:
    prior = {"单位": "万元", "收支总计": "1.5", "机关运行经费": "2"}
    small = submission({"模板": "standard", "年度": "2023", "部门": {"全称": "某局"}, "上年数": prior})
    changed = disclosure.amend(small, {"上年数.收支总计": 20_000}, source=SCRIPT)
    assert changed.prior
    assert changed.prior.grand_total == changed.prior.agency_running_cost == Decimal(20_000)


def test_entries_that_are_as_they_were_keep_their_lines_wherever_they_stand(beijing: Submission) -> None:
    assert beijing.expenditure
    first, second, *others = beijing.expenditure
    other = first.model_copy(update={"section": {"30101": 5}})
    changed = disclosure.amend(beijing, {"支出": [second, other, *others]}, source=SCRIPT)
    assert changed.source("支出[1].项") == beijing.source("支出[2].项")
    assert changed.source("支出[2].项") == Source(SCRIPT)
    assert changed.source("支出[3].项") == beijing.source("支出[3].项")


def test_every_fault_is_told_at_once_in_chinese_at_its_place(beijing: Submission) -> None:
    faults = told(
        beijing,
        {
            "机关运行经费": 1.5,
            "参公单位机关运行经费": Fraction(1, 3),
            "三公经费.公务接带.国内.人次": 1,
            "支出[1].款.行政": 1,
            "支出[2].项": "201",
            "支出[99].项": "2010301",
            "支出[3].性质": "基夲",
            "agency_runing_cost": 1,
            "支出[1]款": 1,
            "部门": {"全称": ""},
            "部门.简称": "某局",
            "年度": 1990,
        },
    )
    assert sorted(one.partition("，")[0] for one in faults) == sorted(
        [
            "“支出[1]款”不是键路径；下级用点隔开",
            "部门.简称：这一处改了两次",
            "支出[1].款.行政：“行政”不是经济分类款级科目编码（5 位数字",
            "支出[2].项：“201”不是功能分类项级科目编码（7 位数字）",
            "机关运行经费：数不能用浮点数",
            "参公单位机关运行经费：数不能用浮点数",
            "三公经费.公务接带：这里没有“公务接带”这一项",
            "支出[99]：这里共有14项",
            "支出[3].性质：“基夲”不是可选的内容",
            "agency_runing_cost：这里没有“agency_runing_cost”这一项",
            "部门.全称：内容不能为空",
            "年度：“1990”不在可填的范围内",
        ]
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"附件": [{"标题": "甲", "文件": "甲.md"}]}, "附件[1].文件：在 Python 中做的数据没有文件夹"),
        ({"部门.全称": None}, "部门.全称：这里是空值"),
        ({"支出[0].项": "2010301"}, "“支出[0].项”不是键路径"),
        ({"": 1}, "“”不是键路径"),
        ({"机关运行经费.决算数": 1}, "机关运行经费：这里应填数字"),
        ({"机关运行经费": 1, "agency_running_cost": 1}, "机关运行经费：这一处改了两次"),
        ({"支出[1].款": {30101: 1}}, '支出[1].款.30101：编码和名称要写成文字，请加引号："30101"'),
    ],
)
def test_a_fault_alone(beijing: Submission, changes: dict[str, Any], sentence: str) -> None:
    (found,) = told(beijing, changes)
    assert found.startswith(sentence)


def test_an_amended_submission_is_saved_and_read_back_the_same(beijing: Submission, tmp_path: Path) -> None:
    changed = amended(beijing, 机关运行经费="250000.01", 参公单位机关运行经费=0)
    disclosure.save(changed, tmp_path)
    again = disclosure.load(tmp_path)
    assert everything(again) == everything(changed)
    assert str(again.source("机关运行经费")).startswith("data.yaml 第")  # the file is its place now


def test_a_copy_keeps_no_other_years_subjects_and_no_values_of_a_pack(beijing: Submission) -> None:
    with_list = beijing.with_subjects({"2010301": ("行政运行", "", "")})
    assert with_list.model_copy(update={"机关运行经费": 1}).own_subjects
    assert not with_list.model_copy(update={"年度": 2024}).own_subjects
    last = beijing.model_copy(update={"year": 2022})
    compared = disclosure.load(beijing.model_copy(update={"上年数": None}), prior=last)
    with pytest.raises(InputError, match="^年度：数据带着别的年度的上年数据"):
        compared.model_copy(update={"year": 2024})


@pytest.mark.parametrize("place", ["支出[2].款", "名词", "科目名称", "三公经费", "附件"])
def test_none_takes_back_whatever_was_said(beijing: Submission, place: str) -> None:
    made = disclosure.amend(beijing, {place: None}, source="脚本")
    assert not [path for path in key_paths.leaves(made) if path[0].startswith(place)]
    assert made.source("机关运行经费") == beijing.source("机关运行经费")
