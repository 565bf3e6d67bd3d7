"""接口 — load, check, build, write: each verb is its stages in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import filterfalse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disclosure import (
    build_record,
    deriving,
    facts,
    files,
    garbage,
    loading,
    outputs,
    packs,
    readback,
    sources,
)
from disclosure.build_record import Amounts, DocumentRecord, Edition
from disclosure.checks import (
    Book,
    CheckReport,
    CheckRule,
    Explanation,
    Scene,
    passages,
    report_printing,
    run,
    waivers,
)
from disclosure.checks import explain as explained
from disclosure.checks.book import ids_by_name
from disclosure.chinese_dates import days_named
from disclosure.document import Document, Editing, PdfEngine, Style
from disclosure.errors import InputError, Problem, TemplateError
from disclosure.facts import Facts
from disclosure.loading.place_names import Gap
from disclosure.model import Submission
from disclosure.outputs import Artifact, Writer
from disclosure.outputs.listing_workbook import Listing, workbook
from disclosure.several import several
from disclosure.sources import DataSource, NamedPack, PackChoice, Progress, named_pack, silent, telling

if TYPE_CHECKING:
    from disclosure.loading.ratified_table import RatifiedTable
    from disclosure.readback.unseen import Unseen

_COMMON_PACK = "standard"
_FINDING_WIDTHS = (8, 10, 26, 18, 40, 18, 18, 40, 40, 34, 30, 34)
_WAIVER_WIDTHS = (10, 60, 30, 40, 14, 18)
_MISSING_WIDTHS = (100,)
_RESULT_WIDTHS = (34, 44, 18, 12, 50)
_RATIFIED_WIDTHS = (44, 18, 18, 14, 44, 12)
_EXTENSION_WIDTHS = (12, 26, 34, 12, 60)


@dataclass(frozen=True, slots=True)
class Built:
    """成品 — the files of a build, what was missing (drafts only), notes, the checks, the packs, its records.

    With units the report is the department's and theirs; what is said of a unit bears its name. The records
    say of each document, by its name, what it holds; `write` keeps them in the folder (上次生成.json).
    """

    artifacts: tuple[Artifact, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    report: CheckReport
    chain: packs.Chain
    records: Mapping[str, DocumentRecord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composed:
    """文稿 — the neutral document with its style and file name, before any output."""

    document: Document
    style: Style
    filename: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()  # the same as `missing`, as data


@dataclass(frozen=True, slots=True)
class Filled:
    """填好 — a department-year's chain of packs and its facts: data, figures, tables."""

    chain: packs.Chain
    facts: Facts
    pdf: PdfEngine | None = None  # 要的是哪个 PDF 引擎

    @property
    def style(self) -> Style:
        """样式 — with the PDF engine that was asked for, else that of the data, else of the pack."""
        style = self.chain.style
        return replace(style, pdf_engine=self.pdf or self.facts.submission.pdf_engine or style.pdf_engine)


@dataclass(frozen=True, slots=True)
class Examined:
    """所见 — packs, facts, document, checks and record of a department-year, before any output."""

    chain: packs.Chain
    facts: Facts
    composed: Composed
    report: CheckReport
    record: DocumentRecord


@dataclass(frozen=True, slots=True)
class Sheet:
    """办公用表 — the files of a sheet about a document, and what is still to be filled in on it."""

    artifacts: tuple[Artifact, ...]
    missing: tuple[str, ...]


def _filled(
    source: DataSource,
    named: NamedPack,
    ratified: RatifiedTable | None = None,
    pdf: PdfEngine | None = None,
) -> Filled:
    """Read, resolve, derive, fill: once for all that is made of a department-year."""
    given = sources.submission_of(source)
    given = ratified.given_to(given) if ratified else given
    return replace(fill(given, named.chain(given)), pdf=pdf)


def fill(given: Submission, resolved: packs.Chain) -> Filled:
    """填好 — derive and fill: data with a chain of packs."""
    given = loading.with_own_data(given, resolved.own_data, resolved.name)
    submission = _published(given, resolved)
    derived = deriving.derive(submission)
    specs = packs.table_specs(resolved, submission.year)
    made = facts.filled(submission, derived, specs, resolved.named_by_data)
    return Filled(resolved, replace(made, given=given))


