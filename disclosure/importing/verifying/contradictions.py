"""矛盾和核定数 — what was read against the program's own rules: what rounding explains, and what not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from disclosure import deriving
from disclosure.deriving import Figure, Figures
from disclosure.errors import InputError
from disclosure.importing import import_file
from disclosure.importing.reading.rounded_amounts import ZERO, Said, Value, unit_of
from disclosure.loading import validation
from disclosure.loading.place_names import called, of_reading
from disclosure.loading.reading_state import Data, Loc, Reading, nested, path_of
from disclosure.model import Submission

_LISTS = {"支出", "收入"}


@dataclass(slots=True)
class Settled:
    """核对结果 — 核定数 for totals that differ from their rounded parts, and for what only a table says.

    `contradictions` no rounding explains; `submission` is what the entries make with 核定数, None where they
    are not what data may be.
    """

    stated: dict[Loc, Said] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class _Compared:
    """A figure as it follows from the entries, and as a table has it."""

    name: str
    figure: Figure
    value: Value
    agreed: bool  # what is approved of the same figure elsewhere says what it is

    @property
    def place(self) -> Loc:
        """Where the data state it."""
        return "核定数", self.name

    @property
    def difference(self) -> Decimal:
        """How far they lie apart; 0 where the figure does not follow."""
        return ZERO if self.figure.value is None else abs(self.figure.value - self.value.amount)

    def is_rounded(self) -> bool:
        """Whether they differ, and rounding explains it."""
        return 0 < self.difference <= self.figure.slack + self.value.half

    def contradicts(self) -> bool:
        """Whether they differ by more than rounding explains."""
        return self.difference > self.figure.slack + self.value.half

    def is_printed_twice(self) -> bool:
        """Whether another table has the same figure with another amount, the one approved."""
        return self.agreed and 0 < self.difference <= self.figure.slack + self.value.half

    def is_only_shown(self) -> bool:
        """What the lines do not give; where a whole list is not known, a total must not stand alone."""
        return bool(self.figure.missing) and _LISTS.isdisjoint(self.figure.missing)

    def __str__(self) -> str:
        """As a sentence."""
        read_, derived = self.value.said(self.value.amount), self.value.said(self.figure.value or ZERO)
        place = "、".join(map(str, self.value.sources[:1]))
        return f"{place} 的“{called(self.name)}”是 {read_}，由读到的其他数推算是 {derived}，请核对"


def settle(drafted: Mapping[Loc, Said], known: Mapping[str, Value], year: int) -> Settled:
    """核对 — what the entries make by the program's own rules, against every figure that was read."""
    # 合计 75.01 万元, the lines adding up to 75.00 → 核定数.支出.决算数: 75.01
    # 合计 80.00 万元, the lines adding up to 75.00 → a contradiction
    settled = Settled()
    try:
        settled.submission = _submission(drafted, known, year)
        derived = deriving.derive(settled.submission)
        faults = filter(_Compared.contradicts, _comparisons(derived, known))
        settled.contradictions += map(str, faults)
        while new := _approved_totals(derived, known, settled):
            settled.stated |= new
            settled.submission = _submission({**drafted, **settled.stated}, known, year)
            derived = deriving.derive(settled.submission)
        faults = filter(_Compared.is_printed_twice, _comparisons(derived, known))
        settled.contradictions += map(str, faults)
    except InputError as error:  # a count below 0, an amount beyond 13 digits
        settled.contradictions += [f"读到的数不合要求，请核对：{problem}" for problem in error.problems]
    return settled


def _comparisons(derived: Figures, known: Mapping[str, Value]) -> Iterator[_Compared]:
    for name, value in known.items():
        figure = derived.named(name)
        if figure is not None:
            yield _Compared(name, figure, value, derived.is_approved(figure.id))


def _approved_totals(derived: Figures, known: Mapping[str, Value], settled: Settled) -> dict[Loc, Said]:
    """核定数 that are new: an approved total changes those above it, so that these are looked at again."""
    compared = list(_comparisons(derived, known))
    open = (one for one in compared if not one.agreed and one.place not in settled.stated)
    new = (*_at_once(filter(_Compared.is_rounded, open)), *_lowest_shown(compared))
    return {one.place: (one.value, one.value) for one in new}


def _at_once(rounded: Iterable[_Compared]) -> Iterator[_Compared]:
    """Of equal figures, which may be one, the first and what agrees with it."""
    first: dict[Decimal | None, Decimal] = {}
    return (
        one for one in rounded if first.setdefault(one.figure.value, one.value.amount) == one.value.amount
    )


def _lowest_shown(compared: list[_Compared]) -> list[_Compared]:
    """What only a table says, without what follows from it."""
    shown = {one.figure.id: one for one in compared if one.is_only_shown()}
    return [one for one in shown.values() if shown.keys().isdisjoint(one.figure.inputs)]


def _submission(drafted: Mapping[Loc, Said], known: Mapping[str, Value], year: int) -> Submission:
    """In the tables' own unit, so that what rounding allows is known; raises InputError with the cells."""
    unit = unit_of(known.values(), "元")
    data = nested({loc: text for loc, (text, _) in import_file.entries(drafted, unit).items()})
    own: dict[str, Data] = {"模板": "-", "单位": unit, "年度": str(year), "部门": {"全称": "-"}}
    sources = {path_of(loc): value.sources[0] for loc, (_, value) in drafted.items() if value.sources}
    reading = Reading("", sources=sources)
    submission = validation.validate({**data, **own}, reading)
    if submission is None:
        raise InputError(map(of_reading(reading).problem, reading.problems))
    return submission
