"""校验报告 — what checking found: findings, the outcome of every check, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain
from typing import Literal

from disclosure.errors import DisclosureError
from disclosure.extensions import Extension

Severity = Literal["error", "warning", "note"]
SEVERITIES: dict[str, Severity] = {"错误": "error", "警告": "warning", "提示": "note"}
SAID: dict[Severity, str] = {severity: chinese for chinese, severity in SEVERITIES.items()}

TAIL = "舍入尾差"
TAIL_FIX = "不必修改，按核定数印出"


class Outcome(Enum):
    """结果 — how a check ended; a check that crashed could not be checked, it never speaks of bad data."""

    PASSED = "通过"
    FAILED = "未通过"
    WAIVED = "豁免"
    NOT_APPLICABLE = "不适用"
    NOT_CHECKED = "未能校验"


@dataclass(frozen=True, slots=True)
class Finding:
    """发现 — one fault: what is stated, what was expected, by which formula, and how to mend it.

    `where` holds the names of the figures, cells (`<table>.<row>.<column>`) or texts concerned, `places` the
    same as a person calls them; `sources` are file and line of what was entered.
    """

    code: str
    severity: Severity
    name: str
    message: str
    where: tuple[str, ...]
    places: tuple[str, ...] = ()
    stated: str = ""
    expected: str = ""
    formula: str = ""
    basis: str = ""
    fix: str = ""
    sources: tuple[str, ...] = ()

    def as_tail(self, message: str) -> Finding:
        """作为尾差 — the same where rounding explains the difference: a note, nothing to mend."""
        return replace(self, severity="note", message=message, fix=TAIL_FIX)


@dataclass(frozen=True, slots=True)
class Result:
    """校验结果 — one check: its outcome, why (where it did not simply pass), its findings."""

    code: str
    name: str
    outcome: Outcome
    why: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """校验报告 — every check's result, in order of the declarations; `loose` cells stand in no identity.

    `extensions` are the checks, packs and outputs of other packages that took part.
    """

    results: tuple[Result, ...]
    loose: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    remarks: tuple[str, ...] = ()  # on reading, no findings

    def with_extensions(self, more: Iterable[Extension]) -> CheckReport:
        """记下扩展 — the same report, with what else of other packages took part."""
        return replace(self, extensions=tuple(dict.fromkeys((*self.extensions, *more))))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """全部发现 — errors first, then warnings, then notes; waived ones are left out."""
        standing = (result.findings for result in self.results if result.outcome != Outcome.WAIVED)
        findings = chain.from_iterable(standing)
        return tuple(sorted(findings, key=lambda finding: list(SAID).index(finding.severity)))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """错误 — the findings that stop a publication."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def counts(self) -> dict[Outcome, int]:
        """计数 — how many checks ended in each of the five ways."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome}

    def of(self, code: str) -> Iterator[Finding]:
        """某项发现 — the findings of one code."""
        return (finding for finding in self.findings if finding.code == code)


class CheckError(DisclosureError):
    """校验未通过 — a publication build with errors in its figures; `findings` lists them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        lines = "\n".join(f"  · {fault.code} {fault.name}：{fault.message}" for fault in findings)
        super().__init__(
            f"校验有 {len(findings)} 处错误，不能生成公开稿"
            f"（disclosure check 可看详情，--draft 可先出草稿）：\n{lines}"
        )
