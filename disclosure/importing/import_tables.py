"""导入 — files of tables become 导入.yaml in the data folder, beside what people type."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, filterfalse, starmap
from pathlib import Path

from disclosure import files, packs, sources, temporary
from disclosure.errors import InputError, Problem
from disclosure.forms.heads_of_exports import OwnHeads
from disclosure.forms.spec import TableSpec
from disclosure.importing import data_folder, import_file, reason_directions
from disclosure.importing.data_folder import Folder
from disclosure.importing.import_file import Entry
from disclosure.importing.import_report import Report
from disclosure.importing.inverting import figures_to_entries
from disclosure.importing.reading import forms, own_exports, read_tables
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value, are_rounded
from disclosure.importing.recognising import budget_books, own_heads, spellings, unit_owner_year
from disclosure.importing.verifying import (
    approved_cells,
    contradictions,
    one_department,
    one_unit,
    one_year,
)
from disclosure.importing.verifying.agreed_figures import agreed
from disclosure.importing.verifying.contradictions import Settled
from disclosure.loading import published
from disclosure.loading.data_files import IMPORTED
from disclosure.loading.reading_state import Loc
from disclosure.money import Unit
from disclosure.packs import Chain
from disclosure.sources import DocumentSource, NamedPack, PackChoice, Progress, named_pack, silent, telling

_SHOWN = 8  # reasons for one table
_SHEETS = 5  # named of a file in which no table was found
_LATEST = 2024  # where no table and nobody says the year
_TITLE = 60  # letters in which a title says its year


Books = Mapping[Path, Sequence[published.Matrix]]


@dataclass(frozen=True, slots=True)
class _Job:
    """What is imported where: files by their sheets, and the tables of pack and year that are looked for."""

    home: Folder
    books: Books
    year_said: str  # by the tables themselves
    year: int
    pack: Chain
    specs: Sequence[TableSpec]
    heads: OwnHeads

    @property
    def matrices(self) -> list[published.Matrix]:
        return list(chain.from_iterable(self.books.values()))


@dataclass(frozen=True, slots=True)
class _Tables:
    """What was read: tables, titles of unknown ones; figures and entries of what is not in doubt."""

    found: Sequence[FoundTable]
    unknown: Sequence[str]
    known: Mapping[str, Value]
    entered: Mapping[Loc, Said]
    account: Sequence[str]
    unmapped: Sequence[str]

    @property
    def taken(self) -> list[FoundTable]:
        return list(filter(FoundTable.is_sure, self.found))

    @property
    def doubtful(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        doubtful = filterfalse(FoundTable.is_sure, self.found)
        return tuple((table.label_and_place, _few_doubts(table.doubts)) for table in doubtful)


def import_tables(
    tables: Iterable[DocumentSource],
    out: Path | str | None = None,
    pack: PackChoice = "",
    *,
    heads: Path | None = None,
    roots: Iterable[Path | str] = (),
    progress: Progress = silent,
) -> Report:
    """导入 — reads, checks, writes; raises InputError where no table can be taken, and PackError.

    Without a folder nothing is written: what 导入.yaml would hold stands in the report's `files`. `heads` is
    a file that says what the columns of an office's own export are.
    """
    tell = telling(progress)
    with sources.as_files(tables) as paths:
        tell(f"读取{'、'.join(path.name for path in paths)}")
        read = partial(_read_books, paths)
        if out is not None:
            return _imported(read, Path(out), named_pack(pack, roots, out), heads)
        with tempfile.TemporaryDirectory(dir=temporary.folder()) as made:
            report = _imported(read, Path(made), named_pack(pack, roots), heads)
            return replace(report, path=None, next="")


def import_sheets(
    books: Books, out: Path, pack: str = "", *, heads: Path | None = None, roots: Iterable[Path] = ()
) -> Report:
    """导入工作表 — likewise, of those sheets alone that are a department's, by their files."""
    return _imported(lambda: books, out, named_pack(pack, roots, out), heads)


