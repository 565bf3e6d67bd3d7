"""不公开的句子 — what a document says in place of what is secret (涉密): words, and whole sentences of them.

“共有车辆依法不予公开辆，其中……” is no sentence: one that cannot be finished without what is secret becomes
“国有资产依法不予公开。”, once a paragraph. “均为依法不予公开”, “比上年依法不予公开” are none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, chain, filterfalse, groupby, islice
from operator import attrgetter, itemgetter
from typing import Any, Self

from disclosure.document import Block, Line, Paragraph, Text, plain

_DRAFT = "【涉密】"
_STOP = "。"
_ENDS = (_STOP, "？")
_SENTENCES = re.compile(f"(?<=[{''.join(_ENDS)}])")
_NUMBER = re.compile(r"(?:\d+[.．、]|[（(][\d一二三四五六七八九十]+[)）])?")
_FINAL = re.compile("的(?:决算|合计)数$")
_LINK = re.compile("(?:均|都|分别)?(?:为|是)$")  # nothing is said to be equal to what is not said
_COMPARED = "的增减"
_COMPLETED = (  # what stands before the one thing that is not said → what must come between
    (re.compile(r"[较比][^，；。]*年(?:度)?(?:决算数?)?$"), _COMPARED),
    (re.compile(r"^[^。；]*[与同和较比][^，；。]*相比，[^，；。]*$"), _COMPARED),
    (re.compile(r"占[^，；。]*的$"), "比重"),
)
_WITHHELD = attrgetter("withheld")


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
    """写完整 — every sentence finished that what is secret had broken; no word in the place of a chart."""
    return map(_finished, filterfalse(_is_in_place_of_a_chart, blocks))


def _is_in_place_of_a_chart(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.content) == 1 and bool(block.content[0].withheld)


def _finished(block: Block) -> Block:
    if not isinstance(block, Paragraph) or not any(map(_WITHHELD, block.content)):
        return block
    told = {plain(sentence): sentence for sentence in map(_sentence, _sentences(block.content))}
    return replace(block, content=tuple(chain.from_iterable(told.values())))


def _sentences(content: Line) -> Iterator[Line]:
    pieces = list(chain.from_iterable(map(_pieces, content)))
    stops = accumulate((piece.text.endswith(_ENDS) for piece in pieces), initial=0)  # before each piece
    for _, run in groupby(zip(stops, pieces, strict=False), key=itemgetter(0)):
        yield tuple(map(itemgetter(1), run))


def _pieces(text: Text) -> Iterator[Text]:
    return (replace(text, text=piece) for piece in filter(None, _SENTENCES.split(text.text)))


def _sentence(line: Line) -> Line:
    """As it is where it ends with the one thing that is not said; else its number, and what that is."""
    secret = list(filter(_WITHHELD, line))
    if not secret or plain(line).rstrip(_STOP).partition(secret[0].text)[2:] == ("",):
        return _read_aloud(line, line.index(secret[0]) if secret else 0)
    number, name = _NUMBER.match(plain(line)), _FINAL.sub("", secret[0].withheld).replace("·", "中")
    return (Text(f"{number[0] if number else ''}{name}"), secret[0], Text(_STOP))


def _read_aloud(line: Line, at: int) -> Line:
    """What comes before the one thing at a place joins it: no “均为” before it, a comparison says of what."""
    if not at:
        return line
    *before, last = line[:at]
    joined = replace(last, text=_LINK.sub("", last.text))
    spoken = plain((*before, joined))
    added = (Text(words) for form, words in _COMPLETED if form.search(spoken))
    return (*before, joined, *islice(added, 1), *line[at:])
