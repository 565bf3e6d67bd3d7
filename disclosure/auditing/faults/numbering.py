"""编号的差错 — numbers of a run that repeat or are left out, two ways to write them, one title twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, filterfalse, islice, pairwise, starmap, takewhile
from operator import itemgetter
from typing import TypeVar

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import CELL, RunningText, running_texts
from disclosure.chinese_numbers import chinese_number, ordinal

_CODE = "AU10"
_HAN = "一二三四五六七八九十"
# Ways of numbering; the group is the number, 号 the mark behind it.
_WAYS = (
    re.compile(rf"^\s*第([{_HAN}]+)部分"),
    re.compile(rf"^\s*([{_HAN}]{{1,3}})、"),
    re.compile(rf"^\s*[（(]([{_HAN}]{{1,3}})[）)]"),
    re.compile(r"^\s*(?:(?:备?注|说明)[：:]\s*)?(\d{1,2})(?P<号>[.．、])(?![\d])"),
    re.compile(r"^\s*[（(](\d{1,2})[）)]"),
    re.compile(r"^\s*([①-⑳])"),
    re.compile(rf"^\s*([{_HAN}])是"),
)
_DIGITS = 3  # of the ways
_INSIDE = re.compile(r"(?:(?<=[。；：:，,\s])|^)(?P<number>\d{1,2})(?P<号>[.．、])(?=\s*[\u4e00-\u9fff“《])")
_TITLE = re.compile(r"[^。：:；]{4,40}")
_SLIPS = (0, 2)  # how far a number is from the one before, where it is a slip
_FEWEST = 3  # numbers that make a list inside a paragraph
_SHOWN = 24  # letters
_FIX = "改正编号"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Item:
    """一条 — its way of numbering, its number, what it says, where among the texts it stands."""

    way: int
    number: int
    mark: str
    words: str
    order: int
    text: RunningText


_Run = list[_Item]  # of one way of numbering, below one parent


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """编号 — between paragraphs, inside them, of the whole document."""
    texts = tuple(running_texts(claimed.document))
    runs = _numbered_runs(_numbered_items(texts))
    yield from chain.from_iterable(map(_of_run, runs))
    yield from chain.from_iterable(map(_inside, texts))
    yield from map(_lone_note, filter(_is_lone_note, runs))
    yield from _two_marks(texts)


def _numbered_items(texts: Iterable[RunningText]) -> Iterator[_Item]:
    paragraphs = filterfalse(_is_in_cell, enumerate(texts))
    return chain.from_iterable(starmap(_item_of, paragraphs))


def _is_in_cell(numbered: tuple[int, RunningText]) -> bool:
    return numbered[1].kind == CELL


def _item_of(order: int, one: RunningText) -> Iterator[_Item]:
    for way, pattern in enumerate(_WAYS):
        numbered = filter(_is_numbered_well, pattern.finditer(one.text))
        yield from map(partial(_as_item, way, order, one), numbered)


def _is_numbered_well(match: re.Match[str]) -> bool:
    """一一、 is no number; what follows is held against the one before it."""
    return _number_in(match[1]) > 0


def _as_item(way: int, order: int, one: RunningText, match: re.Match[str]) -> _Item:
    mark, words = match.groupdict().get("号", ""), match.string[match.end() :]
    return _Item(way, _number_in(match[1]), _one_width(mark), words.strip(), order, one)


@cache
def _number_in(text: str) -> int:
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else ordinal(text)


def _numbered_runs(items: Iterable[_Item]) -> list[_Run]:
    """A run goes on until an item of a way above it, or a 1, comes."""
    runs, current = list[_Run](), dict[int, _Run]()
    for item in items:
        going_on = current.get(item.way, []) if item.number > 1 else []
        run = going_on or _started(runs)
        current = {**dict(takewhile(partial(_is_above, item), current.items())), item.way: run}
        run.append(item)
    return runs


def _started(runs: list[_Run]) -> _Run:
    runs.append([])
    return runs[-1]


def _is_above(item: _Item, run: tuple[int, _Run]) -> bool:
    return run[0] != item.way


def _of_run(run: _Run) -> Iterator[AuditFinding]:
    yield from filter(None, starmap(_not_next, pairwise(run)))
    yield from _same_titles(run)
    yield from map(_changed_mark, _unusual([(item.mark, item) for item in run]))


def _not_next(last: _Item, item: _Item) -> AuditFinding | None:
    """A number that is not the next; of headings the declared rule tells the doubts."""
    certainty: Certainty = "确定" if _are_beside(last, item) else "疑问"
    is_told = certainty == "疑问" and item.text.kind == "heading"
    if item.number == last.number + 1 or is_told or _stands_inside(last):
        return None
    message = f"编号不相接：前一条是第{last.number}，这一条写的是第{item.number}"
    return _badly_numbered(certainty, item.text, message)


def _stands_inside(last: _Item) -> bool:
    """Whether the next number is in the same paragraph: lines that a reader took together."""
    number = last.number + 1
    return (
        re.search(f"(?:{number}|{chinese_number(number)})[.．、）)是]|{_circled(number)}", last.words)
        is not None
    )


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1)


def _are_beside(last: _Item, item: _Item) -> bool:
    """Nothing stands between that may have lost its number, and it is no other list's: one is left out."""
    is_near = item.number - last.number in _SLIPS
    return is_near and item.order == last.order + 1 and item.text.block == last.text.block + 1


