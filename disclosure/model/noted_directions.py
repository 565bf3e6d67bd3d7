"""原因写时的增减 — how figures went when a reason was written: a reason of a rise explains no fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """写时 — the text of a reason, and for 增减 and 预算 the figure it explains and how that figure went."""

    text: str
    directions: Mapping[str, tuple[str, str]]  # 增减 → (收支总计.增减额, 增加)
