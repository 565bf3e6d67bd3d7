"""核对 — findings by severity, each with its place and remedy; who answers for what stays; every outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from disclosure import api, projects
from disclosure.checks import CheckReport, Finding, report_printing, waivers
from disclosure.checks.check_report import SAID, first_few
from disclosure.chinese_dates import chinese_day
from disclosure.desk import making
from disclosure.desk.asked import Area, Asked
from disclosure.desk.standing import today
from disclosure.desk.to_fill import anchor
from disclosure.desk.where_found import Found, WhereFound
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files
from disclosure.loading.data_files import ADDED
from disclosure.model import Waiver
from disclosure.model.ratified_totals import RATIFIED
from disclosure.saving import added_entries

ANSWERED = ("理由", "姓名", "日期")  # what a person adds to a finding that is right in this case
_FEW = 3  # places that stand beside a finding; all of them are folded
_ANSWERS = ((True, "确认"), (False, "豁免"))  # by whether there is nothing to mend
_REPORTS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """一条发现 — as the page lists it: its number in the report, where it is, what waives it."""

    number: int
    finding: Finding
    severity: str
    found: Found
    waiver: Mapping[str, str] | None

    @property
    def place(self) -> str:
        """位置 — as a person calls it, where the sentence does not say it; of many the first."""
        told = [place for place in self.finding.places if place not in self.finding.message]
        return first_few("；", told, _FEW)

    @property
    def anchor(self) -> str:
        """填写页上的位置 — empty where nothing is missing there."""
        return anchor(self.found.gap) if self.found.gap else ""

    def says(self, text: str) -> bool:
        """说到 — whether the words stand anywhere in it."""
        found = self.finding
        said = (found.code, found.name, found.group, found.message, *found.places, *found.sources)
        return any(text in one for one in said)


@dataclass(frozen=True, slots=True)
class Held:
    """一条豁免 — as it stands in the data; `number` is that in 补填.yaml, 0 for those written elsewhere.

    `lapsed` says why it holds no more; empty where it does.
    """

    waiver: Waiver
    place: str
    number: int
    lapsed: str


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed into the form, and what is wrong with it."""

    chosen: frozenset[str]
    said: Mapping[str, str]
    faults: Mapping[str, str]


def _check(asked: Asked, typed: _Typed | None = None) -> Response:
    seen = asked.place.seen()
    report = seen.report
    if report is None:
        return asked.page("check", seen=seen, report=None)
    every = seen.once("shown findings", lambda: tuple(_findings_shown(seen, report)))
    chosen = _listed_findings(asked, every)
    held = list(_waivers_held(seen))
    return asked.page(
        "check",
        _status(typed),
        seen=seen,
        report=report,
        level=asked.query.get("level", ""),
        group=asked.query.get("group", ""),
        groups=Counter(one.finding.group for one in every),
        text=_words_sought(asked),
        levels=list(_levels_counted(report)),
        shown=list(_by_severity(chosen)),
        kinds=_kinds_of_answer(chosen),
        typed=typed or _Typed(frozenset(), _last_said(held), {}),
        held=held,
        ledger=list(report.counts.items()),
        ratified=report_printing.ratified_rows(report),
        ratified_head=report_printing.RATIFIED_HEAD,
        ratified_place=_first_ratified(seen),
        said_of=SAID,
        units=_units_asked_for(asked, seen),
        answered=ANSWERED,
        has_workbook=bool(data_files.find(seen.folder, seen.folder.name).workbooks),
    )


def _status(typed: _Typed | None) -> int:
    return 422 if typed and typed.faults else 200


def _words_sought(asked: Asked) -> str:
    return asked.query.get("q", "").strip()


def _listed_findings(asked: Asked, shown: Iterable[Shown]) -> list[Shown]:
    """Those of the severity and the group and with the words that are asked for."""
    level, group, words = asked.query.get("level", ""), asked.query.get("group", ""), _words_sought(asked)
    return [
        one
        for one in shown
        if level in ("", one.finding.severity) and group in ("", one.finding.group) and one.says(words)
    ]


def _levels_counted(report: CheckReport) -> Iterator[tuple[str, str, int]]:
    return ((name, said, len(report.of_severity(name))) for name, said in SAID.items())


def _by_severity(chosen: Iterable[Shown]) -> Iterator[tuple[str, list[Shown]]]:
    every = list(chosen)
    return ((said, [one for one in every if one.severity == said]) for said in SAID.values())


def _units_asked_for(asked: Asked, seen: Seen) -> list[OfUnit] | None:
    return list(_units_found(seen)) if asked.query.get("units") == "1" else None


def _kinds_of_answer(chosen: Iterable[Shown]) -> str:
    """What ticking means for these: to confirm, to waive, either; empty where none can be ticked."""
    ticked = {one.finding.is_to_confirm for one in chosen if one.waiver}
    return "或".join(said for is_to_confirm, said in _ANSWERS if is_to_confirm in ticked)


