"""The parts of a table on paper hold every cell of it."""

from __future__ import annotations

from dataclasses import replace

from disclosure.document import Cell, Document, Row, TableBlock, Text
from disclosure.readback.along import Difference
from disclosure.readback.table_parts import left_out


def test_a_cell_that_no_part_shows_is_told_with_its_table() -> None:
    rows = tuple(Row((Cell((Text(name),)), Cell((Text("1.00"),)))) for name in ("甲", "乙"))
    table = TableBlock("t", (), rows, (1, 1), title=(Text("表"),))
    whole = Document("", "", (table,))
    cut = Document("", "", (replace(table, body=rows[:1]), replace(table, id="t-p2", body=rows[:1])))
    assert list(left_out(whole, whole)) == []
    assert list(left_out(whole, cut)) == [Difference("“表”的各段", "乙", "")]
