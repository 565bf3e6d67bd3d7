"""学章节 — which parts, groups and sections the document has, in which order, what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, filterfalse, takewhile
from operator import attrgetter
from typing import Any

from disclosure import packs
from disclosure.auditing.grammar import heading_words
from disclosure.learning.own_sections import is_own, name_of, with_own_sections
from disclosure.learning.pack_changes import PARTS, PackChanges
from disclosure.learning.section_places import PART, Spoken, headings_of, places, sections_of, unplaced
from disclosure.learning.slot_proposals import with_holes
from disclosure.learning.tries import Tried, Tries, better
from disclosure.loading.published.headings import mark
from disclosure.packs.linting.lint import Keys
from disclosure.packs.manifest import Manifest, PartSpec, SectionGroup

Declared = Mapping[Keys, Any]  # of pack.toml, by the keys that lead there
_ORDER: Keys = ("部分次序",)
_UNLISTED = "unlisted"  # a part of what the packs know and do not list
_TITLE_HOLES = {
    "{年}": "{{ 年度 }}",
    "{本年}": "{{ 年度 }}年度",
    "{部门}": "{{ 部门.全称 }}",
    "{全称}": "{{ 部门.全称 }}",
}


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的章节 — each change kept only where the document is nearer with it."""
    best = better(tries, best, _laid_out(tries, best))
    for changes in list(_left_out(tries, best)):
        best = better(tries, best, _with_declared(best.changes, changes))
    return best


def _with_declared(changes: PackChanges, more: Declared) -> PackChanges:
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

    def titles(self) -> Iterator[tuple[str, str]]:
        """Each section with the heading that it stands below, those below this one, too."""
        yield from [(self.section, self.title)] if self.section else []
        yield from chain.from_iterable(node.titles() for node in self.below)


def _laid_out(tries: Tries, best: Tried) -> PackChanges:
    """With what the headings of the document make of the parts, where it is otherwise than in the packs."""
    sections = _sections_known(tries, best)
    tops = list(filterfalse(_is_unknown, _tops(_nodes_of(tries, sections))))
    headed = {name for name, section in sections.items() if section.level}
    holes = tries.holes(("标题", ""))
    layout = _Layout(tries.base.manifest, sections.keys(), headed, _titles_printed(tries), holes)
    titles = chain.from_iterable(top.titles() for top in tops)
    own = {name: layout.title(title) for name, title in titles if is_own(name)}
    return with_own_sections(_with_declared(best.changes, layout.declared(tops)), own)


def _sections_known(tries: Tries, best: Tried) -> Mapping[str, Spoken]:
    """Listed or not, as they are printed."""
    every = tries.tried(_with_unlisted(tries, best.changes)) or best
    parts = tries.base.manifest.printed_parts()
    return sections_of(
        every.draft.passages, {name: part.title for part in parts for name in _flat(part.sections)}
    )


def _nodes_of(tries: Tries, sections: Mapping[str, Spoken]) -> Sequence[_Node]:
    headings = headings_of(tries.document)
    placed = places(sections, headings)
    unknown = {at: name_of(at, headings[at]) for at in unplaced(headings, placed)}
    return tuple(_heading_nodes(list(enumerate(headings)), {**unknown, **placed}))


def _is_unknown(top: _Node) -> bool:
    """Whether all its sections are of no pack."""
    return {is_own(section) for section, _ in top.titles()} == {True}


def _with_unlisted(tries: Tries, changes: PackChanges) -> PackChanges:
    parts = tries.base.manifest.printed_parts()
    listed = set(chain.from_iterable(_flat(part.sections) for part in parts))
    unlisted = list(filterfalse(listed.__contains__, tries.base.stems("sections/*.j2")))
    with_part = changes.with_declared(PARTS, [{"标识": _UNLISTED, "标题": "", "章节": unlisted}])
    return with_part.with_declared(_ORDER, [*map(attrgetter("id"), parts), _UNLISTED])


def _flat(entries: Iterable[str | SectionGroup]) -> Iterator[str]:
    for entry in entries:
        yield from [entry] if isinstance(entry, str) else _flat(entry.sections)


def _heading_nodes(headings: Sequence[tuple[int, Spoken]], sections: Mapping[int, str]) -> Iterator[_Node]:
    """Each heading with the deeper ones behind it."""
    if headings:
        (at, heading), behind = headings[0], headings[1:]
        below = list(takewhile(lambda one: one[1].level > heading.level, behind))
        inside = tuple(_heading_nodes(below, sections))
        yield _Node(heading.title, sections.get(at, ""), inside, heading.level)
        yield from _heading_nodes(behind[len(below) :], sections)


