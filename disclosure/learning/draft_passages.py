"""草稿的各段 — of a chain of packs and the data, each with whose words it is made of and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain as chained
from itertools import repeat, starmap

from disclosure import packs
from disclosure.document import (
    Block,
    ChartBlock,
    Cover,
    Heading,
    Line,
    Paragraph,
    TableBlock,
    Text,
    plain,
)
from disclosure.importing.recognising import spellings
from disclosure.learning.marked_words import Said, read
from disclosure.learning.signs import Signs, signs_of, without_gaps
from disclosure.loading.published.blocks import PublishedDocument, PublishedText
from disclosure.packs.pack_chain import Chain

_NO_WORDS: Mapping[int, str] = {}
_LEFT_OUT = ("running", "contents")


@dataclass(frozen=True, slots=True)
class DraftPassage:
    """草稿的一段 — its block, the section that it is of, its words by slot, what its gaps are called."""

    block: str
    section: str
    is_heading: bool
    signs: Signs
    said: tuple[Said, ...] = ()
    gaps: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedPassage:
    """公开的一段 — the number of its block."""

    block: int
    is_heading: bool
    signs: Signs
    text: PublishedText


@dataclass(frozen=True, slots=True)
class Draft:
    """草稿 — its passages; the key paths of what it lacks, by what they are called."""

    passages: tuple[DraftPassage, ...]
    missing: Mapping[str, str]


def published_passages(document: PublishedDocument) -> list[PublishedPassage]:
    """公开的各段 — without what runs along the pages, and the contents."""
    texts = ((place, one) for place, one in enumerate(document.blocks) if isinstance(one, PublishedText))
    return [_published_passage(place, text) for place, text in texts if _is_said(text)]


def _is_said(text: PublishedText) -> bool:
    return text.kind not in _LEFT_OUT and bool(text.text.strip())


def _published_passage(number: int, text: PublishedText) -> PublishedPassage:
    whole = spellings.without_part(text.text)
    return PublishedPassage(number, text.kind == "heading", signs_of(whole), text)


def composed(chain: Chain, recomposer: packs.Recomposer, values: Mapping[int, str] = _NO_WORDS) -> Draft:
    """成草稿 — raises what composing raises; `values` are the marked slots by their numbers."""
    made = recomposer.compose(chain)
    sections = sorted(chain.stems("sections/*.j2"), key=len, reverse=True)
    passages = starmap(partial(_passage_of_line, sections, values), _lines_printed(made.blocks))
    return Draft(tuple(passages), {recomposer.facts.names.name(path): path for path in made.missing})


def _lines_printed(blocks: Iterable[Block]) -> Iterator[tuple[Block, Line]]:
    lines = chained.from_iterable(map(_lines_said, blocks))
    return ((block, line) for block, line in lines if plain(line))


def _lines_said(block: Block) -> Iterator[tuple[Block, Line]]:
    match block:
        case Cover():
            yield from zip(repeat(block), (*block.top, *block.title, *block.lines))
        case Heading() | Paragraph():
            yield block, block.content
        case ChartBlock():
            yield block, block.caption
        case TableBlock():
            above = map(_line_of_text, (block.number, block.owner, block.unit))
            yield from zip(repeat(block), (block.title, *above, *block.notes))


def _line_of_text(text: str) -> Line:
    return (Text(text),)


def _passage_of_line(
    sections: Sequence[str], values: Mapping[int, str], block: Block, line: Line
) -> DraftPassage:
    shown, gaps = without_gaps(plain(line))
    text, said = read(shown, values)
    return DraftPassage(
        block=block.id,
        section=_section_by_id(block.id, sections),
        is_heading=isinstance(block, Heading),
        signs=signs_of(text),
        said=tuple(said),
        gaps=gaps,
        figures=tuple(run.figure for run in line if run.figure),
    )


def _section_by_id(id: str, sections: Iterable[str]) -> str:
    """The section a block is of; empty for one that is of none."""
    return next((name for name in sections if f"{id}-".startswith(f"{name.replace('_', '-')}-")), "")
