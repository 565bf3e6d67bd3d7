"""一行的不同 — what differs between a composed line and a text that was published or edited by hand.

Blanks, width and the kind of quotes say nothing; every other character does, and all digits of a number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, chain, filterfalse, groupby, pairwise
from operator import attrgetter, itemgetter
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
class _Stretch:
    """Runs between two gaps, or a gap: where it begins in the line's plain text."""

    runs: Line
    at: int

    @property
    def is_gap(self) -> bool:
        return self.runs[0].missing

    @property
    def text(self) -> str:
        return plain(self.runs)

    @property
    def pattern(self) -> str:
        """What a text says that says the same; anything in a gap."""
        return "(.*?)" if self.is_gap else re.escape(folded(self.text).text)

    def tokens(self) -> Iterable[_Token]:
        """A gap is one token, like none of a text."""
        gap = _Token("", self.at, self.at + len(self.text))
        return (gap,) if self.is_gap else _tokens_of(self.text, self.at)


@dataclass(frozen=True, slots=True)
class _Token:
    """A number or a character: folded, where it stands, of which run of the line (-1: of the text)."""

    text: str
    start: int
    end: int
    run: int = -1


@dataclass(frozen=True, slots=True)
class _Step:
    """Tokens of the line and of the text that stand for each other, by their places."""

    line: range
    text: range
    same: bool


_NOTHING = _Step(range(0), range(0), same=True)


def changes(line: Line, text: str) -> tuple[Change, ...]:
    """各处不同 — in the order of the text; none where it says the same."""
    found = _filled_in(line, text) or _WordByWord(line, text).changes()
    return tuple(filterfalse(_is_still_open, found))


def _is_still_open(change: Change) -> bool:
    """A gap that nobody filled in stands there as it was printed."""
    return folded(change.before).text == folded(change.after).text


def _between_gaps(line: Line) -> list[_Stretch]:
    """Text between gaps in one piece, as the other is read."""
    groups = list(map(tuple, map(itemgetter(1), groupby(line, _is_missing))))
    starts = accumulate(map(len, map(plain, groups)), initial=0)
    return list(map(_Stretch, groups, starts))


def _filled_in(line: Line, text: str) -> tuple[Change, ...]:
    """Where all else is the same: what stands for each 【待填】."""
    stretches, whole = _between_gaps(line), folded(text)
    pattern = "".join(map(attrgetter("pattern"), stretches))
    found = re.fullmatch(pattern, whole.text, re.DOTALL)
    return tuple(_fillings(stretches, found, whole, text)) if found else ()


def _fillings(
    stretches: Sequence[_Stretch], found: re.Match[str], whole: Folded, text: str
) -> Iterator[Change]:
    for number, gap in enumerate(filter(attrgetter("is_gap"), stretches), 1):
        start, end = _span_in_text(*found.span(number), whole)
        yield Change("填入", gap.text, text[start:end], start, end, gap.at)


def _is_missing(run: Text) -> bool:
    return run.missing


def _span_in_text(start: int, end: int, whole: Folded) -> tuple[int, int]:
    return whole.at[start], (whole.at[end - 1] + 1 if end > start else whole.at[start])


