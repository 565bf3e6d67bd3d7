"""样子 — formats, widths and words of the fill-in workbook."""

from __future__ import annotations

from math import ceil
from typing import Any, Literal

Look = Literal[
    "name", "hint", "title", "head", "label", "remark", "text", "choice", "code", "amount", "count",
    "derived", "beside", "wrong", "required", "plain", "free",
]  # fmt: skip

USUAL, REMARK = 11, 9  # sizes of letters, in points
_AMOUNT = "#,##0.00####;-#,##0.00####;0.00"
_INPUT = {"bg_color": "#FFF9E3", "border": 1, "border_color": "#C9BE9B", "locked": False, "valign": "top"}
_GREY = {
    "bg_color": "#F0F0F0",
    "border": 1,
    "border_color": "#D0D0D0",
    "font_color": "#404040",
    "valign": "top",
}
_FORMATS: dict[Look, dict[str, Any]] = {
    "name": {"bold": True, "font_size": 16, "font_color": "#1F3864"},
    "hint": {"font_color": "#7F7F7F", "italic": True},
    "title": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "head": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "border_color": "#B4C3D6", "text_wrap": True},
    "label": {"border": 1, "border_color": "#D0D0D0", "text_wrap": True, "valign": "top"},
    "remark": {"font_color": "#7F7F7F", "text_wrap": True, "valign": "top", "font_size": REMARK},
    "text": {**_INPUT, "text_wrap": True},
    "choice": {**_INPUT, "text_wrap": True},
    "code": {**_INPUT, "num_format": "@"},
    "amount": {**_INPUT, "num_format": _AMOUNT},
    "count": {**_INPUT, "num_format": "0", "align": "center"},
    "derived": {**_GREY, "num_format": "#,##0.00####", "text_wrap": True},
    "beside": {**_GREY, "num_format": "#,##0.00####", "text_wrap": True, "locked": False},
    "wrong": {"bg_color": "#F8CBAD", "font_color": "#9C0006"},
    "required": {"bg_color": "#FFE0B2"},
    "free": {"locked": False},
    "plain": {"text_wrap": True, "valign": "top"},
}
WIDTHS: dict[Look, int] = {
    "text": 30, "choice": 18, "code": 42, "amount": 18, "count": 12, "label": 30, "derived": 18,
}  # fmt: skip
FONT = "宋体"
LINE = 15  # points
_WIDE = 0x2000  # Chinese characters and punctuation lie beyond
_ALLOWED = ("insert_rows", "insert_columns", "delete_rows", "format_cells", "format_columns", "format_rows")
PROTECTION = dict.fromkeys((*_ALLOWED, "sort", "autofilter"), True)


def breadth(text: str, size: int = USUAL) -> int:
    """宽度 — of a text in letters of a size, in widths of a half-width character of the usual one."""
    return ceil(sum(2 if ord(char) > _WIDE else 1 for char in text) * size / USUAL)


class Formats:
    """格式 — the formats of one workbook by look."""

    def __init__(self, book: Any) -> None:
        self._wraps = {look for look, made in _FORMATS.items() if made.get("text_wrap")}
        self._made = {look: book.add_format({"font_name": FONT, **made}) for look, made in _FORMATS.items()}

    def wraps(self, look: Look) -> bool:
        """是否换行 — whether a long text takes several lines."""
        return look in self._wraps

    def __getitem__(self, look: Look) -> Any:
        return self._made[look]
