"""学一项的句子 — items of which the document says more or less than of the others have one of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.learning.draft_passages import DraftPassage
from disclosure.learning.more_holes import said_with_more_holes
from disclosure.learning.slot_proposals import Slot
from disclosure.learning.tries import Tried, Tries, better
from disclosure.learning.wording_slots import common, slots
from disclosure.packs.linting.lint import Keys

ITEMS = "某项"
_SENTENCES: tuple[Keys, ...] = (("句式", "逐项"), ("句式", "基金逐项"))
_CODE = re.compile(r"\.item\.(\d+)\.")
_HOLE = re.compile(r"\{.*?\}")


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的一项的句子 — where the document is nearer with it."""
    for keys, said in list(_of_items(tries, best)):
        best = better(tries, best, best.changes.with_words(keys, said))
    return best


def _of_items(tries: Tries, best: Tried) -> Iterator[Slot]:
    now = {**dict(slots(tries.base)), **best.changes.wording}
    for slot in [one for one in now.items() if common(one[0]) in _SENTENCES]:
        made = tries.marked(best.changes, [slot])
        for passage, said in said_with_more_holes(tries, made, *slot) if made else ():
            if _says_more_or_less(said, slot[1]):
                yield from (((ITEMS, code), said) for code in _codes_of_items(passage))


def _codes_of_items(passage: DraftPassage) -> set[str]:
    return {found[1] for found in map(_CODE.search, passage.figures) if found}


def _says_more_or_less(said: str, before: str) -> bool:
    """Whether it has other holes, and no words that the sentence of the others has not."""
    words = (set(_HOLE.sub("", one)) for one in (said, before))
    return set(_HOLE.findall(said)) != set(_HOLE.findall(before)) and next(words) <= next(words)
