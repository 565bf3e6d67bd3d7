"""绩效自评 — what the performance forms (公开13–15表) need: situation, whole department, projects."""

from __future__ import annotations

from disclosure.model.base import Amount, Many, Model, Prose, Score, Section, Words


class Situation(Model):
    """自评情况 — the texts of 部门整体支出绩效自评情况; each may hold {{ … }}."""

    overview: Prose | None = None
    goal_setting: Prose | None = None
    money_overview: Prose | None = None
    budget_rules: Prose | None = None
    sangong_control: Prose | None = None
    evaluation_purpose: Prose | None = None
    preparation: Prose | None = None
    organization: Prose | None = None
    conclusion: Prose | None = None
    problems: Prose | None = None
    application: Prose | None = None
    experience: Prose | None = None
    other_remarks: Prose | None = None


class Indicator(Model):
    """绩效指标 — one indicator: three levels, target and result; weight and score where the form has them."""

    level_one: Words
    level_two: Words
    level_three: Words
    comparison: Words | None = None  # = > < ≥ ≤
    target: Words | None = None
    measured_in: Words | None = None
    actual: Prose | None = None
    weight: Score | None = None
    score: Score | None = None
    deviation: Prose | None = None


class Planned(Section):
    """资金安排 — 年初预算 and the adjusted budget; `executed` only where the accounts do not say it."""

    opening_budget: Amount | None = None
    adjusted_budget: Amount | None = None
    executed: Amount | None = None
    remark: Prose | None = None


class WholeEvaluation(Model):
    """整体自评 — 部门整体支出绩效自评表: planned money (执行数 follows from accounts), goal, indicators."""

    basic_expenditure: Planned | None = None
    project_fiscal: Planned | None = None
    project_other: Planned | None = None
    carried: Planned | None = None
    goal: Prose | None = None
    indicators: Many[Indicator] | None = None
    other_remarks: Prose | None = None


class EvaluatedProject(Model):
    """自评项目 — one project in the list of those self-evaluated: money, score, grade."""

    project: Words
    amount: Amount | None = None
    score: Score | None = None
    listed_grade: Words | None = None


class ProjectEvaluation(Model):
    """项目自评 — one 项目支出绩效自评表: money and its score, goal, indicators, total score, findings."""

    project: Words
    authority: Words | None = None
    carried_out_by: Words | None = None
    fiscal_money: Planned | None = None
    carried: Planned | None = None
    special_account_money: Planned | None = None
    unit_money: Planned | None = None
    other_money: Planned | None = None
    money_weight: Score | None = None
    money_score: Score | None = None
    goal: Prose | None = None
    result: Prose | None = None
    process: Prose | None = None
    indicators: Many[Indicator] | None = None
    other_remarks: Prose | None = None
    total_score: Score | None = None
    grade: Words | None = None
    finding: Prose | None = None
    shortcomings: Prose | None = None
    improvements: Prose | None = None
    project_head: Words | None = None
    finance_head: Words | None = None
