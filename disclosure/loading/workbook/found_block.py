"""一块内容 — a block as found on a sheet: where it stands, its columns, the rows filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.loading.workbook import sheet_names
from disclosure.loading.workbook.layout import AMOUNT, Block, Column, plain
from disclosure.loading.workbook.workbook_cells import CellError, Cells

_TOTALS = ("合计", "小计", "总计", "共计", "本页合计", "本页小计")


@dataclass(frozen=True, slots=True)
class Part:
    """一块内容 — a block as found: its sheet, title row, rows of entries, columns by number."""

    cells: Cells
    block: Block
    title: int
    rows: range
    columns: dict[int, Column]

    @property
    def key_columns(self) -> list[int]:
        return [number for number, column in self.columns.items() if column.key]

    @property
    def value_columns(self) -> list[tuple[int, Column]]:
        return [(number, column) for number, column in self.columns.items() if not column.key]

    @property
    def columns_without_blanks(self) -> list[tuple[int, Column]]:
        """Of a grid, those in which a blank beside filled cells is not known."""
        wanted = [tuple(names) for names in self.block.unknown]
        return [(number, column) for number, column in self.value_columns if column.step in wanted]

    @property
    def lacks_key(self) -> bool:
        """Whether a column is missing that says what a row is about; the entries of a list need none."""
        return self.block.kind != "list" and len(self.key_columns) < len(self.block.key_heads())

    @property
    def number_column(self) -> int:
        return next(number for number in self.key_columns if not self.columns[number].coded)

    def column_of(self, *step: str) -> int | None:
        return next((number for number, column in self.columns.items() if column.step == step), None)

    def column_headed(self, head: str) -> int | None:
        return next((number for number, column in self.columns.items() if column.head == head), None)

    def words(self, row: int, *heads: str) -> list[str]:
        """What stands in some columns of a row, those that are there."""
        columns = map(self.column_headed, heads)
        return [self.cells.words(row, column) for column in columns if column is not None]

    @property
    def typed_columns(self) -> dict[int, Column]:
        """Where people type; a label or number alone, printed beforehand, is no entry."""
        return dict(self.value_columns) if self.block.has_printed_keys else self.columns

    def has_entry(self, row: int) -> bool:
        is_filled = bool(self.filled_in(row)) and sheet_names.kept(self.cells, row)
        return is_filled and not (self.repeats_heads(row) or self.is_pasted_total(row))

    def half_filled(self, number: int, rows: Mapping[str, int]) -> list[str]:
        """The rows, by their keys, in which a column is blank that is filled in elsewhere."""
        blank = [key for key, row in rows.items() if self.cells.value(row, number) is None]
        return blank if len(blank) < len(rows) else []

    def filled_in(self, row: int) -> list[int]:
        """The columns in which something was typed."""
        return [number for number in self.typed_columns if self.cells.holds(row, number)]

    def typed_behind(self, row: int) -> list[int]:
        """The columns in which something was typed, no formula, behind the words that the row begins with."""
        label, _ = self.cells.first_words(row)
        return [at for at in self.columns if at != label and self.cells.typed(row, at) is not None]

    def repeats_heads(self, row: int) -> bool:
        """Whether the heads stand there once more, as where tables were pasted below each other."""
        alike = [at for at, column in self.columns.items() if self.cells.words(row, at) == column.head]
        return len(alike) > 1

    @property
    def entry_rows(self) -> list[int]:
        return [row for row in self.rows if self.has_entry(row)]

    def is_pasted_total(self, row: int) -> bool:
        """Whether a row calls itself a total, without the mark of ours."""
        return not self.block.fixed and plain(self.cells.first_words(row)[1]) in _TOTALS

    def without_head(self) -> list[tuple[int, int]]:
        """Cells of the entries that stand in a column without any head."""
        bare = self._bare_columns()
        return [(row, at) for row in self.entry_rows for at in bare if self.cells.typed(row, at) is not None]

    def _bare_columns(self) -> list[int]:
        heads = self.rows.start - 1
        return [at for at in range(len(self.cells.rows[heads])) if self.cells.value(heads, at) is None]

    def hidden_entries(self) -> dict[int, int]:
        """The first entry of each column that is hidden: column and row."""
        hidden, rows = self.cells.facts.hidden_columns & {*self.columns}, self.entry_rows[::-1]
        return {at: row for at in hidden for row in rows if self.cells.holds(row, at)}

    def is_blank(self, row: int, number: int) -> bool:
        """Whether nothing was typed in a cell, and it is none of a merged area."""
        try:
            return self.cells.text(row, number, self.columns[number].shape) is None
        except CellError:
            return False

    def is_one_text(self, rows: list[int]) -> bool:
        """Whether a cause stands alone, without an amount."""
        return len(rows) == 1 and self.column_of(AMOUNT) not in self.given(rows[0])

    def given(self, row: int) -> list[int]:
        return [number for number, _ in self.value_columns if self.cells.value(row, number) is not None]
