"""文件说的数 — what tables and sentences of a document say of each figure, without what contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure import terms
from disclosure.auditing import relations
from disclosure.auditing.claims import Claim
from disclosure.auditing.faults.stated_numbers import of_conflict
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.reconstructed import Reconstructed, reconstructed
from disclosure.errors import Source
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.interval import Interval
from disclosure.learning.nearest_items import named_nearly

_CODED = re.compile(r"\.(?:class|section|item)\.")
_OF_PROGRAM = re.compile(r"own_data\..+|[a-z_]+(?:\.[a-z_]+|\.\d+)*")
_TERMS = 8  # halves of what is printed: a sum of four numbers
_WAN, _CENT = Decimal(50), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Stated:
    """文件说的 — values by Chinese name: what is said, what follows from it; claims of keys of the data.

    `spoken` are those of `said` that sentences say. What contradicts the rest is in
    none of them. `near` says which 项 were taken for the nearest of the catalogue.
    """

    said: Mapping[str, Value]
    spoken: Mapping[str, Value]
    follows: Mapping[str, Value]
    of_keys: tuple[Claim, ...]
    near: tuple[str, ...]


def without_doubts(claimed: Claimed) -> Claimed:
    """没有疑问的 — without the claims of tables that are in doubt."""
    doubtful = set(
        chain.from_iterable(map(_sources_of_cells, filterfalse(FoundTable.is_sure, claimed.tables)))
    )
    claims = filterfalse(lambda claim: claim.cell in doubtful, claimed.claims)
    return replace(claimed, claims=list(claims))


def _sources_of_cells(table: FoundTable) -> Iterator[Source]:
    return chain.from_iterable(value.sources for value in table.cells.values())


def stated(claimed: Claimed, of_tables: Mapping[str, Value]) -> Stated:
    """文件说的数 — those of tables first; of the sentences what is sure; then what follows by sums."""
    made = reconstructed(claimed)
    sure = list(filter(partial(_may_be_learnt, _wrong(claimed, made)), claimed.claims))
    near = list(named_nearly(sure, claimed.identity.year))
    of_program = chain((claim for claim, _ in near), filter(_is_of_program, sure))
    spoken = dict(_of_claims(claimed, of_program))
    said = {**spoken, **of_tables}
    follows = dict(_of_sums(_narrow(sure, made.known), said.keys()))
    of_keys = tuple(filterfalse(_is_of_program, sure))
    return Stated(said, spoken, follows, of_keys, tuple(name for _, name in near))


def _wrong(claimed: Claimed, made: Reconstructed) -> set[int]:
    """Claims that are certainly wrong, by their identity."""
    conflicts = relations.conflicts(claimed.claims, made.figures, made.known)
    return {id(one.claim) for one in conflicts if of_conflict(one, claimed, made.facts).certainty == "确定"}


def _may_be_learnt(wrong: Set[int], claim: Claim) -> bool:
    return claim.is_sure and not claim.cell and id(claim) not in wrong


def _is_of_program(claim: Claim) -> bool:
    return _OF_PROGRAM.fullmatch(claim.figure) is not None


def _of_claims(claimed: Claimed, claims: Iterable[Claim]) -> Iterator[tuple[str, Value]]:
    """The most exact of what is said of each."""
    for claim in sorted(claims, key=attrgetter("half"), reverse=True):
        yield terms.chinese(claim.figure), value_of(claim, claimed.place(claim).source)


def value_of(claim: Claim, source: Source) -> Value:
    """成为读到的数 — a claim with the place where it stands."""
    if not claim.is_amount:
        return Value(claim.value, claim.half if claim.unit else Decimal(0), (source,))
    half = claim.half if claim.value else Decimal(0)
    return Value(claim.value, half, (source,), "万元" if half >= _WAN else "元")


def _of_sums(known: Iterable[tuple[str, Interval]], told: Set[str]) -> Iterator[tuple[str, Value]]:
    """Figures that nothing says and that sums leave nearly no room; of subjects some may be lacking."""
    whole = filter(_is_whole_figure, known)
    named = ((terms.chinese(figure), between) for figure, between in whole)
    return ((name, _middle(between)) for name, between in named if name not in told)


def _is_whole_figure(one: tuple[str, Interval]) -> bool:
    return _OF_PROGRAM.fullmatch(one[0]) is not None and not _CODED.search(one[0])


def _narrow(sure: Iterable[Claim], known: Mapping[str, Interval]) -> Iterator[tuple[str, Interval]]:
    """Of what follows that which is no wider than a sum of a few printed numbers."""
    coarsest = max((claim.half for claim in sure if claim.is_amount), default=_WAN)
    return filter(partial(_is_narrow, coarsest * _TERMS), known.items())


def _is_narrow(widest: Decimal, one: tuple[str, Interval]) -> bool:
    return one[1].high - one[1].low <= widest


def _middle(between: Interval) -> Value:
    middle, half = (between.low + between.high) / 2, (between.high - between.low) / 2
    return Value(middle, half if half >= _CENT else Decimal(0), unit="万元" if half >= _WAN else "元")
