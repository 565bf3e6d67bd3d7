"""勾稽声明 — what a pack declares in checks.toml: an entry a rule, merged by 代码 along the chain."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from disclosure import formula as formulas
from disclosure.model.base import Flag, Model

Relation = Literal["=", "≤", "≥", "<", ">", "≠", "同有无"]
Tolerance = Literal["分", "印出"]
ReadIn = Literal["录入", "成文"]
_SUM = re.compile(r"Σ\[[^\]]*\]")
_HOLE = re.compile(r"\{[^{}]*\}")
_WHEN = re.compile(r"(.+?)\s*(=|≤|≥|<|>|≠)\s*(.+)")


class CheckSpec(Model):
    """校验 — code, Chinese name and exactly one way to check: two sides, a pattern, or a 程序 (Python).

    `each` runs a rule for every name that fits a pattern (`支出.类.{类###}.决算数`) or for every listed word;
    `sets` names packs or tables (ids): the rule holds only where the chain has one of them;
    `read_in` says where a pattern is looked for: in typed text (录入) or in the finished sentences (成文);
    `to_confirm`: what it finds is no fault to mend, somebody compares and answers for it (errors excepted);
    `asks_unit` adds to the fix whether the unit is wrong, and where it is entered;
    `tolerance` 分 compares to the cent (amounts given in 万元: to their rounding), 印出 as printed in 万元.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9.]*$")
    name: str
    rules: tuple[str, ...] = ()
    left: str = ""
    relation: Relation = "="
    right: str = ""
    pattern: str = ""
    read_in: ReadIn = "录入"
    probe: str = ""
    each: str | dict[str, tuple[str, ...]] = ""
    when: str = ""
    unless: tuple[str, ...] = ()
    tolerance: Tolerance = "分"
    severity: Literal["错误", "警告", "提示"] = "错误"
    basis: str
    fix: str
    since: int = 0
    until: int = 9999
    asks_unit: Flag = False
    to_confirm: Flag = False
    sets: tuple[str, ...] = ()
    off: Flag = False

    @field_validator("left", "right")
    @classmethod
    def _formula(cls, text: str) -> str:
        try:
            formulas.parse(_HOLE.sub("甲", _SUM.sub("0", text)) or "0")
        except formulas.FormulaError as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("pattern")
    @classmethod
    def _pattern(cls, text: str) -> str:
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"样式“{text}”不是正则表达式：{error}") from error
        return text

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [bool(self.left and self.right), bool(self.pattern), bool(self.probe)]
        if sum(ways) != 1:
            raise ValueError(f"{self.code}：要写“左”和“右”、“样式”、“程序”三种之一")
        if self.when and not _WHEN.fullmatch(self.when):
            raise ValueError(f"{self.code}：“当”要写成“甲 > 0”的样子")
        return self

    @cached_property
    def condition(self) -> tuple[str, Relation, str] | None:
        """条件 — the two sides and the relation of 当."""
        parts = _WHEN.fullmatch(self.when)
        return (parts[1], _relation(parts[2]), parts[3]) if parts else None

    def idle(self, year: int, known: Collection[str]) -> str:
        """为何不查 — why the rule does not apply to a year, packs and tables; empty where it does."""
        if self.off:
            return "本模板停用"
        if not self.since <= year <= self.until:
            return f"{year}年度不适用"
        if self.sets and not set(self.sets) & set(known):
            return "本表式不适用"
        return ""


class CheckSet(Model):
    """校验表 — the merged checks.toml of a chain: rules, words that name a figure, words that add up.

    `families` says for beginnings of codes how a clerk calls what the checks are about. `hollow` are words
    (patterns) that are no reason, each with what to write instead; `ratified_totals` says for each key of
    批复数 which figures are printed of it. With what a sentence compares the figure whose reason it gives,
    the wording of the chain says (`comparisons`: by the figure and by 增减 or 预算).
    """

    checks: Annotated[tuple[CheckSpec, ...], Field(default=())]
    families: dict[str, str] = Field(default_factory=dict)
    phrases: dict[str, str] = Field(default_factory=dict)
    sums: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    hollow: dict[str, str] = Field(default_factory=dict)
    ratified_totals: dict[str, str] = Field(default_factory=dict)
    comparisons: dict[str, dict[str, str]] = Field(default_factory=dict)

    def compared(self, role: str, figure: str) -> str:
        """比的是哪个数 — the change that a reason of the figure is about, as 增减 or as 预算."""
        return f"{figure}.{self.comparisons[figure.partition('.')[0]][role]}"

    def group(self, code: str) -> str:
        """分组 — of a check: as the longest beginning of its code says."""
        return self.families.get(max(filter(code.startswith, self.families), key=len, default=""), "")

    def active(self, year: int, known: Collection[str]) -> tuple[tuple[CheckSpec, str], ...]:
        """各项校验 — every rule and why it is idle, empty where it applies; `known`: packs and tables."""
        return tuple((spec, spec.idle(year, known)) for spec in self.checks)


def _relation(text: Any) -> Relation:
    return text  # type: ignore[no-any-return]  # the pattern admits relations only
