"""校验报告的样子 — as text for a person, as JSON for programs, as rows for a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from disclosure.checks.check_report import SAID, CheckReport, Finding, Outcome
from disclosure.extensions import CALLED

HEAD = ("级别", "代码", "名称", "位置", "现为", "应为", "公式", "说明", "依据", "改法", "出处")
RESULT_HEAD = ("代码", "名称", "结果", "说明")
EXTENSION_HEAD = ("种类", "名称", "软件包", "版本", "说明")
_QUIET = (Outcome.PASSED, Outcome.NOT_APPLICABLE)
_PLACES = 6


def text(report: CheckReport) -> str:
    """文字报告 — the findings, what is waived or could not be checked, the five counts."""
    return "\n".join(_lines(report))


def as_json(report: CheckReport) -> str:
    """JSON 报告 — counts, findings and results, keys in English, texts in Chinese."""
    data = {
        "counts": {outcome.name.lower(): count for outcome, count in report.counts.items()},
        "findings": [asdict(finding) for finding in report.findings],
        "loose": list(report.loose),
        "results": [
            {
                "code": result.code,
                "name": result.name,
                "outcome": result.outcome.name.lower(),
                "why": result.why,
            }
            for result in report.results
        ],
        "extensions": [
            {
                "kind": extension.kind,
                "name": extension.name,
                "distribution": extension.distribution,
                "version": extension.version,
                "used": extension.used,
            }
            for extension in report.extensions
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def finding_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """发现各行 — one row a finding, under HEAD."""
    return [_row(finding) for finding in report.findings]


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


def _row(finding: Finding) -> tuple[str, ...]:
    return (
        SAID[finding.severity],
        finding.code,
        finding.name,
        _where(finding),
        finding.stated,
        finding.expected,
        finding.formula,
        finding.message,
        finding.basis,
        finding.fix,
        "；".join(finding.sources),
    )


def _where(finding: Finding) -> str:
    places = finding.places or finding.where
    more = f"等{len(places)}处" if len(places) > _PLACES else ""
    return "、".join(places[:_PLACES]) + more


def _lines(report: CheckReport) -> Iterator[str]:
    for finding in report.findings:
        yield from _finding(finding)
    for result in report.results:
        if result.outcome not in (*_QUIET, Outcome.FAILED):
            yield f"{result.outcome.value}  {result.code} {result.name}" + (
                f"：{result.why}" if result.why else ""
            )
    if report.loose:
        yield f"没有列入勾稽的单元格 {len(report.loose)} 个：{'、'.join(report.loose)}"
    yield from (f"扩展  {extension}" for extension in report.extensions)
    found = f"错误 {len(report.errors)} 处，共有发现 {len(report.findings)} 处"
    yield f"校验 {len(report.results)} 项：{counted(report)}；{found}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{SAID[finding.severity]}  {finding.code} {finding.name}"
    for label, value in (
        ("位置", _where(finding)),
        ("现为", finding.stated),
        ("应为", finding.expected),
        ("公式", finding.formula),
        ("说明", finding.message),
        ("依据", finding.basis),
        ("改法", finding.fix),
        ("出处", "；".join(finding.sources)),
    ):
        if value:
            yield f"    {label}：{value}"
