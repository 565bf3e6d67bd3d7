"""编号的差错 — numbers of a run that repeat or are left out, two ways to write them, one title twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, groupby, pairwise, starmap

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import CELL, RunningText, running_texts
from disclosure.chinese_numbers import number_of

_CODE = "AU10"
_HAN = "一二三四五六七八九十"
# Ways of numbering; the group is the number, 号 the mark behind it.
_WAYS = tuple(
    map(
        re.compile,
        (
            rf"第([{_HAN}]+)部分",
            rf"([{_HAN}]{{1,3}})、",
            rf"[（(]([{_HAN}]{{1,3}})[）)]",
            r"(?:(?:备?注|说明)[：:]\s*)?(\d{1,2})(?P<号>[.．、])(?![\d])",
            r"[（(](\d{1,2})[）)]",
            r"([①-⑳])",
            rf"([{_HAN}])是",
        ),
    )
)
_DIGITS = 3  # of the ways
_INSIDE = re.compile(r"(?:(?<=[。；：:，,\s])|^)(?P<number>\d{1,2})(?P<号>[.．、])(?=\s*[\u4e00-\u9fff“《])")
_TITLE = re.compile(r"[^。：:；]{4,40}")
_FEWEST = 3  # numbers that make a list inside a paragraph
_FIX = "改正编号"


@dataclass(frozen=True, slots=True)
class _Item:
    """一条 — its way of numbering, its number, what it says, where among the texts it stands."""

    way: int
    number: int
    mark: str
    words: str
    order: int
    text: RunningText


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """一列 — items of one way below one parent."""

    items: list[_Item]


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """编号 — between paragraphs, inside them, of the whole document."""
    texts = tuple(running_texts(claimed.document))
    runs = list(_runs(_items(texts)))
    yield from chain.from_iterable(map(_of_run, runs))
    yield from chain.from_iterable(map(_inside, texts))
    yield from _lone_notes(runs, texts)
    yield from _two_marks(texts)


def _items(texts: Iterable[RunningText]) -> Iterator[_Item]:
    paragraphs = (one for one in enumerate(texts) if one[1].kind != CELL)
    return chain.from_iterable(starmap(_item, paragraphs))


def _item(order: int, one: RunningText) -> Iterator[_Item]:
    found = ((way, pattern.match(one.text.lstrip())) for way, pattern in enumerate(_WAYS))
    for way, match in found:
        if match:
            mark, words = match.groupdict().get("号") or "", match.string[match.end() :]
            yield _Item(way, _value(match[1]), mark, words.strip(), order, one)


@cache
def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return number_of(text) if text[0] in _HAN else ord(text) - ord("①") + 1


def _runs(items: Iterable[_Item]) -> Iterator[_Run]:
    """Each with the items that stand between the same others of the ways above it."""
    open_runs: list[_Run] = []
    for item in items:
        ways = [run.items[-1].way for run in open_runs]
        kept = open_runs[: ways.index(item.way) + 1] if item.way in ways else [*open_runs, _Run([])]
        if kept[-1].items and item.number == 1:
            kept = [*kept[:-1], _Run([])]
        yield from (run for run in open_runs if run not in kept)
        kept[-1].items.append(item)
        open_runs = kept
    yield from open_runs


def _of_run(run: _Run) -> Iterator[AuditFinding]:
    yield from chain.from_iterable(starmap(_not_next, pairwise(run.items)))
    yield from _same_titles(run.items)
    yield from _changed_marks(run.items)


def _not_next(last: _Item, item: _Item) -> Iterator[AuditFinding]:
    """A number that is not the next; of a heading only where nothing unnumbered stands before it."""
    if item.number != last.number + 1:
        certainty: Certainty = "确定" if _are_beside(last, item) else "疑问"
        said = "重复" if item.number == last.number else "不相接"
        message = f"编号{said}：前一条是第{last.number}，这一条写的是第{item.number}"
        if certainty == "确定" or item.text.kind != "heading":  # of headings the declared rule says it
            yield _misnumbered(certainty, item.text, item.text.text[:24], message)


def _are_beside(last: _Item, item: _Item) -> bool:
    """Nothing stands between that may have lost its number."""
    return item.order == last.order + 1 and item.text.block == last.text.block + 1


def _misnumbered(certainty: Certainty, one: RunningText, quote: str, message: str, at: int = 0) -> AuditFinding:
    return AuditFinding(_CODE, certainty, NAMES[_CODE], one.place(at), quote, message, quote, fix=_FIX)


def _same_titles(items: Sequence[_Item]) -> Iterator[AuditFinding]:
    """Two of one run that are called the same."""
    first: dict[str, _Item] = {}
    for item in items:
        title = _TITLE.match(item.words)
        earlier = first.setdefault(title[0].strip(), item) if title else item
        if earlier is not item:
            message = f"“{title[0].strip() if title else ''}”在同一列里有两条：第{earlier.number}和第{item.number}"
            yield _misnumbered("确定", item.text, item.text.text[:24], message)


def _changed_marks(items: Sequence[_Item]) -> Iterator[AuditFinding]:
    """1. beside 2、 in one run."""
    marks = Counter(_kind_of(item.mark) for item in items)
    usual = marks.most_common(1)[0][0]
    other = next((item for item in items if _kind_of(item.mark) != usual), None)
    if other:
        yield _misnumbered("确定", other.text, other.text.text[:24], _unlike(other.mark, usual))


def _kind_of(mark: str) -> str:
    return mark.replace("．", ".")


def _unlike(mark: str, usual: str) -> str:
    return f"编号后面用“{mark}”，同一列别的用“{usual}”"


def _inside(one: RunningText) -> Iterator[AuditFinding]:
    """1.……2.……3.…… in one paragraph: each list from its 1 on."""
    for found in _lists_inside(one.text):
        yield from chain.from_iterable(map(partial(_wrong_inside, one), pairwise(found)))
        yield from _marks_inside(one, found)


def _lists_inside(text: str) -> Iterator[list[re.Match[str]]]:
    lists: list[list[re.Match[str]]] = []
    for match in _INSIDE.finditer(text):
        if int(match["number"]) == 1:
            lists.append([])
        for current in lists[-1:]:
            current.append(match)
    return (found for found in lists if len(found) >= _FEWEST)


def _wrong_inside(one: RunningText, both: tuple[re.Match[str], re.Match[str]]) -> Iterator[AuditFinding]:
    """One that repeats, or skips a number that stands nowhere between."""
    last, match = both
    number, missed = int(match["number"]), int(last["number"]) + 1
    between = one.text[last.end() : match.start()]
    if number != missed and str(missed) not in between:
        message = f"编号不相接：前一条是第{missed - 1}，这一条写的是第{number}"
        yield _misnumbered("确定", one, one.text[match.start() :][:24], message, match.start())


def _marks_inside(one: RunningText, found: Sequence[re.Match[str]]) -> Iterator[AuditFinding]:
    usual = Counter(_kind_of(match["号"]) for match in found).most_common(1)[0][0]
    other = next((match for match in found if _kind_of(match["号"]) != usual), None)
    if other:
        said = one.text[other.start() :][:24]
        yield _misnumbered("确定", one, said, _unlike(other["号"], usual), other.start())


def _lone_notes(runs: Iterable[_Run], texts: Sequence[RunningText]) -> Iterator[AuditFinding]:
    """A note with a 1. and no 2."""
    for run in runs:
        only = run.items[0]
        if len(run.items) == 1 and only.text.kind == "note" and only.way == _DIGITS and only.number == 1:
            yield _misnumbered("疑问", only.text, only.text.text[:24], "只有第1条，没有第2条")


def _two_marks(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    """1. in one list and 1、 in another: the first of those that are fewer."""
    first = chain.from_iterable(map(_marks_of, texts))
    marks = {mark: list(found) for mark, found in groupby(sorted(first, key=_mark_said), key=_mark_said)}
    if len(marks) > 1:
        fewer, usual = sorted(marks, key=lambda mark: len(marks[mark]))[:2]
        one, match = min(marks[fewer], key=lambda found: found[0].block)
        message = f"这里编号后面用“{fewer}”，文件里别的多用“{usual}”"
        yield _misnumbered("疑问", one, one.text[match.start() :][:24], message, match.start())


def _marks_of(one: RunningText) -> list[tuple[RunningText, re.Match[str]]]:
    return [(one, match) for match in _INSIDE.finditer(one.text)]


def _mark_said(found: tuple[RunningText, re.Match[str]]) -> str:
    return _kind_of(found[1]["号"])