def _read_books(paths: Sequence[Path]) -> Books:
    return {path: published.read(path, path.name) for path in paths}


def _imported(read: Callable[[], Books], out: Path, named: NamedPack, heads: Path | None) -> Report:
    job = _opened(read, out, named, heads)
    tables = _tables_read(job)
    unit = job.home.unit(tables.known or forms.amounts(tables.entered), one_unit.usual(tables.found))
    draft = figures_to_entries.drafted(tables.known, job.year)
    settled = contradictions.settle(draft.entries, tables.known, job.year)
    values = _values(job, tables, draft.entries, settled, unit)
    contradicting = (*settled.contradictions, *_against_forms(job, tables, draft.entries))
    lost = filter(None, (matrix.lost for matrix in job.matrices))
    said = (*_unit_and_year_notes(job, tables, unit), *_tables_not_found(job, tables))
    notes = dict.fromkeys((*said, *contradicting, *lost))
    taken = tuple(table.label_and_place for table in tables.taken)
    report = Report(
        None,
        taken,
        tables.doubtful,
        tuple(tables.unknown),
        tuple(notes),
        account=tuple(tables.account),
        unmapped=tuple(tables.unmapped),
    )
    return _write(job, values, report, draft.gaps)


def _opened(read: Callable[[], Books], out: Path, named: NamedPack, heads: Path | None) -> _Job:
    home = data_folder.opened(out)
    own = own_heads.read(heads) if heads else OwnHeads(tables=())
    name, stated = home.pack(named.name)
    books = read()
    budget_books.require_none({} if heads else books)  # what an own export is, its 对照 says
    said = _year_said(books)
    year = int(home.said("年度") or said or _LATEST)
    resolved = packs.resolve(name, named.roots, stated)
    return _Job(home, books, said, year, resolved, packs.table_specs(resolved, year), own)


def _year_said(books: Books) -> str:
    # 2023年度收入决算表, 2023年度支出决算表, 2022年度说明.docx → 2023
    titles = chain.from_iterable(map(_likely_titles, chain.from_iterable(books.values())))
    years = map(unit_owner_year.year, chain(titles, (path.stem for path in books)))
    counts = Counter(filter(None, years)).most_common(1)
    return str(counts[0][0]) if counts else ""


def _likely_titles(matrix: published.Matrix) -> Iterator[str]:
    return (cell.text for row in matrix.rows for cell in row.values() if "年度" in cell.text[:_TITLE])


def _tables_read(job: _Job) -> _Tables:
    """Tables that close by themselves and do not contradict each other, all of one department and year."""
    own = own_exports.read(job.matrices, job.heads, job.specs, job.year)
    read_, unknown = read_tables.read(own.rest, job.specs, job.year)
    found = [*own.tables, *read_]
    one_department.require_one(found, job.home)
    one_year.doubt_others(found, job.year, "数据" if job.home.said("年度") else "别的表")
    tables = _Tables(found, unknown, agreed(found), forms.entries(found), own.account, own.unmapped)
    if not tables.taken:
        raise InputError(_refused(tables, job.books))
    return tables


def _values(
    job: _Job, tables: _Tables, drafted: Mapping[Loc, Said], settled: Settled, unit: Unit
) -> dict[Loc, Entry]:
    """Everything that 导入.yaml says, what an earlier import left too."""
    owner = figures_to_entries.owner(tables.taken)
    values = {
        **job.home.head(job.pack.name, str(job.year) if job.year_said else "", unit, owner),
        **import_file.entries({**drafted, **tables.entered}, unit),
        **_own_names(job, tables),
    }
    if not _is_coarse(unit, tables.known):
        values |= import_file.entries(approved_cells.with_totals(settled, tables.taken, job.specs), unit)
    return values | import_file.kept(job.home.before, values)


def _own_names(job: _Job, tables: _Tables) -> dict[Loc, Entry]:
    names = figures_to_entries.own_names(tables.taken, job.year).items()
    return {("科目名称", code): (name, ()) for code, name in names if not job.home.typed_at("科目名称", code)}


