"""文件自己的数 — figures that a document states and the program does not derive, with what makes each.

Last year's number of a 类, or of what a paragraph names itself, is none of the program's figures; that a
change is the difference of two years, and a rate its part of the first, holds of them, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain, filterfalse

from disclosure import formula as formulas
from disclosure.auditing.claims import Claim
from disclosure.deriving import Figure, Figures

_SAID = ("final", "prior", "opening_budget", "adjusted_budget")
# Of each other leaf what it is, and its unit.
_MADE = {
    "change": "{0}.final - {0}.prior",
    "rate": "{0}.change / {0}.prior * 100",
    "completion_rate": "{0}.final / {0}.adjusted_budget * 100",
    "opening_completion_rate": "{0}.final / {0}.opening_budget * 100",
    "against_opening.change": "{0}.final - {0}.opening_budget",
    "against_opening.rate": "{0}.against_opening.change / {0}.opening_budget * 100",
    "against_adjusted.change": "{0}.final - {0}.adjusted_budget",
    "against_adjusted.rate": "{0}.against_adjusted.change / {0}.adjusted_budget * 100",
}
_STATED = re.compile(rf"([\w.]+?)\.(?:{'|'.join(map(re.escape, (*_SAID, *_MADE)))})")


def stated(claims: Iterable[Claim], derived: Figures) -> Figures:
    """全部的数 — those derived, and those that claims state beside them."""
    figures = dict(derived)
    sure = [claim.figure for claim in claims if claim.is_sure]
    beside = filter(None, map(_STATED.fullmatch, filterfalse(derived.__contains__, sure)))
    nodes = dict.fromkeys(match[1] for match in beside)
    for figure in chain.from_iterable(map(_of_node, nodes)):
        figures.setdefault(figure.id, figure)
    return Figures(figures)


def _of_node(node: str) -> Iterator[Figure]:
    yield from (Figure(f"{node}.{leaf}", None) for leaf in _SAID)
    yield from map(partial(_figure, node), _MADE)


def _figure(node: str, leaf: str) -> Figure:
    inputs = tuple(name.format(node) for name in _inputs(leaf))
    return Figure(
        f"{node}.{leaf}", None, "%" if leaf.endswith("rate") else "元", _MADE[leaf].format(node), inputs
    )


@cache
def _inputs(leaf: str) -> tuple[str, ...]:
    """Names in the formula of a leaf, with a place for the node."""
    names = formulas.names(formulas.parse(_MADE[leaf].format("node")))
    return tuple(dict.fromkeys(name.replace("node", "{0}", 1) for name in names))
