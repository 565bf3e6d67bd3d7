"""A document of a city without a pack, learnt and built again with nothing typed, says its clauses again.

`make learn-unseen` holds every province; here one.
"""

from __future__ import annotations

from tests.contract.unseen import LEAST, rebuilt


def test_what_a_city_without_a_pack_published_is_said_again() -> None:
    held = rebuilt("chongqing-2023")
    assert len(held.clauses) > 60
    assert held.share >= LEAST
    assert held.untold == ()
