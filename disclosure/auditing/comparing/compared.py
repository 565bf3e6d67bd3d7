"""与对照不符 — figures of a document that another document or data gives otherwise.

Numbers of last year may have been restated, those of a budget adjusted: that they differ is a doubt. Data are
the office's own, of the same year: there a number is right or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, product
from operator import attrgetter

from rapidfuzz import fuzz

from disclosure import terms
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.claims import Claim
from disclosure.auditing.comparing.comparand import Comparand, ComparandKind, Said, in_wan
from disclosure.auditing.identity import Identity
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.relations import Known, interval
from disclosure.facts import Facts
from disclosure.interval import Interval
from disclosure.loading.place_names import PlaceNames

_ONE_BODY = 90.0
_LAST_DIGIT = Decimal(100)  # 元: of 万元 with two decimals
_OF_SUBJECTS = re.compile(r"\.(?:class|section|item|subjects)\.")  # sums of these may lack some parts
_OPENING = re.compile(r"^(carryover(?:\.\w+)?)\.(?:adjusted_)?opening$")


@dataclass(frozen=True, slots=True)
class _Relation:
    """How a figure of the document (first) is found in a comparand of so many years before."""

    code: str
    kind: ComparandKind
    years: int
    counterpart: Callable[[str], str]  # empty: none
    certainty: Certainty
    words: str
    fix: str


def _prior_of(figure: str) -> str:
    return f"{figure.removesuffix('.prior')}.final" if figure.endswith(".prior") else ""


def _opening_of(figure: str) -> str:
    match = _OPENING.match(figure)
    return f"{match[1]}.closing" if match else ""


def _opening_budget(figure: str) -> str:
    return figure if figure.endswith(".opening_budget") else ""


_RESTATED = "核对上年公开的数；按新口径调整过的，在文件里说明"
_LAST_YEARS = "上年的{comparand}写的是{said}（{place}）"
_RELATIONS = (
    _Relation("AU30", "决算", 1, _prior_of, "疑问", _LAST_YEARS, _RESTATED),
    _Relation("AU30", "数据", 1, _prior_of, "疑问", _LAST_YEARS, _RESTATED),
    _Relation("AU31", "决算", 1, _opening_of, "疑问", "上年的年末数是{said}（{place}）", _RESTATED),
    _Relation("AU31", "数据", 1, _opening_of, "疑问", "上年的年末数是{said}（{place}）", _RESTATED),
    _Relation("AU32", "数据", 0, str, "确定", "数据里是{said}（{place}）", "核对数据，改正写错的一处"),
    _Relation(
        "AU33", "预算", 0, _opening_budget, "疑问", "预算公开的是{said}（{place}）", "核对预算公开的数"
    ),
)


def faults(
    claimed: Claimed, facts: Facts, known: Known, against: Sequence[Comparand]
) -> Iterator[AuditFinding]:
    """与对照不符 — what is surely said, or follows from it, and lies apart from what a comparand says."""
    fitting = filter(partial(fits, claimed.identity), against)
    for comparand, relation in product(fitting, _RELATIONS):
        if _relates(relation, comparand, claimed.identity.year):
            yield from _Held(claimed, facts.names, known, comparand, relation).faults()


def fits(identity: Identity, comparand: Comparand) -> bool:
    """能否对照 — of a year that can be compared, of the same body as far as both say whose they are."""
    is_of_year = any(_relates(relation, comparand, identity.year) for relation in _RELATIONS)
    return is_of_year and _are_one_body(identity.bodies, comparand.bodies)


def _relates(relation: _Relation, comparand: Comparand, year: int) -> bool:
    return (comparand.kind, comparand.year + relation.years) == (relation.kind, year)


def _are_one_body(some: Sequence[str], others: Sequence[str]) -> bool:
    alike = (fuzz.partial_ratio(one, other) for one, other in product(some, others))
    return not (some and others) or max(alike) >= _ONE_BODY


def _is_surely_named(claim: Claim) -> bool:
    return claim.is_sure and bool(claim.figure)


@dataclass(frozen=True, slots=True)
class _Held:
    """A document while it is held against a comparand."""

    claimed: Claimed
    names: PlaceNames
    known: Known
    comparand: Comparand
    relation: _Relation

    def faults(self) -> Iterator[AuditFinding]:
        stated = list(filter(_is_surely_named, self.claimed.claims))
        yield from chain.from_iterable(map(self._of_claim, stated))
        inferred = self.known.keys() - set(map(attrgetter("figure"), stated))
        for figure in sorted(filter(_follows_wholly, inferred)):
            yield from self._of_inferred(figure, self.known[figure])

    def _counterpart(self, figure: str) -> Said | None:
        return self.comparand.said.get(self.relation.counterpart(figure))

    def _of_claim(self, claim: Claim) -> Iterator[AuditFinding]:
        said = self._counterpart(claim.figure)
        if said and _between_both(interval(claim), said.interval) > 0:
            yield self._fault(claim, claim.figure, claim.said, interval(claim), said)

    def _of_inferred(self, figure: str, between: Interval) -> Iterator[AuditFinding]:
        """At the number that it follows from: the change, else the amount of this year."""
        said = self._counterpart(figure)
        if said and _between_both(between, said.interval) > 0:
            of_node = filter(partial(_is_of_node, figure.rpartition(".")[0]), self.claimed.claims)
            claim = min(of_node, key=_telling, default=None)
            if claim is not None:
                yield self._fault(claim, figure, in_wan((between.low + between.high) / 2), between, said)

    def _fault(self, claim: Claim, figure: str, stated: str, between: Interval, said: Said) -> AuditFinding:
        code, words = self.relation.code, self.relation.words
        name = self.names.name(terms.chinese(figure))
        because = words.format(comparand=self.comparand.kind, said=said.text, place=said.place)
        is_tail = _between_both(between, said.interval) <= _last_digit(claim)
        return AuditFinding(
            code,
            "末位" if is_tail else self.relation.certainty,
            NAMES[code],
            self.claimed.place(claim),
            self.claimed.quote(claim),
            f"{name}{'写的' if stated == claim.said else '算出来'}是{stated}；{because}",
            stated,
            said.text,
            fix=self.relation.fix,
        )


def _last_digit(claim: Claim) -> Decimal:
    """One in the last digit of 万元, of a percentage; of a count none."""
    return {"元": _LAST_DIGIT, "%": Decimal(1).scaleb(-claim.places)}.get(claim.unit, Decimal(0))


def _follows_wholly(figure: str) -> bool:
    """Last year's number, from this year's and the change."""
    return figure.endswith(".prior") and not _OF_SUBJECTS.search(figure)


def _is_of_node(node: str, claim: Claim) -> bool:
    return claim.is_sure and claim.figure.rpartition(".")[0] == node


def _telling(claim: Claim) -> int:
    leaf = claim.figure.rpartition(".")[2]
    return {"change": 0, "rate": 1, "final": 2}.get(leaf, 3)


def _between_both(one: Interval, other: Interval) -> Decimal:
    return max(one.low - other.high, other.low - one.high)
