"""学写法 — what a published document says becomes the few changes of the nearest pack that make it say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure import facts, figures, packs
from disclosure.facts import Facts
from disclosure.learning import learnt_formats, learnt_glossary, learnt_sections, learnt_slots
from disclosure.learning.draft_passages import published_passages
from disclosure.learning.gaps import learnt_texts
from disclosure.learning.not_learnt import NotLearnt, OtherNumber, not_learnt, other_numbers
from disclosure.learning.optional_texts import with_optional_texts
from disclosure.learning.sections_elsewhere import written_as_elsewhere
from disclosure.learning.slot_proposals import HolesOf
from disclosure.learning.tries import Tried, Tries
from disclosure.load import with_own_data
from disclosure.load.published.blocks import PublishedDocument
from disclosure.model import Submission
from disclosure.packs.linting.lint import Keys
from disclosure.packs.pack_chain import Chain


@dataclass(frozen=True, slots=True)
class LearnedWords:
    """学到的写法 — the pack's files by their paths, texts by their key paths, what is told instead.

    No file where the nearest pack says it all. `distance` is how many characters the draft and the document
    are apart, `nearest` how many they were with the nearest pack as it is.
    """

    files: Mapping[str, str]
    texts: Mapping[str, str]
    not_learnt: tuple[NotLearnt, ...]
    wrong: tuple[OtherNumber, ...]
    nearest: int
    distance: int


def learn_words(document: PublishedDocument, submission: Submission, base: Chain, name: str) -> LearnedWords:
    """学写法 — from a document, the data of its year and the pack that is nearest; `name` is the new pack's.

    Raises the errors of composing where the nearest pack cannot say the data.
    """
    made = tries_of(document, submission, base, name)
    first, best = learnt_of(made)
    found = list(learnt_texts(best, made.document))
    taken = {number for one in found for number in one.paragraphs}
    return LearnedWords(
        files=best.changes.files(name, base) if best.changes else {},
        texts={one.path: one.text for one in found},
        not_learnt=tuple(not_learnt(best, document, made.document, taken)),
        wrong=tuple(other_numbers(best, made.document)),
        nearest=first.distance,
        distance=best.distance,
    )


def tries_of(document: PublishedDocument, submission: Submission, base: Chain, name: str) -> Tries:
    """试法 — for a document."""
    return Tries(
        base, _facts_with(submission, base), published_passages(document), name, _holes_of(submission, base)
    )


def learnt_of(tries: Tries) -> tuple[Tried, Tried]:
    """学成的 — with the nearest pack as it is, and with what was learnt."""
    first = tries.first()
    ordered = learnt_sections.learnt(tries, learnt_formats.learnt(tries, first))
    explained = learnt_glossary.learnt(tries, with_optional_texts(tries, ordered))
    worded = learnt_slots.learnt(tries, explained)
    best = written_as_elsewhere(tries, worded)
    if best is not worded:
        best = learnt_slots.learnt(tries, best)
    best = learnt_slots.simplest(tries, learnt_formats.learnt(tries, best))
    return tries.whole(first), tries.whole(best)


def _facts_with(submission: Submission, base: Chain) -> Facts:
    given = with_own_data(submission, base.own_data, base.name).published()
    specs = packs.table_specs(base, given.year)
    return facts.filled(given, figures.derive(given), specs, base.names)


def _holes_of(submission: Submission, base: Chain) -> HolesOf:
    year, department = submission.year, submission.department
    called = department.full_name if base.manifest.called == "全称" else department.short_name or ""
    bodies = {department.full_name: "{全称}", called: "{部门}"}
    own = dict(learnt_slots.holes_for(year, {name: hole for name, hole in bodies.items() if name}))
    before = {f"{year - 1}": "{年}"}

    def holes(keys: Keys) -> Mapping[str, str]:
        return before if learnt_slots.of_comparison(keys) else own

    return holes
