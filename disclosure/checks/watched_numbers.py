"""看着一个数的校验 — every sum and rule that a number stands in, and how each came out for it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import attrgetter

from disclosure.checks.book import Book
from disclosure.checks.check_programs import Scene
from disclosure.checks.check_report import SAID, CheckReport, Finding, Outcome
from disclosure.checks.identities import Comparison, Verdict, comparisons, unknown
from disclosure.checks.table_arithmetic import CODE, Sum, sums

_Rule = tuple[str, Comparison | Sum]  # with its code
_Key = tuple[str, tuple[str, ...]]  # code and places of what is found
_WITHOUT_FINDING = (Outcome.NOT_CHECKED, Outcome.WAIVED, Outcome.PASSED)
_ORDER = [*SAID.values(), *(outcome.value for outcome in _WITHOUT_FINDING)]


@dataclass(frozen=True, slots=True)
class Watch:
    """一项 — a check as far as it concerns a number; `outcome` is a 级别 where there is a finding."""

    code: str
    name: str
    says: str
    outcome: str
    finding: Finding | None = None


class WatchedNumbers:
    """看着各数的校验 — of one report; a check in Python is known by what it found alone."""

    def __init__(self, scene: Scene, report: CheckReport) -> None:
        self._book = scene.book
        self._results = {result.code: result for result in report.results}
        self._found = {(one.code, one.where): one for one in report.findings}
        waived = {(one.code, one.where): (Outcome.WAIVED.value, None) for one in report.waived}
        found = {key: (SAID[one.severity], one) for key, one in self._found.items()}
        self._told: Mapping[_Key, tuple[str, Finding | None]] = {**waived, **found}
        self._rules = _by_name(_rules_of(scene))

    def of(self, name: str) -> list[Watch]:
        """某个数的 — by the name of a figure or a cell: what was found first, then what could not be told."""
        names = _same_number(name, self._book)
        told = dict(self._ruled(names)) | dict(self._hits(names))
        concerned = (watch for watch in told.values() if watch.outcome in _ORDER)
        return sorted(concerned, key=lambda watch: _ORDER.index(watch.outcome))

    def _ruled(self, names: Sequence[str]) -> Iterator[tuple[_Key, Watch]]:
        for code, rule in chain.from_iterable(self._rules.get(name, ()) for name in names):
            key = code, tuple(dict.fromkeys(map(attrgetter("name"), rule.entries)))
            verdict = Verdict(Outcome.PASSED) if rule.is_known else unknown(rule.entries, self._book)
            untold = verdict.outcome.value, None
            yield key, Watch(code, self._results[code].name, rule.says, *self._told.get(key, untold))

    def _hits(self, names: Sequence[str]) -> Iterator[tuple[_Key, Watch]]:
        for key, one in self._found.items():
            if not set(names).isdisjoint(one.where):
                yield key, Watch(one.code, one.name, one.formula or one.message, SAID[one.severity], one)


def _same_number(name: str, book: Book) -> list[str]:
    """A figure and every cell that shows it: what is said of one is said of all."""
    figure = book.shown_by(name) or name
    return list(dict.fromkeys((name, figure, *book.cells_by_figure.get(figure, ()))))


def _rules_of(scene: Scene) -> Iterator[_Rule]:
    for sum in sums(scene.book):
        yield f"{CODE}{sum.whole.name.rpartition('.')[0]}", sum
    for spec in filter(attrgetter("left"), scene.active()):
        yield from zip(repeat(spec.code), comparisons(spec, scene.book))


def _by_name(rules: Iterator[_Rule]) -> Mapping[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = defaultdict(list)
    for code, rule in rules:
        for name in set(map(attrgetter("name"), rule.entries)):
            found[name].append((code, rule))
    return found
