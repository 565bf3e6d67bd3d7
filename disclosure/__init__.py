"""部门决算公开 — yearly final accounts of a government department, from data to the published document."""

from disclosure.api import Built, Composed, Sheet, build, check, compose, explain, write
from disclosure.checks import CheckError, CheckReport, Finding, Outcome
from disclosure.errors import (
    DisclosureError,
    IncompleteError,
    InputError,
    OutputError,
    PackError,
    Problem,
    Source,
    TemplateError,
)
from disclosure.loading import RatifiedTable, attach, read_ratified
from disclosure.loading import read as load
from disclosure.model import Submission
from disclosure.office_round import Difference, changes_sheet, compared, correct, diff, signoff
from disclosure.saving import save

__all__ = [
    "Built",
    "CheckError",
    "CheckReport",
    "Composed",
    "Difference",
    "DisclosureError",
    "Finding",
    "IncompleteError",
    "InputError",
    "Outcome",
    "OutputError",
    "PackError",
    "Problem",
    "RatifiedTable",
    "Sheet",
    "Source",
    "Submission",
    "TemplateError",
    "attach",
    "build",
    "changes_sheet",
    "check",
    "compared",
    "compose",
    "correct",
    "diff",
    "explain",
    "load",
    "read_ratified",
    "save",
    "signoff",
    "write",
]
