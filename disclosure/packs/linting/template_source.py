"""模板原文 — a template as it was typed: its pieces with line and column, its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from disclosure.errors import Source

_LEXER = Environment()
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"\{%[-+]?\s*(block|endblock)\b\s*([^\s%}-]*)[^%]*%\}[ \t]*\n?")
_SPELT = ("data", "string", "name")


@dataclass(frozen=True, slots=True)
class Piece:
    """一段原文 — text that will be printed, a quoted text, or a name, and where it begins."""

    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class BlockSource:
    """一块 — a block's own text, what it stands in, and where it begins."""

    name: str
    text: str
    offset: int
    within: str = ""


def place(file: str, text: str, offset: int) -> Source:
    """位置 — file, line and column of an offset."""
    line = text.count("\n", 0, offset) + 1
    return Source(file, line, offset - text.rfind("\n", 0, offset))


def pieces(text: str) -> Iterator[Piece]:
    """各段 — the printed texts, quoted texts and names of a template in order; nothing where it cannot be read."""
    offset = 0
    try:
        for _, kind, value in _LEXER.lex(text):
            start = text.find(value, offset)  # blanks that a “-” takes away are not among the values
            offset = start + len(value) if start >= 0 else offset
            if kind in _SPELT and start >= 0:
                yield Piece(kind, value, start)
    except TemplateSyntaxError:
        return


def statements(text: str) -> Iterator[Piece]:
    """各语句 — what stands in braces, comments and quoted texts blanked out."""
    bare = _COMMENT.sub(_blank, text)
    for found in _STATEMENT.finditer(bare):
        yield Piece("statement", _QUOTED.sub(_blank, found.group()), found.start())


def blocks(text: str) -> dict[str, BlockSource]:
    """各块 — every block by its name, those inside others included."""
    bare, found = _COMMENT.sub(_blank, text), {}
    opened: list[re.Match[str]] = []
    for tag in _TAG.finditer(bare):
        if tag[1] == "block":
            opened.append(tag)
        elif opened:
            begin = opened.pop()
            inner = text[begin.end() : tag.start()]
            found[begin[2]] = BlockSource(begin[2], inner, begin.start(), opened[-1][2] if opened else "")
    return found


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
