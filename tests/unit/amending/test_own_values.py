"""Facts that a pack declares: read as typed values, changed and refused like any other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import InputError, PackError
from tests.packs.test_declared_facts import DATA, PACKS, folder

KNOWN = {
    "检查次数": 12,
    "培训资金": Decimal(155_000),
    "主要做法": "下沉一线",
    "方式": None,
    "清单": ({"名称": "甲项", "金额": Decimal(15_000)}, {"名称": "乙项", "金额": Decimal(20_000)}),
}


def test_values_are_read_as_the_pack_declares_them(tmp_path: Path) -> None:
    assert disclosure.own_values(folder(tmp_path)) == KNOWN
    data = disclosure.load(tmp_path)
    assert disclosure.own_values(data, roots=[tmp_path / "templates"]) == KNOWN
    with pytest.raises(PackError):
        disclosure.own_values(data)


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_facts_are_changed_in_yuan_whatever_unit_they_are_held_in(unit: str, tmp_path: Path) -> None:
    data = disclosure.load(folder(tmp_path / "a", {**DATA, "单位": unit}, 不认识的="甲"))
    before = disclosure.own_values(data, roots=[PACKS])
    changes: dict[str, Any] = {
        "自有数据.检查次数": 15,
        "自有数据.培训资金": Decimal("1234.50"),
        "自有数据.清单[2].金额": 7,
        "自有数据.清单[3]": {"名称": "丙项", "金额": "8元"},
        "自有数据.方式": "线上",
        "自有数据.主要做法": None,
    }
    changed = disclosure.amend(data, changes, source="脚本", roots=[PACKS])
    values = disclosure.own_values(changed, roots=[PACKS])
    assert values["清单"][0] == before["清单"][0]
    assert [row["金额"] for row in values["清单"][1:]] == [7, 8]
    assert (values["检查次数"], values["培训资金"]) == (15, Decimal("1234.50"))
    assert (values["方式"], values["主要做法"]) == ("线上", None)
    assert changed.own_data["不认识的"] == "甲"
    assert str(changed.source("自有数据.培训资金")) == "脚本"
    assert changed.source("自有数据.清单[1].名称") == data.source("自有数据.清单[1].名称")
    disclosure.save(changed, tmp_path / "b")
    assert disclosure.own_values(disclosure.load(tmp_path / "b"), roots=[PACKS]) == values


def test_all_of_them_at_once_and_none(tmp_path: Path) -> None:
    data = disclosure.load(folder(tmp_path))
    whole = disclosure.amend(data, {"自有数据": {"检查次数": 1}}, source="脚本", roots=[PACKS])
    assert disclosure.own_values(whole, roots=[PACKS]) == {**dict.fromkeys(KNOWN), "检查次数": 1}
    assert disclosure.amend(data, {"own_data": "无"}, source="脚本").own_data == {}


def test_what_is_declared_otherwise_is_told_with_the_rest(tmp_path: Path) -> None:
    data = disclosure.load(folder(tmp_path))
    changes: dict[str, Any] = {
        "自有数据.检查次数": "许多",
        "自有数据.培训资金": 1.5,
        "自有数据.方试": "线上",
        "自有数据.清单[4].金额": 1,
        "机关运行经费": "甲",
    }
    with pytest.raises(InputError) as caught:
        disclosure.amend(data, changes, source="脚本", roots=[PACKS])
    told = {problem.path: problem.message for problem in caught.value.problems}
    assert set(told) == {
        "自有数据.检查次数",
        "自有数据.培训资金",
        "自有数据.方试",
        "自有数据.清单[4]",
        "机关运行经费",
    }
    assert told["自有数据.培训资金"] == "数不能用浮点数，请用 Decimal、整数或文字"
    assert "是不是“方式”" in told["自有数据.方试"]


def test_a_change_is_read_as_the_pack_declares_it_that_stands_for_the_one_named(tmp_path: Path) -> None:
    said = {"名称": "本单位", "版本": "1.0", "简介": "试", "继承": "safety-2024", "代替": "safety-2024"}
    head = "".join(f'"{key}" = "{value}"\n' for key, value in said.items())
    fact = '[["自有数据"]]\n"名称" = "演练次数"\n"类型" = "数量"\n'
    pack = folder(tmp_path) / "templates/本单位"
    pack.mkdir()
    (pack / "pack.toml").write_text(head, encoding="utf-8")
    (pack / "facts.toml").write_text(fact, encoding="utf-8")
    data, roots = disclosure.load(tmp_path), [tmp_path / "templates"]
    changed = disclosure.amend(data, {"自有数据.演练次数": 3}, source="脚本", roots=roots)
    assert disclosure.own_values(changed, roots=roots) == {**KNOWN, "演练次数": 3}
    with pytest.raises(InputError, match="演练次数"):
        disclosure.amend(data, {"自有数据.演练次数": 3}, source="脚本", roots=roots, pack="safety-2024")
