"""成表 — a filled table as a block of the document: merged heads, printed numbers, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest

from disclosure.document import Cell, Line, Row, TableBlock, Text
from disclosure.errors import PackError
from disclosure.model import Submission
from disclosure.money import in_unit, number_text, rounded
from disclosure.packs.vocabulary import Facts
from disclosure.tables.fill import fill
from disclosure.tables.filled import FilledCell, FilledTable
from disclosure.tables.lines import Grid, grids
from disclosure.tables.lines import Line as GridLine
from disclosure.tables.spec import KEY_KINDS, ColumnSpec, TableFormat, TableSpec

Note = Callable[[Iterable[str]], None]
_HOLE = re.compile(r"\{([^{}]+)\}")
_COLUMN_NUMBERS, _VALUE_WIDTH, _KEY_WIDTH = "栏次", 6.0, 8.0
_VALUES = ("数", "文字")


def table_block(spec: TableSpec, facts: Facts, note: Note) -> TableBlock:
    """表格块 — the table filled and laid out; `note` is told what is missing."""
    blocks = grids(spec, facts.figures, facts.submission)
    filled = fill(spec, facts.figures, facts.submission)
    return _Layout(spec, blocks, filled, _format(spec, facts.manifest.table_format), note).block(facts.submission)


def unverified(specs: Iterable[TableSpec]) -> Iterator[str]:
    """未核对提示 — one sentence for each table that nobody has compared with the official form."""
    for spec in specs:
        if not spec.verified:
            name = f"{spec.sheet_number} {spec.title}".strip()
            yield f"“{name}”的表样未与官方表样核对（已核对 = false），公开前请人工核对表头和栏目"


def _format(spec: TableSpec, base: TableFormat) -> TableFormat:
    own = {name: getattr(spec, name) for name in ("amount_unit", "amount_places", "grouping", "zero")}
    return base.model_copy(update={name: value for name, value in own.items() if value is not None})


class _Layout:
    """One table's rows and columns on paper."""

    def __init__(
        self, spec: TableSpec, blocks: Sequence[Grid], filled: FilledTable, format: TableFormat, note: Note
    ) -> None:
        self._spec, self._blocks, self._filled, self._format, self._note = spec, blocks, filled, format, note
        self._columns = [column for grid in blocks for column in grid.columns]
        self._cells = {row.id: row.cells for row in filled.rows}
        self._lines = list(_side_by_side(blocks))
        self._places = dict(self._placed())
        self._numbers = _line_numbers(blocks, self._lines)

    def block(self, submission: Submission) -> TableBlock:
        spec, format = self._spec, self._format
        notes = [*spec.sheet_notes, *([spec.empty_sentence] if self._filled.empty and spec.empty_sentence else [])]
        return TableBlock(
            f"table-{spec.id.replace('_', '-')}",
            head=(*_head([column.title for column in self._columns]), *self._column_numbers()),
            body=tuple(Row(tuple(self._row(number, lines))) for number, lines in enumerate(self._lines)),
            widths=tuple(_width(column) for column in self._columns),
            title=(Text(filled_in(spec.title, submission)),),
            number=spec.sheet_number,
            owner=format.owner_prefix + submission.department.full_name,
            unit=format.unit_prefix + format.amount_unit,
            notes=tuple((Text(filled_in(sentence, submission)),) for sentence in notes),
            landscape=spec.landscape,
            keys=sum(column.kind not in _VALUES for column in self._columns) if spec.panel else 0,
            panel=spec.panel,
        )

    def _column_numbers(self) -> Iterator[Row]:
        if not self._spec.column_numbers:
            return
        cells, number = [], 0
        for grid in self._blocks:
            keys = _key_columns(grid)
            if keys:
                cells.append(Cell((Text(_COLUMN_NUMBERS),), "center", head=True, colspan=keys))
            for column in grid.columns[keys:]:
                number += column.kind in _VALUES
                content = (Text(str(number)),) if column.kind in _VALUES else ()
                cells.append(Cell(content, "center", head=True))
        yield Row(tuple(cells))

    def _row(self, number: int, lines: Sequence[GridLine | None]) -> Iterator[Cell]:
        reach = 0
        for place, (grid, line) in enumerate(zip(self._blocks, lines, strict=True)):
            if line is None and any(later is not None and later.widens for later in lines[place + 1 :]):
                reach += len(grid.columns)
                continue
            yield from self._keys(grid, line, reach)
            reach = 0
            for column in grid.columns[_key_columns(grid) :]:
                yield self._line_number(grid, number) if column.kind == "行次" else self._value(line, column)

    def _keys(self, grid: Grid, line: GridLine | None, reach: int) -> Iterator[Cell]:
        kinds = [column.kind for column in grid.columns[: _key_columns(grid)]]
        codes = sum(kind == "代码" for kind in kinds)
        if not kinds:
            return
        if line is None:
            yield from (Cell() for _ in kinds)
        elif not codes or not line.code:
            align = "left" if not codes and line.kind != "total" else "center"
            yield Cell(self._label(line, kinds), align, colspan=len(kinds) + reach)  # type: ignore[arg-type]
        else:
            yield Cell((Text(line.code),), colspan=codes)
            if len(kinds) > codes:
                yield Cell(self._label(line, kinds), colspan=len(kinds) - codes)

    def _label(self, line: GridLine, kinds: Sequence[str]) -> Line:
        if line.code and not line.label:
            missing = f"科目名称.{line.code}"
            self._note([missing])
            return (Text(f"【待填：{missing}】", missing=True),)
        both = "代码名称" in kinds and line.code
        return (Text(f"{line.code} {line.label}" if both else line.label),) if line.label else ()

    def _line_number(self, grid: Grid, number: int) -> Cell:
        return Cell((Text(str(self._numbers[grid.id, number])),), "center")

    def _value(self, line: GridLine | None, column: ColumnSpec) -> Cell:
        cell = self._cells.get(line.id, {}).get(column.id) if line else None
        if line is None or cell is None:
            return Cell()
        if cell.value is None and cell.missing:
            self._note(cell.missing)
            return Cell((Text(f"【待填：{'、'.join(cell.missing)}】", missing=True),), "center")
        if cell.value is None:
            return Cell((Text(cell.text),) if cell.text else (), "center" if cell.kind == "not_applicable" else "left")
        return self._number(cell, f"{self._spec.id}.{line.id}.{column.id}")

    def _number(self, cell: FilledCell, name: str) -> Cell:
        value, places = self._printed(cell)
        if value == 0 and self._format.zero == "空白":
            return Cell(align="right")
        text = number_text(value, places, grouping=self._format.grouping and cell.kind == "amount")
        digits = "#,##0" if self._format.grouping else "0"
        pattern = digits + (f".{'0' * places}" if places else "")
        parts = tuple(self._places[part] for part in cell.parts if part in self._places)
        whole = parts if len(parts) == len(cell.parts) else ()
        return Cell((Text(text, cell.figure or name),), "right", value=value, number_format=pattern, parts=whole)

    def _printed(self, cell: FilledCell) -> tuple[Decimal, int]:
        value = cell.value or Decimal(0)
        if cell.kind == "count":
            return rounded(value, 0), 0
        if cell.kind == "percent":
            return rounded(value, 2), 2
        return rounded(in_unit(value, self._format.amount_unit), self._format.amount_places), self._format.amount_places

    def _placed(self) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
        """Where each cell stands: row of the body, column of the grid."""
        for number, lines in enumerate(self._lines):
            first = 0
            for grid, line in zip(self._blocks, lines, strict=True):
                for offset, column in enumerate(grid.columns if line else ()):
                    yield (line.id if line else "", column.id), (number, first + offset)
                first += len(grid.columns)


