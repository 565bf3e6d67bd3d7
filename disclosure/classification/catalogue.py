"""科目目录 — look-up of 功能分类 (类 款 项) and 经济分类 (类 款) subjects as they stood in a year.

The lists (functional.csv, economic.csv) are put together from public documents, not complete: a code not
listed is a hint, never an error. An explanation is the official wording only where `official` says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache, partial
from itertools import chain, groupby

from disclosure.classification.dated_rows import Years, rows
from disclosure.classification.office_list import NONE, Own
from disclosure.common_start import common_start

# 类 3 位, 款 5 位, 项 7 位
_LEVELS = (3, 5, 7)
_ENTERED = {"functional": "项", "economic": "款"}  # the level at which amounts are entered
_BETWEEN = re.compile(r"\s*[-—–－/\\>→]+\s*")
_MARKS = re.compile(r"[\s()\[\]〔〕【】“”\"、，,]")
_NAMES = 10_000  # of subjects and of what is looked up, whose plain form is kept
_OFFICIAL = ("attested", "pattern")


@dataclass(frozen=True, slots=True)
class Subject:
    """科目 — code, name, level (类 款 项), explanation, basis; `official`: the usual wording."""

    code: str
    name: str
    level: str
    explanation: str
    basis: str
    confidence: str

    @property
    def official(self) -> bool:
        """是否官方原文 — whether the explanation is the usual official wording."""
        return self.basis in _OFFICIAL


@dataclass(frozen=True, slots=True)
class _Entry:
    subject: Subject
    years: Years


_Catalogue = dict[str, tuple[_Entry, ...]]


def subject(code: str, year: int, own: Own = NONE) -> Subject | None:
    """功能分类科目 — the 类, 款 or 项 of a code in a year, the office's own list first; None if unlisted."""
    return _official(code, own[code]) if code in own else _find("functional", code, year)


def economic(code: str, year: int, own: Own = NONE) -> Subject | None:
    """部门预算支出经济分类科目 — the 类 or 款 of a code in a year, the office's own list first."""
    return _official(code, own[code]) if code in own else _find("economic", code, year)


def functional_subjects(year: int, own: Own = NONE) -> tuple[Subject, ...]:
    """全部功能科目 — every functional 类, 款 and 项 of a year, by code; begins with 2."""
    return _with_own("functional", year, own, "2")


def economic_subjects(year: int, own: Own = NONE) -> tuple[Subject, ...]:
    """全部经济科目 — every economic 类 and 款 of a year, by code; begins with 3."""
    return _with_own("economic", year, own, "3")


def _with_own(kind: str, year: int, own: Own, first: str) -> tuple[Subject, ...]:
    given = {code: _official(code, row) for code, row in own.items() if code.startswith(first)}
    subjects = {**_of_year(kind, year), **given}
    return tuple(subjects[code] for code in sorted(subjects))


def _official(code: str, row: tuple[str, ...]) -> Subject:
    level = ("类", "款", "项")[_LEVELS.index(len(code))]
    name, explanation, *_ = row
    return Subject(code, name, level, explanation, _OFFICIAL[0], confidence="high")


def named(name: str, year: int) -> tuple[Subject, ...]:
    """同名科目 — every functional subject of this very name in a year (行政运行 stands under many 款).

    A name may stand behind those of its 类 and 款: 一般公共服务支出-政府办公厅（室）及相关机构事务-行政运行.
    """
    *above, last = map(str.strip, _BETWEEN.split(name.strip()))
    same = (entry for entry in _of_year("functional", year).values() if entry.name == last)
    return tuple(entry for entry in same if _stands_below(entry.code, above, year))


def _stands_below(code: str, names: list[str], year: int) -> bool:
    over = (_find("functional", parent, year) for parent in parents(code))
    return {one.name for one in over if one}.issuperset(names)


def subject_of(code: str, year: int, own: Own = NONE) -> Subject | None:
    """科目 — the functional or economic subject of a code in a year; economic ones begin with 3."""
    return economic(code, year, own) if _is_economic(code) else subject(code, year, own)


def _is_economic(code: str) -> bool:
    return code.startswith("3")


def of_name(name: str, code: str, year: int, own: Own = NONE) -> tuple[Subject, ...]:
    """有这个名称的科目 — subjects of the kind and level of a code, those that stand nearest to it first."""
    every = economic_subjects if _is_economic(code) else functional_subjects
    of_level = (found for found in every(year, own) if len(found.code) == len(code))
    meant = _meant_by(name)
    same = (found for found in of_level if _condensed(found.name) in meant)
    return tuple(sorted(same, key=lambda found: (-common_start(code, found.code), found.code)))


def is_same_name(one: str, other: str) -> bool:
    """名称相同 — brackets, blanks and 支出 at the end do not matter; names of 类 and 款 may stand before."""
    return _condensed(other) in _meant_by(one)


def _meant_by(name: str) -> tuple[str, str]:
    """A name as a whole, and without those of 类 and 款 before it."""
    return _condensed(name), _condensed(_BETWEEN.split(name.strip())[-1])


@lru_cache(maxsize=_NAMES)
def _condensed(name: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).removesuffix("支出")


def nearest(text: str, year: int) -> tuple[Subject, ...]:
    """相近科目 — up to three functional subjects whose code, or name, is close to a mistyped one."""
    return _near("functional", text, year)


def nearest_economic(text: str, year: int) -> tuple[Subject, ...]:
    """相近经济科目 — up to three economic 款 whose code, or name, is close to a mistyped one."""
    return _near("economic", text, year)


def formerly_named(name: str, above: str, digits: int, year: int) -> tuple[Subject, ...]:
    """以前的名称 — subjects below a code that surely bore a name until a year before this one."""
    # 行政事业单位离退休 below 208 in 2023 → 20805, so called until 2019
    codes = filter(partial(_stands_under, above, digits), _catalogue(_kind_of_code(above)))
    before = chain.from_iterable(map(partial(formerly_called, year=year), codes))
    return tuple(one for one in before if is_same_name(name, one.name) and one.confidence == "high")


def _kind_of_code(code: str) -> str:
    return "economic" if _is_economic(code) else "functional"


def _stands_under(above: str, digits: int, code: str) -> bool:
    return len(code) == digits and code.startswith(above)


def formerly_called(code: str, year: int) -> tuple[Subject, ...]:
    """以前叫什么 — what a code was called until a year before this one."""
    entries = _catalogue(_kind_of_code(code)).get(code, ())
    return tuple(entry.subject for entry in entries if entry.years.last < year)


def instead(code: str, year: int, own: Own = NONE) -> tuple[Subject, ...]:
    """改用的科目 — subjects of a year that a code it does not list may stand for, the likeliest first.

    One that an earlier edition listed is looked for by its name below the same 类: 2080504 → 2080501. Codes
    alike are offered of the office's own list only: ours is not complete, and a right code has neighbours.
    """
    beside = _of_the_class(code, year, own)
    renamed = (_like_name(name, beside) for name in _former_names(code))
    alike = _like_code(code, [found for found in beside if found.code in own])
    return tuple(dict.fromkeys(chain(*renamed, alike)))[:3]


def _of_the_class(code: str, year: int, own: Own) -> list[Subject]:
    every = economic_subjects if _is_economic(code) else functional_subjects
    return [found for found in every(year, own) if _is_of_the_class(found.code, code)]


def _is_of_the_class(one: str, other: str) -> bool:
    """Of the same 类 and the same level."""
    return (len(one), one[: _LEVELS[0]]) == (len(other), other[: _LEVELS[0]])


def _former_names(code: str) -> list[str]:
    entries = _catalogue("economic" if _is_economic(code) else "functional").get(code, ())
    return [entry.subject.name for entry in entries]


def parents(code: str) -> tuple[str, ...]:
    """上级科目 — the codes above one, from the 类 down: 2010301 → 201, 20103."""
    return tuple(code[:length] for length in _LEVELS if length < len(code))


def _find(kind: str, code: str, year: int) -> Subject | None:
    return _of_year(kind, year).get(code)


def _near(kind: str, text: str, year: int) -> tuple[Subject, ...]:
    entries = [entry for entry in _of_year(kind, year).values() if entry.level == _ENTERED[kind]]
    close = _like_code(text, entries) if text[:1].isdigit() else _like_name(text, entries)
    return tuple(close[:3])


def _like_code(text: str, entries: list[Subject]) -> list[Subject]:
    """A slip is mostly near the end of a code, so what agrees longest from the left comes first."""
    close = [entry for entry in entries if common_start(text, entry.code) >= _LEVELS[0]]
    return sorted(close, key=lambda entry: _unlikeness(text, entry.code))


def _unlikeness(text: str, code: str) -> tuple[int, float, str]:
    return -common_start(text, code), -SequenceMatcher(None, text, code).ratio(), code


def _like_name(text: str, entries: list[Subject]) -> list[Subject]:
    close = get_close_matches(text, list(dict.fromkeys(entry.name for entry in entries)), n=3, cutoff=0.5)
    return [entry for name in close for entry in entries if entry.name == name]


@cache
def _of_year(kind: str, year: int) -> dict[str, Subject]:
    """Where two rows hold for one year, the one that began last is the more exact."""
    holding = {code: _holding(entries, year) for code, entries in _catalogue(kind).items()}
    return {code: max(entries, key=_begun).subject for code, entries in holding.items() if entries}


def _holding(entries: tuple[_Entry, ...], year: int) -> list[_Entry]:
    return [entry for entry in entries if entry.years.hold(year)]


def _begun(entry: _Entry) -> int:
    return entry.years.first


@cache
def _catalogue(kind: str) -> _Catalogue:
    listed = sorted(rows(f"{kind}.csv"), key=_code_of_row)
    return {code: tuple(map(_entry, group)) for code, group in groupby(listed, key=_code_of_row)}


def _code_of_row(row: dict[str, str]) -> str:
    return row["code"]


def _entry(row: dict[str, str]) -> _Entry:
    basis = row.get("explanation_basis", "")
    subject = Subject(row["code"], row["name"], row["level"], row["explanation"], basis, row["confidence"])
    return _Entry(subject, Years.of(row))
