"""章节所在 — under which heading of the document each section of the packs stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, filterfalse, product, takewhile
from operator import itemgetter

from rapidfuzz import fuzz

from disclosure.auditing.grammar import heading_words
from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.signs import GAP

_LEAST, _LEAST_OF_TITLE = 45, 75  # of 100: how alike are a section and what stands below a heading
_ATTACHED = "附件"
PART = 1  # level of a heading


@dataclass(frozen=True, slots=True)
class Spoken:
    """一节的话 — of a section, or of a heading with all below it: its title, what it says, in signs."""

    title: str
    signs: str
    level: int = 0
    is_listed: bool = True

    @property
    def least(self) -> int:
        """至少多像 — to be taken for a section."""
        return _LEAST if self.is_listed and not self.is_typed else _LEAST_OF_TITLE

    @property
    def words(self) -> str:
        """标题的字."""
        return heading_words(self.title)

    def likeness(self, other: Spoken) -> float:
        """相像 — of 100; what is said counts double, the title alone where an office says it all.

        The same title is enough where nothing is likelier: a group is called as the section in it, too.
        """
        titles = (fuzz.ratio(self.words, other.words) + fuzz.partial_ratio(self.words, other.words)) / 2
        whole = titles if self.is_typed else (titles + 2 * fuzz.ratio(self.signs, other.signs)) / 3
        return max(whole, _LEAST) if self.words == other.words else whole

    @property
    def is_typed(self) -> bool:
        """是否全是录入的文字."""
        return not self.signs.replace(GAP, "")


def headings_of(document: Sequence[PublishedPassage]) -> list[Spoken]:
    """各标题 — of the document, in order; of its attachments the part's alone."""
    places = (at for at, one in enumerate(document) if one.is_heading)
    every = [_spoken_below(document[at], document[at + 1 :]) for at in places]
    return list(chain.from_iterable(map(_without_attached, _parts_apart(every))))


def _parts_apart(headings: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    """By parts, each with the headings below it."""
    part: list[Spoken] = []
    for heading in headings:
        if heading.level == PART and part:
            yield part
            part = []
        part.append(heading)
    yield part


def _without_attached(part: Sequence[Spoken]) -> Sequence[Spoken]:
    return part[:1] if part and part[0].words.startswith(_ATTACHED) else part


def _spoken_below(heading: PublishedPassage, behind: Iterable[PublishedPassage]) -> Spoken:
    level = heading.text.level
    below = takewhile(lambda one: not one.is_heading or one.text.level > level, behind)
    return Spoken(heading.signs.text.strip(), _signs_of_all(below), level)


def _signs_of_all(passages: Iterable[PublishedPassage | DraftPassage]) -> str:
    return "".join(one.signs.signs for one in passages)


def sections_of(draft: Iterable[DraftPassage], titles: Mapping[str, str]) -> dict[str, Spoken]:
    """各节 — that a draft prints; `titles` are of those that are listed, for those without a heading."""
    printed: dict[str, list[DraftPassage]] = defaultdict(list)
    for passage in draft:
        printed[passage.section].append(passage)
    return {name: _spoken_section(passages, titles.get(name)) for name, passages in printed.items() if name}


def _spoken_section(passages: Sequence[DraftPassage], title: str | None) -> Spoken:
    first, *behind = passages
    if first.is_heading:
        return Spoken(first.signs.text, _signs_of_all(behind), 1, title is not None)
    return Spoken(title or "", _signs_of_all(passages), 0, title is not None)


def places(sections: Mapping[str, Spoken], headings: Sequence[Spoken]) -> dict[int, str]:
    """各在哪个标题下 — by the number of the heading, the likeliest first; none above or below another's."""
    every = product(sections, range(len(headings)))
    likely = ((sections[name].likeness(headings[at]), name, at) for name, at in every)
    found: dict[int, str] = {}
    taken = set[int]()
    for likeness, name, at in sorted(likely, key=itemgetter(0), reverse=True):
        if likeness >= sections[name].least and name not in found.values() and at not in taken:
            found[at] = name
            taken |= {at, *_headings_above(headings, at), *_headings_below(headings, at)}
    return found | dict(_typed_in_order(sections, headings, found))


def _typed_in_order(
    sections: Mapping[str, Spoken], headings: Sequence[Spoken], found: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """What an office says has no words to be known by: it stands behind the section before it."""
    of_sections, free = {name: at for at, name in found.items()}, [*unplaced(headings, found)]
    before = -1
    for name, section in sections.items():
        before = of_sections.get(name, before)
        is_lost = name not in of_sections and section.is_typed and section.is_listed
        behind = next((at for at in range(before + 1, len(headings)) if not _is_above(headings, at)), -1)
        if is_lost and behind in free:
            before = behind
            yield behind, name


def _is_above(headings: Sequence[Spoken], at: int) -> bool:
    """Whether there are headings below it."""
    return any(_headings_below(headings, at))


def unplaced(headings: Sequence[Spoken], found: Mapping[int, str]) -> Iterator[int]:
    """无处可归的 — the headings of no section that have no headings below them; a part's is none."""
    known = {*found}.union(*(_headings_below(headings, at) for at in found))
    free = filterfalse(known.__contains__, range(len(headings)))
    return (at for at in free if not _is_above(headings, at) and headings[at].level != PART)


def _headings_above(headings: Sequence[Spoken], at: int) -> Iterator[int]:
    level = headings[at].level
    for before in range(at - 1, -1, -1):
        if headings[before].level < level:
            level = headings[before].level
            yield before


def _headings_below(headings: Sequence[Spoken], at: int) -> Iterator[int]:
    level = headings[at].level
    return takewhile(lambda behind: headings[behind].level > level, range(at + 1, len(headings)))
