"""Typed text of any kind is read: no rule crashes or works more than its length; what is right stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.checks.passages import HOLE, passages
from disclosure.checks.sister_bodies import are_two
from tests import counting
from tests.sampling import runs
from tests.unit.checks import given as a

YUXI, CHENGDU = "yuxi-beijing-2023", "panzhihua-chengdu-2024"
PIECES = st.sampled_from(
    [
        *"（）〔〕“”。，；：、%％0123456789.",
        "万元",
        "元",
        "增加",
        "减少",
        "下降",
        "占",
        "2023年",
        "截至",
        "共",
        "人",
        "（项）",
    ]
)
RIGHT = (
    "2023年度，联络处共接待46批次、545人次，公务接待费50326.00元。",
    "根据玉政发〔2011〕46号文件，联络处于1998年成立。",
    "本年支出合计322.24万元，其中基本支出322.24万元，项目支出0万元。",
    "公务接待费比上年增加2.53万元，增长100.95%。",
    "截至2023年12月31日，在职在编人员10人。",
    "一一对应，许许多多的工作逐步推进……",
    "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）事业运行（项）282.17万元，占87.57%。",
    "下一步，2024年将进一步加强管理。",
    "年末在职人员30人，其中：行政12人、事业18人，退休10人，共40人。",
    "在职人员30人（其中：行政12人（含参公3人）、事业18人），比上年增加1人。",
    "在职人员30人，其中女12人、党员20人。",
    "行政编制5人、事业编制3人，年末实有共计7人。",
    "行政人员6人（其中领导2人）、工勤4人，共10人。",
    "预算中逐项列明了项目和金额，增加、减少的资金都写明了用途。",
    "云南省玉溪市教育体育局负责在京学生的联络工作。",
    "参加培训的有80人，占应参加95人的84.21%。",
    "实有人员12人。其中：公务员6人、工勤4人、聘用2人。",
    "年末实有在职人员30人，比上年增加2人。其中：行政12人、事业18人。",
    "年末在职人员30人，退休人员9人。其中：行政12人、事业18人。",
    "核定编制15名。实有人员12人。其中：女5人、党员3人。",
    "云南省玉溪市人民政府驻上海联络处现有人员12人，与联络处共同接待。",
    "云南省玉溪市江川区人民政府驻北京联络处内设2个科室。",
)


# 附件里的表：合计在前一栏分组的，数是后一栏那个名称的；项目的金额由支出各行相加
ROWS = [
    ("| 基本支出 | 小计 | 688.44 | 688.44 |", []),
    ("| 基本支出 | 行政运行 | 396.55 |", []),
    ("| 合计 | 基本支出小计 | 万元 | 778.36 |", []),
    ("| 合计 | 基本支出小计 | 万元 | 767.24 |", [("NK9", "767.24")]),
    ("| 年度资金总额 | 5.8万元 |", []),
    ("| 年度资金总额 | 5.9万元 |", [("NK9.2", "5.9万元")]),
    ("| 项目 | 得分 |\n| --- | ---: |\n| 机关运转项目经费 | 95 |", []),
    ("| 项目 | 决算数 |\n| --- | ---: |\n| 机关运转项目经费 | 95 |", [("NK9", "95")]),
]


def findings(text: str, example: str = YUXI) -> list[tuple[str, str]]:
    report = a.found(a.facts(a.written(example, {"部门.年度工作": text}), tables=False))
    assert not [result.why for result in report.results if "程序出错" in result.why]
    return [(found.code, found.stated) for found in report.findings if "部门.年度工作" in found.where]


@settings(max_examples=runs(25), deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))
def test_no_text_makes_a_rule_crash(text: str) -> None:
    findings("".join(character for character in text if character < "\U000f0000"))


@pytest.mark.parametrize(
    ("piece", "times"), [("1", 9000), ("1.1.", 3000), ("（", 9000), ("占1%", 3000), ("基本支出1万元，", 900)]
)
def test_no_text_costs_more_than_its_length(piece: str, times: int) -> None:
    """Calls grow as the text does; what a regular expression goes back over: benchmarks/texts.py."""

    def cost(times: int) -> int:
        return counting.calls(lambda: findings(piece * times))

    cost(1)  # what is read once is not what is counted
    half, whole = cost(times // 2), cost(times)
    assert whole - half < 1.1 * (half - cost(0))
    assert whole < 2_000_000


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_is_left_alone(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_number_in_a_row_is_that_of_the_name_before_it(row: str, expected: list[tuple[str, str]]) -> None:
    assert findings(row, CHENGDU) == expected


def test_a_figure_that_the_template_prints_is_not_read_as_typed() -> None:
    basic, project = "基本支出{{ 支出.基本支出.决算数|万元 }}", "{{ 支出.项目支出.决算数|万元 }}"
    text = f"{basic}，{{% if 1 %}}项目支出{{% endif %}}{project}。"
    made = a.written(YUXI, {"部门.年度工作": text})
    (passage,) = (passage.text for passage in passages(made) if passage.place == "部门.年度工作")
    assert passage == f"基本支出{HOLE}，项目支出{HOLE}。"
    assert findings(text) == []


def test_attachments_are_read_paragraph_by_paragraph() -> None:
    example = a.example("panzhihua-xiqu-2023")
    places = [passage.place for passage in passages(example)]
    written = example.files["附件1-部门预算绩效评价报告.md"].text or ""
    assert places.count("附件[1]（部门预算绩效评价报告）") == sum(map(bool, written.splitlines())) > 1


@pytest.mark.parametrize(
    ("full", "unit", "code"),
    [
        ("某某市农业技术推广站", "某某市农机技术推广站", "NL28"),
        ("某某市教育局", "某某市教育考试局", "NL28.3"),
    ],
)
def test_a_subordinate_unit_is_no_other_name_of_the_department(full: str, unit: str, code: str) -> None:
    said = {"部门.全称": full, "部门.机构设置": f"{unit}内设3个科室。"}
    listed = [{"名称": unit, "性质": "事业单位"}]
    for units, codes in ((None, {code}), (listed, set())):
        made = a.written(YUXI, said | {"部门.所属单位": units})
        found = {one.code for one in a.found(a.facts(made, tables=False)).findings}
        assert found & {"NL28", "NL28.3"} == codes


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("某某市人民政府驻北京联络处", "某某市人民政府驻上海联络处"),
        ("某某市人民政府驻北京办事处", "某某市人民政府驻南京办事处"),
        ("某某市人民政府驻京办事处", "某某市人民政府驻沪办事处"),
        ("某某市第一人民医院", "某某市第二人民医院"),
        ("某某市实验小学", "某某市城东小学"),
        ("某某市实验小学", "某某市实验中学"),
        ("某某市职业技术学校", "某某市特殊教育学校"),
        ("某某县城关镇中心小学", "某某县马街镇中心小学"),
        ("某某市公安局东城分局", "某某市公安局西城分局"),
        ("某某市甲县教育局", "某某市教育局"),
        ("某某市五华区教育局", "某某市盘龙区教育局"),
        ("某某县城关镇人民政府", "某某县城南镇人民政府"),
        ("某某市东河街道办事处", "某某市东湖街道办事处"),
    ],
)
def test_places_and_numbers_tell_bodies_apart(name: str, other: str) -> None:
    assert are_two(name, other)
    assert are_two(other, name)


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("某某市人民政府驻北京联络处", "某某市热门政府驻北京联络处"),
        ("某某市人民政府驻北京联络处", "某某市人民政府驻京联络处"),
        ("某某市人民政府驻北京联络处", "某某市人民政府驻申京联络处"),
        ("某某市人民政府驻成都办事处", "某某市人民政府驻成都联络处"),
        ("云南省玉溪市教育局", "云南省玉西市教育局"),
        ("某某县城关镇人民政府", "某某县城关镇人名政府"),
        ("某某县城关镇人民政府", "某某县成关镇人民政府"),
        ("某某县教育局", "某某县教育和体育局"),
        ("某某市实验小学", "某某市实念小学"),
    ],
)
def test_a_slip_or_a_changed_word_makes_no_other_body(name: str, slip: str) -> None:
    assert not are_two(name, slip)
    assert not are_two(slip, name)
