"""公式 — the one formula language: names, numbers, + - * / and brackets; parse, evaluate, say in Chinese.

A name is any run of letters, digits, Chinese characters, dots and underscores (`expenditure.final`, `c1`,
`本年支出`). Undefined values (None) make the result undefined, and so does division by zero: no rate has a
zero base. Python's own `ast` cannot take it: `支出.类.201` is no expression there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain, product
from typing import Literal

from disclosure.interval import UNBOUNDED, Interval
from disclosure.money import EXACT

Operator = Literal["+", "-", "*", "/"]
_TOKEN = re.compile(r"([\w.]+|[-+*/()])|(\S)")  # or what is none
_NUMBER = re.compile(r"\d+(\.\d+)?")
_NO_SUM = frozenset("-*/()")  # what no formula of a plain sum has
_SAID = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_OPERATIONS = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "/": EXACT.divide}
ZERO = Decimal(0)
_SUMS = {"+": Interval.__add__, "-": Interval.__sub__}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


class FormulaError(ValueError):
    """公式有误 — a formula that cannot be parsed; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Number:
    """常数 — a number in a formula."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """名称 — a figure, row or column named in a formula."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """运算 — two sides and the sign between them."""

    operator: Operator
    left: Formula
    right: Formula


Formula = Number | Name | Operation


@cache
def parse(text: str) -> Formula:
    """解析 — the formula of a text; raises FormulaError."""
    waiting = _tokens(text)[::-1]  # the next token is the last of the list: reading one costs nothing
    formula = _sum(waiting, text)
    if waiting:
        raise FormulaError(f"公式“{text}”在“{waiting[-1]}”处看不懂")
    return formula


def evaluate(formula: Formula, value: Callable[[str], Decimal | None]) -> Decimal | None:
    """计算 — the formula's value, each name looked up by `value`; None where undefined."""
    match formula:
        case Number(number):
            return number
        case Name(name):
            return value(name)
        case Operation(operator, left, right):
            return _apply(operator, evaluate(left, value), evaluate(right, value))


def bounds(formula: Formula, interval: Callable[[str], Interval]) -> Interval:
    """区间 — between which values the formula lies, those of each name looked up by `interval`."""
    match formula:
        case Number(number):
            return Interval.exactly(number)
        case Name(name):
            return interval(name)
        case Operation(operator, left, right):
            return _within(operator, bounds(left, interval), bounds(right, interval))


def names(formula: Formula) -> Iterator[str]:
    """名称列表 — every name in reading order."""
    waiting = [formula]  # a long sum leans to the left: its depth is its length
    while waiting:
        match waiting.pop():
            case Name(name):
                yield name
            case Operation(_, left, right):
                waiting += (right, left)


def with_names(formula: Formula, rename: Callable[[str], str]) -> Formula:
    """换名称 — the same formula over names as `rename` gives them."""
    match formula:
        case Number():
            return formula
        case Name(name):
            return Name(rename(name))
        case Operation(operator, left, right):
            return Operation(operator, with_names(left, rename), with_names(right, rename))


def written(formula: Formula) -> str:
    """写成文字 — the text that is parsed to the same formula."""
    return _worded(formula, str, {operator: f" {operator} " for operator in _SAID}, "()")


def is_sum(text: str) -> bool:
    """只相加 — whether a formula, as it is written, does nothing but add; none is parsed for it."""
    return _NO_SUM.isdisjoint(text)


def only_adds(formula: Formula) -> bool:
    """只加减 — whether a formula neither multiplies nor divides."""
    match formula:
        case Operation(operator, left, right):
            return operator in "+-" and only_adds(left) and only_adds(right)
        case _:
            return True


def say(formula: Formula, label: Callable[[str], str]) -> str:
    """读出公式 — the formula in Chinese, each name replaced by its label."""
    return _worded(formula, label, _SAID, "（）")


def _worded(formula: Formula, label: Callable[[str], str], signs: Mapping[str, str], brackets: str) -> str:
    match formula:
        case Number(number):
            return format(number, "f")
        case Name(name):
            return label(name)
        case Operation(operator, left, right):
            sides = ((left, False), (right, True))
            said = (
                _bracketed_side(
                    _worded(side, label, signs, brackets), side, operator, brackets, right=at_right
                )
                for side, at_right in sides
            )
            return signs[operator].join(said)


def _bracketed_side(said: str, formula: Formula, outer: Operator, brackets: str, *, right: bool) -> str:
    is_grouped = isinstance(formula, Operation) and _is_looser(formula.operator, outer, right=right)
    return said.join(brackets) if is_grouped else said


def _is_looser(inner: Operator, outer: Operator, *, right: bool) -> bool:
    """Whether brackets are needed: it binds less, or stands behind what it would be taken into."""
    regrouped = right and outer in "-/"
    return _STRENGTH[inner] < _STRENGTH[outer] + regrouped


def _apply(operator: Operator, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None or (operator == "/" and right == 0):
        return None
    return _OPERATIONS[operator](left, right)


def _within(operator: Operator, left: Interval, right: Interval) -> Interval:
    """What may be 0 divides nothing, and what is not bounded multiplies nothing."""
    value = _apply(operator, left.value, right.value)
    if value is not None:
        return Interval.exactly(value)
    if operator in _SUMS:
        return _SUMS[operator](left, right)
    ends = tuple(product((left.low, left.high), (right.low, right.high)))
    if (operator == "/" and right.holds(ZERO)) or not all(map(Decimal.is_finite, chain(*ends))):
        return _scaled(operator, left, right)
    return Interval.over(_OPERATIONS[operator](one, other) for one, other in ends)


def _scaled(operator: Operator, left: Interval, right: Interval) -> Interval:
    """A multiple of what is bounded on one side, or on none."""
    one, other = (right, left) if operator == "*" and left.value is not None else (left, right)
    factor = other.value
    return one.mapped(lambda end: _OPERATIONS[operator](end, factor)) if factor else UNBOUNDED


def _tokens(text: str) -> list[str]:
    found = _TOKEN.findall(text)
    if unknown := next((other for _, other in found if other), ""):
        raise FormulaError(f"公式“{text.rstrip()}”里有不认识的字符“{unknown}”")
    return [token for token, _ in found]


def _sum(waiting: list[str], text: str) -> Formula:
    return _operations(waiting, text, {"+": "+", "-": "-"}, _product)


def _product(waiting: list[str], text: str) -> Formula:
    return _operations(waiting, text, {"*": "*", "/": "/"}, _atom)


def _operations(
    waiting: list[str],
    text: str,
    operators: Mapping[str, Operator],
    part: Callable[[list[str], str], Formula],
) -> Formula:
    left = part(waiting, text)
    while waiting and waiting[-1] in operators:
        operator = operators[waiting.pop()]
        left = Operation(operator, left, part(waiting, text))
    return left


def _atom(waiting: list[str], text: str) -> Formula:
    if not waiting:
        raise FormulaError(f"公式“{text}”没有写完")
    first = waiting.pop()
    if first == "(":
        return _bracketed(waiting, text)
    if first in "+-*/)":
        raise FormulaError(f"公式“{text}”在“{first}”处缺一个名称")
    return Number(Decimal(first)) if _NUMBER.fullmatch(first) else Name(first)


def _bracketed(waiting: list[str], text: str) -> Formula:
    inner = _sum(waiting, text)
    if waiting[-1:] != [")"]:
        raise FormulaError(f"公式“{text}”缺右括号")
    waiting.pop()
    return inner
