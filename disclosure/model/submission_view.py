"""数据在笔记本里的样子 — what a submission says, a line a key; long lists and texts by their size."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from disclosure import notebook_html, terms

_LONG = 40  # characters of a text


def html(submission: BaseModel, caption: str) -> str:
    """样子 — a table of keys and what stands there; what is not known is left out."""
    return notebook_html.table(caption, ("键", "内容"), _lines_by_key(submission))


def _lines_by_key(model: BaseModel) -> Iterator[tuple[str, str]]:
    for name, value in model:
        if told := _said_briefly(value):
            yield terms.chinese(name), told


def _said_briefly(value: Any) -> str:
    match value:
        case None | {}:
            return ""
        case BaseModel():
            known = [terms.chinese(name) for name, part in value if part not in (None, (), {})]
            return "、".join(known)
        case tuple() | dict():
            return f"{len(value)} 项" if value else "无"
        case Decimal():
            return f"{value:,f} 元"
    text = str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…（{len(text)} 字）"
