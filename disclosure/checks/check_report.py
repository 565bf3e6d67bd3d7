"""校验报告 — what checking found: findings, the outcome of every check, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import chain
from typing import Any, ClassVar, Literal

from disclosure import notebook_html
from disclosure.errors import IncompleteError
from disclosure.extensions import Extension
from disclosure.rows import Rows

Severity = Literal["error", "warning", "note"]
SEVERITIES: dict[str, Severity] = {"错误": "error", "警告": "warning", "提示": "note"}
SAID: dict[Severity, str] = {severity: chinese for chinese, severity in SEVERITIES.items()}

TAIL = "舍入尾差"
TAIL_FIX = "不必修改，按核定数印出"


FEW = 6  # places or hits of one kind that are told one by one


def first_few(sign: str, texts: Iterable[str], few: int = FEW, counted: str = "处") -> str:
    """前几处 — those that differ; of many the first, and how many there are."""
    apart = list(dict.fromkeys(texts))
    more = f"等{len(apart)}{counted}" if len(apart) > few else ""
    return sign.join(apart[:few]) + more


_COLUMNS = (
    "code",
    "severity",
    "name",
    "place",
    "stated",
    "expected",
    "message",
    "formula",
    "basis",
    "fix",
    "source",
)


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
    same as a person calls them; `sources` are file and line of what was entered. `spoken` is for the screen
    alone: what would give a secret away stands in no file. `declared_to_confirm` is 确认 of the check;
    `ought` is how what was expected is to be read: 应为, 应不大于; `group` what it is about.
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
    spoken: str = ""
    declared_to_confirm: bool = False
    ought: str = "应为"
    group: str = ""

    @property
    def is_to_confirm(self) -> bool:
        """由人确认 — whether there is nothing to mend: somebody answers for it; an error is mended first."""
        return self.declared_to_confirm and self.severity != "error"

    def as_tail(self, message: str) -> Finding:
        """作为尾差 — the same where rounding explains the difference: a note, nothing to mend."""
        return replace(self, severity="note", message=message, fix=TAIL_FIX)


@dataclass(frozen=True, slots=True)
class Result:
    """校验结果 — one check: its outcome, why (where it did not simply pass), its findings, those waived."""

    code: str
    name: str
    outcome: Outcome
    why: str = ""
    findings: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    group: str = ""

    def in_group(self, group: str) -> Result:
        """归组 — the same, with its findings, in a group of checks."""
        found, waived = (
            tuple(replace(one, group=group) for one in every) for every in (self.findings, self.waived)
        )
        return replace(self, findings=found, waived=waived, group=group)

    def of_unit(self, unit: str) -> Result:
        """某单位的 — the same, each finding's sentence beginning with the unit's name."""
        named = (replace(found, message=f"{unit}：{found.message}") for found in self.findings)
        return replace(self, findings=tuple(named))


@dataclass(frozen=True, slots=True)
class RatifiedTotal:
    """一项批复数 — a total of the 批复 (元) and what is printed of it: the figures, the first cell that does.

    `allowed` is half of the last digit that the 批复 gives; `rounding` how far the amounts entered set the
    printed one apart. `printed` None is not known: `missing` says what has to be filled in.
    """

    path: str
    label: str
    ratified: Decimal
    names: tuple[str, ...]
    called: str
    cell: str
    printed: Decimal | None
    allowed: Decimal = Decimal(0)
    rounding: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()

    def of_unit(self, unit: str) -> RatifiedTotal:
        """某单位的 — the same, its label beginning with the unit's name."""
        return replace(self, label=f"{unit}：{self.label}")

    @property
    def amount(self) -> Decimal:
        """公开的数 — as far as it is known."""
        return self.ratified if self.printed is None else self.printed

    @property
    def difference(self) -> Decimal:
        """差额 — by how much more is printed than was ratified."""
        return self.amount - self.ratified

    @property
    def outcome(self) -> str:
        """结果 — in a word."""
        said = {"缺数": bool(self.missing), "不一致": self.is_wrong, TAIL: self.is_tail, "一致": True}
        return next(filter(said.__getitem__, said))

    @property
    def is_wrong(self) -> bool:
        """不符 — whether it is another number, as exactly as the 批复 and the amounts entered tell."""
        return abs(self.difference) > self.allowed + self.rounding

    @property
    def is_tail(self) -> bool:
        """只差舍入 — whether it is printed otherwise because the amounts entered were rounded."""
        return self.allowed < abs(self.difference) <= self.allowed + self.rounding


