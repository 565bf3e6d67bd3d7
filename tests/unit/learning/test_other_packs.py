"""Packs that are not delivered: some tables, facts of their own; what no table shows comes from the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.learning import learn_data
from tests.contract.learnt import hold
from tests.finished import of_folder

PACKS = Path(__file__).parents[2] / "packs"


@pytest.mark.parametrize(("folder", "pack"), [("provinces", "shaanxi-2020"), ("templates", "nowhere-2023")])
def test_a_pack_with_some_tables_prints_what_it_printed(folder: str, pack: str) -> None:
    one = of_folder(PACKS / folder, pack, "平常")
    held = hold(one, one.claimed("html"))
    assert held.printed > 200
    assert held.others == ()


def test_facts_of_a_pack_are_learnt_by_their_kind() -> None:
    one = of_folder(PACKS / "declared", "safety-2024", "平常")
    data = learn_data(one.document("html"), pack=one.pack, roots=one.roots)
    assert data.entries["自有数据", "检查次数"][0] == "3"
    assert data.entries["自有数据", "培训资金"][0] == "3.5"
    assert ("自有数据", "民生支出") not in data.entries  # a formula makes it
