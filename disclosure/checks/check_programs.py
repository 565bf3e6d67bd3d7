"""程序校验的约定 — what a rule in Python gives back, and how it says that there is nothing to check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from disclosure import terms
from disclosure.checks.book import ZERO, Book, Entry, said
from disclosure.checks.check_report import FEW, Outcome, Result, first_few
from disclosure.checks.declarations import CheckSet, CheckSpec
from disclosure.document import Document
from disclosure.errors import PackError, Source
from disclosure.model import Performance, Submission


@dataclass(frozen=True, slots=True)
class Hit:
    """命中 — one fault: the place, what stands there, what was expected, and a sentence.

    `at` is where in a file it stands, where the place itself does not say so: a line of an attachment.
    `spoken` is said on the screen alone, in no file.
    """

    where: tuple[str, ...]
    stated: str
    expected: str
    message: str
    tail: bool = False  # only rounding: a note
    at: Source | None = None
    spoken: str = ""


class NotApplicable(Exception):  # noqa: N818 - an outcome, not an error
    """不适用 — there is nothing that this rule is about; the message says why."""


class Unchecked(Exception):  # noqa: N818 - an outcome, not an error
    """未能校验 — something is missing; the message says what."""


@dataclass(frozen=True, slots=True)
class Scene:
    """现场 — what a program sees: the numbers, and the declarations of the pack."""

    book: Book
    declared: CheckSet

    @property
    def submission(self) -> Submission:
        """数据 — of the department-year."""
        return self.book.facts.submission

    def active(self) -> Iterator[CheckSpec]:
        """要查的 — the declared rules that are not idle."""
        return (spec for spec, idle in self.rules if not idle)

    @property
    def rules(self) -> tuple[tuple[CheckSpec, str], ...]:
        """各项规则 — every declared rule, and why it is idle."""
        facts = self.book.facts
        known = {*facts.packs, *(table.id for table in facts.tables)}
        return self.declared.active(facts.submission.year, known)

    @property
    def document(self) -> Document:
        """文稿 — as it would be published; without blocks where none has been composed."""
        return self.book.facts.document or Document("", "", ())

    def value(self, name: str) -> Decimal | None:
        """一个数 — by its Chinese name (支出.决算数), in 元; None where it is not known.

        A name that no number has makes the check one that could not be made, and says what is near.
        """
        if name not in self.book:
            raise Unchecked(f"没有“{name}”这个数{terms.near(name, list(self.book))}")
        return self.book.value(name)

    @property
    def performance(self) -> Performance:
        """绩效 — what was filled in of it."""
        return self.submission.performance or Performance()


Probe = Callable[[Scene], Iterator[Hit]]
_T = TypeVar("_T")


def needed(value: _T | None, reason: str) -> _T:
    """须有 — what a rule is about; where there is nothing of it, the rule does not apply for this reason."""
    if not value:
        raise NotApplicable(reason)
    return value


def stated(value: _T | None, reason: str) -> _T:
    """须已填 — as `needed`, but that there is none of it may be stated too."""
    if value is None:
        raise NotApplicable(reason)
    return value


def apart(
    figure: Entry, amount: Decimal | None, where: tuple[str, ...], message: str, rounding: Decimal = ZERO
) -> Iterator[Hit]:
    """不等 — the fault of an amount that is not the figure it states; a tail where rounding explains it."""
    if amount is not None and figure.differs_from(amount):
        tail = figure.within_slack(amount, rounding)
        yield Hit(where, said(amount, figure.unit), figure.said, message, tail)


def unequal(where: str, stated: object, expected: object, message: str) -> Iterator[Hit]:
    """不符 — the fault of what is not as expected."""
    if stated != expected:
        yield Hit((where,), str(stated), str(expected), message)


def together(hits: Iterable[Hit]) -> Iterator[Hit]:
    """合并 — the hits of one rule each by itself, as one hit where nobody would read them all."""
    told = list(hits)
    if len(told) <= FEW:
        yield from told
    else:
        where = tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("where"), told))))
        texts = (filter(None, map(attrgetter(field), told)) for field in ("stated", "expected", "message"))
        stated, expected, message = map(partial(first_few, "；"), texts)
        yield Hit(where, stated, expected, message)


def numbered(entries: Iterable[_T] | None) -> Iterator[tuple[int, _T]]:
    """编号 — entries of a list of the data, numbered as in key paths (支出[1]); none where not filled."""
    return enumerate(entries or (), 1)


def guarded(code: str, name: str, check: Callable[[], Result]) -> Result:
    """稳妥地校验 — what goes wrong inside a check is its fault, never bad data, and stops no other."""
    try:
        return check()
    except PackError:
        raise
    except NotApplicable as reason:
        return Result(code, name, Outcome.NOT_APPLICABLE, str(reason))
    except Unchecked as reason:
        return Result(code, name, Outcome.NOT_CHECKED, str(reason))
    except Exception as error:  # a crash must not stop the other checks
        return Result(code, name, Outcome.NOT_CHECKED, f"程序出错：{type(error).__name__} {error}")
