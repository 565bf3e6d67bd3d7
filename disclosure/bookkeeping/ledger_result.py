"""账套的结果 — the lines, each with its rows; the rows that were taken, those that were left and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from disclosure.amending import amend
from disclosure.errors import InputError, Problem, Source
from disclosure.model import ExpenditureLine, IncomeLine, Submission
from disclosure.money import number_text, total
from disclosure.rows import Rows

_INCOME, _EXPENDITURE = "收入", "支出"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """账上一行 — its number from 1, its amount (元), where it went (支出[1].款.30101), or why it was left."""

    number: int
    amount: Decimal
    place: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ledger(Rows):
    """账套 — lines of income and expenditure; `sources` says by key path of which rows each amount is.

    `unlisted` are codes that the catalogue of the year does not have. `units` are those of each body, by the
    name that the accounts call it, where the mapping says which column that is.
    """

    name: str
    year: int
    income: tuple[IncomeLine, ...]
    expenditure: tuple[ExpenditureLine, ...]
    taken: tuple[LedgerRow, ...]
    left: tuple[LedgerRow, ...]
    sources: Mapping[str, Source]
    unlisted: tuple[str, ...] = ()
    units: Mapping[str, Ledger] = field(default_factory=dict)

    def given_to(self, submission: Submission) -> Submission:
        """放进数据 — the submission with these lines for its own; `explain` tells the rows.

        Income or expenditure of which the accounts have no line stays as it is. Raises InputError, also
        where the submission is another year's.
        """
        if self.year != submission.year:
            years = f"{self.year} 年度的，数据是 {submission.year} 年度的"
            message = f"账是 {years}；请改对照里的“年度”，或换一份数据"
            raise InputError([Problem(message, path="年度")])
        lines = {_INCOME: self.income, _EXPENDITURE: self.expenditure}
        return amend(submission, {key: of for key, of in lines.items() if of}, source=self.sources)

    def records(self) -> list[dict[str, Any]]:
        """各行 — an amount each, with its line and the rows of the accounts."""
        return [*map(self._row_of_income, range(len(self.income))), *self._rows_of_expenditure()]

    def _row_of_income(self, index: int) -> dict[str, Any]:
        line, path = self.income[index], f"{_INCOME}[{index + 1}].金额"
        return {
            **_COLUMNS,
            "键": path,
            "来源": line.source,
            "项": line.item,
            **self._amount(path, line.amount),
        }

    def _rows_of_expenditure(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(self.expenditure, 1):
            head = {"项": line.item, "性质": line.nature, "资金": line.fund, "项目名称": line.project}
            for code, amount in line.by_section:
                path = f"{_EXPENDITURE}[{number}]{f'.款.{code}' if code else '.金额'}"
                yield {**_COLUMNS, "键": path, **head, "款": code, **self._amount(path, amount)}

    def _amount(self, path: str, amount: Decimal | None) -> dict[str, Any]:
        return {"金额": amount, "出处": str(self.sources[path])}

    @property
    def account(self) -> str:
        """说明 — how many rows were taken and what they add up to; what was left, by reason."""
        return "\n".join(self._told())

    def _told(self) -> Iterator[str]:
        rows = len(self.taken) + len(self.left)
        yield f"{self.name}：共{rows}行，用了{len(self.taken)}行，没有用{len(self.left)}行"
        for kind, lines in ((_INCOME, self.income), (_EXPENDITURE, self.expenditure)):
            own = [row for row in self.taken if row.place.startswith(kind)]
            sum_of_rows = _sum_said(row.amount for row in own)
            yield f"  {kind}{len(lines)}行，由账上{len(own)}行得出，合计{sum_of_rows}"
        amounts: dict[str, list[Decimal]] = defaultdict(list)
        for row in self.left:
            amounts[row.why].append(row.amount)
        for why, count in Counter(row.why for row in self.left).most_common():
            sum_ = f"，合计{_sum_said(amounts[why])}" if any(amounts[why]) else ""
            yield f"  没有用：{why}，{count}行{sum_}"
        if self.unlisted:
            yield f"  当年的科目表里没有：{'、'.join(self.unlisted)}，请核对"


_COLUMNS = dict.fromkeys(("键", "来源", "项", "款", "性质", "资金", "项目名称", "金额", "出处"))


def _sum_said(amounts: Any) -> str:
    return f"{number_text(total(amounts), 2)}元"
