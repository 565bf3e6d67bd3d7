"""How often garbage is sought while a document is made, and that a script's own setting is put back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import disclosure
from disclosure import garbage

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "yuxi-beijing-2023"
OWN = (500, 7, 8)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


def test_rarely_while_a_document_is_made() -> None:
    gc.set_threshold(*OWN)
    seen: list[tuple[int, int, int]] = []
    disclosure.build(EXAMPLE, "json", draft=True, progress=lambda _: seen.append(gc.get_threshold()))
    assert set(seen) == {(garbage.OBJECTS_BETWEEN, *OWN[1:])}
    assert gc.get_threshold() == OWN


@pytest.mark.parametrize("threshold", [(0, 10, 10), (10 * garbage.OBJECTS_BETWEEN, 10, 10)])
def test_never_or_more_rarely_is_left(threshold: tuple[int, int, int]) -> None:
    gc.set_threshold(*threshold)
    with garbage.rarely_sought():
        assert gc.get_threshold() == threshold
    assert gc.get_threshold() == threshold


def test_two_at_once() -> None:
    gc.set_threshold(*OWN)
    one, other = garbage.rarely_sought(), garbage.rarely_sought()
    with one:
        other.__enter__()
    other.__exit__(None, None, None)
    assert gc.get_threshold() == OWN
