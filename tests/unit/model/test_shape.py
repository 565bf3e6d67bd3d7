"""The one reader of the models' annotations: what stands at a place."""

from __future__ import annotations

import pytest

from disclosure.model import Reasons, Submission, shape
from disclosure.model.key_paths import schema_paths

WHOLE = shape.of(Submission)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("年度", "count"),
        ("单位", "choice"),
        ("模板", "word"),
        ("部门.职责", "prose"),
        ("部门.所属单位", "list"),
        ("部门.所属单位.0.独立编制", "flag"),
        ("支出.0.项", "word"),
        ("支出.0.金额", "amount"),
        ("支出.0.款", "map"),
        ("支出.0.款.30101", "amount"),
        ("三公经费.公务接待", "model"),
        ("绩效.自评报告.0.得分", "score"),
        ("绩效.项目自评.0.总分", "score"),
        ("原因.预算完成.2010101.0.事由", "prose"),
        ("各项用途.2010101", "prose"),
        ("没有的键", "nothing"),
        ("支出.0.金额.没有的键", "nothing"),
    ],
)
def test_a_place_has_its_kind(path: str, kind: str) -> None:
    place = WHOLE.at(path.split("."))
    assert place.kind == kind
    assert bool(place) is (kind != "nothing")


def test_a_place_knows_what_must_be_given_and_what_may_be_chosen() -> None:
    assert [key for key, place in WHOLE.keys.items() if place.required] == ["模板", "年度", "部门"]
    assert WHOLE.at(("支出", 0, "项")).required
    assert not WHOLE.at(("支出", 0)).required
    assert WHOLE.at(("单位",)).choices == ("元", "万元")
    assert WHOLE.at(("支出", 0, "项")).pattern == r"^\d{7}$"


def test_the_leaf_of_a_list_or_map_is_what_stands_in_it() -> None:
    assert WHOLE.at(("支出", 0, "款")).leaf.kind == "amount"
    assert WHOLE.at(("原因", "预算完成")).leaf is not None
    assert list(WHOLE.at(("原因", "预算完成")).leaf.keys) == ["事由", "金额"]
    assert set(shape.fields(Reasons)) == set(Reasons.model_fields)


def test_amounts_counts_lists_and_sections_may_be_none_and_words_and_other_models_may_not() -> None:
    may = {key for key, place in WHOLE.keys.items() if place.may_be_none}
    assert {"支出", "三公经费", "机关运行经费", "年度"} <= may
    assert not {"模板", "单位", "部门", "原因"} & may


def test_the_paths_of_the_model_leave_out_numbers_of_lists_and_free_keys() -> None:
    paths = schema_paths(Submission)
    assert {"支出", "支出.金额", "部门.全称", "名词.名称", "原因.预算完成.事由"} <= paths
    assert not any("[" in path for path in paths)
