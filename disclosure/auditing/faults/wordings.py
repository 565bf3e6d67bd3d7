"""写错的字句 — words that are wrong wherever they stand: no terms of the form, commas left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, product, starmap
from typing import Any

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, said_in
from disclosure.auditing.word_lists import word_list

_ANYTHING, _AROUND, _TERM = "", 12, "AU9"


@dataclass(frozen=True, slots=True)
class _Wording:
    """一种写法 — its pattern, below which headings, in which paragraphs, and what is said of it."""

    code: str
    certainty: Certainty
    since: int
    pattern: re.Pattern[str]
    heading: re.Pattern[str]
    paragraph: re.Pattern[str]
    expected: str
    message: str
    fix: str


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """写错的字句 — of every text, under the headings that each wording is about."""
    of_year = filter(partial(_is_wrong_in, claimed.identity.year), _wordings())
    texts = tuple(said_in(claimed.document))
    text = "\n".join(one.text for one in texts)
    found = chain.from_iterable(starmap(_of_wording, product(of_year, texts)))
    return map(partial(_as_usual, text), found)


def certainty_beside(text: str, right: str, wrong: str) -> Certainty:
    """有多确定 — a term that a document uses oftener than the form's is its own way, not a slip."""
    alone = text.replace(right, "").count(wrong)
    return "确定" if alone <= max(text.count(right), 1) else "疑问"


def _as_usual(text: str, found: AuditFinding) -> AuditFinding:
    """Of two terms for one thing."""
    usual = certainty_beside(text, found.expected, found.stated)
    is_term = found.certainty == "确定" and found.expected and found.code == _TERM
    return replace(found, certainty=usual) if is_term else found


def _is_wrong_in(year: int, wording: _Wording) -> bool:
    return wording.since <= year


def _of_wording(wording: _Wording, one: RunningText) -> Iterator[AuditFinding]:
    if wording.heading.search(one.heading) and wording.paragraph.search(one.text):
        yield from map(partial(_ill_worded, wording, one), wording.pattern.finditer(one.text))


def _ill_worded(wording: _Wording, one: RunningText, match: re.Match[str]) -> AuditFinding:
    stated = match.groupdict().get("字", match[0])
    message, expected = (text.format(stated) for text in (wording.message, wording.expected))
    said = f"{message}，应为“{expected}”" if expected else message
    found = (wording.code, wording.certainty, NAMES[wording.code], one.place(match.start()))
    return AuditFinding(*found, _around(match), said, stated, expected, fix=wording.fix)


def _around(match: re.Match[str]) -> str:
    return match.string[max(match.start() - _AROUND, 0) : match.end() + _AROUND].replace("\n", "")


@cache
def _wordings() -> tuple[_Wording, ...]:
    return tuple(map(_wording_of, word_list("faults/wordings.toml")["写法"]))


def _wording_of(entry: Mapping[str, Any]) -> _Wording:
    pattern, heading, paragraph = (re.compile(entry.get(key, _ANYTHING)) for key in ("样式", "标题", "段内"))
    expected, message, fix = (entry.get(key, "") for key in ("应为", "说法", "改法"))
    kind = (entry["代码"], entry.get("程度", "确定"), entry.get("起", 0))
    return _Wording(*kind, pattern, heading, paragraph, expected, message, fix)
