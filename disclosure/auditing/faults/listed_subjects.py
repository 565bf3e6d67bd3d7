"""列出的款 — 人员经费、公用经费主要包括的款, held against the 款 that the tables give an amount for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import chain, product, starmap
from operator import attrgetter

from disclosure import classification
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_texts
from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.classification import EconomicGroup
from disclosure.importing.recognising.spellings import plain
from disclosure.loading.published.blocks import Place, PublishedText

LISTED = r"主要(?:包括|用于)[：:]?([^；;。]+)"
_GROUPS = ("人员经费", "公用经费")
_SPENT = re.compile(r"economic\.general_public_budget\.basic_expenditure\.subjects\.(3\d{4})\.final")
_BETWEEN = re.compile(r"[、，,]")
_SECTION = "30101"
_FIX = "照一般公共预算财政拨款基本支出决算表列"
_RENAME = "改成当年的款的名称"
_FEWEST = 5  # 款 with a cell in the tables
_EDITIONS, _ALIKE = 10, 0.85  # years that old editions go back; how like a name is its slip


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """列得不对的款 — 款 without money or left out, where the tables give amounts by 款; names of no 款."""
    spent, year = _spent_by_code(claimed.claims), claimed.identity.year
    found = starmap(_list_of, product(only_texts(claimed.document.blocks), classification.groups(year)))
    lists = list(chain.from_iterable(found))
    for place, listed, group in lists if len(spent) >= _FEWEST else ():
        yield from _of_list(place, listed, _of_group(spent, group), year)
    for place, listed, _ in lists:
        yield from chain.from_iterable(map(partial(_misnamed_section, place, year), names_listed(listed)))


def _spent_by_code(claims: Iterable[Claim]) -> Mapping[str, Decimal]:
    of_tables = filter(attrgetter("cell"), claims)
    return {match[1]: claim.value for claim in of_tables if (match := _SPENT.fullmatch(claim.figure))}


def _of_group(spent: Mapping[str, Decimal], group: EconomicGroup) -> Mapping[str, Decimal]:
    return {code: amount for code, amount in spent.items() if code in group}


def _list_of(block: PublishedText, group: EconomicGroup) -> Iterator[tuple[Place, str, EconomicGroup]]:
    """The list behind the name of a group and no other's: 公用经费10.23万元，主要包括：办公费、…"""
    others = "|".join(one for one in _GROUPS if one != group.name)
    match = re.search(f"{group.name}(?:(?!{others})[^；;。])*?{LISTED}", block.text)
    if match:
        yield block.place(match.start(1)), match[1], group


def _of_list(place: Place, listed: str, spent: Mapping[str, Decimal], year: int) -> Iterator[AuditFinding]:
    """A list that ends with 等 leaves some out."""
    named = _named_in(listed, year) & spent.keys()
    with_money = set(filter(spent.get, spent))
    left_out = with_money - named if named and not listed.rstrip().endswith("等") else set[str]()
    for code in sorted((named - with_money) | left_out):
        yield _unlike(place, listed, _name(code, year), code in named)


def _unlike(place: Place, listed: str, name: str, is_named: bool) -> AuditFinding:
    """A 款 that the text lists and the table has no amount for, or the other way round."""
    said = "列出了，表里是零" if is_named else "没有列出，表里有支出"
    stated, expected = (name, "") if is_named else ("", name)
    message = f"主要包括的款里，“{name}”{said}"
    return AuditFinding("AU3", "确定", NAMES["AU3"], place, listed, message, stated, expected, fix=_FIX)


def _named_in(listed: str, year: int) -> set[str]:
    found = chain.from_iterable(classification.of_name(name, _SECTION, year) for name in names_listed(listed))
    return set(map(attrgetter("code"), found))


def names_listed(listed: str) -> Iterator[str]:
    """列出的名称 — of a list as a sentence has it: 办公费、差旅费等."""
    return map(str.strip, _BETWEEN.split(listed.strip().removesuffix("等")))


def _misnamed_section(place: Place, year: int, name: str) -> Iterator[AuditFinding]:
    """A name of an earlier edition; one that is only like a 款 is a doubt."""
    right = "" if plain(name) in _names_of(year) else _right_name(name, year)
    if right:
        of_old = any(plain(name) in _names_of(earlier) for earlier in range(year - _EDITIONS, year))
        certainty: Certainty = "确定" if of_old else "疑问"
        message = f"“{name}”不是当年的款的名称，应为“{right}”"
        yield AuditFinding("AU9", certainty, NAMES["AU9"], place, name, message, name, right, fix=_RENAME)


def _right_name(name: str, year: int) -> str:
    """Of the same 款 as the name means; else of one that is much like it."""
    near = (one for one in classification.nearest_economic(name, year) if _is_much_like(name, one.name))
    meant = chain(classification.of_name(name, _SECTION, year), near)
    return next((one.name for one in meant), "")


def _is_much_like(name: str, right: str) -> bool:
    return SequenceMatcher(None, name, right).ratio() >= _ALIKE


@cache
def _names_of(year: int) -> frozenset[str]:
    return frozenset(plain(one.name) for one in classification.economic_subjects(year))


def _name(code: str, year: int) -> str:
    subject = classification.economic(code, year)
    return subject.name if subject else code
