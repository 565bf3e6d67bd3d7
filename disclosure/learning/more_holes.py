"""多出的花括号 — a sentence says more numbers than its slot has holes for: others that print them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import filterfalse, repeat, starmap

from disclosure.learning.draft_passages import DraftPassage
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.projection import projection
from disclosure.learning.signs import Signs
from disclosure.learning.slot_proposals import Slot, printed_in, rewritten, with_holes
from disclosure.learning.tries import Tried, Tries
from disclosure.learning.wording_slots import holes
from disclosure.packs.linting.lint import Keys

_DIGIT = re.compile(r"\d")
_Beside = tuple[DraftPassage, DraftPassage, Signs]  # with more holes, as it is; what is published


def with_more_holes(tries: Tries, made: Tried, keys: Keys, value: str) -> Iterator[Slot]:
    """有更多花括号的改法 — of a slot, what the document says with all that its holes could print put back."""
    probe = _hole_probe(tries, made.changes, (keys, value))
    if probe and len(probe.draft.passages) == len(made.draft.passages):
        said = starmap(partial(_slot_said, tries.holes(keys)), _said_otherwise(tries, made, probe))
        yield from zip(repeat(keys), filterfalse(_has_number, said))


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
    said = projection(passage.signs, published).said(start, end)
    return with_holes(rewritten(said, _printed_holes(marked)), put_back)


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
