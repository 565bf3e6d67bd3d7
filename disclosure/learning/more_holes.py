"""多出的花括号 — a sentence says more numbers than its slot has holes for: others that print them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, filterfalse

from disclosure.learning.draft_passages import DraftPassage
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.projection import Projection, projection
from disclosure.learning.signs import GAP, Signs
from disclosure.learning.slot_proposals import Slot, printed_in, rewritten, with_holes
from disclosure.learning.tries import Tried, Tries
from disclosure.learning.wording_slots import holes
from disclosure.packs.linting.lint import Keys

_DIGIT = re.compile(r"\d")
_Beside = tuple[DraftPassage, DraftPassage, Signs]  # with more holes, as it is; what is published


def with_more_holes(tries: Tries, made: Tried, keys: Keys, value: str) -> Iterator[Slot]:
    """有更多花括号的改法 — of a slot, what the document says with all that its holes could print put back."""
    return ((keys, said) for _, said in said_with_more_holes(tries, made, keys, value))


def said_with_more_holes(
    tries: Tries, made: Tried, keys: Keys, value: str
) -> Iterator[tuple[DraftPassage, str]]:
    """各段的说法 — the same, with the passage of the draft where it is said."""
    probe = _hole_probe(tries, made.changes, (keys, value))
    if probe and len(probe.draft.passages) == len(made.draft.passages):
        for marked, passage, published in _said_otherwise(tries, made, probe):
            said = _slot_said(tries.holes(keys), marked, passage, published)
            yield from [] if _has_number(said) else [(passage, said)]


def _said_otherwise(tries: Tries, made: Tried, probe: Tried) -> Iterator[_Beside]:
    """Where the slot is printed and the document says the passage otherwise."""
    for mine, theirs in made.alignment.pairs:
        marked, passage = probe.draft.passages[mine], made.draft.passages[mine]
        published = tries.document[theirs].signs
        if _printed_holes(marked) and passage.signs.signs != published.signs:
            yield marked, passage, published


def _slot_said(
    put_back: Mapping[str, str], marked: DraftPassage, passage: DraftPassage, published: Signs
) -> str:
    """What the document says in the place of the slot, the holes put back."""
    start, end = _whole_slot(marked, passage)
    found = projection(passage.signs, published)
    printed = {**_printed_holes(marked), **dict(_said_in_gaps(passage, found))}
    return with_holes(rewritten(found.said(start, end), printed), put_back)


def _said_in_gaps(passage: DraftPassage, found: Projection) -> Iterator[tuple[str, str]]:
    """What the document says in the place of holes that print what the data lack."""
    for piece in chain.from_iterable(one.pieces for one in passage.said):
        printed = passage.signs.text[piece.start : piece.end]
        if piece.hole and GAP in printed:
            start, end = map(passage.signs.first, (piece.start, piece.end))
            yield piece.hole, found.said(start, end, (printed.startswith(GAP), True))


def _has_number(said: str) -> bool:
    """Whether one stands outside its holes."""
    return bool(_DIGIT.search(re.sub(r"\{.*?\}", "", said)))


def _hole_probe(tries: Tries, changes: PackChanges, slot: Slot) -> Tried | None:
    """With all holes that the slot takes behind its own, marked."""
    more = list(filterfalse(slot[1].__contains__, holes(tries.base, slot[0])))
    marked_with = partial(_marked_with, tries, changes, slot)
    return marked_with("".join(more)) or marked_with("".join(filter(marked_with, more)))


def _marked_with(tries: Tries, changes: PackChanges, slot: Slot, behind: str) -> Tried | None:
    keys, value = slot
    return tries.marked(changes, [(keys, value + behind)])


def _printed_holes(passage: DraftPassage) -> dict[str, str]:
    return printed_in(passage.said[0], passage.signs) if passage.said else {}


def _whole_slot(probe: DraftPassage, passage: DraftPassage) -> tuple[int, int]:
    """From where to where the slot stands in the passage without the holes put behind it."""
    said = probe.said[0]
    behind = len(probe.signs.text) - said.end
    return passage.signs.first(said.start), passage.signs.first(len(passage.signs.text) - behind)
