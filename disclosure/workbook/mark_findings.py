"""标注 — a copy of a workbook with a comment in each cell at fault, and a sheet that lists all remarks."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure.load.workbook import MARK

PREFIX = f"{MARK}标注-"  # a name that begins so is not read with the data
LISTED = f"{MARK}校验"
_PLACE = re.compile(r"(?P<file>.+\.xls[xm]) (?P<sheet>.+)!(?P<cell>[A-Z]{1,3}\d+)")
_RED = "FFF8CBAD"
_MOST = 20  # cells of one remark; a total of hundreds of cells is no use in each of them
_WIDTHS = {"A": 50, "B": 100}

CellRemark = tuple[str, str, str]  # sheet, cell, sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """标注内容 — a sentence, and where it belongs as a source is printed (决算数据.xlsx 三公!B5)."""

    sentence: str
    places: tuple[str, ...]


def mark(folder: Path, remarks: Iterable[Remark]) -> list[tuple[str, bytes]]:
    """标注 — the marked copy of each workbook that a remark names: file name and bytes."""
    by_file: dict[str, list[CellRemark]] = defaultdict(list)
    for remark in remarks:
        for place in filter(None, map(_PLACE.fullmatch, remark.places[:_MOST])):
            by_file[place["file"]].append((place["sheet"], place["cell"], remark.sentence))
    present = [name for name in by_file if (folder / name).is_file()]
    return [(f"{PREFIX}{name}", _marked(folder / name, by_file[name])) for name in present]


def _marked(path: Path, remarks: list[CellRemark]) -> bytes:
    import openpyxl  # noqa: PLC0415 - heavy, and only for this copy

    book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    for sheet, cell, sentence in remarks:
        if sheet in book.sheetnames:
            _comment(book[sheet][cell], sentence)
    _list_remarks(book, remarks)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _comment(cell: Any, sentence: str) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{before}{sentence}", "校验", height=120, width=360)
    cell.fill = PatternFill("solid", fgColor=_RED)


def _list_remarks(book: Any, remarks: list[CellRemark]) -> None:
    if LISTED in book.sheetnames:
        del book[LISTED]
    sheet = book.create_sheet(LISTED, 0)
    sheet.append(["位置", "问题"])
    for name, cell, sentence in remarks:
        sheet.append([f"{name}!{cell}", sentence])
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    book.active = 0
