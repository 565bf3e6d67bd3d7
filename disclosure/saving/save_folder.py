"""保存数据 — a submission as the data folder that is read back to the same submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from disclosure import files, terms
from disclosure.consolidation import LINES
from disclosure.errors import InputError, Problem
from disclosure.loading import data_files, imported, official_subjects, read
from disclosure.model import AttachedFile, Submission
from disclosure.model.typed_words import NONE
from disclosure.saving import yaml_lines
from disclosure.saving.data_tree import Tree, written

_DATA = data_files.DATA_NAMES[0]
_PAYMENTS, _LAST_TOTAL = "内部往来", "上年数.收支总计"
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
    yield f"{below}{_DATA}", yaml_lines.document(_typed(submission))
    if submission.written:
        yield f"{below}{data_files.IMPORTED}", yaml_lines.document(imported.notes(submission.written))
    if submission.own_subjects:
        list_of_subjects = official_subjects.written(submission.own_subjects)
        yield f"{below}{official_subjects.name_of(submission.year)}", list_of_subjects
    yield from ((f"{below}{name}", content) for name, content in _attached_files(submission))
    for name, other in _others(submission):
        yield from _saved(other, f"{below}{data_files.slashes(name)}/")


def _attached_files(submission: Submission) -> _Files:
    for name in filter(_is_inside, _attached(submission)):
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
        yield _last_year_folder(submission), submission.last_year
    names = _unit_folders(submission)
    yield from ((names[unit], part) for unit, part in submission.units.items())


def _last_year_folder(submission: Submission) -> str:
    return _kept_inside(submission.prior.folder if submission.prior else None, "上年数")


def _unit_folders(submission: Submission) -> dict[str, str]:
    units = (unit for unit in submission.department.units or () if unit.name in submission.units)
    return {unit.name: _kept_inside(unit.data, f"所属单位/{files.safe_name(unit.name)}") for unit in units}


def _kept_inside(name: str | None, otherwise: str) -> str:
    is_folder_inside = name and _is_inside(name) and not PurePosixPath(data_files.slashes(name)).suffix
    return name if name and is_folder_inside else otherwise


def _is_inside(name: str) -> bool:
    return not data_files.is_absolute(name) and ".." not in PurePosixPath(data_files.slashes(name)).parts


def _typed(submission: Submission) -> Tree:
    """What the data file says: of a department of units, not what these add up to."""
    if not submission.units:
        return _whole(submission)
    lines = frozenset(map(terms.chinese, LINES))
    tree = _whole(submission, lines | frozenset(submission.summed))
    if _LAST_TOTAL not in submission.summed:  # payments within are known: last year's totals are not summed
        tree.setdefault(_PAYMENTS, NONE)
    return tree


def _whole(submission: Submission, omitted: frozenset[str] = frozenset()) -> Tree:
    tree: dict[str, Any] = written(submission, submission.unit, omitted)
    if submission.last_year is not None:
        tree["上年数"]["文件夹"] = _last_year_folder(submission)
    listed = _units_by_name(tree)
    for name, folder in _unit_folders(submission).items():
        listed[name]["数据"] = folder
    return tree


def _units_by_name(tree: Tree) -> dict[str, Tree]:
    listed = tree["部门"].get("所属单位", ())
    return {unit["名称"]: unit for unit in listed if isinstance(unit, dict)}


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
    return _whole(submission), *map(dict, held), _attached(submission), others