def data_of(given: Submission, resolved: packs.Chain) -> Submission:
    """公开的数据 — what a document of these data would be made from: its record tells the digest of it."""
    return _published(loading.with_own_data(given, resolved.own_data, resolved.name), resolved)


def _published(given: Submission, resolved: packs.Chain) -> Submission:
    submission = given.published()
    if submission is given:
        return given
    # something was taken out: what units add up to is another sum
    return loading.with_own_data(submission, resolved.own_data, resolved.name)


def nearest_chain(pack: str, *beside: DataSource) -> packs.Chain:
    """找模板 — the chain of a pack, in the folders' own packs too; where it is not found, the common one."""
    roots = named_pack("", (), *beside).roots
    return packs.resolve(pack if pack in packs.available(roots) else _COMMON_PACK, roots)


def compose_filled(
    filled: Filled,
    *,
    draft: bool,
    working: bool = False,
    faults: list[TemplateError] | None = None,
    kept: packs.Kept | None = None,
) -> Composed:
    """成文 — of what is filled; with `kept`, what was made of the same before is not made anew."""
    made = _drafted(filled, draft=draft, working=working, faults=faults, kept=kept)
    from disclosure.outputs.docx.contents import charts_in_place  # noqa: PLC0415 - heavy, not for checks

    arranged = charts_in_place(made.document, filled.style)
    document = replace(arranged, dated=_day_of(filled.facts.submission))
    filename = files.safe_name(filled.facts.submission.decided.filename or made.filename)
    return Composed(document, filled.style, filename, made.missing, made.notes, made.gaps)


def _day_of(submission: Submission) -> date:
    """The day that a file for the archive bears: of publication, else of approval, else the year's last."""
    said = submission.publication.published_on or submission.publication.approved_on
    return days_named(said)[1] if said else date(submission.year, 12, 31)


def _drafted(
    filled: Filled,
    *,
    draft: bool,
    working: bool = False,
    faults: list[TemplateError] | None = None,
    kept: packs.Kept | None = None,
) -> packs.Composition:
    """The document without its style, which only outputs need; all that is missing, where it is filled in."""
    made = packs.compose(filled.chain, filled.facts, draft=draft, working=working, faults=faults, kept=kept)
    names = filled.facts.names
    marks = passages.unconfirmed_texts(filled.facts.submission)
    pending = (gap.more(f"（核对后删去“{marks[path]}”）") for path in marks for gap in names.gaps([path]))
    asked = filterfalse(filled.facts.figures.withheld.has, filled.facts.submission.own.lacking())
    gaps = (*names.gaps((*made.missing, *asked)), *pending, *map(Gap, made.refused))
    return replace(made, missing=tuple(gap.said for gap in gaps), gaps=gaps)


def _booked(filled: Filled, composed: Composed | packs.Composition) -> Book:
    """The numbers, which checks and the record look up: once for both."""
    return Book(filled.facts.with_document(composed.document))


def _checked(
    filled: Filled,
    composed: Composed | packs.Composition,
    book: Book,
    own: tuple[CheckRule, ...] = (),
    only: tuple[str, ...] = (),
) -> CheckReport:
    report = run(book, filled.chain.checks, only, own)
    return replace(report.with_extensions(filled.chain.extensions), missing=composed.missing)


def checked(filled: Filled, composed: Composed) -> CheckReport:
    """校验 — what is filled and composed; with what is missing, and what there is to note."""
    return replace(_checked(filled, composed, _booked(filled, composed)), remarks=composed.notes)


def edited(filled: Filled, composed: Composed) -> Composed:
    """编辑稿 — the same, saying of itself what it lacks and what checks find in it."""
    report = checked(filled, composed)
    return replace(composed, document=replace(composed.document, editing=_editing(filled, report)))


def _editing(filled: Filled, report: CheckReport) -> Editing:
    named = " ".join(filled.chain.versions[0])
    ids = ids_by_name(filled.facts.figures)
    remarks = (
        replace(one, about=tuple(ids.get(name, name) for name in one.about))
        for one in report_printing.remarks(report)
    )
    return Editing(named, tuple(remarks))


