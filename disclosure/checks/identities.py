"""勾稽 — evaluates a declared rule of two sides for each name it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from itertools import chain, filterfalse, product

from disclosure import formula as formulas
from disclosure import terms
from disclosure.checks.book import ZERO, Book, Entry, formula_said, said, slack_of
from disclosure.checks.check_report import SEVERITIES, TAIL, Finding, Outcome
from disclosure.checks.declarations import CheckSpec, Relation, Tolerance
from disclosure.errors import PackError
from disclosure.formula import Formula
from disclosure.interval import NOTHING, Interval
from disclosure.money import SCALE

_SUM = re.compile(r"Σ\[([^\]]*)\]")
_HOLE = re.compile(r"\{[^{}]*\}")
# 每个数至少许差多少；印出的是万元两位小数，舍入半厘（0.005 万元）
_ALLOWED: Mapping[Tolerance, Decimal] = {"分": ZERO, "印出": SCALE["万元"] * Decimal("0.005")}
# 两边的区间里不论各是哪个数，关系都成立
_ALWAYS: Mapping[str, Callable[[Interval, Interval], bool]] = {
    "=": lambda left, right: left.value is not None and left.value == right.value,
    "≤": Interval.at_most,
    "≥": lambda left, right: right.at_most(left),
    "<": Interval.below,
    ">": lambda left, right: right.below(left),
    "≠": lambda left, right: left.below(right) or right.below(left),
    "同有无": lambda left, right: len(_presence(left) | _presence(right)) == 1,
    "一有一无": lambda left, right: _presence(left).isdisjoint(_presence(right)),
}
_CONTRARY: Mapping[Relation, str] = {
    "=": "≠",
    "≤": ">",
    "≥": "<",
    "<": "≥",
    ">": "≤",
    "≠": "=",
    "同有无": "一有一无",
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
_BOUNDS: tuple[Relation, ...] = ("≤", "≥", "<", ">", "≠")  # of which 应为 would say too much
_BESIDE = {relation: _OUGHT[relation].removesuffix("{}") for relation in _BOUNDS}


@dataclass(frozen=True, slots=True)
class Verdict:
    """结论 — one instance of a rule: outcome, why, and the finding where there is one."""

    outcome: Outcome
    why: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """一边 — the formula of one side and between which values it lies."""

    formula: Formula
    interval: Interval
    entries: tuple[Entry, ...]

    @property
    def is_exact(self) -> bool:
        """是一个数 — whether only one value is possible."""
        return self.interval.value is not None

    @property
    def unit(self) -> str:
        """单位 — that of the first number with one."""
        return next((entry.unit for entry in self.entries), "")

    def said(self, end: Decimal, unit: str) -> str:
        """说法 — the value, or an end of what it lies between, in its own unit or that of the other side."""
        return self.interval.sign_of(end) + said(end, self.unit or unit)

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
    def holds(self) -> bool:
        """成立 — whether both sides stand so, as far as they are known."""
        return _ALWAYS[self.relation](self.left.interval, self.right.interval)

    @property
    def is_broken(self) -> bool:
        """不成立 — whether the two sides cannot stand so."""
        return _ALWAYS[_CONTRARY[self.relation]](self.left.interval, self.right.interval)

    @property
    def is_known(self) -> bool:
        """定得了 — whether what is known tells that they stand so, or that they do not."""
        return self.holds or self.is_broken

    @property
    def says(self) -> str:
        """内容 — how they ought to stand, in the words of the form."""
        sign = _SIGNS.get(self.relation, self.relation)
        return f"{self.left.formula_said()}{sign}{self.right.formula_said()}"

    @property
    def is_assumed(self) -> bool:
        """只是认定 — that what is not known is not below 0 is taken for granted: a rule must not say it."""
        return not (self.left.is_exact or self.right.entries)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """所比的数 — of two sides that stand apart the ends that are nearest."""
        left, right = self.left.interval, self.right.interval
        return (left.low, right.high) if right.at_most(left) else (left.high, right.low)

    def within_rounding(self, tolerance: Tolerance) -> bool:
        """只差舍入 — whether rounding explains the difference; a product or quotient has no interval here."""
        if self.relation not in _EXCESS:
            return False
        allowed = max(slack_of(self.entries), _ALLOWED[tolerance] * len(self.entries))
        left, right = self.ends
        return _EXCESS[self.relation](left - right) <= allowed


def _presence(interval: Interval) -> frozenset[bool]:
    """Whether there is more than nothing: both, where that is not known."""
    impossible = {True: interval.at_most(NOTHING), False: NOTHING.below(interval)}
    return frozenset(has for has, never in impossible.items() if not never)


def verdicts(spec: CheckSpec, book: Book) -> Iterator[Verdict]:
    """各次结论 — one verdict for each name the rule concerns."""
    for binding in _bindings(spec, book):
        yield _verdict(spec, binding, book)


def equations(spec: CheckSpec, book: Book) -> Iterator[tuple[Formula, Formula]]:
    """等式 — both sides of a rule for each name that it concerns, where it is one of equality that holds."""
    is_equality = spec.left and (spec.relation, spec.severity) == ("=", "错误")
    both = comparisons(spec, book) if is_equality else iter(())
    return ((one.left.formula, one.right.formula) for one in both)


def comparisons(spec: CheckSpec, book: Book) -> Iterator[Comparison]:
    """各次比较 — both sides of a rule for each name that it applies to."""
    return (_of_rule(spec, binding, book) for binding in _applicable(spec, book))


def failures(spec: CheckSpec, book: Book) -> Iterator[Finding]:
    """不符之处 — the findings of a rule that no rounding explains."""
    for compared in comparisons(spec, book):
        if compared.is_broken and not compared.within_rounding(spec.tolerance):
            yield _finding_of(spec, compared, book)


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


def _applicable(spec: CheckSpec, book: Book) -> Iterator[Mapping[str, str]]:
    return filterfalse(partial(_not_applicable, spec, book=book), _bindings(spec, book))


def _of_rule(spec: CheckSpec, binding: Mapping[str, str], book: Book) -> Comparison:
    return _compared((spec.left, spec.relation, spec.right), binding, book)


def _verdict(spec: CheckSpec, binding: Mapping[str, str], book: Book) -> Verdict:
    reason = _not_applicable(spec, binding, book)
    if reason:
        return Verdict(Outcome.NOT_APPLICABLE, reason)
    compared = _of_rule(spec, binding, book)
    if compared.is_broken:
        return _broken(spec, compared, book)
    if compared.holds and not compared.is_assumed:
        return Verdict(Outcome.PASSED)
    return unknown(compared.entries, book)


def _not_applicable(spec: CheckSpec, binding: Mapping[str, str], book: Book) -> str:
    if any(_put_in(path, binding) in book.given for path in spec.unless):
        return "已作说明"
    if spec.condition is not None and not _compared(spec.condition, binding, book).holds:
        return f"只在{spec.when}时适用"
    return ""


def unknown(entries: tuple[Entry, ...], book: Book) -> Verdict:
    """定不了 — what has to be filled in of these numbers first; no rule applies to one that there is not."""
    missing = tuple(dict.fromkeys(chain.from_iterable(entry.missing for entry in entries)))
    if missing:
        return Verdict(*book.unchecked(missing))
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
    left, right, ends = compared.left, compared.right, compared.ends
    labels = {entry.name: entry.label for entry in compared.entries}
    stated, expected = left.said(ends[0], right.unit), right.said(ends[1], left.unit)
    return Finding(
        spec.code,
        SEVERITIES[spec.severity],
        spec.name,
        f"{_says(left, stated)}，{_ought(spec.relation, right, expected)}",
        tuple(labels),
        tuple(labels.values()),
        stated,
        expected,
        compared.says,
        spec.basis,
        f"{_unit_question(book)}；{spec.fix}" if spec.asks_unit else spec.fix,
        book.sources(*labels),
        declared_to_confirm=spec.to_confirm,
        ought=_BESIDE.get(spec.relation, "应为"),
    )


def _ought(relation: Relation, right: Side, expected: str) -> str:
    """How the number before stands to what the other side is; a mere number says it by itself."""
    # 0 → 应不小于0.00元;  支出.项目支出.决算数 → 支出.项目支出.决算数是80.00元，前一个数应不小于后一个数
    if not right.entries:
        return _OUGHT[relation].format(expected)
    return f"{_says(right, expected)}，前一个数{_OUGHT[relation].format('后一个数')}"


def _says(side: Side, said: str) -> str:
    """What a side is; `至少8.00元` needs no 是 before it."""
    return f"{side.formula_said()}{'是' if side.is_exact else ''}{said}"


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
    entries = tuple(_known_number(name, book) for name in _names_written(written))
    return Side(formula, _interval(formula, entries), entries)


@cache
def _names_written(written: str) -> tuple[str, ...]:
    return tuple(formulas.names(formulas.parse(written)))


def _interval(formula: Formula, entries: Iterable[Entry]) -> Interval:
    """Between which values a side lies; most are of numbers that are known."""
    value = formulas.evaluate(formula, {entry.name: entry.value for entry in entries}.__getitem__)
    if value is not None:
        return Interval.exactly(value)
    return formulas.bounds(formula, {entry.name: entry.interval for entry in entries}.__getitem__)


def _written_out(pattern: str, book: Book) -> str:
    names = [name for name, _ in book.matching(pattern)]
    return f"({' + '.join(names)})" if names else "0"


def _put_in(text: str, binding: Mapping[str, str]) -> str:
    for word, meaning in binding.items():
        text = text.replace(f"{{{word}}}", meaning)
    return text


def _known_number(name: str, book: Book) -> Entry:
    if name not in book and not book.could_have(name):
        raise PackError(f"没有名为“{name}”的数{terms.near(name, list(book))}")
    return book.entry(name)
