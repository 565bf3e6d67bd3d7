"""金额 — a printed amount in 元, and how far the exact one may lie away because it was printed rounded."""

from __future__ import annotations

from decimal import Decimal

from disclosure.errors import Source
from disclosure.importing.reading.read_table import ZERO, Value
from disclosure.importing.recognising import normalisation
from disclosure.money import Unit, to_yuan

NO_UNIT = "没有写金额单位，不知道是元还是万元；请在表的上方写“单位：元”或“单位：万元”"
_USUAL_PLACES = 2


def money(text: str, amount: Decimal, unit: Unit | None, source: Source) -> Value:
    """金额 — of a cell; 万元 are rounded to what the cell shows, nothing is exactly nothing."""
    unit = unit or "元"
    exact = unit == "元" or not amount
    half = (
        ZERO
        if exact
        else to_yuan(Decimal(5).scaleb(-max(_USUAL_PLACES, normalisation.places(text)) - 1), unit)
    )
    return Value(to_yuan(amount, unit), half, (source,))
