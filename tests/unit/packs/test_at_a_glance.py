"""一页看懂: the page that says a department-year in plain words, where the data or the pack ask for it."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from disclosure import api, outputs
from disclosure.authoring import trial_run
from disclosure.document import (
    Block,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    PdfEngine,
    TableBlock,
    plain,
    walk,
)
from disclosure.model import Submission
from tests import delivered, making
from tests.departments import small, submission, without
from tests.sampling import runs
from tests.unit.checks.test_secrecy import item_withheld
from tests.unit.packs.test_finished_sentences import broken, declared, department, parts_that_may_be_none

PAGE = {"一页看懂": "是"}
SEED = 20261130


def blocks(document: Document) -> list[Block]:
    """Those of the page, its heading first."""
    found = list(walk(document))
    page = next((at for at, one in enumerate(found) if one.id == "at-a-glance-1"), len(found))
    ends = (at for at in range(page + 1, len(found)) if isinstance(found[at], Heading))
    return found[page : next(ends, None)]


def paragraphs(made: Submission, *, draft: bool = True) -> list[str]:
    page = blocks(api.compose(made, draft=draft).document)
    return [plain(one.content) for one in page if isinstance(one, Paragraph)]


def rows(made: Submission) -> list[list[str]]:
    """Of the table of purposes."""
    tables = (one for one in blocks(api.compose(made, draft=True).document) if isinstance(one, TableBlock))
    return [[plain(cell.content) for cell in row.cells] for table in tables for row in table.body]


def spent(**amounts: str) -> list[dict[str, Any]]:
    """Lines of expenditure, 项 by their codes (_2010301="5")."""
    return [{"项": code[1:], "性质": "项目", "款": {"30299": said}} for code, said in amounts.items()]


def test_there_is_no_page_where_nobody_asks_for_it() -> None:
    assert blocks(api.compose(submission(small()), draft=True).document) == []


@pytest.mark.parametrize(
    ("pack", "data", "shown"), [("true", None, True), ("true", "否", False), ("false", "是", True)]
)
def test_the_data_go_before_the_pack(tmp_path: Path, pack: str, data: str | None, shown: bool) -> None:
    head = f'"名称" = "甲"\n"版本" = "1.0"\n"继承" = "standard"\n"一页看懂" = {pack}\n'
    folder = making.pack(tmp_path, files={"pack.toml": head})
    asked = {"一页看懂": data} if data else {}
    assert bool(blocks(making.composed(folder, small(**asked)).document)) == shown


def test_it_stands_behind_the_contents_and_has_no_number() -> None:
    document = api.compose(submission(small(**PAGE)), draft=True).document
    _, contents, page, *_ = document.blocks
    assert isinstance(contents, Contents)
    assert isinstance(page, Heading)
    assert (page.level, plain(page.content)) == (1, "一页看懂")
    titles = [plain(one.content) for one in document.blocks if isinstance(one, Heading) and one.level == 1]
    assert titles[1] == "第一部分 部门概况"


def test_what_follows_begins_a_page_where_no_heading_of_a_part_does() -> None:
    document = api.compose(department("sichuan-2017", **PAGE), draft=True).document
    last = blocks(document)[-1]
    assert isinstance(last, PageBreak)
    assert not any(
        isinstance(one, PageBreak)
        for one in blocks(api.compose(submission(small(**PAGE)), draft=True).document)
    )


def test_it_says_what_a_citizen_asks() -> None:
    people = {**small()["部门"], "人数": [{"类别": "公务员", "数量": "12"}]}
    assert paragraphs(submission(small(部门=people, **PAGE))) == [
        "一共多少钱？2023年收入、支出的总数都是130万元，比2022年度增加10万元，增长8.33%。",
        "钱从哪里来？本年收入合计130万元，全部是一般公共预算财政拨款收入（来自税收等）。",
        "钱用到哪里去？本年支出合计130万元，其中：基本支出（工资、日常办公）100万元，占76.92%；"
        "项目支出（办专门的事）30万元，占23.08%。从多到少，用在：",
        "“三公”经费用了多少？支出10万元，比2022年度减少2万元，下降16.67%；全年预算10万元，用了100%。"
        "其中公务用车购置及运行维护费8万元、公务接待费2万元。",
        "有多少人、多少车？年末实有12人，公务用车2辆。",
    ]
    assert rows(submission(small(**PAGE))) == [
        ["行政运行", "一般公共服务", "90万元", "69.23%"],
        ["一般行政管理事务", "一般公共服务", "30万元", "23.08%"],
        ["住房公积金", "住房保障", "10万元", "7.69%"],
    ]


def test_every_number_on_it_is_a_figure() -> None:
    page = blocks(api.compose(submission(small(**PAGE)), draft=True).document)
    lines = [one.content for one in page if isinstance(one, Heading | Paragraph)]
    lines += [
        cell.content for one in page if isinstance(one, TableBlock) for r in one.body for cell in r.cells
    ]
    typed = "".join(run.text for line in lines for run in line if run.figure is None)
    assert not any(map(str.isdigit, typed))


def test_the_five_largest_purposes_are_told_equal_ones_by_code() -> None:
    lines = spent(
        _2010350="3", _2010301="4", _2010302="9", _2012601="3", _2040201="5", _2080505="3", _2210201="3"
    )
    made = submission(small(支出=lines, **PAGE))
    assert [(name, amount) for name, _, amount, _ in rows(made)] == [
        ("一般行政管理事务", "9万元"),
        ("行政运行", "5万元"),
        ("行政运行", "4万元"),
        ("事业运行", "3万元"),
        ("行政运行", "3万元"),
    ]
    assert [purpose for _, purpose, *_ in rows(made)][1] == "公共安全"
    assert paragraphs(made)[2].endswith("用钱最多的五处：")


def test_of_many_sources_the_two_largest_are_told() -> None:
    income = [
        {"来源": source, "项": "2010301", "金额": amount}
        for source, amount in (("事业收入", "3"), ("其他收入", "7"), ("经营收入", "5"))
    ]
    made = submission(small(收入=income, 支出=spent(_2010301="16"), **PAGE))
    assert paragraphs(made)[1] == (
        "钱从哪里来？本年收入合计31万元，最多的两项：一般公共预算财政拨款收入（来自税收等）16万元，占51.61%；"
        "其他收入（利息、捐赠等）7万元，占22.58%。"
    )


def test_what_was_carried_over_is_said_to_be_in_the_total() -> None:
    line = {"项": "2010301", "性质": "项目", "资金": "一般公共预算"}
    carried = [{**line, "年初": "7", "调整": "0", "年末结转": "2", "年末结余": "0"}]
    said = paragraphs(submission(small(结转结余=carried, **PAGE)))[0]
    assert said.startswith("一共多少钱？2023年收入、支出的总数（含结转结余的钱）都是")


def test_nothing_spent_on_the_three_public_expenses_is_said_in_words() -> None:
    made = department("standard", "全零", **PAGE)
    assert paragraphs(made)[3] == (
        "“三公”经费用了多少？因公出国（境）、公务用车、公务接待本年都没有用钱，上年也没有。"
    )


def test_without_a_budget_of_the_three_none_is_asked_for() -> None:
    made = submission(without(small(**PAGE), ("三公经费", "全年预算")))
    [said] = [one for one in paragraphs(made) if one.startswith("“三公”")]
    assert said.startswith("“三公”经费用了多少？支出10万元，比2022年度减少2万元，下降16.67%。其中")


def test_a_form_that_does_not_compare_with_last_year_need_not_do_so_here() -> None:
    made = submission(without(without(small(**PAGE), ("上年数", "收支总计")), ("上年数", "三公经费")))
    first, *_, three, _ = paragraphs(made)
    assert first == "一共多少钱？2023年收入、支出的总数都是130万元。"
    assert three.startswith("“三公”经费用了多少？支出10万元；全年预算10万元，用了100%。其中")


def test_a_draft_asks_only_for_what_is_printed() -> None:
    """Neither people nor vehicles, of which nothing is known, are told."""
    made = submission(without(small(**PAGE), ("三公经费", "公务用车购置及运行维护费", "保有")))
    assert not any("有多少" in said for said in paragraphs(made))
    elsewhere = submission(without(small(), ("三公经费", "公务用车购置及运行维护费", "保有")))
    assert api.compose(made, draft=True).missing == api.compose(elsewhere, draft=True).missing


def test_a_department_of_which_little_is_known_is_drafted() -> None:
    asked = api.compose(submission({**small(**PAGE), "支出": None}), draft=True)
    assert any("支出" in name for name in asked.missing)
    assert any("【待填" in said for said in paragraphs(submission({**small(**PAGE), "支出": None})))


@pytest.mark.parametrize("treatment", ["并入款", "并入类"])
def test_where_an_item_is_withheld_nobody_is_told_which_is_the_largest(treatment: str) -> None:
    made = submission({**item_withheld(处理=treatment), **PAGE})
    assert rows(made) == []
    assert "用在哪里，依法不予公开。" in paragraphs(made, draft=False)[2]
    assert "行政运行" not in "".join(paragraphs(made, draft=False))


def test_a_question_stands_where_its_answer_is_withheld() -> None:
    data = small(涉密=["支出.项.2010302"], **PAGE)
    data["支出"][1] = {"项": "2010302", "性质": "项目"}
    assert paragraphs(submission(data), draft=False)[:3] == [
        "一共多少钱？2023年收入、支出的总数依法不予公开。",
        "钱从哪里来？收入依法不予公开。",
        "钱用到哪里去？支出依法不予公开。用在哪里，依法不予公开。",
    ]


def drawn() -> list[tuple[str, str, tuple[str, ...]]]:
    draw, parts = random.Random(SEED), list(parts_that_may_be_none())
    kinds = [(pack, kind) for pack in delivered.OWN for kind in declared()]
    return [
        (*draw.choice(kinds), (one, two)) for one, two in (draw.sample(parts, 2) for _ in range(runs(20)))
    ]


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("pack", "kind", "none"), drawn())
def test_whatever_is_none_every_sentence_of_it_is_whole(pack: str, kind: str, none: tuple[str, ...]) -> None:
    made = department(pack, kind, *none, **PAGE)
    assert broken(made) == []
    page = blocks(api.compose(made, draft=True).document)
    assert [one.message for one in trial_run.said("", api.examine(made).chain, page)] == []


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
@pytest.mark.parametrize("pack", ["standard", "yunnan-2023"])
def test_it_is_one_page(pack: str, engine: PdfEngine) -> None:
    """With as much as a department may have to say: sources, carry-over, people, long names."""
    normal = declared()["平常"]
    line = {"项": "2010301", "性质": "项目", "资金": "一般公共预算"}
    carried = [{**line, "年初": "70", "调整": "0", "年末结转": "20", "年末结余": "0"}]
    people = {**normal["部门"], "人数": [{"类别": "公务员", "数量": "12"}]}
    made = department(pack, "平常", 结转结余=carried, 部门=people, **PAGE)
    composed = api.compose(made, draft=True)
    page = blocks(composed.document)
    at = composed.document.blocks.index(page[0])
    alone = replace(composed.document, blocks=composed.document.blocks[at : at + len(page) + 1])
    (file,) = outputs.writer("pdf")(alone, replace(composed.style, pdf_engine=engine), "页")
    first, second = (one.extract_text() for one in pypdf.PdfReader(BytesIO(file.data)).pages)
    assert "辆" in first
    assert "第一部分" in second