class _WordByWord:
    """A line and a text, token by token."""

    def __init__(self, line: Line, text: str) -> None:
        self._line, self._text = line, text
        self._ours, self._theirs = _of_line(line), list(_tokens_of(text))

    def changes(self) -> Iterator[Change]:
        """What differs, in order."""
        steps = self._with_whole_figures(list(_steps(self._ours, self._theirs)))
        stretches = (_as_one_step(list(group)) for _, group in groupby(steps, _is_same))
        return map(self._change, self._with_what_is_between(stretches))

    def _with_whole_figures(self, steps: Sequence[_Step]) -> Iterator[_Step]:
        """A printed figure differs whole: its number with its unit."""
        differing = map(self._runs, filterfalse(_is_same, steps))
        figures = frozenset(filter(self._is_printed, chain.from_iterable(differing)))
        return (replace(step, same=step.same and figures.isdisjoint(self._runs(step))) for step in steps)

    def _with_what_is_between(self, steps: Iterable[_Step]) -> list[_Step]:
        """What differs; a letter or two between words that do are of the same words (报送, 上报)."""
        found = list[_Step]()
        for before, step in pairwise((_NOTHING, *steps)):
            if not step.same:
                found[-1:] = self._joined(found[-1:], before, step)
        return found

    def _joined(self, last: list[_Step], before: _Step, step: _Step) -> list[_Step]:
        whole = _as_one_step([*last, before, step])
        is_one = last and len(before.line) <= _FEW and self._are_words(whole)
        return [whole] if is_one else [*last, step]

    def _are_words(self, step: _Step) -> bool:
        return all(map(self._is_typed, _tokens_within(self._ours, step.line)))

    def _is_typed(self, token: _Token) -> bool:
        return self._line[token.run].is_typed and token.text not in _MARKS

    def _is_printed(self, run: int) -> bool:
        return bool(self._line[run].figure or self._line[run].withheld)

    def _runs(self, step: _Step) -> Iterator[int]:
        return map(attrgetter("run"), _tokens_within(self._ours, step.line))

    def _change(self, step: _Step) -> Change:
        at, until = _token_span(self._ours, step.line)
        start, end = _token_span(self._theirs, step.text)
        runs = [self._line[run] for run in dict.fromkeys(self._runs(step))]
        figures = tuple(filter(None, map(attrgetter("figure"), runs)))
        before, after = plain(self._line)[at:until], self._text[start:end]
        return Change(_kind_of_change(runs, after), before, after, start, end, at, figures)


def _is_same(step: _Step) -> bool:
    return step.same


def _as_one_step(steps: Sequence[_Step]) -> _Step:
    first, last = steps[0], steps[-1]
    line, text = range(first.line.start, last.line.stop), range(first.text.start, last.text.stop)
    return _Step(line, text, same=first.same)


def _of_line(line: Line) -> list[_Token]:
    """Each token with the run that it stands in."""
    ends = list(accumulate(map(len, map(attrgetter("text"), line))))
    tokens = chain.from_iterable(map(_Stretch.tokens, _between_gaps(line)))
    return [replace(token, run=bisect_right(ends, token.start)) for token in tokens]


def _tokens_of(text: str, offset: int = 0) -> Iterator[_Token]:
    whole = folded(text)
    for found in _TOKEN.finditer(whole.text):
        start, end = whole.at[found.start()], whole.at[found.end() - 1] + 1
        yield _Token(found.group(), offset + start, offset + end)


def _steps(ours: Sequence[_Token], theirs: Sequence[_Token]) -> Iterator[_Step]:
    """Token by token where they are the same."""
    matcher = SequenceMatcher(None, _token_texts(ours), _token_texts(theirs), autojunk=False)
    for kind, start, end, left, right in matcher.get_opcodes():
        line, text = range(start, end), range(left, right)
        yield from map(_same_token, line, text) if kind == "equal" else (_Step(line, text, same=False),)


def _token_texts(tokens: Sequence[_Token]) -> list[str]:
    return [token.text for token in tokens]


def _same_token(ours: int, theirs: int) -> _Step:
    return _Step(range(ours, ours + 1), range(theirs, theirs + 1), same=True)


def _tokens_within(tokens: Sequence[_Token], places: range) -> Sequence[_Token]:
    return tokens[places.start : places.stop]


def _token_span(tokens: Sequence[_Token], places: range) -> tuple[int, int]:
    """From the first to the last of some tokens; nothing behind the one before where there is none."""
    if places:
        return tokens[places.start].start, tokens[places.stop - 1].end
    behind = [0, *map(attrgetter("end"), tokens)][places.start]
    return behind, behind


def _kind_of_change(runs: Sequence[Text], after: str) -> Kind:
    """A figure that went with the words round it is a change of words."""
    if any(map(_is_missing, runs)):
        return "填入"
    return "数" if _is_of_figures(runs, after) else "文字"


def _is_of_figures(runs: Sequence[Text], after: str) -> bool:
    figures = list(map(attrgetter("figure"), runs))
    return any(figures) and (all(figures) or bool(_DIGIT.search(after)))
