"""数 — a figure: value, unit, how it came about."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Literal

from disclosure import formula as formulas
from disclosure import terms
from disclosure.beginnings import Beginnings
from disclosure.interval import UNBOUNDED, Interval
from disclosure.model import covered

FigureUnit = Literal["元", "%", "个"]
_MANY = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """数 — id, value (元, % or a count), formula over `inputs`, or the key paths where it was entered.

    `value` is None when the figure is not known (`missing` names what has to be filled in) or has no meaning
    (a rate on a zero base; `missing` is then empty). `slack` is how far the exact value may lie away because
    amounts were given rounded (元); `bounds` are what the known parts of an unknown one say. `stated` says
    that the value is an approved one (核定数), `agrees` of which other number (its name), one made of the
    same entries.
    """

    id: str
    value: Decimal | None
    unit: FigureUnit = "元"
    formula: str = ""
    inputs: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    slack: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()
    stated: bool = False
    agrees: str = ""
    bounds: Interval = UNBOUNDED

    @property
    def interval(self) -> Interval:
        """区间 — the value where it is known, else between which values it lies."""
        return self.bounds if self.value is None else Interval.exactly(self.value)

    @property
    def name(self) -> str:
        """中文名 — the figure's name as templates write it."""
        return terms.chinese(self.id)

    def said(self, called: Callable[[str], str] = terms.chinese) -> str:
        """公式（中文） — how the figure is made, each figure as it is called."""
        if not self.formula:
            return "、".join(self.paths)
        if len(self.inputs) > _MANY:
            return f"各项之和（{len(self.inputs)}项）"
        return formulas.say(formulas.parse(self.formula), called)


@dataclass(frozen=True, slots=True)
class Tail:
    """尾差 — an approved number (核定数) that differs from what its rounded parts make.

    `name` is what 核定数 calls it; `allowed` is how far rounding may set the two apart.
    """

    name: str
    derived: Decimal
    stated: Decimal
    allowed: Decimal

    @property
    def tolerable(self) -> bool:
        """在舍入区间内 — whether rounding explains the difference."""
        return abs(self.derived - self.stated) <= self.allowed


def approval(
    name: str, derived: Decimal | None, stated: Decimal, allowed: Decimal
) -> tuple[bool, Tail | None]:
    """核定 — whether an approved number is printed as stated, and its tail where the derived one differs."""
    if derived is None or derived == stated:
        return True, None
    tail = Tail(name, derived, stated, allowed)
    return tail.tolerable, tail


@dataclass(frozen=True, slots=True)
class Withheld:
    """不公开的 — figures by id as they were; names of those and of places of the data that are secret.

    `marked` are the ids of what is secret itself, each with the place in 涉密 that says so; `barred` those,
    too, that are kept back for its sake: no approved amount (核定数) may stand for them. `merged` are codes
    that are told within the 款 or 类 above them, and listed nowhere.
    """

    figures: Mapping[str, Figure] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    marked: Mapping[str, str] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """是否不公开 — a figure by its name, or a key path that is secret or stands below one that is."""
        return name in self.names or covered(name, self.names)


@dataclass(frozen=True, slots=True)
class Approval:
    """核定的数 — an approved amount (元), its key in 核定数 and the number it names (a figure, a cell)."""

    key: str
    name: str
    amount: Decimal
    slack: Decimal = Decimal(0)

    def of(self, figure: Figure) -> Figure:
        """照此的数 — a figure that is the same number, with this amount."""
        paths = (f"核定数.{self.key}",) if self.key else figure.paths
        return replace(
            figure,
            value=self.amount,
            slack=self.slack,
            paths=paths,
            missing=(),
            stated=bool(self.key),
            agrees=self.name,
        )


@dataclass(frozen=True)
class Figures(Mapping[str, Figure]):
    """全部数 — every figure by id, in order of derivation; tails are those approved that differ.

    Where there are 核定数, `prints` has the fingerprint of every figure (see `same_figures`), `agreed` the
    approved figure of each fingerprint, and `cell_tails` the tails of cells that are figures, by key.
    `withheld` are those that are not published (涉密) as they were before their values were taken out.
    """

    by_id: Mapping[str, Figure]
    tails: tuple[Tail, ...] = ()
    prints: Mapping[str, Decimal] = field(default_factory=dict)
    agreed: Mapping[Decimal, Figure] = field(default_factory=dict)
    cell_tails: Mapping[str, Tail] = field(default_factory=dict)
    withheld: Withheld = field(default_factory=Withheld)

    def __getitem__(self, id: str) -> Figure:
        return self.by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def __len__(self) -> int:
        return len(self.by_id)

    # Those of Mapping itself look every figure up again.
    def __contains__(self, id: object) -> bool:
        return id in self.by_id

    def items(self) -> ItemsView[str, Figure]:
        """各数 — by id."""
        return self.by_id.items()

    def values(self) -> ValuesView[Figure]:
        """各数 — without their ids."""
        return self.by_id.values()

    def below(self, *nodes: str) -> Iterator[Figure]:
        """下面的数 — every figure whose id goes on from one of these nodes, by id."""
        ids = chain.from_iterable(self._beginnings.of(f"{node}.") for node in nodes)
        return map(self.by_id.__getitem__, ids)

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self.by_id)

    def named(self, name: str) -> Figure | None:
        """按名称 — the figure of a Chinese name, None where there is no such figure."""
        try:
            return self.by_id.get(terms.identifier(name))
        except KeyError:
            return None

    def is_approved(self, id: str) -> bool:
        """已核定 — whether 核定数 says what a figure is, by this name of it or another."""
        figure = self.agreed.get(self.prints.get(id, Decimal(0)))
        return figure is not None and figure.stated

    def value(self, id: str) -> Decimal | None:
        """值 — a figure's value, None where there is no such figure."""
        figure = self.by_id.get(id)
        return figure.value if figure else None