def _waive(asked: Asked) -> Response:
    """豁免 — every finding that was ticked, with one reason; nothing is written where something lacks."""
    seen = asked.place.seen()
    said = {name: asked.form.get(name, "").strip() for name in ANSWERED}
    ticked = asked.lists.get("finding", ())
    ready = _ready(seen)
    faults = dict(_faults_of(said))
    if not ticked:
        faults["finding"] = "没有勾选哪一条，请在要确认或豁免的发现前面勾选"
    elif any(one not in ready for one in ticked):
        faults["finding"] = "勾选的发现里有的已经变了，请重新勾选"
    if faults:
        return _check(asked, _Typed(frozenset(ticked), said, faults))
    for one in ticked:
        added_entries.keep_waiver(seen.folder, {**ready[one], **said})
    return asked.go("/check", said=f"已记下 {len(ticked)} 条，写在 {ADDED} 里，列在下面的豁免里")


def _withdraw(asked: Asked) -> Response:
    """撤回 — a waiver that was written on the desk."""
    number, folder = asked.form.get("number", ""), asked.place.folder
    kept = added_entries.entries(folder).waivers
    at = int(number) if number.isascii() and number.isdecimal() else 0
    if not (0 < at <= len(kept) and kept[at - 1].get("位置") == asked.form.get("place")):
        raise InputError([Problem("这一条豁免已经不在原处了，请回核对页再点一次“撤回”")])
    added_entries.dropped(folder, "豁免", at)
    return asked.go("/check", said="已撤回这条豁免")


def _mark_workbooks(asked: Asked) -> Response:
    """标注 — copies of the workbooks with the findings in their cells, beside them."""
    marked = projects.check_and_mark(asked.place.folder)
    return asked.go("/check", said="\n".join(marked.sentences))


def _report_file(asked: Asked) -> Response:
    report, format = asked.place.seen().report, asked.query.get("format", "")
    if report is None or format not in _REPORTS:
        raise InputError([Problem("现在没有这种校验报告，请回核对页下载")])
    headers = {"Content-Disposition": f'attachment; filename="check.{format}"'}
    return Response(api.report_bytes(report, format), media_type=_REPORTS[format], headers=headers)


def _findings_shown(seen: Seen, report: CheckReport) -> Iterator[Shown]:
    ready, where = waivers.ready(report.findings), WhereFound(seen)
    for number, finding in enumerate(report.findings):
        yield Shown(number, finding, SAID[finding.severity], where.found(finding), ready.get(finding))


@dataclass(frozen=True, slots=True)
class OfUnit:
    """一个单位的发现 — those of a unit whose numbers are added up, and the folder where they are mended."""

    name: str
    folder: str
    report: CheckReport


def _units_found(seen: Seen) -> Iterator[OfUnit]:
    """Each examined by itself; raises InputError where one of them cannot be read."""
    listed = seen.submission.department.units or () if seen.submission else ()
    folders = {unit.name: unit.data or "" for unit in listed}
    _, *units = making.examined(seen, units=True)
    for one in units:
        name = one.record.department
        yield OfUnit(name, folders.get(name, ""), one.report)


def _first_ratified(seen: Seen) -> Source | None:
    """Where the first of 批复数 is typed; None where the workbook has no cell for it."""
    if seen.filled is None:
        return None
    paths = (f"{RATIFIED}.{key}" for key in seen.filled.chain.checks.ratified_totals)
    gaps = seen.filled.facts.names.gaps(paths)
    return next((gap.source for gap in gaps if gap.source and gap.source.cell), None)


def _ready(seen: Seen) -> Mapping[str, Mapping[str, str]]:
    """What a waiver of each finding says, by what the page's boxes send."""
    report = seen.report
    ready = waivers.ready(report.findings).values() if report else ()
    return {waiver_key(one): one for one in ready}


def waiver_key(waiver: Mapping[str, str]) -> str:
    """勾选框的值 — which finding is meant, as it is now."""
    return "\n".join(waiver.values())


def _faults_of(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """In the words that reading the data has."""
    lacking = [name for name, text in said.items() if not text]
    yield from ((name, f"没有填{name}") for name in lacking)
    try:
        Waiver.model_validate({**dict.fromkeys(waivers.HEAD, "0"), **said})
    except InputError as error:
        yield from ((one.path, one.message) for one in error.problems if one.path not in lacking)


def _waivers_held(seen: Seen) -> Iterator[Held]:
    """Waivers in the data, those of 补填.yaml with their number in it."""
    report = seen.report
    if seen.submission is None:
        return
    lapsed = {found.where[0]: found.message for found in report.of(waivers.CODE)} if report else {}
    number = 0
    for at, waiver in enumerate(seen.submission.waivers or (), 1):
        source = seen.submission.source(f"豁免[{at}]") or seen.submission.source(f"豁免[{at}].代码")
        is_typed_here = source is not None and source.file == ADDED
        number += is_typed_here
        gone = lapsed.get(f"豁免[{at}]", "")
        yield Held(waiver, str(source or ""), number if is_typed_here else 0, gone)


def _last_said(held: Iterable[Held]) -> Mapping[str, str]:
    """What the form begins with: who answered last, today as this machine has it."""
    names = [one.waiver.decided_by for one in held]
    return {"理由": "", "姓名": names[-1] if names else "", "日期": chinese_day(today())}


AREA = Area(
    {"/check": _check, "/check/report": _report_file},
    {"/check/waive": _waive, "/check/withdraw": _withdraw, "/check/mark": _mark_workbooks},
)
