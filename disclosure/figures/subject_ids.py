"""科目的标识 — ids of figures that stand on a subject (expenditure.class.205.final)."""

from __future__ import annotations

from itertools import pairwise

_LEVELS = ("class", "section", "item", "subjects")


def above(id: str) -> str | None:
    """上一级 — the id without its last subject; None where it names none."""
    steps, last = id.split("."), _last_subject(id)
    return ".".join(steps[:last] + steps[last + 2 :]) if last is not None else None


def code(id: str) -> str:
    """科目代码 — of the last subject of an id that names one."""
    return id.split(".")[(_last_subject(id) or 0) + 1]


def _last_subject(id: str) -> int | None:
    steps = id.split(".")
    subjects = [at for at, (level, code) in enumerate(pairwise(steps)) if _is_subject(level, code)]
    return subjects[-1] if subjects else None


def _is_subject(level: str, code: str) -> bool:
    return level in _LEVELS and code.isdigit()
