"""章节文字成文 — section text (a small Markdown) becomes blocks: headings, paragraphs, emphasis, tables.

Only these are mark-up; “1. 负责” stays text and “- 33.07” stays a number. A soft line break between Chinese
characters joins without a blank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from disclosure.document.marks import PATTERN, Marks
from disclosure.document.tree import (
    Align,
    Block,
    Cell,
    Heading,
    Line,
    Paragraph,
    Row,
    TableBlock,
    Text,
    plain,
)
from disclosure.errors import TemplateError

_PARSER = MarkdownIt("zero").enable(["heading", "emphasis", "table", "newline"])
_ITEM = re.compile(r"\d+[.．、]|[（(]\d+[）)]|[①-⑳]")
_TABLE_LINE = re.compile(r"\s*\|")
_DEEPEST = 4


def blocks(text: str, marks: Marks, prefix: str, *, shift: int = 0) -> tuple[Block, ...]:
    """成文 — the blocks of a rendered section; ids are `prefix`-1, -2 …; `shift` lowers every heading's level."""
    return tuple(_blocks(_PARSER.parse(text), marks, prefix, shift))


def typed(text: str) -> str:
    """录入文字 — text as people type it, every line a paragraph of its own; table lines stay together."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    return "\n".join(
        line if _TABLE_LINE.match(line) else f"\n{line.strip()}\n" if line.strip() else "" for line in lines
    )


def _blocks(tokens: Sequence[Token], marks: Marks, prefix: str, shift: int) -> Iterator[Block]:
    number, index = 0, 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            made: tuple[Block, ...] = (_table(tokens[index:end], marks, f"{prefix}-{number + 1}"),)
        elif token.type in ("heading_open", "paragraph_open"):
            end = index + 2
            made = _leaf(token, _line(tokens[index + 1], marks), f"{prefix}-{number + 1}", shift)
        else:
            raise TemplateError(f"{prefix} 里有不支持的写法“{token.content or token.type}”")
        yield from made
        number += 1
        index = end + 1


def _leaf(token: Token, line: list[Text | tuple[Block, ...]], id: str, shift: int) -> tuple[Block, ...]:
    whole = [part for part in line if isinstance(part, tuple)]
    if whole:
        if len(line) > 1:
            raise TemplateError("图、表和整段正文要单独成一段，前后不能有其他文字")
        return whole[0]
    content = _merged(cast("list[Text]", line))
    if not plain(content):
        return ()
    if token.type == "heading_open":
        level = min(int(token.tag[1]) + shift, _DEEPEST)
        return (Heading(id, cast("Literal[1, 2, 3, 4]", level), content),)
    return (Paragraph(id, content, "item" if _ITEM.match(plain(content)) else "body"),)


def _line(inline: Token, marks: Marks) -> list[Text | tuple[Block, ...]]:
    parts: list[Text | tuple[Block, ...]] = []
    strong = False
    children = inline.children or []
    for position, token in enumerate(children):
        if token.type in ("strong_open", "strong_close", "em_open", "em_close"):
            strong = token.type.endswith("_open")
        elif token.type in ("softbreak", "hardbreak"):
            parts.extend(_break(parts, children[position + 1 :]))
        else:
            parts.extend(_resolved(token.content, marks, strong=strong))
    return parts


def _break(before: Sequence[Text | tuple[Block, ...]], after: Sequence[Token]) -> list[Text]:
    last = before[-1].text[-1:] if before and isinstance(before[-1], Text) else ""
    following = next((token.content[:1] for token in after if token.content), "")
    return [] if _wide(last) or _wide(following) or not last else [Text(" ")]


def _wide(character: str) -> bool:
    return (
        not character
        or PATTERN.match(character) is not None
        or unicodedata.east_asian_width(character) in "WF"
    )


def _resolved(content: str, marks: Marks, *, strong: bool) -> Iterator[Text | tuple[Block, ...]]:
    for piece in PATTERN.split(content):
        if not piece:
            continue
        if not PATTERN.match(piece):
            yield Text(piece, strong=strong)
            continue
        found = marks.resolve(piece)
        if isinstance(found, tuple):
            yield found
        elif found.text:
            yield Text(found.text, found.figure, strong or found.strong, found.missing)


def _merged(line: Sequence[Text]) -> Line:
    """Neighbouring typed runs become one, so that a sentence is cut only at its figures."""
    merged: list[Text] = []
    for text in line:
        last = merged[-1] if merged else None
        plain_both = last is not None and not (last.figure or last.missing or text.figure or text.missing)
        if last is not None and plain_both and last.strong == text.strong:
            merged[-1] = Text(last.text + text.text, strong=text.strong)
        else:
            merged.append(text)
    return tuple(merged)


def inline(text: str, marks: Marks) -> Line:
    """一行文字 — a rendered line (a title, a caption) with its marks put in; raises TemplateError for blocks."""
    parts = list(_resolved(" ".join(text.split("\n")).strip(), marks, strong=False))
    if any(isinstance(part, tuple) for part in parts):
        raise TemplateError("标题和图题里不能放图、表和整段正文")
    return _merged(cast("list[Text]", parts))


def _table(tokens: Sequence[Token], marks: Marks, id: str) -> TableBlock:
    rows: list[tuple[str, list[Cell]]] = []
    part = "head"
    for position, token in enumerate(tokens):
        if token.type == "tbody_open":
            part = "body"
        elif token.type == "tr_open":
            rows.append((part, []))
        elif token.type in ("th_open", "td_open"):
            content = _merged([p for p in _line(tokens[position + 1], marks) if isinstance(p, Text)])
            rows[-1][1].append(Cell(content, _align(token), head=token.type == "th_open"))
    head = tuple(Row(tuple(cells)) for where, cells in rows if where == "head")
    body = tuple(Row(tuple(cells)) for where, cells in rows if where == "body")
    return TableBlock(id, head, body, _widths(head + body))


def _align(token: Token) -> Align:
    style = str(token.attrGet("style") or "")
    return (
        "center" if "center" in style or token.type == "th_open" else "right" if "right" in style else "left"
    )


def _widths(rows: Sequence[Row]) -> tuple[float, ...]:
    columns = max(len(row.cells) for row in rows)
    longest = [
        max(len(plain(row.cells[i].content)) for row in rows if i < len(row.cells)) for i in range(columns)
    ]
    return tuple(float(min(max(length, 3), 24)) for length in longest)
