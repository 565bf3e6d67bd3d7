"""比的基数 — budgets and last year's numbers of which a document prints no more than changes and rates.

Of the numbers that these allow the one with the fewest digits is taken: it makes what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from functools import reduce

from disclosure import terms
from disclosure.errors import Source
from disclosure.importing.inverting.draft import Known
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.interval import Interval
from disclosure.learning.figure_names import identifier_of
from disclosure.load.place_names import called

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
    ids = filter(None, map(identifier_of, values))
    nodes = dict.fromkeys(found[1] for found in map(_NODE.fullmatch, ids) if found)
    rates = (value.half for name, value in values.items() if name.endswith(f".{terms.chinese('rate')}"))
    finest = min(filter(None, rates), default=Decimal("0.005"))
    found = (dict(_of_node(known, node, finest)) for node in nodes)
    return {name: value for one in found for name, value in one.items()}


def worked_out(found: Mapping[str, Value], said: Mapping[str, Value]) -> Iterator[str]:
    """由比率推算的 — in words each that no more than a rate tells, other than 100%."""
    # 支出95万元，完成预算95% → “行政运行的全年预算 100.00 万元由比率推算，原数请核对”
    for name, value in found.items():
        node, _, leaf = identifier_of(name).rpartition(".")
        rate, no_change, change = _RATES[leaf]
        percent = said.get(terms.chinese(f"{node}.{rate}"))
        is_by_change = bool(change) and terms.chinese(f"{node}.{change}") in said
        if percent and percent.amount + no_change != _HUNDRED and not is_by_change:
            amount = replace(value, unit="万元").said(value.amount)
            yield f"{called(name)} {amount} 由比率推算，原数请核对"


def _of_node(known: Known, node: str, half: Decimal) -> Iterator[tuple[str, Value]]:
    final = known.get(f"{node}.final")
    for leaf, (rate, no_change, change) in _RATES.items():
        if final is None or known.get(f"{node}.{leaf}") is not None:
            continue
        changed, percent = known.get(f"{node}.{change or rate}"), known.get(f"{node}.{rate}")
        allowed = list(_by_change(changed if change else None, final.amount))
        allowed += _by_rate(percent, no_change, final.amount, half)
        base = _simplest(reduce(Interval.__and__, allowed)) if allowed else None
        if base is not None:
            yield (
                terms.chinese(f"{node}.{leaf}"),
                replace(final, amount=base, sources=_sources(changed, percent)),
            )


def _sources(*values: Value | None) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for value in values if value for source in value.sources))


def _by_change(change: Value | None, final: Decimal) -> Iterator[Interval]:
    if change is not None:
        low = final - change.amount
        yield Interval(low - change.half, low + change.half)


def _by_rate(rate: Value | None, no_change: int, final: Decimal, half: Decimal) -> Iterator[Interval]:
    """Of what an amount is so many percent; nothing where any amount would do."""
    percent = rate.amount + no_change if rate else Decimal(0)
    if percent == _HUNDRED:
        yield Interval.exactly(final)
    elif percent > half and final > 0:
        yield Interval(final * _HUNDRED / (percent + half), final * _HUNDRED / (percent - half))


def _simplest(between: Interval) -> Decimal | None:
    grids = (Decimal(1).scaleb(power) for power in range(_COARSEST, _FINEST - 1, -1))
    firsts = ((between.low / grid).to_integral_value(ROUND_CEILING) * grid for grid in grids)
    return next((number.quantize(_CENT) + 0 for number in firsts if number <= between.high), None)
