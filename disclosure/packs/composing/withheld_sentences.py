"""不公开的句子 — what a document says in place of what is secret (涉密): words, and whole sentences of them.

“共有车辆依法不予公开辆，其中……” is no sentence: one that cannot be finished without what is secret becomes
“国有资产依法不予公开。”, once a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Self

from disclosure.document import Block, Line, Paragraph, Text, plain

_DRAFT = "【涉密】"
_STOP = "。"
_SENTENCES = re.compile(f"(?<={_STOP})")
_NUMBER = re.compile(r"(?:\d+[.．、]|[（(][\d一二三四五六七八九十]+[)）])?")
_FINAL = re.compile("的(?:决算|合计)数$")


@dataclass(frozen=True, slots=True)
class Statements:
    """不公开的说法 — in a sentence, in a cell of a table."""

    alone: str
    in_cell: str

    @classmethod
    def of(cls, wording: Mapping[str, Any], *, draft: bool) -> Self:
        """照模板 — as the pack's wording has them; a draft says that it is secret."""
        said = {"说明": _DRAFT, "单元格": _DRAFT} if draft else wording.get("涉密", {})
        return cls(said.get("说明", ""), said.get("单元格", ""))


def finished(blocks: Iterable[Block]) -> Iterator[Block]:
    """写完整 — the blocks with every sentence of a paragraph finished that what is secret had broken."""
    for block in blocks:
        if isinstance(block, Paragraph) and any(text.withheld for text in block.content):
            yield replace(block, content=_whole(block.content))
        else:
            yield block


def _whole(content: Line) -> Line:
    """A sentence said before in the paragraph is not said again."""
    told = {plain(line): line for line in map(_sentence, _sentences(content))}
    return tuple(chain.from_iterable(told.values()))


def _sentences(content: Line) -> Iterator[Line]:
    line: list[Text] = []
    for text in content:
        for piece in filter(None, _SENTENCES.split(text.text)):
            line.append(replace(text, text=piece))
            if piece.endswith(_STOP):
                yield tuple(line)
                line = []
    yield tuple(line)


def _sentence(line: Line) -> Line:
    secret = [text for text in line if text.withheld]
    if not secret or (len(secret) == 1 and plain(line).rstrip(_STOP).endswith(secret[0].text)):
        return line
    number = _NUMBER.match(plain(line))
    name = _FINAL.sub("", secret[0].withheld)
    return (Text(f"{number[0] if number else ''}{name}"), secret[0], Text(_STOP))
