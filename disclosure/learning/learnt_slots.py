"""学措辞 — slot by slot, each change kept only where the document is nearer with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import filterfalse
from operator import attrgetter

from disclosure.learning.draft_passages import PublishedPassage
from disclosure.learning.gaps import paragraphs_in_gaps
from disclosure.learning.more_holes import with_more_holes
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.signs import GAP
from disclosure.learning.slot_proposals import Slot, Slots, proposals, with_holes
from disclosure.learning.titles_beside import without_titles_beside
from disclosure.learning.tries import Tried, Tries, better
from disclosure.learning.wording_slots import alternatives, choices, common, is_choice, slots
from disclosure.packs.linting.lint import Keys

_DIGIT = re.compile(r"\d")
_HOLE = re.compile(r"\{.+?\}")
_WORD = re.compile("[\u4e00-\u9fff]")
_ROUNDS = 8  # of what follows from what was learnt in the one before
_COMPARISONS = "比较"
_YEARLY = ("比较", "本年")


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到没有可学的为止 — the best there is."""
    for _ in range(_ROUNDS):
        before, best = best, _once_learnt(tries, best)
        if best is before:
            break
    return best


def _once_learnt(tries: Tries, best: Tried) -> Tried:
    """Of words that are printed or could be: what the document has in their places, the best first."""
    current = _slots_now(tries, best.changes)
    every = dict.fromkeys(_proposed_slots(tries, best))
    with_titles = without_titles_beside(tries.base, current, list(every))
    proposed = list(filterfalse(partial(_is_faulty, tries, current), with_titles))
    for slot in _by_gain(tries, best, proposed):
        best = better(tries, best, best.changes.with_words(*slot))
    return best


def _is_faulty(tries: Tries, current: Mapping[Keys, str], slot: Slot) -> bool:
    """Whether it has a text that is wrong (占本年支出合计的占92.7%) and the slot has not."""
    before = _value_now(current, slot[0])
    return any(_times_wrong(slot[1], *fault) > _times_wrong(before, *fault) for fault in tries.faulty)


def _times_wrong(said: str, stated: str, expected: str) -> int:
    """How often a text is said that is more than a mark, which is wrong at its place and right at others."""
    return said.replace(expected or "\0", "").count(stated) if len(stated) > 1 else 0


def _by_gain(tries: Tries, best: Tried, proposed: Sequence[Slot]) -> list[Slot]:
    """Those by which the document is nearer, the nearest first, words that packs have before others."""
    gains = {slot: _gain(tries, best, slot) for slot in proposed}
    nearer = filter(gains.__getitem__, proposed)
    return sorted(nearer, key=lambda slot: (-gains[slot], slot[1] not in alternatives(slot[0])))


def _gain(tries: Tries, best: Tried, slot: Slot) -> int:
    """By how much the document is nearer, 0 where it is not."""
    tried = tries.tried(best.changes.with_words(*slot))
    return max(best.distance - tried.distance, 0) if tried else 0


def _proposed_slots(tries: Tries, best: Tried) -> Iterator[Slot]:
    current = _slots_now(tries, best.changes)
    choosing = sorted(filter(is_choice, current))
    empty = sorted(filterfalse(current.get, current.keys() - {*choosing}))
    printed = [slot for slot in current.items() if slot[0] not in {*choosing, *empty}]
    made = tries.marked(best.changes, printed)
    yield from _for_printed(tries, made, printed) if made else ()
    yield from _each_said(empty, partial(_said_for_empty, tries, best))
    yield from _each_said(choosing, choices)


def _each_said(slots: Iterable[Keys], said_for: Callable[[Keys], Iterable[str]]) -> Iterator[Slot]:
    return ((keys, said) for keys in slots for said in said_for(keys))


def _for_printed(tries: Tries, made: Tried, printed: Slots) -> Iterator[Slot]:
    """For each slot that the document says otherwise: so, as packs are known to say it, with more holes."""
    current = dict(printed)
    more_holes = cache(lambda keys: [*with_more_holes(tries, made, keys, _value_now(current, keys))])
    for one in proposals(made.pairs(tries.document), printed, tries.holes):
        before = _value_now(current, one.keys)
        if one.lacks_holes or not _holes_in(before) <= _holes_in(one.value):
            yield from more_holes(one.keys)
        if not (one.lacks_holes or _tells_reason(one.value, before)):
            yield one.keys, one.value
        yield from _each_said([one.keys], alternatives)


def _holes_in(value: str) -> set[str]:
    return set(_HOLE.findall(value))


def _value_now(current: Mapping[Keys, str], keys: Keys) -> str:
    """Of a slot, or of the one that it is in all sections."""
    return current.get(keys) or current.get(common(keys), "")


def _tells_reason(value: str, before: str) -> bool:
    """Whether a sentence would get a reason in it, which is a text of the data."""
    return "{" in before and "原因" in value and "原因" not in before


def _said_for_empty(tries: Tries, best: Tried, keys: Keys) -> Iterator[str]:
    """What the document says where a slot would stand that has no words yet; nothing where it never would."""
    probe: Slots = [(keys, GAP)]
    made = tries.marked(best.changes, probe)
    if made and any(map(attrgetter("said"), made.draft.passages)):
        yield from alternatives(keys)
        yield from filter(_is_learnable, _in_its_place(tries, made, probe))


def _in_its_place(tries: Tries, made: Tried, probe: Slots) -> Iterator[str]:
    """Within a paragraph, or a paragraph of its own."""
    yield from map(attrgetter("value"), proposals(made.pairs(tries.document), probe, tries.holes))
    for paragraph in _paragraphs_alone(tries, made):
        yield with_holes(paragraph.text.text, tries.holes(probe[0][0]))


def _paragraphs_alone(tries: Tries, made: Tried) -> Iterator[PublishedPassage]:
    """Each that alone stands where the draft has a slot and nothing else."""
    gaps = paragraphs_in_gaps(made, tries.document)
    return (found[0] for passage, found in gaps if passage.said and len(found) == 1)


def _is_learnable(said: str) -> bool:
    """Whether it is words, and no number."""
    return bool(_WORD.search(said)) and not _DIGIT.search(said)


def _slots_now(tries: Tries, changes: PackChanges) -> dict[Keys, str]:
    return {**dict(slots(tries.base)), **changes.wording}


def simplest(tries: Tries, best: Tried) -> Tried:
    """去掉不必要的 — without each change by which the document is no nearer."""
    for keys in reversed(list(best.changes.wording)):
        best = _not_farther(tries, best, best.changes.without(keys))
    return best


def _not_farther(tries: Tries, best: Tried, changes: PackChanges) -> Tried:
    tried = tries.tried(changes)
    return tried if tried and tried.distance <= best.distance else best


def holes_for(year: int, bodies: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """花括号代替的 — of the words that speak of the year itself."""
    return {f"{year}年度": "{本年}", f"{year}": "{年}", **bodies}.items()


def of_comparison(keys: Keys) -> bool:
    """说上年的 — whether {年} in a slot is the year before."""
    return common(keys)[0] == _COMPARISONS and common(keys) != _YEARLY
