"""科目名称的差错 — names of subjects that are another year's or misspelt, in text and beside codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import chain
from operator import attrgetter

from rapidfuzz.distance import Levenshtein

from disclosure import classification
from disclosure.auditing import plain_tables, spoken_subjects
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_tables, only_texts
from disclosure.auditing.faults.listed_subjects import LISTED, names_listed
from disclosure.auditing.plain_tables import Coded
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.spoken_subjects import Spoken
from disclosure.auditing.subject_names import Judged, written_plainly
from disclosure.classification import Subject
from disclosure.importing.recognising.spellings import label
from disclosure.loading.published.blocks import Place, PublishedTable, PublishedText

_BASIS = "政府收支分类科目（当年版）"
_FIX = "改成当年政府收支分类科目的全称"
_LEVEL_NAMES = {"class": "类", "section": "款", "item": "项"}
_MOST_LIKE = 2  # lines of a table whose codes and names go together: it is one of subjects
_FUNCTIONAL, _ECONOMIC = "2", "3"  # how their codes begin
_SURE = 6  # letters of a name of which one is another


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """科目名称 — in sentences, lists of 款, tables."""
    year = claimed.identity.year
    spoken = spoken_subjects.of_document(claimed.document)
    yield from chain.from_iterable(map(partial(_of_spoken, year), spoken))
    yield from chain.from_iterable(
        map(partial(_of_listed_sections, year), only_texts(claimed.document.blocks))
    )
    yield from chain.from_iterable(map(partial(_of_coded_table, year), only_tables(claimed.document.blocks)))


def _of_spoken(year: int, spoken: Spoken) -> Iterator[AuditFinding]:
    """The highest name that is wrong: what is below one that nobody knows cannot be told."""
    for level, found in spoken.levels(year).items():
        if found.why:
            written = spoken.match[level]
            yield _misnamed(spoken.place(level), f"{written}（{_LEVEL_NAMES[level]}）", written, found)
        if not found.codes:
            return


def _misnamed(place: Place, quote: str, written: str, found: Judged) -> AuditFinding:
    certainty: Certainty = "确定" if found.sure and found.expected else "疑问"
    ought = f"，应为“{found.expected}”" if found.expected else ""
    message = f"科目“{written}”{found.why}{ought}"
    said = (quote, message, written, found.expected, _BASIS, _FIX)
    return AuditFinding("AU15", certainty, NAMES["AU15"], place, *said)


def _of_listed_sections(year: int, block: PublishedText) -> Iterator[AuditFinding]:
    """款 of a list (主要包括：…) by a name that was theirs before."""
    former = _former_sections(year)
    for match in re.finditer(LISTED, block.text):
        for name in filter(former.__contains__, names_listed(match[1])):
            found = Judged((), f"不是{year}年的名称", former[name], sure=True)
            yield _misnamed(block.place(block.text.find(name, match.start())), name, name, found)


@cache
def _former_sections(year: int) -> Mapping[str, str]:
    """Names of economic 款 until before a year, that none has in it, and those that stand for them."""
    every = classification.economic_subjects(year)
    names = set(map(attrgetter("name"), every))
    renamed = chain.from_iterable(map(partial(_renamed_from, year), filter(_is_well_known, every)))
    return {before: now for before, now in renamed if before not in names}


def _is_well_known(one: Subject) -> bool:
    return one.confidence == "high"


def _renamed_from(year: int, now: Subject) -> Iterator[tuple[str, str]]:
    return ((before.name, now.name) for before in classification.formerly_called(now.code, year))


def _of_coded_table(year: int, table: PublishedTable) -> Iterator[AuditFinding]:
    """Codes and names of a table of subjects: several must go together, or it is none."""
    listed = list(plain_tables.coded(table.matrix))
    known = Counter(one.code[0] for one in listed if _goes_together(one, year))
    of_each = map(partial(_of_coded, year, table, known), listed)
    return chain.from_iterable(of_each if known.total() >= _MOST_LIKE else ())


def _goes_together(one: Coded, year: int) -> bool:
    subject = classification.subject_of(one.code, year)
    return subject is not None and classification.is_same_name(one.name, subject.name)


def _of_coded(
    year: int, table: PublishedTable, known: Mapping[str, int], one: Coded
) -> Iterator[AuditFinding]:
    """A code of the other classification where the table has none of it; a name that is not the code's."""
    subject, place = classification.subject_of(one.code, year), table.place(one.row, one.column)
    other = replace(one, code=(_ECONOMIC if one.code.startswith(_FUNCTIONAL) else _FUNCTIONAL) + one.code[1:])
    if not known.get(one.code[0]) and _goes_together(other, year):
        yield _miscoded(one, place, other.code)
    elif subject and not _is_called(one.name, subject):
        yield from _of_name(one, place, subject, year)


def _is_called(name: str, subject: Subject) -> bool:
    """Cut short by a narrow column it is still its name."""
    return classification.is_same_name(name, subject.name) or label(subject.name).startswith(label(name))


def _miscoded(one: Coded, place: Place, code: str) -> AuditFinding:
    message = f"“{one.name}”的编码写的是 {one.code}，应为 {code}"
    return _beside_code(one, place, message, code, is_sure=True)


def _of_name(one: Coded, place: Place, subject: Subject, year: int) -> Iterator[AuditFinding]:
    former = [before.name for before in classification.formerly_called(one.code, year)]
    message = f"{one.code} 写作“{one.name}”，{year}年是“{subject.name}”"
    is_known = subject.confidence == "high" and not _is_a_name(one.name, year)
    is_sure = is_known and _is_surely_wrong(one.name, subject, former)
    yield _beside_code(one, place, message, subject.name, is_sure=is_sure)


def _is_a_name(name: str, year: int) -> bool:
    """Whether another subject is called so: the code may be wrong, or the rows were read wrongly."""
    levels = ("201", "20101", "2010101", "301", "30101")
    return any(classification.of_name(name, level, year) for level in levels)


def _is_surely_wrong(name: str, subject: Subject, former: Iterable[str]) -> bool:
    """A name of before, a 类 by a name of none, or a letter otherwise: the code says which is meant."""
    is_former = any(map(partial(classification.is_same_name, name), former))
    is_slip = Levenshtein.distance(written_plainly(name), written_plainly(subject.name)) <= 1
    return is_former or (is_slip and len(name) >= _SURE) or subject.level == "类"


def _beside_code(one: Coded, place: Place, message: str, expected: str, *, is_sure: bool) -> AuditFinding:
    certainty: Certainty = "确定" if is_sure else "疑问"
    quote = f"{one.code} {one.name}"
    said = (quote, message, one.name, expected, _BASIS, "核对编码和名称，改正写错的一个")
    return AuditFinding("AU16", certainty, NAMES["AU16"], place, *said)
