"""名词与解释 — where a term of the glossary stands in the text: the first time in each section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from disclosure.document import Block, Document, Heading, Paragraph, Text, of_kind, plain

_GLOSSARY = "名词解释"
_ENTRY = re.compile(r"[（(]?[\d一二三四五六七八九十]*[)）.．、]?\s*(?P<term>[^：:]{2,40})[：:]")
_SECTION = 2  # level of a heading behind which a term is explained anew
Run = tuple[str, int]  # a paragraph's id, which of its runs of text


@dataclass(slots=True)
class GlossaryLinks:
    """名词的链接 — entries by term, terms by run of text; of each entry a paragraph that needs it."""

    entries: Mapping[str, str] = field(default_factory=dict)
    found: dict[Run, list[re.Match[str]]] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    def parts(self, paragraph: str, number: int, text: Text) -> Iterator[tuple[str, str | None]]:
        """各段 — a run of text cut where terms stand in it, each part with the entry that explains it."""
        at = 0
        for term in self.found.get((paragraph, number), ()):
            yield text.text[at : term.start()], None
            yield term[0], self.entries[term[0]]
            at = term.end()
        yield text.text[at:], None

    def css(self, look: str) -> str:
        """样式 — an entry comes to where its term stands, while that is pointed at or focused."""
        rule = 'body:has(a.term[href="#{0}"]:is(:hover, :focus)) #{0}'
        return f"{', '.join(map(rule.format, self.used))} {look}\n" if self.used else ""


def glossary_links(document: Document) -> GlossaryLinks:
    """找名词 — of a document; none where it has no glossary."""
    made = GlossaryLinks({term: entry for entry, term in _explanations(document.blocks)})
    if made.entries:
        longest_first = sorted(made.entries, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, longest_first)))
        _find_terms(document, made, pattern)
    return made


def _explanations(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """The paragraphs below the glossary's heading, each with the term that it explains."""
    glossary = dropwhile(lambda block: not _is_glossary(block), blocks)
    heading = next(glossary, None)
    if not isinstance(heading, Heading):
        return
    inside = takewhile(lambda block: not isinstance(block, Heading) or block.level > heading.level, glossary)
    for paragraph in of_kind(Paragraph, inside):
        if entry := _ENTRY.match(plain(paragraph.content)):
            yield paragraph.id, entry["term"]


def _is_glossary(block: Block) -> bool:
    return isinstance(block, Heading) and _GLOSSARY in plain(block.content)


def _find_terms(document: Document, made: GlossaryLinks, pattern: re.Pattern[str]) -> None:
    """Once a section, in what was typed: a printed number or name is another thing."""
    explained = set(made.entries.values())
    told: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Heading) and block.level <= _SECTION:
            told.clear()
        elif isinstance(block, Paragraph) and block.id not in explained:
            for number, text in enumerate(block.content):
                for term in pattern.finditer(text.text) if text.is_typed else ():
                    if term[0] not in told:
                        told.add(term[0])
                        made.found.setdefault((block.id, number), []).append(term)
                        made.used.setdefault(made.entries[term[0]], block.id)
