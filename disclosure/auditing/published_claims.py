"""读成所称的数 — a published document with a pack's grammar: its passages, sentences, tables and claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain, starmap
from operator import methodcaller

from disclosure import packs, terms
from disclosure.auditing import pack_grammar, sentences
from disclosure.auditing.claims import Claim, claims
from disclosure.auditing.grammar import heading_words
from disclosure.auditing.identity import Identity
from disclosure.auditing.running_texts import LEFT_OUT
from disclosure.auditing.sentences import Passage, Sentence, Speech
from disclosure.errors import Source
from disclosure.forms.spec import TableSpec
from disclosure.importing.reading import read_tables
from disclosure.importing.reading.flat_tables import COUNTS
from disclosure.importing.reading.forms import FoundForm
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.importing.recognising.table_regions import Titles
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedText
from disclosure.loading.published.blocks_in_place import one_matrix
from disclosure.packs.pack_chain import Chain

_A_TABLE = 5  # clauses that a table's title is worth, where the pack is looked for
_NOWHERE = Source("")
_PHRASE = re.compile("[\u4e00-\u9fff]{6,}")
_CODE = re.compile(r"\.(\d{7})\.")
_INLINE = re.compile(
    r"\s*([（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*(?=[^。]*(?:决算|经费|采购|资产))[^。；，、,;：:\d]{4,30}情况(?:说明)?)[。：:]."
)
_CENT, _ZERO = Decimal("0.005"), Decimal(0)
_PLACES = 2
_BEFORE, _BEHIND = 16, 8  # letters of a quote on each side
_CHAINS = 64  # of which the tables are kept: those of a year, with room to spare


@dataclass(frozen=True, slots=True)
class Claimed:
    """读成的 — a document, whose it is, its sentences, the claims of text and tables."""

    document: PublishedDocument
    identity: Identity
    chain: Chain
    sentences: Sequence[Sentence]
    claims: Sequence[Claim]
    tables: Sequence[FoundTable]

    def text(self, claim: Claim) -> str:
        """所在的段落 — of a claim; empty for one of a cell."""
        block = self._block(claim)
        return block.text if block else ""

    def place(self, claim: Claim) -> Place:
        """所在 — of a claim."""
        block = self._block(claim)
        return block.place(claim.start) if block else Place(claim.cell or _NOWHERE)

    def quote(self, claim: Claim) -> str:
        """引文 — the words around a claim, … where the paragraph goes on; of a cell what it says."""
        text = self.text(claim)
        start, end = max(claim.start - _BEFORE, 0), claim.end + _BEHIND
        around = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
        return around if text else claim.said

    def _block(self, claim: Claim) -> PublishedText | None:
        block = None if claim.cell else self.document.blocks[claim.block]
        return block if isinstance(block, PublishedText) else None


def read(document: PublishedDocument, chain: Chain, identity: Identity) -> Claimed:
    """读 — every number that the text and the tables state, as figures of a pack."""
    passages = list(texts(document, chain))
    has_page = sums_itself_up(document, chain)
    grammar = pack_grammar.of_pack(chain) if has_page else pack_grammar.of_pack_without_glance(chain)
    speech = Speech(grammar, identity.year, identity.bodies)
    specs = _specs(chain, identity.year)
    tables, _ = read_tables.read([one_matrix(document, "")], specs, identity.year)
    of_tables = _of_tables(tables)
    said = sentences.read(passages, speech)
    of_text = claims(said, speech, _item_codes(of_tables))
    return Claimed(document, identity, chain, said, [*of_tables, *of_text], tables)


def sums_itself_up(document: PublishedDocument, chain: Chain) -> bool:
    """有“一页看懂” — whether a document has the page."""
    page = pack_grammar.heading_of_glance(chain)
    return any(passage.heading == page for passage in texts(document, chain))


@lru_cache(maxsize=_CHAINS)
def _specs(chain: Chain, year: int) -> Sequence[TableSpec]:
    return packs.table_specs(chain, year)


def texts(document: PublishedDocument, chain: Chain) -> Iterator[Passage]:
    """各段文字 — each with the heading above it; “一页看懂” on a line of its own is always one."""
    heading, page = "", pack_grammar.heading_of_glance(chain)
    for number, block in enumerate(document.blocks):
        match block:
            case PublishedText(kind=kind) if kind in LEFT_OUT:
                continue
            case PublishedText(text=text, kind=kind):
                words = heading_words(text)
                heading = words if kind == "heading" or words == page else _heading_before(text) or heading
                yield Passage(number, text, heading)


def _heading_before(text: str) -> str:
    """A heading that its paragraph goes on behind: （一）财政拨款支出决算总体情况。2023年度……"""
    found = _INLINE.match(text)
    return heading_words(found[1]) if found else ""


def _item_codes(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(chain.from_iterable(_CODE.findall(claim.figure) for claim in claims))


def _of_tables(tables: Sequence[FoundTable]) -> list[Claim]:
    """Of cells that show a figure, of forms what follows from others; places are those of the cells."""
    shown = chain.from_iterable(map(methodcaller("figures"), tables))
    return list(chain.from_iterable(starmap(_of_shown, chain(shown, _derived_of_forms(tables)))))


def _derived_of_forms(tables: Iterable[FoundTable]) -> Iterator[tuple[str, Value]]:
    forms = (table.derived.items() for table in tables if isinstance(table, FoundForm))
    return chain.from_iterable(forms)


def _of_shown(name: str, value: Value) -> Iterator[Claim]:
    id = identifier_of(name)
    if id:
        yield _of_cell(id, value)


def _of_cell(id: str, value: Value) -> Claim:
    source = next(iter(value.sources), _NOWHERE)
    if id.endswith(COUNTS):
        return Claim(id, value.amount, _ZERO, 0, "", f"{value.amount:f}", is_sure=True, cell=source)
    half = value.half or (_CENT if value.amount else _ZERO)
    said = "".join(value.said(value.amount).split())  # as sentences say it, without a space
    return Claim(id, value.amount, half, _PLACES, "元", said, is_sure=True, cell=source)


def identifier_of(name: str) -> str:
    """标识 — of a figure by its name; empty for what is no figure."""
    with suppress(KeyError):
        return terms.identifier(name)
    return ""


def resemblance(text: str, chain: Chain) -> int:
    """字面像不像 — how many phrases of a pack's sections and words stand in a text."""
    return sum(phrase in text for phrase in _phrases(chain))


@cache
def _phrases(chain: Chain) -> frozenset[str]:
    files = (chain.source(f"sections/{name}.j2") for name in chain.stems("sections/*.j2"))
    sections = "\n".join(text for text, _ in filter(None, files))
    return frozenset(_PHRASE.findall(f"{sections}\n{chain.wording}"))


def likeness(document: PublishedDocument, chain: Chain, identity: Identity) -> int:
    """像不像 — how many clauses a pack surely says, and titles of tables that it has."""
    speech = Speech(pack_grammar.of_pack_in_short(chain), identity.year, identity.bodies)
    passages = list(texts(document, chain))
    titles = Titles(_specs(chain, identity.year))
    named = sum(titles.spec(passage.text) is not None for passage in passages)
    return sentences.sure(sentences.read(passages, speech)) + _A_TABLE * named
