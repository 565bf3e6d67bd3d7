"""草稿 — what the figures that were read are asked for, and the entries of the data that are made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.classification import Fund
from disclosure.importing.reading.rounded_amounts import NONE, Said, Value
from disclosure.loading.reading_state import Loc
from disclosure.money import number_text
from disclosure.terms import chinese


@dataclass(frozen=True, slots=True)
class Known:
    """读到的数 — `values` by Chinese name (支出.决算数); asked for by its identifier (expenditure.final)."""

    values: Mapping[str, Value]

    def get(self, id: str) -> Value | None:
        """读到没有 — the figure, None where no table shows it."""
        return self.values.get(chinese(id))

    def value(self, id: str) -> Value:
        """数 — the figure, 0 where no table shows it."""
        return self.get(id) or NONE

    def agrees(self, id: str, value: Value) -> bool:
        """是否相符 — whether a table shows the figure, and as much."""
        figure = self.get(id)
        return figure is not None and figure.agrees(value)

    def is_nothing(self, id: str) -> bool:
        """是否为零 — whether a table shows the figure, and that it is 0."""
        figure = self.get(id)
        return figure is not None and not figure.amount

    def tells_of(self, fund: Fund) -> bool:
        """有没有 — whether any figure of what a fund spends, or of its account, was read."""
        heads = (chinese(fund.expenditure), chinese(fund.account))
        return any(name.startswith(heads) for name in self.values)

    def items(self, node: str) -> list[str]:
        """各项 — codes of the 项 that figures of a node were read for."""
        # 支出.项.2010301.基本支出.决算数 → 2010301 of the node expenditure
        head = f"{chinese(node)}.{chinese('item')}."
        return sorted({name.removeprefix(head)[:7] for name in self.values if name.startswith(head)})

    def sections(self, node: str) -> dict[str, Value]:
        """各款 — amounts of a node by code of the 款, but those of nothing."""
        # 经济分类.一般公共预算.基本支出.科目.30101.决算数 → 30101 of the node economic.….basic_expenditure
        head, tail = f"{chinese(node)}.{chinese('subjects')}.", f".{chinese('final')}"
        pattern = re.compile(rf"{re.escape(head)}(\d{{5}}){re.escape(tail)}")
        matches = filter(None, map(pattern.fullmatch, self.values))
        names = {match[1]: match[0] for match in matches if self.values[match[0]].amount}
        return {code: self.values[names[code]] for code in sorted(names)}


@dataclass(slots=True)
class Draft:
    """草稿 — entries of the data by place, in order, and what the tables cannot give."""

    entries: dict[Loc, Said] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)

    def put(self, loc: Loc, value: Value | None, text: str | None = None) -> None:
        """填入 — an amount, or a text with the cells that it follows from."""
        if value is not None:
            self.entries[loc] = (value if text is None else text, value)

    def put_count(self, loc: Loc, value: Value) -> None:
        """填入个数 — without decimals that say nothing."""
        self.put(loc, value, number_text(value.amount, 2, trim=True))

    def put_subject(self, loc: Loc, value: Value, item: str, nature: str, fund: Fund) -> None:
        """填入项、性质、资金 — the table says which fund it is, an 项 alone may not."""
        self.put((*loc, "项"), value, item)
        self.put((*loc, "性质"), value, nature)
        self.put((*loc, "资金"), value, fund.name)

    def gap(self, message: str) -> None:
        """记下待填 — once."""
        if message not in self.gaps:
            self.gaps.append(message)
