"""名词与解释 — where a term of the glossary stands in the text: the first time in each section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from disclosure.document import Block, Document, Heading, Paragraph, of_kind, plain

_GLOSSARY = "名词解释"
_ENTRY = re.compile(r"[（(]?[\d一二三四五六七八九十]*[)）.．、]?\s*(?P<term>[^：:]{2,40})[：:]")
_SECTION = 2  # level of a heading behind which a term is explained anew


@dataclass(slots=True)
class GlossaryLinks:
    """名词的链接 — entries by term; terms that paragraphs explain; of each entry the first of these."""

    entries: Mapping[str, str]
    found: dict[str, list[str]] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    def wanted(self, paragraph: str) -> list[str]:
        """要解释的 — the terms that a paragraph explains, those that hold others first."""
        return sorted(self.found.get(paragraph, ()), key=len, reverse=True)

    def css(self, look: str) -> str:
        """样式 — an entry comes to where its term stands, while that is pointed at or focused."""
        rule = 'body:has(a.term[href="#{0}"]:is(:hover, :focus)) #{0}'
        return f"{', '.join(map(rule.format, self.used))} {look}\n" if self.used else ""


def glossary_links(document: Document) -> GlossaryLinks:
    """找名词 — of a document; none where it has no glossary."""
    made = GlossaryLinks({term: entry for entry, term in _explanations(document.blocks)})
    told: set[str] = set()
    for block in document.blocks if made.entries else ():
        if isinstance(block, Heading) and block.level <= _SECTION:
            told.clear()
        elif isinstance(block, Paragraph) and block.id not in made.entries.values():
            found = [term for term in made.entries if term not in told and _is_in(term, block)]
            told.update(found)
            made.found[block.id] = found
            made.used = dict.fromkeys(map(made.entries.__getitem__, found), block.id) | made.used
    return made


def _is_in(term: str, paragraph: Paragraph) -> bool:
    """In what was typed: a printed number or name is another thing."""
    return any(term in text.text for text in paragraph.content if text.is_typed)


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
