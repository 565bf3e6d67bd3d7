"""认科目 — the code of a functional subject from its name as sentences write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import methodcaller

from rapidfuzz import fuzz, process

from disclosure import classification
from disclosure.auditing.shapes import TRIPLE

_CLASS, _SECTION, _ITEM = 3, 5, 7  # digits
_ALIKE = 65  # of 100


@cache
def code_of(name: str, digits: int, year: int, within: str = "", used: frozenset[str] = frozenset()) -> str:
    """编码 — of a name, alone or as 类（款）（项）; "" where none or several could be meant.

    Of several the ones below a code, and those that the document uses elsewhere, come first.
    """
    triple = TRIPLE.search(name)
    found = _of_triple(triple, year) if triple else _of_name(name, digits, year)
    codes = {code[:digits] for code in found}
    inside = set(filter(methodcaller("startswith", within), codes))
    narrowest = next(filter(None, (inside & used, inside, codes & used, codes)), codes)
    return min(narrowest) if len(narrowest) == 1 else ""


def _of_name(name: str, digits: int, year: int) -> list[str]:
    """Of the very name; else of the one 类 that it is much like (of another year)."""
    same = [one.code for one in classification.of_name(name, "2" * digits, year)]
    return same or (_likeliest_class(name, year) if digits == _CLASS else [])


def _likeliest_class(name: str, year: int) -> list[str]:
    names = _classes(year)
    near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return [near[2]] if near else []


@cache
def _classes(year: int) -> Mapping[str, str]:
    every = classification.functional_subjects(year)
    return {one.code: one.name for one in every if len(one.code) == _CLASS}


def _of_triple(triple: re.Match[str], year: int) -> list[str]:
    """The 项 of this name below the 类 and 款 of these; of a 款 that is called otherwise the likeliest."""
    below = tuple(_of_name(triple["class"], _CLASS, year)) or ("",)
    items = list(filter(methodcaller("startswith", below), _of_name(triple["item"], _ITEM, year)))
    names = {
        code: section.name for code, section in zip(items, _sections(items, year), strict=True) if section
    }
    best = process.extractOne(triple["section"], names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return [best[2]] if best and len(items) > 1 else items


def _sections(items: Iterable[str], year: int) -> Iterator[classification.Subject | None]:
    return (classification.subject(code[:_SECTION], year) for code in items)
