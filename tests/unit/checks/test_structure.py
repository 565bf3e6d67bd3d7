"""Headings and charts of the composed document run on without gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure import api
from disclosure.document import ChartBlock, Document, Heading, Text
from tests.unit.checks import given

BEIJING = "panzhihua-beijing-2023"


def document() -> Document:
    return api.compose(given.example(BEIJING), draft=True).document


def codes(made: Document, code: str) -> list[tuple[str, str]]:
    report = given.found(replace(given.untouched(BEIJING), document=made), code)
    return [(found.stated, found.expected) for found in report.findings]


@pytest.mark.parametrize("code", ["NL26", "NL26.2"])
def test_the_composed_document_is_numbered_without_gap(code: str) -> None:
    assert codes(document(), code) == []


def test_a_heading_left_out_leaves_a_gap() -> None:
    made = document()
    fifth = next(b for b in made.blocks if isinstance(b, Heading) and b.content[0].text.startswith("五、"))
    assert codes(replace(made, blocks=tuple(b for b in made.blocks if b is not fifth)), "NL26") == [
        ("6", "5")
    ]


@pytest.mark.parametrize(("number", "value"), [("十一", 11), ("二十", 20), ("二十三", 23), ("一百零一", 101)])
def test_chinese_numbers_are_read(number: str, value: int) -> None:
    made = Document("甲", "乙", (Heading("a", 2, (Text(f"{number}、"),)),))
    assert codes(made, "NL26") == [(str(value), "1")]


def test_a_chart_left_out_leaves_a_gap() -> None:
    made = document()
    first = next(b for b in made.blocks if isinstance(b, ChartBlock))
    found = codes(replace(made, blocks=tuple(b for b in made.blocks if b is not first)), "NL26.2")
    assert found[0] == ("图2", "图1")
