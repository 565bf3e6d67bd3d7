"""学写法 — what a published document says becomes the few changes of the nearest pack that make it say so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from disclosure import deriving, facts, packs
from disclosure.facts import Facts
from disclosure.learning import (
    learnt_formats,
    learnt_glossary,
    learnt_items,
    learnt_sections,
    learnt_slots,
)
from disclosure.learning.draft_passages import PublishedPassage, published_passages
from disclosure.learning.gaps import learnt_texts
from disclosure.learning.not_learnt import NotLearnt, OtherNumber, not_learnt, other_numbers
from disclosure.learning.optional_texts import with_optional_texts
from disclosure.learning.sections_elsewhere import written_as_elsewhere
from disclosure.learning.slot_proposals import HolesOf
from disclosure.learning.sound_changes import Refused, sound
from disclosure.learning.tries import Tried, Tries
from disclosure.loading import with_own_data
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.model import Department, Submission
from disclosure.packs.linting.lint import Keys
from disclosure.packs.pack_chain import Chain


@dataclass(frozen=True, slots=True)
class LearnedWords:
    """学到的写法 — the pack's files by their paths, texts by their key paths, what is told instead.

    No file where the nearest pack says it all. `refused` is what the check of packs would not let pass.
    `distance` is how many characters the draft and the document
    are apart, `nearest` how many they were with the nearest pack as it is.
    """

    files: Mapping[str, str]
    texts: Mapping[str, str]
    not_learnt: tuple[NotLearnt, ...]
    wrong: tuple[OtherNumber, ...]
    refused: tuple[Refused, ...]
    nearest: int
    distance: int


def learn_words(
    document: PublishedDocument,
    submission: Submission,
    base: Chain,
    name: str,
    faulty: Collection[tuple[str, str]] = (),
) -> LearnedWords:
    """学写法 — from a document, the data of its year and the pack that is nearest; `name` is the new pack's.

    No wording is learnt that has a `faulty` text in it: (what is stated, what it should be).
    Raises the errors of composing where the nearest pack cannot say the data.
    """
    made = replace(tries_of(document, submission, base, name), faulty=frozenset(faulty))
    first, best, refused = learnt_of(made)
    found = list(learnt_texts(best, made.document))
    taken = {number for one in found for number in one.paragraphs}
    return LearnedWords(
        files=best.changes.files(name, base) if best.changes else {},
        texts={one.path: one.text for one in found},
        not_learnt=tuple(not_learnt(best, document, made.document, taken)),
        wrong=tuple(other_numbers(best, made.document)),
        refused=refused,
        nearest=first.distance,
        distance=best.distance,
    )


def tries_of(document: PublishedDocument, submission: Submission, base: Chain, name: str) -> Tries:
    """试法 — for a document."""
    passages = published_passages(document)
    return Tries(base, _facts_with(submission, base), passages, name, _holes_of(submission, passages))


def learnt_of(tries: Tries) -> tuple[Tried, Tried, tuple[Refused, ...]]:
    """学成的 — with the nearest pack as it is, and with what was learnt; what the check refuses of that."""
    first = tries.first()
    ordered = learnt_sections.learnt(tries, learnt_formats.learnt(tries, first))
    explained = learnt_glossary.learnt(tries, with_optional_texts(tries, ordered))
    worded = learnt_slots.learnt(tries, explained)
    best = learnt_items.learnt(tries, written_as_elsewhere(tries, worded))
    if best is not worded:  # words that now are printed in other places, or in some items alone
        best = learnt_slots.learnt(tries, best)
    best = learnt_slots.simplest(tries, learnt_formats.learnt(tries, best))
    changes, refused = sound(best.changes, tries.base, tries.name)
    return tries.whole(first.changes), tries.whole(changes), refused


def _facts_with(submission: Submission, base: Chain) -> Facts:
    given = with_own_data(submission, base.own_data, base.name).published()
    specs = packs.table_specs(base, given.year)
    return facts.filled(given, deriving.derive(given), specs, base.names)


def _holes_of(submission: Submission, document: Sequence[PublishedPassage]) -> HolesOf:
    year = submission.year
    own = dict(learnt_slots.holes_for(year, _names_of_body(submission.department, document)))
    before = {f"{year - 1}": "{年}"}

    def holes(keys: Keys) -> Mapping[str, str]:
        return before if learnt_slots.of_comparison(keys) else own

    return holes


def _names_of_body(department: Department, document: Sequence[PublishedPassage]) -> dict[str, str]:
    """What the document calls the body most often is {部门}; the short name never is {全称}."""
    full, short = department.full_name, department.short_name
    if not short:
        return {full: "{部门}"}
    text = "\n".join(passage.text.text for passage in document)
    is_usually_short = text.replace(full, "").count(short) > text.count(full)
    return {full: "{全称}" if is_usually_short else "{部门}", short: "{部门}"}
