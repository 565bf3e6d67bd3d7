"""接口 — load, check, build, write: each verb is its stages in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from disclosure import checks, figures, files, load, outputs, packs
from disclosure.checks import CheckError, CheckReport, Explanation, report_printing
from disclosure.document import Document, Style
from disclosure.errors import IncompleteError, InputError, Problem, TemplateError
from disclosure.figures import Figures
from disclosure.model import Submission
from disclosure.model.pending import unconfirmed
from disclosure.outputs import Artifact
from disclosure.outputs.listing_workbook import Listing, workbook

PACKS_FOLDER = "templates"
_FINDING_WIDTHS = (8, 10, 26, 40, 18, 18, 40, 40, 34, 30, 34)
_RESULT_WIDTHS = (34, 44, 12, 50)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """成品 — the files of a build, what was missing (drafts only), notes for the builder, the checks, the packs."""

    artifacts: tuple[Artifact, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    report: CheckReport
    chain: packs.Chain


@dataclass(frozen=True, slots=True)
class Composed:
    """文稿 — the neutral document with its style and file name, before any output."""

    document: Document
    style: Style
    filename: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """读取 — a department-year, its chain of packs, its figures."""

    submission: Submission
    chain: packs.Chain
    figures: Figures


def _read(source: Submission | Path | str, roots: Iterable[Path] = (), pack: str = "") -> _Read:
    submission = source if isinstance(source, Submission) else load.read(source)
    own = [] if isinstance(source, Submission) else [_folder(Path(source)) / PACKS_FOLDER]
    stated = None if pack else submission.source("模板")
    chain = packs.resolve(pack or submission.pack, [*roots, *own, packs.built_in()], stated)
    return _Read(submission, chain, figures.derive(submission))


def _composed(
    read: _Read, *, draft: bool, working: bool, faults: list[TemplateError] | None = None
) -> Composed:
    facts = packs.Facts(read.submission, read.figures, read.chain.manifest, read.chain.wording)
    made = packs.compose(read.chain, facts, draft=draft, working=working, faults=faults)
    missing = (*made.missing, *(f"{path}（沿用上年，待确认）" for path in unconfirmed(read.submission)))
    return Composed(made.document, read.chain.style, files.safe_name(made.filename), missing, made.notes)


def _facts(read: _Read, document: Document) -> checks.Facts:
    specs = packs.table_specs(read.chain, read.submission.year)
    return checks.facts(read.submission, read.figures, specs, document, read.chain.names)


def compose(
    source: Submission | Path | str,
    *,
    draft: bool = False,
    working: bool = False,
    pack: str = "",
    roots: Iterable[Path] = (),
    faults: list[TemplateError] | None = None,
) -> Composed:
    """成文 — read, derive, compose; packs of the data's own `templates` folder come before those delivered.

    Packs in `roots` come before both. With a list for `faults` a section that cannot be rendered is told there and
    in its place. `pack` names another pack than the data's, for a second document (“三公”经费单独公开).
    """
    return _composed(_read(source, roots, pack), draft=draft, working=working, faults=faults)


def check(source: Submission | Path | str) -> CheckReport:
    """校验 — read, derive, fill, compose, check; raises InputError and PackError for what cannot be read or used."""
    read = _read(source)
    document = _composed(read, draft=True, working=False).document
    return checks.run(_facts(read, document), read.chain.checks)


def explain(source: Submission | Path | str, name: str) -> Explanation:
    """说明来历 — of a figure (三公经费.决算数) or a cell (公开05表 合计 本年支出); NoSuchNumber names what is near."""
    read = _read(source)
    specs = packs.table_specs(read.chain, read.submission.year)
    facts = checks.facts(read.submission, read.figures, specs, None, read.chain.names)
    return checks.explain(
        name, checks.Book(replace(facts, stated={}))
    )  # what is printed, not what was stated


def build(
    source: Submission | Path | str,
    formats: Iterable[str] = ("docx", "pdf", "html"),
    *,
    draft: bool = False,
    working: bool = False,
    units: bool = False,
    pack: str = "",
    progress: Progress = lambda _: None,
) -> Built:
    """生成 — finished files in memory, none written; with `units` also those of every unit of the department.

    `pack` names another pack than the data's, for a second document from the same data.
    A publication build (neither `draft` nor `working`) raises IncompleteError where anything is missing and
    CheckError where a check finds an error;
    InputError, PackError, TemplateError and OutputError say what cannot be read, used or made.
    """
    writers = [(name, outputs.writer(name)) for name in formats]
    progress("读取数据、推算并成文")
    read = _read(source, pack=pack)
    built = _built(read, writers, draft=draft, working=working, progress=progress)
    if not units:
        return built
    roots = [] if isinstance(source, Submission) else [_folder(Path(source)) / PACKS_FOLDER]
    below = {}
    for name, unit in _units(read.submission):
        progress(f"单位决算：{name}")
        with _named(name):
            below[name] = _built(
                _read(unit, roots, pack), writers, draft=draft, working=working, progress=progress
            )
    return _joined(built, below)


def _units(submission: Submission) -> Iterator[tuple[str, Submission]]:
    """Every unit that the department was added up from, and what these were."""
    if not submission.units:
        message = "没有一个所属单位写了“数据”，不能生成单位决算；请写明各单位的数据文件夹，或不用 --units"
        raise InputError([Problem(message, path="部门.所属单位")])
    for name, unit in submission.units.items():
        yield name, unit
        if unit.units:
            yield from _units(unit)


def _joined(department: Built, units: Mapping[str, Built]) -> Built:
    """All files together; what is missing of a unit carries its name; the report is the department's."""
    every = (department, *units.values())
    missing = (f"{name}：{place}" for name, built in units.items() for place in built.missing)
    return replace(
        department,
        artifacts=tuple(artifact for built in every for artifact in built.artifacts),
        missing=(*department.missing, *missing),
        notes=tuple(dict.fromkeys(note for built in every for note in built.notes)),
    )


