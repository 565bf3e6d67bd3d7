"""模板要的数据 — facts that a pack declares, read from what the data say of them, once the pack is known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import filterfalse

from disclosure import consolidation, terms
from disclosure.errors import InputError, Problem
from disclosure.load import place_names, validation
from disclosure.model import Submission, own_data
from disclosure.model.base import Model
from disclosure.model.faults import Fault
from disclosure.model.own_data import OWN, OwnData, OwnDeclared


def with_own_data(submission: Submission, declared: OwnDeclared, pack: str) -> Submission:
    """读自有数据 — the same submission with the facts of its pack, those of its units added up.

    What the pack does not declare is told, and stays in the data. Raises InputError for what is wrong.
    """
    if not (declared or submission.own_data):
        return submission
    units = {name: with_own_data(unit, declared, pack) for name, unit in submission.units.items()}
    given = consolidation.with_sums(
        _values_given(submission, declared), consolidation.accounts(submission, units)
    )
    told = dict.fromkeys((*submission.remarks, *_undeclared(submission, declared, pack)))
    return submission.with_own(given, units).with_remarks(tuple(told))


def _values_given(submission: Submission, declared: OwnDeclared) -> OwnData:
    given, unit = own_data.known(declared, submission.own_data), own_data.unit_of(submission.own_data)
    values = own_data.read(declared, given, unit)
    if isinstance(values, Model):
        return OwnData(declared, values, unit)
    names = place_names.of_submission(submission)
    raise InputError(names.problem(_problem(fault, submission)) for fault in values)


def _problem(fault: Fault, submission: Submission) -> Problem:
    source = submission.locate(fault.path)
    in_cell = source is not None and source.cell is not None
    return Problem(validation.sentence(fault, in_cell=in_cell), source, fault.path)


def _undeclared(submission: Submission, declared: OwnDeclared, pack: str) -> Iterator[str]:
    """A fact of another pack, or one that is spelt otherwise."""
    known = {own_data.UNIT, *own_data.known(declared, submission.own_data)}
    for name in filterfalse(known.__contains__, submission.own_data):
        place = submission.locate(f"{OWN}.{name}") or ""
        near = terms.near(name, [fact.name for fact in declared.own_data])
        yield f"{place} “{OWN}”里的“{name}”，模板 {pack} 没有声明，没有使用{near}；不用的可以留着".strip()
