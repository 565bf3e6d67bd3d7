"""学格式 — how numbers are printed and headings numbered: a few choices each, tried one after another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from disclosure.learning.tries import Tried, Tries, better

_TABLES = ("数字格式", "编号")


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的格式 — the choices by which the document is nearer."""
    for table, key, value in _each_format():
        best = better(tries, best, best.changes.with_declared((table, key), value))
    return best


def _each_format() -> Iterator[tuple[str, str, Any]]:
    for table in _TABLES:
        for key, values in _formats()[table].items():
            yield from ((table, key, value) for value in values)


@cache
def _formats() -> Mapping[str, Mapping[str, list[Any]]]:
    text = files("disclosure").joinpath("learning/choices.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
