"""导入 — files of tables become 导入.yaml in the data folder, beside what people type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from disclosure import api, files, packs
from disclosure.errors import InputError, Problem
from disclosure.importing import data_folder, import_file, reason_directions
from disclosure.importing.data_folder import Folder
from disclosure.importing.import_file import Entry
from disclosure.importing.import_report import Report
from disclosure.importing.inverting import figures_to_entries
from disclosure.importing.inverting.draft import Draft
from disclosure.importing.reading import read_tables, several_forms
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.importing.recognising import unit_owner_year
from disclosure.importing.verifying import approved_cells, contradictions, one_department, table_sums
from disclosure.importing.verifying.contradictions import Settled
from disclosure.load import published
from disclosure.load.data_files import IMPORTED
from disclosure.load.reading_state import Loc
from disclosure.money import Unit
from disclosure.packs import Chain
from disclosure.packs.templating.wording import scoped
from disclosure.tables.spec import TableSpec

_SHOWN = 8  # reasons for one table
_SHEETS = 5  # named of a file in which no table was found
_LATEST = 2024  # where no table and nobody says the year
_TITLE = 60  # letters in which a title says its year


@dataclass(frozen=True, slots=True)
class _Import:
    """What is imported where: files by their sheets, and the tables of the pack and year that are looked for."""

    home: Folder
    books: Mapping[Path, Sequence[published.Matrix]]
    year_said: str  # by the tables themselves
    year: int
    pack: Chain
    specs: Sequence[TableSpec]

    @property
    def matrices(self) -> list[published.Matrix]:
        return list(chain.from_iterable(self.books.values()))


@dataclass(frozen=True, slots=True)
class _Tables:
    """What was read: the tables, titles of unknown ones, and of what is not in doubt figures and entries of forms."""

    found: Sequence[FoundTable]
    unknown: Sequence[str]
    known: Mapping[str, Value]
    entered: Mapping[Loc, Said]

    @property
    def taken(self) -> list[FoundTable]:
        return [table for table in self.found if not table.doubts]

    @property
    def doubtful(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        doubtful = [table for table in self.found if table.doubts]
        return tuple((table.label_and_place, _few_doubts(table.doubts)) for table in doubtful)


@dataclass(frozen=True, slots=True)
class _Data:
    """What follows from the tables: entries and gaps, 核定数 and contradictions, and the unit of the data."""

    draft: Draft
    settled: Settled
    unit: Unit
    is_coarse: bool  # whether data in 元 are made from amounts rounded to 万元


def import_tables(paths: Sequence[Path], out: Path, pack: str = "") -> Report:
    """导入 — reads, checks, writes; raises InputError where no table can be taken, and PackError."""
    job = _opened(paths, out, pack)
    tables = _read(job)
    data = _inverted(job, tables)
    values = _values(job, tables, data)
    report = Report(
        None,
        tuple(table.label_and_place for table in tables.taken),
        tables.doubtful,
        tuple(tables.unknown),
        tuple(dict.fromkeys(_notes(job, tables, data))),
    )
    return _write(job, values, report, data.draft.gaps)


def _opened(paths: Sequence[Path], out: Path, pack: str) -> _Import:
    home = data_folder.opened(out)
    name, stated = home.pack(pack)
    books = {path: published.read(path, path.name) for path in paths}
    said = _year_said(books)
    year = int(home.said("年度") or said or _LATEST)
    resolved = packs.resolve(name, [out / api.PACKS_FOLDER, packs.built_in()], stated)
    return _Import(home, books, said, year, resolved, packs.table_specs(resolved, year))


def _year_said(books: Mapping[Path, Sequence[published.Matrix]]) -> str:
    """The year that titles, or names of files, say most often.

    # 2023年度收入决算表, 2023年度支出决算表, 2022年度说明.docx → 2023
    """
    rows = (row for book in books.values() for matrix in book for row in matrix.rows)
    texts = (cell.text for row in rows for cell in row.values())
    titles = (text for text in texts if "年度" in text[:_TITLE])
    said = map(unit_owner_year.year, chain(titles, (path.stem for path in books)))
    years = [year for year in said if year]
    return str(max(years, key=years.count)) if years else ""


def _read(job: _Import) -> _Tables:
    """Tables that close by themselves and do not contradict each other, all of one department and year."""
    found, unknown = read_tables.read(job.matrices, job.specs, job.year)
    one_department.require_one(found, job.home)
    known = _agreed(found)
    tables = _Tables(found, unknown, known, several_forms.entries(found))
    if not tables.taken:
        raise InputError(_refused(tables, job.books))
    return tables


def _agreed(found: Sequence[FoundTable]) -> dict[str, Value]:
    """Each table closes by itself; those that contradict each other are both in doubt."""
    for table in found:
        table_sums.check(table)
    while True:
        known, faults = figures_to_entries.gathered([table for table in found if not table.doubts])
        if not faults:
            return known
        for both, message in faults:
            for table in both:
                table.doubt(message)


def _inverted(job: _Import, tables: _Tables) -> _Data:
    draft = figures_to_entries.drafted(tables.known)
    settled = contradictions.settle(draft.entries, tables.known, job.year)
    unit = job.home.unit(tables.known or several_forms.amounts(tables.entered))
    return _Data(draft, settled, unit, unit == "元" and _is_rounded(tables.known))


def _is_rounded(amounts: Mapping[str, Value]) -> bool:
    return any(value.half for value in amounts.values())


def _values(job: _Import, tables: _Tables, data: _Data) -> dict[Loc, Entry]:
    """Everything that 导入.yaml says, what an earlier import left too."""
    owner = figures_to_entries.owner(tables.taken)
    values = {
        **job.home.head(job.pack.name, job.year_said, data.unit, owner),
        **import_file.entries({**data.draft.entries, **tables.entered}, data.unit),
        **_own_names(job, tables),
    }
    if not data.is_coarse:
        values |= import_file.entries(_approved_values(job, tables, data.settled), data.unit)
    return values | import_file.kept(job.home.before, values)


def _own_names(job: _Import, tables: _Tables) -> dict[Loc, Entry]:
    names = figures_to_entries.own_names(tables.taken, job.year).items()
    return {("科目名称", code): (name, ()) for code, name in names if not job.home.typed_at("科目名称", code)}


def _approved_values(job: _Import, tables: _Tables, settled: Settled) -> Mapping[Loc, Said]:
    """核定数 of figures, then of cells that show none."""
    if settled.submission is None:
        return settled.stated
    return {**settled.stated, **approved_cells.stated(tables.taken, job.specs, settled.submission)}


def _notes(job: _Import, tables: _Tables, data: _Data) -> Iterator[str]:
    """What a clerk should know of the tables that were taken."""
    amounts = {**tables.known, **several_forms.amounts(tables.entered)}
    if data.unit == "元" and _is_rounded(amounts):
        yield "有的表以万元为单位，数据以元为单位：这些数只准到百元，合计可能有尾差"
    yield from _year_notes(job.year_said, job.year)
    yield from data.settled.contradictions
    yield from _against_forms(job, tables, data)
    yield from (matrix.lost for matrix in job.matrices if matrix.lost)


def _against_forms(job: _Import, tables: _Tables, data: _Data) -> Sequence[str]:
    """What forms show of other tables, against what follows from those."""
    shown = several_forms.derived(tables.found)
    entries = {**data.draft.entries, **several_forms.whole(tables.entered)}
    return contradictions.settle(entries, shown, job.year).contradictions if shown else ()


def _year_notes(said: str, year: int) -> Iterator[str]:
    if said and said != str(year):
        yield f"表上写的是 {said} 年度，数据是 {year} 年度，请核对是不是拿错了表"
    elif not said and year == _LATEST:
        yield f"表上没有写年度，科目按 {year} 年度认；年度不同的请先在数据里填年度，再导入"


def _write(job: _Import, values: Mapping[Loc, Entry], report: Report, gaps: Sequence[str]) -> Report:
    """Writes 导入.yaml; what came of it is told by the data as they stand then."""
    home = job.home
    reasons = reason_directions.noted(home.readable(), home.reasons, scoped(job.pack.wording))
    (path,) = files.write_all([(IMPORTED, import_file.written(values, reasons))], home.path)
    changes = import_file.changes(home.before, values) if home.before else ()
    submission, missing = home.outcome()
    turned = tuple(reason_directions.told(submission))
    return report.written(path, tuple(changes), turned, (*gaps, *missing))


def _few_doubts(doubts: Sequence[str]) -> tuple[str, ...]:
    more = [f"另有 {len(doubts) - _SHOWN} 处"] if len(doubts) > _SHOWN else []
    return (*doubts[:_SHOWN], *more)


def _refused(tables: _Tables, books: Mapping[Path, Sequence[published.Matrix]]) -> Iterator[Problem]:
    looked = "，".join(
        _looked_at(path.name, [matrix.name for matrix in book]) for path, book in books.items()
    )
    advice = "" if tables.found else f"：读了 {looked}，没有认出模板里的任何一张表，请核对 --pack 和表名"
    yield Problem(f"没有一张表可以导入{advice}")
    for name, reasons in tables.doubtful:
        yield from (Problem(f"{name}：{reason}") for reason in reasons)
    yield from (Problem(f"没有认出 {name}") for name in tables.unknown)


def _looked_at(file: str, sheets: Sequence[str]) -> str:
    named = [name for name in sheets if name]  # a page and a Word document have no sheets
    more = f" 等 {len(named)} 张" if len(named) > _SHEETS else ""
    return f"{file}（{'、'.join(named[:_SHEETS])}{more}）" if named else file
