"""名单的样子 — the workbook in which a bureau lists its bodies: the list, instructions, packs to choose."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from disclosure.workbook import paper
from disclosure.workbook.appearance import LINE, Formats, Look, breadth
from disclosure.workbook.paper import Part
from disclosure.workbook.write_workbook import CREATED

_GUIDE_WIDTH = 70
_LAST = 5000  # row to which choices are offered
_A4 = 9
_LIST, _CHOICES, _GUIDE = "名单", "可选的模板", "填写说明"


def list_workbook(names: Sequence[str], packs: Sequence[str]) -> bytes:
    """名单 — with an example and the bodies known already, packs to choose; the same bytes at any time."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and only needed here

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"title": "部门和单位名单", "created": CREATED})
    formats, spec = Formats(book), _spec()
    _list_sheet(book, formats, spec).write_column(4, 0, names, formats["text"])
    _guide_sheet(book, formats, spec)
    choices = book.add_worksheet(_CHOICES)
    choices.set_column(0, 0, _GUIDE_WIDTH // 2)
    choices.write_column(0, 0, packs, formats["label"])
    book.define_name("模板", f"={_CHOICES}!$A$1:$A${len(packs)}")
    book.close()
    return stream.getvalue()


def _spec() -> Mapping[str, Any]:
    return tomllib.loads(
        files("disclosure.workbook").joinpath("list_layout.toml").read_text(encoding="utf-8")
    )


def _list_sheet(book: Any, formats: Formats, spec: Mapping[str, Any]) -> Any:
    sheet = book.add_worksheet(_LIST)
    titles: tuple[Look, ...] = ("name", "hint")
    for row, title in enumerate(titles):
        sheet.set_row(row, None, formats[title])  # else with the lines of the columns
        sheet.write_string(row, 0, spec[title], formats[title])
    for at, column in enumerate(spec["column"]):
        look: Look = "choice" if "choices" in column else "text"
        sheet.set_column(at, at, column["width"], formats[look])
        sheet.write_string(2, at, column["head"], formats["head"])
        sheet.write_string(3, at, column["example"], formats["beside"])
        if "choices" in column:
            sheet.data_validation(3, at, _LAST, at, {"validate": "list", "source": column["choices"]})
    _set_up_list(sheet, len(spec["column"]))
    return sheet


def _set_up_list(sheet: Any, columns: int) -> None:
    """On the screen the head stays; on paper it stands on every page, as wide as the page."""
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, _LAST, columns - 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _guide_sheet(book: Any, formats: Formats, spec: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(_GUIDE)
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    sheet.write_string(0, 0, "名单怎样填", formats["name"])
    columns = [f"{column['head']}：{column['about']}。" for column in spec["column"]]
    lines = [*spec["guide"], *columns]
    heights = [1 + breadth(line) // _GUIDE_WIDTH for line in lines]
    for row, (line, height) in enumerate(zip(lines, heights, strict=True), 2):
        sheet.write_string(row, 0, line, formats["plain"])
        sheet.set_row(row, LINE * height)
    sheet.hide_gridlines(2)
    paper.set_up(sheet, Part((_GUIDE_WIDTH,), 2 + len(lines), 2 + sum(heights)))
