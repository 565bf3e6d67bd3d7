"""Typed text of any kind is read: no rule crashes or works more than its length; what is right stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.checks.passages import HOLE, passages
from tests import counting
from tests.sampling import runs
from tests.unit.checks import given as a

YUXI = "yuxi-beijing-2023"
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
)


def findings(text: str) -> list[tuple[str, str]]:
    report = a.found(a.facts(a.written(YUXI, {"部门.年度工作": text}), tables=False))
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


def test_a_figure_that_the_template_prints_is_not_read_as_typed() -> None:
    basic, project = "基本支出{{ 支出.基本支出.决算数|万元 }}", "{{ 支出.项目支出.决算数|万元 }}"
    text = f"{basic}，{{% if 1 %}}项目支出{{% endif %}}{project}。"
    made = a.written(YUXI, {"部门.年度工作": text})
    (passage,) = (passage.text for passage in passages(made) if passage.place == "部门.年度工作")
    assert passage == f"基本支出{HOLE}，项目支出{HOLE}。"
    assert findings(text) == []


def test_attachments_are_read_paragraph_by_paragraph() -> None:
    places = [passage.place for passage in passages(a.example("panzhihua-xiqu-2023"))]
    assert places.count("附件[1]（部门预算绩效评价报告）") == 8
