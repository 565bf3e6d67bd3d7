"""Data made in Python that are wrong: one InputError with every fault, its place and sentence in Chinese."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import disclosure
from disclosure import InputError, Submission
from disclosure.model import BasicDetail, ExpenditureLine, Prior
from tests.departments import EXAMPLES

LINE = {"项": "2012601", "性质": "基本", "款": {"30101": "1"}}
INCOME = {"来源": "其他收入", "项": "2012601"}
PAYMENT = {"付方": "甲", "收方": "乙", "类别": "上缴上级"}
NO_FOLDER = "在 Python 中做的数据没有文件夹，不读文件；请用 disclosure.load 读数据文件夹，或直接写内容"
FLOAT, BLANK = (
    "数不能用浮点数，请用 Decimal、整数或文字",
    "这里是空值；不知道的请不写这一项，没有发生的写“无”",
)


def by_keywords(data: dict[str, Any]) -> Submission:
    return Submission(**data)


def told(**more: Any) -> list[str]:
    data = {"模板": "standard", "单位": "万元", "年度": 2024, "部门": {"全称": "某某市档案馆"}, **more}
    sentences = []
    for make in (Submission.model_validate, by_keywords):
        with pytest.raises(InputError) as caught:
            make(data)
        sentences.append([str(problem) for problem in caught.value.problems])
    assert sentences[0] == sentences[1]
    return sentences[0]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"支出": [LINE, LINE, {**LINE, "款": None, "金额": 1.5}]}, f"支出[3].金额：{FLOAT}"),
        ({"机关运行经费": Fraction(1, 2)}, f"机关运行经费：{FLOAT}"),
        ({"机关运行经费": float("nan")}, f"机关运行经费：{BLANK}"),
        ({"公开信息": {"联系方式": float("nan")}}, f"公开信息.联系方式：{BLANK}"),
        ({"收入": [{**INCOME, "金额": float("nan")}]}, f"收入[1].金额：{BLANK}"),
        ({"内部往来": [{**PAYMENT, "金额": None}]}, f"内部往来[1].金额：{BLANK}"),
        ({"内部往来": [PAYMENT]}, "内部往来[1].金额：缺少“金额”，请填数字，例如 1234.56"),
        ({"部门": {"职责": "甲"}}, "部门.全称：缺少“全称”，请填文字"),
        (
            {"支出": [{**LINE, "性质": "基夲"}]},
            "支出[1].性质：“基夲”不是可选的内容，是不是“基本”；可以写的有：基本、项目、上缴上级、经营、对附属单位补助",
        ),
        ({"支出": [{**LINE, "项": 2012601}]}, '支出[1].项：编码要写成文字，请加引号："2012601"'),
        ({"支出": [{**LINE, "项": 2012601.0}]}, '支出[1].项：编码要写成文字，请加引号："2012601"'),
        ({"支出": [{**LINE, "项": float("nan")}]}, f"支出[1].项：{BLANK}"),
        (
            {"支出": [{**LINE, "款": {30101: "1"}}]},
            '支出[1].款.30101：编码和名称要写成文字，请加引号："30101"',
        ),
        ({"支出": "x"}, "支出：这里应填列表；没有的写“无”，现在是文字“x”"),
        ({"部门": {"全称": "甲", "职责": {"文件": "职责.md"}}}, f"部门.职责：{NO_FOLDER}"),
        ({"原因": {"三公经费": {"文件": "原因.md"}}}, f"原因.三公经费：{NO_FOLDER}"),
        (
            {"部门": {"全称": "甲", "所属单位": [{"名称": "乙", "性质": "行政单位", "数据": "乙"}]}},
            f"部门.所属单位[1].数据：{NO_FOLDER}",
        ),
    ],
)
def test_each_fault_has_its_place_and_sentence(more: dict[str, Any], sentence: str) -> None:
    assert told(**more) == [sentence]


ITEM, SECTION = "功能分类项级科目编码（7 位数字）", "经济分类款级科目编码（5 位数字，以 3 开头）"
WRONG_CODES = {
    "支出": [{**LINE, "项": "208505"}, {**LINE, "款": {"3010": "1", "50101": "2"}}],
    "预算": {"年初预算": {"各项": {"213": "1"}}},
    "基本支出明细": {"公用经费": {"金额": "1", "科目": ["3020"]}},
}
CODE_PLACES = {
    "支出[1].项": ("208505", ITEM, "2080505"),
    "支出[2].款.3010": ("3010", SECTION, "30101"),
    "支出[2].款.50101": ("50101", SECTION, ""),
    "预算.年初预算.各项.213": ("213", ITEM, "2130101"),
    "基本支出明细.公用经费.科目[1]": ("3020", SECTION, "30201"),
}


def says_what_a_code_is(sentence: str, path: str) -> bool:
    code, kind, near = CODE_PLACES[path]
    return f"“{code}”不是{kind}" in sentence and near in sentence


def test_every_code_of_a_subject_is_looked_at_as_in_a_file() -> None:
    found = dict(one.split("：", 1) for one in told(**WRONG_CODES))
    assert found.keys() == CODE_PLACES.keys()
    assert [path for path in found if not says_what_a_code_is(found[path], path)] == []


def test_codes_are_told_beside_other_faults_and_by_names_in_python_too() -> None:
    line = {"item": "208505", "nature": "基本", "section": {"3010": "1"}}
    with pytest.raises(InputError) as caught:
        Submission(pack="standard", year=2024, department={"full_name": ""}, expenditure=[line])
    assert [one.path for one in caught.value.problems] == ["部门.全称", "支出[1].项", "支出[1].款.3010"]


def test_an_empty_cell_in_a_list_moves_no_other_place() -> None:
    found = told(基本支出明细={"公用经费": {"金额": "1", "科目": [None, "3020"]}})
    assert [one.partition("：")[0] for one in found] == [
        "基本支出明细.公用经费.科目[1]",
        "基本支出明细.公用经费.科目[2]",
    ]


def test_a_file_an_amendment_a_copy_and_python_say_the_same_of_a_code(beijing: Submission) -> None:
    wrong = {"支出": [{**LINE, "款": {"3010": "1"}}]}
    (in_python,) = told(**wrong, 单位="元", 年度=2023)
    head = {"格式版本": 1, "模板": "standard", "单位": "元", "年度": 2023, "部门": {"全称": "某某市档案馆"}}
    asked: list[Callable[[], object]] = [
        lambda: disclosure.load({"data.yaml": json.dumps({**head, **wrong}).encode()}),
        lambda: disclosure.amend(beijing, {"支出[1].款.3010": "1"}, source="脚本"),
        lambda: beijing.model_copy(update=wrong),
    ]
    said = []
    for ask in asked:
        with pytest.raises(InputError) as caught:
            ask()
        said.append([problem.message for problem in caught.value.problems])
    assert said == [[in_python.partition("：")[2]]] * 3


def test_a_code_that_the_year_does_not_list_is_taken() -> None:
    line = {**LINE, "项": "2019999", "款": {"39999": "1"}}
    head = {"模板": "standard", "年度": 2024, "部门": {"全称": "甲"}}
    made = Submission.model_validate({**head, "支出": [line], "预算": {"年初预算": {"各项": "无"}}})
    assert made.expenditure
    assert made.expenditure[0].item == "2019999"


def test_a_line_made_by_itself_says_what_an_item_is() -> None:
    with pytest.raises(InputError, match=f"^项：“208505”不是{ITEM}，相近的有：2080505 "):
        ExpenditureLine(item="208505", nature="基本", amount=1)


def test_every_fault_is_told_at_once() -> None:
    found = told(机关运行经费=1.5, 年度="去年", 部门={"全称": "", "简介": "甲"})
    assert [one.partition("：")[0] for one in found] == ["年度", "部门.全称", "部门.简介", "机关运行经费"]


def test_a_name_in_python_that_is_mistyped_is_told_in_chinese() -> None:
    (found,) = told(agency_runing_cost="1")
    assert "这里没有“agency_runing_cost”这一项，是不是“机关运行经费”" in found


def test_places_are_chinese_for_names_in_python_too() -> None:
    with pytest.raises(InputError) as caught:
        Submission(
            pack="standard",
            year=2024,
            department={"full_name": ""},
            expenditure=[{"item": "1", "nature": "基本", "amount": "a"}],
        )
    assert [problem.path for problem in caught.value.problems] == ["部门.全称", "支出[1].项", "支出[1].金额"]


def test_a_part_made_by_itself_tells_its_faults_alike() -> None:
    with pytest.raises(InputError, match=f"^金额：{FLOAT}$"):
        ExpenditureLine(item="2012601", nature="基本", amount=1.5)
    with pytest.raises(InputError, match="^性质：缺少“性质”"):
        ExpenditureLine(item="2012601", amount=1)
    with pytest.raises(InputError, match=f"^公用经费.金额：{FLOAT}$"):
        BasicDetail.model_validate({"人员经费": {"金额": "1"}, "公用经费": {"金额": 1.5}})


def test_a_part_without_its_amount_is_not_known_yet() -> None:
    assert ExpenditureLine(item="2012601", nature="基本").amount is None
    found = BasicDetail.model_validate({"人员经费": {"金额": "1"}, "公用经费": {}})
    assert found.public_cost is not None
    assert found.public_cost.amount is None


def test_last_years_unit_counts_by_its_name_in_python() -> None:
    prior = Prior(unit="万元", grand_total="1.5")
    assert prior.grand_total == 15_000
    assert prior.model_copy(update={"grand_total": Decimal(20_000)}).grand_total == 20_000


@pytest.fixture(scope="module")
def beijing() -> Submission:
    return disclosure.load(EXAMPLES / "panzhihua-beijing-2023")


@pytest.mark.parametrize(
    ("update", "sentence"),
    [
        ({"agency_running_cost": 1.5}, f"机关运行经费：{FLOAT}"),
        ({"agency_runing_cost": "1"}, "agency_runing_cost：这里没有"),
        ({"附件": [{"标题": "甲", "文件": "甲.md"}]}, rf"附件\[1\].文件：{NO_FOLDER}"),
        ({"prior": {"文件夹": "../2022"}}, f"上年数.文件夹：{NO_FOLDER}"),
    ],
)
def test_a_copy_is_validated_like_any_data(
    beijing: Submission, update: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InputError, match=f"^{sentence}"):
        beijing.model_copy(update=update)


def test_what_is_changed_has_no_line_any_more_and_the_rest_keeps_its_own(beijing: Submission) -> None:
    assert disclosure.explain(beijing, "机关运行经费.决算数").sources == (
        "data.yaml 第61行第9列 机关运行经费",
    )
    changed = beijing.model_copy(update={"机关运行经费": "250000"})
    assert changed.agency_running_cost == 250_000  # in 元, whatever the unit of entry
    found = disclosure.explain(changed, "机关运行经费.决算数")
    assert (found.value, found.sources) == ("250000.00元（25万元）", ("机关运行经费",))
    assert changed.source("支出[1].款.30101") == beijing.source("支出[1].款.30101")
    assert beijing.expenditure is not None
    first, *others = beijing.expenditure
    sections = {**(first.section or {}), "30101": Decimal(5)}
    changed = beijing.model_copy(
        update={"expenditure": (first.model_copy(update={"section": sections}), *others)}
    )
    gone = [path for path in beijing.places() if changed.source(path) is None]
    assert gone == ["支出", "支出[1]", "支出[1].款", "支出[1].款.30101"]


def test_nothing_is_changed_where_it_stands(beijing: Submission) -> None:
    assert beijing.expenditure
    section = beijing.expenditure[0].section
    assert section
    sentence = "数据不能就地改；请用 disclosure.amend 得到改好的一份"
    for change in (
        lambda: setattr(beijing, "agency_running_cost", 1),
        lambda: section.update({"30101": Decimal("1.5")}),
        lambda: section.pop("30101"),
        beijing.item_purposes.clear,
        lambda: beijing.own_data.setdefault("甲", "乙"),
        lambda: beijing.stated.__ior__({"支出.决算数": Decimal(1)}),
    ):
        with pytest.raises(InputError, match=f"{sentence}$"):
            change()
    for copied in (copy.deepcopy(beijing), pickle.loads(pickle.dumps(beijing))):
        assert copied == beijing
        (line, *_) = copied.expenditure or ()
        with pytest.raises(InputError, match=f"^{sentence}$"):
            (line.section or {})["30101"] = Decimal(1)
    assert dict(section) | {"30101": 0} != section  # a copy is a plain dict
