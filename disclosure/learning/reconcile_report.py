"""核对手改的报告 — edits as text, JSON, a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from disclosure.learning.reconciled import HandEdit, Reconciled
from disclosure.outputs.listing_workbook import Listing, workbook

NAME = "手改核对.xlsx"
_HEAD = ("种类", "位置", "标题", "原来", "现在", "建议", "数")
_WIDTHS = (8, 22, 24, 40, 40, 60, 28)


def report(found: Reconciled, format: str) -> bytes:
    """报告 — as `text`, `json` or `xlsx`."""
    return _WRITTEN.get(format, _written_text)(found)


def _written_text(found: Reconciled) -> bytes:
    return "".join(map("{}\n".format, _report_lines(found))).encode()


def _written_json(found: Reconciled) -> bytes:
    return f"{json.dumps(_as_json_data(found), ensure_ascii=False, indent=1)}\n".encode()


def _written_workbook(found: Reconciled) -> bytes:
    return workbook("手改核对", [Listing("手改", _HEAD, _WIDTHS, map(_edit_row, found.edits))])


_WRITTEN = {"json": _written_json, "xlsx": _written_workbook}


def _edit_row(edit: HandEdit) -> tuple[str, ...]:
    return edit.kind, edit.place, edit.heading, edit.before, edit.after, edit.offer, edit.figure


def _as_json_data(found: Reconciled) -> dict[str, object]:
    edits = [dict(zip(_HEAD, _edit_row(edit), strict=True)) for edit in found.edits]
    return {"文件": found.file, "手改": edits, "说明": list(found.remarks)}


def _report_lines(found: Reconciled) -> Iterable[str]:
    same = f"{found.file} 与现在的数据写出的相同"
    return chain.from_iterable(map(_edit_lines, found.edits)) if found.edits else (same,)


def _edit_lines(edit: HandEdit) -> Iterator[str]:
    below = f"（“{edit.heading}”下）" if edit.heading else ""
    yield f"{edit.kind}　{edit.place}{below}"
    sides = ("原来", edit.before), ("现在", edit.after), ("建议", edit.offer)
    yield from (f"  {what}：{said}" for what, said in sides if said)