def compose(
    source: DataSource,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    draft: bool = False,
    working: bool = False,
    faults: list[TemplateError] | None = None,
) -> Composed:
    """成文 — read, derive, compose; packs of the data's own `templates` folder come before those delivered.

    Packs in `roots` come before both. With a list for `faults` a section that cannot be rendered is told
    there and in its place. `pack` is another pack than the data's, for a second document.
    """
    filled = _filled(source, named_pack(pack, roots, source))
    return compose_filled(filled, draft=draft, working=working, faults=faults)


@garbage.rarely_sought()
def check(
    source: DataSource,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    ratified: RatifiedTable | None = None,
    checks: Iterable[CheckRule] = (),
    only: Iterable[str] = (),
) -> CheckReport:
    """校验 — read, derive, fill, compose, check; and what is missing. Raises InputError and PackError.

    `ratified` is a table of many departments (`read_ratified`) to look this one's 批复数 up in; `checks` are
    checks of one's own (`check_rule`), run beside those of the pack. `only`
    are codes of checks (XA4) or beginnings of codes (NL): the report is of these, the others are not run.
    """
    filled = _filled(source, named_pack(pack, roots, source), ratified)
    composed = _drafted(filled, draft=True)
    book = _booked(filled, composed)
    report = _checked(filled, composed, book, tuple(checks), tuple(several(only)))
    return replace(report, remarks=composed.notes)


def facts_of(source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()) -> Facts:
    """事实 — what a document would be made from: data, figures, filled tables."""
    return _filled(source, named_pack(pack, roots, source)).facts


def examine(
    source: DataSource,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    ratified: RatifiedTable | None = None,
) -> Examined:
    """查看 — a department-year as a build would see it, with its record; nothing is written."""
    return examine_filled(_filled(source, named_pack(pack, roots, source), ratified))


def examine_units(
    source: DataSource,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    ratified: RatifiedTable | None = None,
) -> Iterator[Examined]:
    """查看各单位 — likewise the department, then every unit that it was added up from."""
    named = named_pack(pack, roots, source)
    department = examine_filled(_filled(source, named, ratified))
    yield department
    for _, unit in _units(department.facts.submission):
        yield examine_filled(_filled(unit, named, ratified))


def examine_filled(filled: Filled) -> Examined:
    """查看 — what is filled, as it would be published."""
    composed = compose_filled(filled, draft=False)  # as it would be published, gaps and all
    book = _booked(filled, composed)
    report = _checked(filled, composed, book)
    record = _recorded(filled, composed, book, report, "data")
    return Examined(filled.chain, filled.facts, composed, report, record)


def explain(
    source: DataSource, name: str, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()
) -> Explanation:
    """说明来历 — of a figure (三公经费.决算数) or a cell (公开05表 合计 本年支出).

    Raises NoSuchNumber, which names what is near.
    """
    filled = _filled(source, named_pack(pack, roots, source))
    return explained(name, Scene(Book(filled.facts.as_printed()), filled.chain.checks))


