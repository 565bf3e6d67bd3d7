"""部门决算公开 — yearly final accounts of a government department, from data to the published document."""

from disclosure.api import Built, Composed, build, compose, write
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
from disclosure.load import read as load
from disclosure.model import Submission

__all__ = [
    "Built",
    "Composed",
    "DisclosureError",
    "IncompleteError",
    "InputError",
    "OutputError",
    "PackError",
    "Problem",
    "Source",
    "Submission",
    "TemplateError",
    "build",
    "compose",
    "load",
    "write",
]
