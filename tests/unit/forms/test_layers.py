"""Declarations of one table along a chain of packs: merged by id, refused in Chinese where a key is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from disclosure.errors import PackError
from disclosure.forms.merged_declarations import declared, overlaid
from disclosure.forms.spec import TableSpec

BASE: dict[str, Any] = {
    "标题": "支出表",
    "区块": [
        {"标识": "main", "列": [{"标识": "name", "类型": "名称"}, {"标识": "amount"}], "行": [{"标识": "a"}]}
    ],
}


def spec(*layers: dict[str, Any], **others: list[dict[str, Any]]) -> TableSpec:
    known = {"table": list(layers), **others}
    return declared(
        "table", lambda id: [(f"pack{n}/tables/{id}.toml", layer) for n, layer in enumerate(known[id])]
    )


def columns(made: TableSpec) -> list[str]:
    return [column.id for column in made.blocks[0].columns]


def test_a_later_layer_changes_what_it_names_and_keeps_the_rest() -> None:
    over = {"区块": [{"标识": "main", "列": [{"标识": "amount", "标题": "决算数"}]}]}
    made = spec(BASE, over)
    assert columns(made) == ["name", "amount"]
    assert made.blocks[0].columns[1].title == ("决算数",)
    assert [row.id for row in made.blocks[0].rows] == ["a"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, ["name", "amount", "new"]),
        ({"排在前": "amount"}, ["name", "new", "amount"]),
        ({"排在后": "name"}, ["name", "new", "amount"]),
    ],
)
def test_a_new_column_stands_where_it_says(place: dict[str, str], expected: list[str]) -> None:
    over = {"区块": [{"标识": "main", "列": [{"标识": "new", **place}]}]}
    assert columns(spec(BASE, over)) == expected


def test_a_known_column_moves_where_it_says() -> None:
    over = {"区块": [{"标识": "main", "列": [{"标识": "amount", "排在前": "name"}]}]}
    assert columns(spec(BASE, over)) == ["amount", "name"]


def test_a_table_begins_anew_where_it_says_so() -> None:
    over = {"另起": True, "标题": "新表", "区块": [{"标识": "only", "列": [{"标识": "x"}]}]}
    assert [block.id for block in spec(BASE, over).blocks] == ["only"]


def test_a_table_is_declared_like_another() -> None:
    made = spec({"仿照": "other", "标题": "像支出表"}, other=[BASE])
    assert made.title == "像支出表"
    assert columns(made) == ["name", "amount"]


def test_tables_declared_like_each_other_are_refused() -> None:
    with pytest.raises(PackError, match="绕成了圈"):
        spec({"仿照": "other"}, other=[{"仿照": "table"}])


def test_an_unknown_key_is_refused_with_file_key_and_the_nearest_first() -> None:
    over = {"区块": [{"标识": "main", "列": [{"标识": "amount", "标提": "决算数"}]}]}
    with pytest.raises(PackError) as caught:
        spec(BASE, over)
    message = str(caught.value)
    assert message.startswith(
        "pack1/tables/table.toml 区块.main.列.amount.标提：没有这个键，可用的有：标题、"
    )
    assert "公式" in message


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        ({"标题": "表"}, "table.toml 区块：缺这一项，请补上"),
        ({**BASE, "零": "横线"}, "table.toml 零：只能是 '空白'、'0.00'"),
        ({**BASE, "区块": [{"标识": "甲", "列": []}]}, "“甲”只能用小写英文字母、数字和下划线"),
        ({**BASE, "每版列数": "多"}, "写法不对（写的是“多”）"),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence(layer: dict[str, Any], sentence: str) -> None:
    with pytest.raises(PackError) as caught:
        spec(layer)
    assert sentence in str(caught.value)


def test_a_table_without_a_declaration_is_named() -> None:
    with pytest.raises(PackError, match="缺文件 tables/nothing.toml"):
        declared("nothing", lambda _: [])


def test_what_is_no_table_and_no_list_of_entries_is_replaced() -> None:
    assert overlaid({"表注": ["一", "二"], "横向": False}, {"表注": ["三"]}) == {
        "表注": ["三"],
        "横向": False,
    }


def test_years_and_hiding_say_whether_a_column_stands() -> None:
    column = (
        spec({**BASE, "区块": [{"标识": "main", "列": [{"标识": "a", "自": 2022, "至": 2023}]}]})
        .blocks[0]
        .columns[0]
    )
    assert [column.stands(year) for year in (2021, 2022, 2023, 2024)] == [False, True, True, False]
    assert not column.model_copy(update={"hidden": True}).stands(2022)
