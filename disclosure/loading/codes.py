"""科目编码 — those of a file against their classifications, and what its schema says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from disclosure.classification import Own, Subject, is_same_name, of_name, subject_of
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import subject_codes
from disclosure.model.subject_codes import KINDS


def check(data: Mapping[str, Data], reading: Reading) -> None:
    """检查科目编码 — their digits; where they stand as keys, the key itself is shown."""
    for path, sentence in subject_codes.wrong(data):
        reading.add(sentence, path, reading.keys.get(path))


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
    return KINDS[key].name if key in KINDS else ""


def as_schema(key: str) -> dict[str, Any]:
    """JSON Schema — of what is written at a key that holds a code, with quotes or without; else nothing."""
    kind = KINDS.get(key)
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
