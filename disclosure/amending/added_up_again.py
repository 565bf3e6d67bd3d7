"""重新相加 — a department of units after a change: sums, lines and places as reading it would make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disclosure import consolidation, saving, terms
from disclosure.amending.changed_keys import Change
from disclosure.amending.changed_values import Faults
from disclosure.consolidation import LINES
from disclosure.errors import Problem
from disclosure.loading import codes, subordinate_units, validation
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import Submission

_JOINED = (
    "收支由各所属单位的数据合并得出，不能在部门里改；"
    "请用 amend 改那个单位的数据，再用 amend 把改好的单位放回部门的“所属单位”的“数据”"
)
_OTHER_UNITS = "单位与带着的各单位数据不是同样几个；增减单位请改部门的数据文件，再读一遍"


def refuse_lines(submission: Submission, changes: Iterable[Change], faults: Faults) -> None:
    """合并的各行 — of a department of units, they stand in the data of these."""
    lines = set(map(terms.chinese, LINES)) if submission.units else set()
    for change in changes:
        if change.loc[0] in lines:
            faults.add(Problem(_JOINED, path=change.path))


def unit_places(submission: Submission) -> dict[str, str]:
    """各单位数据的位置 — key path of the data of each unit that is added up: its full name."""
    listed = enumerate(submission.department.units or (), 1)
    return {
        f"部门.所属单位[{number}].数据": unit.name for number, unit in listed if unit.name in submission.units
    }


def added_up_again(submission: Submission, units: Mapping[str, Submission], faults: Faults) -> Submission:
    """重新相加 — what the department says itself, over what its units add up to; theirs are its lines.

    Raises InputError where the units do not fit the department.
    """
    data, reading = _own_file(submission), Reading("")
    entries = [pair for pair in subordinate_units.listed_units(data) if "数据" in pair[1]]
    if len(entries) != len(units):
        faults.add(Problem(_OTHER_UNITS, path="部门.所属单位"))
    for (path, entry), unit in zip(entries, units.values(), strict=False):
        subordinate_units.compare(path, entry, unit, data, reading)
    codes.check(data, reading)
    _require_sound(reading, faults)
    joined = subordinate_units.added_up(consolidation.accounts(submission, units), data)
    made = validation.validate(joined.completed(data), reading)
    joined.check_payments(made, reading)
    _require_sound(reading, faults)
    return joined.united(_with_what_is_known(made or submission, submission), data)


def _require_sound(reading: Reading, faults: Faults) -> None:
    for problem in reading.problems:
        faults.add(Problem(problem.message, path=problem.path))
    faults.require_none()


def _own_file(submission: Submission) -> dict[str, Data]:
    """What the department's own file says; folders are called as they were."""
    data = saving.typed(submission)
    named = {unit.name: unit.data for unit in submission.department.units or ()}
    for _, entry in subordinate_units.listed_units(data):
        if "数据" in entry:
            entry["数据"] = named[str(entry["名称"])] or entry["数据"]
    if submission.prior and submission.prior.folder:
        data["上年数"] |= {"文件夹": submission.prior.folder}
    return data


def _with_what_is_known(made: Submission, before: Submission) -> Submission:
    """What the department's file and those beside it said: units' places are told again."""
    own = {path: source for path, source in before.places().items() if not source.unit}
    return (
        made.with_origin(own, before.files, before.last_year)
        .with_subjects(before.own_subjects)
        .with_written(before.written)
        .with_remarks(before.remarks)
    )
