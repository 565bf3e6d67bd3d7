"""名词解释的差错 — subjects explained and not used, used and not explained; terms that nothing uses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import chain, filterfalse
from operator import attrgetter
from typing import Any

from disclosure import classification
from disclosure.auditing import plain_tables, spoken_subjects
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_texts
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.spoken_subjects import Spoken
from disclosure.importing.recognising.spellings import label
from disclosure.load.published.blocks import Place, PublishedTable, PublishedText

_ITEM = re.compile(r"(?:general|fund|state)_expenditure\.item\.(\d{7})\.final")
_SPENT_ITEM = re.compile(r"expenditure\.item\.\d{7}\.final")
_AMOUNT = re.compile(r"[1-9]\d*(?:\.\d+)?\s*万?元|0\.\d*[1-9]\d*\s*万?元")
_HEAD = re.compile(
    r"\s*(?:[（(]?[\d一二三四五六七八九十]+[）)]?[.、．]?)?\s*(?P<name>[^：:，。；]{3,30}?)\s*[：:]"
)
_BRACKETED = re.compile(r"[（(].*?[）)]")
_ANY_ITEM = "2010101"
_MOST = 0.5  # of the subjects used: a glossary that explains as many means to explain all
_FEW, _SHORT = 6, 2
_ALL_SPENT = ("expenditure.final", "general_expenditure.final")


@dataclass(frozen=True, slots=True)
class _Used:
    """What a document uses outside its glossary: codes, those with money, names in text and tables."""

    codes: Set[str]
    spent: Mapping[str, Place]
    names: Set[str]
    text: str


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """名词解释 — nothing of a document without one."""
    spoken = spoken_subjects.of_document(claimed.document)
    explained = list(filter(attrgetter("explained"), spoken))
    blocks = spoken_subjects.glossary_blocks(claimed.document)
    used = _used(claimed, list(filterfalse(attrgetter("explained"), spoken)), blocks)
    if explained:
        yield from _unused_subjects(claimed, explained, used)
        yield from _unexplained(claimed, explained, used)
    if blocks and not claimed.chain.glossary.keep_unused:
        yield from _unused_terms(blocks, used)


def _used(claimed: Claimed, spoken: list[Spoken], glossary: Iterable[PublishedText]) -> _Used:
    year, document = claimed.identity.year, claimed.document
    tables = [block for block in document.blocks if isinstance(block, PublishedTable)]
    cells = list(chain.from_iterable(row.values() for table in tables for row in table.matrix.rows))
    listed = chain.from_iterable(plain_tables.coded(table.matrix) for table in tables)
    explained = set(map(id, glossary))
    outside = (one.text for one in only_texts(document.blocks) if id(one) not in explained)
    return _Used(
        {one.code for one in listed} | set(chain.from_iterable(one.codes(year) for one in spoken)),
        _spent(claimed, spoken),
        set(map(label, chain(map(attrgetter("text"), cells), map(attrgetter("name"), spoken)))),
        label("".join(chain(outside, map(attrgetter("text"), cells)))),
    )


def _spent(claimed: Claimed, spoken: Iterable[Spoken]) -> Mapping[str, Place]:
    """项 with money, and where the document says so: in text rather than in a table."""
    year = claimed.identity.year
    said = filter(_has_amount, spoken)
    in_text = {code: one.place("item") for one in said for code in one.codes(year)[:1]}
    sure = (claim for claim in claimed.claims if claim.is_sure and claim.value)
    in_claims = {
        match[1]: claimed.place(claim) for claim in sure for match in [_ITEM.fullmatch(claim.figure)] if match
    }
    return {**in_claims, **in_text}


def _has_amount(one: Spoken) -> bool:
    return _AMOUNT.search(one.block.text, one.match.end()) is not None


def _unused_subjects(claimed: Claimed, explained: list[Spoken], used: _Used) -> Iterator[AuditFinding]:
    """Nothing where none is used: then the document names its subjects in a way that is not read."""
    unused = list(filterfalse(partial(_is_used, claimed.identity.year, used), explained))
    is_sure = _tells_all(claimed) and len(unused) <= _MOST * len(explained)
    certainty: Certainty = "确定" if is_sure else "疑问"
    for one in unused if len(unused) < len(explained) else ():
        message = f"名词解释里的“{one.name}（项）”，正文和表里都没有用到"
        fix = "没有用到的科目不必解释，删去"
        yield _finding(certainty, one.place("item"), one.match[0].strip(), message, fix=fix)


def _is_used(year: int, used: _Used, one: Spoken) -> bool:
    """By its code; by its name where no other subject is called so."""
    codes, name = one.codes(year), label(one.name)
    is_only = len(classification.of_name(one.name, _ANY_ITEM, year)) <= 1
    return not used.codes.isdisjoint(codes) or (is_only and name in used.names)


def _tells_all(claimed: Claimed) -> bool:
    """Whether the document lists all that was spent by 项: in a table, or as the general budget alone."""
    sure = list(filter(attrgetter("is_sure"), claimed.claims))
    in_tables = any(claim.cell and _SPENT_ITEM.fullmatch(claim.figure) for claim in sure)
    totals = [{claim.value for claim in sure if claim.figure == name} for name in _ALL_SPENT]
    return in_tables or (bool(totals[0]) and totals[0] == totals[1])


def _unexplained(claimed: Claimed, explained: Iterable[Spoken], used: _Used) -> Iterator[AuditFinding]:
    """Subjects with money without an entry, where the form explains every subject."""
    year = claimed.identity.year
    entries = list(explained)
    known = set(chain.from_iterable(one.codes(year) for one in entries))
    names = {label(one.name) for one in entries if not one.codes(year)}
    subjects = filter(None, (classification.subject(code, year) for code in used.spent))
    lacking = [one for one in subjects if one.code not in known and label(one.name) not in names]
    is_meant = len(lacking) <= _MOST * len(used.spent) and claimed.chain.glossary.subjects_from == "科目表"
    for one in lacking:
        message = f"“{one.name}（项）”（{one.code}）有支出，名词解释里没有"
        certainty: Certainty = "确定" if is_meant else "疑问"
        yield _finding(certainty, used.spent[one.code], one.name, message, fix="在名词解释里补上这一项")


def _unused_terms(blocks: Iterable[PublishedText], used: _Used) -> Iterator[AuditFinding]:
    """Terms that stand nowhere else: some forms keep them, so that they are one doubt together."""
    heads = [(match["name"], block) for block in blocks for match in [_HEAD.match(block.text)] if match]
    unused = [(name, block) for name, block in heads if _is_unused(name, used)]
    for _, block in unused[:1]:
        names = "、".join(name for name, _ in unused[:_FEW])
        message = f"名词解释里的“{names}”，别处没有用到"
        yield _finding(
            "疑问", block.place(), names, message, fix="本单位没有的可以删去；表样要求保留的不必改"
        )


def _is_unused(name: str, used: _Used) -> bool:
    plainly = label(_BRACKETED.sub("", name))
    others = _words()["别的说法"].get(plainly, plainly)
    return "项" not in name and len(plainly) > _SHORT and others not in used.text


@cache
def _words() -> Mapping[str, Any]:
    """subject_words.toml — what a term is called elsewhere."""
    text = files("disclosure").joinpath("auditing/subject_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _finding(certainty: Certainty, place: Place, quote: str, message: str, *, fix: str) -> AuditFinding:
    return AuditFinding("AU17", certainty, NAMES["AU17"], place, quote, message, quote, fix=fix)
