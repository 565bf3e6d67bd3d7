"""程序校验的约定 — what a rule written in Python gives back, and how it says that it has nothing to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from disclosure.checks.book import Book
from disclosure.checks.declared import CheckSet


@dataclass(frozen=True, slots=True)
class Hit:
    """命中 — one fault: the place, what stands there, what was expected, and a sentence."""

    where: tuple[str, ...]
    stated: str
    expected: str
    message: str
    tail: bool = False  # only rounding: a note


class NotApplicable(Exception):  # noqa: N818 - an outcome, not an error
    """不适用 — there is nothing that this rule is about; the message says why."""


class Unchecked(Exception):  # noqa: N818 - an outcome, not an error
    """未能校验 — something is missing; the message says what."""


@dataclass(frozen=True, slots=True)
class Scene:
    """现场 — what a program sees: the numbers, and the declarations of the pack."""

    book: Book
    declared: CheckSet


Probe = Callable[[Scene], Iterator[Hit]]
