"""勾稽 — evaluates a declared rule of two sides for each name it concerns."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from disclosure import formula as formulas
from disclosure import terms
from disclosure.checks.book import Book, Entry, said
from disclosure.checks.check_report import SEVERITIES, TAIL, TAIL_FIX, Finding, Outcome
from disclosure.checks.declarations import CheckSpec, Relation
from disclosure.errors import PackError
from disclosure.formula import Formula
from disclosure.money import SCALE

ZERO = Decimal(0)
_SUM = re.compile(r"Σ\[([^\]]*)\]")
_LONG = 8
# 万元两位小数，每个数舍入半厘（0.005 万元）
_PRINTED_HALF = SCALE["万元"] * Decimal("0.005")
_HOLDS: dict[Relation, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "≤": operator.le,
    "≥": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "≠": operator.ne,
    "同有无": lambda left, right: (left > 0) == (right > 0),
}
_SLACKS: Mapping[Relation, Callable[[Decimal], Decimal]] = {
    "=": abs,
    "≤": lambda difference: max(difference, ZERO),
    "≥": lambda difference: max(-difference, ZERO),
}
_SAID: Mapping[str, str] = {"=": "＝", "同有无": "应与右边同有或同无："}


@dataclass(frozen=True, slots=True)
class Verdict:
    """结论 — one instance of a rule: outcome, why, and the finding where there is one."""

    outcome: Outcome
    why: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """一边 — the formula of one side and its value."""

    formula: Formula
    value: Decimal | None
    entries: tuple[Entry, ...]

    @property
    def unit(self) -> str:
        """单位 — that of the first number with one."""
        return next((entry.unit for entry in self.entries), "")

    def said(self, unit: str) -> str:
        """说法 — the value in its own unit, that of the other side where it is a mere number."""
        return said(self.value or ZERO, self.unit or unit)


def verdicts(spec: CheckSpec, book: Book) -> Iterator[Verdict]:
    """各次结论 — one verdict for each name the rule concerns."""
    for binding in _bindings(spec, book):
        yield _verdict(spec, binding, book)


def _bindings(spec: CheckSpec, book: Book) -> Iterator[dict[str, str]]:
    if isinstance(spec.each, str):
        yield from (found for _, found in book.matching(spec.each)) if spec.each else ({},)
        return
    for words in product(*spec.each.values()):
        yield dict(zip(spec.each, words, strict=True))


def _verdict(spec: CheckSpec, binding: Mapping[str, str], book: Book) -> Verdict:
    if any(_filled(path, binding) in book.given for path in spec.unless):
        return Verdict(Outcome.NOT_APPLICABLE, "已作说明")
    if spec.condition is not None and not _condition(spec.condition, binding, book):
        return Verdict(Outcome.NOT_APPLICABLE, f"只在{spec.when}时适用")
    left, right = side(spec.left, binding, book), side(spec.right, binding, book)
    if left.value is None or right.value is None:
        return _unknown((*left.entries, *right.entries))
    if _HOLDS[spec.relation](left.value, right.value):
        return Verdict(Outcome.PASSED)
    tail = _within(spec, left, right)
    if tail and book.noted(entry.name for entry in (*left.entries, *right.entries)):
        return Verdict(Outcome.PASSED, TAIL)
    finding = finding_of(spec, left, right, book, tail=tail)
    return Verdict(Outcome.PASSED if tail else Outcome.FAILED, TAIL if tail else "", finding)


def _condition(condition: tuple[str, Relation, str], binding: Mapping[str, str], book: Book) -> bool:
    left, relation, right = condition
    values = side(left, binding, book).value, side(right, binding, book).value
    return values[0] is not None and values[1] is not None and _HOLDS[relation](values[0], values[1])


def _unknown(entries: tuple[Entry, ...]) -> Verdict:
    missing = dict.fromkeys(name for entry in entries for name in entry.missing)
    if missing:
        return Verdict(Outcome.NOT_CHECKED, f"缺{'、'.join(missing)}")
    return Verdict(Outcome.NOT_APPLICABLE, "没有这个数")


def _within(spec: CheckSpec, left: Side, right: Side) -> bool:
    """尾差 — whether rounding explains the difference; a product or quotient has no interval here."""
    distance = _SLACKS.get(spec.relation)
    if distance is None or left.value is None or right.value is None:
        return False
    entries = (*left.entries, *right.entries)
    allowed = sum((entry.slack for entry in entries), ZERO)
    if spec.tolerance == "印出":
        allowed = max(allowed, _PRINTED_HALF * len(entries))
    return distance(left.value - right.value) <= allowed


def finding_of(spec: CheckSpec, left: Side, right: Side, book: Book, *, tail: bool = False) -> Finding:
    """发现 — the finding of two sides that disagree; a rounding tail is a note."""
    entries = tuple({entry.name: entry for entry in (*left.entries, *right.entries)}.values())
    stated, expected = left.said(right.unit), right.said(left.unit)
    formula = f"{_words(left)}{_SAID.get(spec.relation, spec.relation)}{_words(right)}"
    message = (
        f"{stated}与{expected}的差在舍入尾差之内" if tail else f"应为{formula}，现为{stated}与{expected}"
    )
    return Finding(
        spec.code,
        "note" if tail else SEVERITIES[spec.severity],
        spec.name,
        message,
        tuple(entry.name for entry in entries),
        tuple(entry.label for entry in entries),
        stated,
        expected,
        formula,
        spec.basis,
        TAIL_FIX if tail else spec.fix,
        tuple(dict.fromkeys(source for entry in entries for source in book.sources(entry.name))),
    )


def side(text: str, binding: Mapping[str, str], book: Book) -> Side:
    """一边 — the text of a side with its words filled in and its Σ written out, evaluated."""
    written = _SUM.sub(lambda found: _sum(found[1], book), _filled(text, binding))
    formula = formulas.parse(written)
    entries = tuple(_entry(name, book) for name in formulas.names(formula))
    values = {entry.name: entry.value for entry in entries}
    return Side(formula, formulas.evaluate(formula, values.__getitem__), entries)


def _sum(pattern: str, book: Book) -> str:
    names = [name for name, _ in book.matching(pattern)]
    return f"({' + '.join(names)})" if names else "0"


def _filled(text: str, binding: Mapping[str, str]) -> str:
    for word, meaning in binding.items():
        text = text.replace(f"{{{word}}}", meaning)
    return text


def _entry(name: str, book: Book) -> Entry:
    found = book.get(name)
    if found is not None:
        return found
    if not book.could_have(name):
        raise PackError(f"没有名为“{name}”的数{terms.near(name, list(book))}")
    return Entry(name, name, None)


def _words(side: Side) -> str:
    if len(side.entries) > _LONG:
        return f"各项之和（{len(side.entries)}项）"
    labels = {entry.name: entry.label for entry in side.entries}
    return formulas.say(side.formula, labels.__getitem__)
