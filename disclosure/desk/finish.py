"""出稿 — what may be published and why not, drafts, the sign-off sheet, the files, and what comes after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from disclosure import office_round, outputs
from disclosure.api import Composed
from disclosure.authoring import publication_record, publishing
from disclosure.build_record import DocumentRecord
from disclosure.checks import CheckReport, report_printing
from disclosure.chinese_dates import chinese_day
from disclosure.desk import correcting, made_files, making
from disclosure.desk.asked import Area, Asked
from disclosure.desk.correcting import Suggested
from disclosure.desk.opening import opened
from disclosure.desk.standing import OFFICE, PUBLISHED, published_in, record_of, today
from disclosure.desk.where_found import unprinted_said
from disclosure.desk.workplace import Seen
from disclosure.document.content import check_code
from disclosure.errors import InputError, Problem
from disclosure.outputs.pdf import engines

_USUAL = ("docx", "pdf", "html")
# A page that was made is shown as it is: nothing in it runs, nothing is fetched, it is no page of the desk.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
_POLICIES = {
    ".pdf": "frame-ancestors 'self'"
}  # browsers have a viewer of their own for it, which no sandbox runs


@dataclass(frozen=True, slots=True)
class Format:
    """一种格式 — as it is called; `why` it cannot be made of this document, here; whether it is ticked."""

    name: str
    called: str
    why: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """能不能公开 — checks of the department (and its units), what else is to be read before it is."""

    report: CheckReport
    notes: tuple[str, ...]
    code: str
    published: DocumentRecord | None
    signed: DocumentRecord | None
    correction: Suggested | None

    @property
    def errors(self) -> list[str]:
        """错误 — a line each."""
        return list(map(report_printing.one_line, self.report.errors))

    @property
    def warnings(self) -> list[str]:
        """警告 — a line each."""
        return list(map(report_printing.one_line, self.report.of_severity("warning")))

    @property
    def unchecked(self) -> list[str]:
        """未能校验 — a line each."""
        return list(report_printing.unchecked_lines(self.report))

    @property
    def confirmation(self) -> str:
        """看过的警告 — what the tick stands for."""
        return making.warnings_seen(self.report)

    @property
    def unseen(self) -> str:
        """看不见的内容 — of what was published, in a line."""
        return publishing.unseen_said(self.published) if self.published else ""


def _finish(asked: Asked) -> Response:
    place = asked.place
    seen, units = place.seen(), asked.query.get("units") == "1"
    folder, formats, outlook = place.folder, _formats(seen), _outlook(seen, units=units)
    standing = asked.desk.standing(folder)
    return asked.page(
        "finish",
        seen=seen,
        units=units,
        outlook=outlook,
        standing=standing,
        deadline=chinese_day(standing.deadline) if standing.deadline else "",
        left=standing.days_left(today()),
        is_past=standing.is_past(today()),
        unprinted=unprinted_said(seen),
        formats=formats,
        office_formats=[
            replace(one, ticked=not one.why) for one in formats if one.name in office_round.SIGNOFF_FORMATS
        ],
        engines=engines(),
        days=_places_of_days(seen),
        kinds=[(kind, made_files.listed(folder, kind)) for kind in made_files.FOLDERS],
        former=made_files.former(folder),
        zipped=len(office_round.published_files(folder / PUBLISHED)),
    )


def _outlook(seen: Seen, *, units: bool) -> Outlook | None:
    """None where there is no document."""
    if seen.report is None or seen.composed is None or seen.filled is None or seen.submission is None:
        return None
    given, chain = seen.submission, seen.filled.chain
    report = _with_units(seen) if units else seen.report
    published = record_of(given, published_in(seen.folder), "publication")
    code = check_code(seen.composed.document)
    is_changed = published is not None and published.check_code != code
    changes = publication_record.changes(seen.folder, chain)
    return Outlook(
        report,
        (*seen.composed.notes, *changes, *report_printing.lines_to_confirm(report)),
        code,
        published,
        record_of(given, seen.folder / OFFICE, "data"),
        correcting.suggested(seen, published) if published and is_changed else None,
    )


def _with_units(seen: Seen) -> CheckReport:
    department, *units = making.examined(seen, units=True)
    named = ((one.record.department, one.report) for one in units)
    return reduce(lambda whole, unit: whole.with_unit(*unit), named, department.report)


def _formats(seen: Seen) -> list[Format]:
    """Ticked are those of the last publication, else the usual ones."""
    composed = seen.composed
    if composed is None:
        return []
    hindrances = seen.once("hindrances", lambda: _hindrances(composed))
    there = (path.name for path in office_round.published_files(published_in(seen.folder)))
    ticked = outputs.formats_of(composed.filename, there) or _USUAL
    return [
        Format(name, called, hindrances[name], name in ticked and not hindrances[name])
        for name, called in outputs.CALLED.items()
    ]


def _hindrances(composed: Composed) -> dict[str, str]:
    document, style = composed.document, composed.style
    return {name: outputs.hindrance(name, document, style) for name in outputs.CALLED}


def _places_of_days(seen: Seen) -> dict[str, str]:
    """Where 批复日期 and 公开日期 are written, as people find the place."""
    if seen.filled is None:
        return {}
    names = seen.filled.facts.names
    return {day: names.located([f"公开信息.{day}"])[0] for day in ("批复日期", "公开日期")}


def _made_file(asked: Asked) -> Response:
    path = made_files.file_of(asked.place.folder, asked.query.get("name", ""))
    is_shown = made_files.is_shown(path) and "save" not in asked.query
    return FileResponse(
        path,
        headers={"Content-Security-Policy": _POLICIES.get(path.suffix, _POLICY)},
        media_type=made_files.media_type(path),
        filename=path.name,
        content_disposition_type="inline" if is_shown else "attachment",
    )


def _zip(asked: Asked) -> Response:
    place = asked.place
    called = quote(f"{place.name}公开文件.zip")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{called}"}
    return Response(
        made_files.zipped(place.folder / PUBLISHED), headers=headers, media_type="application/zip"
    )


def _open_folder(asked: Asked) -> Response:
    kind = asked.form.get("kind", "")
    folder = asked.place.folder / kind
    if kind not in made_files.FOLDERS or not folder.is_dir():
        raise InputError([Problem("还没有这个文件夹：先生成，再打开", name=kind)])
    said = f"打开了文件夹“{kind}”" if opened(folder) else f"这台电脑打不开文件夹的窗口，请自己打开：{folder}"
    return asked.go("/finish", said=said)


AREA = Area(
    {"/finish": _finish, "/finish/file": _made_file, "/finish/zip": _zip},
    {
        "/finish/draft": making.draft,
        "/finish/publish": making.publication,
        "/finish/correct": correcting.correct,
        "/finish/signoff": making.signoff,
        "/finish/open": _open_folder,
    },
)
