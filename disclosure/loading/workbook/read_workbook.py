"""读取工作簿 — cells to entries: sheets by name, blocks by title, columns by head, rows by key or order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import filterfalse, pairwise
from pathlib import Path

from disclosure.errors import Source, short
from disclosure.loading import expected_data
from disclosure.loading.merged_entries import Entries
from disclosure.loading.reading_state import Loc, path_of
from disclosure.loading.workbook import lost_titles, missing_parts, own_sheet, sheet_names, slipped_columns
from disclosure.loading.workbook import workbook_cells as grid
from disclosure.loading.workbook.computed_cells import ComputedCells, unit_given
from disclosure.loading.workbook.found_block import Part
from disclosure.loading.workbook.layout import CAUSE, MARK, Block, Column, Sheet, plain, sheets, steps
from disclosure.loading.workbook.layout import Kind as BlockKind
from disclosure.loading.workbook.missing_parts import MissingParts
from disclosure.loading.workbook.workbook_cells import CellError, Cells
from disclosure.model.shape import COUNT, Shape
from disclosure.model.typed_words import NONE, is_none, is_none_of_whole

OWN = ("填写说明", "科目")  # sheets for people
_UNNAMED = "这一行没有项目名，填的内容不知道是哪一项的；看来错了一行，请移到有项目名的那一行"
_POSITION = re.compile(r"0*[1-9]\d{0,8}")
_TEXT_FILE = re.compile(r"[^\n{}]+\.(md|txt|docx)", re.IGNORECASE)


def read(workbooks: list[tuple[Path, str]], entries: Entries, *, alone: bool, whole: bool) -> None:
    """读取工作簿 — every workbook of a folder into the entries; raises InputError for an unreadable one.

    One without a sheet of ours is somebody's own and passed over, but where it is all there is (`alone`).
    Where people write all they know into workbooks (`whole`), a sheet or block that is gone is told of.
    """
    reader = _WorkbookReader(entries, alone=alone)
    books = {shown: list(grid.read(path, shown)) for path, shown in workbooks}
    ours = [shown for shown, tables in books.items() if any(map(_is_ours, tables))]
    read_as_ours = ours or (list(books) if alone else [])
    for shown, tables in books.items():
        if shown in read_as_ours:
            reader.book(tables)
        else:
            entries.reading.remarks.append(f"“{shown}”里没有填报工作簿的表，没有读；不是数据的不用管")
    if whole:
        reader.tell_missing(Source(ours[0] if len(ours) == 1 else entries.reading.file))
    reader.finish()


def read_head(workbooks: list[tuple[Path, str]], entries: Entries) -> None:
    """读取开头 — of every workbook the sheet alone that says whose data it holds, of which year."""
    reader = _WorkbookReader(entries, alone=False)
    for path, shown in workbooks:
        reader.book(list(grid.read(path, shown, _is_of_head)))


def _is_of_head(name: str) -> bool:
    return sheet_names.sheet(name) is sheets()[0]


def _is_ours(cells: Cells) -> bool:
    return sheet_names.sheet(cells.name) is not None


class _WorkbookReader:
    def __init__(self, entries: Entries, *, alone: bool) -> None:
        self._entries, self._alone = entries, alone
        self._numbers: dict[Loc, dict[str, int]] = {}  # list → 序号 → position
        self._misnumbered: set[Loc] = set()  # lists whose numbers are told of
        self._units: list[tuple[Block, str, str, Source]] = []  # heads that name a unit
        self._below: list[Part] = []  # what belongs to items of a list: read when every list has been
        self._children: dict[Loc, int] = {}
        self._concealed: set[str] = set()  # hidden sheets told of
        self._rows: dict[tuple[str, Loc], int] = {}  # where each code of a file stands
        self._missing = MissingParts(entries)
        self._computed = ComputedCells(entries, self._numbers)
        self._readers: Mapping[BlockKind, Callable[[Part], None]] = {
            "form": self._form,
            "grid": self._form,
            "list": self._list,
            "map": self._map,
            "causes": self._causes,
            "sections": self._below.append,
            "children": self._below.append,
        }

    def book(self, tables: list[Cells]) -> None:
        """一个工作簿 — its sheets; one that is called otherwise is told of, and read where it is known."""
        named = [sheet_names.sheet(cells.name) for cells in tables]
        absent = [one for one in sheets() if one not in named]
        for cells, spec in zip(tables, named, strict=True):
            meant = spec or self._unknown_sheet(cells, absent)
            if meant is not None:
                self._sheet(cells, meant)

    def _sheet(self, cells: Cells, spec: Sheet) -> None:
        self._missing.found_sheet(spec, cells)
        spec = own_sheet.found(cells, spec)
        blocks = {block.title: block for block in spec.blocks}
        titles = [*self._titles(cells, spec), (len(cells.rows), 0, "")]
        there = [sheet_names.named(name, blocks) for *_, name in titles]
        absent = [title for title, block in blocks.items() if block not in there]
        for number, ((row, column, name), (end, *_)) in enumerate(pairwise(titles)):
            block, source = there[number], cells.source(row, column)
            if block is None:
                self._unknown_block(name, source, spec, absent)
            elif block in there[:number]:
                message = (
                    f"“【{block.title}】”这一块有两个，不知道以哪个为准；请只留一个，标题、列名和各行一起删去"
                )
                self._missing.tell(message, source, block)
            else:
                self._missing.found_block(spec, block)
                self._block(cells, block, row, end)

    def _unknown_block(self, name: str, source: Source, spec: Sheet, absent: list[str]) -> None:
        meant = missing_parts.meant(name, absent)
        blocks = {block.title: block for block in spec.blocks}
        message = f"不认识“【{name}】”这一块{missing_parts.near(name, meant, list(blocks))}"
        if meant:
            self._missing.found_block(spec, blocks[meant])
            self._missing.tell(message, source, blocks[meant])
        else:
            self._entries.problem(message, source)

    def _titles(self, cells: Cells, spec: Sheet) -> list[lost_titles.Title]:
        """The titles of a sheet, from top to bottom; one that was cleared is told of, and read on below."""
        titles = list(sheet_names.titles(cells))
        if not titles and lost_titles.is_bare(cells):
            name, marked = cells.name, f"{MARK}{cells.name.strip()}"
            message = (
                f"工作表“{name}”被清空，块标题和列名都不在了；请用 disclosure new 在新文件夹里另做一份，"
                f"复制这张表过来，用不着的把表名改为“{marked}”"
            )
            self._gone(message, cells.source(0, 0), spec, spec.blocks)
        for found in lost_titles.lost(cells, spec.blocks, titles):
            message = f"这些列名上面的块标题不在了，请在上一行的 A 列补上“【{found.block.title}】”"
            if found.has_room(cells):
                self._entries.problem(message, cells.source(found.head, 0))
                titles.append(found.title)
            else:
                self._gone(message, cells.source(found.head, 0), spec, (found.block,))
        return sorted(titles)

    def _gone(self, message: str, source: Source, spec: Sheet, blocks: tuple[Block, ...]) -> None:
        self._missing.tell(message, source, *blocks)
        for block in blocks:
            self._missing.found_block(spec, block)

    def tell_missing(self, whole: Source) -> None:
        """说明缺少 — the sheets and blocks that none of the workbooks holds."""
        self._missing.tell_sheets(whole)
        self._missing.tell_blocks()

    def finish(self) -> None:
        """收尾 — rows that name an item of a list by its number; units that heads name."""
        self._tell_units()
        readers = {"sections": self._section, "children": self._child}
        for part in self._below:
            for row in self._filled(part):
                index = self._parent(part, row)
                if index is not None:
                    readers[part.block.kind](part, row, index)
        self._computed.tell()

    def _unknown_sheet(self, cells: Cells, absent: list[Sheet]) -> Sheet | None:
        """The sheet that one of another name is, by its block titles."""
        name = cells.name.strip()
        if cells.is_empty or _is_for_people(name):
            self._missing.not_read(name)
            return None
        found = sheet_names.renamed(cells, absent)
        meant = found.name if found else missing_parts.meant(name, [spec.name for spec in absent])
        near = missing_parts.near(name, meant, [spec.name for spec in sheets()])
        message = f"不认识工作表“{name}”{near}；自己加的表请在表名前加“※”"
        if copied := sheet_names.copied(name, absent):
            message = f"“{name}”像是“{copied}”的副本，没有读；用不着的请删去，要留的请在表名前加“※”"
        if found or not meant:
            self._entries.problem(message, cells.source(0, 0))
        else:
            self._missing.not_read(meant)
            self._missing.tell(message, cells.source(0, 0))
        return found

    def _block(self, cells: Cells, block: Block, title: int, end: int) -> None:
        self._note_places(cells, block, title)
        self._note_none(cells, block, title)
        head = next(filter(partial(sheet_names.kept, cells), range(title + 1, end)), None)
        columns = {} if head is None else self._columns(cells, block, head)
        if head is None or not columns:
            heads = "、".join(block.by_head())
            message = f"【{block.title}】下面的列名不在了，请在标题下一行依次补上：{heads}"
            self._missing.tell(message, cells.source(title, 0), block)
            return
        part = Part(cells, block, title, range(head + 1, end), columns)
        if not (part.lacks_key or self._is_slipped(part)):
            self._tell_no_entries(part)
            self._require_columns_shown(part)
            self._computed.add(part)
            self._readers[block.kind](part)

    def _is_slipped(self, part: Part) -> bool:
        """A column whose cells stand beside other rows than theirs is told of alone: all else follows."""
        told = list(slipped_columns.slipped(part))
        for place, message in told[:1]:
            self._missing.tell(message, part.cells.source(*place), part.block)
        return bool(told)

    def _tell_no_entries(self, part: Part) -> None:
        """Rows that were pasted along and are none of the entries; columns of which nobody knows the head."""
        for row in filter(part.repeats_heads, part.rows):
            self._entries.problem("列名又写了一遍，这一行不是内容；请删去这一行", part.cells.source(row, 0))
        for row in filter(part.is_pasted_total, part.rows):
            message = "这一行是合计，程序自己相加；请删去这一行，要留的在最前面加“※”"
            self._entries.problem(message, part.cells.source(row, part.cells.first_words(row)[0]))
        for place in part.without_head()[:1]:
            source, typed = part.cells.source(*place), part.cells.number_words(*place)
            message = f"{source}：这一列没有列名，填的“{typed}”没有读；要用的请填到有列名的列里"
            self._entries.reading.remarks.append(f"{message}，自己记的在列名那一行写“※备注”")

    def _note_places(self, cells: Cells, block: Block, title: int) -> None:
        """What is missing in a block is looked for at its title."""
        for loc in sheet_names.bases(block):
            self._entries.note(loc, cells.source(title, 0))
            if len(loc) == 1 and expected_data.required(loc):
                self._entries.expect(str(loc[0]))

    def _note_none(self, cells: Cells, block: Block, title: int) -> None:
        """无 in the title's row says it of the whole block; what else stands there is told of."""
        for column, words in [*sheet_names.heads(cells, title)][1:]:
            source = cells.source(title, column)
            if block.none and is_none_of_whole(words):
                for loc in sheet_names.bases(block):
                    self._entries.put(loc, NONE, source)
            else:
                advice = (
                    "整块没有发生的请填“无”，有的请清空" if block.none else "这一块不能整块填“无”，请清空"
                )
                self._entries.problem(f"【{block.title}】右边填的“{words}”看不懂；{advice}", source)

    def _columns(self, cells: Cells, block: Block, head: int) -> dict[int, Column]:
        """The columns by number; none where no head is left."""
        known = block.by_head()
        named = {at: sheet_names.named(name, known) for at, name in sheet_names.heads(cells, head)}
        meant = {at: column for at, column in named.items() if column is not None}
        columns: dict[int, Column] = {}
        for number, column in meant.items():
            if column in columns.values():
                message = f"“{short(cells.words(head, number))}”这一列有两列，请只留一列"
                self._entries.problem(message, cells.source(head, number))
            else:
                columns[number] = column
                self._note_unit(cells, block, (head, number))
        if columns:
            unknown = list(filterfalse(meant.__contains__, named))
            self._tell_heads(cells, block, head, unknown, _absent_heads(cells, block, head, columns))
        return columns

    def _note_unit(self, cells: Cells, block: Block, place: tuple[int, int]) -> None:
        name = cells.words(*place)
        if unit := sheet_names.unit_of(name):
            self._units.append((block, unit, name, cells.source(*place)))

    def _tell_units(self) -> None:
        """A head names another unit than amounts are given in: which of both they are in is not known."""
        for block, unit, name, source in self._units:
            given = unit_given(block, self._entries)
            if given and given != unit:
                message = (
                    f"列名“{short(name)}”与填的金额单位“{given}”不一样，不知道这一列的数是哪一种；"
                    f"请把这一列的数都换成{given}，列名去掉“（{unit}）”"
                )
                self._entries.problem(message, source)

    def _tell_heads(
        self, cells: Cells, block: Block, head: int, unknown: list[int], absent: list[str]
    ) -> None:
        """Heads that are not known, each with the one that it stands for, and those that are not there."""
        for number in unknown:
            name = cells.words(head, number)
            meant = missing_parts.meant(name, absent)
            near = missing_parts.near(name, meant, list(block.by_head()))
            message = f"【{block.title}】没有“{short(name)}”这一列{near}；自己加的列请在列名前加“※”"
            if meant:
                absent.remove(meant)
                self._missing.tell(message, cells.source(head, number), block)
            else:
                self._entries.problem(message, cells.source(head, number))
        if lost := [name for name in absent if name not in block.added]:
            message = f"【{block.title}】缺少“{'”“'.join(lost)}”这一列，请补上"
            self._missing.tell(message, cells.source(head, 0), block)

    def _filled(self, part: Part) -> Iterator[int]:
        for row in part.rows:
            if part.has_entry(row):
                self._require_visible(part, row)
                yield row

    def _require_visible(self, part: Part, row: int) -> None:
        if part.cells.facts.concealed and part.cells.name not in self._concealed:
            self._concealed.add(part.cells.name)
            message = "这张工作表被隐藏，但填有内容；请取消隐藏，核对后保存"
            self._entries.problem(message, part.cells.source(row, 0))
        elif row in part.cells.facts.hidden:
            message = "这一行被隐藏（或被筛选掉），但填有内容；请取消隐藏和筛选，核对后保存"
            self._entries.problem(message, part.cells.source(row, 0))

    def _form(self, part: Part) -> None:
        known, label = part.block.by_label(), part.key_columns[0]
        filled = set(self._filled(part))
        rows_of: dict[str, int] = {}
        for row in part.rows:
            key = sheet_names.named(part.cells.words(row, label), known)
            if key is not None:
                self._form_row(part, row, key)
                rows_of[key] = row
            elif row in filled:
                self._unknown_label(part.cells, (row, label), list(known))
        self._blanks_of_columns(part, rows_of)

    def _unknown_label(self, cells: Cells, place: tuple[int, int], known: list[str]) -> None:
        name = cells.words(*place)
        message = f"不认识“{name}”这一项{sheet_names.near(name, known)}"
        self._entries.problem(message if name else _UNNAMED, cells.source(*place))

    def _require_columns_shown(self, part: Part) -> None:
        for column, row in sorted(part.hidden_entries().items()):
            message = "这一列被隐藏，但填有内容；请取消隐藏，核对后保存"
            self._entries.problem(message, part.cells.source(row, column))

    def _blanks_of_columns(self, part: Part, rows: Mapping[str, int]) -> None:
        """Where a column of a grid is filled in, a blank cell of it is not 0: it is not known."""
        for number, column in part.columns_without_blanks:
            for key in part.half_filled(number, rows):
                self._entries.blank(part.block.place(key, column), part.cells.source(rows[key], number))

    def _form_row(self, part: Part, row: int, key: str) -> None:
        if part.block.has_row_places:
            self._entries.note((*part.block.at, *steps(key)), part.cells.source(row, part.key_columns[0]))
        for number, column in part.value_columns:
            self._value(part, (row, number), part.block.place(key, column), column)

    def _list(self, part: Part) -> None:
        for index, row in enumerate(self._filled(part)):
            self._entries.note((*part.block.at, index), part.cells.source(row, 0))
            for number in part.key_columns:
                self._number(part, (row, number), index)
            self._entry_row(part, row, (*part.block.at, index))
            self._blank_amounts(part, row, (*part.block.at, index))

    def _entry_row(self, part: Part, row: int, base: Loc) -> None:
        """A row is an entry: each cell is what stands below the entry's place."""
        for number, column in part.value_columns:
            self._value(part, (row, number), (*base, *column.step), column)

    def _number(self, part: Part, place: tuple[int, int], index: int) -> None:
        text = self._text(part, place, COUNT, (*part.block.at, index))
        if not part.cells.holds(*place):
            head = part.columns[place[1]].head
            self._wrong_number(part, place, f"这一行没有填“{head}”，请填一个没有用过的数")
        numbers = self._numbers.setdefault(part.block.at, {})
        if text is not None and numbers.setdefault(text, index) != index:
            self._wrong_number(part, place, f"序号 {text} 用了两次，每行要有自己的序号")

    def _wrong_number(self, part: Part, place: tuple[int, int], message: str) -> None:
        """Rows elsewhere that name no item may mean this one."""
        self._entries.problem(message, part.cells.source(*place))
        self._misnumbered.add(part.block.at)

    def _map(self, part: Part) -> None:
        rows_of: dict[str, int] = {}
        for row in self._filled(part):
            key = self._key(part, row, part.key_columns[0])
            self._coded_row(part, row, part.block.at, key)
            rows_of[str(key)] = row
            if key is not None and part.value_columns and not part.given(row):
                source = part.cells.source(row, part.value_columns[0][0])
                message = f"{source}：这一行只填了“{key}”，后面是空的；要用的请补上，用不着的请清空这一行"
                self._entries.reading.remarks.append(message)
        self._blanks_of_columns(part, rows_of)

    def _coded_row(self, part: Part, row: int, base: Loc, code: str | None) -> None:
        """A row is about a code: each cell is what stands at the code in the map of its column."""
        if code is None:
            return
        key = next((number for number in part.key_columns if part.columns[number].coded), None)
        for number, column in part.value_columns:
            loc = (*base, *column.step, code)
            if key is not None:
                self._entries.reading.keys[path_of(loc)] = part.cells.source(row, key)
            self._once(part, (row, number), loc, column)

    def _causes(self, part: Part) -> None:
        rows_of: dict[str, list[int]] = {}
        for row in self._filled(part):
            key = self._key(part, row, part.key_columns[0])
            if key is not None and part.given(row):
                rows_of.setdefault(key, []).append(row)
        for key, rows in rows_of.items():
            self._reason(part, (*part.block.at, key), rows)

    def _reason(self, part: Part, loc: Loc, rows: list[int]) -> None:
        """One cause without an amount is a text, as in a data file."""
        cause = part.column_of(CAUSE)
        if cause is not None and part.is_one_text(rows):
            self._value(part, (rows[0], cause), loc, part.columns[cause])
            return
        for index, row in enumerate(rows):
            self._entry_row(part, row, (*loc, index))

    def _parent(self, part: Part, row: int) -> int | None:
        """Which item of the list a row belongs to; a list in a data file is counted as it stands there.

        A row that says nothing of an item that was emptied is passed over like it.
        """
        number = self._key(part, row, part.number_column)
        if number is None:
            return None
        index = self._position(part.block.at, number)
        if index is None and (part.given(row) or not _is_position(number)):
            self._no_such_item(part.block.at, number, part.cells.source(row, part.number_column))
        return index

    def _no_such_item(self, of_list: Loc, number: str, source: Source) -> None:
        """Of a list without any row it is told once; not at all where it follows from what has been told."""
        if of_list in self._misnumbered or self._missing.has_lost(of_list):
            return
        message = f"“{of_list[-1]}”里没有序号 {number}，请核对"
        if not _is_position(number):
            self._misnumbered.add(of_list)
            shown = " ".join(number.split())
            message = f"“{shown}”不是序号，请只填“{of_list[-1]}”里的序号；几列粘在一格里的，请分到各列"
        if self._alone and of_list not in self._numbers:
            self._misnumbered.add(of_list)
            message = f"“{of_list[-1]}”一行也没有填，从这里起的各行不知道是哪一行的，请先填“{of_list[-1]}”"
        self._entries.problem(message, source)

    def _position(self, of_list: Loc, number: str) -> int | None:
        if of_list in self._numbers:
            return self._numbers[of_list].get(number)
        return int(number) - 1 if _is_position(number) and not self._alone else None

    def _section(self, part: Part, row: int, index: int) -> None:
        coded = next((number for number in part.key_columns if part.columns[number].coded), None)
        code = None if coded is None else self._key(part, row, coded)
        self._coded_row(part, row, (*part.block.at, index), code)
        if code is not None:
            self._blank_amounts(part, row, (*part.block.at, index), code)

    def _blank_amounts(self, part: Part, row: int, base: Loc, *code: str) -> None:
        """An amount that nobody has filled in is not 0: what it adds up to is not known before."""
        given = part.given(row)
        for columns in part.block.unknown:
            first, *others = (part.column_of(*name.split(".")) for name in columns)
            if first is not None and not {first, *others} & {*given}:
                loc = (*base, *part.columns[first].step, *code)
                self._entries.blank(loc, part.cells.source(row, first))

    def _child(self, part: Part, row: int, index: int) -> None:
        base = (*part.block.at, index, part.block.key)
        given = part.given(row)
        if [is_none(part.cells.words(row, at)) for at in given] == [True]:  # this item has none
            self._entries.put(base, NONE, part.cells.source(row, given[0]))
            return
        child = self._children.get(base, 0)
        self._children[base] = child + 1
        self._entry_row(part, row, (*base, child))

    def _key(self, part: Part, row: int, number: int) -> str | None:
        column = part.columns[number]
        text = self._text(part, (row, number), column.shape, ())
        if part.given(row) and part.is_blank(row, number):
            self._entries.problem(f"这一行没有填“{column.head}”", part.cells.source(row, number))
        return text and self._meant(text, column, part.cells.source(row, number))

    def _meant(self, text: str, column: Column, source: Source) -> str:
        """What a text means: a code is kept without the name behind it, which has to be its own."""
        code, name = sheet_names.code(text) if column.coded else (text, "")
        if name:
            self._entries.reading.names_beside.append((code, name, source))
        return code

    def _once(self, part: Part, place: tuple[int, int], loc: Loc, column: Column) -> None:
        """A code stands once: a second row of one workbook is neither added to the first nor dropped."""
        (row, number), source = place, part.cells.source(*place)
        is_empty = part.cells.value(row, number) is None
        first = row if is_empty else self._rows.setdefault((source.file, loc), row)
        if first == row:
            self._value(part, place, loc, column)
            return
        before = part.cells.source(first, number)
        self._entries.problem(f"“{loc[-1]}”写了两次：{before.cell} 和 {source.cell}，请合成一行", source)

    def _value(self, part: Part, place: tuple[int, int], loc: Loc, column: Column) -> None:
        source = part.cells.source(*place)
        self._entries.note(loc, source)
        text = self._text(part, place, column.shape or expected_data.at(loc), loc)
        if text is not None:
            self._entries.put(_place_of(text, loc), self._meant(text, column, source), source)

    def _text(self, part: Part, place: tuple[int, int], expected: Shape, loc: Loc) -> str | None:
        try:
            return part.cells.text(*place, expected)
        except CellError as error:
            self._entries.problem(str(error), part.cells.source(*place), loc)
            return None


def _absent_heads(cells: Cells, block: Block, head: int, columns: dict[int, Column]) -> list[str]:
    """Heads that stand nowhere; one that is marked is not to be read, unless it says what a row is about."""
    excused = sheet_names.excused(cells, head)
    there = [column.head for column in columns.values()]
    return [
        column.head
        for column in block.heads()
        if column.head not in there and (column.key or plain(column.head) not in excused)
    ]


def _is_for_people(name: str) -> bool:
    return plain(name) in OWN or name.startswith(MARK)


def _is_position(number: str) -> bool:
    return _POSITION.fullmatch(number) is not None


def _place_of(text: str, loc: Loc) -> Loc:
    """Where a cell's text belongs: a file's name is one of the text that it holds."""
    return (*loc, "文件") if _TEXT_FILE.fullmatch(text) and loc[-1] != "文件" else loc
