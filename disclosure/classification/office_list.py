"""本单位的科目表 — the official list of a year that an office imported; it goes before the lists here.

A row may say (归类) which group, or which fund's budget, a subject belongs to. A list that says so of one
subject is taken at its word for all: what this folder has of groups, or of budgets, then does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Own = Mapping[str, tuple[str, ...]]  # code → name, explanation and, where the list has it, 归类
NONE: Own = {}
_BELONGS = 2  # where 归类 stands


def sorted_by_word(own: Own, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """归类 — codes that the list puts under each of the words, by word; empty where it says nothing."""
    belonging = {word: tuple(code for code, row in own.items() if word in row[_BELONGS:]) for word in words}
    return belonging if any(belonging.values()) else {}
