"""一个部门的一步 — what a process, here or on another machine, is given and what it gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from disclosure import api, files, garbage, many_builds, outputs, sources
from disclosure.api import Built, Filled
from disclosure.build_record import DocumentRecord
from disclosure.checks import CheckReport, waivers
from disclosure.city import made_with
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade, FindingTold, State
from disclosure.city.settings import Settings
from disclosure.city.summary_figures import says_of_itself, summary_figures, transfers
from disclosure.errors import DisclosureError
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.model import Submission
from disclosure.outputs import Artifact
from disclosure.readback import pdf_pages

_LOST = (
    "生成这一份的程序被系统结束了，没有生成：多半是内存不够；请再运行一次，或把 --workers 改小，"
    "还不行的单独生成它"
)
_UNTOUCHED = "还没有填：收入、支出都是空的"
_CORRECTION = "更正说明"  # as `disclosure correct` names its files


@dataclass(frozen=True, slots=True)
class Job:
    """任务 — a body with all the files that it is made from, as bytes: a worker needs no shared disk.

    `packs` are the city's own packs, by `<pack>/<file>`; `fingerprint` is the hash of all it is made from.
    `ratified` is the part of the city's table that may be about the body.
    """

    body: Body
    files: Mapping[str, bytes]
    formats: tuple[str, ...]
    fingerprint: str
    pack: str = ""
    packs: Mapping[str, bytes] = field(default_factory=dict)
    draft: bool = False
    pdf: str = ""
    ratified: RatifiedTable | None = None
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果 — the record of a body, and its files where there are any, with what each document says."""

    record: BodyRecord
    artifacts: tuple[Artifact, ...] = ()
    documents: Mapping[str, DocumentRecord] = field(default_factory=dict)


@garbage.rarely_sought()
def made(job: Job) -> Outcome:
    """做成 — a publication, or all that stands in its way; with `draft` a draft of what cannot be published.

    Whatever goes wrong is the body's, and told in its record: nothing is raised.
    """
    try:
        return _published_or_draft(job)
    except DisclosureError as error:
        return failed(job, str(error))
    except Exception as error:  # whatever nobody foresaw is this body's, not the others'
        return failed(job, str(many_builds.unforeseen(error)))


def failed(job: Job, problem: str) -> Outcome:
    """未能生成 — the outcome that says why nothing was made."""
    body = job.body
    record = BodyRecord(
        folder=body.folder,
        name=body.name,
        kind=body.kind,
        state="未能生成",
        fingerprint=job.fingerprint,
        pack=job.pack,
        problem=problem,
    )
    return Outcome(record)


def lost(job: Job) -> Outcome:
    """没有回来 — of a body that killed its process twice."""
    return failed(job, _LOST)


def _published_or_draft(job: Job) -> Outcome:
    writers = [(name, outputs.writer(name)) for name in job.formats]
    filled = _facts_and_tables(job)
    if _is_untouched(filled.facts.submission):
        return Outcome(failed(job, _UNTOUCHED).record.model_copy(update={"state": "未交"}))
    built = api.made_of(filled, writers)
    is_draft = job.draft and not built.report.publishable
    if is_draft:
        built = api.made_of(filled, writers, draft=True)
    record = _body_record(job, filled, built, is_draft=is_draft)
    return Outcome(record, built.artifacts, built.records)


def _is_untouched(submission: Submission) -> bool:
    """A workbook as it was sent out: whoever has filled in anything has filled in this."""
    return submission.income is None and submission.expenditure is None


def _facts_and_tables(job: Job) -> Filled:
    given = _decided(job, sources.submission_of(job.files))
    roots = [sources.staying(job.packs)] if job.packs else []
    chain = sources.named_pack(job.pack, roots, job.files).chain(given)
    return replace(api.fill(given, chain), pdf=outputs.pdf_engine(job.pdf))


def _decided(job: Job, submission: Submission) -> Submission:
    """With what the bureau knows of the body, then what it decided for all."""
    known = job.ratified.given_to(submission) if job.ratified else submission
    return job.settings.given_to(known, job.body)


def _body_record(job: Job, filled: Filled, built: Built, *, is_draft: bool) -> BodyRecord:
    submission = filled.facts.submission
    publication = submission.publication
    (document,) = built.records.values()
    figures, withheld = summary_figures(filled.facts)
    return BodyRecord(
        folder=job.body.folder,
        name=job.body.name,
        kind=job.body.kind,
        year=submission.year,
        state=_state(built),
        draft=is_draft,
        fingerprint=job.fingerprint,
        pack=built.chain.name,
        pack_version=built.chain.versions[0][1],
        packs=made_with.packs(built.chain),
        missing=built.report.missing,
        findings=tuple(_as_told(built.report)),
        waived=len(built.report.waived),
        notes=built.notes,
        files=tuple(map(_file_made, built.artifacts)),
        check_code=document.check_code,
        approved_on=publication.approved_on or "",
        published_on=publication.published_on or "",
        website=publication.website or "",
        supervision_number=publication.supervision_number or "",
        ratified=Counter(one.outcome for one in built.report.ratified),
        figures=figures,
        withheld=withheld,
        transfers=transfers(filled.facts),
        **says_of_itself(filled.facts)._asdict(),
        data=files.digest_of(job.files),
        corrections=len(set(_corrections(job.files))),
    )


def _state(built: Built) -> State:
    """Errors are told before what is missing: they are mended first."""
    states: Mapping[State, object] = {"待改": built.report.errors, "待补": built.report.missing}
    return next((state for state, found in states.items() if found), "已生成")


def _as_told(report: CheckReport) -> Iterator[FindingTold]:
    """As a person is told them, with what a waiver of each says."""
    ready = waivers.ready(report.findings)
    for finding, row in zip(report.findings, report.records(), strict=True):
        told = {name: row[name] for name in FindingTold.model_fields.keys() & row.keys()}
        yield FindingTold(**told, waiver=ready.get(finding, {}))


def _file_made(artifact: Artifact) -> FileMade:
    pages = pdf_pages.page_count(artifact.data) if artifact.name.endswith(".pdf") else None
    return FileMade.of(artifact.name, artifact.data, pages)


def _corrections(files: Mapping[str, bytes]) -> Iterator[str]:
    """The corrections that are kept with the body's own data, each once in whatever formats."""
    stems = (PurePosixPath(name).stem for name in files if "/" not in name)
    return (stem for stem in stems if _CORRECTION in stem)
