"""单元格的叫法 — cells by the words of the form (`公开05表 合计 本年支出`), and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from disclosure import terms
from disclosure.forms.filled_table import FilledRow, FilledTable
from disclosure.forms.spec import TableSpec

_SUMS = ("合计", "小计")
_OF_SUBJECT = re.compile(r" \d+ ")  # a row that is called by a code


def headings(specs: Iterable[TableSpec]) -> dict[str, str]:
    """列名 — what each column (`table.block.column`) is called: its head from the top level down."""
    return {
        f"{spec.id}.{block.id}.{column.id}": _heading(column.title)
        for spec in specs
        for block in spec.blocks
        for column in block.columns
    }


def labels(tables: Iterable[FilledTable], heads: Mapping[str, str]) -> dict[str, str]:
    """叫法 — the label of every cell by its name: number of the table, row, column."""
    return {
        f"{table.id}.{row.id}.{column}": _cell_label(
            table.called, row, heads.get(f"{table.id}.{row.block}.{column}", column)
        )
        for table in tables
        for row in table.rows
        for column in row.cells
    }


def row_of(label: str) -> str:
    """所在的行 — of a cell by its label: number of the table and row, the column left out."""
    return " ".join(label.split(" ")[:2])


def _cell_label(table: str, row: FilledRow, column: str) -> str:
    return " ".join(filter(None, ("".join(table.split()), _row(row), column)))


def keys(tables: Iterable[FilledTable], heads: Mapping[str, str]) -> dict[str, str]:
    """核定数的键 — by name, how 核定数 names each cell: its label, its name where several share that.

    `find` gives the cell back; `tables` are all of the set: only then is a label known to be the only one.
    """
    called = labels(tables, heads)
    number = Counter(called.values())
    return {name: label if number[label] == 1 else name for name, label in called.items()}


def find(label: str, known: Mapping[str, str]) -> str | None:
    """找单元格 — the name of the one cell called so (by its label, its own name, parts of its label)."""
    wanted = " ".join(label.split())
    if wanted in known:
        return wanted
    cells = _cells_called(wanted, known) or _called_nearly(wanted, known)
    return cells[0] if len(cells) == 1 else None


def unfound(label: str, known: Mapping[str, str], kind: str = "单元格") -> str:
    """找不到的说法 — that no cell is called so, with those nearly so; or that several are, with their names.

    Where nothing is near, how cells are called, with one of the set.
    """
    wanted = " ".join(label.split())
    if several := _cells_called(wanted, known):
        return f"叫“{wanted}”的单元格不止一个，请写成：{'、'.join(several)}"
    return f"没有名为“{wanted}”的{kind}{terms.near(wanted, list(known.values())) or form(known)}"


def form(known: Mapping[str, str]) -> str:
    """写法提示 — how a cell is written, with one of a subject as an example; empty where the set has none."""
    example = next((called for called in known.values() if _OF_SUBJECT.search(called)), "")
    return f"；单元格写表号、行、列，中间用空格隔开，例如 {example}" if example else ""


def _cells_called(wanted: str, known: Mapping[str, str]) -> list[str]:
    return [name for name, called in known.items() if called == wanted]


def _called_nearly(wanted: str, known: Mapping[str, str]) -> list[str]:
    words = wanted.split(" ")
    return [name for name, called in known.items() if _like(words, called.split(" "))]


def _like(words: Sequence[str], called: Sequence[str]) -> bool:
    return len(words) == len(called) and all(word in part for word, part in zip(words, called, strict=True))


def _heading(titles: Sequence[str]) -> str:
    """本年支出·合计 is called 本年支出, 本年支出·基本支出·小计 本年支出基本支出."""
    kept = [title for title in titles if title not in _SUMS] or list(titles)
    return "".join("".join(kept).split())


def _row(row: FilledRow) -> str:
    """A row of a subject is called by its code, which no other row has; the only one of a form by nothing."""
    return row.id if row.id.isdigit() else "".join(row.label.split())