@garbage.rarely_sought()
def build(
    source: DataSource,
    formats: Iterable[str | Writer] = ("docx", "pdf", "html"),
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    draft: bool = False,
    working: bool = False,
    units: bool = False,
    ratified: RatifiedTable | None = None,
    pdf: str = "",
    checks: Iterable[CheckRule] = (),
    progress: Progress = silent,
) -> Built:
    """生成 — finished files in memory, none written; with `units` also those of every unit of the department.

    A format is a name, or a function of one's own: given the document, the style and the name of the file
    without its ending, it gives `Artifact`s. `checks` are checks of one's own (`check_rule`).
    `pdf` is what lays out the PDF (weasyprint, typst), where neither the data nor the pack shall decide.
    `pack` is another pack than the data's, for a second document from the same data; `ratified` is a table
    of many departments (`read_ratified`) in which 批复数 are looked up, those of units too. `progress` is
    called with a sentence at each step, which also goes to the log `disclosure`.
    A publication build (neither `draft` nor `working`) raises IncompleteError where anything is missing and
    CheckError (an IncompleteError, too) where a check finds an error, of the department or a unit: both hold
    the report, with all that is missing and all findings.
    InputError, PackError, TemplateError and OutputError say what cannot be read, used or made; OutputError
    also that a file of a publication build, read back, does not say what the document says.
    """
    writers = [(outputs.name_of(format), outputs.writer(format)) for format in several(formats)]
    engine = outputs.pdf_engine(pdf)
    told = telling(progress)
    told("读取数据、推算并成文")
    named = named_pack(pack, roots, source)
    filled = _filled(source, named, ratified, engine)
    unhindered = draft or working
    make = partial(made_of, draft=draft, working=working, own=tuple(checks), progress=told)
    built = make(filled, writers)
    for name, unit in _units(filled.facts.submission) if units else ():
        told(f"单位决算：{name}")
        wanted = writers if unhindered or built.report.publishable else ()  # else none will be written
        built = _with_unit(built, name, make(_filled(unit, named, ratified, engine), wanted))
    if not (unhindered or built.report.publishable):
        in_files = bool(filled.facts.submission.places())
        raise report_printing.refusal(built.report, in_files=in_files)
    return built


def _units(submission: Submission) -> Iterator[tuple[str, Submission]]:
    """Every unit that the department was added up from, and what these were."""
    if not submission.units:
        message = "没有一个所属单位写了“数据”，没有单位决算；请写明各单位的数据文件夹，或不用 --units"
        raise InputError([Problem(message, path="部门.所属单位", name="所属单位")])
    for name, unit in submission.units.items():
        yield name, unit
        if unit.units:
            yield from _units(unit)


def _with_unit(built: Built, name: str, unit: Built) -> Built:
    """The files of both together; what is missing of the unit or found in it carries its name."""
    report = built.report.with_unit(name, unit.report)
    files.require_distinct((*built.records, *unit.records))
    return replace(
        built,
        artifacts=(*built.artifacts, *unit.artifacts),
        missing=report.missing,
        notes=tuple(dict.fromkeys((*built.notes, *unit.notes))),
        report=report,
        records={**built.records, **unit.records},
    )


def made_of(
    filled: Filled,
    writers: Sequence[tuple[str, outputs.Writer]],
    *,
    draft: bool = False,
    working: bool = False,
    own: tuple[CheckRule, ...] = (),
    progress: Progress = silent,
) -> Built:
    """做成 — one document of what is filled; no file of a publication that may not be made."""
    composed = compose_filled(filled, draft=draft, working=working)
    book = _booked(filled, composed)
    report = _checked(filled, composed, book, own)
    artifacts: list[Artifact] = []
    edition: Edition = "draft" if draft else "working" if working else "publication"
    is_publication = edition == "publication"
    said = None if is_publication else _editing(filled, report)
    made_of = replace(composed.document, beside=tuple(dict(writers)), editing=said)
    composed = replace(composed, document=made_of)
    wanted = writers if report.publishable or not is_publication else ()
    outputs.require_possible(wanted, composed.document, composed.style)
    for name, write_format in wanted:
        progress(f"生成 {name}")
        made = write_format(composed.document, composed.style, composed.filename)
        if is_publication:
            readback.require_same(name, made, composed.document, composed.style)
        artifacts.extend(made)
    report = report.with_extensions(outputs.others(dict(writers)))
    record = build_record.with_files(
        _recorded(filled, composed, book, report, edition), map(_named, artifacts)
    )
    if is_publication:
        record = _with_unseen(record, _unseen(artifacts, composed))
    records = {composed.filename: record}
    return Built(tuple(artifacts), composed.missing, composed.notes, report, filled.chain, records)


def unseen(seen: Examined, formats: Iterable[str]) -> tuple[Unseen, ...]:
    """看不见的内容 — of the files of these formats, were they made now; the ordinary machinery left out."""
    made = seen.composed
    writers = map(outputs.writer, several(formats))
    artifacts = [one for write in writers for one in write(made.document, made.style, made.filename)]
    return tuple(one for one in _unseen(artifacts, made) if not one.is_ordinary)


