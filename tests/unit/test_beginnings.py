"""按开头查找 — every name that begins so, and no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from disclosure.beginnings import Beginnings

NAME = st.text("支出.类201", max_size=6)


@given(st.lists(NAME), NAME)
def test_all_names_that_begin_so_are_found_in_order(names: list[str], start: str) -> None:
    assert Beginnings(names).of(start) == sorted(name for name in names if name.startswith(start))
