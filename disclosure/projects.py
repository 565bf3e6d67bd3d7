"""项目文件夹 — verbs about a data folder: make one, mark findings in workbooks, give it a subject list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from disclosure import api, files, packs, workbook
from disclosure.checks import Finding, report_printing, waivers
from disclosure.checks.check_report import SAID
from disclosure.errors import InputError, Problem, Source
from disclosure.load import data_files, official_subjects, read, subjects_workbook
from disclosure.load.data_files import Home
from disclosure.model import Submission
from disclosure.workbook import MISSING, Remark

_YEAR = re.compile(r"(20\d\d)$")


def new(
    folder: Path, *, pack: str = "", department: str = "", year: int = 0, last: Path | None = None
) -> tuple[Path, ...]:
    """新建 — a folder ready to be filled in, from nothing or last year's; nothing there is overwritten."""
    before = read(last) if last else None
    name = pack or (before.pack if before else "")
    if not name:
        raise _misuse("请用 --pack 写明模板，例如 --pack sichuan-2024；有哪些模板见 disclosure pack list")
    packs.resolve(name, [*([last / api.PACKS_FOLDER] if last else []), packs.built_in()])
    year = year or _year(name, before)
    own = official_subjects.read(Home(folder, None, str(folder)), year)
    make = (
        workbook.from_last_year(before, name, year, own)
        if before
        else workbook.blank(name, year, own, department)
    )
    made = list(make)
    _require_free(folder, [name for name, _ in made])
    return files.write_all(made, folder)


def mark(folder: Path) -> tuple[Path, ...]:
    """标注 — copies of the folder's workbooks: all that cannot be read, is at fault or is missing."""
    workbooks: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    try:
        report = api.check(folder)
        workbooks = [path.name for path in data_files.find(folder, str(folder)).workbooks]
        remarks = [*map(_of_finding, report.findings), *map(_of_missing, report.missing)]
        rows = report_printing.waiver_rows(report)
    except InputError as error:
        remarks = list(map(_of_problem, error.problems))
    home = folder if folder.is_dir() else folder.parent
    ready = [waivers.HEAD, *rows] if rows else []
    return files.write_all(workbook.mark(home, workbooks, remarks, ready), home)


def _of_problem(problem: Problem) -> Remark:
    where = problem.source or problem.path
    return Remark(SAID["error"], problem.message, (str(where),) if where else ())


def _of_finding(found: Finding) -> Remark:
    where = found.sources or found.places or found.where
    said = (found.code, found.stated, found.expected, found.fix)
    return Remark(SAID[found.severity], found.message, where, *said)


def _of_missing(sentence: str) -> Remark:
    return Remark(MISSING, sentence, ())


def import_catalogue(file: Path, year: int, folder: Path) -> tuple[Path, int]:
    """装入科目表 — an office's official list into its data folder: the file, and how many subjects it has."""
    found = subjects_workbook.imported(file)
    return files.write_all([(official_subjects.name_of(year), official_subjects.written(found))], folder)[
        0
    ], len(found)


def _year(pack: str, before: Submission | None) -> int:
    if before:
        return before.year + 1
    found = _YEAR.search(pack)
    if found is None:
        raise _misuse(f"模板名“{pack}”里没有年度，请用 --year 写明，例如 --year 2024")
    return int(found[1])


def _require_free(folder: Path, names: list[str]) -> None:
    there = [name for name in names if (folder / name).exists()]
    if there:
        message = f"文件夹里已有 {'、'.join(there)}，没有改动；请换一个文件夹"
        raise InputError([Problem(message, Source(str(folder)))])


def _misuse(message: str) -> InputError:
    return InputError([Problem(message)])