def _unseen(artifacts: Iterable[Artifact], composed: Composed) -> tuple[Unseen, ...]:
    """What a reader of a publication cannot see, as other code than wrote it finds it in the files."""
    from disclosure.readback import unseen as reader  # noqa: PLC0415 - lxml only where something is made

    return reader.listed(artifacts, composed.document, composed.style)


def _with_unseen(made: DocumentRecord, found: Sequence[Unseen]) -> DocumentRecord:
    told = (
        build_record.RecordedUnseen(file=one.file, kind=one.kind, said=one.said)
        for one in found
        if not one.is_ordinary
    )
    return build_record.with_unseen(made, told, Counter(one.kind for one in found if one.is_ordinary))


def _recorded(
    filled: Filled, composed: Composed, book: Book, report: CheckReport, edition: Edition
) -> DocumentRecord:
    numbers = filled.chain.manifest.numbers
    return build_record.record(
        composed.document,
        book,
        report,
        edition=edition,
        packs=filled.chain.versions,
        amounts=Amounts(unit=numbers.amount_unit, places=numbers.amount_places),
    )


def _named(artifact: Artifact) -> tuple[str, bytes]:
    return artifact.name, artifact.data


def write(built: Built | Sheet, folder: Path | str) -> tuple[Path, ...]:
    """写出 — every file of a build or a sheet into a folder, all of them or none; gives their paths.

    With a build goes 上次生成.json: it is for the office, not to be published, and not among the paths.
    """
    home, made = Path(folder), list(map(_named, built.artifacts))
    kept = [(build_record.NAME, partial(_record, built, home))] if isinstance(built, Built) else []
    return files.write_all([*made, *kept], home)[: len(made)]


def _record(built: Built, home: Path) -> bytes:
    """With what the folder's record says of other documents, while nobody else writes it."""
    return build_record.kept_in(home, built.records)


def sheet(
    chain: packs.Chain,
    name: str,
    given: Mapping[str, Any],
    filename: str,
    *,
    formats: Iterable[str],
    style: str = "",
) -> Sheet:
    """办公用表 — `sheets/<name>.j2` of the packs with what is given, each format; `style` is another look."""
    writers = [outputs.writer(format) for format in several(formats)]
    made = packs.sheet(chain, name, given)
    document = Document(filename, str(given.get("部门", "")), made.blocks)
    look = chain.style_named(style) if style else chain.style
    written = (write(document, look, files.safe_name(filename)) for write in writers)
    return Sheet(tuple(artifact for each in written for artifact in each), made.missing)


def report_bytes(report: CheckReport, format: str) -> bytes:
    """校验报告 — as `text`, `json` or `xlsx`."""
    match format:
        case "xlsx":
            return workbook("校验报告", list(_listings(report)))
        case "json":
            return report_printing.as_json(report).encode()
        case _:
            return f"{report_printing.text(report)}\n".encode()


def _listings(report: CheckReport) -> Iterator[Listing]:
    """The sheets of a report; some only where there is something to list."""
    yield Listing("发现", report_printing.HEAD, _FINDING_WIDTHS, report_printing.finding_rows(report))
    results = report_printing.result_rows(report)
    yield Listing("各项校验", report_printing.RESULT_HEAD, _RESULT_WIDTHS, results)
    if lacking := report_printing.missing_rows(report):
        yield Listing("待填", report_printing.MISSING_HEAD, _MISSING_WIDTHS, lacking)
    if compared := report_printing.ratified_rows(report):
        yield Listing("批复数", report_printing.RATIFIED_HEAD, _RATIFIED_WIDTHS, compared)
    if rows := report_printing.waiver_rows(report):
        yield Listing(report_printing.WAIVERS, waivers.HEAD, _WAIVER_WIDTHS, rows)
    if others := report_printing.extension_rows(report):
        yield Listing("扩展", report_printing.EXTENSION_HEAD, _EXTENSION_WIDTHS, others)


def write_report(data: bytes, path: Path) -> Path:
    """写出校验报告 — one file, whole or not at all; gives its path."""
    return files.write_all([(path.name, data)], path.parent)[0]
