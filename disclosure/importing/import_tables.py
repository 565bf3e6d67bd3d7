"""导入 — files of tables become 导入.yaml in the data folder, beside what people type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from disclosure import api, files, packs
from disclosure.errors import InputError, Problem
from disclosure.importing import data_folder, import_file, reason_directions
from disclosure.importing.import_report import Report
from disclosure.importing.inverting import data_entries as data
from disclosure.importing.reading import forms, typed_cells
from disclosure.importing.reading.read_table import Found, Said, Value
from disclosure.importing.recognising import normalisation
from disclosure.importing.verifying import approved_cells, import_check, one_department, read_sums
from disclosure.load import published
from disclosure.load.data_files import IMPORTED
from disclosure.load.reading_state import Loc
from disclosure.money import Unit
from disclosure.tables.spec import TableSpec

_SHOWN = 8  # reasons for one table
_SHEETS = 5  # named of a file in which no table was found
_LATEST = 2024  # where no table and nobody says the year


def import_tables(paths: Sequence[Path], out: Path, pack: str = "") -> Report:
    """导入 — reads, checks, writes; raises InputError where no table can be taken, and PackError."""
    home = data_folder.opened(out)
    name, stated = home.pack(pack)
    books = {path: published.read(path, path.name) for path in paths}
    matrices = [matrix for book in books.values() for matrix in book]
    said = _year(paths, matrices)
    year = int(home.said("年度") or said or _LATEST)
    chain = packs.resolve(name, [out / api.PACKS_FOLDER, packs.built_in()], stated)
    specs = packs.table_specs(chain, year)
    tables, unknown = typed_cells.read(matrices, specs, year)
    one_department.require_one(tables, home)
    known, entered = _agreed(tables), forms.entries(tables)
    taken = [table for table in tables if not table.doubts]
    if not taken:
        raise InputError(_refused(tables, unknown, books))
    draft = data.drafted(known, year)
    settled = import_check.settle(draft.entries, known, year)
    unit = home.unit(known or forms.amounts(entered))
    values = {
        **home.head(chain.name, said, unit, data.owner(taken)),
        **import_file.entries({**draft.entries, **entered}, unit),
        **_names(home, taken, year),
        **(import_file.entries(_approved(settled, taken, specs), unit) if not _coarse(unit, known) else {}),
    }
    values.update(import_file.kept(home.before, values))
    notes = [*_notes(unit, {**known, **forms.amounts(entered)}), *_years(said, year), *settled.contradictions]
    notes += _against(forms.shown(tables), {**draft.entries, **forms.whole(entered)}, year)
    notes += [matrix.lost for matrix in matrices if matrix.lost]
    reasons = reason_directions.noted(import_check.readable(home.path), home.reasons, chain.wording)
    report = Report(None, _labels(taken), _doubtful(tables), tuple(unknown), tuple(dict.fromkeys(notes)))
    return _written(home, import_file.written(values, reasons), values, report, draft.gaps)


def _approved(
    settled: import_check.Settled, taken: Sequence[Found], specs: Sequence[TableSpec]
) -> Mapping[Loc, Said]:
    """核定数 of figures, then of cells that show none."""
    cells = approved_cells.stated(taken, specs, settled.submission) if settled.submission else {}
    return {**settled.stated, **cells}


def _written(
    home: data_folder.Folder,
    text: bytes,
    values: Mapping[Loc, import_file.Entry],
    report: Report,
    gaps: Sequence[str],
) -> Report:
    (path,) = files.write_all([(IMPORTED, text)], home.path)
    changes = import_file.changes(_texts(home.before), _texts(values)) if home.before else ()
    data, missing = import_check.outcome(home.path)
    return report.written(path, tuple(changes), tuple(reason_directions.told(data)), (*gaps, *missing))


def _texts(values: Mapping[Loc, import_file.Entry]) -> dict[Loc, str]:
    return {loc: text for loc, (text, _) in values.items()}


def _year(paths: Sequence[Path], matrices: Sequence[published.Matrix]) -> str:
    """The year that titles, or names of files, say most often."""
    said = (
        cell.text
        for matrix in matrices
        for row in matrix.rows
        for cell in row.values()
        if "年度" in cell.text[:60]
    )
    found = [year for text in (*said, *(path.stem for path in paths)) if (year := normalisation.year(text))]
    return str(max(found, key=found.count)) if found else ""


def _agreed(tables: Sequence[Found]) -> dict[str, Value]:
    """Each table closes by itself; those that contradict each other are both in doubt."""
    for table in tables:
        read_sums.check(table)
    while True:
        known, faults = data.gathered([table for table in tables if not table.doubts])
        if not faults:
            return known
        for both, message in faults:
            for table in both:
                table.doubt(message)


def _against(shown: Mapping[str, Value], entries: Mapping[Loc, Said], year: int) -> Sequence[str]:
    """What forms show of other tables, against what follows from those."""
    return import_check.settle(entries, shown, year).contradictions if shown else ()


def _names(home: data_folder.Folder, taken: Sequence[Found], year: int) -> dict[Loc, import_file.Entry]:
    found = data.own_names(taken, year).items()
    return {("科目名称", code): (name, ()) for code, name in found if not home.typed_at("科目名称", code)}


def _labels(tables: Sequence[Found]) -> tuple[str, ...]:
    return tuple(f"{table.label}（{table.source}）" for table in tables)


def _doubtful(tables: Sequence[Found]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((f"{table.label}（{table.source}）", _few(table.doubts)) for table in tables if table.doubts)


def _few(doubts: Sequence[str]) -> tuple[str, ...]:
    more = [f"另有 {len(doubts) - _SHOWN} 处"] if len(doubts) > _SHOWN else []
    return (*doubts[:_SHOWN], *more)


def _refused(
    tables: Sequence[Found], unknown: Sequence[str], books: Mapping[Path, Sequence[published.Matrix]]
) -> Iterator[Problem]:
    looked = "，".join(_looked(path.name, [matrix.name for matrix in book]) for path, book in books.items())
    advice = "" if tables else f"：读了 {looked}，没有认出模板里的任何一张表，请核对 --pack 和表名"
    yield Problem(f"没有一张表可以导入{advice}")
    for name, reasons in _doubtful(tables):
        yield from (Problem(f"{name}：{reason}") for reason in reasons)
    yield from (Problem(f"没有认出 {name}") for name in unknown)


def _looked(file: str, sheets: Sequence[str]) -> str:
    named = [name for name in sheets if name]  # a page and a Word document have no sheets
    more = f" 等 {len(named)} 张" if len(named) > _SHEETS else ""
    return f"{file}（{'、'.join(named[:_SHEETS])}{more}）" if named else file


def _years(stated: str, year: int) -> Iterator[str]:
    if stated and stated != str(year):
        yield f"表上写的是 {stated} 年度，数据是 {year} 年度，请核对是不是拿错了表"
    elif not stated and year == _LATEST:
        yield f"表上没有写年度，科目按 {year} 年度认；年度不同的请先在数据里填年度，再导入"


def _coarse(unit: Unit, known: Mapping[str, Value]) -> bool:
    """Whether data in 元 are made from amounts rounded to 万元."""
    return unit == "元" and any(value.half for value in known.values())


def _notes(unit: Unit, known: Mapping[str, Value]) -> Iterator[str]:
    if _coarse(unit, known):
        yield "有的表以万元为单位，数据以元为单位：这些数只准到百元，合计可能有尾差"
