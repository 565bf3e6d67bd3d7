"""待填处 — what the published document has where a draft lacks a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, starmap
from operator import attrgetter

from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.projection import projection
from disclosure.learning.signs import GAP
from disclosure.learning.tries import Tried

_BEGINS, _ENDS = "【待填：", "】"
_MARKS = "，。；： "


def paragraphs_in_gaps(
    made: Tried, document: Sequence[PublishedPassage]
) -> Iterator[tuple[DraftPassage, Sequence[PublishedPassage]]]:
    """整段待填的 — passages that are nothing but a gap, with the paragraphs that stand there instead."""
    theirs_of = dict(made.alignment.pairs)
    end = len(document)
    found = list[tuple[DraftPassage, Sequence[PublishedPassage]]]()
    for number in reversed(range(len(made.draft.passages))):
        passage = made.draft.passages[number]
        if number in theirs_of:
            end = theirs_of[number]
        elif passage.signs.signs == GAP:
            found.append((passage, _run_before(end, theirs_of, number, document)))
    yield from reversed(found)


def _run_before(
    end: int, theirs_of: dict[int, int], number: int, document: Sequence[PublishedPassage]
) -> Sequence[PublishedPassage]:
    """The paragraphs after the passage before, up to the next heading or the passage behind."""
    start = next((theirs_of[place] + 1 for place in reversed(range(number)) if place in theirs_of), 0)
    run = document[start:end]
    heading = next((place for place, one in enumerate(run) if one.is_heading), len(run))
    return run[:heading]


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
        yield from (LearntText(path, text, blocks) for path in _key_paths(made, passage.gaps) if text)


def _within_passages(made: Tried, document: Sequence[PublishedPassage]) -> Iterator[LearntText]:
    return chain.from_iterable(starmap(partial(_within_passage, made), made.pairs(document)))


def _within_passage(made: Tried, mine: DraftPassage, theirs: PublishedPassage) -> Iterator[LearntText]:
    found, at = projection(mine.signs, theirs.signs), -1
    for gap in mine.gaps:
        at = mine.signs.signs.index(GAP, at + 1)
        text = found.in_gap(at).strip(_MARKS)
        yield from (LearntText(path, text) for path in _key_paths(made, [gap]) if text)


def _key_paths(made: Tried, gaps: Iterable[str]) -> Iterator[str]:
    """The key path of what alone a gap names."""
    names = (gap.removeprefix(_BEGINS).removesuffix(_ENDS) for gap in gaps)
    return (made.draft.missing[name] for name in names if name in made.draft.missing)
