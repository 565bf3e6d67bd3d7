"""读成所称的数 — a published document with a pack's grammar: who and which year, passages, claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosure import packs, terms
from disclosure.auditing import claims as claimed
from disclosure.auditing import pack_grammar
from disclosure.auditing.claims import Claim, Passage, Sentence
from disclosure.auditing.grammar import heading_words
from disclosure.errors import Source
from disclosure.importing.reading import read_tables
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.recognising.table_regions import Titles
from disclosure.load.published.blocks import Place, PublishedDocument, PublishedText
from disclosure.load.published.blocks_in_place import one_matrix
from disclosure.packs.pack_chain import Chain

_TITLE = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分)?\s*(?P<body>(?!第[一二三四五六七八九十]+部分|纳入)[^\d《》，。：]{4,60}?)?"
    r"\s*(?P<year>20\d\d)\s*年度?\s*(?:部门|单位)?决算"
)
_LONGEST_TITLE, _A_TABLE = 60, 5  # letters; clauses that a table's title is worth
_SHORT_NAME = re.compile(r"简称[：:]?[“”\"]?([^“”\"（）()，。]{2,20})[“”\"]?[）)]")
_OWNER = re.compile(r"^(?:编制)?(?:部门|单位)(?:名称)?[：:]\s*(.{4,60}?)(?:\s|公开|$)")
_YEAR = re.compile(r"(20\d\d)\s*年")
_NOWHERE = Source("")
_CODE = re.compile(r"\.(\d{7})\.")


@dataclass(frozen=True, slots=True)
class Identity:
    """谁的、哪年的 — the year of a document and the names of the body, the longest first."""

    year: int
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """读成的 — a document, whose it is, the passages with their clauses, the claims of text and tables."""

    document: PublishedDocument
    identity: Identity
    chain: Chain
    sentences: Sequence[Sentence]
    claims: Sequence[Claim]
    tables: Sequence[FoundTable]

    def text(self, claim: Claim) -> str:
        """所在的段落 — of a claim; empty for one of a cell."""
        block = None if claim.cell else self.document.blocks[claim.block]
        return block.text if isinstance(block, PublishedText) else ""

    def place(self, claim: Claim) -> Place:
        """所在 — of a claim."""
        block = None if claim.cell else self.document.blocks[claim.block]
        return block.place(claim.start) if isinstance(block, PublishedText) else Place(claim.cell or _NOWHERE)


def read(document: PublishedDocument, chain: Chain, identity: Identity) -> Claimed:
    """读 — every number that the text and the tables state, as figures of a pack."""
    grammar = pack_grammar.of_pack(chain)
    specs = packs.table_specs(chain, identity.year)
    tables, _ = read_tables.read([one_matrix(document, "")], specs, identity.year)
    of_tables = list(_of_tables(tables))
    used = frozenset(code for claim in of_tables for code in _CODE.findall(claim.figure))
    passages = list(texts(document))
    sentences = claimed.read(passages, grammar, identity.year, identity.bodies)
    found = claimed.claims(passages, sentences, grammar, identity.year, identity.bodies, used)
    return Claimed(
        document, identity, chain, sentences, [*of_tables, *claimed.as_precise(list(found))], tables
    )


def texts(document: PublishedDocument) -> Iterator[Passage]:
    """各段文字 — each with the heading above it."""
    heading = ""
    for number, block in enumerate(document.blocks):
        if isinstance(block, PublishedText) and block.kind not in ("running", "contents"):
            if block.kind == "heading":
                heading = heading_words(block.text)
            yield Passage(number, block.text, heading)


def identity(document: PublishedDocument) -> Identity | None:
    """谁的、哪年的 — as the title says, else the corners of the tables and the text; None where no year is said."""
    lines = [block.text for block in document.blocks if isinstance(block, PublishedText)]
    titles = [match for match in map(_TITLE.match, lines) if match and len(match.string) <= _LONGEST_TITLE]
    owners = [match[1] for match in map(_OWNER.match, lines) if match]
    years = Counter(year for line in lines for year in _YEAR.findall(line))
    year = titles[0]["year"] if titles else years.most_common(1)[0][0] if years else ""
    bodies = dict.fromkeys(
        [*(match["body"].strip() for match in titles if match["body"]), *owners, *_short_names(lines)]
    )
    return Identity(int(year), tuple(sorted(bodies, key=len, reverse=True))) if year else None


def _short_names(lines: Iterable[str]) -> list[str]:
    return [name for line in lines for name in _SHORT_NAME.findall(line)]


def _of_tables(tables: Iterable[FoundTable]) -> Iterator[Claim]:
    """Of cells that show a figure; places are those of the cells."""
    for table in tables:
        for name, value in table.figures():
            id = _identifier(name)
            if id:
                source = value.sources[0] if value.sources else table.source
                half = value.half or (Decimal("0.005") if value.amount else Decimal(0))
                yield Claim(
                    id, value.amount, half, 2, "元", value.said(value.amount), -1, 0, 0, True, True, source
                )


def _identifier(name: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError:
        return ""


def likeness(document: PublishedDocument, chain: Chain, identity: Identity) -> int:
    """像不像 — how many clauses a pack surely says, and titles of tables that it has."""
    grammar, passages = pack_grammar.of_pack_in_short(chain), list(texts(document))
    titles = Titles(packs.table_specs(chain, identity.year))
    sentences = claimed.read(passages, grammar, identity.year, identity.bodies)
    named = sum(titles.spec(passage.text) is not None for passage in passages)
    return sum(sentence.is_sure for sentence in sentences) + _A_TABLE * named
