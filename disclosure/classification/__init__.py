"""政府收支分类科目 — the classification of government revenue and expenditure, by year."""

from disclosure.classification.budget_subjects import BudgetSubjects, belonging_words, budgets
from disclosure.classification.catalogue import (
    Subject,
    economic,
    economic_subjects,
    functional_subjects,
    instead,
    named,
    nearest,
    nearest_economic,
    parents,
    subject,
)
from disclosure.classification.economic_groups import EconomicGroup, groups
from disclosure.classification.funds import (
    Fund,
    IncomeSource,
    Nature,
    all_funds,
    all_natures,
    carried_natures,
    fiscal_funds,
    general_fund,
    ids,
    income_sources,
)
from disclosure.classification.office_list import NONE, Own

__all__ = [
    "NONE",
    "BudgetSubjects",
    "EconomicGroup",
    "Fund",
    "IncomeSource",
    "Nature",
    "Own",
    "Subject",
    "all_funds",
    "all_natures",
    "belonging_words",
    "budgets",
    "carried_natures",
    "economic",
    "economic_subjects",
    "fiscal_funds",
    "functional_subjects",
    "general_fund",
    "groups",
    "ids",
    "income_sources",
    "instead",
    "named",
    "nearest",
    "nearest_economic",
    "parents",
    "subject",
]