def filled_in(text: str, submission: Submission) -> str:
    """填入 — a title or note with {部门全称}, {部门类型}, {年度} put in."""
    department = submission.department
    holes = {"部门全称": department.full_name, "部门类型": department.kind, "年度": str(submission.year)}

    def put(match: re.Match[str]) -> str:
        if match[1] not in holes:
            raise PackError(f"表的文字“{text}”里的“{{{match[1]}}}”不可用，可用的有：{'、'.join(holes)}")
        return holes[match[1]]

    return _HOLE.sub(put, text)


def _side_by_side(blocks: Sequence[Grid]) -> Iterator[tuple[GridLine | None, ...]]:
    """Bodies next to each other, then feet; the shorter ones end in empty lines."""
    for foot in (False, True):
        yield from zip_longest(*([line for line in grid.lines if line.foot is foot] for grid in blocks))


def _line_numbers(blocks: Sequence[Grid], lines: Sequence[object]) -> Mapping[tuple[str, int], int]:
    """行次 — run down one block and on through the next, empty lines included."""
    counted = [grid.id for grid in blocks if any(column.kind == "行次" for column in grid.columns)]
    return {
        (id, number): place * len(lines) + number + 1
        for place, id in enumerate(counted)
        for number in range(len(lines))
    }


def _key_columns(grid: Grid) -> int:
    """How many first columns name the row."""
    kinds = [column.kind in KEY_KINDS for column in grid.columns]
    return kinds.index(False) if False in kinds else len(kinds)


def _width(column: ColumnSpec) -> float:
    return column.width or (_VALUE_WIDTH if column.kind in _VALUES else _KEY_WIDTH)


def _head(titles: Sequence[tuple[str, ...]]) -> Iterator[Row]:
    """Head rows: neighbours that share a title on one level share its cell; a short title reaches to the bottom."""
    depth = max((len(title) for title in titles), default=0)
    for level in range(depth):
        yield Row(tuple(_head_cells(titles, level, depth)))


def _head_cells(titles: Sequence[tuple[str, ...]], level: int, depth: int) -> Iterator[Cell]:
    place = 0
    while place < len(titles):
        title, width = titles[place], 1
        if level < len(title) - 1:
            while place + width < len(titles) and _shared(title, titles[place + width], level):
                width += 1
            yield Cell((Text(title[level]),), "center", head=True, colspan=width)
        elif level == max(len(title) - 1, 0):
            content = (Text(title[level]),) if title else ()
            yield Cell(content, "center", head=True, rowspan=depth - level)
        place += width


def _shared(one: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    return len(other) > level + 1 and one[: level + 1] == other[: level + 1]
