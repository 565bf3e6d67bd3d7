"""成文校验 — rules over the composed document: headings, charts and tables are numbered without gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from disclosure import terms
from disclosure.checks.check_programs import Hit, Scene, needed, unequal
from disclosure.checks.passages import Passage
from disclosure.chinese_numbers import CHARACTERS, number_of
from disclosure.document import ChartBlock, Document, Heading, Paragraph, of_kind, plain, walk
from disclosure.forms.spec import TableSpec

_NUMBER = re.compile(
    r"^(?:第([一二]+)部分|([一二]+)、|（([一二]+)）|(\d+)[.．、])".replace("一二", CHARACTERS)
)
_DIGIT = re.compile(r"\d+")
_CHART = re.compile(r"图\s*(\d+)")
_TYPED = ("text-", "attachment")  # the ids of paragraphs that an office typed
_PACK = terms.chinese("pack")
_Block = TypeVar("_Block")


def headings(scene: Scene) -> Iterator[Hit]:
    """标题编号 — 一、二、三 … of every level run on without gap."""
    last: dict[int, int] = {}
    for heading in _blocks_of(scene, Heading):
        text, level = plain(heading.content), heading.level
        last = {above: number for above, number in last.items() if above <= level}
        numbered = _NUMBER.match(text)
        if numbered:
            number, expected = _heading_number(next(filter(None, numbered.groups()))), last.get(level, 0) + 1
            yield from unequal(f"标题“{text}”", number, expected, f"标题“{text}”编号应为第 {expected}")
            last[level] = number


def charts(scene: Scene) -> Iterator[Hit]:
    """图的编号 — 图1 … 图n ascend."""
    captions = (plain(chart.caption) for chart in _blocks_of(scene, ChartBlock))
    for expected, number in enumerate(filter(None, map(_CHART.search, captions)), 1):
        caption, right = number.string, f"图{expected}"
        yield from unequal(f"图“{caption}”", f"图{int(number[1])}", right, f"“{caption}”应为{right}")


def table_numbers(scene: Scene) -> Iterator[Hit]:
    """表号 — the tables of the set are all there, numbered without gap and in order."""
    numbered = [table for table in scene.book.facts.tables if _DIGIT.search(table.number)]
    for expected, table in enumerate(needed(numbered, "附表没有编号"), 1):
        if int(_DIGIT.findall(table.number)[0]) != expected:
            message = f"{table.number}之前缺一张表，这里应是第{expected}张"
            yield Hit((f"{table.number}{table.title}",), table.number, f"第{expected}表", message)
            return


def forms(scene: Scene) -> Iterator[Hit]:
    """表样 — the tables that nobody has held against the official form of the year, told as one."""
    specs = [sheet.spec for sheet in needed(scene.book.facts.sheets, "没有附表")]
    if names := _not_held(specs):
        pack, called = scene.book.facts.pack, "、".join(names)
        message = f"模板 {pack} 的 {len(names)} 张表（{called}）没有与{scene.submission.year}年度官方表样核对"
        yield Hit((_PACK,), f"{pack}：{called}", "", message)


def _not_held(specs: Iterable[TableSpec]) -> list[str]:
    names = (spec.sheet_number or spec.plain_title for spec in specs if spec.verified is None)
    return list(dict.fromkeys(names))  # a table that is repeated for entries of a list once


def sentences(scene: Scene) -> tuple[Passage, ...]:
    """成文的句子 — the paragraphs that sections and glossary print, each under its heading.

    What the office typed as paragraphs of its own (职责, 附件) is read by the rules over typed text.
    """
    return tuple(_printed_paragraphs(needed(scene.book.facts.document, "没有成文")))


def _printed_paragraphs(document: Document) -> Iterator[Passage]:
    heading = ""
    for block in walk(document):
        match block:
            case Heading():
                heading = plain(block.content)
            case Paragraph() if not block.id.startswith(_TYPED):
                yield Passage(f"“{heading}”一节", plain(block.content))


def _blocks_of(scene: Scene, kind: type[_Block]) -> list[_Block]:
    return of_kind(kind, walk(needed(scene.book.facts.document, "没有成文")))


def _heading_number(text: str) -> int:
    return int(text) if text.isdigit() else number_of(text)
