"""内容 — what a document says, whatever it looks like: sentences by section, figures, a check code."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import chain
from operator import attrgetter

from disclosure.document.tree import (
    Attachment,
    Block,
    Cell,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Image,
    Line,
    Paragraph,
    Row,
    TableBlock,
    of_kind,
    plain,
    walk,
)

COVER = "封面"
_SENTENCE_END = re.compile(r"(?<=[。！？])(?![”’）】」』》])")
_DIGITS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when it is read out
_GROUPS, _GROUP = 3, 3


def sections(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """各节的句子 — heading and what stands below it, the heading itself first; of tables their words."""
    title, said = COVER, list[str]()
    for block in walk(document):
        if isinstance(block, Heading) or _is_titled(block):
            yield from [(title, tuple(said))] if said else ()
            title, said = _running_text(block)[0], []
        said += chain.from_iterable(map(_split, _running_text(block)))
    yield from [(title, tuple(said))] if said else ()


def cover(document: Document) -> Cover | None:
    """封面 — that of a document which begins with one."""
    return next(iter(of_kind(Cover, document.blocks[:1])), None)


def figures(document: Document) -> Iterator[str]:
    """印出的数 — the figure or the name of every number printed, each once, in reading order."""
    texts = chain.from_iterable(chain.from_iterable(map(_lines, walk(document))))
    points = list(chain.from_iterable(map(attrgetter("printed"), of_kind(ChartBlock, walk(document)))))
    beside = chain.from_iterable(chain.from_iterable(map(attrgetter("beside"), points)))
    return iter(dict.fromkeys(filter(None, map(attrgetter("figure"), chain(texts, points, beside)))))


def lines(document: Document) -> Iterator[str]:
    """各行 — the characters of every line and every cell, in reading order."""
    return map(plain, chain.from_iterable(map(_lines, walk(document))))


def check_code(document: Document) -> str:
    """内容码 — nine signs in groups of three; another as soon as one character of the document is another.

    A draft, a working edition and a publication of the same content have the same one.
    """
    said = [document.title, document.author, *chain.from_iterable(map(_all_content, walk(document)))]
    number = int.from_bytes(hashlib.sha256(json.dumps(said).encode()).digest(), "big")
    signs = "".join(
        _DIGITS[number // len(_DIGITS) ** place % len(_DIGITS)] for place in range(_GROUPS * _GROUP)
    )
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def _is_titled(block: Block) -> bool:
    return isinstance(block, TableBlock) and bool(block.title)


def _split(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _running_text(block: Block) -> tuple[str, ...]:
    """The running text of a block; of a table its title, the words of its rows and its notes."""
    match block:
        case TableBlock():
            rows = ("　".join(_row_words(row)) for row in block.body)
            return tuple(filter(None, (plain(block.title), *rows, *map(plain, block.notes))))
        case _:
            return tuple(filter(None, map(plain, _lines(block))))


def _row_words(row: Row) -> list[str]:
    """What a row says besides its figures, the number of the line left out."""
    return [text for cell in row.cells if (text := _cell_words(cell))]


def _cell_words(cell: Cell) -> str:
    text = " ".join(plain(cell.content).split())
    return "" if text.isdigit() or any(run.figure for run in cell.content) else text


def _lines(block: Block) -> tuple[Line, ...]:
    if isinstance(block, TableBlock):
        cells = (cell.content for row in (*block.head, *block.body) for cell in row.cells)
        return (block.title, *cells, *block.notes)
    return lines_around(block)


def lines_around(block: Block) -> tuple[Line, ...]:
    """各行文字 — that a block prints outside the cells of a table: titles, paragraphs, notes, captions."""
    match block:
        case Cover():
            return (*block.top, *block.title, *block.lines)
        case Heading() | Paragraph():
            return (block.content,)
        case TableBlock():
            return (block.title, *block.notes)
        case ChartBlock():
            return (block.caption,)
        case _:
            return ()


def _all_content(block: Block) -> tuple[str, ...]:
    """All of a block that a reader sees, files and pictures by their digest."""
    lines = tuple(map(plain, _lines(block)))
    match block:
        case TableBlock():
            return (*lines, block.number, block.owner, block.unit)
        case ChartBlock():
            return (*lines, block.alt)
        case Image() | Attachment():
            return (*lines, hashlib.sha256(block.data).hexdigest())
        case Contents():
            return (block.title,)
        case _:
            return lines
