"""可选的模板 — what a department may begin with: whose form each pack is, of which year, how many tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from disclosure import packs
from disclosure.authoring import trial_departments
from disclosure.errors import PackError


@dataclass(frozen=True, slots=True)
class PackOffer:
    """一个模板 — `names` are its own and those that it extends; `fault` says why it cannot be used."""

    name: str
    names: tuple[str, ...] = ()
    brief: str = ""
    region: str = ""
    year: int | None = None
    tables: int = 0
    fault: str = ""


def offers(roots: Iterable[Path]) -> tuple[PackOffer, ...]:
    """可选的 — every pack of `roots`, by region, the latest year first."""
    places = tuple(roots)
    found = (_offer(name, places) for name in packs.available(places))
    return tuple(sorted(found, key=lambda one: (not one.region, one.region, -(one.year or 0), one.names)))


def _offer(name: str, roots: Sequence[Path]) -> PackOffer:
    try:
        chain = packs.resolve(name, roots)
        head = chain.manifest
        specs = packs.table_specs(chain, head.year or trial_departments.year())
        tables = sum(not one.printed_in for one in specs)  # one of a report of its own is none of the set
    except PackError as error:
        return PackOffer(name, fault=str(error))
    return PackOffer(name, chain.names, head.brief, head.region, head.year, tables)


def nearest(offered: Iterable[PackOffer], year: int) -> PackOffer | None:
    """最近的 — to a year: that year's, else the last before it, else the first behind it.

    Of several of one year the one that the others are made from.
    """
    return min(
        _usable(offered), key=lambda one: (*_distance(one, year), len(one.names), one.name), default=None
    )


def following(offered: Iterable[PackOffer], name: str, year: int) -> PackOffer | None:
    """接着的 — the pack of a later year that is made from the pack `name`; None where there is none."""
    made_from = [one for one in _usable(offered) if name in one.names[1:] and one.year == year]
    return min(made_from, key=lambda one: len(one.names), default=None)


def _usable(offered: Iterable[PackOffer]) -> Iterator[PackOffer]:
    return (one for one in offered if not one.fault)


def _distance(one: PackOffer, year: int) -> tuple[bool, int]:
    of = one.year or year
    return of > year, abs(of - year)
