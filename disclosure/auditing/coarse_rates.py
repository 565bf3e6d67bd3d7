"""位数不全的比率 — 8% where every other rate has two decimals, and the numbers make 7.80%."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from disclosure.auditing import relations
from disclosure.auditing.claims import Claim
from disclosure.auditing.relations import Conflict
from disclosure.deriving import Figures

_FEWEST, _USUAL = 5, Decimal("0.7")  # rates of a document with decimals, and how many of them have as many


def conflicts(
    claims: Sequence[Claim], figures: Figures, known: relations.Known, printed: Iterable[Conflict]
) -> Iterator[Conflict]:
    """位数不全 — of rates that are only right where digits were left out, as if those were zeros.

    `printed` are the conflicts of the claims as they are printed: those are told already.
    """
    places = usual_places(claims)
    fine = [as_fine(places, claim) for claim in claims]
    told = {_where(one.claim) for one in printed}
    found = relations.conflicts(fine, figures, known) if fine != list(claims) else ()
    return filter(partial(_is_coarse, places, told), found)


def _is_rate(claim: Claim) -> bool:
    return claim.is_sure and claim.unit == "%"


def usual_places(claims: Iterable[Claim]) -> int:
    """比率的位数 — how many decimals nearly all have that have any; 0 where they vary."""
    counts = Counter(filter(None, (rate.places for rate in filter(_is_rate, claims))))
    places, times = next(iter(counts.most_common(1)), (0, 0))
    return places if times >= _FEWEST and times >= counts.total() * _USUAL else 0


def as_fine(places: int, claim: Claim) -> Claim:
    """写全的比率 — 8% as 8.00%."""
    if not (_is_rate(claim) and claim.places < places):
        return claim
    return replace(claim, places=places, half=claim.half.scaleb(claim.places - places))


def _is_coarse(places: int, told: set[tuple[int, int]], conflict: Conflict) -> bool:
    claim = conflict.claim
    is_fine = claim.half == Decimal(5).scaleb(-places - 1) and conflict.by_formula
    return is_fine and _has_fewer(claim, places) and _where(claim) not in told


def _has_fewer(claim: Claim, places: int) -> bool:
    """Whether fewer decimals are printed than it was read with."""
    return len(claim.said.rstrip("%％").partition(".")[2]) < places


def _where(claim: Claim) -> tuple[int, int]:
    return claim.block, claim.start
