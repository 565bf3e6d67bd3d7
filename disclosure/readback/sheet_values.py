"""工作簿读回 — what stands in each cell of the sheets, numbers as they are held, sums added up again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import chain, product, repeat, starmap, zip_longest
from operator import attrgetter
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from disclosure.document import Cell, Document, Style, TableBlock, plain, titled_tables
from disclosure.document.table_on_paper import placed
from disclosure.document.tables_on_pages import with_parted_head
from disclosure.loading.workbook.sheet_xml import place, unescaped
from disclosure.outputs import Artifact
from disclosure.outputs.xlsx import note_columns, on_sheet
from disclosure.readback.along import Difference, unlike
from disclosure.readback.printed import called

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
_AREA = re.compile(r"([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?")
_DIGITS = 15  # of a number in a workbook, which is held in binary

Place = tuple[int, int]  # row and column from 0


class _Held(NamedTuple):
    """单元格内容 — a text or a number, the look of a number, the formula it comes from."""

    content: str | Decimal
    look: str = ""
    formula: str = ""

    def __str__(self) -> str:
        return self.content if isinstance(self.content, str) else f"{self.content.normalize():f} {self.look}"


@dataclass(frozen=True)
class _Book:
    """What the sheets share."""

    texts: Sequence[str]
    looks: Sequence[str]

    def cells(self, sheet: etree._Element) -> dict[Place, _Held]:
        """各格 — those with content."""
        held = ((cell.get("r", ""), self._held(cell)) for cell in sheet.iter(f"{_S}c"))
        return {place(where): content for where, content in held if content and content.content != ""}

    def _held(self, cell: etree._Element) -> _Held | None:
        value = cell.findtext(f"{_S}v")
        if value is None:
            return None
        if cell.get("t") == "s":
            return _Held(self.texts[int(value)])
        number = Decimal(f"{float(value):.{_DIGITS}g}")
        return _Held(number, self.looks[int(cell.get("s", "0"))], cell.findtext(f"{_S}f", ""))


def cells(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - the same for every style
    """各格 — of every sheet."""
    with ZipFile(BytesIO(files[0].data)) as archive:
        book = _Book(_shared_texts(archive), _looks(archive))
        for number, table in enumerate(titled_tables(document), 1):
            held = book.cells(etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")))
            yield from _unlike_cells(table, held)
            yield from _wrong_sums(table, held)


def _shared_texts(archive: ZipFile) -> list[str]:
    root = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    return [unescaped("".join(text.itertext())) for text in root.iter(f"{_S}si")]


def _looks(archive: ZipFile) -> list[str]:
    """The number format of each look of a cell."""
    root = etree.fromstring(archive.read("xl/styles.xml"))
    own = {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in root.iter(f"{_S}numFmt")}
    numbers = (int(one.get("numFmtId", 0)) for one in root.iterfind(f"{_S}cellXfs/{_S}xf"))
    known = {**_BUILT_IN, **own}
    return [known.get(number, "") for number in numbers]


def _unlike_cells(table: TableBlock, held: Mapping[Place, _Held]) -> Iterator[Difference]:
    """Cells in reading order, the column of each; a number by its value and the format it is shown in."""
    found = sorted(held.items())
    rows = chain(
        (f"{_sheet_of(table)}第{row + 1}行" for (row, _), _ in found), repeat(f"{_sheet_of(table)}末尾")
    )
    standing = starmap(_standing, ((column, cell) for (_, column), cell in found))
    pairs = zip_longest(starmap(_standing, _wanted(table)), standing, fillvalue="")
    return unlike((where, *pair) for where, pair in zip(rows, pairs, strict=False))


def _sheet_of(table: TableBlock) -> str:
    return f"{called(table)}工作表"


def _standing(column: int, cell: _Held) -> str:
    return f"第{column + 1}列 {cell}".replace("\r\n", "\n")


def _wanted(table: TableBlock) -> Iterator[tuple[int, _Held]]:
    """Column and content of every cell that holds anything."""
    table, last = on_sheet(table), len(table.widths) - 1
    above = (
        (0, plain(table.title)),
        (last, table.number),
        (0, table.owner if last else ""),
        (last, table.unit),
    )
    cells = chain(placed(with_parted_head(table).head), placed(table.body))
    printed = chain(
        ((column, _Held(text)) for column, text in above),
        ((column, _printed(cell)) for _, column, cell in cells),
        zip(repeat(note_columns(table)[0]), map(_Held, map(plain, table.notes))),
    )
    return filter(_is_filled, printed)


def _is_filled(placed: tuple[int, _Held]) -> bool:
    return placed[1].content != ""


def _printed(cell: Cell) -> _Held:
    exact = cell.value is not None and len(cell.value.as_tuple().digits) <= _DIGITS
    return _Held(cell.value, cell.number_format or "@") if exact else _Held(plain(cell.content))  # type: ignore[arg-type]


def _wrong_sums(table: TableBlock, held: Mapping[Place, _Held]) -> Iterator[Difference]:
    """Sums that a spreadsheet would add up to something else than what is shown."""
    for (row, column), cell in held.items():
        added = sum(_numbers_added(cell.formula, held), Decimal(0)) if cell.formula else cell.content
        if added != cell.content:
            yield Difference(f"{_sheet_of(table)}第{row + 1}行第{column + 1}列的公式", str(cell), str(added))


def _numbers_added(formula: str, held: Mapping[Place, _Held]) -> Iterator[Decimal]:
    """The numbers in the areas that a formula adds up."""
    for first, last in _AREA.findall(formula):
        (top, left), (bottom, right) = place(first), place(last or first)
        area = product(range(top, bottom + 1), range(left, right + 1))
        contents = map(attrgetter("content"), filter(None, map(held.get, area)))
        yield from filter(lambda content: isinstance(content, Decimal), contents)
