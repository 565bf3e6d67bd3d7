"""汇总起步 — units' folders become the folder of their department: its data file, and what the sums say."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from disclosure import consolidation, files, temporary
from disclosure.consolidation import Account
from disclosure.errors import InputError, OutputError, Problem, Source
from disclosure.loading import read
from disclosure.model import Submission
from disclosure.saving import save
from disclosure.sources import DataSource, Progress, silent, submission_of, telling

_DATA = "data.yaml"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """汇总结果 — the data file written, the department, what units have not filled in: (unit, key path).

    Without a folder no file was written.
    """

    path: Path | None
    submission: Submission
    gaps: tuple[tuple[str, str], ...]


def consolidate(
    units: Iterable[DataSource],
    folder: Path | str | None = None,
    name: str = "",
    *,
    progress: Progress = silent,
) -> Consolidated:
    """汇总 — a department from its units; writes its data.yaml, never over one that is there.

    Without a folder nothing is written; it then has to be named. Raises InputError with all problems of all
    units, and for units without a folder where the department is to have one.
    """
    tell = telling(progress)
    if folder is not None:
        return _department_of([*map(_own_folder, units)], Path(folder), name, tell)
    if not name:
        raise InputError([Problem("没有写部门的名称，请用 name 写明全称")])
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as made:
        folders = [_laid_there(unit, Path(made) / str(number)) for number, unit in enumerate(units, 1)]
        return replace(_department_of(folders, Path(made), name, tell), path=None)


def _own_folder(unit: DataSource) -> Path:
    if isinstance(unit, Path | str):
        return Path(unit)
    message = "单位的数据没有文件夹，部门的数据文件写不出它在哪里；请不写文件夹汇总，再用 disclosure.save 存"
    raise InputError([Problem(message)])


def _laid_there(unit: DataSource, place: Path) -> Path:
    if isinstance(unit, Path | str):
        return Path(unit)
    save(submission_of(unit), place)
    return place


def _department_of(units: Sequence[Path], folder: Path, name: str, tell: Progress) -> Consolidated:
    target = folder / _DATA
    files.settle(folder)
    if target.exists():
        raise OutputError(
            f"“{target}”已经有了，不覆盖；要加单位，请在它的“所属单位”里加一行 - {{数据: 单位的文件夹}}"
        )
    accounts = list(_accounts(units, folder, tell))
    text = consolidation.draft(name or folder.resolve().name, accounts)
    made: list[Submission] = []
    written = [(_DATA, text.encode())]
    (path,) = files.write_all(written, folder, accepted=lambda: made.append(read(folder)))
    return Consolidated(path, made[0], consolidation.total([account for _, account in accounts]).gaps)


def _accounts(units: Sequence[Path], folder: Path, tell: Progress) -> Iterator[tuple[str, Account]]:
    """Every unit, or what is wrong with each: their files are named alike, so the folder is named too."""
    problems: list[Problem] = []
    for unit in units:
        tell(f"读取 {unit.name}")
        try:
            yield _relative(unit, folder), _account(unit)
        except InputError as error:
            problems += [replace(one, source=_within_unit(unit, one.source)) for one in error.problems]
    if problems:
        raise InputError(problems)


def _within_unit(unit: Path, source: Source | None) -> Source | None:
    if source is None or source.file.startswith(str(unit)):
        return source
    return replace(source, file=(unit / source.file).as_posix())


def _account(unit: Path) -> Account:
    submission = read(unit)
    own = submission.department
    return Account(own.full_name, own.short_name or "", submission)


def _relative(unit: Path, folder: Path) -> str:
    """The way from the department's folder to the unit's, with the slashes that every system reads."""
    try:
        return Path(os.path.relpath(unit.resolve(), folder.resolve())).as_posix()
    except ValueError:
        raise InputError([Problem("单位和部门的文件夹要放在同一个磁盘上", Source(str(unit)))]) from None
