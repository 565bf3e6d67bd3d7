"""其他重要事项 — 政府采购, 国有资产, 绩效, last year, reasons, glossary, attachments. Amounts in 元."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, ConfigDict, model_validator

from disclosure.model.base import (
    Amount,
    Amounts,
    Count,
    Day,
    FilledAmount,
    Many,
    Map,
    Model,
    OfOwnUnit,
    Prose,
    Score,
    Section,
    Words,
)
from disclosure.model.self_evaluation import EvaluatedProject, ProjectEvaluation, Situation, WholeEvaluation


class Procurement(Section):
    """政府采购 — by kind; contracts given to 中小企业 (其中 小微企业), reserved for them or not."""

    goods: Amount | None = None
    works: Amount | None = None
    services: Amount | None = None
    small_medium: Amount | None = None  # 没有写的，由预留授予的和其他授予的相加
    micro: Amount | None = None
    reserved_small_medium: Amount | None = None
    reserved_micro: Amount | None = None
    awarded_reserved_small_medium: Amount | None = None  # 面向中小企业预留的项目中，由中小企业中标、成交的
    awarded_reserved_micro: Amount | None = None  # 面向小微企业预留的项目中，由小微企业中标、成交的
    awarded_other_small_medium: Amount | None = None  # 没有预留的项目中，由中小企业中标、成交的
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

    original_value: FilledAmount = None
    net_value: FilledAmount = None


class FixedAssets(Section):
    """固定资产 — by kind; a kind left out beside others is none, a blank one is not known."""

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
    """预算绩效管理 — projects assessed, with goals, monitored, evaluated; grades, problems, reports."""

    assessed_projects: Many[Words] | None = None
    goals: Count | None = None
    goals_amount: Amount | None = None
    monitored: Count | None = None
    monitored_amount: Amount | None = None
    evaluated_funds: Many[Words] | None = None
    reports: Many[EvaluationReport] | None = None
    situation: Situation | None = None
    whole: WholeEvaluation | None = None
    projects: Many[ProjectEvaluation] | None = None
    goal_coverage: Score | None = None  # %
    evaluated_number: Count | None = None  # 不填的，由自评项目清单得出
    evaluated_amount: Amount | None = None  # 不填的，由自评项目清单得出
    average_score: Score | None = None
    graded_excellent: Count | None = None
    graded_good: Count | None = None
    graded_passed: Count | None = None
    graded_failed: Count | None = None
    problems_found: Count | None = None
    problems_mended: Count | None = None
    problems_in_work: Count | None = None
    evaluated_projects: Many[EvaluatedProject] | None = None
    management_rules: Many[Words] | None = None  # 制度的名称，印时自己加书名号的不必写
    management_mechanism: Prose | None = None
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
    general_expenditure_completion: Reason | None = None  # 支出合计与预算不同的原因
    completion: Map[Reason] | None = (
        None  # 支出与预算不同的项和原因，少的多的都写在这里；与哪个预算比由模板定
    )
    sangong: Reason | None = None
    sangong_completion: Reason | None = None  # 没有写的，与上年比和与预算比方向相同时照“三公经费”的原因
    overseas_travel: Reason | None = None
    vehicles: Reason | None = None
    official_reception: Reason | None = None
    agency_running_cost: Reason | None = None
    meeting_cost: Reason | None = None
    training_cost: Reason | None = None


class IncomeContents(Model):
    """收入内容 — what each kind of income mainly is: “主要是……收入等” of the glossary."""

    superior_subsidy: Prose | None = None
    business_income: Prose | None = None
    operating_income: Prose | None = None
    affiliate_remittance: Prose | None = None
    other_income: Prose | None = None


class GlossaryEntry(Model):
    """名词解释 — an extra entry, or this office's explanation of a listed one; `name` may be a 项 code."""

    name: Words
    explanation: Prose | None = None


class AttachmentFile(Model):
    """附件 — a report the office attaches: a Markdown text or a .docx in the folder, or text in place."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["文件"]}, {"required": ["文字"]}]})

    title: Words
    file: Words | None = None
    text: Prose | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("附件的“文件”和“文字”要填一项，也只能填一项")
        return self


Treatment = Literal["不公布合计", "并入款", "并入类", "整处不公开", "合计不含"]


class SecretPlace(Model):
    """涉密 — a number, a place or a name that is not published: who decided, on what basis, what follows.

    The record itself is printed in no document.
    """

    BY_NAME_ALONE: ClassVar[bool] = True

    name: Words  # 键（机关运行经费）、数的名称（支出.项.2010302），或处处不写的名称（某某工程）
    decision_maker: Words | None = None  # 决定人、依据、处理不印在任何公开的文件里
    basis: Words | None = None  # 定密或不予公开的依据，例如文号
    treatment: Treatment | None = None  # 各种处理见上面“涉密”一段

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, data: Any) -> Any:
        return {"名称": data} if isinstance(data, str) else data


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

    @property
    def decision(self) -> str:
        """决定 — the reason, who decided, and when."""
        return f"{self.reason}（{self.decided_by}，{self.decided_on}）"
