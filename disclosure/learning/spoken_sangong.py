"""句子里的“三公”经费 — of which fund its amounts are, and budgets of vehicles that are said in one sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import filterfalse, product

from disclosure.classification import fiscal_funds, general_fund, ids
from disclosure.importing.inverting.draft import Known
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.terms import chinese

_PARTS = ("overseas_travel", "vehicle_purchase", "vehicle_running", "official_reception")
_BUDGETS = ("opening_budget", "adjusted_budget")


def of_funds(values: Mapping[str, Value]) -> dict[str, Value]:
    """各资金的“三公”经费 — the general budget's where no table tells, as sentences tell no fund."""
    every = {**values, **dict(_vehicles(Known(values)))}
    return every | dict(_of_general_fund(Known(every)))


def _of_general_fund(known: Known) -> Iterator[tuple[str, Value]]:
    general = general_fund().id
    untold = filterfalse(partial(_is_told_by_fund, known), (*_BUDGETS, "final"))
    for leaf, part in product(untold, _PARTS):
        value = known.get(f"sangong.{part}.{leaf}")
        yield from [(chinese(f"sangong.{general}.{part}.{leaf}"), value)] if value else ()


def _is_told_by_fund(known: Known, leaf: str) -> bool:
    names = (f"sangong.{fund}.{part}.{leaf}" for fund, part in product(ids(fiscal_funds()), _PARTS))
    return any(map(known.get, names))


def _vehicles(known: Known) -> Iterator[tuple[str, Value]]:
    """A budget for both: what was bought, and the rest."""
    bought = known.value("sangong.vehicle_purchase.final")
    for leaf in _BUDGETS:
        whole = known.get(f"sangong.vehicles.{leaf}")
        is_open = not any(known.get(f"sangong.{part}.{leaf}") for part in _PARTS[1:3])
        if whole is not None and is_open:
            part = replace(whole, amount=min(bought.amount, whole.amount))
            yield chinese(f"sangong.vehicle_purchase.{leaf}"), part
            yield (
                chinese(f"sangong.vehicle_running.{leaf}"),
                replace(whole, amount=whole.amount - part.amount),
            )
