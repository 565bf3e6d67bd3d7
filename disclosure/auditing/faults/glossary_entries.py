"""名词解释的差错 — subjects explained and not used, used and not explained; terms that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse, product
from operator import attrgetter

from disclosure import classification
from disclosure.auditing import plain_tables, spoken_subjects
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_tables, only_texts
from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.spoken_subjects import Spoken
from disclosure.auditing.word_lists import word_list
from disclosure.checks.check_report import first_few
from disclosure.classification import Subject
from disclosure.importing.recognising.spellings import label
from disclosure.loading.published.blocks import Place, PublishedText

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
_NOT_NEEDED, _KEPT = "没有用到的科目不必解释，删去", "本单位没有的可以删去；表样要求保留的不必改"
_ALL_SPENT = ("expenditure.final", "general_expenditure.final")
_other_words = partial(word_list, "subject_words.toml")  # what a term is called elsewhere


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
    blocks = spoken_subjects.glossary_blocks(claimed.document)
    used = _used(claimed, list(filterfalse(attrgetter("explained"), spoken)), blocks)
    explained = list(filter(attrgetter("explained"), spoken))
    return chain(
        _unused_subjects(claimed, explained, used),
        _unexplained(claimed, explained, used),
        () if claimed.chain.glossary.keep_unused else _unused_terms(blocks, used),
    )


def _used(claimed: Claimed, spoken: list[Spoken], glossary: Iterable[PublishedText]) -> _Used:
    matrices = [table.matrix for table in only_tables(claimed.document.blocks)]
    cells = list(map(attrgetter("text"), chain.from_iterable(map(plain_tables.cells, matrices))))
    in_tables = map(attrgetter("code"), chain.from_iterable(map(plain_tables.coded, matrices)))
    in_text = chain.from_iterable(map(partial(_codes_spoken, claimed), spoken))
    outside = filterfalse(partial(_is_one_of, set(map(id, glossary))), only_texts(claimed.document.blocks))
    return _Used(
        {*in_tables, *in_text},
        _spent_items(claimed, spoken),
        set(map(label, chain(cells, map(attrgetter("name"), spoken)))),
        label("".join(chain(map(attrgetter("text"), outside), cells))),
    )


def _codes_spoken(claimed: Claimed, one: Spoken) -> tuple[str, ...]:
    return one.codes(claimed.identity.year)


def _is_one_of(known: Set[int], block: PublishedText) -> bool:
    return id(block) in known


def _spent_items(claimed: Claimed, spoken: Iterable[Spoken]) -> Mapping[str, Place]:
    """项 with money, and where the document says so: in text rather than in a table."""
    spent = filter(_is_money, filter(_is_of_item, claimed.claims))
    in_claims = {_ITEM.sub(r"\1", claim.figure): claimed.place(claim) for claim in spent}
    in_text = chain.from_iterable(map(partial(_spent_at, claimed), filter(_has_amount, spoken)))
    return {**in_claims, **dict(in_text)}


def _is_of_item(claim: Claim) -> bool:
    return _ITEM.fullmatch(claim.figure) is not None


def _is_money(claim: Claim) -> bool:
    return claim.is_sure and bool(claim.value)


def _spent_at(claimed: Claimed, one: Spoken) -> Iterator[tuple[str, Place]]:
    return product(_codes_spoken(claimed, one)[:1], [one.place("item")])


def _has_amount(one: Spoken) -> bool:
    return _AMOUNT.search(one.block.text, one.match.end()) is not None


def _unused_subjects(claimed: Claimed, explained: list[Spoken], used: _Used) -> Iterator[AuditFinding]:
    """Nothing where none is used: then the document names its subjects in a way that is not read."""
    unused = list(filterfalse(partial(_is_used, claimed.identity.year, used), explained))
    is_sure = _tells_all(claimed) and len(unused) <= _MOST * len(explained)
    certainty: Certainty = "确定" if is_sure else "疑问"
    return map(partial(_unused_entry, certainty), unused if len(unused) < len(explained) else [])


def _unused_entry(certainty: Certainty, one: Spoken) -> AuditFinding:
    message = f"名词解释里的“{one.name}（项）”，正文和表里都没有用到"
    return _of_glossary(certainty, one.place("item"), one.match[0].strip(), message, fix=_NOT_NEEDED)


def _is_used(year: int, used: _Used, one: Spoken) -> bool:
    """By its code; by its name where no other subject is called so."""
    is_only = len(classification.of_name(one.name, _ANY_ITEM, year)) <= 1
    is_named = is_only and label(one.name) in used.names
    return is_named or not used.codes.isdisjoint(one.codes(year))


def _tells_all(claimed: Claimed) -> bool:
    """Whether the document lists all that was spent by 项: in a table, or as the general budget alone."""
    sure = list(filter(attrgetter("is_sure"), claimed.claims))
    in_tables = filter(_SPENT_ITEM.fullmatch, map(attrgetter("figure"), filter(attrgetter("cell"), sure)))
    totals = list(map(partial(_amounts_said, sure), _ALL_SPENT))
    return any(in_tables) or (any(totals) and totals[0] == totals[1])


def _amounts_said(claims: Iterable[Claim], figure: str) -> set[Decimal]:
    return {claim.value for claim in claims if claim.figure == figure}


def _unexplained(claimed: Claimed, explained: list[Spoken], used: _Used) -> Iterator[AuditFinding]:
    """Subjects with money without an entry, where the form explains every subject."""
    subjects = filter(None, map(partial(classification.subject, year=claimed.identity.year), used.spent))
    known = set(chain.from_iterable(map(partial(_codes_spoken, claimed), explained)))
    unread = map(attrgetter("name"), filterfalse(partial(_codes_spoken, claimed), explained))
    lacking = list(filterfalse(partial(_is_explained, known, set(map(label, unread))), subjects))
    is_meant = len(lacking) <= _MOST * len(used.spent) and claimed.chain.glossary.subjects_from == "科目表"
    certainty: Certainty = "确定" if is_meant else "疑问"
    return map(partial(_without_entry, certainty, used), lacking if explained else [])


def _is_explained(codes: Set[str], names: Set[str], one: Subject) -> bool:
    return one.code in codes or label(one.name) in names


def _without_entry(certainty: Certainty, used: _Used, one: Subject) -> AuditFinding:
    message = f"“{one.name}（项）”（{one.code}）有支出，名词解释里没有"
    return _of_glossary(certainty, used.spent[one.code], one.name, message, fix="在名词解释里补上这一项")


def _unused_terms(blocks: Iterable[PublishedText], used: _Used) -> Iterator[AuditFinding]:
    """Terms that stand nowhere else: some forms keep them, so that they are one doubt together."""
    heads = chain.from_iterable(map(_head, blocks))
    unused = list(filter(partial(_is_unused, used), heads))
    names = [name for name, _ in unused]
    quote, told = "、".join(names[:_FEW]), first_few("、", map("“{}”".format, names), _FEW, "个")
    message = f"名词解释里的{told}，别处没有用到"
    return (_of_glossary("疑问", place, quote, message, fix=_KEPT) for _, place in unused[:1])


def _head(block: PublishedText) -> Iterator[tuple[str, Place]]:
    return ((match["name"], block.place()) for match in filter(None, [_HEAD.match(block.text)]))


def _is_unused(used: _Used, head: tuple[str, Place]) -> bool:
    plainly = label(_BRACKETED.sub("", head[0]))
    others = _other_words()["别的说法"].get(plainly, plainly)
    return "项" not in head[0] and len(plainly) > _SHORT and others not in used.text


def _of_glossary(certainty: Certainty, place: Place, quote: str, message: str, *, fix: str) -> AuditFinding:
    return AuditFinding("AU17", certainty, NAMES["AU17"], place, quote, message, quote, fix=fix)
