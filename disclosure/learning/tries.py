"""试 — a pack with some changes, composed and held against the published document: is it nearer?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from disclosure import packs
from disclosure.errors import DisclosureError
from disclosure.facts import Facts
from disclosure.learning.aligned_passages import Aligner, Alignment
from disclosure.learning.draft_passages import Draft, DraftPassage, PublishedPassage, composed
from disclosure.learning.marked_words import marked
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.slot_proposals import HolesOf, Slots
from disclosure.loading import with_own_data
from disclosure.packs.pack_chain import Chain

MOST_TRIES = 600  # of one document; a department's takes some 40 ms each


@dataclass(frozen=True)
class Tried:
    """试过的 — the changes, the draft that they make, how it stands beside the document."""

    changes: PackChanges
    draft: Draft
    aligner: Aligner

    @cached_property
    def alignment(self) -> Alignment:
        """对照 — worked out where somebody asks for it."""
        return self.aligner.aligned(self.draft.passages)

    @property
    def distance(self) -> int:
        """相差 — the smaller the nearer."""
        return self.alignment.distance

    def pairs(self, document: Sequence[PublishedPassage]) -> list[tuple[DraftPassage, PublishedPassage]]:
        """对上的各段."""
        return [(self.draft.passages[mine], document[theirs]) for mine, theirs in self.alignment.pairs]


@dataclass
class Tries:
    """试法 — the packs that are the base, the data, the document; how often was tried; faulty texts."""

    base: Chain
    facts: Facts
    document: Sequence[PublishedPassage]
    name: str
    holes: HolesOf
    made: int = 0
    faulty: Collection[tuple[str, str]] = ()
    _kept: tuple[Facts, Mapping[str, str], packs.Recomposer] | None = field(default=None, init=False)

    def first(self) -> Tried:
        """没有改动的 — with the packs as they are; raises the errors of composing."""
        unchanged = PackChanges()
        return Tried(unchanged, composed(self.base, self._recomposer(unchanged)), self._aligner)

    def whole(self, changes: PackChanges) -> Tried:
        """连同表 — with the tables, which are left out of what is tried; raises the errors of composing."""
        chain = self._chain(changes)
        made = composed(chain, packs.Recomposer(_with_facts_of(chain, self.facts)))
        return Tried(changes, made, self._aligner)

    def _recomposer(self, changes: PackChanges) -> packs.Recomposer:
        """Without tables; another one for other data, other files of the pack."""
        if not self._kept or self._kept[0] is not self.facts or self._kept[1] != changes.texts:
            facts = _with_facts_of(self._chain(changes), replace(self.facts, sheets=()))
            self._kept = (self.facts, changes.texts, packs.Recomposer(facts))
        return self._kept[2]

    @cached_property
    def _aligner(self) -> Aligner:
        return Aligner(self.document)

    def tried(self, changes: PackChanges) -> Tried | None:
        """试一次 — None where packs with these changes cannot say it, or enough was tried."""
        if self.made >= MOST_TRIES:
            return None
        self.made += 1
        made = self._composed(changes)
        return Tried(changes, made, self._aligner) if made else None

    def marked(self, changes: PackChanges, slots: Slots) -> Tried | None:
        """加上记号试一次 — the passages then tell whose words they are."""
        values = {number: value for number, (_, value) in enumerate(slots)}
        made = self._composed(_with_all(changes, marked(slots)), values)
        return Tried(changes, made, self._aligner) if made else None

    def _composed(self, changes: PackChanges, values: Mapping[int, str] | None = None) -> Draft | None:
        try:
            return composed(self._chain(changes), self._recomposer(changes), values or {})
        except DisclosureError:  # these packs cannot say it
            return None

    def _chain(self, changes: PackChanges) -> Chain:
        return changes.over(self.name, self.base) if changes else self.base


def _with_facts_of(made: Chain, facts: Facts) -> Facts:
    """Facts that a pack itself declares are data, too."""
    return replace(facts, submission=with_own_data(facts.submission, made.own_data, made.name))


def _with_all(changes: PackChanges, words: Mapping[tuple[str, ...], str]) -> PackChanges:
    for keys, value in words.items():
        changes = changes.with_words(keys, value)
    return changes


def better(tries: Tries, best: Tried, changes: PackChanges) -> Tried:
    """取近的 — what the changes make, where it is nearer."""
    tried = tries.tried(changes) if changes != best.changes else None
    return tried if tried and tried.distance < best.distance else best
