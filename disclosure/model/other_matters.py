"""其他重要事项 — 政府采购, 国有资产, 绩效, last year, reasons, glossary, attachments. Amounts in 元."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from disclosure.model.base import (
    Amount,
    Amounts,
    Count,
    Day,
    Many,
    Map,
    Model,
    OfOwnUnit,
    Prose,
    Score,
    Section,
    Words,
)
from disclosure.model.self_evaluation import ProjectEvaluation, Situation, WholeEvaluation


class Procurement(Section):
    """政府采购 — by kind, and contracts given to 中小企业 (其中 小微企业)."""

    goods: Amount | None = None
    works: Amount | None = None
    services: Amount | None = None
    small_medium: Amount | None = None
    micro: Amount | None = None
    reserved_small_medium: Amount | None = None
    reserved_micro: Amount | None = None
    purpose: Prose | None = None


class SpecialCost(Section):
    """会议费、培训费 — budgets, amount, last year's; `final` only where expenditure lines carry no 款."""

    opening_budget: Amount | None = None
    adjusted_budget: Amount | None = None
    final: Amount | None = None
    prior: Amount | None = None


class VehicleUse(Model):
    """车辆（按用途） — vehicles of one use: 主要负责人用车, 机要通信用车, 其他用车…"""

    use: Words
    number: Count | None = None
    remark: Prose | None = None


class AssetValue(Section):
    """资产价值 — original and net value."""

    original_value: Amount | None = None
    net_value: Amount | None = None


class FixedAssets(Section):
    """固定资产 — by kind; a kind left out beside others is none."""

    buildings: AssetValue | None = None
    vehicle_assets: AssetValue | None = None
    large_equipment: AssetValue | None = None
    other_fixed: AssetValue | None = None


class Assets(Section):
    """国有资产 — vehicles by use, large equipment, asset values."""

    vehicles_by_use: Many[VehicleUse] | None = None
    vehicle_remark: Prose | None = None
    equipment: Count | None = None  # 单价100万元以上设备（不含车辆）
    general_equipment: Count | None = None  # 单价50万元以上通用设备（2022年度以前）
    special_equipment: Count | None = None  # 单价100万元以上专用设备（2022年度以前）
    current_assets: Amount | None = None
    fixed_assets: FixedAssets | None = None
    investment: Amount | None = None
    construction: Amount | None = None
    intangible_assets: AssetValue | None = None
    other_assets: AssetValue | None = None


class EvaluationReport(Model):
    """绩效自评报告 — one report: its name, whom it is about, score, summary."""

    name: Words
    subject: Words | None = None
    score: Score | None = None
    summary: Prose | None = None


class Performance(Section):
    """预算绩效管理 — projects assessed beforehand, goals set, projects monitored, self-evaluation reports."""

    assessed_projects: Many[Words] | None = None
    goals: Count | None = None
    monitored: Count | None = None
    evaluated_funds: Many[Words] | None = None
    reports: Many[EvaluationReport] | None = None
    situation: Situation | None = None
    whole: WholeEvaluation | None = None
    projects: Many[ProjectEvaluation] | None = None
    goal_coverage: Score | None = None  # %
    evaluated_number: Count | None = None
    evaluated_amount: Amount | None = None
    average_score: Score | None = None
    remark: Prose | None = None


class PriorSangong(Section):
    """上年“三公”经费 — last year's amounts."""

    overseas_travel: Amount | None = None
    vehicles: Amount | None = None
    official_reception: Amount | None = None


class Prior(OfOwnUnit, Section):
    """上年数 — last year's figures for comparisons: named here, or in last year's folder; 无 for a new body.

    `unit` says that they are held in 万元 although the file is in 元: changes then follow printed figures.
    """

    folder: Words | None = None
    grand_total: Amount | None = None
    fiscal_grand_total: Amount | None = None
    general_expenditure: Amount | None = None
    fund_expenditure: Amount | None = None
    state_expenditure: Amount | None = None
    items: Amounts | None = None
    sangong: PriorSangong | None = None
    agency_running_cost: Amount | None = None
    reception_batches: Count | None = None
    reception_persons: Count | None = None


class Cause(Model):
    """事由 — one cause of a change and the amount (元, negative for a fall) that it explains."""

    cause: Prose
    amount: Amount | None = None


def _one_text(value: Any) -> Any:
    return [{"cause": value}] if isinstance(value, str) else value


Reason = Annotated[tuple[Cause, ...], BeforeValidator(_one_text)]


class Reasons(Model):
    """原因 — why figures changed or budgets were not met: a text, or a list of 事由 and 金额."""

    grand_total: Reason | None = None
    fiscal_grand_total: Reason | None = None
    general_expenditure: Reason | None = None
    completion: Map[Reason] | None = None  # 没有完成预算的项和原因
    sangong: Reason | None = None
    sangong_completion: Reason | None = None  # 没有写的，与上年比和与预算比方向相同时照“三公经费”的原因
    overseas_travel: Reason | None = None
    vehicles: Reason | None = None
    official_reception: Reason | None = None
    agency_running_cost: Reason | None = None
    meeting_cost: Reason | None = None
    training_cost: Reason | None = None


class GlossaryEntry(Model):
    """名词解释 — an extra entry, or this office's explanation of a listed one; `name` may be a 项 code."""

    name: Words
    explanation: Prose | None = None


class AttachmentFile(Model):
    """附件 — a report the office attaches: a Markdown text or a .docx in the folder, or text in place."""

    title: Words
    file: Words | None = None
    text: Prose | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("附件的“文件”和“文字”要填一项，也只能填一项")
        return self


class Waiver(Model):
    """豁免 — a finding that is right in this case: code, place, reason, who decided and when.

    `resting_on` (依据数) is the value found when it was decided; the waiver lapses when the value is another.
    """

    code: Words
    place: Words
    resting_on: Words | None = None
    reason: Words
    decided_by: Words
    decided_on: Day
