"""同一变动 — figures that changed alike are one number printed in several places: told once, with those.

What is made from the entries of another changed number and of more follows from it: totals, shares, rates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from disclosure.checks.check_report import first_few
from disclosure.office_round.differences import FigureChange

MadeFrom = Callable[[str], frozenset[str]]
_CODE = re.compile(r"\d{3,7} ")  # a subject is known by its code and name, wherever it is counted
_NUMBER = re.compile(r"\d+")
_DOT = "·"
_NAMES = 3
_IN_TEXT = "文字说明"


@dataclass(frozen=True, slots=True)
class SameChange:
    """同一变动 — changes of one number; names a reader knows, the rows of tables, whether it follows."""

    changes: tuple[FigureChange, ...]
    name: str
    follows: bool

    @property
    def change(self) -> FigureChange:
        """变动 — one for all of them."""
        return self.changes[0]

    @property
    def rows(self) -> str:
        """所在 — `公开01表：总计；公开02表：合计、201`; the text where no table shows it."""
        tables: dict[str, dict[str, None]] = {}
        for row in chain.from_iterable(change.rows for change in self.changes):
            table, _, of_it = row.partition(" ")
            tables.setdefault(table, {})[of_it] = None
        ordered = sorted(tables.items(), key=_table_number)
        return "；".join(f"{table}：{'、'.join(rows)}" for table, rows in ordered) or _IN_TEXT


def _table_number(table: tuple[str, object]) -> list[int]:
    """公开2表 before 公开10表."""
    return list(map(int, _NUMBER.findall(table[0])))


def together(changes: Iterable[FigureChange], made_from: MadeFrom) -> list[SameChange]:
    """归并 — what changed of itself first, then what follows from it; each in reading order."""
    changed = list(changes)
    sources = {change.name: made_from(change.name) for change in changed}
    groups: dict[Hashable, list[FigureChange]] = {}
    for change in changed:
        groups.setdefault(_counted_once(change, sources), []).append(change)
    first = _not_following(set(sources.values()))
    names = _called_apart([_known_best(group) for group in groups.values()])
    told = [
        SameChange(tuple(group), name, first.isdisjoint(sources[change.name] for change in group))
        for group, name in zip(groups.values(), names, strict=True)
    ]
    return sorted(told, key=attrgetter("follows"))


def _counted_once(change: FigureChange, sources: Mapping[str, frozenset[str]]) -> Hashable:
    """Which number it is: amounts and rates by their exact values, a count by what it counts."""
    counted = (sources[change.name] or change.name) if change.unit == "个" else ""
    return change.unit, change.old, change.new, counted


def _not_following(sources: Set[frozenset[str]]) -> set[frozenset[str]]:
    """Those that hold no other one; of what nothing is known, nothing follows."""
    known = set(filter(None, sources))
    return {one for one in sources if not any(other < one for other in known)}


def _known_best(group: Iterable[FigureChange]) -> list[str]:
    """Labels of the figures of a group that a reader knows best: no cell, nothing in between."""
    labels = [change.label for change in group]
    fewest = min(map(_depth, labels))
    return list(dict.fromkeys(label for label in labels if _depth(label) == fewest))


def _depth(label: str) -> tuple[bool, int]:
    short = _from_its_code(label)
    return " " in short and not _CODE.match(short), short.count(_DOT)


def _from_its_code(label: str) -> str:
    """`支出·201 一般公共服务支出的决算数` without what stands before the code of the subject."""
    last = label.rpartition(_DOT)[2]
    return last if _CODE.match(last) else label


def _called_apart(groups: Sequence[Sequence[str]]) -> Iterator[str]:
    """What each group is called, the first few names; in full where another group has the short one, too."""
    used = Counter(chain.from_iterable(set(map(_from_its_code, labels)) for labels in groups))
    for labels in groups:
        short = ((_from_its_code(label), label) for label in labels)
        names = dict.fromkeys(name if used[name] == 1 else label for name, label in short)
        yield first_few("、", names, _NAMES, "个数")
