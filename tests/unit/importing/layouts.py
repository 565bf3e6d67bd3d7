"""The tables of an example laid out as offices do: a seeded choice of file kind and of every habit."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import xlsxwriter
from docx import Document

from disclosure import api, deriving, packs
from disclosure.document import TableBlock, plain, walk
from disclosure.document.table_on_paper import placed
from disclosure.forms.fill_cells import fill
from disclosure.loading import read
from tests.departments import EXAMPLES

WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True)
class Span:
    """A cell as written: text, place, reach."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Sheet:
    """A table as written: lines above it, cells, lines below."""

    above: tuple[tuple[str, ...], ...]
    cells: tuple[Span, ...]
    height: int
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The habits of one office."""

    kind: str
    codes: str
    zero: str
    grouping: bool
    wide_digits: bool
    spaced: bool
    merged: bool
    together: bool
    repeated: bool
    shuffled: bool
    dated: bool


def layout(seed: int) -> Layout:
    """A layout drawn by its number."""
    draw = random.Random(seed)
    return Layout(
        kind=draw.choice(["xlsx", "xlsx", "xlsx", "html", "html", "docx"]),
        codes=draw.choice(["as printed", "one", "with name", "three short", "stepped"]),
        zero=draw.choice(["", "0.00", "—", "－", "-", "0"]),
        grouping=draw.random() < 0.5,
        wide_digits=draw.random() < 0.2,
        spaced=draw.random() < 0.3,
        merged=draw.random() < 0.75,
        together=draw.random() < 0.3,
        repeated=draw.random() < 0.3,
        shuffled=draw.random() < 0.3,
        dated=draw.random() < 0.3,
    )


@cache
def blocks(example: str) -> tuple[TableBlock, ...]:
    """The tables with amounts of an example's document."""
    document = api.compose(EXAMPLES / example, draft=True).document
    tables = [block for block in walk(document) if isinstance(block, TableBlock) and block.title]
    return tuple(table for table in tables if "performance" not in table.id)


@cache
def truth(example: str) -> dict[tuple[str, str, str], Decimal]:
    """Every amount of an example's tables as printed (元), by table, row and column."""
    submission = read(EXAMPLES / example)
    derived = deriving.derive(submission)
    chain = packs.resolve(submission.pack, [packs.built_in()])
    tables = [fill(spec, derived, submission) for spec in packs.table_specs(chain, submission.year)]
    return {
        (table.id, row.id, column): cell.value or Decimal(0)
        for table in tables
        for row in table.rows
        for column, cell in row.cells.items()
        if cell.kind in ("amount", "count")
    }


def written(example: str, habits: Layout, seed: int, change: Callable[[str], str] = str) -> bytes:
    """The file of an example in a layout; `change` is applied to every amount."""
    draw = random.Random(seed)
    tables = list(blocks(example))
    if habits.shuffled:
        draw.shuffle(tables)
    return file([_sheet(table, habits, draw, change) for table in tables], habits)


def file(sheets: Sequence[Sheet], habits: Layout) -> bytes:
    """The file that holds sheets."""
    return {"xlsx": _xlsx, "html": _html, "docx": _docx}[habits.kind](sheets, habits)


def _sheet(table: TableBlock, habits: Layout, draw: random.Random, change: Callable[[str], str]) -> Sheet:
    head = [Span(plain(cell.content), r, c, cell.rowspan, cell.colspan) for r, c, cell in placed(table.head)]
    body = [
        replace(
            Span(
                _amount(cell.value, habits, change) if cell.value is not None else plain(cell.content), r, c
            ),
            rowspan=cell.rowspan,
            colspan=cell.colspan,
        )
        for r, c, cell in placed(table.body)
    ]
    rows = _pages(head, len(table.head), _coded(body, head, habits), len(table.body), habits)
    title = ("2023年度" if habits.dated else "") + plain(table.title)
    title = " ".join(title) if habits.spaced else title
    above = ((title,), (table.number,), (table.owner, table.unit))
    height = max((cell.row + cell.rowspan for cell in rows), default=0)
    return Sheet(above, tuple(rows), height, tuple(plain(note) for note in table.notes))


def _amount(value: Decimal, habits: Layout, change: Callable[[str], str]) -> str:
    if not value:
        return habits.zero
    text = change(f"{value:.2f}" if value != value.to_integral_value() or value > 1000 else f"{value:f}")
    text = f"{Decimal(text):,}" if habits.grouping else text
    text = text.translate(WIDE) if habits.wide_digits else text
    return f" {text} " if habits.spaced else text


