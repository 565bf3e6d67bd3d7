"""部门决算公开 — yearly final accounts of a government department, from data to the published document."""

from disclosure.api import Built, Composed, build, check, compose, explain, write
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
from disclosure.load import RatifiedTable, attach, read_ratified
from disclosure.load import read as load
from disclosure.model import Submission
from disclosure.saving import save

__all__ = [
    "Built",
    "CheckError",
    "CheckReport",
    "Composed",
    "DisclosureError",
    "Finding",
    "IncompleteError",
    "InputError",
    "Outcome",
    "OutputError",
    "PackError",
    "Problem",
    "RatifiedTable",
    "Source",
    "Submission",
    "TemplateError",
    "attach",
    "build",
    "check",
    "compose",
    "explain",
    "load",
    "read_ratified",
    "save",
    "write",
]
