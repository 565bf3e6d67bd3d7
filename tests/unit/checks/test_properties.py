"""Any consistent department has no error; any cell changed by a cent is named; honest tails are notes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.checks import Book
from disclosure.checks.table_arithmetic import loose
from disclosure.facts import Facts
from disclosure.model import Submission
from tests.sampling import runs
from tests.unit.checks import given as a

EXAMPLES = ("panzhihua-beijing-2023", "panzhihua-chengdu-2024", "panzhihua-xiqu-2023", "yuxi-beijing-2023")
ALL_EXAMPLES = sorted(path.parent.name for path in a.EXAMPLES.glob("*/data.yaml"))
ITEMS = {
    "一般公共预算": ("2010301", "2010302", "2010350", "2080505", "2101101", "2210201"),
    "政府性基金": ("2120802", "2120803"),
    "国有资本经营": ("2230107",),
    "其他资金": ("2010301", "2010350"),
}
BASIC = ("30101", "30102", "30199", "30201", "30211", "30305", "31002")
PROJECT = ("30201", "30213", "30226", "30902", "31002")
CENTS = st.integers(0, 10**10).map(lambda cents: Decimal(cents) / 100)
QUICK = settings(max_examples=runs(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    made = []
    for fund in draw(st.sets(st.sampled_from(sorted(ITEMS)), min_size=1)):
        for item in draw(st.sets(st.sampled_from(ITEMS[fund]), min_size=1)):
            nature = draw(st.sampled_from(("基本", "项目")))
            codes = draw(st.sets(st.sampled_from(BASIC if nature == "基本" else PROJECT), min_size=1))
            # 住房公积金、养老保险的功能科目与经济科目同数，这里不用它们的款
            made.append(
                {
                    "项": item,
                    "性质": nature,
                    "资金": fund,
                    "款": {code: draw(CENTS) for code in sorted(codes)},
                }
            )
    return made


@st.composite
def departments(draw: st.DrawFn) -> Submission:
    """部门 — any expenditure and carry-over; non-fiscal income is what the other funds spent and kept."""
    spent = draw(lines())
    kept = [
        {"项": line["项"], "性质": line["性质"], "资金": line["资金"], "年末结转": draw(CENTS)}
        for line in spent
        if draw(st.booleans())
    ]
    other = sum((sum(line["款"].values()) for line in spent if line["资金"] == "其他资金"), Decimal(0))
    other += sum((line["年末结转"] for line in kept if line["资金"] == "其他资金"), Decimal(0))
    data: dict[str, Any] = {
        "模板": draw(st.sampled_from(("yunnan-2023", "sichuan-2023"))),
        "年度": 2023,
        "部门": {"全称": "某市某某局", "性质": "行政单位", "所属单位": []},
        "支出": spent,
        "结转结余": kept,
        "收入": [{"来源": "其他收入", "项": "2010301", "金额": other}] if other else [],
        "使用非财政拨款结余": "无",
        "结余分配": "无",
    }
    return Submission.model_validate(data)


@QUICK
@given(departments())
def test_a_consistent_department_has_no_error(submission: Submission) -> None:
    report = a.found(a.facts(submission))
    assert [(found.code, found.message) for found in report.errors] == []


@pytest.mark.parametrize("name", ALL_EXAMPLES)
def test_the_examples_have_no_error_and_no_cell_outside_every_identity(name: str) -> None:
    report = a.found(a.untouched(name))
    assert report.errors == ()
    assert report.loose == ()


def numbers(made: Facts) -> list[str]:
    """Cells with an amount that stand in an identity."""
    book, free = Book(made), set(loose(Book(made)))
    cells = (name for table in made.tables for name, _ in table.cells())
    return [name for name in cells if name in book and book[name].value is not None and name not in free]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_cent_more_in_any_cell_gives_a_finding_that_names_the_cell(name: str) -> None:
    made = a.untouched(name)
    cells = numbers(made)
    assert len(cells) > 50
    changed = cells[:: max(1, len(cells) // 12)]
    for cell in changed:
        report = a.found(a.stated(made, {cell: "差一分"}), "XS2")
        assert any(cell in found.where for found in report.findings), cell


@QUICK
@given(departments(), st.data())
def test_a_cent_more_in_any_cell_of_any_department_gives_an_error(
    submission: Submission, data: st.DataObject
) -> None:
    made = a.facts(submission)
    cell = data.draw(st.sampled_from(numbers(made)))
    report = a.found(a.stated(made, {cell: "差一分"}), "XS2")
    assert any(cell in found.where for found in report.errors)


def in_wan(amounts: list[Decimal], stated: Decimal) -> Facts:
    """万元 — a department that gives its 项 rounded to 万元 and an approved total (both 元 here)."""
    data: dict[str, Any] = {
        "模板": "sichuan-2023",
        "单位": "万元",
        "年度": 2023,
        "部门": {"全称": "某市某某局", "性质": "行政单位"},
        "收入": "无",
        "支出": [
            {"项": item, "性质": "项目", "金额": amount / 10000}
            for item, amount in zip(("2010302", "2010399", "2013202", "2013302"), amounts, strict=False)
        ],
        "结转结余": "无",
        "使用非财政拨款结余": "无",
        "结余分配": "无",
        "核定数": {"支出.决算数": stated / 10000},
    }
    return a.facts(Submission.model_validate(data, context={"unit": "万元"}))


FEN = st.lists(st.integers(10**4, 10**9), min_size=2, max_size=4)


def rounded(yuan: Decimal) -> Decimal:
    return (yuan / 100).quantize(Decimal(1)) * 100


@QUICK
@given(FEN)
def test_honest_tails_give_notes_only(fen: list[int]) -> None:
    exact = [Decimal(value) / 100 for value in fen]
    report = a.found(in_wan([rounded(value) for value in exact], rounded(sum(exact, Decimal(0)))))
    assert report.errors == ()
    # 抽到的数可以只有几元，一个单位不会（XR1.3）
    assert {found.severity for found in report.findings if found.code != "XR1.3"} <= {"note"}


@QUICK
@given(FEN)
def test_a_cent_outside_the_interval_gives_an_error(fen: list[int]) -> None:
    given_ = [rounded(Decimal(value) / 100) + 100 for value in fen]
    half = Decimal(50)
    inside = sum(given_, Decimal(0)) + half * len(given_)
    assert not list(a.found(in_wan(given_, inside)).errors)
    outside = list(a.found(in_wan(given_, inside + Decimal("0.02"))).errors)
    assert [found.code for found in outside] == ["XS1"]
    assert "支出.决算数" in outside[0].where


def test_a_departments_published_amounts_in_wan_have_their_tails_noted_once() -> None:
    items = {
        "2010301": "468.9",
        "2010350": "194.79",
        "2080501": "15.36",
        "2080505": "84.17",
        "2080506": "12.54",
    }
    items |= {
        "2080801": "24.57",
        "2101101": "32.73",
        "2101102": "10.27",
        "2101103": "24.38",
        "2101199": "7.47",
    }
    lines_ = [
        {"项": item, "性质": "基本", "金额": amount} for item, amount in (items | {"2210201": "64.8"}).items()
    ]
    general = "一般公共预算财政拨款支出"
    data: dict[str, Any] = {
        "模板": "sichuan-2023",
        "单位": "万元",
        "年度": 2023,
        "部门": {"全称": "某区人民政府办公室", "性质": "行政单位"},
        "收入": "无",
        "支出": [*lines_, {"项": "2120802", "性质": "项目", "资金": "政府性基金", "金额": "74.52"}],
        "结转结余": "无",
        "使用非财政拨款结余": "无",
        "结余分配": "无",
        "核定数": {
            f"{general}.类.208.决算数": "136.65",
            f"{general}.决算数": "939.98",
            "支出.决算数": "1014.51",
        },
    }
    made = a.facts(Submission.model_validate(data, context={"unit": "万元"}))
    assert made.figures["expenditure.final"].value == Decimal("10145100.00")
    report = a.found(made)
    told = [(found.code, found.severity) for found in report.findings if found.code != "CL26.2"]  # 表样未核对
    assert told == [("XS1", "note")] * 3


def test_what_is_stated_changes_nothing_else() -> None:
    made = a.untouched("yuxi-beijing-2023")
    assert a.found(replace(made, stated={})).results == a.found(made).results
