"""改数 — a submission changed in Python: by key path, last year's data, a published budget, with sources."""

from disclosure.amending.amend_submission import amend
from disclosure.amending.given_prior import with_prior
from disclosure.amending.opening_budget import PublishedBudget, with_budget
from disclosure.amending.own_values import own_values

__all__ = ["PublishedBudget", "amend", "own_values", "with_budget", "with_prior"]
