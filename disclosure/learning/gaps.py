"""待填处 — what the published document has where a draft lacks a text."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, filterfalse, starmap, takewhile
from operator import attrgetter, itemgetter

from disclosure.importing.reading.forms import location
from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.projection import gap_places, projection
from disclosure.learning.signs import GAP
from disclosure.learning.tries import Tried
from disclosure.loading import expected_data

_MARKS = "，。；： "
EXPLAINED = "名词."  # behind it the name of a row of the list
_NUMBERS, _TABLES = ("amount", "count", "score"), ("model", "map")  # kinds of what no words stand for


def paragraphs_in_gaps(
    made: Tried, document: Sequence[PublishedPassage]
) -> Iterator[tuple[DraftPassage, Sequence[PublishedPassage]]]:
    """整段待填的 — passages that are nothing but a gap, with the paragraphs that stand there instead."""
    edges = [(-1, -1), *made.alignment.pairs, (len(made.draft.passages), len(document))]
    for number, passage in _alone_gaps(made):
        behind = bisect(edges, (number, -1))
        between = document[edges[behind - 1][1] + 1 : edges[behind][1]]
        yield passage, list(takewhile(_is_paragraph, between))


def _alone_gaps(made: Tried) -> Iterator[tuple[int, DraftPassage]]:
    """Passages of a gap alone that the document has not, with their numbers."""
    paired = set(map(itemgetter(0), made.alignment.pairs))
    passages = made.draft.passages
    unpaired = filterfalse(paired.__contains__, range(len(passages)))
    return ((number, passages[number]) for number in unpaired if passages[number].signs.signs == GAP)


def _is_paragraph(passage: PublishedPassage) -> bool:
    return not passage.is_heading


@dataclass(frozen=True, slots=True)
class LearntText:
    """学到的一段文字 — its key path; the blocks of the paragraphs that it is all of."""

    path: str
    text: str
    paragraphs: tuple[int, ...] = ()


def learnt_texts(made: Tried, document: Sequence[PublishedPassage]) -> Iterator[LearntText]:
    """学到的文字 — of all that the draft lacks, once where it lacks it in several places."""
    every = chain(_of_passages(made, document), _within_passages(made, document))
    first = {one.path: one for one in reversed(list(every))}
    yield from reversed(list(first.values()))


def _of_passages(made: Tried, document: Sequence[PublishedPassage]) -> Iterator[LearntText]:
    for passage, found in paragraphs_in_gaps(made, document):
        text = "\n\n".join(one.text.text.strip() for one in found)
        blocks = tuple(map(attrgetter("block"), found))
        yield from _learnt_for(made, passage.gaps, text, blocks)


def _within_passages(made: Tried, document: Sequence[PublishedPassage]) -> Iterator[LearntText]:
    return chain.from_iterable(starmap(partial(_within_passage, made), made.pairs(document)))


def _within_passage(made: Tried, mine: DraftPassage, theirs: PublishedPassage) -> Iterator[LearntText]:
    found = projection(mine.signs, theirs.signs)
    for gap, place in zip(mine.gaps, gap_places(mine.signs.signs), strict=True):
        yield from _learnt_for(made, [gap], found.in_gap(place).strip(_MARKS))


def _learnt_for(
    made: Tried, gaps: Iterable[str], text: str, paragraphs: tuple[int, ...] = ()
) -> Iterator[LearntText]:
    """What the document has there, for each gap; nothing where it has nothing."""
    paths = _key_paths(made, gaps) if text else ()
    return (LearntText(path, text, paragraphs) for path in paths)


def _key_paths(made: Tried, gaps: Iterable[str]) -> Iterator[str]:
    """The key path of what alone a gap names, or that it is itself: an optional text."""
    paths = (made.draft.missing.get(name) or _path_itself(name) for name in gaps)
    return filter(None, paths)


def is_of_text(made: Tried, gap: str) -> bool:
    """待填的是不是文字 — which can be taken over as it stands, as no number can."""
    return any(map(may_be_text, _key_paths(made, [gap])))


def may_be_text(path: str) -> bool:
    """能不能是文字 — whether words may stand there: no number, as it may be another one, and no table."""
    shape = expected_data.at(location(path))
    is_words = shape.kind not in _TABLES and shape.leaf.kind not in _NUMBERS
    return path.startswith(EXPLAINED) or is_words


def _path_itself(name: str) -> str:
    return name if expected_data.is_prose(location(name)) else ""
