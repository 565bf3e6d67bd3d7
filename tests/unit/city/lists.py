"""Lists and exports as bureaus hand them in: workbooks of another program than the one that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from disclosure import build
from disclosure.city import city_list
from disclosure.city.bodies import Bodies
from disclosure.city.city_folder import CityFolder
from tests.departments import small, submission

PACK, OWNER = "sichuan-2024", "某市某某局"
Row = Sequence[str | int | None]


def listing(home: Path, rows: Iterable[Row], *, merged: Iterable[str] = (), name: str = "名单.xlsx") -> Path:
    """A list of bodies in a city's folder."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    home.mkdir(parents=True, exist_ok=True)
    book.save(home / name)
    return home / name


def bodies(home: Path) -> Bodies:
    """The bodies of a city's folder."""
    return city_list.read(CityFolder(home, home))


@cache
def exported(*names: str) -> bytes:
    """The tables of departments of these names in one workbook, a department's sheets after another's."""
    whole = openpyxl.Workbook()
    whole.remove(whole.worksheets[0])
    for number, name in enumerate(names, 1):
        for sheet in openpyxl.load_workbook(BytesIO(_small_export()), data_only=True):
            _copy(sheet, whole.create_sheet(f"{number}{sheet.title[:20]}"), name)
    stream = BytesIO()
    whole.save(stream)
    return stream.getvalue()


@cache
def _small_export() -> bytes:
    return build(submission(small()), ["xlsx"], pack=PACK, draft=True).artifacts[0].data


def _copy(sheet: Any, copy: Any, name: str) -> None:
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        is_named = isinstance(cell.value, str)
        copy.cell(cell.row, cell.column, cell.value.replace(OWNER, name) if is_named else cell.value)
    for area in sheet.merged_cells.ranges:
        copy.merge_cells(str(area))
