"""所填的数据 — what the data file of a submission says: folders by name, nothing that its units add up to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from disclosure import files, terms
from disclosure.consolidation import LINES
from disclosure.loading import data_files
from disclosure.model import Submission, own_data
from disclosure.model.own_data import OWN, UNIT
from disclosure.model.typed_words import NONE
from disclosure.saving.data_tree import Tree, written

_PAYMENTS, _LAST_TOTAL = "内部往来", "上年数.收支总计"


def last_year_folder(submission: Submission) -> str:
    """上年数据的文件夹 — its name inside the folder of the data."""
    return _kept_inside(submission.prior.folder if submission.prior else None, "上年数")


def unit_folders(submission: Submission) -> dict[str, str]:
    """各单位的文件夹 — by the unit's full name, inside the folder of the data."""
    units = (unit for unit in submission.department.units or () if unit.name in submission.units)
    return {unit.name: _kept_inside(unit.data, f"所属单位/{files.safe_name(unit.name)}") for unit in units}


def _kept_inside(name: str | None, otherwise: str) -> str:
    is_folder_inside = name and is_inside(name) and not PurePosixPath(data_files.slashes(name)).suffix
    return name if name and is_folder_inside else otherwise


def is_inside(name: str) -> bool:
    """在文件夹之内 — whether a name leads nowhere else."""
    return not data_files.is_absolute(name) and ".." not in PurePosixPath(data_files.slashes(name)).parts


def typed(submission: Submission) -> Tree:
    """所填 — what the data file says: of a department of units, not what these add up to."""
    if not submission.units:
        return whole(submission)
    lines = frozenset(map(terms.chinese, LINES))
    tree = whole(submission, lines | frozenset(submission.summed))
    if _LAST_TOTAL not in submission.summed:  # payments within are known: last year's totals are not summed
        tree.setdefault(_PAYMENTS, NONE)
    return tree


def whole(submission: Submission, omitted: frozenset[str] = frozenset()) -> Tree:
    """全部 — what is known of a submission, with folders of others; less what stands at omitted paths."""
    tree: dict[str, Any] = written(submission, submission.unit, omitted)
    if submission.last_year is not None:
        tree["上年数"]["文件夹"] = last_year_folder(submission)
    if submission.own_data:
        tree[OWN] = {UNIT: own_data.unit_of(submission.own_data), **tree[OWN]}  # whatever the file's is
    listed = _units_by_name(tree)
    for name, folder in unit_folders(submission).items():
        listed[name]["数据"] = folder
    return tree


def _units_by_name(tree: Tree) -> dict[str, Tree]:
    listed = tree["部门"].get("所属单位", ())
    return {unit["名称"]: unit for unit in listed if isinstance(unit, dict)}
