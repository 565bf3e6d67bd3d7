"""What differs between a composed line and a text: words, figures, gaps filled in."""

from __future__ import annotations

import pytest

from disclosure.document import Text
from disclosure.learning.line_changes import changes

LINE = (
    Text("支出决算为"),
    Text("112.85万元", "general_expenditure.final"),
    Text("，比上年减少"),
    Text("5.4%", "general_expenditure.rate"),
    Text("，主要原因是"),
    Text("【待填：变动原因】", missing=True),
    Text("。"),
)
SOUND = (*LINE[:4], Text("。"))


def told(text: str, line: tuple[Text, ...] = SOUND) -> list[tuple[str, str, str, tuple[str, ...]]]:
    found = changes(line, text)
    assert all(text[one.start : one.end] == one.after for one in found)
    return [(one.kind, one.before, one.after, one.figures) for one in found]


FINAL, RATE = ("general_expenditure.final",), ("general_expenditure.rate",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出决算为112.85万元，比上年减少5.4%。", []),
        ("支出决算为 112.85 万元,比上年减少５.４％。", []),
        ("支出决算为112.58万元，比上年减少5.4%。", [("数", "112.85万元", "112.58万元", FINAL)]),
        ("支出决算为112.85元，比上年减少5.4%。", [("数", "112.85万元", "112.85元", FINAL)]),
        ("支出决算为112.85万元，较上年减少5.4%。", [("文字", "比", "较", ())]),
        ("支出决算为112.85万元，比上年增加5.4%。", [("文字", "减少", "增加", ())]),
        ("支出决算为112.85万元。", [("文字", "，比上年减少5.4%", "", RATE)]),
        ("决算支出为112.85万元，比上年减少5.4%。", [("文字", "支出决算", "决算支出", ())]),
        ("支出决算共为112.85万元，比上年减少5.4%。", [("文字", "", "共", ())]),
        (
            "支出决算为95万元，比上年减少6%。",
            [("数", "112.85万元", "95万元", FINAL), ("数", "5.4%", "6%", RATE)],
        ),
    ],
)
def test_words_and_figures_are_told_apart(text: str, expected: list[object]) -> None:
    assert told(text) == expected


def test_what_stands_where_a_gap_was() -> None:
    text = "支出决算为112.85万元，比上年减少5.4%，主要原因是人员减少，公用经费减少。"
    assert told(text, LINE) == [("填入", "【待填：变动原因】", "人员减少，公用经费减少", ())]


def test_a_gap_filled_in_beside_another_number() -> None:
    text = "支出决算为112.85万元，比上年减少7.4%，主要原因是人员减少。"
    assert told(text, LINE) == [("数", "5.4%", "7.4%", RATE), ("填入", "【待填：变动原因】", "人员减少", ())]


def test_a_gap_that_is_still_open_is_no_change() -> None:
    open_gap = "支出决算为112.85万元，比上年减少5.4%，主要原因是【待填：变动原因】。"
    assert told(open_gap, LINE) == []
    assert told(open_gap.replace("5.4", "5.5"), LINE) == [("数", "5.4%", "5.5%", RATE)]
