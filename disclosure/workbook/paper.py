"""打印 — sheets of the workbook as pages to be signed: A4, upright or across, whichever takes fewer pages.

The area is fixed: LibreOffice takes no formula for one. Rows put in stand inside it and are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from disclosure.workbook.appearance import LINE

_A4 = 9
_LONG, _SHORT = 842, 595  # points
_SIDE, _TOP, _BOTTOM = 36, 40, 54
_SMALLEST = 0.6  # of the size on the screen; below it nobody reads a figure
_SIGNED = "&L编制：　　　　　　审核：　　　　　　负责人：　　　　　　日期：&R&A　第 &P 页，共 &N 页"
_INCH = 72


@dataclass(frozen=True, slots=True)
class Part:
    """要打印的部分 — widths of its columns in characters, how many rows, and lines of text in all of them."""

    columns: tuple[int, ...]
    rows: int
    lines: int

    @property
    def width(self) -> float:
        """宽 — in points."""
        return sum(_in_points(column) for column in self.columns)


def set_up(sheet: Any, part: Part, head: int = 0) -> None:
    """页面设置 — few pages that can be read, each beginning with the first `head` rows; a line to sign on."""
    upright, across = _pages(part, _SHORT, _LONG), _pages(part, _LONG, _SHORT)
    (sheet.set_portrait if upright <= across else sheet.set_landscape)()
    sheet.set_paper(_A4)
    sheet.set_margins(*(side / _INCH for side in (_SIDE, _SIDE, _TOP, _BOTTOM)))
    sheet.set_footer(_SIGNED)
    sheet.fit_to_pages(min(upright, across)[0], 0)
    sheet.print_area(0, 0, part.rows - 1, len(part.columns) - 1)
    if head:
        sheet.repeat_rows(0, head - 1)
        sheet.repeat_columns(0)


def _pages(part: Part, width: float, height: float) -> tuple[int, int]:
    """How many pages side by side, and one below the other."""
    own = width - 2 * _SIDE
    wide = ceil(part.width * _SMALLEST / own)
    scale = min(1, wide * own / part.width)
    return wide, ceil(part.lines * LINE * scale / (height - _TOP - _BOTTOM))


def _in_points(characters: int) -> float:
    """A column is so many digits of the usual font wide, and a little more."""
    return (7 * characters + 5) * 0.75
