"""试 — a pack with some changes, composed and held against the published document: is it nearer?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from disclosure import temporary
from disclosure.errors import DisclosureError
from disclosure.facts import Facts
from disclosure.learning.aligned_passages import Alignment, aligned
from disclosure.learning.draft_passages import Draft, DraftPassage, PublishedPassage, composed
from disclosure.learning.marked_words import marked
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.slot_proposals import HolesOf, Slots
from disclosure.load import with_own_data
from disclosure.packs.pack_chain import Chain

MOST_TRIES = 600  # of one document; a department's takes some 40 ms each


@dataclass(frozen=True, slots=True)
class Tried:
    """试过的 — the changes, the draft that they make, how it stands beside the document."""

    changes: PackChanges
    draft: Draft
    alignment: Alignment

    @property
    def distance(self) -> int:
        """相差 — the smaller the nearer."""
        return self.alignment.distance

    def pairs(self, document: Sequence[PublishedPassage]) -> list[tuple[DraftPassage, PublishedPassage]]:
        """对上的各段."""
        return [(self.draft.passages[mine], document[theirs]) for mine, theirs in self.alignment.pairs]


@dataclass(slots=True)
class Tries:
    """试法 — the packs that are the base, the data, the document; how often was tried."""

    base: Chain
    facts: Facts
    document: Sequence[PublishedPassage]
    name: str
    holes: HolesOf
    made: int = 0

    def first(self) -> Tried:
        """没有改动的 — with the packs as they are; raises the errors of composing."""
        made = composed(self.base, self._without_tables)
        return Tried(PackChanges(), made, aligned(made.passages, self.document))

    def whole(self, tried: Tried) -> Tried:
        """连同表 — the same with the tables, which are left out of what is tried."""
        if not tried.changes:
            made: Draft | None = composed(self.base, self.facts)
        else:
            made = self._composed(tried.changes, facts=self.facts)
        return Tried(tried.changes, made, aligned(made.passages, self.document)) if made else tried

    @property
    def _without_tables(self) -> Facts:
        return replace(self.facts, sheets=())

    def tried(self, changes: PackChanges) -> Tried | None:
        """试一次 — None where packs with these changes cannot say it, or enough was tried."""
        if self.made >= MOST_TRIES:
            return None
        self.made += 1
        made = self._composed(changes)
        return Tried(changes, made, aligned(made.passages, self.document)) if made else None

    def marked(self, changes: PackChanges, slots: Slots) -> Tried | None:
        """加上记号试一次 — the passages then tell whose words they are."""
        values = {number: value for number, (_, value) in enumerate(slots)}
        made = self._composed(_with_all(changes, marked(slots)), values)
        return Tried(changes, made, aligned(made.passages, self.document)) if made else None

    def _composed(
        self, changes: PackChanges, values: Mapping[int, str] | None = None, facts: Facts | None = None
    ) -> Draft | None:
        folder = Path(tempfile.mkdtemp(dir=temporary.folder()))
        try:
            made = changes.written(self.name, self.base, folder)
            return composed(made, _with_facts_of(made, facts or self._without_tables), values or {})
        except DisclosureError:  # these packs cannot say it
            return None
        finally:
            shutil.rmtree(folder, ignore_errors=True)


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
