"""差错 — kinds of faults, a file each: what claims, tables, names and declared rules say of a document."""

from disclosure.auditing.faults import (
    body_names,
    closing_rows,
    completed_budgets,
    contrary_words,
    glossary_entries,
    levels_of_finance,
    listed_subjects,
    marks_and_blanks,
    misnamed_subjects,
    numbering,
    printed_tables,
    reasons_in_parts,
    repeated_words,
    stated_numbers,
    table_forms,
    terms_that_vary,
    unfounded_shares,
    wordings,
)

# What is found without a figure's formula and without a declared rule, each by its `faults`.
KINDS = (
    stated_numbers,
    unfounded_shares,
    reasons_in_parts,
    completed_budgets,
    body_names,
    printed_tables,
    listed_subjects,
    misnamed_subjects,
    glossary_entries,
    table_forms,
    closing_rows,
    wordings,
    terms_that_vary,
    numbering,
    marks_and_blanks,
    repeated_words,
    contrary_words,
    levels_of_finance,
)
