"""`make mutants`: publishes departments with a slip each and counts what was told of.

A slip is stopped, warned of, silent or unprinted (`outcomes`); a share is of those that are printed.
Without the totals of the 批复, then with those of the sound department. Prints a table by kind (where a file
is named, every slip with what was said of it goes there) and asserts nothing: `make mutants`, or
`python -m tests.mutants.run [of each kind [file]]`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mutants.drawing import OF_A_KIND, Mutant, mutants
from tests.mutants.outcomes import OUTCOMES, Outcome, Published, outcome, published
from tests.mutants.ratified import ratified
from tests.mutants.slips import KINDS
from tests.mutants.sound import departments

WORKERS = 2
GOAL = {"两数对调": 50, "名称写错": 50}  # %, told of with 批复数; 95 of all others


@dataclass(frozen=True)
class Tried:
    """A slip, and what became of it without 批复数 and with them."""

    mutant: Mutant
    without: Outcome
    given: Outcome
    said: str


def main() -> None:
    of_a_kind = int(sys.argv[1]) if len(sys.argv) > 1 else OF_A_KIND
    print(*sound(), sep="\n")
    tried = list(tried_all(of_a_kind))
    print(*table(tried), sep="\n")
    for file in sys.argv[2:]:
        Path(file).write_text("\n".join(map(_line, tried)) + "\n", encoding="utf-8")


def sound() -> Iterator[str]:
    """What each department is told as it is."""
    for name in departments():
        for made, given in ((_sound(name, given=False), ""), (_sound(name, given=True), "，有批复数")):
            yield f"{name}{given}：错误和待填 {len(made.stops)}，警告 {len(made.warnings)}"
            yield from (f"    {told}" for told in sorted((*made.stops, *made.warnings)))


def tried_all(of_a_kind: int) -> Iterator[Tried]:
    with ProcessPoolExecutor(WORKERS) as pool:
        yield from pool.map(tried_one, mutants(of_a_kind), chunksize=4)


def tried_one(mutant: Mutant) -> Tried:
    """What stops a publication stops it with 批复数, too: it is not tried twice."""
    department = mutant.department
    made = published(mutant.entered)
    without = outcome(made, _sound(department, given=False))
    if without == "stopped":
        return Tried(mutant, without, without, _first(made, frozenset()))
    sound = _sound(department, given=True)
    made = published(mutant.entered.edited(ratified(department)))
    return Tried(mutant, without, outcome(made, sound), _first(made, sound.warnings))


def _first(made: Published, known: frozenset[str]) -> str:
    return next(iter(sorted(made.stops) or sorted(made.warnings - known)), "").replace("\n", " ")


@cache
def _sound(department: str, *, given: bool) -> Published:
    entered = departments()[department]
    return published(entered.edited(ratified(department)) if given else entered)


def table(tried: Sequence[Tried]) -> Iterator[str]:
    yield "种类：次数；没有批复数时 拦下、警告、没说、没有公开、说出的占公开的；有批复数时同样；目标"
    for kind, ways in KINDS.items():
        yield _row(kind, [each for each in tried if each.mutant.kind == kind], f"{GOAL.get(kind, 95):>6}%")
        for way in ways if len(ways) > 1 else ():
            yield _row(f"  {way.__name__}", [each for each in tried if each.mutant.way == way.__name__])
    yield _row("合计", tried)


def _row(name: str, tried: Sequence[Tried], goal: str = "") -> str:
    without, given = (counted(getattr(each, mode) for each in tried) for mode in ("without", "given"))
    return f"{name:<28}{len(tried):>6}{without}   │{given}{goal}"


def counted(outcomes: Iterable[Outcome]) -> str:
    counts = Counter(outcomes)
    printed = counts.total() - counts["unprinted"]
    told = 100 * (1 - counts["silent"] / max(1, printed))
    return "".join(f"{counts[each]:>6}" for each in OUTCOMES) + f"{told:>7.1f}%"


def _line(tried: Tried) -> str:
    mutant = tried.mutant
    said = (mutant.kind, mutant.way, mutant.department, mutant.slip.told, tried.said[:200])
    return "\t".join((tried.without, tried.given, *said))


if __name__ == "__main__":
    main()
