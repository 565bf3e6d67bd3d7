"""生成记录 — 上次生成.json in the output folder: what each document there said when it was last built.

Only what a document prints is kept: a figure that is withheld stands in none of it. The same build gives the
same bytes. The format is told in docs/build-record.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, ValidationError

from disclosure.checks import Book, CheckReport
from disclosure.checks.book import figure_name
from disclosure.checks.check_report import Severity
from disclosure.document import Document
from disclosure.document.content import check_code, figures, sections
from disclosure.errors import InputError, Problem, Source
from disclosure.files import settle
from disclosure.model import Submission
from disclosure.model.department import Kind
from disclosure.money import Unit

NAME = "上次生成.json"
KIND = "disclosure.last_build"
VERSION = 1  # of the format; raised, with a reader of the older one, when a key changes its meaning

Edition = Literal["publication", "draft", "working", "data"]  # the last: data as they are
Exact = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), when_used="json")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class PackUsed(_Part):
    """所用模板 — name and version."""

    name: str
    version: str


class Published(_Part):
    """公开 — the day and the site, as the data had them; empty where they had none."""

    on: str = ""
    at: str = ""


class Amounts(_Part):
    """金额的印法 — unit and decimals of the pack."""

    unit: Unit = "万元"
    places: int = 2


class RecordedFigure(_Part):
    """记下的数 — label, exact value (amounts in 元), unit (元, %, 个), the rows of tables it stands in."""

    label: str
    value: Exact
    unit: str
    rows: tuple[str, ...] = ()


class RecordedSection(_Part):
    """记下的一节 — its heading and its sentences, the heading first."""

    title: str
    sentences: tuple[str, ...]


class RecordedFinding(_Part):
    """记下的发现 — no sentence of it: a sentence may tell a figure that is not printed."""

    code: str
    name: str
    places: tuple[str, ...]
    severity: Severity
    waived: bool = False


class RecordedUnseen(_Part):
    """看不见的一项 — in which file, what kind of thing, what it says."""

    file: str
    kind: str
    said: str


class DocumentRecord(_Part):
    """一份文件的记录 — what it was made from, its files, and what it says; figures by their Chinese name."""

    title: str
    edition: Edition
    department: str
    kind: Kind
    year: int
    units: tuple[str, ...] = ()
    packs: tuple[PackUsed, ...]
    program: str
    published: Published = Published()
    amounts: Amounts = Amounts()
    check_code: str
    data: str
    files: dict[str, str] = {}
    outcomes: dict[str, int] = {}
    figures: dict[str, RecordedFigure]
    sections: tuple[RecordedSection, ...]
    findings: tuple[RecordedFinding, ...] = ()
    unseen: tuple[RecordedUnseen, ...] = ()
    ordinary_unseen: dict[str, int] = {}

    def is_same_document(self, other: DocumentRecord) -> bool:
        """是不是同一份文件 — of one department and year, by packs of which one is made from the other."""
        first, second = ([pack.name for pack in one.packs] for one in (self, other))
        return (self.department, self.year) == (other.department, other.year) and (
            first[0] in second or second[0] in first
        )


class LastBuild(_Part):
    """上次生成 — the records of a folder, by the name of the document (its files without their endings)."""

    kind: Literal["disclosure.last_build"] = "disclosure.last_build"
    version: Literal[1] = 1
    documents: dict[str, DocumentRecord]

    def to_bytes(self) -> bytes:
        """写成 JSON — documents in order of their names."""
        ordered = self.model_copy(update={"documents": dict(sorted(self.documents.items()))})
        return (json.dumps(ordered.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def record(
    document: Document,
    book: Book,
    report: CheckReport,
    *,
    edition: Edition,
    packs: Iterable[tuple[str, str]],
    amounts: Amounts,
) -> DocumentRecord:
    """记下 — a composed document with what it was made from; its files are added when they are written."""
    submission = book.facts.submission
    publication = submission.publication
    return DocumentRecord(
        title=document.title,
        edition=edition,
        department=submission.department.full_name,
        kind=submission.department.kind,
        year=submission.year,
        units=tuple(submission.units),
        packs=tuple(PackUsed(name=name, version=version) for name, version in packs),
        program=metadata.version("disclosure"),
        published=Published(on=publication.published_on or "", at=publication.website or ""),
        amounts=amounts,
        check_code=check_code(document),
        data=digest(submission),
        outcomes={outcome.name.lower(): count for outcome, count in report.counts.items()},
        figures=dict(_printed_figures(document, book)),
        sections=tuple(RecordedSection(title=title, sentences=said) for title, said in sections(document)),
        findings=tuple(_all_findings(report)),
    )


def with_files(made: DocumentRecord, files: Iterable[tuple[str, bytes]]) -> DocumentRecord:
    """记下各文件 — their names and SHA-256."""
    return made.model_copy(update={"files": {name: hashlib.sha256(data).hexdigest() for name, data in files}})


def with_unseen(
    made: DocumentRecord, unseen: Iterable[RecordedUnseen], ordinary: Mapping[str, int]
) -> DocumentRecord:
    """记下看不见的内容 — item by item; of the ordinary machinery how many there are of a kind."""
    return made.model_copy(update={"unseen": tuple(unseen), "ordinary_unseen": dict(ordinary)})


def _printed_figures(document: Document, book: Book) -> Iterator[tuple[str, RecordedFigure]]:
    """Of every figure that a text of the document prints; one that is withheld is printed by none."""
    for printed in figures(document):
        entry = book.entry(figure_name(printed, book.facts.figures))
        if entry.value is not None:
            rows = book.rows(entry.name)
            yield entry.name, RecordedFigure(label=entry.label, value=entry.value, unit=entry.unit, rows=rows)


def _all_findings(report: CheckReport) -> Iterator[RecordedFinding]:
    for waived, findings in ((False, report.findings), (True, report.waived)):
        for found in findings:
            yield RecordedFinding(
                code=found.code,
                name=found.name,
                places=found.places or found.where,
                severity=found.severity,
                waived=waived,
            )


def digest(submission: Submission) -> str:
    """数据摘要 — SHA-256 of all that was read: the data, files, list of subjects, last year, the units."""
    of_all = hashlib.sha256()
    for part in _all_read(submission):
        of_all.update(len(part).to_bytes(8, "big") + part)
    return of_all.hexdigest()


def _all_read(submission: Submission) -> Iterator[bytes]:
    # Which program lays out the PDF, and whether a page sums up the rest, says nothing of the department.
    yield submission.model_dump_json(exclude={"pdf_engine", "at_a_glance"}).encode()
    for name, file in sorted(submission.files.items()):
        yield from (name.encode(), (file.text or "").encode(), file.data or b"")
    yield json.dumps(sorted(submission.own_subjects.items())).encode()
    below = (submission.last_year, *submission.units.values())
    yield from (digest(one).encode() for one in filter(None, below))


# 读回


def kept_in(folder: Path, records: Mapping[str, DocumentRecord]) -> bytes:
    """并入 — the folder's record with these; what cannot be read there counts as none and is written anew."""
    try:
        before = read(folder).documents
    except InputError:
        before = {}
    return LastBuild(documents={**before, **records}).to_bytes()


def read(path: Path) -> LastBuild:
    """读取 — of an output folder or of the file itself; raises InputError with what is wrong with it."""
    settle(path if path.is_dir() else path.parent)
    file = path / NAME if path.is_dir() else path
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(file, "没有生成记录，或不能读取；请先运行 disclosure build，由它写出") from error
    except ValueError as error:
        raise _fault(file, "不是完整的 JSON，可能被改过或没有复制完；请重新运行 disclosure build") from error
    return _validated(data, file)


def _validated(data: Any, file: Path) -> LastBuild:
    kind, version = (data.get("kind"), data.get("version")) if isinstance(data, dict) else (None, None)
    if kind != KIND:
        raise _fault(file, "不是 disclosure build 写出的生成记录；请写明有生成记录的输出文件夹")
    if version != VERSION:
        raise _fault(
            file,
            f"生成记录的格式版本 {version} 本程序不认识（当前为 {VERSION}），请重新运行 disclosure build",
        )
    try:
        return LastBuild.model_validate_json(json.dumps(data))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise _fault(file, f"生成记录的“{where}”不对，可能被改过；请重新运行 disclosure build") from error


def _fault(file: Path, message: str) -> InputError:
    return InputError([Problem(message, Source(str(file)))])
