"""科目的标识 — ids of figures that stand on a subject (expenditure.class.205.final)."""

from __future__ import annotations

import re

_SUBJECT = re.compile(r"(.*)\.(?:class|section|item|subjects)\.(\d+)(\..*|)")


def above(id: str) -> str:
    """上一级 — the id without its last subject; empty where it names none."""
    head, found, tail = _parted(id)
    return f"{head}{tail}" if found else ""


def code(id: str) -> str:
    """科目代码 — of the last subject of an id; empty where it names none."""
    return _parted(id)[1]


def _parted(id: str) -> tuple[str, str, str]:
    """What stands before the last subject, its code, what stands behind it."""
    found = _SUBJECT.fullmatch(id)
    return (found[1], found[2], found[3]) if found else (id, "", "")
