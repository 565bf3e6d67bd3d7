"""导入情况 — what came of an import of the whole city, for the screen and as a workbook for the office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from disclosure.city.import_city import CityImport, Imported
from disclosure.outputs.listing_workbook import Listing, workbook

NAME = "导入情况.xlsx"
_HEAD = ("部门或单位", "文件夹", "结果", "读了几张表", "收到的文件", "没有导入的，为什么", "待填几处", "待填")
_WIDTHS = (34, 30, 14, 12, 40, 70, 10, 70)
_LOST_HEAD, _LOST_WIDTHS = ("文件", "工作表", "为什么"), (40, 50, 80)
_TOLD = 3  # of a body's tables that were not taken, on the screen


def as_workbook(found: CityImport, ratified: Sequence[str]) -> bytes:
    """工作簿 — a row for each body, then what is nobody's, then what 批复汇总表 lacks or has too much."""
    lost = [(one.file, "\n".join(one.sheets), one.why) for one in found.lost]
    others = (
        Listing("没有分到部门的", _LOST_HEAD, _LOST_WIDTHS, lost),
        Listing("批复汇总表", ("情况",), (90,), [(sentence,) for sentence in ratified]),
    )
    bodies = Listing("各部门", _HEAD, _WIDTHS, map(_row, found.bodies))
    return workbook("导入情况", [bodies, *(listing for listing in others if listing.rows)])


def _row(one: Imported) -> tuple[str, ...]:
    left_out = "\n".join(filter(None, (one.refused, *one.left_out)))
    gaps = "\n".join(one.gaps)
    return (
        one.name,
        one.folder,
        one.result,
        str(one.taken or ""),
        "\n".join(one.files),
        left_out,
        str(len(one.gaps) or ""),
        gaps,
    )


def lines(found: CityImport) -> Iterator[str]:
    """各句 — of each body that something came in for, of what is nobody's, and the counts."""
    for one in filter(lambda one: one.files, found.bodies):
        yield f"{one.name}：{one.result}，{_counted(one)}"
        told = [one.refused] if one.refused else one.left_out[:_TOLD]
        yield from (f"  · {line}" for sentence in told for line in sentence.splitlines())
    for lost in found.lost:
        sheets = f" 的 {len(lost.sheets)} 张表" if any(lost.sheets) else ""
        yield f"没有分到部门：{lost.file}{sheets}：{lost.why}"
    counted = Counter(one.result for one in found.bodies)
    yield "，".join(f"{result} {number} 个" for result, number in counted.items())


def _counted(one: Imported) -> str:
    parts = {"读了 {} 张表": one.taken, "没有导入的 {} 处": len(one.left_out), "待填 {} 处": len(one.gaps)}
    return "，".join(
        [*(said.format(number) for said, number in parts.items() if number), "、".join(one.files)]
    )
