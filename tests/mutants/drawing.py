"""Which slips are tried: as many of every kind, drawn by seed; only the number is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from disclosure.authoring import trial_departments
from tests.mutants.slips import KINDS, Slip, Way
from tests.mutants.sound import Entered, departments

SEED = 20261128
OF_A_KIND = 167  # 12 kinds: 2004 slips
OF_THE_HUGE = 1  # of each kind: 巨大 takes seconds to publish, and is one of thirteen departments


@dataclass(frozen=True)
class Mutant:
    kind: str
    way: str
    department: str
    slip: Slip

    @property
    def entered(self) -> Entered:
        return departments()[self.department].edited(self.slip.edits)


def mutants(of_a_kind: int = OF_A_KIND, of_the_huge: int = OF_THE_HUGE, seed: int = SEED) -> Iterator[Mutant]:
    for kind, ways in KINDS.items():
        draw = Random(f"{seed} {kind}")
        named = [name for name in departments() if name != trial_departments.HUGE]
        drawn = (_drawn(kind, ways, draw.choice(named), draw) for _ in iter(int, 1))
        huge = (_drawn(kind, ways, trial_departments.HUGE, draw) for _ in range(of_the_huge))
        wanted = chain(huge, drawn)
        yield from _first(of_a_kind, wanted)


def _first(number: int, drawn: Iterator[Mutant | None]) -> Iterator[Mutant]:
    """That many; a slip that the department drawn has no place for is drawn again."""
    found = (mutant for mutant in drawn if mutant is not None)
    for _, mutant in zip(range(number), found, strict=False):
        yield mutant


def _drawn(kind: str, ways: tuple[Way, ...], department: str, draw: Random) -> Mutant | None:
    way = draw.choice(ways)
    slips = list(way(departments()[department], draw))
    if not slips:
        return None
    return Mutant(kind, way.__name__, department, draw.choice(slips))
