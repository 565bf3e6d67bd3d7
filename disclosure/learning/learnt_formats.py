"""学格式 — how the body is called, how numbers are printed: a few choices each, tried one after another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from disclosure.learning.tries import Tried, Tries, better
from disclosure.packs.linting.lint import Keys


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的格式 — the choices by which the document is nearer."""
    for keys, value in _each_format():
        best = better(tries, best, best.changes.with_declared(keys, value))
    return best


def _each_format() -> Iterator[tuple[Keys, Any]]:
    for path, values in _formats().items():
        yield from ((tuple(path.split(".")), value) for value in values)


@cache
def _formats() -> Mapping[str, list[Any]]:
    text = files("disclosure").joinpath("learning/choices.toml").read_text(encoding="utf-8")
    declared: Mapping[str, list[Any]] = tomllib.loads(text)["声明"]
    return declared
