"""读到的数 — a printed amount in 元, and how far the exact one may lie away because of rounding."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from disclosure.errors import Source
from disclosure.importing.recognising import printed_numbers
from disclosure.money import EXACT, Unit, in_unit, number_text, to_yuan

ZERO = Decimal(0)
NO_UNIT = "没有写金额单位，不知道是元还是万元；请在表的上方写“单位：元”或“单位：万元”"
_USUAL_PLACES = 2


@dataclass(frozen=True, slots=True)
class Value:
    """数 — in 元, how far the exact one may lie away, its cells and the unit of their sheet."""

    amount: Decimal
    half: Decimal = ZERO
    sources: tuple[Source, ...] = ()
    unit: Unit = "元"

    def __add__(self, other: Value) -> Value:
        """相加."""
        return Value(self.amount + other.amount, self.half + other.half, self._sources_with(other))

    def __sub__(self, other: Value) -> Value:
        """相减 — what is left of a whole without one of its parts."""
        return Value(self.amount - other.amount, self.half + other.half, self._sources_with(other))

    def _sources_with(self, other: Value) -> tuple[Source, ...]:
        return (*self.sources, *(other.sources if other.amount else ()))

    def agrees(self, other: Value) -> bool:
        """相符 — whether rounding explains the difference."""
        # 60.00 (万元, ±50元) and 600012.00元 agree; 60.00元 and 60.01元 do not
        return abs(self.amount - other.amount) <= self.half + other.half

    @property
    def places(self) -> str:
        """出处 — its cells, in words."""
        return "、".join(map(str, self.sources))

    def said(self, amount: Decimal) -> str:
        """说法 — its amount, or another beside it, in the unit of the sheet as a sentence has it."""
        # 26416800.00 元 on a sheet in 万元 → 2641.68 万元
        shown = in_unit(amount, self.unit).normalize(EXACT)
        finest = -int(shown.as_tuple().exponent)
        return f"{number_text(shown, max(_USUAL_PLACES, finest))} {self.unit}"


NONE = Value(ZERO)
Said = tuple[str | Value, Value]  # what the data say, and the amount or cell that it was read from


def at_cell(source: Source) -> Value:
    """某格 — where a text was read, which has no amount."""
    return Value(ZERO, sources=(source,))


def total(values: Iterable[Value]) -> Value:
    """合计."""
    return sum(values, NONE)


def are_rounded(values: Iterable[Value]) -> bool:
    """是否有尾差 — whether any amount is rounded to 万元."""
    return any(value.half for value in values)


def unit_of(values: Collection[Value], borne: Unit) -> Unit:
    """单位 — 万元 where any amount is rounded to it, 元 where none is; else what the tables bear."""
    if are_rounded(values):
        return "万元"
    return "元" if any(value.amount for value in values) else borne


def money(text: str, amount: Decimal, unit: Unit | None, source: Source) -> Value:
    """金额 — of a cell; 万元 are rounded to what the cell shows, nothing is exactly nothing."""
    # 60.00 元 → Value(60, ±0);  60.00 万元 → Value(600000, ±50);  60.001 万元 → Value(600010, ±5)
    unit = unit or "元"
    if unit == "元" or not amount:
        return Value(to_yuan(amount, unit), ZERO, (source,), unit)
    places = max(_USUAL_PLACES, printed_numbers.places(text))
    return Value(to_yuan(amount, unit), to_yuan(Decimal(5).scaleb(-places - 1), unit), (source,), unit)
