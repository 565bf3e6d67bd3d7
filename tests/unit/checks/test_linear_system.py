"""What follows from published numbers: linear cases with known answers, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.checks.linear_system import follows
from disclosure.formula import parse
from tests.sampling import runs

Rules = list[tuple[str, str]]  # name, formula
SANGONG: Rules = [("三公", "出国 + 车 + 接待"), ("车", "购置 + 运行")]
CROSSED: Rules = [  # two subjects by two funds
    ("科目甲", "甲般 + 甲基"),
    ("科目乙", "乙般 + 乙基"),
    ("一般", "甲般 + 乙般"),
    ("基金", "甲基 + 乙基"),
    ("总", "一般 + 基金"),
]
THREE_BY_TWO: Rules = [
    ("行一", "一甲 + 一乙"),
    ("行二", "二甲 + 二乙"),
    ("行三", "三甲 + 三乙"),
    ("列甲", "一甲 + 二甲 + 三甲"),
    ("列乙", "一乙 + 二乙 + 三乙"),
]
DEPARTMENT: Rules = [
    ("部门采购", "本级采购 + 学校采购 + 中心采购"),
    ("学校采购", "学校货物 + 学校服务"),
]


def found(
    rules: Rules, known: dict[str, str], *wanted: str, room: str = "0", signed: str = ""
) -> dict[str, tuple[str, str]]:
    """Value and the known numbers that say so, by name; `≤` where it is only bounded."""
    equations = [(parse(name), parse(formula)) for name, formula in rules]
    values = {name: Decimal(value) for name, value in known.items()}
    proofs = follows(equations, values, wanted, room=Decimal(room), negative=signed.split().__contains__)
    return {
        name: (f"{'' if proof.exact else '≤'}{proof.value.normalize():f}", " ".join(sorted(proof.known)))
        for name, proof in proofs.items()
    }


@pytest.mark.parametrize(
    ("rules", "known", "wanted", "expected"),
    [
        pytest.param(
            SANGONG,
            {"三公": "10", "出国": "3", "车": "5"},
            ["接待"],
            {"接待": ("2", "三公 出国 车")},
            id="the one part left out of a sum",
        ),
        pytest.param(SANGONG, {"三公": "10", "车": "5"}, ["接待", "出国"], {}, id="two withheld in one sum"),
        pytest.param(SANGONG, {"出国": "3", "车": "5"}, ["接待"], {}, id="the sum is not published"),
        pytest.param(
            SANGONG,
            {"三公": "10", "出国": "3", "接待": "2", "购置": "4"},
            ["运行"],
            {"运行": ("1", "三公 出国 接待 购置")},
            id="by way of a subtotal that nobody published",
        ),
        pytest.param(
            SANGONG, {"三公": "10", "出国": "3", "接待": "2"}, ["运行", "购置"], {}, id="two below a subtotal"
        ),
        pytest.param(
            [("总", "甲 + 乙"), ("差", "甲 - 乙")],
            {"总": "10", "差": "4"},
            ["甲", "乙"],
            {"甲": ("7", "差 总"), "乙": ("3", "差 总")},
            id="sum and difference of two",
        ),
        pytest.param(
            [("总", "甲 + 乙"), ("又", "甲 + 乙")],
            {"总": "10", "又": "10"},
            ["甲"],
            {},
            id="the same sum said twice",
        ),
        pytest.param(
            [("总", "甲 + 乙 + 丙"), ("前", "甲 + 乙"), ("后", "乙 + 丙")],
            {"总": "9", "前": "5", "后": "6"},
            ["乙"],
            {"乙": ("2", "前 后 总")},
            id="two sums that cross",
        ),
        pytest.param(
            CROSSED,
            {"科目甲": "10", "一般": "12", "总": "20", "甲般": "7"},
            ["乙般", "甲基", "乙基"],
            {
                "乙般": ("5", "一般 甲般"),
                "甲基": ("3", "甲般 科目甲"),
                "乙基": ("5", "一般 总 甲般 科目甲"),
            },
            id="subjects by funds, one cell published",
        ),
        pytest.param(
            CROSSED,
            {"科目甲": "10", "科目乙": "10", "一般": "12", "基金": "8", "总": "20"},
            ["甲般", "乙基"],
            {},
            id="subjects by funds, only the margins published",
        ),
        pytest.param(
            THREE_BY_TWO,
            {"行一": "9", "行二": "7", "列甲": "10", "列乙": "11", "三甲": "1", "三乙": "4", "一甲": "6"},
            ["二甲", "二乙"],
            {"二甲": ("3", "一甲 三甲 列甲"), "二乙": ("4", "一甲 三甲 列甲 行二")},
            id="a table by its rows and columns",
        ),
        pytest.param(
            THREE_BY_TWO,
            {"行一": "9", "行二": "7", "行三": "5", "列甲": "10", "列乙": "11", "三甲": "1"},
            ["一甲", "二甲"],
            {},
            id="a rectangle of four cells withheld",
        ),
        pytest.param(
            [("占比", "甲 / 总 * 100")],
            {"占比": "25", "总": "80"},
            ["甲"],
            {"甲": ("20", "占比 总")},
            id="share of a total",
        ),
        pytest.param(
            [("占比", "甲 / 总 * 100")],
            {"占比": "25", "甲": "20"},
            ["总"],
            {"总": ("80", "占比 甲")},
            id="the total from a part and its share",
        ),
        pytest.param(
            [("占比", "甲 / 总 * 100"), ("总", "甲 + 乙")],
            {"占比": "25", "乙": "60"},
            ["甲"],
            {"甲": ("20", "乙 占比")},
            id="a share and all the rest",
        ),
        pytest.param(
            [("增减额", "甲 - 上年"), ("增减率", "增减额 / 上年 * 100")],
            {"增减率": "-30", "上年": "10"},
            ["甲"],
            {"甲": ("7", "上年 增减率")},
            id="last year and the rate of growth",
        ),
        pytest.param(
            [("增减额", "甲 - 上年"), ("增减率", "增减额 / 上年 * 100")],
            {"增减率": "-30"},
            ["甲"],
            {},
            id="the rate of growth alone",
        ),
        pytest.param(
            [("完成率", "甲 / 预算 * 100"), ("结余", "预算 - 甲")],
            {"完成率": "80", "结余": "5"},
            ["甲", "预算"],
            {"甲": ("20", "完成率 结余"), "预算": ("25", "完成率 结余")},
            id="completion and what is left of the budget",
        ),
        pytest.param(
            [("款", "项甲"), ("类", "款 + 款乙")],
            {"类": "12", "款乙": "5"},
            ["项甲"],
            {"项甲": ("7", "款乙 类")},
            id="a 款 of a single 项",
        ),
        pytest.param(
            DEPARTMENT,
            {"部门采购": "90", "本级采购": "40", "中心采购": "20", "学校货物": "18"},
            ["学校服务"],
            {"学校服务": ("12", "中心采购 学校货物 本级采购 部门采购")},
            id="a unit of a department added up",
        ),
        pytest.param(
            DEPARTMENT,
            {"部门采购": "90", "本级采购": "40", "学校货物": "18"},
            ["学校服务"],
            {},
            id="a unit beside another that withholds too",
        ),
        pytest.param(
            [("总", "甲 + 乙")], {"总": "5", "乙": "5"}, ["甲"], {"甲": ("0", "乙 总")}, id="nothing left"
        ),
        pytest.param(
            [("总", "甲 + 乙")],
            {"总": "0"},
            ["甲", "乙"],
            {"甲": ("≤0", "总"), "乙": ("≤0", "总")},
            id="a sum of nothing, none of it negative",
        ),
        pytest.param(
            [("总", "甲 + 乙 + 丙")],
            {"总": "100.01", "丙": "100"},
            ["甲", "乙"],
            {"甲": ("≤0.01", "丙 总"), "乙": ("≤0.01", "丙 总")},
            id="next to no room for two",
        ),
        pytest.param([], {}, ["甲"], {}, id="nothing published"),
        pytest.param([("甲", "乙 * 丙")], {"甲": "6"}, ["乙"], {}, id="a product of two that are not known"),
        pytest.param([("甲", "乙 / 丙")], {"甲": "6", "丙": "0"}, ["乙"], {}, id="a share of nothing"),
        pytest.param(
            [("总", "3 * 甲")], {"总": "0.03"}, ["甲"], {"甲": ("0.01", "总")}, id="a multiple, exactly"
        ),
    ],
)
def test_what_follows_from_the_published_figures_is_found_and_nothing_else(
    rules: Rules, known: dict[str, str], wanted: list[str], expected: dict[str, tuple[str, str]]
) -> None:
    assert found(rules, known, *wanted, room="0.01", signed="增减额 结余 差") == expected


def test_a_difference_that_may_be_negative_bounds_nothing() -> None:
    rules = [("总", "甲 + 调整")]
    assert found(rules, {"总": "0"}, "甲", room="0.01", signed="调整") == {}


@settings(max_examples=runs(50), deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=2, max_size=8), st.data())
def test_one_part_of_a_sum_always_follows_and_two_never(parts: list[int], data: st.DataObject) -> None:
    names = [f"项{number}" for number in range(len(parts))]
    known = {"总": str(sum(parts)), **{name: str(part) for name, part in zip(names, parts, strict=True)}}
    first, second = data.draw(st.permutations(names))[:2]
    total: Rules = [("总", " + ".join(names))]
    one = {name: value for name, value in known.items() if name != first}
    assert found(total, one, first)[first][0] == f"{Decimal(known[first]).normalize():f}"
    two = {name: value for name, value in one.items() if name != second}
    assert found(total, two, first, second) == {}


def test_what_has_nothing_to_do_with_the_secret_is_left_alone() -> None:
    items = [f"项{number}" for number in range(600)]
    rules = [("总", " + ".join(items)), ("别", "此 + 彼")]
    known = {"总": "600", **dict.fromkeys(items[1:], "1"), "别": "3", "彼": "1"}
    value, said = found(rules, known, "项0")["项0"]
    assert value == "1"
    assert "别" not in said
