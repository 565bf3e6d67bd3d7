"""自己写的校验 — a Python function as a check: `@check_rule(…)` says what it is, an argument gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, reduce
from importlib import import_module
from typing import Any, Literal

from disclosure.checks.check_programs import Hit, Scene
from disclosure.checks.declarations import CheckSet, CheckSpec
from disclosure.errors import InputError, Problem

Program = Callable[[Scene], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class CheckRule:
    """一条自己的校验 — what is said of it, and the function that finds what is at fault.

    It is called like the function. A rule that stands in a module by its name goes to other processes.
    """

    spec: CheckSpec
    program: Program

    def __call__(self, scene: Scene) -> Iterable[Hit]:
        """校验 — the hits of the function."""
        return self.program(scene)

    def __str__(self) -> str:
        return f"自己的校验 {self.spec.code}（{self.spec.name}）"

    def __reduce__(self) -> tuple[Any, ...]:
        return _named_rule, (self.program.__module__, self.program.__qualname__)


def check_rule(
    *,
    code: str,
    name: str,
    basis: str,
    severity: Literal["错误", "警告", "提示"] = "警告",
    fix: str = "",
) -> Callable[[Program], CheckRule]:
    """自己写的校验 — makes a function a check: given a `Scene`, it yields a `Hit` for each fault.

    `code` is capital letters and digits, unlike those of the pack; `basis` says which rule it rests on; a
    fault of severity 错误 stops a publication. Give it as `checks=[…]` to `check` and `build`, or offer it by
    the entry point `disclosure.checks`. Raises InputError for a code or severity that cannot be.
    """
    spec = CheckSpec(code=code, name=name, basis=basis, severity=severity, fix=fix, probe="函数")
    return partial(CheckRule, spec)


def chosen(declared: CheckSet, own: tuple[CheckRule, ...], only: tuple[str, ...]) -> tuple[CheckRule, ...]:
    """要查的 — those that `only` leaves; raises InputError for a code that another rule has."""
    codes = [spec.code for spec in declared.checks]
    for rule in own:
        if rule.spec.code in codes:
            raise InputError([Problem(f"校验代码“{rule.spec.code}”已经有了，请给自己的校验换一个")])
        codes.append(rule.spec.code)
    return tuple(rule for rule in own if not only or rule.spec.code.startswith(only))


def _named_rule(module: str, name: str) -> CheckRule:
    found: Any = import_module(module)
    rule: CheckRule = reduce(getattr, name.split("."), found)
    return rule
