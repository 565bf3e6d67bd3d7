"""模板自己要的数 — facts that the packs declare, as tables and sentences say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.loading.reading_state import Loc
from disclosure.model.own_data import NUMBERS, OwnDeclared, OwnFact
from disclosure.money import number_text

_AMOUNT, _FINEST = "金额", 10  # decimals of a number that is no amount


def own_facts(values: Mapping[str, Value], declared: OwnDeclared) -> Iterator[tuple[Loc, Said]]:
    """自有数据 — amounts and numbers; a list of a pack's own is not learnt."""
    told = (fact for fact in declared.own_data if fact.kind in NUMBERS and fact.path in values)
    return (_entry_of(fact, values[fact.path]) for fact in told)


def _entry_of(fact: OwnFact, value: Value) -> tuple[Loc, Said]:
    said = value if fact.kind == _AMOUNT else number_text(value.amount, _FINEST, trim=True)
    return tuple(fact.path.split(".")), (said, value)
