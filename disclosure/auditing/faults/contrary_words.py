"""矛盾的话 — two sentences that cannot both hold, and counts of a list that its entries do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, starmap, takewhile
from operator import itemgetter

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, running_texts
from disclosure.auditing.word_lists import word_list
from disclosure.chinese_numbers import ordinal

_CODE = "AU13"
_contrary_pairs = partial(word_list, "faults/contrary_words.toml")
_SUBORDINATE = re.compile(r"(?:下属|所属)[^。，；：、\d]{0,8}单位(\d+)个(?P<others>[^。]*)")
_PARTS = re.compile(r"单位(\d+)个")
_LISTING = re.compile(r"(?:单位|部门)(?:共\d+个)?[^。；]{0,4}包括[：:]\s*$")
_ENTRY = re.compile(r"\s*(?:\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[）)])")
_THESE = re.compile(r"^\s*(?:以上|上述)(\d+|[二两三四五六七八九十]+)个")
_NAMED = re.compile(
    r"(?:[股科室处部站所队]{1,2}|中心|机构|单位)(?P<count>\d+)个[（(：:](?P<list>[^（()）：:。；]+(?:[（(][^（()）]*[）)][^（()）：:。；]*)*)[）)。；]"
)
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
_PLAIN = re.compile(
    r"(?!.*(?:主要|包括|其中|含|如))\s*[^等和及与，,\s]{1,14}[股科室处部站所队心]\s*"
)  # names joined by nothing else than 、
_FIX = "数一数，改正个数或补全列出的各项"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """矛盾 — pairs that are declared, counts of subordinate units, counts beside what they count."""
    texts = tuple(running_texts(claimed.document))
    yield from chain.from_iterable(map(partial(_both_said, texts), _contrary_pairs()["矛盾"]))
    counted = chain.from_iterable(map(partial(_of_subordinate_units, _listed_units(texts)), texts))
    yield from islice(counted, 1)  # an attachment repeats the sentence
    yield from chain.from_iterable(map(_of_named, texts))
    yield from _of_these(texts)


def _both_said(texts: Sequence[RunningText], pair: Mapping[str, str]) -> Iterator[AuditFinding]:
    others = filter(itemgetter(1), ((one, re.search(pair["乙"], one.text)) for one in texts))
    is_said = any(re.search(pair["甲"], one.text) for one in texts)
    return starmap(partial(_contrary_to, pair), others if is_said else ())


def _contrary_to(pair: Mapping[str, str], one: RunningText, other: re.Match[str]) -> AuditFinding:
    return _contrary("疑问", one, other, f"这里说“{other[0]}”，{pair['说法']}", pair["改法"])


def _contrary(
    certainty: Certainty, one: RunningText, match: re.Match[str], message: str, fix: str
) -> AuditFinding:
    place = one.place(match.start())
    return AuditFinding(_CODE, certainty, NAMES[_CODE], place, match[0], message, match[0], fix=fix)


def _listed_units(texts: Sequence[RunningText]) -> int:
    """How many units are listed behind 编制范围的单位包括：, an entry a paragraph."""
    starts = (number for number, one in enumerate(texts, 1) if _LISTING.search(one.text))
    return next((_entries_from(texts, start) for start in starts), 0)


def _entries_from(texts: Sequence[RunningText], start: int) -> int:
    return len(list(takewhile(_is_entry, texts[start:])))


def _is_entry(one: RunningText) -> bool:
    return _ENTRY.match(one.text) is not None


def _of_subordinate_units(listed: int, one: RunningText) -> Iterator[AuditFinding]:
    """None, where some are listed; fewer than those of its kinds together."""
    for match in _SUBORDINATE.finditer(one.text):
        stated, parts = int(match[1]), sum(map(int, _PARTS.findall(match["others"])))
        if not stated and max(listed, parts) > 1:
            message = f"这里说有{stated}个，列出的有{max(listed, parts)}个"
            yield _contrary("确定", one, match, message, _FIX)


def _of_named(one: RunningText) -> Iterator[AuditFinding]:
    """内设股室7个（秘书股、机要股……）."""
    for match in _NAMED.finditer(one.text):
        names = _BRACKETED.sub("", match["list"]).split("、")
        if int(match["count"]) != len(names) and all(map(_PLAIN.fullmatch, names)):
            message = f"说是{match['count']}个，列出的是{len(names)}个"
            yield _contrary("确定", one, match, message, _FIX)


def _of_these(texts: Sequence[RunningText]) -> Iterator[AuditFinding]:
    """以上3个单位, behind a list of as many."""
    return chain.from_iterable(map(partial(_of_those_above, texts), range(len(texts))))


def _of_those_above(texts: Sequence[RunningText], number: int) -> Iterator[AuditFinding]:
    for match in filter(None, [_THESE.match(texts[number].text)]):
        count = len(list(takewhile(_is_entry, reversed(texts[:number]))))
        if count > 1 and count != ordinal(match[1].replace("两", "二")):
            yield _contrary("确定", texts[number], match, f"上面列出的是{count}个", _FIX)
