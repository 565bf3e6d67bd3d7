"""读取 — the stages from a path to a Submission; all problems of a folder are raised at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from disclosure.errors import InputError, Source
from disclosure.loading import (
    added_file,
    attachments,
    codes,
    data_files,
    imported,
    nodes,
    official_subjects,
    place_names,
    subordinate_units,
    text_files,
    validation,
)
from disclosure.loading.merged_entries import Entries
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import AttachedFile, Submission
from disclosure.model.subject_codes import stated_year
from disclosure.model.submission import FORMAT_VERSION

# What a file must say although the model has a default for data made in Python.
STATED = {
    "格式版本": f"格式版本: {FORMAT_VERSION}",
    "模板": "模板: standard",
    "单位": "单位: 元（或 单位: 万元）",
}
_IN_CELL = {
    "格式版本": f"填 {FORMAT_VERSION}",
    "模板": "填模板名称，例如 standard",
    "单位": "填“元”或“万元”",
}


def read(path: Path | str, shown: str = "") -> Submission:
    """读取数据 — a folder with data.yaml or workbooks, or one such file; raises InputError, all problems.

    `shown` is what messages call it, where it lies in no place that a person knows.
    """
    return _read_home(data_files.find(Path(path), shown or str(path)), follow=True)


def _read_home(home: data_files.Home, *, follow: bool, above: tuple[Path, ...] = ()) -> Submission:
    """`follow` is off for last year's data: neither its own last year nor its attachments are needed.

    `above` are the folders of the departments that the data are a unit of.
    """
    folders = subordinate_units.department_folders(home, above)
    reading = _gathered(home)
    if reading.is_partial:
        raise InputError(reading.sorted())
    data = text_files.fill(reading.data, home, reading)
    _require_stated(data, home, reading)
    codes.check(data, reading)
    _check_names(data, home, reading)
    open_unit = partial(_read_home, follow=follow, above=folders)
    joined = subordinate_units.read(data, home, reading, open_unit)
    submission = validation.validate(joined.completed(data), reading)
    joined.check_payments(submission, reading)
    attached = attachments.read(data, home, reading) if follow else {}
    last_year = _last_year(data, home, reading) if follow else None
    return joined.united(_submission(home, reading, submission, attached, last_year), data)


def _gathered(home: data_files.Home) -> Reading:
    reading = _read_together(home)
    reading.remarks += (
        f"“{name}”没有读（这种格式不能直接读取）；里面有数据的，请另存为 .xlsx" for name in home.others
    )
    return reading


def _read_together(home: data_files.Home) -> Reading:
    if home.is_data_file_alone:
        return nodes.read(home)
    entries = Entries(home.shown)
    if home.data:
        entries.take(nodes.read(home))
    if home.workbooks:
        from disclosure.loading.workbook import read_workbook  # noqa: PLC0415 - only where there is one

        names = [(path, path.name) for path in home.workbooks]
        read_workbook.read(names, entries, alone=home.has_workbooks_alone, whole=home.data is None)
    if home.imported:
        imported.take(home, entries)
    if home.added:
        added_file.take(home, entries)
    return entries.finish()


def typed(folder: Path) -> Reading:
    """人填的数据 — of a folder, without imported or added values, or checks of the whole; else empty."""
    if not any(map(data_files.is_data, folder.glob("*"))):
        return Reading(str(folder))
    home = replace(data_files.find(folder, str(folder)), imported=False, added=False)
    return _gathered(home) if home.is_typed else Reading(str(folder))


def folders_named(folder: Path) -> tuple[str, ...]:
    """写明的文件夹 — last year's and the units', as far as what is typed can be read."""
    try:
        data = typed(folder).data
    except InputError:
        return ()
    prior, units = data.get("上年数"), subordinate_units.listed_units(data)
    last_year = prior.get("文件夹") if isinstance(prior, dict) else None
    named = (last_year, *(entry.get("数据") for _, entry in units))
    return tuple(name for name in named if isinstance(name, str))


def _require_stated(data: Mapping[str, Data], home: data_files.Home, reading: Reading) -> None:
    for key, line in STATED.items():
        if key not in data:
            where = f"在文件开头写一行 {line}" if home.data else _IN_CELL[key]
            reading.add(f"缺少“{key}”，请{where}", key)


def _check_names(data: Mapping[str, Data], home: data_files.Home, reading: Reading) -> None:
    """Names behind codes on the sheets, against the office's own lists and the year's catalogue."""
    year, typed = stated_year(data), data.get("科目名称")
    if reading.names_beside and year:
        own = official_subjects.read(home, year)
        codes.check_names(reading, year, own, typed if isinstance(typed, dict) else {})


def _last_year(data: Mapping[str, Data], home: data_files.Home, reading: Reading) -> Submission | None:
    match data.get("上年数"):
        case {"文件夹": str(folder)}:
            return _last_year_in(folder, data, home, reading)
    return None


def _last_year_in(
    folder: str, data: Mapping[str, Data], home: data_files.Home, reading: Reading
) -> Submission | None:
    try:
        last_year = _read_home(
            data_files.find(home.folder / data_files.slashes(folder), folder), follow=False
        )
    except InputError as error:
        reading.include(error.problems, "上年数.文件夹")
        return None
    if str(last_year.year + 1) != data.get("年度"):
        reading.add(
            f"“{folder}”是 {last_year.year} 年度的数据，不是上一年度的，请改为上一年度的文件夹",
            "上年数.文件夹",
        )
    return last_year


def _submission(
    home: data_files.Home,
    reading: Reading,
    submission: Submission | None,
    attached: Mapping[str, AttachedFile],
    last_year: Submission | None,
) -> Submission:
    if reading.problems or submission is None:
        raise InputError(map(place_names.of_reading(reading).problem, reading.sorted()))
    own = official_subjects.read(home, submission.year)
    sources = {**reading.sources, "": Source(_file_of(home))}
    return (
        submission.with_origin(sources, attached, last_year)
        .with_subjects(own)
        .with_written(reading.written)
        .with_remarks(tuple(reading.remarks))
    )


def _file_of(home: data_files.Home) -> str:
    """What people type into: the data file, the one workbook, else the folder."""
    alone = home.data is None and len(home.workbooks) == 1
    return home.workbooks[0].name if alone else home.shown
