"""收支明细 — the lines money enters on; every table and total follows from them. Amounts in 元."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from disclosure.model.base import Amount, FilledAmount, FilledAmounts, Many, Model, Section, Words
from disclosure.money import sum_known

Fund = Literal["一般公共预算", "政府性基金", "国有资本经营", "其他资金"]
FISCAL: tuple[Fund, ...] = ("一般公共预算", "政府性基金", "国有资本经营")
ExpenditureNature = Literal["基本", "项目", "上缴上级", "经营", "对附属单位补助"]
IncomeSource = Literal["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]

ItemCode = Annotated[str, Field(pattern=r"^\d{7}$")]  # 功能分类 项


class IncomeLine(Model):
    """非财政收入 — one source of non-fiscal income, by 项 where the table 收入决算表 needs it."""

    source: IncomeSource
    item: ItemCode
    amount: Amount | None = None
    education_fee: Amount | None = None  # 事业收入其中教育收费


class ExpenditureLine(Model):
    """支出 — money spent from one fund on one 项; by economic 款 where the office has it.

    A line with neither is one whose amount is not known yet.
    """

    item: ItemCode
    nature: ExpenditureNature
    fund: Fund = "一般公共预算"
    project: Words | None = None
    amount: Amount | None = None
    section: FilledAmounts | None = None  # 各款的金额，款编码: 金额

    @property
    def by_section(self) -> Iterable[tuple[str | None, Decimal | None]]:
        """各款金额 — by 款; the whole amount at None where the line has no 款."""
        return ((None, self.amount),) if self.section is None else self.section.items()


class CarryoverLine(Model):
    """结转结余 — opening and closing balance of one fund, 项 and 基本/项目."""

    item: ItemCode
    nature: Literal["基本", "项目"]
    fund: Fund = "一般公共预算"
    opening: FilledAmount = Field(default="0", validate_default=True)
    adjustment: Amount = Field(default="0", validate_default=True)  # 收回、调剂，减少为负
    closing_carryover: FilledAmount = Field(default="0", validate_default=True)
    closing_surplus: FilledAmount = Field(default="0", validate_default=True)

    @property
    def opened(self) -> Decimal | None:
        """调整后年初 — 年初 after 调整; not known where 年初 is not."""
        return None if self.opening is None else self.opening + self.adjustment

    @property
    def closing(self) -> Decimal | None:
        """年末 — 年末结转 and 年末结余 together; not known where one of them is not."""
        return sum_known((self.closing_carryover, self.closing_surplus))


class InternalPayment(Model):
    """内部往来 — what one unit of the department paid another: 上缴上级 is the payee's 附属单位上缴收入,
    对附属单位补助 its 上级补助收入. Adding the units up eliminates both sides.
    """

    payer: Words  # 单位的名称或简称
    payee: Words
    category: Literal["上缴上级", "对附属单位补助"]
    amount: Amount
    payer_item: ItemCode | None = None  # 付方有几个科目时写明
    payee_item: ItemCode | None = None


class BasicPart(Model):
    """人员或公用经费 — its total, and the 款 it consists of where their amounts are not on the lines."""

    amount: Amount | None = None
    subjects: Many[str] | None = None  # 有支出而金额不知道的款编码


class BasicDetail(Model):
    """基本支出明细 — entered only where the expenditure lines carry no 款."""

    personnel_cost: BasicPart | None = None
    public_cost: BasicPart | None = None


class EconomicTotal(Model):
    """经济分类汇总 — a fund's 基本 or 项目 expenditure on one economic 款, where the 项 is not known."""

    nature: Literal["基本", "项目"]
    fund: Fund = "一般公共预算"
    section: Annotated[str, Field(pattern=r"^\d{5}$")]  # 款编码
    amount: Amount | None = None


class FiscalIncome(Section):
    """财政拨款收入 — stated to be checked; it follows from expenditure and carry-over."""

    general_public_budget: Amount | None = None
    government_fund: Amount | None = None
    state_capital: Amount | None = None


class BudgetFigures(Model):
    """预算数 — of general-budget expenditure: in total, or per 项 (then the total follows)."""

    total: Amount | None = None
    items: FilledAmounts | None = None


class Budget(Model):
    """预算 — 年初预算 and 全年预算 (after adjustment)."""

    opening_budget: BudgetFigures | None = None
    adjusted_budget: BudgetFigures | None = None
