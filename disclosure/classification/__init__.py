"""政府收支分类科目 — the classification of government revenue and expenditure, by year."""

from disclosure.classification.catalogue import (
    NONE,
    Own,
    Subject,
    economic,
    economic_subjects,
    functional_subjects,
    named,
    nearest,
    nearest_economic,
    parents,
    subject,
)

__all__ = [
    "NONE",
    "Own",
    "Subject",
    "economic",
    "economic_subjects",
    "functional_subjects",
    "named",
    "nearest",
    "nearest_economic",
    "parents",
    "subject",
]