def _tops(nodes: Sequence[_Node]) -> Iterator[_Node]:
    """The parts; what stands before the first heading of a part is one without a title."""
    before = tuple(takewhile(lambda node: node.level != PART, nodes))
    yield from [_Node("", "", before)] if before else []
    yield from nodes[len(before) :]


def _titles_printed(tries: Tries) -> dict[str, str]:
    """What the packs call parts and groups, by how it is printed."""
    titles = list(dict.fromkeys(_titles_declared(tries.base.manifest.printed_parts())))
    return dict(zip(map(heading_words, packs.printed(tries.base, tries.facts, titles)), titles, strict=True))


def _titles_declared(entries: Iterable[PartSpec | SectionGroup | str]) -> Iterator[str]:
    for entry in entries:
        if not isinstance(entry, str):
            yield entry.title
            yield from _titles_declared(entry.sections)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How pack.toml declares what stands below the headings."""

    manifest: Manifest
    printed: Set[str]
    headed: Set[str]
    titles: Mapping[str, str]
    holes: Mapping[str, str]

    def declared(self, tops: Iterable[_Node]) -> Declared:
        """Of the parts each keeps what the packs say of it where the document has it so; forms stay."""
        known = self.manifest.printed_parts()
        found = list(self._by_part(tops))
        printed = (*(part for part, _ in found), *filter(_is_form, known))
        order = [*dict.fromkeys(part.id for part in printed)]
        told = {part.id: self._told(part, top) for part, top in found}
        changed = [{"标识": id, **keys} for id, keys in told.items() if keys]
        otherwise = {_ORDER: (order, [part.id for part in known]), PARTS: (changed, [])}
        return {keys: value for keys, (value, packs_say) in otherwise.items() if value != packs_say}

    def _by_part(self, tops: Iterable[_Node]) -> Iterator[tuple[PartSpec, _Node]]:
        """With the part that has most of its sections, or is that of the tables as it is; else a new one."""
        free = list(self.manifest.printed_parts())
        for number, top in enumerate(tops, 1):
            shared = partial(_shared, {*dict(top.titles())}, top.title)
            part = max(filter(shared, free), key=shared, default=PartSpec(id=f"part_{number}", title=""))
            if part in free or [*top.titles()]:
                yield part, top
            free = [one for one in free if one is not part]

    def _told(self, part: PartSpec, top: _Node) -> dict[str, Any]:
        """What the document has otherwise; sections that now print nothing stay, as the last ones."""
        title = self.title(top.title)
        entries = [*filter(None, [top.section]), *chain.from_iterable(map(self._entries, top.below))]
        silent = list(filterfalse(self.printed.__contains__, _flat(part.sections)))
        is_same = entries == list(_raw(part.sections, {*dict(top.titles())}))
        return {
            **({} if title == part.title else {"标题": title}),
            **({} if is_same else {"章节": [*entries, *silent]}),
        }

    def _entries(self, node: _Node) -> list[Any]:
        """A section; a group of those below a heading, or of the one that has no heading of its own."""
        if node.section in self.headed or is_own(node.section):
            return [node.section]
        inside = [*filter(None, [node.section]), *chain.from_iterable(map(self._entries, node.below))]
        return [{"标题": self.title(node.title), "章节": inside}] if inside else []

    def title(self, words: str) -> str:
        """As the packs call it; else without its number, with what the pack fills in."""
        numbered = mark(words)
        title = with_holes(numbered.name if numbered else words, self.holes)
        for hole, expression in _TITLE_HOLES.items():
            title = title.replace(hole, expression)
        return self.titles.get(heading_words(words), title)


def _shared(sections: Set[str], title: str, part: PartSpec) -> int:
    is_called_so = (part.with_tables and "表" in title) or (part.attached and "附件" in title)
    return len(sections & {*_flat(part.sections)}) + is_called_so


def _is_form(part: PartSpec) -> bool:
    """Whether it has no sections and not the set of tables: attachments, forms of its own."""
    return not (part.sections or part.with_tables)


def _raw(entries: Iterable[str | SectionGroup], kept: set[str]) -> Iterator[Any]:
    """As pack.toml has them, without sections that are not there."""
    for entry in entries:
        if isinstance(entry, str):
            yield from [entry] if entry in kept else []
        elif inside := list(_raw(entry.sections, kept)):
            yield {"标题": entry.title, "章节": inside}