def _is_coarse(unit: Unit, amounts: Mapping[str, Value]) -> bool:
    """Whether data in 元 are made from amounts rounded to 万元."""
    return unit == "元" and are_rounded(amounts.values())


def _unit_and_year_notes(job: _Job, tables: _Tables, unit: Unit) -> Iterator[str]:
    if _is_coarse(unit, {**tables.known, **forms.amounts(tables.entered)}):
        yield "有的表以万元为单位，数据以元为单位：这些数只准到百元，合计可能有尾差"
    if job.year_said not in ("", str(job.year)):
        yield f"表上写的是 {job.year_said} 年度，数据是 {job.year} 年度，请核对是不是拿错了表"
    elif not job.year_said and job.year == _LATEST:
        yield f"表上没有写年度，科目按 {job.year} 年度认；年度不同的请先在数据里填年度，再导入"


def _tables_not_found(job: _Job, tables: _Tables) -> Iterator[str]:
    """Where titles are not known, the tables of the pack that may be meant by them."""
    lost = _titles_not_found(job, tables)
    if tables.unknown and lost:
        yield f"模板的这些表没有读到：{lost}；没有认出的表是其中哪一张的，请照模板改表名"


def _titles_not_found(job: _Job, tables: _Tables) -> str:
    found = {table.spec.id for table in tables.found}
    return "、".join(spellings.title(spec.title) for spec in job.specs if spec.id not in found)


def _against_forms(job: _Job, tables: _Tables, drafted: Mapping[Loc, Said]) -> Sequence[str]:
    shown = forms.derived(tables.found)
    entries = {**drafted, **forms.whole(tables.entered)}
    return contradictions.settle(entries, shown, job.year).contradictions if shown else ()


def _write(job: _Job, values: Mapping[Loc, Entry], report: Report, gaps: Sequence[str]) -> Report:
    """Writes 导入.yaml; what came of it is told by the data as they stand then."""
    home = job.home
    reasons = reason_directions.noted(home.readable(), home.reasons, job.pack.checks)
    written = import_file.written(values, reasons)
    (path,) = files.write_all([(IMPORTED, written)], home.path)
    changes = import_file.changes(home.before, values) if home.before else ()
    submission, missing = home.outcome()
    turned = tuple(reason_directions.told(submission))
    return replace(
        report,
        path=path,
        changes=tuple(changes),
        turned=turned,
        gaps=(*gaps, *missing),
        next=_next(job),
        files={IMPORTED: written},
    )


def _next(job: _Job) -> str:
    """The command that goes on, as it can be pasted."""
    folder = files.in_command(job.home.path)
    if job.home.typed.data:
        return f"下一步：补上待填的，运行 disclosure build {folder} --draft"
    year = "" if job.year_said else f" --year {job.year}"
    return f"下一步：运行 disclosure new {folder}{year}，在做出的工作簿里补上待填的"


def _few_doubts(doubts: Sequence[str]) -> tuple[str, ...]:
    more = [f"另有 {len(doubts) - _SHOWN} 处"] if len(doubts) > _SHOWN else []
    return (*doubts[:_SHOWN], *more)


def _refused(tables: _Tables, books: Books) -> Iterator[Problem]:
    looked = "，".join(starmap(_looked_at, books.items()))
    advice = "" if tables.found else f"：读了 {looked}，没有认出模板里的任何一张表，请核对 --pack 和表名"
    yield Problem(f"没有一张表可以导入{advice}")
    for name, reasons in tables.doubtful:
        yield from (Problem(f"{name}：{reason}") for reason in reasons)
    yield from (Problem(f"没有认出 {name}") for name in tables.unknown)


def _looked_at(path: Path, book: Sequence[published.Matrix]) -> str:
    named = [sheet.name for sheet in book if sheet.name]  # a page and a Word document have no sheets
    more = f" 等 {len(named)} 张" if len(named) > _SHEETS else ""
    return f"{path.name}（{'、'.join(named[:_SHEETS])}{more}）" if named else path.name