def _coded(body: Sequence[Span], head: Sequence[Span], habits: Layout) -> list[Span]:
    """Codes that stand over three columns, written in another way."""
    three = {"类", "款", "项"} <= {cell.text for cell in head}
    return [part for cell in body for part in _code(cell, habits)] if three else list(body)


def _code(cell: Span, habits: Layout) -> Iterator[Span]:
    code = cell.text
    if (
        cell.column
        or cell.colspan != 3
        or not re.fullmatch(r"\d{3,7}", code)
        or habits.codes in ("as printed", "one")
    ):
        yield cell
        return
    parts = [code[:3], code[3:5], code[5:7]]
    last = sum(map(bool, parts)) - 1
    for column, part in enumerate(parts):
        stepped, whole = part if column == last else "", "" if column else code
        shown = {"three short": part, "stepped": stepped, "with name": whole}
        yield Span(shown[habits.codes], cell.row, column)


def _pages(head: Sequence[Span], heads: int, body: Sequence[Span], height: int, habits: Layout) -> list[Span]:
    """Head and body, the head once more in the middle of a long body."""
    half = height // 2 if habits.repeated and height > 6 else height
    while half < height and any(cell.row < half < cell.row + cell.rowspan for cell in body):
        half += 1
    cells = [*head, *(replace(cell, row=cell.row + heads) for cell in body if cell.row < half)]
    if half < height:
        cells += [replace(cell, row=cell.row + heads + half) for cell in head]
        cells += [replace(cell, row=cell.row + 2 * heads) for cell in body if cell.row >= half]
    return cells


def _xlsx(sheets: Sequence[Sheet], habits: Layout) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    first, page = 0, None
    for number, sheet in enumerate(sheets):
        if page is None or not habits.together:
            page, first = book.add_worksheet(f"Sheet{number + 1}"), 0
        for line in sheet.above:
            for column, text in enumerate(line):
                page.write_string(first, column * 2, text)
            first += 1
        for cell in sheet.cells:
            _write(page, replace(cell, row=cell.row + first), habits)
        first += sheet.height
        for note in sheet.below:
            page.write_string(first, 0, note)
            first += 1
        first += 2
    book.close()
    return buffer.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, cell: Span, habits: Layout) -> None:
    last = (cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
    if habits.merged and last != (cell.row, cell.column):
        page.merge_range(cell.row, cell.column, *last, cell.text)
    elif re.fullmatch(r"-?\d+\.\d\d", cell.text):
        page.write_number(cell.row, cell.column, float(cell.text))
    else:
        page.write_string(cell.row, cell.column, cell.text)


def _html(sheets: Sequence[Sheet], habits: Layout) -> bytes:
    parts = []
    for sheet in sheets:
        parts += [f"<p>{html.escape('　'.join(line))}</p>" for line in sheet.above]
        rows = []
        for number in range(sheet.height):
            cells = sorted((cell for cell in sheet.cells if cell.row == number), key=lambda cell: cell.column)
            rows.append("<tr>" + "".join(map(_td, cells)) + "</tr>")
        parts.append(f"<table>{''.join(rows)}</table>")
        parts += [f"<div>{html.escape(note)}</div>" for note in sheet.below]
    return ("<!DOCTYPE html><html><meta charset='utf-8'><body>" + "\n".join(parts)).encode()


def _td(cell: Span) -> str:
    text = html.escape(cell.text).replace("\n", "<br>")
    return f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{text}</td>'


def _docx(sheets: Sequence[Sheet], habits: Layout) -> bytes:
    document = Document()
    for sheet in sheets:
        for line in sheet.above:
            document.add_paragraph("\t".join(line))
        columns = max(cell.column + cell.colspan for cell in sheet.cells)
        table = document.add_table(sheet.height, columns)
        grid = [list(row.cells) for row in table.rows]
        for cell in sheet.cells:
            corner = grid[cell.row][cell.column]
            if cell.rowspan > 1 or cell.colspan > 1:
                corner = corner.merge(grid[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1])
            corner.text = cell.text
        for note in sheet.below:
            document.add_paragraph(note)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def saved(folder: Path, example: str, habits: Layout, seed: int, change: Callable[[str], str] = str) -> Path:
    """The file of an example in a layout, in a folder."""
    path = folder / f"公开表{seed}.{habits.kind}"
    path.write_bytes(written(example, habits, seed, change))
    return path
