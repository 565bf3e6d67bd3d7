"""科目的名称 — what a name of a subject is in a year: right, another year's, misspelt, or not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial, reduce
from itertools import chain

from rapidfuzz import fuzz, process

from disclosure import classification
from disclosure.auditing.word_lists import word_list
from disclosure.classification import Subject
from disclosure.importing.recognising.spellings import label

_ALIKE = 75  # of 100
_ECONOMIC = "3"  # how codes of the economic classification begin
_ways_of_writing = partial(word_list, "subject_words.toml")


@dataclass(frozen=True, slots=True)
class Judged:
    """判断 — codes that a name surely stands for, and where it is wrong what it ought to be and why.

    `expected` is empty where the name is right or nobody knows; `sure` only of what is a fault beyond doubt.
    """

    codes: tuple[str, ...] = ()
    why: str = ""
    expected: str = ""
    sure: bool = False


@cache
def judged(name: str, above: tuple[str, ...], digits: int, year: int) -> Judged:
    """判断一个名称 — of a level below any of some codes, as a list or a text writes it."""
    current = list(chain.from_iterable(map(partial(_subjects_under, digits=digits, year=year), above)))
    same = [one.code for one in current if classification.is_same_name(name, one.name)]
    if same:
        return Judged(tuple(same))
    ways = chain(
        _of_another_year(name, above, digits, year), _misspelt(name, current), _spelt_like_one(name, current)
    )
    return next(ways, Judged(why="目录里没有这个名称"))


@cache
def _subjects_under(above: str, digits: int, year: int) -> tuple[Subject, ...]:
    every = (
        classification.economic_subjects
        if above.startswith(_ECONOMIC)
        else classification.functional_subjects
    )
    return tuple(one for one in every(year) if len(one.code) == digits and one.code.startswith(above))


def _of_another_year(name: str, above: Iterable[str], digits: int, year: int) -> Iterator[Judged]:
    """A name that the list of another year has: as the subject is called now, or what stands for it."""
    bearing = partial(classification.formerly_named, name, digits=digits, year=year)
    return map(partial(_as_now_called, year), chain.from_iterable(map(bearing, above)))


def _as_now_called(year: int, former: Subject) -> Judged:
    now = classification.subject_of(former.code, year)
    others = [now] if now else classification.instead(former.code, year)[:1]
    called = "、".join(one.name for one in others)
    is_sure = now is None or now.confidence == "high"
    return Judged(tuple(one.code for one in others), f"不是{year}年的名称", called, is_sure)


def _misspelt(name: str, current: Iterable[Subject]) -> Iterator[Judged]:
    """A name that is a current one but for ways of writing that no subject differs in."""
    same = list(filter(partial(_is_written_alike, name), current))
    return (Judged((one.code,), "名称写得不对", one.name, sure=True) for one in same[: len(same) == 1])


def _is_written_alike(name: str, one: Subject) -> bool:
    return written_plainly(one.name) == written_plainly(name)


def _spelt_like_one(name: str, current: Iterable[Subject]) -> Iterator[Judged]:
    names = {one: label(one.name) for one in current}
    near = process.extractOne(label(name), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if near:
        yield Judged((near[2].code,), "目录里没有这个名称", near[2].name)


def written_plainly(name: str) -> str:
    """不计写法 — a name without the words and ways of writing in which no two subjects differ."""
    words = _ways_of_writing()
    plainly = reduce(_replaced, words["写法"], label(name))
    return reduce(_short_of, words["末尾"], plainly)


def _replaced(text: str, words: tuple[str, str]) -> str:
    return text.replace(*words)


def _short_of(text: str, end: str) -> str:
    return text.removesuffix(end)
