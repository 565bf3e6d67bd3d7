"""“三公”经费 — three public expenses: budgets, amounts, counts. Amounts in 元."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from disclosure.model.base import Amount, Count, FilledAmount, Many, Model, Prose, Section, Words


class SangongAmounts(Section):
    """“三公”经费金额 — the parts; a part left out beside others is none, a blank one is not known."""

    overseas_travel: FilledAmount = Field(default="0", validate_default=True)
    vehicle_purchase: FilledAmount = Field(default="0", validate_default=True)
    vehicle_running: FilledAmount = Field(default="0", validate_default=True)
    official_reception: FilledAmount = Field(default="0", validate_default=True)


class SangongFund(Section):
    """“三公”经费预决算 — of one fund; `final` only where the expenditure lines carry no 款."""

    opening_budget: SangongAmounts | None = None
    adjusted_budget: SangongAmounts | None = None
    final: SangongAmounts | None = None


class Overseas(Section):
    """因公出国（境） — groups and persons, what the money was spent on."""

    groups: Count | None = None
    persons: Count | None = None
    spent_on: Prose | None = None


class VehicleType(Model):
    """公务用车 — vehicles of one type: number, and amount of those purchased: none where there are none."""

    type: Words
    number: Count | None = None
    amount: FilledAmount = Field(default="0", validate_default=True)

    @field_validator("amount", mode="before")
    @classmethod
    def _no_vehicles_no_money(cls, amount: Any, info: ValidationInfo) -> Any:
        return "0" if info.data.get("number") == 0 and (amount is None or amount == "") else amount


class ForeignReception(Section):
    """外事接待 — batches, persons, amount."""

    batches: Count | None = None
    persons: Count | None = None
    amount: Amount | None = None


class Reception(Section):
    """接待 — batches and persons; `foreign` is the part of domestic reception that is 外事."""

    batches: Count | None = None
    persons: Count | None = None
    amount: Amount | None = None
    foreign: ForeignReception | None = None


class ReceptionCounts(Section):
    """公务接待 — at home and abroad."""

    domestic: Reception | None = None
    abroad: Reception | None = None
    content: Prose | None = None  # 国内公务接待具体内容
    purpose: Prose | None = None  # 国内公务接待主要用于


class Vehicles(Section):
    """公务用车购置与保有 — purchased in the year, held on 12月31日, by type."""

    purchased: Many[VehicleType] = ()
    purchased_count: Count | None = None  # 只知道辆数、不知道车型时
    held: Many[VehicleType] | None = None
    held_count: Count | None = None
    purchase_purpose: Prose | None = None  # 购置的公务用车用于什么
    purpose: Prose | None = None  # 运行维护费主要用于……所需
    remark: Prose | None = None  # 账实不符等说明


class Sangong(Section):
    """“三公”经费 — general budget unless a part names another fund."""

    opening_budget: SangongAmounts | None = None
    adjusted_budget: SangongAmounts | None = None
    final: SangongAmounts | None = None
    government_fund: SangongFund | None = None
    state_capital: SangongFund | None = None
    overseas: Overseas | None = None
    vehicles: Vehicles | None = None
    reception: ReceptionCounts | None = None
