"""数据模型 — what a department submits: frozen pydantic models that compute nothing."""

from disclosure.model.attachment_content import (
    AttachedCell,
    AttachedFile,
    AttachedImage,
    AttachedTable,
    AttachedText,
)
from disclosure.model.department import Department, Headcount, Publication, Unit
from disclosure.model.lines import (
    FISCAL,
    BasicDetail,
    Budget,
    CarryoverLine,
    EconomicTotal,
    ExpenditureLine,
    FiscalIncome,
    Fund,
    IncomeLine,
    InternalPayment,
)
from disclosure.model.other_matters import (
    Assets,
    AttachmentFile,
    Cause,
    GlossaryEntry,
    Performance,
    Prior,
    Procurement,
    Reasons,
    SpecialCost,
    Waiver,
)
from disclosure.model.ratified_totals import RatifiedAmounts, RatifiedSangong, RatifiedTotals
from disclosure.model.sangong import Sangong, SangongAmounts, SangongFund
from disclosure.model.submission import Submission, covered

__all__ = [
    "FISCAL",
    "Assets",
    "AttachedCell",
    "AttachedFile",
    "AttachedImage",
    "AttachedTable",
    "AttachedText",
    "AttachmentFile",
    "BasicDetail",
    "Budget",
    "CarryoverLine",
    "Cause",
    "Department",
    "EconomicTotal",
    "ExpenditureLine",
    "FiscalIncome",
    "Fund",
    "GlossaryEntry",
    "Headcount",
    "IncomeLine",
    "InternalPayment",
    "Performance",
    "Prior",
    "Procurement",
    "Publication",
    "RatifiedAmounts",
    "RatifiedSangong",
    "RatifiedTotals",
    "Reasons",
    "Sangong",
    "SangongAmounts",
    "SangongFund",
    "SpecialCost",
    "Submission",
    "Unit",
    "Waiver",
    "covered",
]
