"""学章节 — which parts, groups and sections the document has, in which order, what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, filterfalse, takewhile
from operator import attrgetter
from typing import Any

from disclosure import packs
from disclosure.auditing.grammar import heading_words
from disclosure.learning.pack_changes import PARTS, PackChanges
from disclosure.learning.section_places import Spoken, headings_of, places, sections_of
from disclosure.learning.slot_proposals import with_holes
from disclosure.learning.tries import Tried, Tries, better
from disclosure.load.published.headings import mark
from disclosure.packs.linting.lint import Keys
from disclosure.packs.manifest import Manifest, PartSpec, SectionGroup

Declared = Mapping[Keys, Any]  # of pack.toml, by the keys that lead there
_ORDER: Keys = ("部分次序",)
_PART = 1  # level of a heading
_UNLISTED = "unlisted"  # a part of what the packs know and do not list
_TITLE_HOLES = {
    "{年}": "{{ 年度 }}",
    "{本年}": "{{ 年度 }}年度",
    "{部门}": "{{ 部门.全称 }}",
    "{全称}": "{{ 部门.全称 }}",
}


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的章节 — each change kept only where the document is nearer with it."""
    best = better(tries, best, _with(best.changes, _layout(tries, best)))
    for changes in list(_left_out(tries, best)):
        best = better(tries, best, _with(best.changes, changes))
    return best


def _with(changes: PackChanges, more: Declared) -> PackChanges:
    return replace(changes, manifest={**changes.manifest, **more})


def _left_out(tries: Tries, best: Tried) -> Iterator[Declared]:
    """Sections of which the document has nothing."""
    paired = {mine.section for mine, _ in best.pairs(tries.document)}
    every = dict.fromkeys(map(attrgetter("section"), best.draft.passages))
    return map(_section_unused, filterfalse({*paired, ""}.__contains__, every))


def _section_unused(section: str) -> Declared:
    return {("各节", section, "不用"): True}


@dataclass(frozen=True, slots=True)
class _Node:
    """A heading of the document, the section that stands there, those below."""

    title: str
    section: str
    below: tuple[_Node, ...]
    level: int = 0

    def sections(self) -> Iterator[str]:
        """With those of all below."""
        yield from filter(None, [self.section])
        yield from chain.from_iterable(node.sections() for node in self.below)


def _layout(tries: Tries, best: Tried) -> Declared:
    """What the headings of the document make of the parts, where it is otherwise than in the packs."""
    manifest, headings = tries.base.manifest, headings_of(tries.document)
    every = tries.tried(_with_unlisted(tries, best.changes)) or best
    titles = {name: part.title for part in manifest.printed_parts() for name in _flat(part.sections)}
    sections = sections_of(every.draft.passages, titles)
    nodes = tuple(_nodes(list(enumerate(headings)), places(sections, headings)))
    layout = _Layout(manifest, sections, _titles_printed(tries), tries.holes(("标题", "")))
    return layout.declared(_tops(nodes))


def _with_unlisted(tries: Tries, changes: PackChanges) -> PackChanges:
    parts = tries.base.manifest.printed_parts()
    listed = set(chain.from_iterable(_flat(part.sections) for part in parts))
    unlisted = list(filterfalse(listed.__contains__, tries.base.stems("sections/*.j2")))
    with_part = changes.with_declared(PARTS, [{"标识": _UNLISTED, "标题": "", "章节": unlisted}])
    return with_part.with_declared(_ORDER, [*map(attrgetter("id"), parts), _UNLISTED])


def _flat(entries: Iterable[str | SectionGroup]) -> Iterator[str]:
    for entry in entries:
        yield from [entry] if isinstance(entry, str) else _flat(entry.sections)


def _nodes(headings: Sequence[tuple[int, Spoken]], sections: Mapping[int, str]) -> Iterator[_Node]:
    """Each heading with the deeper ones behind it."""
    if headings:
        (at, heading), behind = headings[0], headings[1:]
        below = list(takewhile(lambda one: one[1].level > heading.level, behind))
        yield _Node(heading.title, sections.get(at, ""), tuple(_nodes(below, sections)), heading.level)
        yield from _nodes(behind[len(below) :], sections)


