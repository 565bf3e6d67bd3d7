"""别处的写法 — a section as another delivered pack writes it, where the document says it more like that."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import filterfalse

from disclosure import packs
from disclosure.learning.tries import Tried, Tries

_SENTENCE = 40  # signs that a sentence in other words may make


def written_as_elsewhere(tries: Tries, best: Tried) -> Tried:
    """照别处写 — each section that the document says otherwise; kept where other words alone would not do."""
    same = {mine for mine, theirs in best.alignment.pairs if _is_same(tries, best, mine, theirs)}
    others = {one.section for at, one in enumerate(best.draft.passages) if at not in same}
    for section, text in _sections_of_others(tries.base.names):
        if section in others:
            tried = tries.tried(best.changes.with_text(f"sections/{section}.j2", text))
            best = tried if tried and tried.distance + _SENTENCE < best.distance else best
    return best


def _is_same(tries: Tries, best: Tried, mine: int, theirs: int) -> bool:
    return best.draft.passages[mine].signs.signs == tries.document[theirs].signs.signs


def _sections_of_others(known: Container[str]) -> Iterator[tuple[str, str]]:
    """As the delivered packs that are not `known` have them."""
    home = packs.built_in()
    for name in filterfalse(known.__contains__, packs.available([home])):
        for file in sorted((home / name).glob("sections/*.j2")):
            yield file.stem, file.read_text(encoding="utf-8")
