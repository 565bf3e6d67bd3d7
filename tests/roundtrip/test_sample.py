"""Two hundred of the submissions that `make roundtrip` saves, loads and saves again; what it would see."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import InputError, Submission
from disclosure.model.noted_directions import Written
from tests.roundtrip.run import Tally, tried
from tests.unit.consolidation.folders import department, unit
from tests.unit.saving.test_save import contents, everything, given_data

TYPED, ANYTHING, SEED = 24, 176, 1
KINDS = {"部门", "汇总的部门", "有上年数据的部门", "任意数据"}


@cache
def tally() -> Tally:
    return tried(TYPED, ANYTHING, SEED)


def test_saved_loaded_and_saved_again_they_are_the_same_bytes_and_the_same_figures() -> None:
    assert tally().faults == []
    assert tally().kinds.total() == TYPED + ANYTHING == 200
    assert set(tally().kinds) == KINDS
    assert tally().figures > 100 * 200


def test_what_is_not_the_same_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Submission.model_validate(given_data(机关运行经费="12.345678"))
    found = Tally()
    monkeypatch.setattr(disclosure, "load", lambda _: made.model_copy(update={"机关运行经费": 1}))
    found.compare("甲", "部门", made)
    assert [told for _, told in found.faults][:3] == [
        "文件 data.yaml 不同",
        "读回的数据不同",
        "数 agency_running_cost.final 不同",
    ]
    monkeypatch.setattr(disclosure, "save", _refuses)
    found.compare("乙", "部门", made)
    assert found.faults[-1] == ("乙", "存不下")


def _refuses(*_: Any) -> None:
    raise InputError([disclosure.Problem("存不下")])


def test_facts_given_in_yuan_are_saved_so_in_a_file_of_wan_yuan(tmp_path: Path) -> None:
    made = Submission.model_validate(given_data()).model_copy(update={"自有数据": {"培训资金": 155_000}})
    disclosure.save(made, tmp_path)
    assert everything(disclosure.load(tmp_path)) == everything(made)
    assert "自有数据:\n  单位: 元\n  培训资金: 155000\n" in (tmp_path / "data.yaml").read_text(
        encoding="utf-8"
    )


def test_noughts_behind_an_amount_of_a_unit_do_not_keep_a_department_from_being_saved(tmp_path: Path) -> None:
    sangong = {"政府性基金": {"全年预算": {"公务接待费": "0.000000", "因公出国境费": "1.50"}}}
    made = disclosure.load(
        department(tmp_path / "a", unit("甲中心", 三公经费=sangong), unit("乙中心", 三公经费=sangong))
    )
    disclosure.save(made, tmp_path / "b")
    disclosure.save(disclosure.load(tmp_path / "b"), tmp_path / "c")
    assert contents(tmp_path / "b") == contents(tmp_path / "c")


def test_what_stands_in_a_map_keeps_its_order_beside_what_an_import_noted(tmp_path: Path) -> None:
    reasons: dict[str, Any] = {"2012601": [{"事由": "甲", "金额": "1"}], "2012604": "乙"}
    made = Submission.model_validate(given_data(原因={"预算完成": reasons, "收支总计": "丙"}))
    noted = made.with_written({"原因.收支总计": Written("丙", {})})
    disclosure.save(noted, tmp_path)
    again = disclosure.load(tmp_path)
    assert list(again.reasons.completion or ()) == ["2012601", "2012604"]
