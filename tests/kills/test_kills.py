"""A few of the kills of `make kills`, so that the suite notices what breaks them."""

from __future__ import annotations

import pytest

from tests.kills.run import FAULTS, tallied
from tests.kills.scenes import SCENES

_BY_NAME = {scene.name: scene for scene in SCENES}
KILLS = 10


@pytest.mark.parametrize("name", ["check --mark"])
def test_a_killed_command_leaves_all_old_or_all_new(name: str) -> None:
    counted = tallied(_BY_NAME[name], KILLS)
    assert counted["kills"] + counted["too late"] == KILLS
    assert counted["interrupted"]
    assert {fault: counted[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0)
