"""不许拆开 — what of a line stands together: a number and its unit, a year and 年度, the parts of a date.

Every output takes it from here and keeps it in its own way; no character is added to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

from disclosure.document.tree import Line, Text

# Number first: 2024年|12月|31日, 778.36万元, 3个百分点, 12台（套）.
_UNITS = (
    "万元|亿元|元|万|亿|%|％|‰|个百分点|年度|年|月|日|人次|人|户|辆|批次|批|次|台（套）|台|套|个|件|项|"
    "份|家|名|倍|分|万?平方米|公里|亩|号"
)
HALF_MARKS = ("：", "；")  # no line begins with one; not every engine knows it behind what stands together
_TOGETHER = re.compile(rf"[-−]?\d[\d,.]*(?:{_UNITS})[{''.join(HALF_MARKS)}]?")

Piece = tuple[Line, bool]


def pieces(line: Line) -> Iterator[Piece]:
    """各段 — a line's runs in order, cut where something begins or ends that stands together; whether it does.

    A figure is never cut: what it has a part of takes all of it.
    """
    spans = _spans(line)
    if not spans:
        yield line, False
        return
    ends = [0, *(place for span in spans for place in span), sum(len(text.text) for text in line)]
    for number, (start, end) in enumerate(pairwise(ends)):
        if start < end:
            yield _cut(line, start, end), number % 2 == 1


def _spans(line: Line) -> list[tuple[int, int]]:
    """From where to where, in characters of the line, in order, apart from each other."""
    found = [match.span() for match in _TOGETHER.finditer("".join(text.text for text in line))]
    if not found:
        return []
    figures = [place for text, place in _placed(line) if text.figure]
    joined: list[tuple[int, int]] = []
    for start, end in found:
        touched = [place for place in figures if place[0] < end and start < place[1]]
        start = min([start, *(place[0] for place in touched)])
        end = max([end, *(place[1] for place in touched)])
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _placed(line: Line) -> Iterator[tuple[Text, tuple[int, int]]]:
    ends = accumulate((len(text.text) for text in line), initial=0)
    return zip(line, pairwise(ends), strict=True)


def _cut(line: Line, start: int, end: int) -> Line:
    within = ((text, max(start - a, 0), min(end, b) - a) for text, (a, b) in _placed(line))
    return tuple(replace(text, text=text.text[begin:stop]) for text, begin, stop in within if begin < stop)
