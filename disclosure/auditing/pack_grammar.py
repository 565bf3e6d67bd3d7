"""模板的句法 — what a pack says of the trial departments, and of one that has everything, in many words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from disclosure import deriving, facts, packs
from disclosure.auditing.delivered_grammars import Grammars, delivered
from disclosure.auditing.grammar import Grammar, Spoken, heading_words, of_documents
from disclosure.authoring import trial_departments
from disclosure.forms.spec import TableSpec
from disclosure.model import Submission
from disclosure.packs.pack_chain import Chain, Pack

_IN_FULL, _IN_SHORT = "full", "short"
_HOME = files("disclosure").joinpath("auditing")
# As a trial department calls what an office names itself: 某某专项, 某某局绩效评价规程.
_MADE_UP = re.compile(r'"(某某[^"\d\\]{2,20})"')


class _Trial(NamedTuple):
    """A trial department, the words in which it is published one after another, with which tables."""

    department: Submission
    words: tuple[Chain, ...]
    specs: tuple[TableSpec, ...] = ()


@cache
def of_pack(chain: Chain) -> Grammar:
    """句法 — of a chain of packs."""
    return delivered(chain, _IN_FULL) or _in_full(chain)


@cache
def of_pack_without_glance(chain: Chain) -> Grammar:
    """没有“一页看懂”的句法 — of documents that do not have the page."""
    return of_pack(chain).without(heading_of_glance(chain))


def heading_of_glance(chain: Chain) -> str:
    """“一页看懂”的标题 — its words, as the packs have it."""
    return heading_words(str(chain.wording["标题"]["一页看懂"]))


@cache
def of_pack_in_short(chain: Chain) -> Grammar:
    """简略的句法 — what it says of one department, by which a document's pack is found."""
    return delivered(chain, _IN_SHORT) or _in_short(chain)


def composed(chain: Chain) -> Grammars:
    """现做的句法 — in full and in short, as the packs are now."""
    return {_IN_FULL: _in_full(chain), _IN_SHORT: _in_short(chain)}


def _in_full(chain: Chain) -> Grammar:
    return _grammar(chain, _trials(chain))


def _in_short(chain: Chain) -> Grammar:
    return _grammar(chain, [_Trial(trial_departments.asked(trial_departments.NORMAL, chain), (chain,))])


def _grammar(chain: Chain, trials: Iterable[_Trial]) -> Grammar:
    spoken, bodies, known = list[Spoken](), set[str](), set[str]()
    for trial in trials:
        derived = deriving.derive(trial.department)
        spoken += _spoken(chain, trial, derived)
        bodies |= {trial.department.department.full_name, trial.department.department.short_name or ""}
        known.update(derived)
    return of_documents(spoken, tuple(sorted(filter(None, bodies), key=len, reverse=True)), known)


def _spoken(chain: Chain, trial: _Trial, derived: deriving.Figures) -> Iterator[Spoken]:
    """What a trial department publishes, in each of the words."""
    made = facts.filled(trial.department, derived, trial.specs, chain.names)
    year, made_up = trial.department.year, _made_up(trial.department)
    for words in trial.words:
        document = packs.compose(words, made, draft=True, faults=[]).document
        yield Spoken(document, year, words is not chain, made_up)


def _made_up(department: Submission) -> frozenset[str]:
    return frozenset(_MADE_UP.findall(department.model_dump_json()))


def _trials(chain: Chain) -> Iterator[_Trial]:
    """Every small trial department in the pack's own words, one with everything in others, too.

    One has tables, above which stands a heading that there is not without.
    """
    normal, *others = trial_departments.small()
    specs = tuple(packs.table_specs(chain, trial_departments.year()))
    yield _Trial(trial_departments.asked(normal, chain), (chain,), specs)
    yield from (_Trial(trial_departments.asked(name, chain), (chain,)) for name in others)
    yield _Trial(_normal_with("of_units.json", chain), (chain,))
    yield _Trial(_normal_with("full.json", chain), (chain, *_variants(chain)))


def _variants(chain: Chain) -> Iterator[Chain]:
    """The pack with other words chosen (wording.toml)."""
    for folder in sorted(Path(str(_HOME.joinpath("variants"))).iterdir()):
        yield Chain((Pack(folder.name, folder), *chain.packs))


def _normal_with(file: str, chain: Chain) -> Submission:
    """The normal trial department with other data beside its own."""
    other: dict[str, Any] = json.loads(_HOME.joinpath(file).read_text(encoding="utf-8"))
    typed = {**trial_departments.entered(trial_departments.NORMAL, chain.name), **other}
    return trial_departments.with_own_facts(typed, chain)
