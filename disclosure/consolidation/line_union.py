"""合并各行 — the lines of all units in a row, the eliminations last; each line knows whose it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain
from typing import Any

from disclosure import terms
from disclosure.consolidation.overlay import Total
from disclosure.consolidation.payments import settle
from disclosure.consolidation.unit_account import LINES, Account
from disclosure.errors import Source
from disclosure.model import ExpenditureLine, IncomeLine, Submission
from disclosure.money import Unit

ELIMINATED = "抵销"
_LINE = re.compile(r"(\w+)\[(\d+)\](.*)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with what is known of it: places by the rest of the key path, and the unit it was given in."""

    line: Any
    sources: Mapping[str, Source] = field(default_factory=dict)
    held: Unit = "元"
    eliminates: bool = False


def united(
    submission: Submission, accounts: Sequence[Account], made: Total, typed: Container[str]
) -> Submission:
    """合并 — the department's submission with the lines of its units, payments among them taken out.

    `typed` are the key paths of what the department says itself, of which the units' places say nothing.
    """
    units = {account.name: account.submission for account in accounts}
    entries = dict(_joined_lists(accounts, _eliminations(submission, units)))
    numbered = list(_numbered(entries))
    places = _untyped(made.sources(), typed) | dict(_places_of_entries(numbered))
    held = {path: entry.held for path, entry in numbered}
    whole = submission.model_copy(update={name: _lines_of(joined) for name, joined in entries.items()})
    return whole.added_up(units, places, held, _untyped(made.slack(), typed))


def _untyped(by_path: Mapping[str, Any], typed: Container[str]) -> dict[str, Any]:
    return {path: known for path, known in by_path.items() if path not in typed}


def _joined_lists(
    accounts: Sequence[Account], eliminated: Mapping[str, list[_Entry]]
) -> Iterator[tuple[str, list[_Entry]]]:
    for name in LINES:
        if _all_give(accounts, name):
            of_units = chain.from_iterable(_of_unit(account, name) for account in accounts)
            yield name, list(_without_nothing([*of_units, *eliminated.get(name, [])]))


def _all_give(accounts: Sequence[Account], name: str) -> bool:
    return all(getattr(account.submission, name) is not None for account in accounts)


def _lines_of(entries: Iterable[_Entry]) -> tuple[Any, ...]:
    return tuple(entry.line for entry in entries)


def _eliminations(submission: Submission, units: Mapping[str, Submission]) -> dict[str, list[_Entry]]:
    settled = settle(submission, units)
    return {
        "income": [_elimination(submission, number, line) for number, line in settled.income],
        "expenditure": [_elimination(submission, number, line) for number, line in settled.expenditure],
    }


def _of_unit(account: Account, name: str) -> Iterator[_Entry]:
    key, unit = terms.chinese(name), account.submission
    places = _places_of_lines(account, key)
    for number, line in enumerate(getattr(unit, name), 1):
        yield _Entry(line, places.get(number, {}), unit.held_in(f"{key}[{number}]"))


def _places_of_lines(account: Account, key: str) -> dict[int, dict[str, Source]]:
    """Where the lines of a list stand: by number of the line and the rest of the key path."""
    places: dict[int, dict[str, Source]] = {}
    for path, source in account.submission.places().items():
        step = _LINE.fullmatch(path)
        if step and step[1] == key:
            places.setdefault(int(step[2]), {})[step[3]] = account.own(source)
    return places


def _elimination(submission: Submission, number: int, line: ExpenditureLine | IncomeLine) -> _Entry:
    path = f"内部往来[{number}]"
    source = replace(submission.source(path) or Source(path), unit=ELIMINATED)
    sections = getattr(line, "section", None)
    money = (f".款.{code}" for code in sections) if sections else (".金额",)
    return _Entry(line, dict.fromkeys(("", *money), source), submission.unit, eliminates=True)


def _without_nothing(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """An 项 of which eliminations leave nothing at all has no row in any table."""
    gone = {entry.line.item for entry in entries if entry.eliminates} - set(_with_money(entries))
    return (entry for entry in entries if getattr(entry.line, "item", None) not in gone)


def _with_money(entries: Iterable[_Entry]) -> Iterator[str]:
    """The 项 on which something is left, or may be: an amount is not known."""
    net: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for key, amount in chain.from_iterable(_money(entry.line) for entry in entries):
        if amount is None:
            yield key[0]
        else:
            net[key] += amount
    yield from (item for (item, *_), amount in net.items() if amount)


def _money(line: Any) -> Iterator[tuple[tuple[str, ...], Decimal | None]]:
    """What a line of income or expenditure adds, by 项 and every further distinction."""
    match line:
        case IncomeLine():
            yield (line.item, line.source), line.amount
        case ExpenditureLine():
            for code, amount in line.by_section:
                yield (line.item, line.nature, line.fund, code or ""), amount


def _numbered(entries: Mapping[str, Sequence[_Entry]]) -> Iterator[tuple[str, _Entry]]:
    for name, joined in entries.items():
        for number, entry in enumerate(joined, 1):
            yield f"{terms.chinese(name)}[{number}]", entry


def _places_of_entries(numbered: Iterable[tuple[str, _Entry]]) -> Iterator[tuple[str, Source]]:
    for path, entry in numbered:
        yield from ((f"{path}{rest}", source) for rest, source in entry.sources.items())