def _badly_numbered(certainty: Certainty, one: RunningText, message: str, at: int = 0) -> AuditFinding:
    said = one.text[at:][:_SHOWN]
    return AuditFinding(_CODE, certainty, NAMES[_CODE], one.place(at), said, message, said, fix=_FIX)


def _same_titles(run: _Run) -> Iterator[AuditFinding]:
    """Two of one run that are called the same."""
    first: dict[str, _Item] = {}
    for item in filter(_numbered_title, run):
        earlier = first.setdefault(_numbered_title(item), item)
        if earlier is not item:
            message = f"“{_numbered_title(item)}”在同一列里有两条：第{earlier.number}和第{item.number}"
            yield _badly_numbered("确定", item.text, message)


def _numbered_title(item: _Item) -> str:
    """Up to its first stop; empty where that is no title."""
    title = _TITLE.match(item.words)
    return title[0].strip() if title else ""


def _unusual(marked: Sequence[tuple[str, _T]]) -> Iterator[tuple[str, str, _T]]:
    """Of a list of marks the first that is another than most are: that, the usual one, what bears it."""
    usual = max(Counter(map(itemgetter(0), marked)).items(), key=itemgetter(1))[0] if marked else ""
    others = ((mark, usual, bearer) for mark, bearer in marked if mark != usual)
    return islice(others, 1)


def _changed_mark(unusual: tuple[str, str, _Item]) -> AuditFinding:
    """1. beside 2、 in one run."""
    mark, usual, item = unusual
    return _badly_numbered("确定", item.text, _other_mark(mark, usual))


def _one_width(mark: str) -> str:
    return mark.replace("．", ".")


def _other_mark(mark: str, usual: str) -> str:
    return f"编号后面用“{mark}”，同一列别的用“{usual}”"


def _inside(one: RunningText) -> Iterator[AuditFinding]:
    """1.……2.……3.…… in one paragraph: each list from its 1 on."""
    for found in _lists_inside(one.text):
        yield from chain.from_iterable(map(partial(_wrong_inside, one), pairwise(found)))
        yield from map(partial(_changed_inside, one), _unusual(_with_marks(found)))


def _with_marks(found: Iterable[re.Match[str]]) -> list[tuple[str, re.Match[str]]]:
    return [(_one_width(match["号"]), match) for match in found]


def _changed_inside(one: RunningText, unusual: tuple[str, str, re.Match[str]]) -> AuditFinding:
    mark, usual, match = unusual
    return _badly_numbered("确定", one, _other_mark(mark, usual), match.start())


def _lists_inside(text: str) -> Iterator[list[re.Match[str]]]:
    lists: list[list[re.Match[str]]] = [[]]
    for match in _INSIDE.finditer(text):
        lists += [[]] * (int(match["number"]) == 1)
        lists[-1].append(match)
    return (found for found in lists[1:] if len(found) >= _FEWEST)


def _wrong_inside(one: RunningText, both: tuple[re.Match[str], re.Match[str]]) -> Iterator[AuditFinding]:
    """One that repeats, or skips a number that stands nowhere between."""
    last, match = both
    number, missed = int(match["number"]), int(last["number"]) + 1
    between = one.text[last.end() : match.start()]
    if number != missed and str(missed) not in between:
        message = f"编号不相接：前一条是第{missed - 1}，这一条写的是第{number}"
        yield _badly_numbered("确定", one, message, match.start())


def _is_lone_note(run: _Run) -> bool:
    """注：1.…… and no 2."""
    only = run[0]
    return (len(run), only.text.kind, only.way, only.number) == (1, "note", _DIGITS, 1)


def _lone_note(run: _Run) -> AuditFinding:
    return _badly_numbered("疑问", run[0].text, "只有第1条，没有第2条")


def _two_marks(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    """1. in one list and 1、 in another: the first of those that are fewer."""
    marked = list(chain.from_iterable(map(_marks_of, texts)))
    for mark, usual, (one, at) in _unusual(marked):
        message = f"这里编号后面用“{mark}”，文件里别的多用“{usual}”"
        yield _badly_numbered("疑问", one, message, at)


def _marks_of(one: RunningText) -> Iterator[tuple[str, tuple[RunningText, int]]]:
    """That of its first number: those inside one list are told where they change."""
    numbers = islice(_INSIDE.finditer(one.text), 1)
    return ((_one_width(match["号"]), (one, match.start())) for match in numbers)
