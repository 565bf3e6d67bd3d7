"""章节文字成文 — section text (a small Markdown) becomes blocks: headings, paragraphs, emphasis, tables.

Only these are mark-up; “1. 负责” stays text and “- 33.07” stays a number. Emphasis is a star that cannot be
a multiplication sign: “3*5*2米” and “长*宽*高” stay as typed. A soft line break between Chinese characters
joins without a blank.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise, zip_longest
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis
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

_PRINTED = PATTERN.pattern
_TIMES_AFTER = re.compile(rf"(?:[\w）)\]%％]|{_PRINTED})\Z", re.ASCII)  # what a multiplication sign follows
_TIMES_BEFORE = re.compile(rf"[\w（(\[]|{_PRINTED}", re.ASCII)
_EDGES = frozenset(("", *"，。；：、！？,.;:!?“”‘’《》…\n"))
_NEAR = 8  # characters beside a star that are looked at
_ITEM = re.compile(r"\d+[.．、]|[（(]\d+[）)]|[①-⑳]")
_TABLE_LINE = re.compile(r"\s*\|")
_DEEPEST = 4
_ALIGNS: tuple[Align, ...] = ("center", "right")

Part = Text | tuple[Block, ...]  # of a line: a text, or whole blocks that a mark stands for


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["heading", "emphasis", "table", "newline"])
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Stars that may be arithmetic, and every underscore, are text; else they are what Markdown has."""
    if silent or state.src[state.pos] != "*":
        return False
    length = state.scanDelims(state.pos, True).length
    start, end = state.pos, state.pos + length
    before = state.src[max(0, start - _NEAR) : start].rstrip(" ")
    after = state.src[end : end + _NEAR].lstrip(" ")
    if not (_may_multiply(before, after) if length == 1 else _multiplies(before, after)):
        return emphasis.tokenize(state, silent)
    state.pending += "*" * length
    state.pos += length
    return True


def _may_multiply(before: str, after: str) -> bool:
    """A single star between words of any kind may: 长*宽*高; one at the edge of a sentence may not."""
    at_edge = before[-1:] in _EDGES or after[:1] in _EDGES
    return not at_edge


def _multiplies(before: str, after: str) -> bool:
    """Two stars stand between numbers only where they raise to a power: 2**3."""
    return bool(_TIMES_AFTER.search(before) and _TIMES_BEFORE.match(after))


_PARSER = _parser()


def blocks(text: str, marks: Marks, prefix: str, *, shift: int = 0) -> tuple[Block, ...]:
    """成文 — the blocks of a rendered section; ids are `prefix`-1, -2 …; `shift` lowers headings."""
    return tuple(_parsed_blocks(_PARSER.parse(text), marks, prefix, shift))


def typed(text: str) -> str:
    """录入文字 — text as people type it, each line a paragraph; table lines stay together."""
    return "\n".join(map(_typed_line, text.replace("\r\n", "\n").strip("\n").split("\n")))


def line_typed(text: str, line: int) -> int:
    """原来的行 — of `text`, from 0, for a line of what `typed` made of it, from 1."""
    whole = text.replace("\r\n", "\n")
    lines = whole.strip("\n").split("\n")
    ends = list(accumulate(1 + _typed_line(one).count("\n") for one in lines))
    return bisect_left(ends, line) + len(whole) - len(whole.lstrip("\n"))


def _typed_line(line: str) -> str:
    if _TABLE_LINE.match(line):
        return line
    return f"\n{line.strip()}\n" if line.strip() else ""


def _parsed_blocks(tokens: Sequence[Token], marks: Marks, prefix: str, shift: int) -> Iterator[Block]:
    for number, group in enumerate(_tokens_by_block(tokens), 1):
        first, id = group[0], f"{prefix}-{number}"
        match first.type:
            case "table_open":
                yield _typed_table(group, marks, id)
            case "heading_open" | "paragraph_open":
                yield from _leaf(first, _line_parts(group[1], marks), id, shift)
            case unknown:
                raise TemplateError(f"{prefix} 里有不支持的写法“{first.content or unknown}”")


