"""校验 — checks: declared identities, rules over data and prose, their report."""

from disclosure.checks.book import Book
from disclosure.checks.check_programs import Scene
from disclosure.checks.check_report import CheckError, CheckReport, Finding, Outcome, RatifiedTotal, Result
from disclosure.checks.declarations import CheckSet, CheckSpec
from disclosure.checks.explain import Explanation, NoSuchNumber, explain, formula
from disclosure.checks.run_checks import PROBES, run

__all__ = [
    "PROBES",
    "Book",
    "CheckError",
    "CheckReport",
    "CheckSet",
    "CheckSpec",
    "Explanation",
    "Finding",
    "NoSuchNumber",
    "Outcome",
    "RatifiedTotal",
    "Result",
    "Scene",
    "explain",
    "formula",
    "run",
]
