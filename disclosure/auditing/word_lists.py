"""字表 — the words that a reader or a kind of fault knows, as the TOML file beside it declares them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_list(file: str) -> Mapping[str, Any]:
    """一张字表 — of a file in auditing/ (shapes.toml, faults/wordings.toml); read once."""
    text = files("disclosure").joinpath(f"auditing/{file}").read_text(encoding="utf-8")
    return tomllib.loads(text)
