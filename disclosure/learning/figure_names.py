"""数的名称 — identifiers of figures by the Chinese names that tables and sentences are read under."""

from __future__ import annotations

from contextlib import suppress

from disclosure import terms


def identifier_of(name: str) -> str:
    """标识 — of a figure; empty for what is none of the program's (收入＋支出 of a row)."""
    with suppress(KeyError):
        return terms.identifier(name)
    return ""