@dataclass(frozen=True, slots=True)
class CheckReport(Rows):
    """校验报告 — every check's result, in order of the declarations; `loose` cells stand in no identity.

    `missing` is what a publication still lacks, a sentence each. `extensions` are the checks, packs and
    outputs of other packages that took part.
    """

    columns: ClassVar[tuple[str, ...]] = _COLUMNS
    results: tuple[Result, ...]
    loose: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # on reading, no findings
    ratified: tuple[RatifiedTotal, ...] = ()  # 批复数 beside what is printed, whether it agrees or not

    def records(self) -> list[dict[str, Any]]:
        """各行 — a finding each, errors first."""
        return [_as_row(finding) for finding in self.findings]

    def _repr_html_(self) -> str:
        """In a notebook: counts, findings, what is missing; what only a screen may say is left out."""
        said = "，".join(f"{SAID[severity]} {len(self.of_severity(severity))} 项" for severity in SAID)
        rows = (
            (SAID[one.severity], one.code, one.message, one.places, one.stated, one.expected, one.fix)
            for one in self.findings
        )
        head = ("级别", "代码", "说明", "位置", "现为", "应为", "改法")
        lacking = (
            notebook_html.table("待填", ("项",), ((one,) for one in self.missing)) if self.missing else ""
        )
        return notebook_html.table(f"校验：{said}", head, rows) + lacking

    def with_extensions(self, more: Iterable[Extension]) -> CheckReport:
        """记下扩展 — the same report, with what else of other packages took part."""
        return replace(self, extensions=tuple(dict.fromkeys((*self.extensions, *more))))

    def with_unit(self, unit: str, report: CheckReport) -> CheckReport:
        """并入单位 — the same report, with a unit's behind it: what is said of the unit bears its name."""
        return replace(
            self.with_extensions(report.extensions),
            results=(*self.results, *(result.of_unit(unit) for result in report.results)),
            missing=(*self.missing, *(f"{unit}：{sentence}" for sentence in report.missing)),
            ratified=(*self.ratified, *(one.of_unit(unit) for one in report.ratified)),
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """全部发现 — errors first, then warnings, then notes; waived ones are left out."""
        standing = (result.findings for result in self.results if result.outcome != Outcome.WAIVED)
        findings = chain.from_iterable(standing)
        return tuple(sorted(findings, key=lambda finding: list(SAID).index(finding.severity)))

    @property
    def waived(self) -> tuple[Finding, ...]:
        """豁免的发现 — those that a waiver holds for, in order of the checks."""
        return tuple(chain.from_iterable(result.waived for result in self.results))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """错误 — the findings that stop a publication."""
        return self.of_severity("error")

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """某一级别 — the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    @property
    def publishable(self) -> bool:
        """可以公开 — whether nothing is missing and no check finds an error."""
        return not (self.missing or self.errors)

    @property
    def not_checked(self) -> tuple[Result, ...]:
        """未能校验 — the checks for which something is missing."""
        return tuple(result for result in self.results if result.outcome is Outcome.NOT_CHECKED)

    @property
    def counts(self) -> dict[Outcome, int]:
        """计数 — how many checks ended in each of the five ways."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome}

    def of(self, code: str) -> Iterator[Finding]:
        """某项发现 — the findings of one code."""
        return (finding for finding in self.findings if finding.code == code)


def _as_row(finding: Finding) -> dict[str, Any]:
    """Its places as a person calls them; nothing that is for the screen alone."""
    said = (
        finding.code,
        finding.severity,
        finding.name,
        "；".join(finding.places or finding.where),
        finding.stated,
        finding.expected,
        finding.message,
        finding.formula,
        finding.basis,
        finding.fix,
        "；".join(finding.sources),
    )
    return dict(zip(_COLUMNS, said, strict=True))


class CheckError(IncompleteError):
    """校验未通过 — a publication build refused for errors in its figures, whatever else it lacks."""

    report: CheckReport

    @property
    def findings(self) -> tuple[Finding, ...]:
        """错误 — the findings that stop the publication."""
        return self.report.errors
