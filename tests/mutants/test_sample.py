"""A small sample of the slips (`make mutants` tries all): sound departments pass, and slips are told of."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from disclosure.authoring import trial_departments
from tests.mutants.drawing import mutants
from tests.mutants.outcomes import Published, outcome, published
from tests.mutants.run import Tried, tried_one
from tests.mutants.slips import KINDS
from tests.mutants.sound import departments

OF_A_KIND = 1
SEED = 11
PLAIN = [name for name in departments() if name != trial_departments.HUGE]


@cache
def tried() -> tuple[Tried, ...]:
    return tuple(map(tried_one, mutants(OF_A_KIND, of_the_huge=0, seed=SEED)))


@pytest.mark.parametrize("name", PLAIN)
def test_of_a_sound_department_nobody_is_told_anything(name: str) -> None:
    made = published(departments()[name])
    assert (made.stops, made.warnings) == (frozenset(), frozenset())


def test_kinds_are_drawn_in_equal_numbers_and_a_seed_draws_the_same() -> None:
    drawn = list(mutants(OF_A_KIND, of_the_huge=0))
    assert Counter(mutant.kind for mutant in drawn) == dict.fromkeys(KINDS, OF_A_KIND)
    assert drawn == list(mutants(OF_A_KIND, of_the_huge=0))
    assert drawn != list(mutants(OF_A_KIND, of_the_huge=0, seed=SEED))


def test_a_slip_is_one_change_of_what_was_typed() -> None:
    for mutant in mutants(5, of_the_huge=0):
        sound, changed = departments()[mutant.department], mutant.entered
        assert changed.trees != sound.trees or changed.texts != sound.texts
        assert {file for file, _, _ in mutant.slip.edits} <= {*sound.trees, *sound.texts}


def test_with_the_totals_of_the_approval_most_slips_are_told_of() -> None:
    silent = [each.mutant.slip.told for each in tried() if each.given == "silent"]
    assert len(silent) <= len(tried()) // 5, silent


def test_totals_of_the_approval_never_let_a_slip_pass_that_was_told_of_without() -> None:
    assert [each for each in tried() if each.without != "silent" and each.given == "silent"] == []


def test_a_slip_in_what_the_pack_prints_nowhere_is_neither_told_of_nor_silent() -> None:
    sound = departments()["首年"]
    building = ("国有资产", "固定资产", "房屋构筑物", "净值")
    unprinted = published(sound.edited([("data.yaml", building, "20")]))
    assert outcome(unprinted, published(sound)) == "unprinted"
    printed = Published(frozenset(), frozenset(), {**unprinted.printed, "另一份": "甲"})
    assert outcome(printed, published(sound)) == "silent"
