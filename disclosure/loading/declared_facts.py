"""模板要的数据 — facts that a pack declares, read from what the data say of them, once the pack is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, filterfalse

from disclosure import consolidation, terms
from disclosure.errors import InputError, Problem
from disclosure.loading import place_names, validation
from disclosure.model import Submission, own_data
from disclosure.model.base import Model
from disclosure.model.faults import Fault
from disclosure.model.own_data import OWN, OwnData, OwnDeclared


def with_own_data(submission: Submission, declared: OwnDeclared, pack: str) -> Submission:
    """读自有数据 — the same submission with the facts of its pack, those of its units added up.

    Last year's are those of its folder, where they are not given. What the pack does not declare is told, and
    stays in the data. Raises InputError for what is wrong.
    """
    told = dict.fromkeys((*submission.remarks, *_undeclared(submission, declared, pack)))
    if not declared:
        return submission.with_remarks(tuple(told))
    units = {name: with_own_data(unit, declared, pack) for name, unit in submission.units.items()}
    added = consolidation.with_sums(
        _values_given(submission, declared), consolidation.accounts(submission, units)
    )
    last = submission.last_year and last_year_read(submission.last_year, declared, pack)
    given = consolidation.with_last_year(added, last) if last else added
    return submission.with_own(given, units).with_remarks(tuple(told))


def last_year_read(last: Submission, declared: OwnDeclared, pack: str) -> Submission:
    """读上年的自有数据 — last year's submission with those facts that are compared with this year's."""
    return with_own_data(last, declared.compared, pack)


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
    """Once, wherever it stands: a fact of another pack, or one that is spelt otherwise."""
    bodies = tuple(_bodies(submission))
    names = [fact.name for fact in declared.own_data]
    for name in filterfalse({own_data.UNIT, *names}.__contains__, _all_given(bodies)):
        near = terms.near(name, names)
        places = "、".join(_stand(bodies, name))
        yield f"{places} “{OWN}”里的“{name}”，模板 {pack} 没有声明，没有使用{near}；不用的可以留着".strip()


def _bodies(submission: Submission) -> Iterator[Submission]:
    """The department, its units, and theirs."""
    yield submission
    yield from chain.from_iterable(map(_bodies, submission.units.values()))


def _all_given(bodies: Iterable[Submission]) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(body.own_data for body in bodies))


def _stand(bodies: Iterable[Submission], name: str) -> Iterator[str]:
    having = (body for body in bodies if name in body.own_data)
    return map(str, filter(None, (body.locate(f"{OWN}.{name}") for body in having)))
