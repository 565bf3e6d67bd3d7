"""汇总数 — what the units' data add up to, written as in a data file, under what the department typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from disclosure import terms
from disclosure.consolidation import derived_sums
from disclosure.consolidation.field_sums import Given, Sum, added, gaps
from disclosure.consolidation.unit_account import LINES, Account
from disclosure.errors import Source
from disclosure.model import Submission
from disclosure.money import Unit, in_unit

# Names, texts, decisions and reports are the department's own; the rest is added as `special` says.
_OWN = frozenset(
    {
        "format_version",
        "pack",
        "pdf_engine",
        "at_a_glance",
        "unit",
        "year",
        "own_data",
        "publication",
        "reasons",
        "glossary",
        "stated",
    }
    | {
        "item_purposes",
        "income_contents",
        "internal_payments",
        "attachments",
        "waivers",
        "withheld",
        "ratified_totals",
    }
)
_APART = _OWN | derived_sums.FIELDS | set(LINES)
_ADDED = tuple(name for name in Submission.model_fields if name not in _APART)
_PRIOR = "上年数"


@dataclass(frozen=True, slots=True)
class Total:
    """汇总 — the sums as nested keys of a data file, and what could not be added: (unit, key path)."""

    tree: Mapping[str, Any] = field(default_factory=dict)
    gaps: tuple[tuple[str, str], ...] = ()

    def sums(self) -> Iterator[tuple[str, Sum]]:
        """各个和 — with their key paths."""
        yield from _sums(self.tree, "")

    def sources(self) -> dict[str, Source]:
        """出处 — of every sum and of each section that holds one: the places of all units."""
        found: dict[str, Source] = {}
        for path, sum_ in self.sums():
            places = list(dict.fromkeys(part.account.source(part.path) for part in sum_.parts))
            found[path] = replace(places[0], also=tuple(places[1:]))
            for above in _paths_above(path):
                found.setdefault(above, found[path])
        return found

    def slack(self) -> dict[str, Decimal]:
        """舍入半宽 — of every sum; a section's is that of its widest."""
        found: dict[str, Decimal] = {}
        for path, sum_ in self.sums():
            for place in (path, *_paths_above(path)):
                found[place] = max(found.get(place, Decimal(0)), sum_.slack)
        return found


def total(accounts: Sequence[Account], *, last_year_known: bool = False, paid_within: bool = False) -> Total:
    """汇总 — all units added up; lines apart, which are joined.

    Last year's figures are left out where last year's data are named, and last year's 收支总计 where units
    pay each other: what they paid last year is in it twice.
    """
    tree, missing = _general(accounts)
    tree = _laid_over(derived_sums.trees(accounts), tree)
    if last_year_known:
        tree.pop(_PRIOR, None)
    elif paid_within:
        tree.get(_PRIOR, {}).pop(terms.chinese("grand_total"), None)
    summed = {path for path, _ in _sums(tree, "")}  # some follow from what is filled in beside them
    return Total(tree, tuple(gap for gap in missing if gap[1] not in summed))


def completed(typed: Mapping[str, Any], made: Total) -> dict[str, Any]:
    """补全 — the department's own data with the sums wherever it says nothing itself; what is typed stays."""
    unit = _unit(typed, "元")
    tree = {key: _as_in_file(value, _unit(typed.get(key), unit)) for key, value in made.tree.items()}
    return _laid_over(typed, tree)


def _general(accounts: Sequence[Account]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    tree: dict[str, Any] = {}
    missing: list[tuple[str, str]] = []
    for name in _ADDED:
        key = terms.chinese(name)
        given = [Given(one, key, getattr(one.submission, name)) for one in accounts]
        missing.extend(gaps(given))
        tree[key] = added(given)
    return _without_none(tree), missing


def _without_none(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if value is not None}


def _unit(section: Any, otherwise: Unit) -> Unit:
    given = section.get("单位") if isinstance(section, Mapping) else None
    return given if given in ("元", "万元") else otherwise


def _as_in_file(value: Any, unit: Unit) -> Any:
    match value:
        case Sum(is_count=True):
            return f"{value.value:f}"
        case Sum():
            return f"{in_unit(value.value, unit):f}"
        case dict():
            return {key: _as_in_file(below, unit) for key, below in value.items()}
        case list():
            return [_as_in_file(below, unit) for below in value]
    return value


def _laid_over(over: Mapping[str, Any], under: Mapping[str, Any]) -> dict[str, Any]:
    """Sections merge; of two values at one place the one above stays."""
    return {**under, **{key: _laid_value(value, under.get(key)) for key, value in over.items()}}


def _laid_value(value: Any, under: Any) -> Any:
    both = isinstance(value, Mapping) and isinstance(under, Mapping)
    return _laid_over(value, under) if both else value


def _sums(tree: Any, path: str) -> Iterator[tuple[str, Sum]]:
    match tree:
        case Sum():
            yield path, tree
        case dict():
            for key, below in tree.items():
                yield from _sums(below, f"{path}.{key}".lstrip("."))
        case list():
            for number, below in enumerate(tree, 1):
                yield from _sums(below, f"{path}[{number}]")


def _paths_above(path: str) -> Iterator[str]:
    while "." in path:
        path = path.rpartition(".")[0]
        yield path
        if path.endswith("]"):
            yield path.rpartition("[")[0]