def _tops(nodes: Sequence[_Node]) -> Iterator[_Node]:
    """The parts; what stands before the first heading of a part is one without a title."""
    before = tuple(takewhile(lambda node: node.level != _PART, nodes))
    yield from [_Node("", "", before)] if before else []
    yield from nodes[len(before) :]


def _titles_printed(tries: Tries) -> dict[str, str]:
    """What the packs call parts and groups, by how it is printed."""
    titles = list(dict.fromkeys(_titles(tries.base.manifest.printed_parts())))
    return dict(zip(map(heading_words, packs.printed(tries.base, tries.facts, titles)), titles, strict=True))


def _titles(entries: Iterable[PartSpec | SectionGroup | str]) -> Iterator[str]:
    for entry in entries:
        if not isinstance(entry, str):
            yield entry.title
            yield from _titles(entry.sections)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How pack.toml declares what stands below the headings."""

    manifest: Manifest
    printed: Mapping[str, Spoken]
    titles: Mapping[str, str]
    holes: Mapping[str, str]

    def declared(self, tops: Iterable[_Node]) -> Declared:
        """Of the parts each keeps what the packs say of it where the document has it so; forms stay."""
        found = {part.id: top for top in tops if (part := self._part_of(top))}
        parts = {part.id: part for part in self.manifest.printed_parts()}
        changed = [{"标识": id, **told} for id, top in found.items() if (told := self._told(parts[id], top))]
        forms = [id for id, part in parts.items() if not (part.sections or part.with_tables or id in found)]
        order = {} if [*found, *forms] == [*parts] else {_ORDER: [*found, *forms]}
        return {**order, **({PARTS: changed} if changed else {})}

    def _part_of(self, top: _Node) -> PartSpec | None:
        """The part that has most of its sections; of tables and attachments the one that is called so."""
        sections = {*top.sections()}
        likeliest = max(self.manifest.printed_parts(), key=lambda part: _shared(part, sections, top.title))
        return likeliest if _shared(likeliest, sections, top.title) else None

    def _told(self, part: PartSpec, top: _Node) -> dict[str, Any]:
        """What the document has otherwise; sections that now print nothing stay, as the last ones."""
        title = self._title(top.title)
        entries = [*filter(None, [top.section]), *chain.from_iterable(map(self._entries, top.below))]
        silent = list(filterfalse(self.printed.__contains__, _flat(part.sections)))
        is_same = entries == list(_raw(part.sections, {*top.sections()}))
        return {
            **({} if title == part.title else {"标题": title}),
            **({} if is_same else {"章节": [*entries, *silent]}),
        }

    def _entries(self, node: _Node) -> list[Any]:
        """A section; a group of those below a heading, or of the one that has no heading of its own."""
        if node.section and self.printed[node.section].level:
            return [node.section]
        inside = [*filter(None, [node.section]), *chain.from_iterable(map(self._entries, node.below))]
        return [{"标题": self._title(node.title), "章节": inside}] if inside else []

    def _title(self, words: str) -> str:
        """As the packs call it; else without its number, with what the pack fills in."""
        numbered = mark(words)
        title = with_holes(numbered.name if numbered else words, self.holes)
        for hole, expression in _TITLE_HOLES.items():
            title = title.replace(hole, expression)
        return self.titles.get(heading_words(words), title)


def _shared(part: PartSpec, sections: set[str], title: str) -> int:
    of_files = (part.with_tables and "表" in title) or (part.attached and "附件" in title)
    return len(sections & {*_flat(part.sections)}) + bool(of_files)


def _raw(entries: Iterable[str | SectionGroup], kept: set[str]) -> Iterator[Any]:
    """As pack.toml has them, without sections that are not there."""
    for entry in entries:
        if isinstance(entry, str):
            yield from [entry] if entry in kept else []
        elif inside := list(_raw(entry.sections, kept)):
            yield {"标题": entry.title, "章节": inside}
