"""核对手改的报告 — edits as text, JSON, a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator

from disclosure.learning.reconciled import HandEdit, Reconciled
from disclosure.outputs.listing_workbook import Listing, workbook

NAME = "手改核对.xlsx"
_HEAD = ("种类", "位置", "标题", "原来", "现在", "建议", "数")
_WIDTHS = (8, 22, 24, 40, 40, 60, 28)


def report(found: Reconciled, format: str) -> bytes:
    """报告 — as `text`, `json` or `xlsx`."""
    match format:
        case "xlsx":
            return workbook("手改核对", [Listing("手改", _HEAD, _WIDTHS, map(_edit_row, found.edits))])
        case "json":
            return f"{json.dumps(_as_json_data(found), ensure_ascii=False, indent=1)}\n".encode()
        case _:
            return "".join(f"{line}\n" for line in _report_lines(found)).encode()


def _edit_row(edit: HandEdit) -> tuple[str, ...]:
    return edit.kind, edit.place, edit.heading, edit.before, edit.after, edit.offer, edit.figure


def _as_json_data(found: Reconciled) -> dict[str, object]:
    edits = [dict(zip(_HEAD, _edit_row(edit), strict=True)) for edit in found.edits]
    return {"文件": found.file, "手改": edits, "说明": list(found.remarks)}


def _report_lines(found: Reconciled) -> Iterator[str]:
    if not found.edits:
        yield f"{found.file} 与现在的数据写出的相同"
    for edit in found.edits:
        below = f"（“{edit.heading}”下）" if edit.heading else ""
        yield f"{edit.kind}　{edit.place}{below}"
        yield from (f"  {what}：{said}" for what, said in _both_sides(edit) if said)


def _both_sides(edit: HandEdit) -> tuple[tuple[str, str], ...]:
    return ("原来", edit.before), ("现在", edit.after), ("建议", edit.offer)
