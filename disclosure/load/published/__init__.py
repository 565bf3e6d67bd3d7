"""已成文的表 — tables as the accounts software or a publication has them, in whatever kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from disclosure.load.published.matrix import Cell, Matrix

__all__ = ["Cell", "Matrix", "read"]


def read(path: Path, shown: str) -> Sequence[Matrix]:
    """读取 — every table of a file; the libraries for web pages and old formats are loaded on use."""
    tables: Sequence[Matrix] = import_module("disclosure.load.published.read_published").read(path, shown)
    return tables
