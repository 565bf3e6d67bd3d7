"""成文校验 — rules over the composed document: headings and charts numbered without gap, nothing left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.chinese_numbers import CHARACTERS, number_of
from disclosure.document import ChartBlock, Document, Heading, plain, walk

_NUMBER = re.compile(
    r"^(?:第([一二]+)部分|([一二]+)、|（([一二]+)）|(\d+)[.．、])".replace("一二", CHARACTERS)
)
_DIGIT = re.compile(r"\d+")
_CHART = re.compile(r"图\s*(\d+)")


def headings(scene: Scene) -> Iterator[Hit]:
    """标题编号 — 一、二、三 … of every level run on without gap."""
    counts: dict[int, int] = {}
    for heading in (block for block in walk(_document(scene)) if isinstance(block, Heading)):
        text = plain(heading.content)
        counts = {level: count for level, count in counts.items() if level <= heading.level}
        found = _NUMBER.match(text)
        if found:
            number = _value(next(group for group in found.groups() if group))
            expected = counts.get(heading.level, 0) + 1
            if number != expected:
                yield Hit(
                    (f"标题“{text}”",), str(number), str(expected), f"标题“{text}”编号应为第 {expected}"
                )
            counts[heading.level] = number


def charts(scene: Scene) -> Iterator[Hit]:
    """图的编号 — 图1 … 图n ascend."""
    captions = [plain(block.caption) for block in walk(_document(scene)) if isinstance(block, ChartBlock)]
    numbered = [(caption, int(found[1])) for caption in captions if (found := _CHART.search(caption))]
    for expected, (caption, number) in enumerate(numbered, 1):
        if number != expected:
            yield Hit((f"图“{caption}”",), f"图{number}", f"图{expected}", f"“{caption}”应为图{expected}")


def table_numbers(scene: Scene) -> Iterator[Hit]:
    """表号 — the tables of the set are all there, numbered without gap and in order."""
    numbered = [
        (table, int(found[0])) for table in scene.book.facts.tables if (found := _DIGIT.search(table.number))
    ]
    if not numbered:
        raise NotApplicable("附表没有编号")
    for expected, (table, number) in enumerate(numbered, 1):
        if number != expected:
            message = f"{table.number}之前缺一张表，这里应是第{expected}张"
            yield Hit((f"{table.number}{table.title}",), table.number, f"第{expected}表", message)
            return


def _document(scene: Scene) -> Document:
    if scene.book.facts.document is None:
        raise NotApplicable("没有成文")
    return scene.book.facts.document


def _value(text: str) -> int:
    return int(text) if text.isdigit() else number_of(text)
