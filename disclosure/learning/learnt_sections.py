"""学章节 — which sections stand in the document, in which order, and what its parts are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import filterfalse
from operator import attrgetter
from typing import Any

from rapidfuzz import fuzz

from disclosure.auditing.grammar import heading_words
from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.pack_changes import PARTS, PackChanges
from disclosure.learning.slot_proposals import with_holes
from disclosure.learning.tries import Tried, Tries, better
from disclosure.packs.linting.lint import Keys
from disclosure.packs.manifest import PartSpec, SectionGroup
from disclosure.packs.toml_tables import merged

Declared = Mapping[Keys, Any]  # of pack.toml, by the keys that lead there
_SAME_HEADING = 80  # of 100
_TITLE_HOLES = {
    "{年}": "{{ 年度 }}",
    "{本年}": "{{ 年度 }}年度",
    "{部门}": "{{ 部门.全称 }}",
    "{全称}": "{{ 部门.全称 }}",
}


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的章节 — each change kept only where the document is nearer with it."""
    for change in (_moved, _titled, _left_out):
        for changes in list(change(tries, best)):
            best = better(tries, best, _together(best.changes, changes))
    return best


def _together(changes: PackChanges, more: Declared) -> PackChanges:
    """With other declarations; of the parts each keeps what the other does not say."""
    parts = merged([_parts_alone(changes.manifest), _parts_alone(more)], by="标识")["各部分"]
    whole = {**changes.manifest, **more}
    return replace(changes, manifest={**whole, PARTS: parts} if parts else whole)


def _parts_alone(declared: Declared) -> dict[str, Any]:
    return {"各部分": declared.get(PARTS, [])}


def _left_out(tries: Tries, best: Tried) -> Iterator[Declared]:
    """Sections of which the document has nothing."""
    paired = {mine.section for mine, _ in best.pairs(tries.document)}
    every = dict.fromkeys(map(attrgetter("section"), best.draft.passages))
    return map(_section_unused, filterfalse({*paired, ""}.__contains__, every))


def _section_unused(section: str) -> Declared:
    return {("各节", section, "不用"): True}


def _moved(tries: Tries, best: Tried) -> Iterator[Declared]:
    """Parts whose sections stand in another order."""
    at = dict(_places_in(best.draft.passages, tries.document))
    for part in tries.base.manifest.parts:
        known = list(filter(at.__contains__, part.sections))
        order = sorted(known, key=at.__getitem__)
        if order != known:
            yield _of_part(part, "章节", _reordered(part.sections, order))


def _reordered(sections: Sequence[str | SectionGroup], order: Sequence[str | SectionGroup]) -> list[Any]:
    """Those that stand in the order as it has them, the others where they are."""
    following = iter(order)
    return [next(following) if entry in order else _raw(entry) for entry in sections]


def _of_part(part: PartSpec, what: str, value: Any) -> Declared:
    return {PARTS: [{"标识": part.id, what: value}]}


def _raw(entry: str | SectionGroup) -> Any:
    if isinstance(entry, str):
        return entry
    return {"标题": entry.title, "章节": list(map(_raw, entry.sections))}


def _places_in(
    draft: Sequence[DraftPassage], document: Sequence[PublishedPassage]
) -> Iterator[tuple[str | SectionGroup, int]]:
    """Of each section where the document has its heading."""
    headings = _places_of_headings(document)
    for section, own in _headings_of_sections(draft).items():
        likeliest = max(headings, key=partial(fuzz.ratio, own), default="")
        if fuzz.ratio(own, likeliest) >= _SAME_HEADING:
            yield section, headings[likeliest]


def _places_of_headings(document: Sequence[PublishedPassage]) -> dict[str, int]:
    headings = ((place, one) for place, one in enumerate(document) if one.is_heading)
    return {heading_words(one.signs.text): place for place, one in headings}


def _headings_of_sections(draft: Sequence[DraftPassage]) -> dict[str, str]:
    headings = [one for one in reversed(draft) if one.is_heading and one.section]
    return {one.section: heading_words(one.signs.text) for one in headings}


def _titled(tries: Tries, best: Tried) -> Iterator[Declared]:
    """Parts that the document calls otherwise."""
    parts = _parts_by_block(tries)
    for mine, theirs in best.pairs(tries.document):
        if mine.block in parts and mine.signs.signs != theirs.signs.signs:
            yield _of_part(parts[mine.block], "标题", _title_of_part(theirs, tries))


def _parts_by_block(tries: Tries) -> dict[str, PartSpec]:
    return {f"part-{part.id}": part for part in tries.base.manifest.parts}


def _title_of_part(theirs: PublishedPassage, tries: Tries) -> str:
    """Without its number, with what the pack fills in."""
    return _with_expressions(with_holes(_unnumbered(theirs.text.text.strip()), tries.holes(("标题", ""))))


def _unnumbered(words: str) -> str:
    return words.partition("部分")[2].strip("：、 　") if words.startswith("第") else words


def _with_expressions(title: str) -> str:
    for hole, expression in _TITLE_HOLES.items():
        title = title.replace(hole, expression)
    return title
