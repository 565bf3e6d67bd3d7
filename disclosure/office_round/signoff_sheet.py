"""审签单 — one page to be signed before publication: totals, changes, outcomes, the check code; an annex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from disclosure import api, packs, terms
from disclosure.api import Examined, Sheet
from disclosure.build_record import Amounts
from disclosure.checks import report_printing
from disclosure.checks.check_report import SEVERITIES
from disclosure.model import Submission, Waiver
from disclosure.model.other_matters import Reasons
from disclosure.office_round import said_changes
from disclosure.office_round.differences import FigureChange

FORMATS = ("docx", "pdf")
_STYLE = "sheet"
_STEPS = ("编制", "审核", "负责人", "保密审查")
_LARGEST = 5  # changes on the page
_REASON = 36  # characters of a reason on the page; the annex has all of it
# 批复上的合计，按表式次序
_TOTALS = ("收入.决算数", "支出.决算数", "三公经费.决算数")


def signoff(source: Submission | Path | str, formats: Iterable[str] = FORMATS) -> Sheet:
    """审签单 — of a department-year as it would be published now."""
    seen = api.examine(source)
    return api.sheet(
        seen.chain, "signoff", _given(seen), f"{seen.record.title}审签单", formats=formats, style=_STYLE
    )


def _given(seen: Examined) -> Mapping[str, object]:
    record, report = seen.record, seen.report
    changes = list(_changes(seen))
    warnings = list(map(report_printing.one_line, (*report.errors, *report.of_severity("warning"))))
    waived = list(map(_waiver, seen.facts.submission.waivers))
    not_checked = [f"{result.code} {result.name}：{result.why}" for result in report.not_checked]
    reasons = [change for change in changes if change["原因"] != change["全文"]]
    return {
        "部门": record.department,
        "年度": str(record.year),
        "类型": record.kind,
        "模板": f"{record.packs[0].name} {record.packs[0].version}",
        "内容码": record.check_code,
        "单位": record.amounts.unit,
        "换行": "\n",
        "各环节": _STEPS,
        "各变动": changes,
        "结果": _outcomes(seen),
        "不能公开": not report.publishable,
        "各原因": reasons,
        "各警告": warnings,
        "各豁免": waived,
        "各未能校验": not_checked,
        "附页": any((reasons, warnings, waived, not_checked)),
        **_printed_totals(seen),
    }


def _printed_totals(seen: Examined) -> Mapping[str, object]:
    """The totals of the form as they are printed."""
    shown = [_printed_total(name, seen) for name in _TOTALS if name in seen.record.figures]
    return {"各合计": shown, "没有批复数": True}


def _printed_total(name: str, seen: Examined) -> Mapping[str, str]:
    figure = seen.record.figures[name]
    value = said_changes.amount(figure.value, seen.record.amounts)
    return {"名称": figure.label, "批复": said_changes.NOTHING, "印出": value, "差": said_changes.NOTHING}


def _changes(seen: Examined) -> Iterator[Mapping[str, str]]:
    """The largest changes against last year of what the form asks reasons for, with the reasons given."""
    found = [change for change in _against_last_year(seen) if change.difference]
    largest = sorted(found, key=_size, reverse=True)[:_LARGEST]
    templates = (f"{{{{ 事由(原因.{change.name}) }}}}" for change in largest)
    reasons = packs.printed(seen.chain, seen.facts, templates)
    for change, reason in zip(largest, reasons, strict=True):
        yield {**_compared(change, seen.record.amounts), "原因": _on_one_page(reason), "全文": reason}


def _against_last_year(seen: Examined) -> Iterator[FigureChange]:
    """Of what is printed: a place that is withheld stands on no sheet."""
    figures = seen.facts.figures
    for node in Reasons.model_fields:
        name = terms.chinese(node)
        last, this = (figures.value(f"{node}.{leaf}") for leaf in ("prior", "final"))
        if f"{name}.{terms.chinese('final')}" in seen.record.figures and None not in (last, this):
            yield FigureChange(name, seen.facts.names.name(name), "元", last, this)


def _size(change: FigureChange) -> Decimal:
    return abs(change.difference or Decimal(0))


def _compared(change: FigureChange, amounts: Amounts) -> Mapping[str, str]:
    return {
        "名称": change.label,
        "原": said_changes.amount(change.old, amounts),
        "现": said_changes.amount(change.new, amounts),
        "差": said_changes.signed(said_changes.amount(change.difference, amounts)),
        "率": said_changes.rate(change),
    }


def _on_one_page(reason: str) -> str:
    return reason if len(reason) <= _REASON else f"{reason[:_REASON]}…（见附页）"


def _outcomes(seen: Examined) -> Mapping[str, str]:
    report = seen.report
    checks = {outcome.value: count for outcome, count in report.counts.items()}
    findings = {said: len(report.of_severity(severity)) for said, severity in SEVERITIES.items()}
    return {name: str(count) for name, count in {**checks, **findings, "待填": len(report.missing)}.items()}


def _waiver(waiver: Waiver) -> Mapping[str, str]:
    return {
        "代码": waiver.code,
        "位置": waiver.place,
        "理由": waiver.reason,
        "决定人": waiver.decided_by,
        "日期": waiver.decided_on,
    }
