"""经济分类数 — a fund's expenditure by economic 款: of its lines, or without any there, of 经济分类汇总."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from disclosure.classification import Fund
from disclosure.deriving.entered_lines import EnteredLines, spent_from
from disclosure.deriving.ledger import CLASS, Ledger, grouped
from disclosure.deriving.partly_known import Entry, PartlyKnown
from disclosure.model import ExpenditureLine, Submission

Lines = EnteredLines[ExpenditureLine]
_AMOUNT, _SECTION = ".金额", ".款"
_Pair = tuple[str, Entry]  # 款, and an amount on it


@dataclass(frozen=True, slots=True)
class Spent:
    """按款的支出 — entries by 款 in order of code; `rest` are the lines whose 款 are not known.

    Of those, `unfilled` have no amount at all: nothing that is entered elsewhere is asked for before.
    """

    entries: dict[str, list[Entry]]
    rest: tuple[Entry, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """缺的 — where the 款 of these lines would stand, or the amount that has to be known before."""
        return tuple(_lacking(entry) for entry in self.rest)

    @property
    def unfilled(self) -> tuple[str, ...]:
        """没有数的行 — where the amounts of these lines would stand."""
        return tuple(path for path, amount in self.rest if amount is None)

    @property
    def whole(self) -> PartlyKnown:
        """全部 — a line whose 款 are not known is spent on some 款 all the same."""
        return PartlyKnown((*(entry for _, entry in self.pairs()), *self.rest))

    def pairs(self) -> Iterator[_Pair]:
        """逐笔 — each entry with its 款."""
        for code, entries in self.entries.items():
            yield from ((code, entry) for entry in entries)

    def part(self, codes: tuple[str, ...]) -> PartlyKnown:
        """几个款（类） — what is known of them together: any part of the other lines may be theirs."""
        return PartlyKnown(tuple(entry for code, entry in self.pairs() if code.startswith(codes)), self.rest)

    def enter(self, ledger: Ledger, section: str, economic_class: str) -> None:
        """记入 — each 款 below the node `section`, each 类 below `economic_class` as the sum of its 款."""
        for code, entries in self.entries.items():
            ledger.enter(f"{section}.{code}.final", entries)
        for code, below in grouped(self.entries, CLASS).items():
            ledger.total(f"{economic_class}.{code}.final", [f"{section}.{one}.final" for one in below])


def of_fund(submission: Submission, fund: Fund, *natures: str) -> Spent:
    """一种资金的款 — of the natures named, of all its lines where none is."""
    lines = spent_from(submission, fund)
    wanted = natures or sorted({line.nature for _, line in lines.numbered})
    return _together([_of_nature(submission, fund, nature, lines) for nature in wanted])


def of_lines(lines: Lines) -> Spent:
    """各行的款 — of lines alone."""
    return _spent(_sections(lines), _without_section(lines))


def _sections(lines: Lines) -> Iterator[_Pair]:
    """Line by line, of those that carry 款."""
    for number, line in lines.numbered:
        yield from zip(line.section or (), entries_of(number, line), strict=True)


def entries_of(number: int, line: ExpenditureLine) -> Iterator[Entry]:
    """一行的款 — its amounts by 款; none where it carries none."""
    for code, amount in (line.section or {}).items():
        yield f"支出[{number}].款.{code}", amount


def _without_section(lines: Lines) -> Iterator[Entry]:
    """The amounts of lines that carry no 款."""
    for number, line in lines.numbered:
        if line.section is None:
            yield f"支出[{number}]{_AMOUNT}", line.amount


def _lacking(entry: Entry) -> str:
    path, amount = entry
    return path if amount is None else path.removesuffix(_AMOUNT) + _SECTION


def _of_nature(submission: Submission, fund: Fund, nature: str, lines: Lines) -> Spent:
    spent = of_lines(lines.where(lambda line: line.nature == nature))
    totals = list(_totals(submission, fund, nature)) if spent.missing else []
    return _spent(totals) if totals else spent


def _totals(submission: Submission, fund: Fund, nature: str) -> Iterator[_Pair]:
    for number, total in enumerate(submission.economic_totals, 1):
        if (total.fund, total.nature) == (fund.name, nature):
            yield total.section, (f"经济分类汇总[{number}].金额", total.amount)


def _together(parts: Sequence[Spent]) -> Spent:
    pairs = chain.from_iterable(part.pairs() for part in parts)
    return _spent(pairs, chain.from_iterable(part.rest for part in parts))


def _spent(pairs: Iterable[_Pair], rest: Iterable[Entry] = ()) -> Spent:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for code, entry in pairs:
        entries[code].append(entry)
    return Spent(dict(sorted(entries.items())), tuple(rest))
