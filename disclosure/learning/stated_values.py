"""文件说的数 — what tables and sentences of a document say of each figure, without what contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from disclosure import terms
from disclosure.auditing import relations
from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.reconstructed import Reconstructed, reconstructed
from disclosure.auditing.relations import Conflict
from disclosure.errors import Source
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.interval import Interval

_OF_PROGRAM = re.compile(r"[a-z_]+(?:\.[a-z_]+|\.\d+|\.自有数据.*)*")
_FINEST, _TWICE = Decimal(100), 2  # 元: two numbers of 万元 with two decimals
_WAN = Decimal(50)


@dataclass(frozen=True, slots=True)
class Stated:
    """文件说的 — values by Chinese name, claims of keys of the data, and what contradicts another."""

    values: Mapping[str, Value]
    of_keys: tuple[Claim, ...]
    wrong: tuple[Conflict, ...]


def stated(claimed: Claimed, of_tables: Mapping[str, Value]) -> Stated:
    """文件说的数 — those of tables first; of the sentences what is sure; then what follows by sums."""
    made = reconstructed(claimed)
    wrong = tuple(relations.conflicts(claimed.claims, made.figures, made.known))
    refused = {id(conflict.claim) for conflict in wrong}
    sure = [one for one in claimed.claims if one.is_sure and not one.cell and id(one) not in refused]
    said = dict(_of_sentences(claimed, filter(_is_of_program, sure)))
    follows = dict(_of_sums(made, {*of_tables, *said}))
    of_keys = tuple(one for one in sure if not _is_of_program(one))
    return Stated({**follows, **said, **of_tables}, of_keys, wrong)


def _is_of_program(claim: Claim) -> bool:
    return _OF_PROGRAM.fullmatch(claim.figure) is not None


def _of_sentences(claimed: Claimed, claims: Iterable[Claim]) -> Iterator[tuple[str, Value]]:
    """The most exact of what is said of each."""
    for claim in sorted(claims, key=attrgetter("half"), reverse=True):
        yield terms.chinese(claim.figure), value_of(claim, claimed.place(claim).source)


def value_of(claim: Claim, source: Source) -> Value:
    """成为读到的数 — a claim with the place where it stands."""
    if not claim.is_amount:
        return Value(claim.value, sources=(source,))
    half = claim.half if claim.value else Decimal(0)
    return Value(claim.value, half, (source,), "万元" if half >= _WAN else "元")


def _of_sums(made: Reconstructed, told: set[str]) -> Iterator[tuple[str, Value]]:
    """Figures of the program that nothing says and that sums leave nearly no room."""
    for figure, between in made.known.items():
        name = terms.chinese(figure) if _OF_PROGRAM.fullmatch(figure) else ""
        if name and name not in told and _is_narrow(between):
            yield name, _middle(between)


def _is_narrow(between: Interval) -> bool:
    return between.high - between.low <= _FINEST * _TWICE


def _middle(between: Interval) -> Value:
    middle = (between.low + between.high) / 2
    return replace(Value(middle, between.high - middle), unit="万元" if between.high > between.low else "元")
