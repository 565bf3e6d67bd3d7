"""审签单 — one page to be signed before publication: totals, changes, outcomes, the check code; an annex."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from operator import attrgetter
from pathlib import Path

from disclosure import api, build_record, files
from disclosure.api import Examined, Sheet
from disclosure.build_record import Amounts, DocumentRecord
from disclosure.checks import report_printing
from disclosure.checks.check_report import SEVERITIES, RatifiedTotal, first_few
from disclosure.document import Text
from disclosure.errors import short
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.model import Waiver
from disclosure.office_round import said_changes
from disclosure.office_round.differences import FigureChange
from disclosure.office_round.year_changes import changes_since_last_year, with_reasons
from disclosure.several import several
from disclosure.sources import DataSource, PackChoice

FORMATS = ("docx", "pdf")
_STYLE = "sheet"
_STEPS = ("编制", "审核", "负责人", "保密审查")
_TOTALS, _LARGEST = 9, 5  # totals and changes on the page
_REASON = 24  # characters of a reason on the page; the annex has all of it
_WHOLE = ".合计"
_NO_DIFFERENCE = "无"
_UNSEEN_IN = ("docx", "html")  # Word takes an attachment whole, the page has the style's rules; PDF is slow
_TOLD = 3  # of a kind on the annex; the record of the build has all of them
_OF_THE_APPROVAL = "批复的"  # said of every row by the head of its column


def signoff(
    source: DataSource,
    formats: Iterable[str] = FORMATS,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    ratified: RatifiedTable | None = None,
    units: bool = False,
) -> Sheet:
    """审签单 — of a department-year as it would be published now; `ratified` as in `disclosure.check`.

    With `units` also one of every unit of the department: each signs what it publishes.
    """
    every = api.examine_units(source, pack=pack, roots=roots, ratified=ratified)
    return signoff_of(every if units else islice(every, 1), formats)


def signoff_of(seen: Iterable[Examined], formats: Iterable[str] = FORMATS) -> Sheet:
    """审签单 — of what has been seen of department and units, one each."""
    wanted = tuple(several(formats))
    sheets = [_of_one(one, wanted) for one in seen]
    return Sheet(
        tuple(artifact for sheet in sheets for artifact in sheet.artifacts),
        tuple(missing for sheet in sheets for missing in sheet.missing),
    )


def put_signoff(seen: Iterable[Examined], out: Path, formats: Iterable[str] = FORMATS) -> tuple[Path, ...]:
    """写出审签单 — with the record of what is signed, so that it can be told from what is published."""
    made, records = list[tuple[str, bytes]](), dict[str, DocumentRecord]()
    for one in seen:
        sheet = [(artifact.name, artifact.data) for artifact in signoff_of([one], formats).artifacts]
        made += sheet
        records[one.composed.filename] = build_record.with_files(one.record, sheet)
    kept = build_record.NAME, partial(build_record.kept_in, out, records)
    return files.write_all([*made, kept], out)[: len(made)]


def _of_one(seen: Examined, formats: Iterable[str]) -> Sheet:
    title = f"{seen.record.title}审签单"
    return api.sheet(seen.chain, "signoff", _given(seen), title, formats=formats, style=_STYLE)


def _given(seen: Examined) -> Mapping[str, object]:
    record, report = seen.record, seen.report
    changes, totals = list(_changes(seen)), _all_totals(seen)
    warnings = list(map(report_printing.one_line, (*report.errors, *report.of_severity("warning"))))
    waived = list(map(_waiver, seen.facts.submission.waivers))
    not_checked = [f"{result.code} {result.name}：{result.why}" for result in report.not_checked]
    reasons = [change for change in changes if change["原因"] != change["全文"]]
    unseen = list(_unseen(seen))
    return {
        "部门": record.department,
        "年度": str(record.year),
        "类型": record.kind,
        "模板": _pack_said(seen),
        "内容码": record.check_code,
        "单位": record.amounts.unit,
        "换行": "\n",
        "各环节": _STEPS,
        "各变动": changes,
        "结果": _outcomes(seen),
        "提示": _first_few_of(one.name for one in report.of_severity("note")),
        "一页看懂": seen.chain.manifest.shows_at_a_glance(seen.facts.submission.at_a_glance),
        "不能公开": not report.publishable,
        "各原因": reasons,
        "各警告": warnings,
        "各豁免": waived,
        "各未能校验": not_checked,
        "页外内容": unseen,
        "各合计": totals[:_TOTALS],
        "其余合计": totals[_TOTALS:],
        "没有批复数": not report.ratified,
        "附页": any((totals[_TOTALS:], reasons, warnings, waived, not_checked, unseen)),
    }


def _pack_said(seen: Examined) -> str:
    """The pack in force; one of the office's own by the pack that it stands for."""
    own, above = seen.record.packs[0], seen.chain.manifest.stands_for
    changed = [
        f"{one.name} {one.version}，另有本单位的改动" for one in seen.record.packs if one.name == above
    ]
    return (*changed, f"{own.name} {own.version}")[0]


def _all_totals(seen: Examined) -> list[Mapping[str, object]]:
    """批复数 beside what is printed, what differs first; where none is given, what is printed alone."""
    ratified = sorted(seen.report.ratified, key=attrgetter("is_wrong"), reverse=True)
    return [_row_of_total(total, seen.record.amounts) for total in ratified] or list(_printed_alone(seen))


def _row_of_total(total: RatifiedTotal, amounts: Amounts) -> Mapping[str, object]:
    agrees = not (total.is_wrong or total.is_tail)
    apart = _NO_DIFFERENCE if agrees else said_changes.difference(total.difference, amounts)
    return {
        "名称": total.label.removeprefix(_OF_THE_APPROVAL),
        "批复": said_changes.amount(total.ratified, amounts),
        "印出": said_changes.amount(total.printed, amounts),
        "差": (Text(apart, strong=total.is_wrong),),
    }


def _printed_alone(seen: Examined) -> Iterator[Mapping[str, object]]:
    """The totals that a 批复 has, of the whole and of no fund."""
    nothing, figures = said_changes.NOTHING, seen.record.figures
    for key, name in seen.chain.checks.ratified_totals.items():
        if key.removesuffix(_WHOLE).count(".") == 0 and name in figures:
            value = said_changes.amount(figures[name].value, seen.record.amounts)
            yield {"名称": key.removesuffix(_WHOLE), "批复": nothing, "印出": value, "差": nothing}


def _changes(seen: Examined) -> Iterator[Mapping[str, str]]:
    """The largest changes against last year of what the form asks reasons for, with the reasons given."""
    for one in with_reasons(seen, changes_since_last_year(seen)[:_LARGEST]):
        row = _row_of_change(one.change, seen.record.amounts)
        yield {**row, "原因": _on_one_page(one.reason), "全文": one.reason}


def _row_of_change(change: FigureChange, amounts: Amounts) -> Mapping[str, str]:
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


def _unseen(seen: Examined) -> Iterator[Mapping[str, str]]:
    """What the files would hold that no page shows, by kind: how many, and the first of them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in api.unseen(seen, _UNSEEN_IN):
        found[one.kind][one.said] = None
    for kind, said in found.items():
        yield {"种类": kind, "项数": str(len(said)), "内容": _first_few_of(said)}


def _first_few_of(said: Iterable[str]) -> str:
    return first_few("；", map(short, said), _TOLD, "项")


def _waiver(waiver: Waiver) -> Mapping[str, str]:
    return {
        "代码": waiver.code,
        "位置": waiver.place,
        "理由": waiver.reason,
        "决定人": waiver.decided_by,
        "日期": waiver.decided_on,
    }
