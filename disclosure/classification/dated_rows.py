"""有年度的行 — rows of the lists in this folder, each with the years in which it holds."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import Self


@dataclass(frozen=True, slots=True)
class Years:
    """年度范围 — from one year to another; a start that is not known lies before every other."""

    first: int
    last: int

    @classmethod
    def of(cls, row: dict[str, str]) -> Self:
        """一行的年度 — of the columns from_year and to_year, either of which may be empty."""
        return cls(int(row["from_year"] or 0), int(row["to_year"] or 9999))

    def hold(self, year: int) -> bool:
        """当年有效 — whether the row holds in a year."""
        return self.first <= year <= self.last


def text(name: str) -> str:
    """文件文字 — of a file in this folder."""
    return files("disclosure.classification").joinpath(name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """各行 — of a list (.csv) in this folder, by the names of its columns."""
    return list(csv.DictReader(text(name).splitlines()))


def of_year(name: str, year: int) -> list[dict[str, str]]:
    """当年的行 — of a list, those that hold in a year."""
    return [row for row in rows(name) if Years.of(row).hold(year)]
