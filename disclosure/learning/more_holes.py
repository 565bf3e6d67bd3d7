"""多出的花括号 — a sentence says more numbers than its slot has holes for: others that print them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.learning.draft_passages import DraftPassage
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.projection import projection
from disclosure.learning.slot_proposals import Slot, printed_in, rewritten, with_holes
from disclosure.learning.tries import Tried, Tries
from disclosure.learning.wording_slots import holes
from disclosure.packs.linting.lint import Keys

_DIGIT = re.compile(r"\d")


def with_more_holes(tries: Tries, made: Tried, keys: Keys, value: str) -> Iterator[Slot]:
    """有更多花括号的改法 — of a slot, what the document says with all that its holes could print put back."""
    probe = _hole_probe(tries, made.changes, keys, value)
    if probe is None or len(probe.draft.passages) != len(made.draft.passages):
        return
    for mine, theirs in made.alignment.pairs:
        printed = _printed_holes(probe.draft.passages[mine])
        passage, published = made.draft.passages[mine], tries.document[theirs].signs
        if printed and passage.signs.signs != published.signs:
            found = projection(passage.signs, published)
            start, end = _whole_slot(probe.draft.passages[mine], passage)
            said = with_holes(rewritten(found.said(start, end), printed), tries.holes(keys))
            if not _DIGIT.search(re.sub(r"\{.*?\}", "", said)):
                yield keys, said


def _hole_probe(tries: Tries, changes: PackChanges, keys: Keys, value: str) -> Tried | None:
    """With all holes that the slot takes behind its own, marked."""
    more = [hole for hole in holes(tries.base, keys) if hole not in value]
    whole = tries.marked(changes, [(keys, value + "".join(more))])
    if whole:
        return whole
    usable = [hole for hole in more if tries.marked(changes, [(keys, value + hole)])]
    return tries.marked(changes, [(keys, value + "".join(usable))])


def _printed_holes(passage: DraftPassage) -> dict[str, str]:
    return printed_in(passage.said[0], passage.signs) if passage.said else {}


def _whole_slot(probe: DraftPassage, passage: DraftPassage) -> tuple[int, int]:
    """From where to where the slot stands in the passage without the holes put behind it."""
    said = probe.said[0]
    behind = len(probe.signs.text) - said.end
    return passage.signs.first(said.start), passage.signs.first(len(passage.signs.text) - behind)
