"""开始的结果 — what will be made, said before it is made; what came of it, kept for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """打算 — the folder's name (empty where the files handed in tell it), and what is said of it.

    `rows` are what is known by what it is called, `files` those that will be made by what is in them,
    `taken` and `left` sentences: what is taken from where, and what is not.
    """

    folder: str
    rows: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    taken: Sequence[str]
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """做成了什么 — of a job: in one sentence, then sentences by what they are about; where to go on."""

    folder: str  # as addresses have it
    title: str
    sentence: str
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_last_year: bool = False  # what was learnt is last year's: this year's begins from it
