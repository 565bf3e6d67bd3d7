"""笔记本里的样子 — small plain HTML for Jupyter: what comes from data is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import islice
from typing import Any

_MOST = 60  # rows; a notebook keeps what it shows


def words(text: str, *, marked: bool = False) -> str:
    """文字 — escaped; marked where it is to be seen."""
    return f"<mark>{escape(text)}</mark>" if marked else escape(text)


def scrolled(parts: Iterable[str], most: int = 2 * _MOST) -> str:
    """一卷 — parts below one another in a place of limited height; of many the first."""
    every = iter(parts)
    shown = "".join(islice(every, most))
    return f'<div style="max-height: 40em; overflow: auto">{shown}</div>{_besides(every, "块")}'


def table(caption: str, head: Iterable[str], rows: Iterable[Sequence[Any]], most: int = _MOST) -> str:
    """一张表 — a caption, a line of heads, rows; of many rows the first, and how many there are besides."""
    every = iter(rows)
    shown = list(islice(every, most))
    heads = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(_table_cells(row))}</tr>" for row in shown)
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{said}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{_besides(every, '行')}"


def _besides(every: Iterator[object], measure: str) -> str:
    more = sum(1 for _ in every)
    return f"<p>另有 {more} {measure}</p>" if more else ""


def _table_cells(row: Sequence[Any]) -> Iterator[str]:
    for value in row:
        side = "right" if isinstance(value, Decimal | int) else "left"
        yield f'<td style="text-align: {side}">{escape(_as_shown(value))}</td>'


def _as_shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:,f}"
        case tuple() | list():
            return "、".join(map(_as_shown, value))
    return str(value)
