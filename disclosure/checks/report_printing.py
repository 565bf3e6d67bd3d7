"""校验报告的样子 — as text for a person, as JSON for programs, as rows for a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from disclosure.checks.check_report import SAID, CheckReport, Finding, Outcome, Result, first_few
from disclosure.extensions import CALLED, Extension

HEAD = ("级别", "代码", "名称", "位置", "现为", "应为", "公式", "说明", "依据", "改法", "出处")
RESULT_HEAD = ("代码", "名称", "结果", "说明")
EXTENSION_HEAD = ("种类", "名称", "软件包", "版本", "说明")
_TOLD = (Outcome.WAIVED, Outcome.NOT_CHECKED)


def text(report: CheckReport) -> str:
    """文字报告 — the findings, what is waived or could not be checked, the five counts."""
    return "\n".join(_report_lines(report))


def as_json(report: CheckReport) -> str:
    """JSON 报告 — counts, findings and results, keys in English, texts in Chinese."""
    data = {
        "counts": {outcome.name.lower(): count for outcome, count in report.counts.items()},
        "findings": [asdict(finding) for finding in report.findings],
        "loose": list(report.loose),
        "results": list(map(_as_data, report.results)),
        "extensions": list(map(_extension_data, report.extensions)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_data(result: Result) -> dict[str, str]:
    outcome = result.outcome.name.lower()
    return {"code": result.code, "name": result.name, "outcome": outcome, "why": result.why}


def _extension_data(extension: Extension) -> dict[str, str | bool]:
    return {
        "kind": extension.kind,
        "name": extension.name,
        "distribution": extension.distribution,
        "version": extension.version,
        "used": extension.used,
    }


def finding_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """发现各行 — one row a finding, under HEAD."""
    return [_finding_row(finding) for finding in report.findings]


def result_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """结果各行 — one row a check, under RESULT_HEAD."""
    return [(result.code, result.name, result.outcome.value, result.why) for result in report.results]


def extension_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """扩展各行 — one row for what of another package took part, under EXTENSION_HEAD."""
    return [
        (CALLED[one.kind], one.name, one.distribution, one.version, "" if one.used else str(one))
        for one in report.extensions
    ]


def counted(report: CheckReport) -> str:
    """计数 — the five counts in one sentence."""
    return "，".join(f"{outcome.value} {count} 项" for outcome, count in report.counts.items())


def _finding_row(finding: Finding) -> tuple[str, ...]:
    return (
        SAID[finding.severity],
        finding.code,
        finding.name,
        _places_of(finding),
        finding.stated,
        finding.expected,
        finding.formula,
        finding.message,
        finding.basis,
        finding.fix,
        first_few("；", finding.sources),
    )


def _places_of(finding: Finding) -> str:
    return first_few("、", finding.places or finding.where)


def _report_lines(report: CheckReport) -> Iterator[str]:
    for finding in report.findings:
        yield from _finding_lines(finding)
    for result in report.results:
        if result.outcome in _TOLD:
            line = f"{result.outcome.value}  {result.code} {result.name}"
            yield "：".join(filter(None, (line, result.why)))
    if report.loose:
        yield f"没有列入勾稽的单元格 {len(report.loose)} 个：{'、'.join(report.loose)}"
    yield from (f"扩展  {extension}" for extension in report.extensions)
    findings = f"错误 {len(report.errors)} 处，共有发现 {len(report.findings)} 处"
    yield f"校验 {len(report.results)} 项：{counted(report)}；{findings}"


def _finding_lines(finding: Finding) -> Iterator[str]:
    yield f"{SAID[finding.severity]}  {finding.code} {finding.name}"
    for label, value in zip(HEAD[3:], _finding_row(finding)[3:], strict=True):
        if value:
            yield f"    {label}：{value}"
