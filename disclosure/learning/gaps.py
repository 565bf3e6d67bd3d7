"""待填处 — what the published document has where a draft lacks a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.projection import projection
from disclosure.learning.signs import GAP
from disclosure.learning.tries import Tried


def texts_in_gaps(
    made: Tried, document: Sequence[PublishedPassage]
) -> Iterator[tuple[DraftPassage, list[str]]]:
    """整段待填的 — passages that are nothing but a gap, with the paragraphs that stand there instead."""
    theirs_of = dict(made.alignment.pairs)
    end = len(document)
    found = list[tuple[DraftPassage, list[str]]]()
    for number in reversed(range(len(made.draft.passages))):
        passage = made.draft.passages[number]
        if number in theirs_of:
            end = theirs_of[number]
        elif passage.signs.signs == GAP:
            found.append((passage, [one.text.text for one in _run_before(end, theirs_of, number, document)]))
    yield from reversed(found)


def _run_before(
    end: int, theirs_of: dict[int, int], number: int, document: Sequence[PublishedPassage]
) -> Sequence[PublishedPassage]:
    """The paragraphs after the passage before, up to the next heading or the passage behind."""
    start = next((theirs_of[place] + 1 for place in reversed(range(number)) if place in theirs_of), 0)
    run = document[start:end]
    heading = next((place for place, one in enumerate(run) if one.is_heading), len(run))
    return run[:heading]


def gaps_within(
    made: Tried, document: Sequence[PublishedPassage]
) -> Iterator[tuple[str, str, PublishedPassage]]:
    """句中待填的 — what each gap is called, and what the document says there."""
    for mine, theirs in made.pairs(document):
        if GAP in mine.signs.signs:
            found = projection(mine.signs, theirs.signs)
            places = (place for place, sign in enumerate(mine.signs.signs) if sign == GAP)
            for called, place in zip(mine.gaps, places, strict=True):
                yield called, found.in_gap(place), theirs
