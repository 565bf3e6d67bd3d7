"""项目文件夹 — verbs about a data folder: make one, mark findings in workbooks, give it a subject list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from disclosure import api, files, packs, workbook
from disclosure.checks import CheckReport, Finding, report_printing, waivers
from disclosure.checks.check_report import SAID
from disclosure.errors import InputError, OutputError, Problem
from disclosure.loading import (
    data_files,
    data_schema,
    imported,
    last_year_read,
    official_subjects,
    read,
    subjects_workbook,
)
from disclosure.loading.data_files import IMPORTED, Home
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.loading.reading_state import Data
from disclosure.loading.schema_of_values import Schema
from disclosure.model import Submission
from disclosure.money import Unit
from disclosure.saving import new_data_file
from disclosure.sources import PACKS_FOLDER, PackChoice, home_of, named_pack
from disclosure.workbook import MISSING, Remark

_YEAR = re.compile(r"(20\d\d)$")


@dataclass(frozen=True, slots=True)
class Made:
    """新建了什么 — the files of a new folder, its year, and what the year was taken from."""

    paths: tuple[Path, ...]
    year: int
    year_from: str


def new(
    folder: Path,
    *,
    pack: str = "",
    department: str = "",
    year: int = 0,
    last: Path | None = None,
    as_yaml: bool = False,
    unit: Unit = "元",
    about: Mapping[str, Data] = MappingProxyType({}),
    roots: Iterable[Path] = (),
) -> Made:
    """新建 — a folder ready to be filled in, from nothing or last year's; nothing there is overwritten.

    What an import has put there already is taken over, so that both can be read together. Instead of the
    workbook there may be a data file, with the schema that an editor checks it by. Amounts are in `unit`
    where neither an import nor last year says in which. `about` is what is known of the department beside
    its name, by its key; packs are looked for in `roots`, too.
    """
    before = read(last) if last else None
    files.settle(folder)
    said = imported.heads(folder)
    name = _pack_name(pack, said, before)
    elsewhere = [*([last / PACKS_FOLDER] if last else []), *roots]
    chain = packs.resolve(name, [folder / PACKS_FOLDER, *elsewhere, packs.built_in()])
    known, year_from = _year(name, year, said, before)
    own = official_subjects.read(Home(folder, None, str(folder)), known)
    if before:
        before = last_year_read(before, chain.own_data, name)
        held = before.model_copy(update={"unit": _unit_of_import(said, before.unit)})
        content = workbook.from_last_year(held, name, known, own)
    else:
        full_name = _agreed("--department", department, said.get("全称", ""))
        content = workbook.blank(name, known, own, full_name, _unit_of_import(said, unit))
    content = workbook.with_department(content, about)
    codes = imported.fiscal_items(imported.data_of(folder)) | imported.fiscal_items(content.data)
    explained = workbook.with_explanations(content, packs.suggested_explanations(codes, chain, known, own))
    asked = workbook.with_declared(explained, chain.own_data, before)
    own_files = new_data_file.project_files(asked) if as_yaml else workbook.project_files(asked, known)
    made = [*own_files, *_packs_of(chain, elsewhere)]
    files.require_free(folder, [name for name, _ in made])
    return Made(files.write_all(made, folder), known, year_from)


def schema(pack: PackChoice = "", *, roots: Iterable[Path | str] = ()) -> Schema:
    """数据的 JSON Schema — of a data file, in draft 07: what may stand where, said in Chinese.

    With a pack (its name, its folder, or its files) the facts that it declares itself are checked too, else
    any pass. Raises PackError.
    """
    chosen = named_pack(pack, roots)
    return data_schema.of_data(packs.resolve(chosen.name, chosen.roots).own_data if pack else None)


def _packs_of(chain: packs.Chain, homes: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Packs from elsewhere that the new folder is made with: their words come along."""
    for home in homes:
        folders = (one.folder for one in chain.packs if one.folder.is_relative_to(home))
        every = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
        yield from (
            (f"{PACKS_FOLDER}/{path.relative_to(home).as_posix()}", path.read_bytes()) for path in every
        )


