"""一行的不同 — what differs between a composed line and a text that was published or edited by hand.

Blanks, width and the kind of quotes say nothing; every other character does, and all digits of a number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, chain, filterfalse, groupby, pairwise
from typing import Literal

from disclosure.auditing.shapes import Folded, folded
from disclosure.document import Line, Text, plain

_TOKEN = re.compile(r"\d[\d,.]*(?<![,.])|.", re.DOTALL)
_DIGIT = re.compile(r"\d")
_MARKS = ",;。:、()"
_FEW = 2

Kind = Literal["文字", "数", "填入"]


@dataclass(frozen=True, slots=True)
class Change:
    """一处不同 — words, printed figures, or what stands where 【待填】 was.

    `before` is of the line, `after` of the text, where it stands from `start` to `end`; in the line's plain
    text `before` begins at `at`. `figures` are the ids of the printed figures in `before`.
    """

    kind: Kind
    before: str
    after: str
    start: int
    end: int
    at: int
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A number or a character: folded, where it stands, of which run of the line (-1: of the text)."""

    text: str
    start: int
    end: int
    run: int = -1


@dataclass(frozen=True, slots=True)
class _Step:
    """Tokens of the line and of the text that stand for each other, from and to."""

    line: tuple[int, int]
    text: tuple[int, int]
    same: bool


def changes(line: Line, text: str) -> tuple[Change, ...]:
    """各处不同 — in the order of the text; none where it says the same."""
    return tuple(filterfalse(_is_still_open, _filled_in(line, text) or _word_by_word(line, text)))


def _is_still_open(change: Change) -> bool:
    """A gap that nobody filled in stands there as it was printed."""
    return folded(change.before).text == folded(change.after).text


def _filled_in(line: Line, text: str) -> tuple[Change, ...]:
    """Where all else is the same: what stands for each 【待填】."""
    groups = [(missing, _said_by(list(runs))) for missing, runs in groupby(line, _is_missing)]
    if not any(missing for missing, _ in groups):
        return ()
    whole = folded(text)
    pieces = ("(.*?)" if missing else re.escape(folded(said).text) for missing, said in groups)
    found = re.fullmatch("".join(pieces), whole.text, re.DOTALL)
    return tuple(_fillings(groups, found, whole, text)) if found else ()


def _fillings(
    groups: Sequence[tuple[bool, str]], found: re.Match[str], whole: Folded, text: str
) -> Iterator[Change]:
    at = number = 0
    for missing, said in groups:
        if missing:
            number += 1
            start, end = _span_in_text(*found.span(number), whole)
            yield Change("填入", said, text[start:end], start, end, at)
        at += len(said)


def _is_missing(run: Text) -> bool:
    return run.missing


def _said_by(runs: Sequence[Text]) -> str:
    return plain(tuple(runs))


def _span_in_text(start: int, end: int, whole: Folded) -> tuple[int, int]:
    return whole.at[start], (whole.at[end - 1] + 1 if end > start else whole.at[start])


def _word_by_word(line: Line, text: str) -> Iterator[Change]:
    ours, theirs = _of_line(line), list(_tokens_of(text))
    steps = _whole_figures(list(_steps(ours, theirs)), ours, line)
    groups = [list(group) for _, group in groupby(steps, key=_is_same)]
    for group in _with_what_is_between(groups, ours, line):
        yield _one_change(group, ours, theirs, line, text)


def _is_same(step: _Step) -> bool:
    return step.same


def _with_what_is_between(
    groups: Sequence[list[_Step]], ours: Sequence[_Token], line: Line
) -> Iterator[list[_Step]]:
    """What differs; a letter or two between words that do are of the same words (报送, 上报)."""
    found = list[list[_Step]]()
    for before, group in pairwise(([], *groups)):
        if _is_same(group[0]):
            continue
        if found and len(before) <= _FEW and _are_words([*found[-1], *before, *group], ours, line):
            found[-1] += [*before, *group]
        else:
            found.append(list(group))
    yield from found


def _are_words(steps: Sequence[_Step], ours: Sequence[_Token], line: Line) -> bool:
    tokens = [token for step in steps for token in ours[slice(*step.line)]]
    return all(line[token.run].is_typed and token.text not in _MARKS for token in tokens)


def _of_line(line: Line) -> list[_Token]:
    """Text between gaps in one piece, as the other is read; a gap is one token, like none of a text."""
    ends = list(accumulate(len(run.text) for run in line))
    found, offset = list[_Token](), 0
    for missing, group in groupby(line, _is_missing):
        text = _said_by(list(group))
        whole = [_Token("", offset, offset + len(text))] if missing else _tokens_of(text, offset)
        found += (replace(token, run=bisect_right(ends, token.start)) for token in whole)
        offset += len(text)
    return found


def _tokens_of(text: str, offset: int = 0) -> Iterator[_Token]:
    whole = folded(text)
    for found in _TOKEN.finditer(whole.text):
        start, end = whole.at[found.start()], whole.at[found.end() - 1] + 1
        yield _Token(found.group(), offset + start, offset + end)


def _steps(ours: Sequence[_Token], theirs: Sequence[_Token]) -> Iterator[_Step]:
    """Token by token where they are the same."""
    matcher = SequenceMatcher(None, [one.text for one in ours], [one.text for one in theirs], autojunk=False)
    for kind, start, end, left, right in matcher.get_opcodes():
        if kind == "equal":
            yield from (
                _Step((start + n, start + n + 1), (left + n, left + n + 1), same=True)
                for n in range(end - start)
            )
        else:
            yield _Step((start, end), (left, right), same=False)


def _whole_figures(steps: Sequence[_Step], ours: Sequence[_Token], line: Line) -> Iterator[_Step]:
    """A printed figure differs whole: its number with its unit."""
    apart = chain.from_iterable(_runs_of(step, ours) for step in steps if not step.same)
    differing = {run for run in apart if line[run].figure or line[run].withheld}
    for step in steps:
        yield _Step(step.line, step.text, same=step.same and not differing & set(_runs_of(step, ours)))


def _runs_of(step: _Step, ours: Sequence[_Token]) -> Iterator[int]:
    return (token.run for token in ours[slice(*step.line)])


def _one_change(
    steps: Sequence[_Step], ours: Sequence[_Token], theirs: Sequence[_Token], line: Line, text: str
) -> Change:
    (first, last), (left, right) = (
        _from_to(step.line for step in steps),
        _from_to(step.text for step in steps),
    )
    runs = [line[run] for run in dict.fromkeys(token.run for token in ours[first:last])]
    at, until = _span(ours, first, last)
    start, end = _span(theirs, left, right)
    figures = tuple(run.figure for run in runs if run.figure)
    after = text[start:end]
    return Change(_kind_of_change(runs, after), plain(line)[at:until], after, start, end, at, figures)


def _from_to(spans: Iterator[tuple[int, int]]) -> tuple[int, int]:
    both = list(spans)
    return both[0][0], both[-1][1]


def _span(tokens: Sequence[_Token], first: int, last: int) -> tuple[int, int]:
    """From the first to the last of some tokens; nothing behind the one before where there is none."""
    if first < last:
        return tokens[first].start, tokens[last - 1].end
    behind = tokens[first - 1].end if first else 0
    return behind, behind


def _kind_of_change(runs: Sequence[Text], after: str) -> Kind:
    """A figure that went with the words round it is a change of words."""
    if any(run.missing for run in runs):
        return "填入"
    printed = [bool(run.figure) for run in runs]
    return "数" if any(printed) and (all(printed) or _DIGIT.search(after)) else "文字"
