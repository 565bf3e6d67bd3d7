"""导入情况 — what came of an import of the whole city, for the screen and as a workbook for the office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, starmap
from operator import attrgetter

from disclosure.city.import_city import CityImport, Imported
from disclosure.city.whose_tables import Lost
from disclosure.outputs.listing_workbook import Listing, workbook

NAME = "导入情况.xlsx"
_HEAD = ("部门或单位", "文件夹", "结果", "读了几张表", "收到的文件", "没有导入的，为什么", "待填几处", "待填")
_WIDTHS = (34, 30, 14, 12, 40, 70, 10, 70)
_LOST_HEAD, _LOST_WIDTHS = ("文件", "工作表", "为什么"), (40, 50, 80)
_TOLD = 3  # of a body's tables that were not taken, on the screen


def as_workbook(found: CityImport, ratified: Sequence[str]) -> bytes:
    """工作簿 — a row for each body, then what is nobody's, then what 批复汇总表 lacks or has too much."""
    told = list(zip(ratified, strict=True))
    others = (
        Listing("没有分到部门的", _LOST_HEAD, _LOST_WIDTHS, list(map(_row_of_lost, found.lost))),
        Listing("批复汇总表", ("情况",), (90,), told),
    )
    bodies = Listing("各部门", _HEAD, _WIDTHS, map(_row_of_body, found.bodies))
    return workbook("导入情况", [bodies, *filter(attrgetter("rows"), others)])


def _row_of_lost(lost: Lost) -> tuple[str, ...]:
    return lost.file, "\n".join(lost.sheets), lost.why


def _row_of_body(one: Imported) -> tuple[str, ...]:
    return (
        *(one.name, one.folder, one.result),
        str(one.taken or ""),
        "\n".join(one.files),
        "\n".join(one.left_out),
        str(len(one.gaps) or ""),
        "\n".join(one.gaps),
    )


def lines(found: CityImport) -> Iterator[str]:
    """各句 — of each body that something came in for, of what is nobody's, and the counts."""
    yield from chain.from_iterable(map(_lines_of_body, filter(attrgetter("files"), found.bodies)))
    yield from map(_line_of_lost, found.lost)
    counted = Counter(map(attrgetter("result"), found.bodies))
    yield "，".join(starmap("{} {} 个".format, counted.items()))


def _lines_of_body(one: Imported) -> Iterator[str]:
    counts = {"读了 {} 张表": one.taken, "没有导入的 {} 处": len(one.left_out), "待填 {} 处": len(one.gaps)}
    said = (form.format(number) for form, number in counts.items() if number)
    yield f"{one.name}：{'，'.join((one.result, *said, '、'.join(one.files)))}"
    yield from map("  · {}".format, one.left_out[:_TOLD])


def _line_of_lost(lost: Lost) -> str:
    sheets = f" 的 {len(lost.sheets)} 张表" if any(lost.sheets) else ""
    return f"没有分到部门：{lost.file}{sheets}：{lost.why}"
