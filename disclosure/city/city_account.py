"""全市的账 — which bodies count once, what each states, totals of what is known, who is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.money import half_width, percent, sum_known, total

WITHHELD, LACKING = "不公开", "缺"
_EXPENDITURE = "支出.决算数"
_OF_A_CLASS = re.compile(r"支出\.类\.(\d{3})\.决算数")
ZERO = Decimal(0)
NO_CHANGE = (None, None)


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
    def classes(self) -> tuple[str, ...]:
        """各类 — the codes of all 类 that a body spent on."""
        names = (name for record in self.records for name in record.figures)
        return tuple(sorted({found[1] for found in map(_OF_A_CLASS.fullmatch, names) if found}))

    def _is_within(self, body: Body) -> bool:
        return body.parent in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(body.name for body in self.city.bodies if not body.merged)

    def state(self, body: Body) -> str:
        """状态 — of a body's last run; 未交 where there was none."""
        record = self.by_folder.get(body.folder)
        return record.state if record else "未交"

    def amount(self, body: Body, name: str) -> Decimal | None:
        """一个部门的一个数（元） — None where it is not known or not published.

        A 类 that is not among those of a body whose expenditure is known is one that it spent nothing on.
        """
        record = self.by_folder.get(body.folder)
        if record is None:
            return None
        is_nothing = _is_of_class(name) and _EXPENDITURE in record.figures and name not in record.withheld
        return record.figures.get(name, ZERO if is_nothing else None)

    def word(self, body: Body, name: str) -> str:
        """没有数的写什么 — 不公开, or 缺."""
        record = self.by_folder.get(body.folder)
        return WITHHELD if record and name in record.withheld else LACKING

    def why_missing(self, body: Body) -> str:
        """为什么缺 — in a sentence: why it is not built, what refused it, that nothing came."""
        record = self.by_folder.get(body.folder)
        if body.not_published:
            return body.not_published
        if record is None or record.state == "未交":
            return "还没有数据"
        return record.problem or "数据里没有填"

    @cached_property
    def roundings(self) -> tuple[Decimal, ...]:
        """舍入 — how far (元) the amounts of each body may lie from exact ones, as its data were in 万元."""
        counted = {body.folder for body in self.counted}
        units = (record.unit for body, record in self.with_records if body.folder in counted)
        return tuple(half_width(ZERO, "万元") for unit in units if unit == "万元")

    def total(self, *names: str) -> CityTotal:
        """合计 — of one figure, or of several added up, over the bodies that state all of them."""
        sums = [(body, self._sum(body, names)) for body in self.counted]
        known = [amount for _, amount in sums if amount is not None]
        missing = tuple(body.name for body, amount in sums if amount is None)
        return CityTotal(total(known) if known else None, missing)

    def change(self, this: str, last: str) -> tuple[Decimal | None, Decimal | None]:
        """增减额、增减率 — of the bodies that state both years."""
        pairs = list(filter(None, (self.both(body, this, last) for body in self.counted)))
        if not pairs:
            return NO_CHANGE
        return changed(total(now for now, _ in pairs), total(then for _, then in pairs))

    def both(self, body: Body, this: str, last: str) -> tuple[Decimal, Decimal] | None:
        """两年的数 — None where either is not known."""
        now, then = self.amount(body, this), self.amount(body, last)
        return None if now is None or then is None else (now, then)

    def _sum(self, body: Body, names: Iterable[str]) -> Decimal | None:
        return sum_known(self.amount(body, name) for name in names)


def changed(now: Decimal, then: Decimal) -> tuple[Decimal, Decimal | None]:
    """增减 — amount and rate in %; no rate on a zero base."""
    return now - then, percent(now - then, then)


def _is_of_class(name: str) -> bool:
    return ".类." in name
