"""比的基数 — budgets and last year's numbers of which a document prints no more than changes and rates.

Of the numbers that these allow the one with the fewest digits is taken: it makes what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from functools import partial, reduce
from itertools import chain

from disclosure import terms
from disclosure.errors import Source
from disclosure.importing.inverting.draft import Known
from disclosure.importing.reading.rounded_amounts import NONE, Value
from disclosure.interval import Interval
from disclosure.learning.figure_names import identifier_of
from disclosure.loading.place_names import called

_RATES = {  # what is looked for → its rate, how many percent are no change, its change
    "adjusted_budget": ("completion_rate", 0, ""),
    "opening_budget": ("opening_completion_rate", 0, "against_opening.change"),
    "prior": ("rate", 100, "change"),
}
_NODE = re.compile(r"(.+)\.(?:completion_rate|opening_completion_rate|against_opening\.change|rate|change)")
_COARSEST, _FINEST = 8, -2  # of 元, in powers of ten: 亿元 to 分
_CENT, _HUNDRED = Decimal("0.01"), Decimal(100)


def bases(values: Mapping[str, Value]) -> dict[str, Value]:
    """各个基数 — by Chinese name, of those that are not said themselves."""
    # 支出95万元，完成预算95% → 全年预算 100万元
    # 支出50297.00元，比上年增加2.53万元，增长100.95% → 上年数 25030元
    known = Known(values)
    of_node = partial(_of_node, known, _finest_half(values))
    return dict(chain.from_iterable(map(of_node, _nodes_with_rates(values))))


def _nodes_with_rates(values: Mapping[str, Value]) -> Iterable[str]:
    ids = filter(None, map(identifier_of, values))
    return dict.fromkeys(found[1] for found in map(_NODE.fullmatch, ids) if found)


def _finest_half(values: Mapping[str, Value]) -> Decimal:
    rates = (value.half for name, value in values.items() if name.endswith(f".{terms.chinese('rate')}"))
    return min(filter(None, rates), default=Decimal("0.005"))


def worked_out(found: Mapping[str, Value], said: Mapping[str, Value]) -> Iterator[str]:
    """由比率推算的 — in words each that no more than a rate tells, other than 100%."""
    # 支出95万元，完成预算95% → “行政运行的全年预算 100.00 万元由比率推算，原数请核对”
    known = Known(said)
    for name, value in found.items():
        if _is_told_by_rate_alone(identifier_of(name), known):
            amount = replace(value, unit="万元").said(value.amount)
            yield f"{called(name)} {amount} 由比率推算，原数请核对"


def _is_told_by_rate_alone(id: str, known: Known) -> bool:
    node, _, leaf = id.rpartition(".")
    percent, changed = _percent_of(known, node, leaf), _change_of(known, node, leaf)
    return changed is None and percent is not None and percent.amount != _HUNDRED


def _percent_of(known: Known, node: str, leaf: str) -> Value | None:
    """How many percent of what is looked for the amount is, where that is said."""
    rate, no_change, _ = _RATES[leaf]
    said = known.get(f"{node}.{rate}")
    return replace(said, amount=said.amount + no_change) if said else None


def _change_of(known: Known, node: str, leaf: str) -> Value | None:
    _, _, change = _RATES[leaf]
    return known.get(f"{node}.{change}") if change else None


def _of_node(known: Known, half: Decimal, node: str) -> Iterator[tuple[str, Value]]:
    if final := known.get(f"{node}.final"):
        for leaf in _unsaid(known, node):
            yield from _base_of(known, half, node, leaf, final)


def _unsaid(known: Known, node: str) -> list[str]:
    return [leaf for leaf in _RATES if known.get(f"{node}.{leaf}") is None]


def _base_of(known: Known, half: Decimal, node: str, leaf: str, final: Value) -> Iterator[tuple[str, Value]]:
    changed, percent = _change_of(known, node, leaf), _percent_of(known, node, leaf)
    by_rate = _by_rate((percent or NONE).amount, final.amount, half)
    base = _simplest([*_by_change(changed, final.amount), *by_rate])
    if base is not None:
        sources = _sources(changed, percent)
        yield terms.chinese(f"{node}.{leaf}"), replace(final, amount=base, sources=sources)


def _sources(*values: Value | None) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for value in values if value for source in value.sources))


def _by_change(change: Value | None, final: Decimal) -> Iterator[Interval]:
    if change:
        low = final - change.amount
        yield Interval(low - change.half, low + change.half)


def _by_rate(percent: Decimal, final: Decimal, half: Decimal) -> Iterator[Interval]:
    """Of what an amount is so many percent; nothing where any amount would do."""
    if percent == _HUNDRED:
        yield Interval.exactly(final)
    elif min(percent - half, final) > 0:
        yield Interval(final * _HUNDRED / (percent + half), final * _HUNDRED / (percent - half))


def _simplest(allowed: Sequence[Interval]) -> Decimal | None:
    return _simplest_within(reduce(Interval.__and__, allowed)) if allowed else None


def _simplest_within(between: Interval) -> Decimal | None:
    grids = (Decimal(1).scaleb(power) for power in range(_COARSEST, _FINEST - 1, -1))
    firsts = ((between.low / grid).to_integral_value(ROUND_CEILING) * grid for grid in grids)
    return next((number.quantize(_CENT) + 0 for number in firsts if number <= between.high), None)
