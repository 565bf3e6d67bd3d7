"""别处的写法 — a section as another delivered pack writes it, where the document says it more like that."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import filterfalse

from disclosure import packs
from disclosure.learning.tries import Tried, Tries, better


def written_as_elsewhere(tries: Tries, best: Tried) -> Tried:
    """照别处写 — each such section kept only where the document is nearer with it."""
    for file, text in _sections_of_others(tries.base.names):
        best = better(tries, best, best.changes.with_text(file, text))
    return best


def _sections_of_others(known: Container[str]) -> Iterator[tuple[str, str]]:
    """The files of the delivered packs that are not `known`."""
    home = packs.built_in()
    for name in filterfalse(known.__contains__, packs.available([home])):
        for file in sorted((home / name).glob("sections/*.j2")):
            yield f"sections/{file.name}", file.read_text(encoding="utf-8")