def _unit_of_import(said: dict[str, str], usual: Unit) -> Unit:
    units: dict[str | None, Unit] = {"元": "元", "万元": "万元"}
    return units.get(said.get("单位"), usual)


def _pack_name(given: str, said: dict[str, str], before: Submission | None) -> str:
    name = _agreed("--pack", given, said.get("模板", "")) or (before.pack if before else "")
    if not name:
        raise _misuse("请用 --pack 写明模板，例如 --pack sichuan-2024；有哪些模板见 disclosure pack list")
    return name


def _agreed(option: str, given: str, imported_one: str) -> str:
    """What is given, or was imported; both only where they say the same."""
    if given and imported_one and given != imported_one:
        raise _misuse(
            f"{option} 写的是“{given}”，文件夹里 {IMPORTED} 是“{imported_one}”；请改成一样，或不写 {option}"
        )
    return given or imported_one


@dataclass(frozen=True, slots=True)
class Marked:
    """标注了什么 — the copies, what is said of them, and what the checks that were run found or refused."""

    paths: tuple[Path, ...]
    sentences: tuple[str, ...]
    outcome: CheckReport | InputError


def mark(folder: Path, out: Path | None = None) -> tuple[Path, ...]:
    """标注 — copies of the folder's workbooks: all that cannot be read, is at fault or is missing.

    They stand beside the workbooks, or in the folder `out`.
    """
    return check_and_mark(folder, out).paths


def check_and_mark(
    folder: Path,
    out: Path | None = None,
    *,
    ratified: RatifiedTable | None = None,
    beside: Callable[[CheckReport], list[tuple[str, bytes]]] = lambda _: [],
) -> Marked:
    """校验并标注 — as `mark`, with what the checks found: they run once. `ratified` as `check` takes it.

    The files that `beside` makes of the report are written with the copies: all of them or none.
    """
    outcome = _checked(folder, ratified)
    if isinstance(outcome, InputError):
        workbooks, rows, others, remarks = [], [], [], list(map(_of_problem, outcome.problems))
    else:
        others = beside(outcome)
        workbooks = [path.name for path in data_files.find(folder, str(folder)).workbooks]
        remarks = [*map(_of_finding, outcome.findings), *map(_of_missing, outcome.missing)]
        rows = [*report_printing.waiver_rows(outcome)]
    home = home_of(folder)
    ready = [waivers.HEAD, *rows] if rows else []
    copies = workbook.mark(home, workbooks, remarks, ready)
    paths = _written(home, out, [*copies, *others])[: len(copies)]
    return Marked(paths, tuple(_said_of(paths, remarks)), outcome)


def _said_of(paths: Sequence[Path], remarks: Sequence[Remark]) -> Iterator[str]:
    yield from (f"已标注：{path}" for path in paths)
    if not remarks:
        yield "没有问题，也没有待填，没有另存标注"
    elif not paths:
        yield "没有工作簿可以标注（数据不在工作簿里，或工作簿打不开）；问题在哪个文件第几行，见下面的报告"


def _checked(folder: Path, ratified: RatifiedTable | None) -> CheckReport | InputError:
    try:
        return api.check(folder, ratified=ratified)
    except InputError as error:
        return error


def _written(home: Path, out: Path | None, marked: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
    try:
        return files.write_all(marked, out or home) if marked else ()
    except files.ReadOnlyFolderError:
        if out is not None:
            raise
        told = f"数据文件夹“{home}”写不进标注"
        raise OutputError(f"{told}；请加 --out 写明别处的文件，如 --out 报告.txt，标注就放在它旁边") from None


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


def _year(pack: str, given: int, said: dict[str, str], before: Submission | None) -> tuple[int, str]:
    """The year, and what it was taken from."""
    stated = _agreed("--year", str(given or ""), said.get("年度", ""))
    if stated:
        return int(stated), "照 --year" if given else f"取自 {IMPORTED}"
    if before:
        return before.year + 1, "上年加一；别的年度请用 --year"
    found = _YEAR.search(pack)
    if found is None:
        raise _misuse(f"模板名“{pack}”里没有年度，请用 --year 写明，例如 --year 2024")
    return int(found[1]), "取自模板名；别的年度请用 --year"


def _misuse(message: str) -> InputError:
    return InputError([Problem(message)])
