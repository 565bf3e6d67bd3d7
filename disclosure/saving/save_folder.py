"""保存数据 — a submission as the data folder that is read back to the same submission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from disclosure import files
from disclosure.errors import InputError, Problem
from disclosure.loading import data_files, expected_data, imported, official_subjects, read
from disclosure.loading.reading_state import Loc, flat, hollow
from disclosure.model import AttachedFile, Submission
from disclosure.saving import yaml_lines
from disclosure.saving.typed_data import is_inside, last_year_folder, typed, unit_folders, whole

_DATA = data_files.DATA_NAMES[0]
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_Files = Iterator[tuple[str, bytes]]


def save(submission: Submission, folder: Path | str) -> tuple[Path, ...]:
    """保存数据 — data.yaml and what belongs to it in a folder that has no data yet; gives the paths.

    Attachments, last year's data and those of units go with it; folders outside get a name inside. Raises
    InputError where a file would not be read back as the same, OutputError where one cannot be written.
    """
    target, made = Path(folder), list(_saved(submission, ""))
    names = [name for name, _ in made]
    files.require_free(target, dict.fromkeys([*_data_there(target, names), *names]))
    return files.write_all(made, target, accepted=partial(_require_same, submission, target))


def _data_there(target: Path, names: list[str]) -> Iterator[str]:
    """What would be read together with the files that are to be written."""
    for folder in dict.fromkeys((target / name).parent for name in names):
        found = filter(_is_data, sorted(folder.glob("*")))
        yield from (path.relative_to(target).as_posix() for path in found)


def _is_data(path: Path) -> bool:
    return data_files.is_data(path) or path.match("科目-*.csv")


def _saved(submission: Submission, below: str) -> _Files:
    yield f"{below}{_DATA}", yaml_lines.document(typed(submission))
    if submission.written:
        yield f"{below}{data_files.IMPORTED}", yaml_lines.document(imported.notes(submission.written))
    if submission.own_subjects:
        list_of_subjects = official_subjects.written(submission.own_subjects)
        yield f"{below}{official_subjects.name_of(submission.year)}", list_of_subjects
    yield from ((f"{below}{name}", content) for name, content in _attached_files(submission))
    for name, other in _others(submission):
        yield from _saved(other, f"{below}{data_files.slashes(name)}/")


def _attached_files(submission: Submission) -> _Files:
    for name in filter(is_inside, _attached(submission)):
        yield data_files.slashes(name), _bytes(submission.files[name])


def _attached(submission: Submission) -> dict[str, AttachedFile]:
    named = {attachment.file for attachment in submission.attachments or ()}
    return {name: attached for name, attached in submission.files.items() if name in named}


def _bytes(attached: AttachedFile) -> bytes:
    """A half character is written as it is: reading it back says so."""
    return attached.data or (attached.text or "").encode("utf-8", "surrogatepass")


def _others(submission: Submission) -> Iterator[tuple[str, Submission]]:
    """Last year's data and those of the units, by their folders."""
    if submission.last_year is not None:
        yield last_year_folder(submission), submission.last_year
    names = unit_folders(submission)
    yield from ((names[unit], part) for unit, part in submission.units.items())


def _require_same(submission: Submission, target: Path) -> None:
    try:
        found = read(target)
    except InputError as error:
        raise InputError(map(_not_read_back, error.problems)) from None
    if _all(found) != _all(submission):
        message = "存成数据文件后读回来会不同：文字里有损坏的字符，或改过各单位合并得出的收支，请先改正"
        raise InputError([Problem(message)])


def _not_read_back(problem: Problem) -> Problem:
    return Problem(f"存成数据文件后读不回来：{problem.message}", path=problem.path)


def _all(submission: Submission) -> tuple[Any, ...]:
    """Everything that is read back, whatever file it stands in."""
    others = {name: _all(other) for name, other in _others(submission)}
    held: tuple[Mapping[str, Any], ...] = (submission.written, submission.own_subjects, submission.summed)
    tree = whole(submission)
    values = {loc: _amount_or_text(loc, text) for loc, text in flat(tree)}
    return values, dict(hollow(tree)), *map(dict, held), _attached(submission), others


def _amount_or_text(loc: Loc, text: str) -> Decimal | str:
    """Amounts are the same whatever noughts stand behind them: of sums these follow from what units wrote."""
    return Decimal(text) if expected_data.is_amount(loc) and _NUMBER.fullmatch(text) else text
