"""账簿 — collects figures while they are derived: entered, summed, or by formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby

from disclosure import formula as formulas
from disclosure import terms
from disclosure.deriving.figure import Approval, Figure, Figures, FigureUnit, Tail, approval
from disclosure.deriving.part_of_total import bounded_from_above
from disclosure.deriving.partly_known import NOT_GIVEN, Entry, PartlyKnown
from disclosure.deriving.undecided_funds import undecided
from disclosure.errors import InputError, Problem
from disclosure.interval import NON_NEGATIVE, UNBOUNDED, Interval
from disclosure.interval import added as total_of
from disclosure.model import Submission
from disclosure.money import Unit, half_width, total

ZERO = Decimal(0)
CLASS, _SECTION, _ITEM = 3, 5, 7  # digits of a code
LEVELS = {"item": _ITEM, "section": _SECTION, "class": CLASS}
_ABOVE = (("section", "item"), ("class", "section"))  # each level rolls up the one below


class Ledger:
    """账簿 — one submission's figures in the making; each id is written once.

    `agreed` are figures that take the approved amount of another, being made of the same entries.
    """

    def __init__(self, submission: Submission, agreed: Mapping[str, Approval]) -> None:
        self._submission, self._agreed = submission, agreed
        self._undecided = undecided(submission)
        self.entered: dict[str, tuple[tuple[str, Decimal], ...]] = {}
        self._stated = {name: amount for name, amount in submission.stated.items() if not of_cell(name)}
        self._figures: dict[str, Figure] = {}
        self._tails: list[Tail] = []

    def enter(
        self,
        id: str,
        entries: Iterable[Entry],
        *,
        unit: Unit | None = None,
        each: Interval = NON_NEGATIVE,
    ) -> None:
        """录入数 — the sum of amounts as entered, each with its key path; unknown where one of them is.

        `each` is what holds of an amount that is not filled in.
        """
        entered = PartlyKnown(tuple(map(self._of_its_fund, entries)), each=each)
        given, missing = tuple(entered.given()), entered.missing
        slack, bounds = self._entered_slack(given, unit), entered.bounds
        if not missing:
            self.entered[id] = given
        self.add(Figure(id, bounds.value, paths=entered.paths, slack=slack, missing=missing, bounds=bounds))

    def _entered_slack(self, entries: Iterable[tuple[str, Decimal]], unit: Unit | None) -> Decimal:
        spent = ((path, amount) for path, amount in entries if amount)
        return total(self._submission.slack(path, amount, unit) for path, amount in spent)

    def count(
        self,
        id: str,
        path: str,
        value: int | Decimal | None,
        *,
        unit: FigureUnit = "个",
        missing: tuple[str, ...] = (),
        each: Interval = NON_NEGATIVE,
    ) -> None:
        """个数 — a count as entered; `missing` are the places below its own that are empty."""
        if value is None:
            lacking = missing or (path,)
            self.add(Figure(id, None, unit, paths=(path,), missing=lacking, bounds=each))
        else:
            self.add(Figure(id, Decimal(value), unit, paths=(path,)))

    def unknown(self, id: str, *missing: str, within: PartlyKnown = NOT_GIVEN) -> None:
        """未知数 — a figure that cannot be made; `missing` names what has to be filled in.

        `within` is what bounds it all the same.
        """
        entries, rest = (tuple(map(self._of_its_fund, pairs)) for pairs in (within.entries, within.rest))
        known = PartlyKnown(entries, rest, within.each)
        slack = self._entered_slack(known.given(), None)
        self.add(Figure(id, None, slack=slack, missing=missing, bounds=known.bounds))

    def _of_its_fund(self, entry: Entry) -> Entry:
        """An amount of a line whose fund nobody knows is not known to be of any."""
        line, bracket, _ = entry[0].partition("]")
        return (f"{line}].资金", None) if line + bracket in self._undecided else entry

    def optional(
        self,
        id: str,
        path: str,
        amount: Decimal | None,
        *,
        unit: Unit | None = None,
        missing: tuple[str, ...] = (),
        within: PartlyKnown = NOT_GIVEN,
    ) -> None:
        """可缺数 — an amount as entered, unknown where it was not; `missing` is what it would follow from."""
        if amount is None:
            self.unknown(id, *(missing or (path,)), within=within)
        else:
            self.enter(id, [(path, amount)], unit=unit)

    def total(self, id: str, inputs: Iterable[str]) -> None:
        """合计 — the sum of figures; 0 of none."""
        added = tuple(inputs)
        parts = self._parts(added)
        missing, formula = _all_missing(parts), " + ".join(added)
        value, bounds = (None, _all_bounds(parts)) if missing else (_sum_of(parts), UNBOUNDED)
        slack = _all_slack(parts)
        self.add(Figure(id, value, "元", formula, added, slack=slack, missing=missing, bounds=bounds))

    def total_over(self, node: str, parts: Iterable[str], leaf: str, *, whole: str = "") -> None:
        """各部分之和 — `node`.`leaf` (`node`.`whole`.`leaf`) as the sum of `node`.part.`leaf`."""
        id = f"{node}.{whole}.{leaf}" if whole else f"{node}.{leaf}"
        self.total(id, [f"{node}.{part}.{leaf}" for part in parts])

    def roll_up(self, node: str, codes: Iterable[str], leaf: str) -> None:
        """逐级汇总 — `leaf` of each 款 and 类 from that of the 项 below."""
        items = tuple(codes)
        for level, below in _ABOVE:
            for code, parts in grouped(shortened(items, LEVELS[below]), LEVELS[level]).items():
                under = [f"{node}.{below}.{part}.{leaf}" for part in parts]
                self.total(f"{node}.{level}.{code}.{leaf}", under)

    def whole(self, node: str, codes: Iterable[str], leaf: str) -> None:
        """全部的和 — `leaf` of a node as the sum of its 类."""
        self.total_over(node, [f"class.{code}" for code in shortened(codes, CLASS)], leaf)

    def define(self, id: str, formula: str, unit: FigureUnit = "元") -> None:
        """公式数 — a figure by formula; undefined on a zero base, unknown where an input is."""
        parsed = formulas.parse(formula)
        inputs = tuple(dict.fromkeys(formulas.names(parsed)))
        parts = self._parts(inputs)
        missing = _all_missing(parts)
        value = None if missing else formulas.evaluate(parsed, self._value)
        bounds = formulas.bounds(parsed, self._interval) if missing else UNBOUNDED
        slack = _all_slack(parts) if unit == "元" else ZERO
        self.add(Figure(id, value, unit, formula, inputs, slack=slack, missing=missing, bounds=bounds))

    def _parts(self, ids: Iterable[str]) -> list[Figure]:
        return [self._figures[id] for id in ids]

    def _value(self, id: str) -> Decimal | None:
        return self._figures[id].value

    def _interval(self, id: str) -> Interval:
        return self._figures[id].interval

    def __getitem__(self, id: str) -> Figure:
        return self._figures[id]

    def __contains__(self, id: str) -> bool:
        return id in self._figures

    def present(self, ids: Iterable[str]) -> list[str]:
        """已有的数 — of these ids, those that there are figures of."""
        return [id for id in ids if id in self._figures]

    def names(self) -> list[str]:
        """各数的名称 — of all figures so far."""
        return [figure.name for figure in self._figures.values()]

    def under(self, node: str) -> list[str]:
        """下级数 — ids of the figures `node`.X.final, in order of entry."""
        start, steps = f"{node}.", node.count(".") + 2
        below = (id for id in self._figures if id.startswith(start) and id.count(".") == steps)
        return [id for id in below if id.endswith(".final")]

    def close(self) -> Figures:
        """结账 — all figures; raises InputError for a stated figure that does not exist."""
        if self._stated:
            raise InputError(self._no_such(name) for name in self._stated)
        return Figures(bounded_from_above(self._figures), tuple(self._tails))

    def add(self, figure: Figure) -> None:
        """记数 — a figure; its approved value (核定数) is kept where rounding explains the difference."""
        if figure.id in self._figures:
            raise ValueError(f"figure {figure.id} derived twice")
        stated, agreed = self._stated.pop(figure.name, None), self._agreed.get(figure.id)
        if stated is not None:
            figure = self._approved(figure, stated)
        elif agreed is not None:
            figure = agreed.of(figure)
        self._figures[figure.id] = figure

    def _approved(self, figure: Figure, stated: Decimal) -> Figure:
        path = f"核定数.{figure.name}"
        slack = half_width(stated, self._submission.unit)
        approved = Figure(
            figure.id, stated, figure.unit, figure.formula, figure.inputs, (path,), slack, (), True
        )
        kept, tail = approval(figure.name, figure.value, stated, figure.slack + slack)
        self._tails += filter(None, [tail])
        return approved if kept else figure

    def _no_such(self, name: str) -> Problem:
        near = terms.near(name, self.names())
        path = f"核定数.{name}"
        return Problem(f"没有名为“{name}”的数{near}", self._submission.places().get(path), path, "核定数")


def shortened(codes: Iterable[str], digits: int) -> list[str]:
    """上级编码 — the codes that stand above, in order, each once."""
    return sorted({code[:digits] for code in codes})


def grouped(codes: Iterable[str], digits: int) -> dict[str, list[str]]:
    """按上级编码 — the codes below each code that stands above them, in order."""
    ordered = groupby(sorted(codes), key=lambda code: code[:digits])
    return {above: list(below) for above, below in ordered}


def of_cell(name: str) -> bool:
    """是否单元格 — whether a key of 核定数 names a cell (`公开05表 合计 本年支出`) rather than a figure."""
    return " " in name or name[:1].isascii()


def _sum_of(parts: Iterable[Figure]) -> Decimal:
    return total(part.value or ZERO for part in parts)


def _all_bounds(parts: Iterable[Figure]) -> Interval:
    return total_of(part.interval for part in parts)


def _all_slack(parts: Iterable[Figure]) -> Decimal:
    return total(part.slack for part in parts)


def _all_missing(parts: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.missing))
