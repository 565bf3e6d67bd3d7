"""句子里的收支 — totals that sentences say of 项, 性质 and sources, as the tables would show them by line.

A document without tables says how much was spent on each 项, and how much was 基本支出 in all. Which 项 that
was follows where only one choice adds up; else the usual ones are taken first, which is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import accumulate, islice, product, starmap
from operator import attrgetter

from disclosure import classification
from disclosure.classification import Fund, belonging
from disclosure.importing.inverting.draft import Known
from disclosure.importing.reading.rounded_amounts import NONE, Value, total, unit_of
from disclosure.learning.figure_names import identifier_of
from disclosure.terms import chinese

_WHOLE = "expenditure"
_BASIC, _PROJECT = "basic_expenditure", "project_expenditure"
_NATURES = (_BASIC, _PROJECT)
_USUALLY_BASIC = ("行政运行", "事业运行", "机关服务")
_CLASSES_OF_STAFF = ("208", "210", "221")  # 社会保障、卫生健康、住房保障
_ANYTHING = "2010301"
_LEFT = (
    *("surplus_used.final", "surplus_distribution.final"),
    *("carryover.adjusted_opening", "carryover.closing"),
)
_BALANCED = (
    ("income", "expenditure"),
    ("grand_total", "expenditure"),
    ("fiscal_grand_total", "income.fiscal_income"),
)
_MANY, _DIGITS = 2, 7


@dataclass(slots=True)
class SpokenLines:
    """全部的数 — by Chinese name, those by line beside those read; what was chosen among several."""

    values: dict[str, Value] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, id: str, value: Value) -> None:
        """填入."""
        if value.amount:
            self.values[chinese(id)] = value


def spoken_lines(values: Mapping[str, Value], year: int) -> SpokenLines:
    """按行 — of each fund, and of all, as far as tables do not show the lines."""
    every = {**dict(_of_the_only_fund(Known(values))), **values}
    known, found = Known(every), SpokenLines(dict(every))
    if known.get(f"{_WHOLE}.final") is not None:
        _Spoken(known, found, year).read()
    return found


def _of_the_only_fund(known: Known) -> Iterator[tuple[str, Value]]:
    """What is spent in all is what a fund spends that pays all of it."""
    nodes = map(attrgetter("expenditure"), classification.fiscal_funds())
    for node in islice(filter(partial(_pays_all, known), nodes), 1):
        for item, nature in product(known.items(_WHOLE), _NATURES):
            value = known.get(f"{_WHOLE}.item.{item}.{nature}.final")
            yield from [(chinese(f"{node}.item.{item}.{nature}.final"), value)] if value else ()


def _pays_all(known: Known, node: str) -> bool:
    whole = known.value(f"{_WHOLE}.final").amount
    return bool(whole) and known.value(f"{node}.final").amount == whole


def _shows_lines(known: Known, node: str) -> bool:
    of_items = (f"{node}.item.{item}.{nature}.final" for item, nature in product(known.items(node), _NATURES))
    return any(map(known.get, of_items))


class _Spoken:
    def __init__(self, known: Known, found: SpokenLines, year: int) -> None:
        self._known, self._found, self._year = known, found, year
        self._spent: dict[str, Value] = {}  # of each nature, by the fiscal funds
        self._main = ""
        self._has_lines = _shows_lines(known, _WHOLE)

    def read(self) -> None:
        """读 — each fund, then what is spent and got beyond them."""
        for fund in classification.fiscal_funds():
            if not _shows_lines(self._known, fund.expenditure):
                self._fund(fund)
        if not self._has_lines:
            self._others()
        if not self._known.items("income"):
            self._income()
        self._carried()

    def _fund(self, fund: Fund) -> None:
        node = fund.expenditure
        items = _without_nothing(self._with_rest(fund, self._named(fund)))
        self._main = self._main or _largest(items)
        basic = self._as_in_all(items) if self._has_lines else self._basic_of(fund, items)
        for item, value in items.items():
            part = basic.get(item, NONE)
            self._line(node, item, _BASIC, part)
            self._line(node, item, _PROJECT, value - part)

    def _named(self, fund: Fund) -> dict[str, Value]:
        """项 that are said to be a fund's; of all that tables show those that can be no other's."""
        said = self._spent_on(fund.expenditure, self._known.items(fund.expenditure))
        return said or (self._belonging(fund) if self._is_told_in_all(fund) else {})

    def _is_told_in_all(self, fund: Fund) -> bool:
        return not fund.general and bool(self._amount(fund.expenditure))

    def _belonging(self, fund: Fund) -> dict[str, Value]:
        own = (item for item in self._known.items(_WHOLE) if belonging(item, self._year).fund == fund)
        return self._spent_on(_WHOLE, own)

    def _spent_on(self, node: str, items: Iterable[str]) -> dict[str, Value]:
        return {item: self._known.value(f"{node}.item.{item}.final") for item in items}

    def _amount(self, node: str) -> Decimal:
        return self._known.value(f"{node}.final").amount

    def _as_in_all(self, items: Mapping[str, Value]) -> dict[str, Value]:
        """基本支出 of each 项 as the table of all expenditure has it, as far as the fund spends."""
        basic = {item: self._known.value(f"{_WHOLE}.item.{item}.{_BASIC}.final") for item in items}
        return {item: min(items[item], value, key=attrgetter("amount")) for item, value in basic.items()}

    def _with_rest(self, fund: Fund, items: Mapping[str, Value]) -> dict[str, Value]:
        """With what a 类, or the fund, has beyond the 项 that are named, on one of its others."""
        node, every = fund.expenditure, dict(items)
        for code in sorted(self._classes(node)):
            whole = self._known.get(f"{node}.class.{code}.final")
            self._rest(every, code, whole, _last_of_class(code, self._year))
        item = self._main_item if fund.general else _first_of_fund(fund, self._year)
        self._rest(every, "", self._known.get(f"{node}.final"), item)
        return every

    def _classes(self, node: str) -> set[str]:
        head = f"{node}.class."
        ids = map(identifier_of, self._known.values)
        return {id.removeprefix(head).partition(".")[0] for id in ids if id.startswith(head)}

    def _rest(self, items: dict[str, Value], code: str, whole: Value | None, item: str) -> None:
        rest = _beyond_named(items, code, whole)
        if item and rest.amount > rest.half:
            items[item] = items.get(item, NONE) + rest
            self._note("另外的支出", rest, item)

    def _line(self, node: str, item: str, nature: str, part: Value) -> None:
        """Of a fund, and of all where no table shows them."""
        self._found.put(f"{node}.item.{item}.{nature}.final", part)
        if self._has_lines:
            return
        whole = chinese(f"expenditure.item.{item}.{nature}.final")
        self._found.put(f"expenditure.item.{item}.{nature}.final", self._found.values.get(whole, NONE) + part)
        self._spent[nature] = self._spent.get(nature, NONE) + part

    def _basic_of(self, fund: Fund, items: Mapping[str, Value]) -> dict[str, Value]:
        if said := self._said_basic(fund):
            return self._chosen_basic(items, said)
        if fund.general and items:
            self._found.notes.append("文件没有写基本支出多少，各项都暂记为项目支出，请核对")
        return {}

    def _said_basic(self, fund: Fund) -> Value | None:
        """As it is said of the fund; of 一般公共预算 else as it is said of all that is spent."""
        nodes = [fund.expenditure, _WHOLE] if fund.general else [fund.expenditure]
        return next(filter(None, (self._known.get(f"{node}.{_BASIC}.final") for node in nodes)), None)

    def _chosen_basic(self, items: Mapping[str, Value], said: Value) -> dict[str, Value]:
        chosen, is_only = _chosen(items, said, self._year)
        if not is_only:
            named = "、".join(chosen)
            self._found.notes.append(f"文件没有写各项的基本支出和项目支出，基本支出记在 {named}，请核对")
        return chosen

    def _others(self) -> None:
        """What no fiscal fund spends, on the main 项: the document names none."""
        for nature in _NATURES:
            rest = self._known.value(f"expenditure.{nature}.final") - self._spent_by_funds(nature)
            if rest.amount > (0 if self._has_other_income() else rest.half):
                self._note("其他资金的支出", rest, self._main_item)
                self._line("other_expenditure", self._main_item, nature, rest)

    def _has_other_income(self) -> bool:
        sources = classification.ids(classification.income_sources())
        return any(self._amount(f"income.{source}") for source in sources)

    def _spent_by_funds(self, nature: str) -> Value:
        """As it is said where one fund spends alone, else as the 项 add up."""
        general, *others = (fund.expenditure for fund in classification.fiscal_funds())
        said = self._known.get(f"{general}.{nature}.final")
        is_alone = not any(map(self._amount, others))
        return said if said and is_alone else self._spent.get(nature, NONE)

    def _income(self) -> None:
        for source in classification.income_sources():
            value = self._known.value(f"income.{source.id}.final")
            if value.amount:
                self._note(source.name, value, self._main_item)
                self._found.put(f"income.item.{self._main_item}.{source.id}.final", value)
        fiscal = [self._known.value(f"income.{fund.id}.final") for fund in classification.fiscal_funds()]
        self._found.values.setdefault(chinese("income.fiscal_income.final"), total(fiscal))

    def _carried(self) -> None:
        """无 where all that came in was spent, and nothing is said of what was left."""
        is_even = any(starmap(self._are_equal, _BALANCED))
        for id in _LEFT if is_even else ():
            self._found.values.setdefault(chinese(id), NONE)

    def _are_equal(self, one: str, other: str) -> bool:
        first, second = map(self._known.get, (f"{one}.final", f"{other}.final"))
        return first is not None and second is not None and first.amount == second.amount

    @property
    def _main_item(self) -> str:
        return self._main or _ANYTHING

    def _note(self, what: str, value: Value, item: str) -> None:
        said = replace(value, unit=unit_of([value], "元")).said(value.amount)
        self._found.notes.append(f"{what} {said} 没有写科目，暂记在 {item}，请改成实际的科目")


def _without_nothing(items: Mapping[str, Value]) -> dict[str, Value]:
    return {item: value for item, value in items.items() if value.amount}


def _largest(items: Mapping[str, Value]) -> str:
    return max(items, key=lambda item: items[item].amount, default="")


def _beyond_named(items: Mapping[str, Value], code: str, whole: Value | None) -> Value:
    """What a 类, or the fund, has beyond its 项 that are named."""
    named = total(value for key, value in items.items() if key.startswith(code))
    return whole - named if whole else NONE


def _last_of_class(code: str, year: int) -> str:
    """The last 项 of a 类, which is the one for anything else."""
    items = (one.code for one in classification.functional_subjects(year) if one.code.startswith(code))
    return max((item for item in items if len(item) == _DIGITS), default="")


def _first_of_fund(fund: Fund, year: int) -> str:
    """The first 项 that surely belongs to a fund."""
    items = (one.code for one in classification.functional_subjects(year) if len(one.code) == _DIGITS)
    return next((item for item in items if belonging(item, year).fund == fund), "")


def _chosen(items: Mapping[str, Value], said: Value, year: int) -> tuple[dict[str, Value], bool]:
    """The 项 that add up to 基本支出, and whether no others do; one in part where none do."""
    ordered = sorted(items, key=lambda item: (not _is_of_staff(item, year), item))
    every = _adding_up([(item, items[item].amount) for item in ordered], said.amount, said.half)
    if every:
        return {item: items[item] for item in every[0]}, len(every) == 1
    return dict(_until_full(ordered, items, said)), False


def _until_full(
    ordered: Iterable[str], items: Mapping[str, Value], said: Value
) -> Iterator[tuple[str, Value]]:
    left = said.amount
    for item in ordered:
        part = min(left, items[item].amount)
        if part > 0:
            yield item, Value(part, said.half, said.sources, said.unit)
        left -= part


def _adding_up(items: Sequence[tuple[str, Decimal]], whole: Decimal, half: Decimal) -> list[tuple[str, ...]]:
    """At most two choices that add up, the first with the most of those in front."""
    found: list[tuple[str, ...]] = []
    rest = [*accumulate((amount for _, amount in reversed(items)), initial=Decimal(0))][::-1]

    def look(at: int, left: Decimal, taken: tuple[str, ...]) -> None:
        if len(found) == _MANY or left < -half or left > rest[at] + half:
            return
        if at == len(items):
            found.append(taken)
            return
        code, amount = items[at]
        look(at + 1, left - amount, (*taken, code))
        look(at + 1, left, taken)

    look(0, whole, ())
    return found


def _is_of_staff(item: str, year: int) -> bool:
    subject = classification.subject_of(item, year)
    return item.startswith(_CLASSES_OF_STAFF) or (subject is not None and subject.name in _USUALLY_BASIC)