@contextmanager
def _named(unit: str) -> Iterator[None]:
    """What stops a unit's document says which unit's it is."""
    try:
        yield
    except IncompleteError as error:
        raise IncompleteError(f"{unit}：{name}" for name in error.missing) from None
    except CheckError as error:
        raise CheckError(
            tuple(replace(one, message=f"{unit}：{one.message}") for one in error.findings)
        ) from None


def _built(
    read: _Read,
    writers: Sequence[tuple[str, outputs.Writer]],
    *,
    draft: bool,
    working: bool,
    progress: Progress,
) -> Built:
    composed = _composed(read, draft=draft, working=working)
    publication = not (draft or working)
    if composed.missing and publication:
        raise IncompleteError(composed.missing)
    report = checks.run(_facts(read, composed.document), read.chain.checks)
    if report.errors and publication:
        raise CheckError(report.errors)
    artifacts: list[Artifact] = []
    for name, write_format in writers:
        progress(f"生成 {name}")
        artifacts.extend(write_format(composed.document, composed.style, composed.filename))
    return Built(tuple(artifacts), composed.missing, composed.notes, report, read.chain)


def write(built: Built, folder: Path | str) -> tuple[Path, ...]:
    """写出 — every file of a build into a folder, all of them or none; gives their paths."""
    return files.write_all([(artifact.name, artifact.data) for artifact in built.artifacts], Path(folder))


def report_bytes(report: CheckReport, format: str) -> bytes:
    """校验报告 — as `text`, `json` or `xlsx`."""
    if format == "xlsx":
        return workbook(
            "校验报告",
            [
                Listing("发现", report_printing.HEAD, _FINDING_WIDTHS, report_printing.finding_rows(report)),
                Listing(
                    "各项校验",
                    report_printing.RESULT_HEAD,
                    _RESULT_WIDTHS,
                    report_printing.result_rows(report),
                ),
            ],
        )
    return (
        report_printing.as_json(report) if format == "json" else report_printing.text(report) + "\n"
    ).encode()


def write_report(data: bytes, path: Path) -> Path:
    """写出校验报告 — one file, whole or not at all; gives its path."""
    return files.write_all([(path.name, data)], path.parent)[0]


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent
