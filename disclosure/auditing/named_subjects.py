"""认科目 — the code of a functional subject from its name as sentences write it."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz, process

from disclosure import classification

_TRIPLE = re.compile(r"(?P<class>[^()]+?)\(类\)(?:支出)?-?(?P<section>.+?)\(款\)-?(?P<item>.+?)\(项\)")
_ITEM = "2" * 7
_CLASS = 3
_ALIKE = 65  # of 100


@cache
def code_of(name: str, digits: int, year: int, within: str = "", used: frozenset[str] = frozenset()) -> str:
    """编码 — of a name, alone or as 类（款）（项）; "" where none or several could be meant.

    Of several the ones below a code, and those that the document uses elsewhere, come first.
    """
    triple = _TRIPLE.search(name)
    found = _of_triple(triple, year) if triple else _of_name(name, digits, year)
    codes = {code[:digits] for code in found if len(code) >= digits}
    codes = {code for code in codes if code.startswith(within)} or codes
    codes = codes & used or codes
    return codes.pop() if len(codes) == 1 else ""


def _of_name(name: str, digits: int, year: int) -> list[str]:
    """Of the very name; else of the one 类 that it is much like (医疗卫生支出, of another year)."""
    same = [one.code for one in classification.of_name(name, "2" * digits, year)]
    return same or (_likeliest_class(name, year) if digits == _CLASS else [])


def _likeliest_class(name: str, year: int) -> list[str]:
    names = {
        one.code: one.name for one in classification.functional_subjects(year) if len(one.code) == _CLASS
    }
    near = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2)
    return [code for _, _, code in near[:1]]


def _of_triple(triple: re.Match[str], year: int) -> list[str]:
    """The 项 of this name below the 类 and 款 of these; of a 款 that is called otherwise the likeliest."""
    below = {code[:3] for code in _of_name(triple["class"], 3, year)}
    items = [code for code in _of_name(triple["item"], 7, year) if not below or code[:3] in below]
    if len(items) < 2:
        return items
    names = {code: section.name for code in items if (section := classification.subject(code[:5], year))}
    best = process.extractOne(triple["section"], names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return [best[2]] if best else items
