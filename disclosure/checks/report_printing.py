"""校验报告的样子 — as text for a person, as JSON for programs, as rows for a sheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter

from disclosure.checks import waivers
from disclosure.checks.check_report import (
    SAID,
    CheckError,
    CheckReport,
    Finding,
    Outcome,
    RatifiedTotal,
    Result,
    first_few,
)
from disclosure.document import Remark
from disclosure.errors import IncompleteError
from disclosure.extensions import CALLED, Extension
from disclosure.money import number_text

HEAD = ("级别", "代码", "名称", "分组", "位置", "现为", "应为", "公式", "说明", "依据", "改法", "出处")
RESULT_HEAD = ("代码", "名称", "分组", "结果", "说明")
_RATIFIED_KEYS = ("label", "ratified", "printed", "difference", "place", "outcome")
RATIFIED_HEAD = ("项目", "批复数", "公开的数", "差额", "公开在", "结果")
EXTENSION_HEAD = ("种类", "名称", "软件包", "版本", "说明")
MISSING_HEAD = ("待填",)
_REMEDY = (
    "待填的逐项填上，没有发生的填“无”；错误的改法见 disclosure check（加 --mark 标在工作簿里），"
    "改好后再运行一次，也可以先用 --draft 生成草稿"
)
_REMEDY_IN_PYTHON = (
    "待填的逐项填上，没有发生的填“无”；错误的改法见这个异常的 findings[i].fix，"
    "改好后再运行一次，也可以先用 draft=True 生成草稿"
)
WAIVERS = "可复制到豁免"
_TOLD = (Outcome.WAIVED, Outcome.NOT_CHECKED)


def text(report: CheckReport) -> str:
    """文字报告 — the findings, what is waived or could not be checked, the five counts."""
    return "\n".join(_report_lines(report))


def as_json(report: CheckReport) -> str:
    """JSON 报告 — counts, findings and results, keys in English, texts in Chinese."""
    ready = waivers.ready(report.findings)
    data = {
        "counts": {outcome.name.lower(): count for outcome, count in report.counts.items()},
        "missing": list(report.missing),
        "findings": [_finding_data(finding, ready.get(finding)) for finding in report.findings],
        "ratified": [dict(zip(_RATIFIED_KEYS, row, strict=True)) for row in ratified_rows(report)],
        "loose": list(report.loose),
        "results": list(map(_as_data, report.results)),
        "extensions": list(map(_extension_data, report.extensions)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding_data(finding: Finding, waiver: Mapping[str, str] | None) -> dict[str, object]:
    written = {name: value for name, value in asdict(finding).items() if name != "spoken"}
    return {**written, "waiver": waiver}


def _as_data(result: Result) -> dict[str, str]:
    outcome = result.outcome.name.lower()
    said = {"code": result.code, "name": result.name, "group": result.group}
    return {**said, "outcome": outcome, "why": result.why}


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
    return [(one.code, one.name, one.group, one.outcome.value, one.why) for one in report.results]


def extension_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """扩展各行 — one row for what of another package took part, under EXTENSION_HEAD."""
    return [
        (CALLED[one.kind], one.name, one.distribution, one.version, "" if one.used else str(one))
        for one in report.extensions
    ]


def ratified_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """批复数各行 — one row for each total of the 批复 that was compared, under RATIFIED_HEAD."""
    return list(map(_ratified_row, report.ratified))


def _ratified_row(one: RatifiedTotal) -> tuple[str, ...]:
    amounts = (number_text(amount, 2) for amount in (one.ratified, one.amount, one.difference))
    return (one.label, *amounts, one.cell or one.called, one.outcome)


def missing_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """待填各行 — one row for each thing that a publication lacks, under MISSING_HEAD."""
    return [(sentence,) for sentence in report.missing]


def remarks(report: CheckReport) -> Iterator[Remark]:
    """还要做的 — what is missing, errors and warnings, each with what it is about, for an edition to say."""
    yield from (Remark("待填", sentence) for sentence in report.missing)
    yield from (Remark("错误", one.message, one.where) for one in report.errors)
    yield from (Remark("警告", one.message, one.where) for one in report.of_severity("warning"))


def waiver_rows(report: CheckReport) -> list[tuple[str, ...]]:
    """豁免各行 — one row to be copied for each finding that may be waived, under waivers.HEAD."""
    rows = waivers.ready(report.findings).values()
    return list(dict.fromkeys(tuple(row.get(name, "") for name in waivers.HEAD) for row in rows))


def refusal(report: CheckReport, *, in_files: bool = True) -> IncompleteError:
    """不能公开 — the error that says all at once: what is missing, the errors, the warnings, what to do.

    Data that stand in no file (`in_files` false) were made in Python: no command can look at them.
    """
    heads = (
        f"尚不能生成公开稿，以下 {len(report.missing)} 项待补充：",
        f"校验有 {len(report.errors)} 处错误，不能生成公开稿：",
    )
    lists = (report.missing, tuple(map(one_line, report.errors)))
    told = (line for head, said in zip(heads, lists, strict=True) if said for line in (head, *bullets(said)))
    remedy = _REMEDY if in_files else _REMEDY_IN_PYTHON
    kind = CheckError if report.errors else IncompleteError
    return kind("\n".join((*told, *warning_lines(report), remedy)), report)


def spoken_lines(report: CheckReport) -> Iterator[str]:
    """只在屏幕上说的 — what is in no file: how a secret follows, who decided that it is one."""
    private = filter(attrgetter("spoken"), report.findings)
    return (f"只在屏幕上说  {finding.code} {finding.message}：{finding.spoken}" for finding in private)


def warning_lines(report: CheckReport) -> Iterator[str]:
    """警告各行 — a head and a line each; nothing where there is none."""
    if warnings := report.of_severity("warning"):
        yield f"另有 {len(warnings)} 处警告，请逐条核对："
        yield from bullets(map(one_line, warnings))


def unchecked_lines(report: CheckReport) -> Iterator[str]:
    """未能校验各行 — what nobody has checked, each once."""
    unchecked = report.not_checked
    yield from dict.fromkeys(f"未能校验：{one.code} {one.name}：{one.why}" for one in unchecked)


def lines_to_confirm(report: CheckReport) -> Iterator[str]:
    """待人确认的 — what a build tells too, each check once, until somebody answers for it in a waiver."""
    first: dict[str, Finding] = {}
    for finding in filter(attrgetter("is_to_confirm"), report.findings):
        first.setdefault(finding.code, finding)
    return (f"{one_line(finding)}；{finding.fix}" for finding in first.values())


def missing_lines(report: CheckReport) -> Iterator[str]:
    """还缺各行 — what a publication still lacks, a line each under their number."""
    if report.missing:
        yield f"正式稿还缺 {len(report.missing)} 项："
        yield from bullets(report.missing)


def bullets(sentences: Iterable[str]) -> Iterator[str]:
    """列出 — a line a sentence."""
    return (f"  · {sentence}" for sentence in sentences)


def one_line(finding: Finding) -> str:
    """一行 — a finding with what was expected and its place, where its sentence does not say them."""
    untold = "，".join(_not_in_message(finding))
    more = f"（{untold}）" if untold else ""
    return f"{finding.code} {finding.name}：{finding.message}{more}"


def _not_in_message(finding: Finding) -> Iterator[str]:
    if finding.expected not in finding.message:
        yield f"{finding.ought}{finding.expected}"
    if (place := first_few("；", finding.sources) or _places_of(finding)) not in finding.message:
        yield place


def counted(report: CheckReport) -> str:
    """计数 — the five counts in one sentence."""
    return "，".join(f"{outcome.value} {count} 项" for outcome, count in report.counts.items())


def _finding_row(finding: Finding) -> tuple[str, ...]:
    return (
        SAID[finding.severity],
        finding.code,
        finding.name,
        finding.group,
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
    ready = waivers.ready(report.findings)
    for finding in report.findings:
        yield from _finding_lines(finding)
        yield from _waiver_line(ready.get(finding, {}))
    for result in report.results:
        if result.outcome in _TOLD:
            line = f"{result.outcome.value}  {result.code} {result.name}"
            yield "：".join(filter(None, (line, result.why)))
    yield from _ratified_line(report.ratified)
    if report.loose:
        yield f"没有列入勾稽的单元格 {len(report.loose)} 个：{'、'.join(report.loose)}"
    yield from (f"扩展  {extension}" for extension in report.extensions)
    yield from missing_lines(report)
    findings = f"错误 {len(report.errors)} 处，共有发现 {len(report.findings)} 处"
    lacking = f"；正式稿还缺 {len(report.missing)} 项" if report.missing else ""
    yield f"校验 {len(report.results)} 项：{counted(report)}；{findings}{lacking}"


def _ratified_line(totals: Sequence[RatifiedTotal]) -> Iterator[str]:
    """What was compared with the 批复, in one line."""
    if totals:
        labels, outcomes = map(attrgetter("label"), totals), map(attrgetter("outcome"), totals)
        counted = "，".join(f"{said} {number} 项" for said, number in Counter(outcomes).items())
        yield f"批复数  核对 {len(totals)} 项（{first_few('、', labels)}）：{counted}"


def _finding_lines(finding: Finding) -> Iterator[str]:
    yield f"{SAID[finding.severity]}  {finding.code} {finding.name}"
    for label, value in zip(HEAD[3:], _finding_row(finding)[3:], strict=True):
        if value:
            yield f"    {label}：{value}"


def _waiver_line(row: Mapping[str, str]) -> Iterator[str]:
    """What to write where the finding is right in this case: the same words as in the ready row."""
    if row:
        yield f"    豁免写法：{'，'.join(f'{name}“{text}”' for name, text in row.items())}"
