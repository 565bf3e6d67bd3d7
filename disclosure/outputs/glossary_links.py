"""名词与解释 — where a term of the glossary stands in the text: the first time in each section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile, filterfalse, takewhile

from disclosure.document import Block, Document, Heading, Paragraph, of_kind, plain

_GLOSSARY = "名词解释"
_ENTRY = re.compile(r"[（(]?[\d一二三四五六七八九十]*[)）.．、]?\s*(?P<term>[^：:]{2,40})[：:]")
_SECTION = 2  # level of a heading behind which a term is explained anew


class GlossaryLinks:
    """名词的链接 — entries by term; of each entry that is needed the first paragraph that needs it."""

    def __init__(self, document: Document) -> None:
        self.entries = {term: entry for entry, term in _explanations(document.blocks)}
        self.used: dict[str, str] = {}
        self._told: set[str] = set()
        self._found: dict[str, list[str]] = {}
        if self.entries:
            for block in document.blocks:
                self._read(block)

    def _read(self, block: Block) -> None:
        match block:
            case Heading(level=level) if level <= _SECTION:
                self._told.clear()
            case Paragraph(id=id) if id not in self.entries.values():
                self._find(id, "\n".join(text.text for text in block.content if text.is_typed))

    def _find(self, paragraph: str, typed: str) -> None:
        found = list(filter(typed.__contains__, self.entries))
        self._found[paragraph] = list(filterfalse(self._told.__contains__, found))
        self._told.update(found)
        self.used = dict.fromkeys(map(self.entries.__getitem__, found), paragraph) | self.used

    def wanted(self, paragraph: str) -> list[str]:
        """要解释的 — the terms that a paragraph explains, those that hold others first."""
        return sorted(self._found.get(paragraph, ()), key=len, reverse=True)

    def css(self, look: str) -> str:
        """样式 — an entry comes to where its term stands, while that is pointed at or focused."""
        rule = 'body:has(a.term[href="#{0}"]:is(:hover, :focus)) #{0}'
        return f"{', '.join(map(rule.format, self.used))} {look}\n" if self.used else ""


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
