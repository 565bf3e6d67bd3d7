"""标题 — which texts are headings, and of which level.

What a file itself says of its headings holds; where it says nothing, their numbers do. A wrong heading is
worse than none: what looks like one but makes a statement, or stands in a list, is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import NamedTuple

from disclosure.chinese_numbers import CHARACTERS, ordinal
from disclosure.loading.published.blocks import PublishedText

_NUMBER = f"[{CHARACTERS}]{{1,4}}"
_MARKS = (  # level; the number, then the name
    (1, re.compile(rf"第({_NUMBER})部分[\s：:、.．]*(.*)")),
    (1, re.compile(rf"附件(?:[ 　]*(\d{{1,2}}|{_NUMBER})(?:[\s：:、.．]+(.*))?)?")),
    (2, re.compile(rf"({_NUMBER})[ 　]*[、．.][ 　]*(.+)")),
    (3, re.compile(rf"[（(]({_NUMBER})[)）][、 　]*(.+)")),
    (4, re.compile(r"(\d{1,2})[.．、][ 　]*(?!\d)(.+)")),
)
_ABOVE_ITEMS, _ITEM = frozenset({1, 2, 3}), 4
_SECTION = 2
_ENOUGH = 2  # numbered headings that a file itself tells: then it tells all of their levels
_LIST = 3  # so many headings of one level with nothing between them are a list
_SUBJECTS = "情况|说明|解释|职责|职能|设置|概况|附件|附表|建议|结论"
_CLAIM = r"\d[\d,.]*\s*(?:[万亿]?元|[%％人辆个批次台])"
_SENTENCE = "。；：;:！!？?"
_NAME = re.compile(  # no sentence, or one that only names a subject: （一）机关运行经费支出情况。
    rf"(?=.{{1,30}}$)(?!.*{_CLAIM})(?=.*[一-鿿])"
    rf"(?:[^{_SENTENCE}]*[^{_SENTENCE}，,、.…—-]|(?!.*(?:没有|不涉及|无))[^{_SENTENCE}，]*(?:{_SUBJECTS}|分析)。)"
)
_UNNUMBERED = re.compile(rf"(?=.{{1,30}}$)(?!图|表|注|附[：:表])[^\d。，；：！？,;:!?]*(?:{_SUBJECTS})")
Texts = Mapping[int, PublishedText]  # by their places


class Mark(NamedTuple):
    """序号 — what a line begins with: 第二部分 is level 1 and number 2; number 0 where it has none."""

    level: int
    number: int
    name: str

    @property
    def is_heading(self) -> bool:
        """是否像标题 — whether a name follows, or a part has none."""
        return bool(_NAME.fullmatch(self.name)) or (self.level == 1 and not self.name)


def mark(text: str) -> Mark | None:
    """序号 — of a heading or of what looks like one."""
    found = ((level, pattern.fullmatch(text)) for level, pattern in _MARKS)
    return next((_mark_of(level, match) for level, match in found if match), None)


def _mark_of(level: int, match: re.Match[str]) -> Mark:
    number, name = match.groups("")
    return Mark(level, ordinal(number), name)


def levels(texts: Texts, end: int) -> dict[int, int]:
    """各级标题 — the levels of headings by their places among `end` blocks."""
    marks, told = _marks_by_place(texts), _levels_told(texts)
    numbered = list(filter(marks.__contains__, told))
    if len(numbered) < _ENOUGH:
        by_number = _by_number(marks, {*_ABOVE_ITEMS, _ITEM}, end)
        return _Lost(texts, marks, by_number | told).found()
    first = numbered[0]  # it says what the file's levels mean
    untold = _ABOVE_ITEMS.difference(marks[at].level for at in numbered)
    return _by_number(marks, untold, end) | _deepened(told, marks[first].level - told[first])


def _marks_by_place(texts: Texts) -> dict[int, Mark]:
    return {at: found for at, text in texts.items() if (found := mark(text.text))}


def _levels_told(texts: Texts) -> dict[int, int]:
    return {at: text.level for at, text in texts.items() if text.kind == "heading"}


def _deepened(told: Mapping[int, int], by: int) -> dict[int, int]:
    return {at: max(1, min(level + by, _ITEM)) for at, level in told.items()}


def _by_number(marks: Mapping[int, Mark], wanted: Container[int], end: int) -> dict[int, int]:
    looks = {at: mark.level for at, mark in marks.items() if mark.level in wanted and mark.is_heading}
    listed = set(_in_lists(looks)) | set(_items(marks, end))
    return {at: level for at, level in looks.items() if at not in listed}


def _in_lists(looks: Mapping[int, int]) -> Iterator[int]:
    """Headings one right after the other."""
    for _, run in groupby(enumerate(looks.items()), lambda each: (each[1][0] - each[0], each[1][1])):
        places = [at for _, (at, _) in run]
        yield from places[: len(places) * (len(places) >= _LIST)]


def _items(marks: Mapping[int, Mark], end: int) -> Iterator[int]:
    """Numbers 1. 2. of a list: another follows, or came right before, or nothing is below."""
    numbered = {at for at, mark in marks.items() if mark.level == _ITEM}
    return filter(partial(_is_listed, numbered, {*marks, end}), numbered)


def _is_listed(numbered: Container[int], ends: Container[int], at: int) -> bool:
    return at + 1 in ends or at - 1 in numbered


class _Lost:
    """Headings whose numbers were lost: lines like one where the numbers about it leave room for one."""

    def __init__(self, texts: Texts, marks: Mapping[int, Mark], known: Mapping[int, int]) -> None:
        self._texts, self._marks = texts, marks
        self._known = {at: known[at] for at in sorted(known)}

    def found(self) -> dict[int, int]:
        """With those that are known."""
        lost: dict[int, int] = {}
        last = [0] * (_ITEM + 2)  # by level, the last number under the same heading above
        for before, (at, level) in zip([-1, *self._known], self._known.items(), strict=False):
            number = self._marks[at].number if at in self._marks else 0
            lost |= self._between(before, at, number, number - 1 - last[level])
            last[level:] = [number] + [0] * (_ITEM + 1 - level)
        return lost | self._known

    def _between(self, before: int, after: int, number: int, missing: int) -> dict[int, int]:
        """Above a first one its parent, with those beside that; else as many as numbers are missing."""
        unnumbered = list(filter(self._is_unnumbered, range(before + 1, after)))
        level, room = self._known[after], missing
        if number == 1 and level > _SECTION:
            level -= 1
            room = len(unnumbered) if self._known.get(before) == level else 1
        places = unnumbered[max(0, len(unnumbered) - room) :]
        return {at: level for at in places if self._known.get(at - 1, 0) < level}

    def _is_unnumbered(self, at: int) -> bool:
        return at in self._texts and _UNNUMBERED.fullmatch(self._texts[at].text) is not None
