"""模板的句法 — what a pack says of the trial departments, and of one that has everything, in many words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from disclosure import facts, figures, packs
from disclosure.auditing.grammar import Grammar, Spoken, of_documents
from disclosure.authoring import trial_departments
from disclosure.document import Document
from disclosure.model import Submission
from disclosure.packs.pack_chain import Chain, Pack

_HOME = files("disclosure").joinpath("auditing")


@cache
def of_pack(chain: Chain) -> Grammar:
    """句法 — of a chain of packs."""
    return _grammar(chain, _trials(chain))


@cache
def of_pack_in_short(chain: Chain) -> Grammar:
    """简略的句法 — what it says of one department, by which a document's pack is found."""
    return _grammar(chain, [(chain, trial_departments.asked(trial_departments.NORMAL, chain))])


def _grammar(chain: Chain, trials: Iterable[tuple[Chain, Submission]]) -> Grammar:
    spoken, bodies, known = list[Spoken](), set[str](), set[str]()
    for words, department in trials:
        derived = figures.derive(department)
        spoken.append(Spoken(_composed(words, department, derived), department.year, words is not chain))
        bodies |= {department.department.full_name, department.department.short_name or ""}
        known.update(derived)
    return of_documents(spoken, tuple(sorted(filter(None, bodies), key=len, reverse=True)), known)


def _trials(chain: Chain) -> Iterator[tuple[Chain, Submission]]:
    """Every small trial department in the pack's own words, one with everything in others, too."""
    yield from ((chain, trial_departments.asked(name, chain)) for name in trial_departments.small())
    typed = {**trial_departments.entered(trial_departments.NORMAL, chain.name), **_everything()}
    full = trial_departments.with_own_facts(typed, chain)
    yield from ((spoken, full) for spoken in (chain, *_variants(chain)))


def _variants(chain: Chain) -> Iterator[Chain]:
    """The pack with other words chosen (wording.toml)."""
    for folder in sorted(Path(str(_HOME.joinpath("variants"))).iterdir()):
        yield Chain((Pack(folder.name, folder), *chain.packs))


def _everything() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_HOME.joinpath("full.json").read_text(encoding="utf-8"))
    return data


def _composed(chain: Chain, department: Submission, derived: figures.Figures) -> Document:
    """Without tables, on which no sentence depends."""
    made = facts.filled(department, derived, (), chain.names)
    return packs.compose(chain, made, draft=True, faults=[]).document
