"""生成 — drafts, publications, sign-off sheets: in the background, into the folder of the data."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response

from disclosure import api, office_round
from disclosure.api import Built, Examined
from disclosure.authoring import publishing
from disclosure.authoring.publishing import Put
from disclosure.checks import CheckReport, report_printing
from disclosure.desk.asked import Asked
from disclosure.desk.jobs import Work
from disclosure.desk.standing import DRAFTS, OFFICE, PUBLISHED
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem
from disclosure.sources import Progress

_NAMED = 4  # files told by their names; the list below has all


@dataclass(frozen=True, slots=True)
class Wanted:
    """要什么 — the formats, what lays out the PDF, units too; which warnings were seen."""

    formats: tuple[str, ...]
    pdf: str
    units: bool
    confirmed: str

    @classmethod
    def of(cls, asked: Asked) -> Wanted:
        """表单所写 — raises InputError where no format is ticked."""
        formats, form = asked.lists.get("format", ()), asked.form
        if not formats:
            raise InputError([Problem("一种格式也没有选，请回出稿页至少勾一种")])
        return cls(tuple(formats), form.get("pdf", ""), "units" in form, form.get("confirmed", ""))

    def built(self, folder: Path, progress: Progress) -> Built:
        """公开稿 — as it is now; raises IncompleteError, and InputError for warnings that nobody saw."""
        built = api.build(folder, self.formats, pdf=self.pdf, units=self.units, progress=progress)
        if self.confirmed != warnings_seen(built.report):
            count = len(built.report.of_severity("warning"))
            said = f"现在有 {count} 处警告，没有勾选“已看过”，或勾选以后又变了，没有公开；请回出稿页再看一遍"
            raise InputError([Problem(said)])
        progress("写文件")
        return built


def warnings_seen(report: CheckReport) -> str:
    """看过的警告 — what a tick stands for; empty where there is nothing to see."""
    lines = [*report_printing.warning_lines(report)]
    return sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def examined(seen: Seen, *, units: bool) -> tuple[Examined, ...]:
    """查看 — the department as it would be published, and with `units` every unit; once for each saving.

    Raises InputError where there is no document.
    """
    if seen.filled is None:
        raise InputError(seen.problems or [Problem(seen.fault)])
    filled = seen.filled
    if units:
        return seen.once("examined with units", lambda: tuple(api.examine_units(seen.folder)))
    return seen.once("examined", lambda: (api.examine_filled(filled),))


def draft(asked: Asked) -> Response:
    """草稿、工作稿 — whatever is missing or wrong."""
    folder, wanted = asked.place.folder, Wanted.of(asked)
    is_working = asked.form.get("edition") == "working"

    def work(progress: Progress) -> str:
        built = api.build(
            folder,
            wanted.formats,
            draft=not is_working,
            working=is_working,
            units=wanted.units,
            pdf=wanted.pdf,
            progress=progress,
        )
        return told(asked, publishing.put(built, folder, folder / DRAFTS), DRAFTS)

    return started(asked, "生成工作稿" if is_working else "生成草稿", work)


def publication(asked: Asked) -> Response:
    """公开稿 — takes the place of the last one, which is kept."""
    folder, wanted = asked.place.folder, Wanted.of(asked)

    def work(progress: Progress) -> str:
        built = wanted.built(folder, progress)
        return told(asked, office_round.publish(built, folder, folder / PUBLISHED), PUBLISHED)

    return started(asked, "生成公开稿", work)


def signoff(asked: Asked) -> Response:
    """审签单 — of the data as they are now, with a record of what is signed."""
    place, wanted = asked.place, Wanted.of(asked)

    def work(progress: Progress) -> str:
        progress("做审签单")
        seen = examined(place.seen(), units=wanted.units)
        paths = office_round.put_signoff(seen, place.folder / OFFICE, wanted.formats)
        return _led_back(asked, [path.name for path in paths], OFFICE)

    return started(asked, "做审签单", work)


def started(asked: Asked, title: str, work: Work) -> Response:
    """开始 — and lead to the page that shows how far it is."""
    return asked.go("/waiting", job=asked.desk.jobs.start(title, asked.address("/finish"), work).id)


def told(asked: Asked, put: Put, output: str) -> str:
    """转到哪里 — with what was written, and what could not be kept."""
    return _led_back(asked, [path.name for path in put.paths], output, *put.unkept)


def _led_back(asked: Asked, names: list[str], output: str, *more: str) -> str:
    counted = f"等 {len(names)} 个" * (len(names) > _NAMED)
    said = f"写好了，在“{output}”里：{'、'.join(names[:_NAMED])}{counted}"
    return asked.address("/finish", said="\n".join((said, *more)))
