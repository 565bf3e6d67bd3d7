"""汇总表的各张表 — of a workbook, a web page or CSV that an office keeps its list in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from disclosure.errors import Source
from disclosure.loading import data_files, published
from disclosure.loading.published import Matrix
from disclosure.loading.published.matrix import spread
from disclosure.model import AttachedCell


def matrices(path: Path, shown: str) -> Sequence[Matrix]:
    """各张表 — raises InputError for a file that cannot be read."""
    if path.suffix.lower() != ".csv":
        return published.read(path, shown)
    place = partial(_in_csv, shown)
    lines = csv.reader(io.StringIO(data_files.text(path, shown)))
    return [Matrix("", spread([list(map(AttachedCell, line)) for line in lines], place), place)]


def _in_csv(shown: str, row: int, column: int) -> Source:
    return Source(shown, row + 1, column + 1)
