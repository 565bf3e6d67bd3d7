"""改数 — a submission with some values changed, validated as a file is, each change with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from disclosure.amending import added_up_again, amended_places, changed_keys, last_year, own_values
from disclosure.amending.changed_keys import Change
from disclosure.amending.changed_values import Faults, changed
from disclosure.errors import Problem, Source
from disclosure.loading import codes, expected_data
from disclosure.loading.reading_state import Reading
from disclosure.model import Submission
from disclosure.model.own_data import OWN
from disclosure.sources import PackChoice, named_pack

_NO_DATA_HERE = "这里不放一份数据；上年的放在“上年数”的“文件夹”，单位的放在它的“数据”"


def amend(
    submission: Submission,
    changes: Mapping[str, Any],
    *,
    source: str | Source | Mapping[str, Source],
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
) -> Submission:
    """改数 — the submission with values changed by key path: 支出[1].款.30101, 三公经费.公务接待.国内.人次.

    A key is written as findings name it, in Chinese or by the names of fields; a value is what a file could
    say there: Decimal, int, text, 无, a dict or list, amounts in 元, no float; None takes back what was said.
    An entry behind the last of a list is added. `source` says where the values come from (脚本 补录.py), for
    all or by key path; `explain` shows it, and everything else keeps its place. 上年数.文件夹 and
    部门.所属单位[1].数据 take a Submission. A department of units is added up again. 自有数据 are read as the
    pack declares them: the one that the data name, or that stands for it in `roots` (代替), or `pack`.

    Raises InputError with every fault, PackError where the pack is not found.
    """
    faults, (told, unclear) = Faults(), changed_keys.taken_apart(changes)
    tree, twice = changed_keys.tree([one for one in told if not _gives_whole_data(one)])
    for problem in (*unclear, *twice):
        faults.add(problem)
    added_up_again.refuse_lines(submission, told, faults)
    _check_codes(submission, tree, faults)
    units, last = _given_whole(submission, filter(_gives_whole_data, told), faults)
    if OWN in tree:
        own = own_values.changes(submission, tree[OWN], named_pack(pack, roots, submission), faults)
        tree[OWN] = Change((OWN,), own)
    made = changed(submission, tree, faults) if tree else submission
    faults.require_none()
    if last is not None:
        made = last_year.attached(made, last)
    whence = amended_places.origin(source)
    made = made.with_origin(amended_places.places(submission, made, told, whence), made.files, made.last_year)
    return added_up_again.added_up_again(made, units, faults) if units else made


def _gives_whole_data(change: Change) -> bool:
    """Whether whole data are given, of last year or a unit."""
    return isinstance(change.value, Submission)


def _given_whole(
    submission: Submission, changes: Iterable[Change], faults: Faults
) -> tuple[dict[str, Submission], Submission | None]:
    """The data of every unit, and last year's where they are given."""
    units, last, names = dict(submission.units), None, added_up_again.unit_places(submission)
    for change in changes:
        if change.path == last_year.PLACE:
            last = change.value
            for problem in last_year.faults(submission, last):
                faults.add(problem)
        elif change.path in names:
            units[names[change.path]] = change.value
        else:
            faults.add(Problem(_NO_DATA_HERE, path=change.path))
    return units, last


def _check_codes(submission: Submission, tree: changed_keys.Tree, faults: Faults) -> None:
    """What a file says of a code, a change is told too: its digits, and subjects that are near."""
    reading, said = Reading(""), changed_keys.said(tree, expected_data.WHOLE)
    if isinstance(said, dict):
        codes.check({"年度": str(submission.year), **said}, reading)
    for problem in reading.problems:
        faults.add(Problem(problem.message, path=problem.path))
