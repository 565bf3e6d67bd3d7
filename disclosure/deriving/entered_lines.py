"""录入的行 — lines of one list of the data with their numbers there: picked, grouped, and their amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from disclosure.classification import Fund, Nature
from disclosure.deriving.partly_known import Entry
from disclosure.model import CarryoverLine, ExpenditureLine, IncomeLine, Submission

Line = TypeVar("Line", ExpenditureLine, CarryoverLine, IncomeLine)
Funded = TypeVar("Funded", ExpenditureLine, CarryoverLine)
_ITEM = 7  # digits of an 项


@dataclass(frozen=True, slots=True)
class EnteredLines(Generic[Line]):
    """录入的行 — `name` is the list's key (支出), `numbered` its lines as they are numbered there."""

    name: str
    numbered: tuple[tuple[int, Line], ...]

    @property
    def items(self) -> list[str]:
        """项 — the codes of the lines, in order."""
        return sorted({line.item for _, line in self.numbered})

    def where(self, wanted: Callable[[Line], bool]) -> EnteredLines[Line]:
        """挑出 — the lines for which something holds."""
        return EnteredLines(self.name, tuple(pair for pair in self.numbered if wanted(pair[1])))

    def by_code(self, digits: int = _ITEM) -> Mapping[str, EnteredLines[Line]]:
        """按科目 — the lines by 项 (or the 款 or 类 above), in order of code; none where a code has none."""
        pairs: dict[str, list[tuple[int, Line]]] = defaultdict(list)
        for number, line in self.numbered:
            pairs[line.item[:digits]].append((number, line))
        grouped = {code: EnteredLines(self.name, tuple(pairs[code])) for code in sorted(pairs)}
        return defaultdict(lambda: EnteredLines(self.name, ()), grouped)

    def paths(self, key: str = "") -> Iterator[str]:
        """位置 — the key path of each line, or of a key on it."""
        return (f"{self.name}[{number}]{key}" for number, _ in self.numbered)

    def entries(
        self, amount: Callable[[Line], Decimal | None], key: str = "", *, unknown: str = ""
    ) -> Iterator[Entry]:
        """录入的数 — an amount of each line with its path; `unknown` is the key of one not filled in."""
        for path, (_, line) in zip(self.paths(key), self.numbered, strict=True):
            value = amount(line)
            yield (path + unknown if value is None else path), value


def listed(name: str, lines: Iterable[Line] | None) -> EnteredLines[Line]:
    """一个列表的行 — numbered from 1; none where the list was not given."""
    return EnteredLines(name, tuple(enumerate(lines or (), 1)))


def spent_from(submission: Submission, fund: Fund) -> EnteredLines[ExpenditureLine]:
    """一种资金的支出 — its lines."""
    return _of_fund(listed("支出", submission.expenditure), fund)


def carried_in(submission: Submission, fund: Fund) -> EnteredLines[CarryoverLine]:
    """一种资金的结转结余 — its lines."""
    return _of_fund(listed("结转结余", submission.carryover), fund)


def _of_fund(lines: EnteredLines[Funded], fund: Fund) -> EnteredLines[Funded]:
    return lines.where(lambda line: line.fund == fund.name)


def of_nature(lines: EnteredLines[Funded], nature: Nature) -> EnteredLines[Funded]:
    """一种性质的行 — of 基本, 项目 …"""
    return lines.where(lambda line: line.nature == nature.entered)
