"""However an office lays its tables out: what is read is right, or refused with a reason; never wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure import packs
from disclosure.importing.reading import read_tables
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.verifying import table_sums
from disclosure.loading import published
from tests.sampling import runs
from tests.unit.importing.layouts import layout, saved, truth

EXAMPLE, PACK = "yuxi-beijing-2023", "yunnan-2023"
SEEDS = range(runs(20))


def read(path: Path) -> list[FoundTable]:
    specs = packs.table_specs(packs.resolve(PACK, [packs.built_in()]), 2023)
    tables, _ = read_tables.read(published.read(path, path.name), specs, 2023)
    for table in tables:
        table_sums.check(table)
    return tables


def wrong(tables: list[FoundTable]) -> list[str]:
    """Cells of accepted tables that are not what was printed."""
    known = truth(EXAMPLE)
    return [
        f"{table.spec.id}.{row}.{column} {value.amount}"
        for table in tables
        if not table.doubts
        for (row, column), value in table.cells.items()
        if known.get((table.spec.id, row, column), 0) != value.amount
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_layout_is_read_right_or_refused_with_a_reason(seed: int, tmp_path: Path) -> None:
    tables = read(saved(tmp_path, EXAMPLE, layout(seed), seed))
    assert wrong(tables) == []
    assert len(tables) >= 12
    taken = [table for table in tables if not table.doubts]
    assert len(taken) >= (12 if layout(seed).merged or layout(seed).kind != "xlsx" else 4)


def slip(draw: random.Random, at: int) -> Callable[[str], str]:
    """Changes one amount of a file: a digit, or another decimal point."""
    count = iter(range(10**6))

    def change(text: str) -> str:
        if next(count) != at or len(text) < 5:
            return text
        digit = draw.randrange(len(text) - 3)
        return text[:digit] + str((int(text[digit]) + 1) % 10) + text[digit + 1 :]

    return change


@pytest.mark.parametrize("seed", SEEDS[: len(SEEDS) // 4])
def test_a_slipped_digit_is_refused_where_a_sum_shows_it(seed: int, tmp_path: Path) -> None:
    """At most the one changed cell is read as the file has it, where no sum of the table contains it."""
    path = saved(tmp_path, EXAMPLE, layout(seed), seed, slip(random.Random(seed), 20 + seed))
    assert len(wrong(read(path))) <= 1
