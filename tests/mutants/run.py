"""`make mutants`: publishes departments with a slip each and counts what was stopped, warned of or silent.

Prints a table by kind (with a file named, every slip that nobody was told of goes there) and asserts nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mutants.drawing import Mutant, mutants
from tests.mutants.outcomes import OUTCOMES, Outcome, outcome, published
from tests.mutants.slips import KINDS
from tests.mutants.sound import departments

WORKERS = 2


@dataclass(frozen=True)
class Tried:
    mutant: Mutant
    outcome: Outcome
    said: str


def main() -> None:
    print(*sound(), sep="\n")
    tried = list(tried_all())
    print(*table(tried), sep="\n")
    for file in sys.argv[1:]:
        Path(file).write_text("\n".join(map(_line, tried)) + "\n", encoding="utf-8")


def sound() -> Iterator[str]:
    """What each department is told as it is."""
    for name, entered in departments().items():
        made = published(entered)
        yield f"{name}：错误和待填 {len(made.stops)}，警告 {len(made.warnings)}"
        yield from (f"    {told}" for told in sorted((*made.stops, *made.warnings)))


def tried_all() -> Iterator[Tried]:
    with ProcessPoolExecutor(WORKERS) as pool:
        yield from pool.map(tried_one, mutants(), chunksize=8)


def tried_one(mutant: Mutant) -> Tried:
    made = published(mutant.entered)
    known = _known(mutant.department)
    said = next(iter(sorted(made.stops) or sorted(made.warnings - known)), "")
    return Tried(mutant, outcome(made, known), said)


@cache
def _known(department: str) -> frozenset[str]:
    return published(departments()[department]).warnings


def table(tried: Iterable[Tried]) -> Iterator[str]:
    every = list(tried)
    yield f"{'':　<8}    次数  拦下  警告  没说  说出"
    for kind in KINDS:
        yield _row(kind, [each for each in every if each.mutant.kind == kind])
        for way in KINDS[kind] if len(KINDS[kind]) > 1 else ():
            of_way = [each for each in every if each.mutant.way == way.__name__]
            yield _row(f"  {way.__name__}", of_way)
    yield _row("合计", every)


def _row(name: str, tried: list[Tried]) -> str:
    counts = Counter(each.outcome for each in tried)
    numbers = "".join(f"{counts[each]:>6}" for each in OUTCOMES)
    told = 100 * (1 - counts["silent"] / max(1, len(tried)))
    return f"{name:<28}{len(tried):>6}{numbers}{told:>7.1f}%"


def _line(tried: Tried) -> str:
    mutant = tried.mutant
    return "\t".join(
        (
            tried.outcome,
            mutant.kind,
            mutant.way,
            mutant.department,
            mutant.slip.told,
            tried.said.replace("\n", " ")[:200],
        )
    )


if __name__ == "__main__":
    main()
