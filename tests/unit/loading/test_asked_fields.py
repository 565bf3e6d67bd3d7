"""What can be typed for a place that is missing, and what would be said of it."""

from __future__ import annotations

import pytest

from disclosure.loading import asked_fields


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("三公经费.公务接待.国内.批次", [("三公经费.公务接待.国内.批次", "count", False)]),
        ("支出[3].款", [("支出[3].款", "amount", True)]),
        ("支出[3].资金", [("支出[3].资金", "choice", False)]),
        ("名词.2080506", [("名词.2080506", "prose", False)]),
        ("科目名称.2080999", [("科目名称.2080999", "word", False)]),
        ("绩效.绩效管理制度", [("绩效.绩效管理制度[1]", "word", False)]),
        ("没有这里", []),
    ],
)
def test_a_place_is_asked_for_as_the_values_it_is_made_of(
    path: str, asked: list[tuple[str, str, bool]]
) -> None:
    assert [(field.path, field.kind, field.keyed) for field in asked_fields.at(path, ())] == asked


def test_a_list_is_asked_for_as_its_next_row_and_a_whole_as_the_parts_that_are_not_known() -> None:
    known = ["三公经费.公务用车购置及运行维护费.保有[1].车型", "政府采购.货物"]
    (first, *_) = asked_fields.at("三公经费.公务用车购置及运行维护费.保有", known)
    assert first.path == "三公经费.公务用车购置及运行维护费.保有[2].车型"
    assert "政府采购.货物" not in [field.path for field in asked_fields.at("政府采购", known)]


@pytest.mark.parametrize(
    ("path", "is_whole"),
    [("政府采购", True), ("绩效.自评报告", True), ("支出[3].款", False), ("部门", False)],
)
def test_none_can_be_said_of_a_whole_that_may_be_none(path: str, *, is_whole: bool) -> None:
    assert asked_fields.is_none_a_whole(path) == is_whole


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("支出[3].金额", "1,205.001", "“1,205.001”元有不足一分的尾数，金额最细到分"),
        ("支出[3].资金", "政府性", "“政府性”不是可选的内容，是不是“政府性基金”"),
        ("支出[3].款.3019", "5", "“3019”不是经济分类款级科目编码"),
        ("支出[3].金额", "无", ""),
        ("政府采购", "无", ""),
        ("名词.2080506", "职业年金。", ""),
    ],
)
def test_a_text_is_refused_as_reading_would_refuse_it(path: str, text: str, told: str) -> None:
    said = asked_fields.fault(path, text, "元")
    assert said.startswith(told)
    assert bool(said) == bool(told)
