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
from disclosure.sources import DataSource, load

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
    units: Iterable[DataSource], folder: Path | str | None = None, name: str = ""
) -> Consolidated:
    """汇总 — a department from its units; writes its data.yaml, never over one that is there.

    Without a folder nothing is written; it then has to be named. Raises InputError with all problems of all
    units.
    """
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as made:
        placed = [_unit_folder(unit, Path(made) / str(number)) for number, unit in enumerate(units, 1)]
        if folder is not None:
            return _department_of(placed, Path(folder), name)
        if not name:
            raise InputError([Problem("没有写部门的名称，请用 name 写明全称")])
        return replace(_department_of(placed, Path(made), name), path=None)


def _unit_folder(unit: DataSource, place: Path) -> Path:
    """Where a unit's data are, laid there where they have no folder of their own."""
    if isinstance(unit, Path | str):
        return Path(unit)
    save(load(unit), place)
    return place


def _department_of(units: Sequence[Path], folder: Path, name: str) -> Consolidated:
    target = folder / _DATA
    files.settle(folder)
    if target.exists():
        raise OutputError(
            f"“{target}”已经有了，不覆盖；要加单位，请在它的“所属单位”里加一行 - {{数据: 单位的文件夹}}"
        )
    accounts = list(_accounts(units, folder))
    text = consolidation.draft(name or folder.resolve().name, accounts)
    made: list[Submission] = []
    written = [(_DATA, text.encode())]
    (path,) = files.write_all(written, folder, accepted=lambda: made.append(read(folder)))
    return Consolidated(path, made[0], consolidation.total([account for _, account in accounts]).gaps)


def _accounts(units: Sequence[Path], folder: Path) -> Iterator[tuple[str, Account]]:
    """Every unit, or what is wrong with each: their files are named alike, so the folder is named too."""
    problems: list[Problem] = []
    for unit in units:
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
