"""印出的数 — a number of a sentence in 元, % or pieces, and how far the exact one may lie away."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from disclosure.money import EXACT, SCALE

Unit = Literal["元", "%", ""]
# The unit may stand behind the second of two numbers: 收、支总计各减少1267.86、2570.97万元.
_UNIT = re.compile(r"\s*(?:[、,，][\d.]+(?=\s*[亿万]?元))?\s*(亿元|万元|元|[%％]|)")
_FACTORS = {"亿元": Decimal(100_000_000), "万元": SCALE["万元"]}
_KINDS: dict[str, Unit] = {"亿元": "元", "万元": "元", "元": "元", "%": "%", "％": "%"}
_DIRECTION = re.compile(r"减少|下降|降低|增加|增长|上升|提高|减|降|增")
_DOWN = frozenset(("减少", "下降", "降低", "减", "降"))
_ONE = Decimal(1)


class Printed(NamedTuple):
    """印出的数 — value, half of its last digit, decimals, unit, where it ends with its unit."""

    value: Decimal
    half: Decimal
    places: int
    unit: Unit
    end: int


def read(number: str, text: str, end: int, expected: str) -> Printed:
    """读数 — a number that ends at a place of a text; one without a unit is in the unit that is expected."""
    # 支出112.85万元 → 1128500元 ± 50
    digits = Decimal(number.replace(",", ""))
    unit = _UNIT.match(text, end)
    word = unit[1] if unit else ""
    factor = _FACTORS.get(word or expected, _ONE)
    places = -int(digits.as_tuple().exponent)
    half = EXACT.multiply(Decimal(5).scaleb(-places - 1), factor)
    return Printed(
        EXACT.multiply(digits, factor),
        half,
        places,
        _KINDS.get(word, ""),
        unit.end(1) if word and unit else end,
    )


def is_downwards(words: str) -> bool:
    """是不是减少 — whether the last word of direction before a number says that it went down."""
    said = _DIRECTION.findall(words)
    return bool(said) and said[-1] in _DOWN
