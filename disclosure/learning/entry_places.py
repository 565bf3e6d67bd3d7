"""数填在哪里 — of figures that no table of the import is asked for, the keys of the data that make them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, filterfalse, islice

from disclosure import terms
from disclosure.importing.inverting.draft import Draft
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.learning.figure_names import identifier_of
from disclosure.loading.reading_state import Loc
from disclosure.model.typed_words import NONE
from disclosure.money import number_text

_NUMBER = re.compile(r"[\d.]+")
_COSTS = "meeting_cost|training_cost"
_FUNDS = "general_expenditure|fund_expenditure|state_expenditure"
_PROCURED = r"goods|works|services|micro|small_medium|reserved_\w+|awarded_\w+"
_ASSETS = r"intangible_assets|other_assets|fixed_assets\.\w+"
_WHAT = {  # figure → key of the data
    r"agency_running_cost\.civil_service_units\.final": "civil_service_running_cost",
    rf"procurement\.({_PROCURED})\.final": r"procurement.\1",
    rf"({_COSTS})\.(opening_budget|adjusted_budget|final)": r"\1.\2",
    rf"(?:{_FUNDS})\.item\.(\d+)\.(opening_budget|adjusted_budget)": r"budget.\2.items.\1",
    r"general_expenditure\.(opening_budget|adjusted_budget)": r"budget.\1.total",
    rf"(assets\.(?:{_ASSETS})\.(?:original_value|net_value))": r"\1",
    r"basic_expenditure\.(personnel_cost|public_cost)\.final": r"basic_detail.\1.amount",
}
_PRIOR = {
    rf"(grand_total|fiscal_grand_total|{_FUNDS}|agency_running_cost)\.prior": r"prior.\1",
    r"general_expenditure\.item\.(\d+)\.prior": r"prior.items.\1",
    r"sangong\.(overseas_travel|vehicles|official_reception)\.prior": r"prior.sangong.\1",
    rf"({_COSTS})\.prior": r"\1.prior",
}
_COUNTS = {
    r"(sangong\.overseas\.(?:groups|persons)|sangong\.reception\.[\w.]+\.(?:batches|persons))": r"\1",
}
_NOTHING = {  # figure → what there is none of where it is 0
    r"procurement\.final": "procurement",
    r"assets\.vehicle_number": "assets.vehicles_by_use",
}
_NOTHING_OF_PARTS = {r"sangong\.final": "sangong", r"assets\.vehicle_number": "assets.vehicles_by_use"}
_EVERY = {**_WHAT, **_PRIOR}


def put(values: Mapping[str, Value], draft: Draft) -> None:
    """填入 — as far as no table says it otherwise."""
    for loc, said in chain(_amounts_placed(values), _counts_placed(values)):
        draft.entries.setdefault(loc, said)
    is_told = partial(_is_told_in_part, list(draft.entries))
    for loc, value in filterfalse(is_told, _none_placed(values, _NOTHING)):
        draft.put(loc, value, NONE)


def _amounts_placed(values: Mapping[str, Value]) -> Iterator[tuple[Loc, Said]]:
    return ((loc, (value, value)) for loc, value in _placed(values, _EVERY))


def _counts_placed(values: Mapping[str, Value]) -> Iterator[tuple[Loc, Said]]:
    placed = _placed(values, _COUNTS)
    return ((loc, (number_text(value.amount, 2, trim=True), value)) for loc, value in placed)


def _none_placed(values: Mapping[str, Value], places: Mapping[str, str]) -> Iterator[tuple[Loc, Value]]:
    return ((loc, value) for loc, value in _placed(values, places) if not value.amount)


def without_parts_of_nothing(values: Mapping[str, Value], entries: Mapping[Loc, Said]) -> dict[Loc, Said]:
    """整处为无 — of what there is none, as the total says, 无 alone where every part of it says so, too."""
    # 三公经费.决算数 0, each amount and count 0 → 三公经费: 无
    kept = dict(entries)
    for loc, value in _none_placed(values, _NOTHING_OF_PARTS):
        parts, others = _divided(loc, kept)
        if all(_is_nothing(said) for said, _ in parts.values()):
            kept = others | {loc: (NONE, value)}
    return kept


def _divided(loc: Loc, entries: Mapping[Loc, Said]) -> tuple[dict[Loc, Said], dict[Loc, Said]]:
    """The entries at or below a place, and the others."""
    parts = {part: said for part, said in entries.items() if part[: len(loc)] == loc}
    return parts, {other: said for other, said in entries.items() if other not in parts}


def _is_nothing(said: str | Value) -> bool:
    return not _NUMBER.fullmatch(said) or said == "0" if isinstance(said, str) else not said.amount


def _is_told_in_part(told: Sequence[Loc], pair: tuple[Loc, Value]) -> bool:
    return any(loc[: len(pair[0])] == pair[0] for loc in told)


def _placed(values: Mapping[str, Value], places: Mapping[str, str]) -> Iterator[tuple[Loc, Value]]:
    return ((loc, value) for name, value in values.items() for loc in _locations(name, places))


def _loc_of(id: str) -> Loc:
    return tuple(terms.chinese(id).split("."))


def _locations(name: str, places: Mapping[str, str]) -> Iterator[Loc]:
    matches = ((re.fullmatch(pattern, identifier_of(name)), key) for pattern, key in places.items())
    yield from islice((_loc_of(found.expand(key)) for found, key in matches if found), 1)
