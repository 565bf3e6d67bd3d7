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
_TEMPLATE_NAME = re.compile(r"\.j2[\"']$")
_TOLD_KINDS = ("data", "string", "name")


@dataclass(frozen=True, slots=True)
class Typed:
    """原文 — the text of a file of a pack, and the name by which the file is told."""

    file: str
    text: str

    def place(self, offset: int) -> Source:
        """位置 — file, line and column of an offset."""
        line = self.text.count("\n", 0, offset) + 1
        return Source(self.file, line, offset - self.text.rfind("\n", 0, offset))

    def place_from(self, line: int, word: str) -> Source:
        """某行起的位置 — where a word first stands from a line on; the line's beginning where it does not."""
        start = sum(len(above) + 1 for above in self.text.split("\n")[: line - 1])
        at = self.text.find(word, start)
        return self.place(start if at < 0 else at)


@dataclass(frozen=True, slots=True)
class Piece:
    """一段原文 — text that will be printed, a quoted text, or a name, and where it begins."""

    kind: str
    text: str
    offset: int

    @property
    def is_wording(self) -> bool:
        """是文字 — printed or quoted, and not the name of a template."""
        return self.kind == "data" or (self.kind == "string" and not _TEMPLATE_NAME.search(self.text))


@dataclass(frozen=True, slots=True)
class BlockSource:
    """一块 — a block's own text, what it stands in, and where it begins."""

    name: str
    text: str
    offset: int
    within: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """各段 — printed texts, quoted texts and names of a template in order; none where it cannot be read."""
    offset = 0
    try:
        for _, kind, value in _LEXER.lex(text):
            start = text.find(value, offset)
            if start < 0:  # blanks that a “-” takes away are not among the values
                continue
            offset = start + len(value)
            if kind in _TOLD_KINDS:
                yield Piece(kind, value, start)
    except TemplateSyntaxError:
        return


def statements(text: str) -> Iterator[Piece]:
    """各语句 — what stands in braces, comments and quoted texts blanked out."""
    for statement in _STATEMENT.finditer(_COMMENT.sub(blanked, text)):
        yield Piece("statement", _QUOTED.sub(blanked, statement.group()), statement.start())


def blocks(text: str) -> dict[str, BlockSource]:
    """各块 — every block by its name, those inside others included."""
    ended: dict[str, BlockSource] = {}
    begun: list[re.Match[str]] = []
    for tag in _TAG.finditer(_COMMENT.sub(blanked, text)):
        if tag[1] == "block":
            begun.append(tag)
        elif begun:
            begin = begun.pop()
            within = begun[-1][2] if begun else ""
            ended[begin[2]] = BlockSource(begin[2], text[begin.end() : tag.start()], begin.start(), within)
    return ended


def outermost_blocks(text: str) -> list[BlockSource]:
    """最外各块 — those that stand in no other."""
    return [block for block in blocks(text).values() if not block.within]


def blanked(match: re.Match[str]) -> str:
    """涂白 — blanks for characters, so that what follows keeps its place; lines stay lines."""
    return re.sub(r"[^\n]", " ", match.group())
