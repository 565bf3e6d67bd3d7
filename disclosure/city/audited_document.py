"""审查一份文件 — what a process is given of a published document, and what it gives back for the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path, PurePosixPath

from disclosure import garbage, many_builds
from disclosure.auditing import Audit
from disclosure.auditing.audit import of_document
from disclosure.auditing.audit_finding import AuditFinding, Certainty
from disclosure.auditing.reconstructed import reconstructed
from disclosure.checks.check_report import Severity
from disclosure.city.body_record import FileMade, FindingTold
from disclosure.city.summary_figures import summary_figures, transfers
from disclosure.errors import DisclosureError
from disclosure.loading import published
from disclosure.loading.published.blocks import PublishedDocument, PublishedText
from disclosure.readback import pdf_pages

_LOST = "审查这一份的程序被系统结束了：多半是内存不够；请再运行一次，或把 --workers 改小，还不行的单独审查它"
_SEVERITIES: Mapping[Certainty, Severity] = {"确定": "error", "末位": "warning", "疑问": "note"}
_SUPERVISION = re.compile(r"监督索引号[：:]?\s*([0-9A-Za-z]{6,})")
_PDF = b"%PDF"
_DAY = r"20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
_PUBLISHED_ON = re.compile(rf"(?:公开|发布|公布)(?:时间|日期)[：:]\s*({_DAY})")


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """一份文件 — its name from the folder that is audited, its bytes, or why they cannot be had; its pack."""

    name: str
    data: bytes
    problem: str = ""
    pack: str = ""
    roots: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """读到什么 — of a document: year and names it says, findings, figures; or why it was not read."""

    file: FileMade
    problem: str = ""
    year: int | None = None
    names: tuple[str, ...] = ()
    pack: str = ""
    findings: tuple[FindingTold, ...] = ()
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    transfers: Mapping[str, Decimal] = field(default_factory=dict)
    supervision_number: str = ""
    published_on: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """先后 — the files that tell places best come first."""
        ending = PurePosixPath(self.file.name).suffix.lower()
        return (_ORDER.index(ending) if ending in _ORDER else len(_ORDER), self.file.name)


_ORDER = (".docx", ".html", ".htm", ".pdf", ".xlsx", ".xls")


@garbage.rarely_sought()
def read(job: DocumentJob) -> DocumentRead:
    """审查 — whatever goes wrong is told of the document: nothing is raised."""
    try:
        return _not_read(job, job.problem) if job.problem else _document_read(job)
    except DisclosureError as error:
        return _not_read(job, str(error))
    except Exception as error:  # whatever nobody foresaw is this document's, not the others'
        return _not_read(job, f"{job.name}：{many_builds.unforeseen(error)}")


def lost(job: DocumentJob) -> DocumentRead:
    """没有回来 — of a document that killed its process twice."""
    return _not_read(job, f"{job.name}：{_LOST}")


def _not_read(job: DocumentJob, problem: str) -> DocumentRead:
    return DocumentRead(FileMade.of(job.name, job.data), problem)


def _document_read(job: DocumentJob) -> DocumentRead:
    document = published.document_of(job.data, job.name, job.name)
    audit = of_document(document, pack=job.pack, roots=job.roots)
    facts = reconstructed(audit.claimed).facts
    pages = pdf_pages.page_count(job.data) if job.data.startswith(_PDF) else None
    return DocumentRead(
        FileMade.of(job.name, job.data, pages),
        year=audit.claimed.identity.year,
        names=audit.claimed.identity.bodies,
        pack=audit.claimed.chain.name,
        findings=tuple(_findings_told(audit)),
        figures=summary_figures(facts)[0],
        transfers=transfers(facts),
        supervision_number=_first_said(_SUPERVISION, document),
        published_on=_first_said(_PUBLISHED_ON, document),
    )


def _findings_told(audit: Audit) -> Iterator[FindingTold]:
    yield from map(_finding_told, audit.findings)
    for lost_part in audit.claimed.document.lost:
        yield FindingTold(code="", severity="note", name="没有读的", message=f"{audit.name}：{lost_part}")


def _finding_told(one: AuditFinding) -> FindingTold:
    return FindingTold(
        code=one.code,
        severity=_SEVERITIES[one.certainty],
        name=one.name,
        message=one.message,
        place=one.figure,
        stated=one.stated,
        expected=one.expected,
        basis=one.basis,
        fix=one.fix,
        source=str(one.place.source),
    )


def _first_said(pattern: re.Pattern[str], document: PublishedDocument) -> str:
    texts = (block.text for block in document.blocks if isinstance(block, PublishedText))
    found = next(filter(None, map(pattern.search, texts)), None)
    return "".join(found[1].split()) if found else ""
