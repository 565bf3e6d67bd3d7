"""认行 — which row of the declaration a row of a sheet is: by code, or by label; the lines it makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from disclosure import classification
from disclosure.importing.recognising import normalisation
from disclosure.load.published import Cell
from disclosure.tables.filled_table import RowKind
from disclosure.tables.rows_and_columns import TOTAL, Line
from disclosure.tables.spec import BlockSpec, RowSpec

_CODE = re.compile(r"(\d{3}|\d{5}|\d{7})(?:\.0)?(?!\d)(.*)", re.DOTALL)
_PART = re.compile(r"\d{1,7}")
_CLASS, _SECTION, _ITEM = 3, 5, 7
_LEVELS = {_CLASS: "类", _SECTION: "款", _ITEM: "项"}
_ABOVE = {1: _CLASS, 2: _SECTION}  # digits that stand in the columns before one
_TOTALS = ("合计", "总计")


class Namer:
    """认行 — of one block of one table; knows what came before, since a label may stand twice."""

    def __init__(self, block: BlockSpec, year: int) -> None:
        self._block = block
        self._fixed = {row.id: row for row in block.rows if row.stands(year)}
        self._year = year
        self._seen: Counter[str] = Counter()
        self._context = ""
        self.names: dict[str, str] = {}

    def known(self, text: str) -> bool:
        """是否行名 — whether a text begins a row of this block."""
        name = normalisation.label(text)
        coded = self._block.row_source in ("功能科目", "经济科目") and _CODE.fullmatch(
            normalisation.plain(text)
        )
        return bool(coded or (self._coded() and name in _TOTALS) or self._labelled(name) or self._class(name))

    def line(self, keys: Sequence[str]) -> Line | None:
        """行 — the line of a row by the texts that name it; None where they name none of this block."""
        code = self._code([normalisation.plain(text) for text in keys]) if self._coded() else ""
        if code:
            self._remember(code, keys)
            return _coded_line(self._block, code)
        name = normalisation.label("".join(keys))
        if name in _TOTALS and self._block.row_source == "功能科目":
            return Line(TOTAL, "total", name, figure="")
        return self._fixed_line(name) or self._class_line(name)

    def unnamed(self) -> Line | None:
        """没有行名的一行 — of a form with one row that has no name."""
        rows = list(self._fixed.values())
        return (
            fixed_line(rows[0])
            if len(rows) == 1 and not any(rows[0].name) and not self._block.row_source
            else None
        )

    def _coded(self) -> bool:
        return self._block.row_source in ("功能科目", "经济科目")

    def _labelled(self, name: str) -> list[str]:
        return [
            row.id for row in self._fixed.values() if row.name and normalisation.label(row.name[-1]) == name
        ]

    def _fixed_line(self, name: str) -> Line | None:
        """The label that stands twice means the rows in their order."""
        ids = self._labelled(name) if name else []
        at, self._seen[name] = self._seen[name], self._seen[name] + 1
        return fixed_line(self._fixed[ids[min(at, len(ids) - 1)]]) if ids else None

    def _class(self, name: str) -> str:
        if self._block.row_source != "功能类" or not name:
            return ""
        classes = (one for one in classification.functional_subjects(self._year) if len(one.code) == _CLASS)
        return next((one.code for one in classes if normalisation.label(one.name) == name), "")

    def _class_line(self, name: str) -> Line | None:
        code = self._class(name)
        return Line(code, "class", name, code=code, figure=f"类.{code}") if code else None

    def _code(self, texts: Sequence[str]) -> str:
        """In one cell, alone or before the name; or in up to three cells."""
        parts = [(at, text) for at, text in enumerate(texts) if _PART.fullmatch(text)]
        if not parts:
            found = next((found for text in texts if text and (found := _CODE.fullmatch(text))), None)
            return found[1] if found else ""
        code = self._joined(*parts[0], [text for _, text in parts[1:]])
        return code if len(code) in _LEVELS else ""

    def _joined(self, at: int, first: str, parts: Sequence[str]) -> str:
        """类|款|项 as 201|03|01, as 201|20103|2010301, or each alone below the one above."""
        code = first if len(first) >= _CLASS else self._context[: _ABOVE.get(at, 0)] + first.zfill(2)
        for part in parts:
            code = part if len(part) >= _CLASS and part.startswith(code) else code + part.zfill(2)
        return code

    def _remember(self, code: str, texts: Sequence[str]) -> None:
        self._context = code
        name = next((text for text in reversed(texts) if not _PART.fullmatch(normalisation.plain(text))), "")
        self.names[code] = name.strip().removeprefix(code).strip()


def _coded_line(block: BlockSpec, code: str) -> Line:
    if block.row_source == "经济科目":
        return Line(code, "class" if len(code) == _CLASS else "section", "", code=code, figure=f"科目.{code}")
    return Line(code, "item", "", code=code, figure=f"{_LEVELS[len(code)]}.{code}")


def fixed_line(row: RowSpec) -> Line:
    """固定行 — the line of a row that the declaration names."""
    kind: RowKind = "total" if row.id == TOTAL else "fixed"
    sums = ("类",) if row.sum_of else ()
    name = row.name[-1] if row.name else ""
    return Line(row.id, kind, name, row.name, "", row.figure or None, row.formula, sums, row.cells)


def begins(namers: Sequence[Namer], row: Mapping[int, Cell]) -> bool:
    """是否数据行 — whether the first words of a row name a row of the first block."""
    first = next((row[column].text for column in sorted(row)), "")
    return any(namer.known(first) for namer in namers[:1]) or (
        any(namer.unnamed() for namer in namers) and only_numbers(row.values())
    )


def only_numbers(cells: Iterable[Cell]) -> bool:
    """是否只有数 — a row of amounts without a name."""
    texts = [cell.text for cell in cells]
    return all(normalisation.amount(text) is not None for text in texts) and any(
        map(normalisation.is_number, texts)
    )
