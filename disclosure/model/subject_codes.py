"""科目编码 — every code has the digits of its classification; the nearest subjects are named where not.

A well-formed code that the catalogue of the year does not list is no fault: the catalogue is not complete.
Files, changes and data made in Python are told the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Number
from typing import Any

from disclosure.classification import Subject, named, nearest, nearest_economic
from disclosure.model.key_paths import item, join, stepped, steps_below
from disclosure.model.typed_words import is_none

LATEST = 2024  # where the data's own year cannot be read
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class CodeKind:
    """编码的种类 — how it is called, written, and what is near one that is mistyped."""

    name: str
    pattern: re.Pattern[str]
    between: tuple[int, int]
    nearest: Callable[[str, int], tuple[Subject, ...]]


_ITEM = CodeKind("功能分类项级科目编码（7 位数字）", re.compile("[0-9]{7}"), (1000000, 9999999), nearest)
_SECTION = CodeKind(
    "经济分类款级科目编码（5 位数字，以 3 开头）", re.compile("3[0-9]{4}"), (30000, 39999), nearest_economic
)
_ITEM_KEYS = ("项", "付方项", "收方项", "各项", "预算完成")
KINDS = {**dict.fromkeys(_ITEM_KEYS, _ITEM), "款": _SECTION, "科目": _SECTION}  # by key


def stated_year(data: Mapping[str, Any]) -> int | None:
    """所写年度 — the year that data say they are of, before they are known to be right."""
    year = re.fullmatch("[0-9]{4}", str(data.get("年度")))
    return int(year[0]) if year else None


def wrong(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """编码的错误 — key path and sentence, of data in the words of a file: the values of 项 and 科目, the keys
    of 各项, 预算完成 and 款.
    """
    year = stated_year(data) or LATEST
    for code, path, kind in _each_code(data, ""):
        if not kind.pattern.fullmatch(code.strip()):
            yield path, refused(code, kind, year)


def refused(code: str, kind: CodeKind, year: int = LATEST) -> str:
    """编码不对 — the sentence about a code that is not written as its kind is."""
    folded = unicodedata.normalize("NFKC", code.strip())
    if kind.pattern.fullmatch(folded):
        return f"“{code}”含全角数字，请改为半角：{folded}"
    return f"“{code}”不是{kind.name}{_advice(folded, kind, year)}"


def kind_at(path: str) -> CodeKind | None:
    """该处的编码 — the kind of code that is the value at a key path; None where it is no code."""
    return KINDS.get(path.rpartition(".")[2].partition("[")[0])


def unquoted(value: Any) -> str:
    """未加引号的编码 — as a code is to be written, of one given as a number; pandas puts .0 behind."""
    return str(value).removesuffix(".0") if isinstance(value, Number) else str(value)


def _each_code(data: Any, path: str) -> Iterator[tuple[str, str, CodeKind]]:
    for step, value in steps_below(data):
        place, kind = stepped(path, step), KINDS.get(str(step))
        if kind is None:
            yield from _each_code(value, place)
        else:
            yield from ((code, where, kind) for code, where in _codes(value, place))


def _codes(value: Any, path: str) -> list[tuple[str, str]]:
    match value:
        case str():
            return [] if is_none(value) else [(value, path)]
        case dict():
            return [(code, join(path, code)) for code in value]
    numbered = enumerate(value)
    return [(code, item(path, index)) for index, code in numbered if isinstance(code, str)]


def _advice(code: str, kind: CodeKind, year: int) -> str:
    same = named(code, year) if kind is _ITEM else ()
    likeness = "名称相同" if same else "相近"
    subjects = tuple(filter(_is_item, same)) or kind.nearest(code, year)
    return f"，{likeness}的有：{_listing(subjects)}" if subjects else ""


def _is_item(subject: Subject) -> bool:
    return subject.level == "项"


def _listing(subjects: Sequence[Subject]) -> str:
    more = f"等 {len(subjects)} 个" if len(subjects) > _MAX_NAMED else ""
    return "、".join(f"{subject.code} {subject.name}" for subject in subjects[:_MAX_NAMED]) + more
