"""不许拆开 — what of a line stands together: a number and its unit, a year and 年度, the parts of a date.

Every output takes it from here and keeps it in its own way; no character is added to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

from disclosure.document.tree import Line, Text, plain

# Number first: 2024年|12月|31日, 778.36万元, 3个百分点, 12台（套）.
UNIT_LETTERS = "万亿元%年度月日个百分点人户辆批次台套"  # of the commonest: an engine that knows letters alone
_UNITS = (
    "万元|亿元|元|万|亿|%|％|‰|个百分点|年度|年|月|日|人次|人|户|辆|批次|批|次|台（套）|台|套|个|件|项|"
    "份|家|名|倍|分|万?平方米|公里|亩|号"
)
HALF_MARKS = ("：", "；")  # no line begins with one; not every engine knows it behind what stands together
_TOGETHER = re.compile(rf"[-−]?\d[\d,.]*(?:{_UNITS})[{''.join(HALF_MARKS)}]?")

_NUMBER = re.compile(r"[-+0-9.,%/]+")
Piece = tuple[Line, bool]  # whether it stands together
Span = tuple[int, int]


def pieces(line: Line) -> Iterator[Piece]:
    """各段 — a line's runs in order, cut where something begins or ends that stands together.

    A figure is never cut: what has a part of it takes all of it.
    """
    spans = _held_spans(line)
    if not spans:
        yield line, False
        return
    ends = [0, *(place for span in spans for place in span), len(plain(line))]
    for number, (start, end) in enumerate(pairwise(ends)):
        if start < end:
            yield _cut_out(line, start, end), number % 2 == 1


def is_number(text: str) -> bool:
    """是否一个数 — whether a text is an amount, a code or a line's number alone: it is never broken."""
    return _NUMBER.fullmatch(text) is not None


def _held_spans(line: Line) -> list[Span]:
    """From where to where, in characters of the line, in order, apart from each other."""
    figures = [span for text, span in _with_spans(line) if text.figure]
    spans: list[Span] = [(0, 0)]
    for match in _TOGETHER.finditer(plain(line)):
        start, end = _whole_figures(match.span(), figures)
        begins = spans.pop()[0] if start < spans[-1][1] else start
        spans.append((begins, end))
    return spans[1:]


def _whole_figures(span: Span, figures: Iterable[Span]) -> Span:
    touched = [span, *(figure for figure in figures if figure[0] < span[1] and span[0] < figure[1])]
    return min(start for start, _ in touched), max(end for _, end in touched)


def _with_spans(line: Line) -> Iterator[tuple[Text, Span]]:
    ends = accumulate((len(text.text) for text in line), initial=0)
    return zip(line, pairwise(ends), strict=True)


def _cut_out(line: Line, start: int, end: int) -> Line:
    within = ((text, max(start - a, 0), min(end, b) - a) for text, (a, b) in _with_spans(line))
    return tuple(replace(text, text=text.text[begin:stop]) for text, begin, stop in within if begin < stop)
