"""全市的账 — which bodies count once, what each states, totals of what is known, who is missing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeGuard, TypeVar

from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.money import half_width, percent, sum_known, total

WITHHELD, LACKING = "不公开", "缺"
_EXPENDITURE = "支出.决算数"
_OF_A_CLASS = re.compile(r"支出\.类\.(\d{3})\.决算数")
_OF_CLASS = ".类."
ZERO = Decimal(0)
Change = tuple[Decimal | None, Decimal | None]
_NONE = (None, None)
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class CityTotal:
    """全市合计 — the exact sum (元) of the bodies that state it, None where none does; who does not."""

    value: Decimal | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class CityAccount:
    """全市的账 — the bodies and the records of what they state.

    A department's amounts hold those of its units, so a unit counts by itself only where its department is
    not in the list; a body that was merged (撤并) is in the accounts of another.
    """

    city: City
    records: Sequence[BodyRecord]

    @cached_property
    def by_folder(self) -> dict[str, BodyRecord]:
        """按文件夹 — each record by the folder of its body."""
        return {record.folder: record for record in self.records}

    @cached_property
    def with_records(self) -> tuple[tuple[Body, BodyRecord], ...]:
        """有记录的 — the bodies of the list with their records, in its order."""
        bodies = (body for body in self.city.bodies if body.folder in self.by_folder)
        return tuple((body, self.by_folder[body.folder]) for body in bodies)

    @cached_property
    def year(self) -> int:
        """年度 — as the city's settings say, else that of most bodies; 0 where none is known."""
        years = Counter(record.year for record in self.records if record.year)
        return self.city.settings.year or max(years, key=lambda year: (years[year], year), default=0)

    @cached_property
    def counted(self) -> tuple[Body, ...]:
        """计入的 — bodies that count by themselves, in the order of the list."""
        return tuple(body for body in self.city.bodies if not body.merged and not self._is_within(body))

    @cached_property
    def within(self) -> tuple[Body, ...]:
        """在主管部门里的 — units whose amounts their department's hold."""
        return tuple(body for body in self.city.bodies if not body.merged and self._is_within(body))

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """所属单位 — names of the units of each department of the list."""
        return grouped((body.parent, body.name) for body in self.city.bodies)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """各类 — the codes of all 类 that a body spent on."""
        names = (name for record in self.records for name in record.figures)
        return tuple(sorted({found[1] for found in map(_OF_A_CLASS.fullmatch, names) if found}))

    def _is_within(self, body: Body) -> bool:
        return body.parent in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(body.name for body in self.city.bodies if not body.merged)

    def amount(self, body: Body, name: str) -> Decimal | None:
        """一个部门的一个数（元） — None where it is not known or not published.

        A 类 that is not among those of a body whose expenditure is known is one that it spent nothing on.
        """
        record = self.record_of(body)
        is_nothing = _OF_CLASS in name and _EXPENDITURE in record.figures and name not in record.withheld
        return record.figures.get(name, ZERO if is_nothing else None)

    def shown(self, body: Body, name: str) -> Decimal | str:
        """表里写的 — the amount (元), else 不公开 or 缺."""
        amount = self.amount(body, name)
        word = WITHHELD if name in self.record_of(body).withheld else LACKING
        return word if amount is None else amount

    def record_of(self, body: Body) -> BodyRecord:
        """记录 — of a body's last run; one of 未交 where nothing came."""
        return self._of_every_body[body.folder]

    @cached_property
    def _of_every_body(self) -> dict[str, BodyRecord]:
        bodies = self.city.bodies
        rows = {one.folder: {"folder": one.folder, "name": one.name, "kind": one.kind} for one in bodies}
        nothing = {folder: BodyRecord(**row, state="未交") for folder, row in rows.items()}
        return {**nothing, **self.by_folder}

    def approved_on(self, body: Body) -> str:
        """批复日期 — as the body's data have it, else as the city's settings say of its kind."""
        return self.record_of(body).approved_on or self.city.settings.approved_on.of(body.kind) or ""

    def why_missing(self, body: Body) -> str:
        """为什么缺 — in a sentence: why it is not built, what refused it, that nothing came."""
        record = self.record_of(body)
        nothing_came = "还没有数据" if record.state == "未交" else ""
        return body.not_published or nothing_came or record.problem or "数据里没有填"

    @cached_property
    def roundings(self) -> tuple[Decimal, ...]:
        """舍入 — how far (元) the amounts of each body may lie from exact ones, as its data were in 万元."""
        in_ten_thousands = [body for body in self.counted if self.record_of(body).unit == "万元"]
        return (half_width(ZERO, "万元"),) * len(in_ten_thousands)

    def total(self, *names: str) -> CityTotal:
        """合计 — of one figure, or of several added up, over the bodies that state all of them."""
        sums = {body.name: self._sum(body, names) for body in self.counted}
        known = list(filter(_is_stated, sums.values()))
        missing = tuple(name for name, amount in sums.items() if amount is None)
        return CityTotal(sum_known(known) if known else None, missing)

    def change(self, this: str, last: str) -> Change:
        """增减额、增减率 — of the bodies that state both years."""
        pairs = [self._both(body, this, last) for body in self.counted]
        return _by_how_much(*map(total, zip(*filter(None, pairs), strict=True)))

    def change_of(self, body: Body, this: str, last: str) -> Change:
        """一个部门的增减额、增减率 — where it states both years."""
        return _by_how_much(*self._both(body, this, last))

    def _both(self, body: Body, this: str, last: str) -> tuple[Decimal, ...]:
        """Both years, or nothing."""
        amounts = self.amount(body, this), self.amount(body, last)
        return tuple(filter(_is_stated, amounts)) if all(map(_is_stated, amounts)) else ()

    def _sum(self, body: Body, names: Iterable[str]) -> Decimal | None:
        return sum_known(self.amount(body, name) for name in names)


def _by_how_much(*years: Decimal) -> Change:
    """Of this year's and last year's amount, where there are any; no rate on a zero base."""
    if not years:
        return _NONE
    now, then = years
    return now - then, percent(now - then, then)


def _is_stated(amount: Decimal | None) -> TypeGuard[Decimal]:
    return amount is not None


def grouped(pairs: Iterable[tuple[str, _Thing]]) -> dict[str, list[_Thing]]:
    """归类 — the things of each key, in their order."""
    groups: dict[str, list[_Thing]] = defaultdict(list)
    for key, thing in pairs:
        groups[key].append(thing)
    return groups
