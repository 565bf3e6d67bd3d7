"""待确认的文字 — text carried over from last year that nobody has confirmed yet begins with a mark."""

from __future__ import annotations

from typing import Any

from disclosure.model.key_paths import leaves

PENDING = "〔沿用上年，待确认〕"


def unconfirmed(value: Any) -> tuple[str, ...]:
    """待确认处 — the key path of every text that still bears the mark."""
    return tuple(path for path, text in leaves(value) if isinstance(text, str) and PENDING in text)
