"""`make mutants`: every pack × trial department × pair of empty parts; each finished sentence is whole.

Pairs that leave a department the same data are tried once. The suite draws thirty
(tests/unit/packs/test_finished_sentences.py). All take hours: a number takes every so many-th
(`python -m tests.mutants.sentences 100`), a second one begins where an earlier run was cut off (`1 1375`).
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import combinations, islice

from disclosure import checks, deriving, facts, packs
from disclosure.checks.declarations import CheckSet
from disclosure.deriving import Figures
from disclosure.model import Submission
from tests.unit.packs.test_finished_sentences import (
    PACKS,
    RULES,
    declared,
    department,
    entered,
    parts_that_may_be_none,
)

WORKERS = 2
Case = tuple[str, tuple[str, str]]


def main() -> None:
    every, start = (*map(int, sys.argv[1:]), *(1, 0)[len(sys.argv) - 1 :])
    tried, broken = 0, 0
    with ProcessPoolExecutor(WORKERS, initializer=_seldom_collected) as pool:
        for told in pool.map(found, islice(combined(), start, None, every), chunksize=4):
            tried, broken = tried + len(PACKS), broken + len(told)
            for line in told:
                print(line, flush=True)
    print(f"模板×试用部门×两处为无（数据不同的）：{tried} 份，句子不完整的 {broken} 份")


def _seldom_collected() -> None:
    """A document has few cycles: looking for them after every 700 objects is a fifth of the hours."""
    gc.set_threshold(200_000, 20, 100)


def combined() -> Iterator[Case]:
    for kind in declared():
        yield from ((kind, none) for none in _pairs(kind))


@cache
def _pairs(kind: str) -> tuple[tuple[str, str], ...]:
    """The first of those after which a department holds the same: a part within another, one that is none."""
    pairs = combinations(parts_that_may_be_none(), 2)
    return tuple({json.dumps(entered(kind, *none)): none for none in reversed(list(pairs))}.values())


def found(case: Case) -> list[str]:
    """What the rules of finished sentences say of one in every pack; nothing else is checked."""
    kind, none = case
    derived = deriving.derive(department(PACKS[0], kind, *none))  # no pack changes a figure
    told = ((pack, _told(department(pack, kind, *none), derived)) for pack in PACKS)
    return [f"{pack} {kind} {'、'.join(none)}：{sentences}" for pack, sentences in told if sentences]


def _told(submission: Submission, derived: Figures) -> str:
    chain = _chain(submission.pack)
    made = facts.filled(submission, derived, (), chain.names)  # no sentence depends on a table
    composed = packs.compose(chain, made, draft=True)
    report = checks.run(checks.Book(replace(made, document=composed.document)), _rules(submission.pack))
    return "；".join(f"{hit.code} {hit.message}" for hit in report.findings if hit.code in RULES)


@cache
def _chain(pack: str) -> packs.Chain:
    return packs.resolve(pack, [packs.built_in()])


@cache
def _rules(pack: str) -> CheckSet:
    declared_rules = _chain(pack).checks
    only = tuple(spec for spec in declared_rules.checks if spec.code in RULES)
    return declared_rules.model_copy(update={"checks": only})


if __name__ == "__main__":
    main()
