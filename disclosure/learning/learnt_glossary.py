"""学名词解释 — general terms that the document explains otherwise, has besides, or has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, takewhile

from disclosure import classification
from disclosure.learning.explained_terms import explained, term_in
from disclosure.learning.tries import Tried, Tries, better
from disclosure.packs.toml_tables import toml_string

_FILE, _SECTION = "glossary.toml", "glossary"
_OF_SUBJECT = re.compile(r"[（(][类款项][）)]")
_KEEPS_UNUSED = '"保留未用到的" = true\n'


def learnt(tries: Tries, best: Tried) -> Tried:
    """学到的名词 — where the document is nearer with them, also with those that its numbers do not need."""
    said = {name: words for _, name, words in explained(tries.document)}
    lines = (one.signs.text for one in best.draft.passages if one.section == _SECTION)
    printed = dict(chain.from_iterable(map(term_in, lines)))
    declared = "\n".join(_lists_changed(tries, said, printed)) if said else ""
    for text in filter(None, (declared, _KEEPS_UNUSED + declared)):
        best = better(tries, best, best.changes.with_text(_FILE, text))
    return best


def _lists_changed(tries: Tries, said: Mapping[str, str], printed: Mapping[str, str]) -> Iterator[str]:
    """Of the terms before and behind the subjects: other explanations, those left out, new ones.

    What the data explain themselves is not the pack's.
    """
    spec, submission = tries.base.glossary, tries.facts.submission
    is_subject = partial(_names_subject, submission.year)
    of_pack = {term.name: ("解释", term.explanation) for term in (*spec.before, *spec.after)}
    known = {
        **of_pack,
        **{own.name: ("解释", (own.explanation or "").rstrip("。")) for own in submission.glossary},
    }
    wanted = {name: ("解释", text) for name, text in said.items() if not is_subject(name)}
    unwanted = dict.fromkeys(of_pack.keys() & printed.keys() - said.keys(), ("不用", True))
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
