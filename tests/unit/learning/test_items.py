"""An item of which a document says more than of the others has a sentence of its own."""

from __future__ import annotations

from disclosure.learning.pack_changes import PackChanges
from disclosure.model import Submission
from disclosure.packs.linting.lint import Keys
from tests.finished import BETWEEN, finished
from tests.learnt import learnt, table

SHANGHAI = finished(f"shanghai-2024{BETWEEN}平常")
EVERY = "{科目}。主要用于：{用途}。年初预算为{预算}，支出决算为{决算数}{对预算}。"
ONE = EVERY.replace("{对预算}", "{完成}{对预算}")


def _data() -> Submission:
    assert isinstance(SHANGHAI.source, Submission)
    return SHANGHAI.source


def test_a_rate_that_one_item_has_is_learnt_for_it_alone_with_the_words_of_the_rate() -> None:
    code = next(iter(_data().reasons.completion or {}))
    said: dict[Keys, str] = {("某项", code): ONE, ("预算", "完成"): "是年初预算的{率}"}
    lacking = _data().model_copy(update={"reasons": _data().reasons.model_copy(update={"completion": {}})})
    for data in (_data(), lacking):
        words = table(learnt(SHANGHAI, PackChanges(said), data), "wording.toml")
        assert words["某项"] == {code: ONE}
        assert words["预算"] == {"完成": "是年初预算的{率}"}


def test_zeros_behind_the_point_of_a_score_are_learnt() -> None:
    words = learnt(SHANGHAI, PackChanges(manifest={("数字格式", "得分去尾零"): False}), _data())
    assert table(words, "pack.toml") == {"数字格式": {"得分去尾零": False}}
