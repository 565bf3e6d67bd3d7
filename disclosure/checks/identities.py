"""勾稽 — evaluates a declared rule of two sides for each name it concerns."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, product

from disclosure import formula as formulas
from disclosure import terms
from disclosure.checks.book import ZERO, Book, Entry, formula_said, said, slack_of
from disclosure.checks.check_report import SEVERITIES, TAIL, Finding, Outcome
from disclosure.checks.declarations import CheckSpec, Relation, Tolerance
from disclosure.errors import PackError
from disclosure.formula import Formula
from disclosure.money import SCALE

_SUM = re.compile(r"Σ\[([^\]]*)\]")
_HOLE = re.compile(r"\{[^{}]*\}")
# 每个数至少许差多少；印出的是万元两位小数，舍入半厘（0.005 万元）
_ALLOWED: Mapping[Tolerance, Decimal] = {"分": ZERO, "印出": SCALE["万元"] * Decimal("0.005")}
_HOLDS: dict[Relation, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "≤": operator.le,
    "≥": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "≠": operator.ne,
    "同有无": lambda left, right: (left > 0) == (right > 0),
}
# 左减右的差，超出关系所许的有多少；别的关系没有舍入可言
_EXCESS: Mapping[Relation, Callable[[Decimal], Decimal]] = {
    "=": abs,
    "≤": lambda difference: max(difference, ZERO),
    "≥": lambda difference: max(-difference, ZERO),
}
_SIGNS: Mapping[str, str] = {"=": "＝", "同有无": "应与右边同有或同无："}
_OUGHT: Mapping[Relation, str] = {
    "=": "应等于{}",
    "≤": "应不大于{}",
    "≥": "应不小于{}",
    "<": "应小于{}",
    ">": "应大于{}",
    "≠": "应不等于{}",
    "同有无": "应与{}同时有或同时没有",
}


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
    def amount(self) -> Decimal:
        """数额 — the value, where the comparison is known."""
        return self.value or ZERO

    @property
    def unit(self) -> str:
        """单位 — that of the first number with one."""
        return next((entry.unit for entry in self.entries), "")

    def said(self, unit: str) -> str:
        """说法 — the value in its own unit, that of the other side where it is a mere number."""
        return said(self.amount, self.unit or unit)

    def formula_said(self) -> str:
        """公式的说法 — in the words of the form."""
        return formula_said(self.formula, {entry.name: entry.label for entry in self.entries})


@dataclass(frozen=True, slots=True)
class Comparison:
    """比较 — two sides and how they ought to stand to each other."""

    left: Side
    relation: Relation
    right: Side

    @property
    def entries(self) -> tuple[Entry, ...]:
        """各数 — those of the left side first."""
        return (*self.left.entries, *self.right.entries)

    @property
    def known(self) -> bool:
        """两边都有数 — whether there is anything to compare."""
        return self.left.value is not None and self.right.value is not None

    @property
    def holds(self) -> bool:
        """成立 — whether both sides are known and stand so."""
        return self.known and _HOLDS[self.relation](self.left.amount, self.right.amount)

    def within_rounding(self, tolerance: Tolerance) -> bool:
        """只差舍入 — whether rounding explains the difference; a product or quotient has no interval here."""
        if self.relation not in _EXCESS:
            return False
        allowed = max(slack_of(self.entries), _ALLOWED[tolerance] * len(self.entries))
        return _EXCESS[self.relation](self.left.amount - self.right.amount) <= allowed


def verdicts(spec: CheckSpec, book: Book) -> Iterator[Verdict]:
    """各次结论 — one verdict for each name the rule concerns."""
    for binding in _bindings(spec, book):
        yield _verdict(spec, binding, book)


def failures(spec: CheckSpec, book: Book) -> Iterator[Finding]:
    """不符之处 — the findings of a rule that no rounding explains."""
    failed = (verdict for verdict in verdicts(spec, book) if verdict.outcome is Outcome.FAILED)
    yield from (verdict.finding for verdict in failed if verdict.finding)


def only_adds(spec: CheckSpec) -> bool:
    """只加减 — whether the two sides of a rule neither multiply nor divide."""
    sides = (_SUM.sub("0", text) for text in (spec.left, spec.right))
    return all(formulas.only_adds(formulas.parse(_HOLE.sub("甲", side))) for side in sides)


def _bindings(spec: CheckSpec, book: Book) -> Iterator[Mapping[str, str]]:
    """What the words in braces stand for, for every name or listed word; once where there are none."""
    each = spec.each or {}
    if isinstance(each, str):
        return (binding for _, binding in book.matching(each))
    return (dict(zip(each, words, strict=True)) for words in product(*each.values()))


def _verdict(spec: CheckSpec, binding: Mapping[str, str], book: Book) -> Verdict:
    reason = _not_applicable(spec, binding, book)
    if reason:
        return Verdict(Outcome.NOT_APPLICABLE, reason)
    compared = _compared((spec.left, spec.relation, spec.right), binding, book)
    if not compared.known:
        return _unknown(compared.entries, book)
    if compared.holds:
        return Verdict(Outcome.PASSED)
    return _broken(spec, compared, book)


def _not_applicable(spec: CheckSpec, binding: Mapping[str, str], book: Book) -> str:
    if any(_put_in(path, binding) in book.given for path in spec.unless):
        return "已作说明"
    if spec.condition is not None and not _compared(spec.condition, binding, book).holds:
        return f"只在{spec.when}时适用"
    return ""


def _unknown(entries: tuple[Entry, ...], book: Book) -> Verdict:
    missing = dict.fromkeys(chain.from_iterable(entry.missing for entry in entries))
    if missing:
        return Verdict(Outcome.NOT_CHECKED, book.lacking(missing))
    return Verdict(Outcome.NOT_APPLICABLE, "没有这个数")


def _broken(spec: CheckSpec, compared: Comparison, book: Book) -> Verdict:
    """A difference is a fault or a rounding tail; that of an approved total is told once, at the total."""
    finding = _finding_of(spec, compared, book)
    if not compared.within_rounding(spec.tolerance):
        return Verdict(Outcome.FAILED, "", finding)
    if book.noted(finding.where):
        return Verdict(Outcome.PASSED, TAIL)
    message = f"{finding.stated}与{finding.expected}的差在舍入尾差之内"
    return Verdict(Outcome.PASSED, TAIL, finding.as_tail(message))


def _finding_of(spec: CheckSpec, compared: Comparison, book: Book) -> Finding:
    left, right = compared.left, compared.right
    labels = {entry.name: entry.label for entry in compared.entries}
    stated, expected = left.said(right.unit), right.said(left.unit)
    sign = _SIGNS.get(spec.relation, spec.relation)
    formula = f"{left.formula_said()}{sign}{right.formula_said()}"
    return Finding(
        spec.code,
        SEVERITIES[spec.severity],
        spec.name,
        f"{left.formula_said()}是{stated}，{_ought(spec.relation, right, expected)}",
        tuple(labels),
        tuple(labels.values()),
        stated,
        expected,
        formula,
        spec.basis,
        f"{_unit_question(book)}；{spec.fix}" if spec.asks_unit else spec.fix,
        book.sources(*labels),
    )


def _ought(relation: Relation, right: Side, expected: str) -> str:
    """How the number before stands to what the other side is; a mere number says it by itself."""
    # 0 → 应不小于0.00元;  支出.项目支出.决算数 → 支出.项目支出.决算数是80.00元，前一个数应不小于后一个数
    if not right.entries:
        return _OUGHT[relation].format(expected)
    return f"{right.formula_said()}是{expected}，前一个数{_OUGHT[relation].format('后一个数')}"


def _unit_question(book: Book) -> str:
    """Whether the unit is wrong, with the places where it is entered."""
    submission = book.facts.submission
    units = {"单位": submission.unit}
    if submission.prior is not None:
        units["上年数.单位"] = submission.prior.unit or submission.unit
    places = "、".join(f"{submission.source(path) or path}（{unit}）" for path, unit in units.items())
    return f"先看单位是不是写错了（元、万元）：{places}"


def _compared(sides: tuple[str, Relation, str], binding: Mapping[str, str], book: Book) -> Comparison:
    left, relation, right = sides
    return Comparison(side(left, binding, book), relation, side(right, binding, book))


def side(text: str, binding: Mapping[str, str], book: Book) -> Side:
    """一边的数 — the text of a side with its words filled in and its Σ written out, evaluated."""
    written = _SUM.sub(lambda match: _written_out(match[1], book), _put_in(text, binding))
    formula = formulas.parse(written)
    entries = tuple(_known_number(name, book) for name in formulas.names(formula))
    values = {entry.name: entry.value for entry in entries}
    return Side(formula, formulas.evaluate(formula, values.__getitem__), entries)


def _written_out(pattern: str, book: Book) -> str:
    names = [name for name, _ in book.matching(pattern)]
    return f"({' + '.join(names)})" if names else "0"


def _put_in(text: str, binding: Mapping[str, str]) -> str:
    for word, meaning in binding.items():
        text = text.replace(f"{{{word}}}", meaning)
    return text


def _known_number(name: str, book: Book) -> Entry:
    if name in book:
        return book[name]
    if not book.could_have(name):
        raise PackError(f"没有名为“{name}”的数{terms.near(name, list(book))}")
    return Entry(name, name, None)
