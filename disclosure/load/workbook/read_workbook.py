"""读取工作簿 — cells to entries: sheets by name, blocks by title, columns by head, rows by key or in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from disclosure.load import shape
from disclosure.load.merged_entries import Entries
from disclosure.load.reading_state import Loc
from disclosure.load.workbook import sheet_names
from disclosure.load.workbook import workbook_cells as grid
from disclosure.load.workbook.layout import AMOUNT, CAUSE, MARK, SECTION, Block, Column, plain, sheets, steps
from disclosure.load.workbook.workbook_cells import CellError, Cells
from disclosure.model.base import NONE
from disclosure.model.shape import COUNT, Shape

OWN = ("填写说明", "科目")  # sheets for people
_TEXT_FILE = re.compile(r"[^\n{}]+\.(md|txt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """一块内容 — a block as found: its sheet, title row, rows of entries, columns by number."""

    cells: Cells
    block: Block
    title: int
    rows: range
    columns: dict[int, Column]

    def key_columns(self) -> list[int]:
        return [number for number, column in self.columns.items() if column.key]


def read(workbooks: list[tuple[Path, str]], entries: Entries, *, alone: bool) -> None:
    """读取工作簿 — every workbook of a folder into the entries; raises InputError where a file cannot be read.

    Beside a data file (not `alone`), a workbook without any sheet of ours is somebody's own and not looked at.
    """
    reader = _Reader(entries, alone=alone)
    for path, shown in workbooks:
        found = list(grid.read(path, shown))
        if alone or any(sheet_names.sheet(cells.name) for cells in found):
            for cells in found:
                reader.sheet(cells)
    reader.finish()


class _Reader:
    def __init__(self, entries: Entries, *, alone: bool) -> None:
        self._entries, self._alone = entries, alone
        self._numbers: dict[Loc, dict[str, int]] = {}  # list → 序号 → position
        self._below: list[_Part] = []  # what belongs to items of a list: read when every list has been
        self._children: dict[Loc, int] = {}
        self._concealed: set[str] = set()  # hidden sheets told of
        self._rows: dict[tuple[str, Loc], int] = {}  # where each code of a file stands

    def sheet(self, cells: Cells) -> None:
        spec = sheet_names.sheet(cells.name)
        if spec is None:
            self._unknown_sheet(cells)
            return
        titles = list(sheet_names.titles(cells))
        for (row, column, name), end in zip(
            titles, [*(row for row, _, _ in titles[1:]), len(cells.rows)], strict=True
        ):
            block = sheet_names.named(name, {block.title: block for block in spec.blocks})
            if block is None:
                known = [block.title for block in spec.blocks]
                self._entries.problem(
                    f"不认识“【{name}】”这一块{sheet_names.near(name, known)}", cells.source(row, column)
                )
            else:
                self._block(cells, block, row, end)

    def finish(self) -> None:
        """收尾 — rows that name an item of a list by its number."""
        for part in self._below:
            for row in self._filled(part):
                index = self._parent(part, row)
                if index is not None:
                    (self._section if part.block.kind == "sections" else self._child)(part, row, index)

    def _unknown_sheet(self, cells: Cells) -> None:
        name = cells.name.strip()
        if plain(name) in OWN or name.startswith(MARK) or not any(any(row) for row in cells.rows):
            return
        near = sheet_names.near(name, [sheet.name for sheet in sheets()])
        message = f"不认识工作表“{name}”{near}；自己加的表请在表名前加“※”"
        self._entries.problem(message, cells.source(0, 0))

    def _block(self, cells: Cells, block: Block, title: int, end: int) -> None:
        for loc in sheet_names.bases(block):
            self._entries.note(loc, cells.source(title, 0))
            if len(loc) == 1 and shape.required(loc):
                self._entries.expect(str(loc[0]))
        self._note_none(cells, block, title)
        head = next((row for row in range(title + 1, end) if sheet_names.kept(cells, row)), None)
        if head is None:
            return
        part = _Part(cells, block, title, range(head + 1, end), self._columns(cells, block, head))
        if len(part.key_columns()) < sum(column.key for column in block.heads()) and block.kind != "list":
            wanted = "”“".join(column.head for column in block.heads() if column.key)
            self._entries.problem(f"【{block.title}】缺少“{wanted}”这一列，请补上", cells.source(head, 0))
        elif block.kind in ("sections", "children"):
            self._below.append(part)
        else:
            getattr(self, f"_{block.kind}")(part)

    def _note_none(self, cells: Cells, block: Block, title: int) -> None:
        """无 in the title's row says it of the whole block."""
        for column in range(len(cells.rows[title])):
            if cells.words(title, column) == NONE and block.none:
                for loc in sheet_names.bases(block):
                    self._entries.put(loc, NONE, cells.source(title, column))

    def _columns(self, cells: Cells, block: Block, head: int) -> dict[int, Column]:
        known = {column.head: column for column in block.heads()}
        found: dict[int, Column] = {}
        for number in range(len(cells.rows[head])):
            name = cells.words(head, number)
            if not name or name.startswith(MARK):
                continue
            column = sheet_names.named(name, known)
            if column is None:
                near = sheet_names.near(name, list(known))
                message = f"【{block.title}】没有“{name}”这一列{near}；自己加的列请在列名前加“※”"
                self._entries.problem(message, cells.source(head, number))
            elif column in found.values():
                self._entries.problem(f"“{name}”这一列有两列，请只留一列", cells.source(head, number))
            else:
                found[number] = column
        return found

    def _filled(self, part: _Part) -> Iterator[int]:
        """Rows in which something was filled in; a number alone, printed beforehand, is nothing."""
        keys = part.key_columns() if part.block.numbered or part.block.fixed else []
        for row in part.rows:
            filled = [number for number in part.columns if part.cells.value(row, number) is not None]
            filled += [number for number in part.columns if (row, number) in part.cells.facts.errors]
            filled += [number for number in part.columns if (row, number) in part.cells.facts.uncalculated]
            if set(filled) - set(keys) and sheet_names.kept(part.cells, row):
                self._require_visible(part, row)
                yield row

    def _require_visible(self, part: _Part, row: int) -> None:
        if part.cells.facts.concealed and part.cells.name not in self._concealed:
            self._concealed.add(part.cells.name)
            message = "这张工作表被隐藏，但填有内容；请取消隐藏，核对后保存"
            self._entries.problem(message, part.cells.source(row, 0))
        elif row in part.cells.facts.hidden:
            message = "这一行被隐藏（或被筛选掉），但填有内容；请取消隐藏和筛选，核对后保存"
            self._entries.problem(message, part.cells.source(row, 0))

    def _form(self, part: _Part) -> None:
        known = {part.block.label(key): key for key in part.block.keys}
        label = part.key_columns()[0]
        for row in part.rows:
            key = sheet_names.named(part.cells.words(row, label), known)
            if key is not None and part.block.kind == "grid" and not part.block.first:
                self._entries.note((*part.block.at, *steps(key)), part.cells.source(row, label))
            for number, column in part.columns.items():
                if key is not None and not column.key:
                    self._value(part, (row, number), part.block.place(key, column), column)
        for row in self._filled(part):
            name = part.cells.words(row, label)
            if sheet_names.named(name, known) is None:
                self._entries.problem(
                    f"不认识“{name}”这一项{sheet_names.near(name, list(known))}",
                    part.cells.source(row, label),
                )

    _grid = _form

    def _list(self, part: _Part) -> None:
        for index, row in enumerate(self._filled(part)):
            self._entries.note((*part.block.at, index), part.cells.source(row, 0))
            for number, column in part.columns.items():
                if column.key:
                    self._number(part, (row, number), index)
                else:
                    self._value(part, (row, number), (*part.block.at, index, *column.step), column)

    def _number(self, part: _Part, place: tuple[int, int], index: int) -> None:
        text = self._text(part, place, COUNT, (*part.block.at, index))
        if text is not None and self._numbers.setdefault(part.block.at, {}).setdefault(text, index) != index:
            self._entries.problem(f"序号 {text} 用了两次，每行要有自己的序号", part.cells.source(*place))

    def _map(self, part: _Part) -> None:
        key_column = part.key_columns()[0]
        for row in self._filled(part):
            key = self._key(part, row, key_column)
            for number, column in part.columns.items():
                if key is not None and not column.key:
                    self._once(part, (row, number), (*part.block.at, *column.step, key), column)

    def _causes(self, part: _Part) -> None:
        key_column = part.key_columns()[0]
        named: dict[str, list[int]] = {}
        for row in self._filled(part):
            key = self._key(part, row, key_column)
            others = (number for number in part.columns if number != key_column)
            if key is not None and any(part.cells.value(row, number) is not None for number in others):
                named.setdefault(key, []).append(row)
        for key, rows in named.items():
            self._reason(part, (*part.block.at, key), rows)

    def _reason(self, part: _Part, loc: Loc, rows: list[int]) -> None:
        """One cause without an amount is a text, as in a data file."""
        by_step = {column.step: (number, column) for number, column in part.columns.items()}
        number, column = by_step.get((CAUSE,), (0, None))
        amount = by_step.get((AMOUNT,), (None, None))[0]
        if column and len(rows) == 1 and (amount is None or part.cells.value(rows[0], amount) is None):
            self._value(part, (rows[0], number), loc, column)
            return
        for index, row in enumerate(rows):
            for at, one in part.columns.items():
                if not one.key:
                    self._value(part, (row, at), (*loc, index, *one.step), one)

    def _parent(self, part: _Part, row: int) -> int | None:
        """Which item of the list a row belongs to; a list in a data file is counted as it stands there."""
        at = next(number for number in part.key_columns() if not part.columns[number].coded)
        number, known = self._key(part, row, at), self._numbers.get(part.block.at)
        if number is None:
            return None
        if known is None and not self._alone and number.isdigit() and number != "0":
            return int(number) - 1
        if known is None or number not in known:
            message = f"“{part.block.base}”里没有序号 {number}，请核对"
            self._entries.problem(message, part.cells.source(row, at))
            return None
        return known[number]

    def _section(self, part: _Part, row: int, index: int) -> None:
        code = next((self._key(part, row, at) for at in part.key_columns() if part.columns[at].coded), None)
        for number, column in part.columns.items():
            if code is not None and not column.key:
                self._once(part, (row, number), (*part.block.at, index, SECTION, code), column)

    def _child(self, part: _Part, row: int, index: int) -> None:
        base = (*part.block.at, index, part.block.key)
        filled = [
            at
            for at, column in part.columns.items()
            if not column.key and part.cells.value(row, at) is not None
        ]
        if [part.cells.words(row, at) for at in filled] == [NONE]:  # this item has none
            self._entries.put(base, NONE, part.cells.source(row, filled[0]))
            return
        child = self._children.get(base, 0)
        self._children[base] = child + 1
        for number, column in part.columns.items():
            if not column.key:
                self._value(part, (row, number), (*base, child, *column.step), column)

    def _key(self, part: _Part, row: int, number: int) -> str | None:
        column = part.columns[number]
        text = self._text(part, (row, number), column.shape, ())
        if text is None and any(
            part.cells.value(row, at) is not None for at, one in part.columns.items() if not one.key
        ):
            self._entries.problem(f"这一行没有填“{column.head}”", part.cells.source(row, number))
        return sheet_names.code(text) if text and column.coded else text

    def _once(self, part: _Part, place: tuple[int, int], loc: Loc, column: Column) -> None:
        """A code stands once: a second row of one workbook is neither added to the first nor dropped."""
        source = part.cells.source(*place)
        if (
            part.cells.value(*place) is not None
            and self._rows.setdefault((source.file, loc), place[0]) != place[0]
        ):
            first = part.cells.source(self._rows[source.file, loc], place[1])
            self._entries.problem(f"“{loc[-1]}”写了两次：{first.cell} 和 {source.cell}，请合成一行", source)
        else:
            self._value(part, place, loc, column)

    def _value(self, part: _Part, place: tuple[int, int], loc: Loc, column: Column) -> None:
        source = part.cells.source(*place)
        self._entries.note(loc, source)
        text = self._text(part, place, column.shape or shape.at(loc), loc)
        if text is None:
            return
        if _TEXT_FILE.fullmatch(text) and loc[-1] != "文件":
            self._entries.put((*loc, "文件"), text, source)
        else:
            self._entries.put(loc, sheet_names.code(text) if column.coded else text, source)

    def _text(self, part: _Part, place: tuple[int, int], expected: Shape, loc: Loc) -> str | None:
        try:
            return part.cells.text(*place, expected)
        except CellError as error:
            self._entries.problem(str(error), part.cells.source(*place), loc)
            return None
