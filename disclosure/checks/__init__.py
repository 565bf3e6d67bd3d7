"""校验 — checks: declared identities, rules over data and prose, their report."""

from disclosure.checks.book import Book
from disclosure.checks.check_programs import Hit, NotApplicable, Scene, Unchecked
from disclosure.checks.check_report import CheckError, CheckReport, Finding, Outcome, RatifiedTotal, Result
from disclosure.checks.declarations import CheckSet, CheckSpec
from disclosure.checks.explain import Explanation, NoSuchNumber, explain, formula
from disclosure.checks.own_rules import CheckRule, check_rule
from disclosure.checks.run_checks import PROBES, run

__all__ = [
    "PROBES",
    "Book",
    "CheckError",
    "CheckReport",
    "CheckRule",
    "CheckSet",
    "CheckSpec",
    "Explanation",
    "Finding",
    "Hit",
    "NoSuchNumber",
    "NotApplicable",
    "Outcome",
    "RatifiedTotal",
    "Result",
    "Scene",
    "Unchecked",
    "check_rule",
    "explain",
    "formula",
    "run",
]
