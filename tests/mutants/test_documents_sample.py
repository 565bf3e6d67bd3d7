"""A small sample of the slips in finished documents (`make mutants-documents` plants a thousand)."""

from __future__ import annotations

from collections import Counter
from random import Random

from tests.mutants.documents import KINDS, LEAST, drawn, tried, untouched

OF_A_KIND, SEED = 2, 104


def test_slips_in_finished_documents_are_found_where_they_stand() -> None:
    """Cells of tables are a kind of their own: their sums are told at the table."""
    planted = list(tried(OF_A_KIND * len(KINDS), SEED))
    assert Counter(one.kind for one in planted) == dict.fromkeys(KINDS, OF_A_KIND)
    fair = [one for one in planted if one.is_fair and one.kind != "表里的数"]
    missed = [f"{one.kind} {one.name} {one.slip.written}" for one in fair if not one.is_found]
    assert len(missed) <= len(fair) * (1 - LEAST) + 1, missed


def test_a_slip_is_one_change_of_a_document_without_a_certain_fault() -> None:
    for name, format in drawn(OF_A_KIND, Random(SEED)):
        assert untouched(name, format).of("确定") == []
