"""文字的种类 — page numbers, contents, notes and headings told apart from paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, takewhile

from disclosure.loading.published import headings
from disclosure.loading.published.blocks import Kind, PublishedTable, PublishedText

Block = PublishedText | PublishedTable
Texts = Mapping[
    int, PublishedText
]  # by their places among the blocks; where a number is missing, a table stands
_NOTE = re.compile(r"备?注\s*\d*\s*[：:]")
_GOES_ON = re.compile(r"[\d（(]\d{0,2}[)）.．、]")
_RUNNING = re.compile(r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d+\s*页(?:[，,]?\s*共\s*\d+\s*页)?")
_CONTENTS = re.compile(r"目\s*录")
_PART = re.compile(r"第\S{1,4}部分")
_PAGE = re.compile(r"[\s.…·．]+\d{1,3}$")  # behind an entry
_ENTRY = re.compile(r".{0,79}[^。；]", re.DOTALL)


def told_apart(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """分清种类 — blocks in reading order; a heading that the file tells comes as one, with its level."""
    found = list(blocks)
    texts = {at: block for at, block in enumerate(found) if isinstance(block, PublishedText)}
    for kind, places in _KINDS.items():
        texts |= _become(texts, kind, dict.fromkeys(places(texts), 0))
    texts |= _become(texts, "heading", headings.levels(_usual(texts), len(found)))
    return tuple(texts.get(at, block) for at, block in enumerate(found))


def _become(texts: Texts, kind: Kind, levels: Mapping[int, int]) -> dict[int, PublishedText]:
    return {at: replace(texts[at], kind=kind, level=level) for at, level in levels.items()}


def _usual(texts: Texts) -> dict[int, PublishedText]:
    return {at: text for at, text in texts.items() if text.kind in ("body", "heading")}


def is_entry(text: str) -> bool:
    """是否目录行 — a short line with the number of a page at its end."""
    return _ENTRY.fullmatch(text) is not None and _PAGE.search(text) is not None


def is_contents_title(text: str) -> bool:
    """是否“目录”二字."""
    return _CONTENTS.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """是否注 — of a table."""
    return _NOTE.match(text) is not None


def _page_numbers(texts: Texts) -> Iterable[int]:
    return [at for at, text in texts.items() if _RUNNING.fullmatch(text.text)]


def _lines_of_contents(texts: Texts) -> Iterable[int]:
    """From the word 目录 on."""
    titles = (at for at, text in texts.items() if is_contents_title(text.text))
    start = next(titles, None)
    return (
        () if start is None else range(start, start + 1 + _how_many_entries(_short_lines_below(texts, start)))
    )


def _short_lines_below(texts: Texts, start: int) -> list[str]:
    run = takewhile(_may_be_entry, map(texts.get, count(start + 1)))
    return [text.text for text in run if text]


def _may_be_entry(text: PublishedText | None) -> bool:
    return text is not None and _ENTRY.fullmatch(text.text) is not None


def _how_many_entries(below: Sequence[str]) -> int:
    """How many entries: up to where the first comes again, as a heading; else those that name a page."""
    names = list(map(_name_of_entry, below))
    again = names[1:].index(names[0]) + 1 if names[:1] and names[0] in names[1:] else 0
    return again or len(list(takewhile(is_entry, below)))


def _name_of_entry(text: str) -> str:
    """Of a part its number: its name may be shortened in the contents."""
    part = _PART.match(text)
    return part[0] if part else "".join(_PAGE.sub("", text).split())


def _lines_of_notes(texts: Texts) -> Iterator[int]:
    """A note may go on in numbered lines."""
    last = None
    for at, text in texts.items():
        if is_note(text.text) or (last == at - 1 and _GOES_ON.match(text.text)):
            last = at
            yield at


_KINDS: Mapping[Kind, Callable[[Texts], Iterable[int]]] = {
    "running": _page_numbers,
    "contents": _lines_of_contents,
    "note": _lines_of_notes,
}
