"""对照 — what an office says of its own export: which head is which column of a table, which code what."""

from __future__ import annotations

from itertools import chain

from pydantic import Field

from disclosure.forms.spec import Titles
from disclosure.model.base import Model
from disclosure.money import Unit


class OwnColumn(Model):
    """一列 — a head of the export, the column of the pack's table that it is, and of which rows."""

    head: Titles
    title: Titles
    only: dict[str, Titles] = Field(default_factory=dict)


class OwnTable(Model):
    """一张表 — of the pack, and where the export has it: `rows` are the heads above codes and names.

    A table whose one row has no name has none: all rows of the export are that one.
    """

    title: str
    rows: Titles = ()
    columns: tuple[OwnColumn, ...]
    sheet: str = ""
    head_row: int = Field(0, ge=0)
    unit: Unit | None = None
    only: dict[str, Titles] = Field(default_factory=dict)

    @property
    def heads(self) -> tuple[Titles, ...]:
        """各表头 — all that the export must have."""
        filters = chain(self.only, *(column.only for column in self.columns))
        named = ((name,) for name in chain(self.rows, filters))
        return tuple(dict.fromkeys((*named, *(column.head for column in self.columns))))


class OwnHeads(Model):
    """对照表 — of one office's software; `subjects` are its account codes and the 项 or 款 that they are.

    One that is 不用 is none of them.
    """

    tables: tuple[OwnTable, ...]
    subjects: dict[str, str] = Field(default_factory=dict)
