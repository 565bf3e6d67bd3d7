"""改数 — a submission changed in Python: by key path, last year's data, a published budget, with sources."""

from disclosure.amending.amend_submission import amend
from disclosure.amending.load_with import load
from disclosure.amending.opening_budget import PublishedBudget
from disclosure.amending.own_values import own_values

__all__ = ["PublishedBudget", "amend", "load", "own_values"]
