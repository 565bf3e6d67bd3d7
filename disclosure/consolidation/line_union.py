"""合并各行 — the lines of all units one behind the other, the eliminations last; each line knows whose it is."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
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
    settled = settle(submission, units)
    eliminated = {
        "income": [_elimination(submission, number, line) for number, line in settled.income],
        "expenditure": [_elimination(submission, number, line) for number, line in settled.expenditure],
    }
    entries = {name: _entries(accounts, name, eliminated.get(name, [])) for name in LINES}
    known = {name: found for name, found in entries.items() if found is not None}
    whole = submission.model_copy(
        update={name: tuple(entry.line for entry in found) for name, found in known.items()}
    )
    sources = {path: source for path, source in made.sources().items() if path not in typed}
    placed = {path: source for name, found in known.items() for path, source in _placed(name, found)}
    held = {
        _path(name, number): entry.held
        for name, found in known.items()
        for number, entry in enumerate(found, 1)
    }
    slack = {path: width for path, width in made.slack().items() if path in sources}
    return whole.added_up(units, sources | placed, held, slack)


def _entries(accounts: Sequence[Account], name: str, eliminated: Sequence[_Entry]) -> list[_Entry] | None:
    if any(getattr(account.submission, name) is None for account in accounts):
        return None
    listed = [entry for account in accounts for entry in _of_unit(account, name)]
    return list(_without_nothing([*listed, *eliminated]))


def _of_unit(account: Account, name: str) -> Iterator[_Entry]:
    key, unit = terms.chinese(name), account.submission
    places: dict[int, dict[str, Source]] = {}
    for path, source in unit.places().items():
        found = _LINE.fullmatch(path)
        if found and found[1] == key:
            places.setdefault(int(found[2]), {})[found[3]] = account.own(source)
    for number, line in enumerate(getattr(unit, name), 1):
        yield _Entry(line, places.get(number, {}), unit.held_in(f"{key}[{number}]"))


def _elimination(submission: Submission, number: int, line: ExpenditureLine | IncomeLine) -> _Entry:
    path = f"内部往来[{number}]"
    source = replace(submission.source(path) or Source(path), unit=ELIMINATED)
    money = [f".款.{code}" for code in getattr(line, "section", None) or ()] or [".金额"]
    return _Entry(line, dict.fromkeys(("", *money), source), submission.unit, eliminates=True)


def _without_nothing(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """An 项 of which eliminations leave nothing at all has no row in any table."""
    gone = {entry.line.item for entry in entries if entry.eliminates} - set(_with_money(entries))
    return (entry for entry in entries if getattr(entry.line, "item", None) not in gone)


def _with_money(entries: Iterable[_Entry]) -> Iterator[str]:
    net: dict[tuple[str, ...], Decimal] = {}
    for entry in entries:
        for key, amount in _money(entry.line):
            net[key] = net.get(key, Decimal(0)) + amount
    return (key[0] for key, amount in net.items() if amount)


def _money(line: Any) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    """What a line of income or expenditure adds, by 项 and every further distinction."""
    if isinstance(line, IncomeLine):
        yield (line.item, line.source), line.amount
    elif isinstance(line, ExpenditureLine):
        for code, amount in (line.section or {"": line.amount or Decimal(0)}).items():
            yield (line.item, line.nature, line.fund, code), amount


def _placed(name: str, entries: Sequence[_Entry]) -> Iterator[tuple[str, Source]]:
    for number, entry in enumerate(entries, 1):
        yield from ((f"{_path(name, number)}{rest}", source) for rest, source in entry.sources.items())


def _path(name: str, number: int) -> str:
    return f"{terms.chinese(name)}[{number}]"
