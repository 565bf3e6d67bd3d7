"""单元格的叫法 — cells by the words of the form (`公开05表 合计 本年支出`), and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from disclosure import terms
from disclosure.tables.filled import FilledTable


class Labels(Mapping[str, str]):
    """叫法 — label by cell name."""

    def __init__(self, tables: Iterable[FilledTable]) -> None:
        self._labels = dict(_labels(tables))

    def __getitem__(self, name: str) -> str:
        return self._labels[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)


def find(label: str, tables: Iterable[FilledTable]) -> str | None:
    """找单元格 — the name of the cell that is called so; its own name is taken too."""
    labels = Labels(tables)
    wanted = " ".join(label.split())
    if wanted in labels:
        return wanted
    return next((name for name, known in labels.items() if known == wanted), None)


def _labels(tables: Iterable[FilledTable]) -> Iterator[tuple[str, str]]:
    for table in tables:
        for row in table.rows:
            for column in row.cells:
                yield f"{table.id}.{row.id}.{column}", f"{table.number} {_row(row.id, row.label)} {_column(column)}"


def _row(id: str, label: str) -> str:
    return "".join(label.split()) or id


def _column(id: str) -> str:
    return terms.glossary()[id].chinese if id in terms.glossary() else id
