"""学名词解释 — general terms that the document explains otherwise, has besides, or has not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import dropwhile, islice, takewhile

from disclosure import classification
from disclosure.learning.draft_passages import PublishedPassage
from disclosure.learning.tries import Tried, Tries, better
from disclosure.loading.published.headings import mark
from disclosure.packs.toml_tables import toml_string

_FILE, _SECTION, _TITLE = "glossary.toml", "glossary", "名词解释"
_EXPLAINED = re.compile(r"([^：:。；，]{2,40})[：:](.+?)。?")
_OF_SUBJECT = re.compile(r"[（(][类款项][）)]")
_KEEPS_UNUSED = '"保留未用到的" = true\n'


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的名词 — where the document is nearer with them, also with those that its numbers do not need."""
    behind = islice(dropwhile(_is_no_glossary, tries.document), 1, None)
    lines = takewhile(lambda passage: not passage.is_heading, behind)
    said = dict(_explained(one.text.text for one in lines))
    printed = dict(_explained(one.signs.text for one in best.draft.passages if one.section == _SECTION))
    declared = "\n".join(_lists_changed(tries, said, printed)) if said else ""
    for text in filter(None, (declared, _KEEPS_UNUSED + declared)):
        best = better(tries, best, best.changes.with_text(_FILE, text))
    return best


def _is_no_glossary(passage: PublishedPassage) -> bool:
    return not (passage.is_heading and _TITLE in passage.text.text)


def _explained(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names and explanations, without their numbers."""
    found = map(_EXPLAINED.fullmatch, map(_without_number, lines))
    return ((one[1].strip(), one[2].strip()) for one in found if one)


def _without_number(line: str) -> str:
    numbered = mark(line.strip())
    return numbered.name if numbered else line.strip()


def _lists_changed(tries: Tries, said: Mapping[str, str], printed: Mapping[str, str]) -> Iterator[str]:
    """Of the terms before and behind the subjects: other explanations, those left out, new ones."""
    spec, is_subject = tries.base.glossary, partial(_names_subject, tries.facts.submission.year)
    known = {term.name: ("解释", term.explanation) for term in (*spec.before, *spec.after)}
    wanted = {name: ("解释", text) for name, text in said.items() if not is_subject(name)}
    unwanted = dict.fromkeys(known.keys() & printed.keys() - said.keys(), ("不用", True))
    changed = (wanted | unwanted).items() - known.items()
    before = {term.name for term in spec.before} | {*takewhile(lambda name: not is_subject(name), said)}
    for name, (what, value) in sorted(changed, key=lambda one: _place_said(one[0], said)):
        yield _term("前" if name in before - {term.name for term in spec.after} else "后", name, what, value)


def _place_said(name: str, said: Mapping[str, str]) -> int:
    return [*said, name].index(name)


def _term(key: str, name: str, what: str, value: str | bool) -> str:
    shown = toml_string(value) if isinstance(value, str) else str(value).lower()
    return f'[["{key}"]]\n"名称" = {toml_string(name)}\n"{what}" = {shown}\n'


def _names_subject(year: int, name: str) -> bool:
    return bool(_OF_SUBJECT.search(name) or classification.named(name, year))
