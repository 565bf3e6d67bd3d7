"""科目编码 — every code has the digits of its classification; the nearest subjects are named where not.

A well-formed code that the catalogue of the year does not list is no fault: the catalogue is not complete.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosure.classification import (
    Own,
    Subject,
    is_same_name,
    named,
    nearest,
    nearest_economic,
    of_name,
    subject_of,
)
from disclosure.loading.reading_state import Data, Reading, item, join, stated_year, stepped, steps_below
from disclosure.model.typed_words import is_none

_LATEST = 2024  # where the file's own year cannot be read
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    pattern: re.Pattern[str]
    between: tuple[int, int]
    nearest: Callable[[str, int], tuple[Subject, ...]]


_ITEM = _Kind("功能分类项级科目编码（7 位数字）", re.compile("[0-9]{7}"), (1000000, 9999999), nearest)
_SECTION = _Kind(
    "经济分类款级科目编码（5 位数字，以 3 开头）", re.compile("3[0-9]{4}"), (30000, 39999), nearest_economic
)
_ITEM_KEYS = ("项", "付方项", "收方项", "各项", "预算完成")
_KINDS = {**dict.fromkeys(_ITEM_KEYS, _ITEM), "款": _SECTION, "科目": _SECTION}


def check(data: dict[str, Data], reading: Reading) -> None:
    """检查科目编码 — the values of 项 and 科目, the keys of 各项, 预算完成 and 款."""
    _walk(data, "", stated_year(data) or _LATEST, reading)


def check_names(reading: Reading, year: int, own: Own, typed: Mapping[str, Data]) -> None:
    """检查代码旁的名称 — a code beside the name of another subject: which of both is meant is not known.

    A name that no subject has is a remark of the office; a code that is not listed is asked about elsewhere.
    """
    for code, name, source in reading.names_beside:
        listed, others = subject_of(code, year, own), of_name(name, code, year, own)
        names = [*filter(None, (str(typed.get(code, "")), listed.name if listed else ""))]
        if names and others and not any(is_same_name(name, one) for one in names):
            reading.add(
                f"代码和名称不是同一个科目：{code} 是“{names[0]}”，"
                f"“{name}”的代码是 {_nearest_codes(code, others)}，请核对后改正",
                "",
                source,
            )


def _nearest_codes(code: str, others: Sequence[Subject]) -> str:
    """Those below the same 款 or 类, where there are any: 事业运行 stands under many."""
    beside = [one.code for one in others if one.code[:5] == code[:5]] if len(code) == len("2010301") else []
    return "、".join((beside or [one.code for one in others])[:3])


def written(key: str) -> str:
    """写法 — what is to be written at a key that holds a code; empty for any other."""
    return _KINDS[key].name if key in _KINDS else ""


def as_schema(key: str) -> dict[str, Any]:
    """JSON Schema — of what is written at a key that holds a code, with quotes or without; else nothing."""
    kind = _KINDS.get(key)
    return (
        {}
        if kind is None
        else {
            "type": ["integer", "string"],
            "pattern": f"^\\s*{kind.pattern.pattern}\\s*$",
            "patternErrorMessage": f"这里应填{kind.name}",
            "minimum": kind.between[0],
            "maximum": kind.between[1],
        }
    )


def _walk(data: Data, path: str, year: int, reading: Reading) -> None:
    for step, value in steps_below(data):
        place, kind = stepped(path, step), _KINDS.get(str(step))
        if kind is None:
            _walk(value, place, year, reading)
            continue
        for code, where in _codes(value, place):
            _check(code, where, kind, year, reading)


def _codes(value: Data, path: str) -> list[tuple[str, str]]:
    match value:
        case str():
            return [] if is_none(value) else [(value, path)]
        case dict():
            return [(code, join(path, code)) for code in value]
    numbered = enumerate(value)
    return [(code, item(path, index)) for index, code in numbered if isinstance(code, str)]


def _check(code: str, path: str, kind: _Kind, year: int, reading: Reading) -> None:
    folded = unicodedata.normalize("NFKC", code.strip())
    if kind.pattern.fullmatch(code.strip()):
        return
    if kind.pattern.fullmatch(folded):
        message = f"“{code}”含全角数字，请改为半角：{folded}"
    else:
        message = f"“{code}”不是{kind.name}{_advice(folded, kind, year)}"
    reading.add(message, path, reading.keys.get(path))


def _advice(code: str, kind: _Kind, year: int) -> str:
    same = named(code, year) if kind is _ITEM else ()
    likeness = "名称相同" if same else "相近"
    subjects = tuple(filter(_is_item, same)) or kind.nearest(code, year)
    return f"，{likeness}的有：{_listing(subjects)}" if subjects else ""


def _is_item(subject: Subject) -> bool:
    return subject.level == "项"


def _listing(subjects: Sequence[Subject]) -> str:
    more = f"等 {len(subjects)} 个" if len(subjects) > _MAX_NAMED else ""
    return "、".join(f"{subject.code} {subject.name}" for subject in subjects[:_MAX_NAMED]) + more