def _tokens_by_block(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """From the token that opens a block to the one that closes it."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting < 1:
            yield group
            group = []


def _leaf(token: Token, parts: list[Part], id: str, shift: int) -> tuple[Block, ...]:
    match parts:
        case [tuple() as whole]:
            return whole
    texts = _texts_among(parts)
    if len(texts) < len(parts):
        raise TemplateError("图、表和整段正文要单独成一段，前后不能有其他文字")
    content = _joined_runs(texts)
    if not plain(content):
        return ()
    if token.type == "heading_open":
        level = min(int(token.tag[1]) + shift, _DEEPEST)
        return (Heading(id, cast("Literal[1, 2, 3, 4]", level), content),)
    return (Paragraph(id, content, "item" if _ITEM.match(plain(content)) else "body"),)


def _line_parts(inline: Token, marks: Marks) -> list[Part]:
    parts: list[Part] = []
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


def _break(before: Sequence[Part], after: Sequence[Token]) -> list[Text]:
    """A blank between Latin words; nothing beside Chinese or a printed value."""
    following = next(filter(None, (token.content[:1] for token in after)), "")
    return [] if any(map(_wide, (_last_letter(before), following))) else [Text(" ")]


def _last_letter(parts: Sequence[Part]) -> str:
    return parts[-1].text[-1:] if parts and isinstance(parts[-1], Text) else ""


def _wide(character: str) -> bool:
    if not character or PATTERN.match(character):
        return True
    return unicodedata.east_asian_width(character) in "WF"


def _resolved(content: str, marks: Marks, *, strong: bool) -> Iterator[Part]:
    for piece in filter(None, PATTERN.split(content)):
        if PATTERN.match(piece):
            yield from _printed(marks.resolve(piece), strong=strong)
        else:
            yield Text(piece, strong=strong)


def _printed(part: Part, *, strong: bool) -> Iterator[Part]:
    if isinstance(part, tuple):
        yield part
    elif part.text:
        yield replace(part, strong=True) if strong else part


def _texts_among(parts: Sequence[Part]) -> list[Text]:
    return [part for part in parts if isinstance(part, Text)]


def _joined_runs(line: Sequence[Text]) -> Line:
    """Neighbouring typed runs become one, so that a sentence is cut only at its figures."""
    joined: list[Text] = []
    for (is_typed, strong), run in groupby(line, key=lambda text: (text.is_typed, text.strong)):
        if is_typed:
            joined.append(Text(plain(tuple(run)), strong=strong))
        else:
            joined.extend(run)
    return tuple(joined)


def inline(text: str, marks: Marks) -> Line:
    """一行文字 — a rendered line (a title, a caption), its marks put in; raises TemplateError for blocks."""
    parts = list(_resolved(" ".join(text.split("\n")).strip(), marks, strong=False))
    texts = _texts_among(parts)
    if len(texts) < len(parts):
        raise TemplateError("标题和图题里不能放图、表和整段正文")
    return _joined_runs(texts)


def _typed_table(tokens: Sequence[Token], marks: Marks, id: str) -> TableBlock:
    """The first row is the head, as Markdown has it."""
    rows: list[list[Cell]] = []
    for token, following in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            content = _joined_runs(_texts_among(_line_parts(following, marks)))
            rows[-1].append(Cell(content, _align(token), head=token.type == "th_open"))
    head, *body = map(Row, map(tuple, rows))
    return TableBlock(id, (head,), tuple(body), _widths([head, *body]))


def _align(token: Token) -> Align:
    style = str(token.attrGet("style") or "")
    if token.type == "th_open":
        return "center"
    return next(filter(style.__contains__, _ALIGNS), "left")


def _widths(rows: Sequence[Row]) -> tuple[float, ...]:
    columns = zip_longest(*(row.cells for row in rows), fillvalue=Cell())
    longest = (max(len(plain(cell.content)) for cell in column) for column in columns)
    return tuple(float(min(max(length, 3), 24)) for length in longest)
