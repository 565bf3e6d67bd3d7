"""Half-filled data: what a row or block lacks is 待填 in a draft, refused in a publication, nowhere a 0."""

from __future__ import annotations

import copy
import json
import random
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from disclosure import api, projects
from disclosure.authoring import trial_departments
from disclosure.deriving import derive
from disclosure.errors import IncompleteError, InputError, OutputError
from disclosure.loading import data_files, nodes, read
from disclosure.loading.reading_state import Loc, flat, path_of
from disclosure.workbook import BOOK
from tests import delivered
from tests.departments import EXAMPLES, submission, text
from tests.departments import small as department
from tests.sampling import runs
from tests.unit.workbook.clerk import Clerk, small

ALL = sorted(path.parent for path in EXAMPLES.glob("*/data.yaml"))
# What a key may lack and nothing is asked for: it need not be said, or beside others it is none.
_OPTIONAL = (
    *("项目名称", "层级", "单位", "调整", "简称", "事前评估项目", "自评资金", "独立编制"),
    *(
        "其他说明",
        "偏差原因",
        "说明",
        "度量单位",
        "指标性质",
        "分值",
        "得分",
        "指标值",
    ),  # of a form that asks for them only where there are any
)


def data_of(folder: Path) -> dict[str, Any]:
    return nodes.read(data_files.find(folder, str(folder))).data


def written(data: dict[str, Any], beside: Path | None, folder: Path) -> Path:
    """The data as a folder, with the text files of the one that they come from."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for file in (beside or folder).iterdir():
        if file.is_file() and not file.name.startswith("data."):
            shutil.copy(file, folder / file.name)
    return folder


def without(data: dict[str, Any], *locs: Loc) -> dict[str, Any]:
    """The data less some of their values; a table or list of which nothing is left is left out too."""
    kept = copy.deepcopy(data)
    for loc in sorted(locs, key=_from_the_back, reverse=True):
        above: list[Any] = [kept]
        for step in loc[:-1]:
            above.append(above[-1][step])
        for place, step in zip(reversed(above), reversed(loc), strict=True):
            del place[step]
            if place:
                break
    return kept


def _from_the_back(loc: Loc) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in loc)


def unfilled(folder: Path) -> tuple[str, ...]:
    """What a draft of the folder names as missing; it is built, and says so where a figure would stand."""
    try:
        built = api.build(folder, ("html", "xlsx"), draft=True)
    except OutputError:  # a form without tables has no workbook
        built = api.build(folder, ("html",), draft=True)
    page = next(part.data for part in built.artifacts if part.name.endswith(".html")).decode()
    assert "【待填" in page
    return built.missing


def asks_for(missing: tuple[str, ...], place: str) -> bool:
    """Whether one of the places still to be filled in is called so."""
    return any(re.fullmatch(place, one) for one in missing)


def no_false_zero(folder: Path, last: Path) -> None:
    """What was spent last year is not 0 this year as long as nobody has said so."""
    now, then = derive(read(folder)), derive(read(last))
    spent = [id for id, figure in then.items() if figure.value and id.endswith(".final")]
    assert [id for id in spent if id in now and now[id].value == 0] == []


@pytest.mark.parametrize("last", ALL, ids=lambda path: path.name)
def test_the_draft_of_a_new_year_builds_at_once(last: Path, tmp_path: Path) -> None:
    projects.new(tmp_path / "new", last=last)
    missing = unfilled(tmp_path / "new")
    assert asks_for(missing, r"决算数据\.xlsx 支出!F6 支出第1行（.+）的金额")
    no_false_zero(tmp_path / "new", last)
    with pytest.raises(IncompleteError):
        api.build(tmp_path / "new", ("html",))


@pytest.mark.parametrize("pack", delivered.OWN)
def test_the_draft_of_a_new_year_builds_with_every_pack(pack: str, tmp_path: Path) -> None:
    trial = trial_departments.department(trial_departments.NORMAL, pack)
    data = trial.model_dump(by_alias=True, mode="json", exclude_none=True)
    last = written({**data, "内部往来": None}, None, tmp_path / "last")
    projects.new(tmp_path / "new", last=last)
    assert asks_for(unfilled(tmp_path / "new"), r"决算数据\.xlsx 支出!F6 支出第1行（.+）的金额")
    no_false_zero(tmp_path / "new", last)


def test_the_word_file_of_a_new_year_says_what_is_missing(tmp_path: Path) -> None:
    projects.new(tmp_path / "new", last=EXAMPLES / "panzhihua-chengdu-2024")
    (document,) = api.build(tmp_path / "new", ("docx",), draft=True).artifacts
    assert document.name.endswith(".docx")


def test_a_line_without_money_is_missing_with_every_sum_above_it() -> None:
    lines = [{"项": "2010301", "性质": "基本", "金额": "60"}, {"项": "2010302", "性质": "项目"}]
    figures = derive(submission(department(支出=lines)))
    assert figures["general_expenditure.item.2010301.final"].value == 600_000
    for id in ("general_expenditure.item.2010302.final", "general_expenditure.final", "expenditure.final"):
        assert (figures[id].value, figures[id].missing) == (None, ("支出[2].金额",))


def test_a_subject_without_its_amount_is_no_smaller_sum(tmp_path: Path) -> None:
    """A row of 经济分类 that was carried and not filled in yet: nothing that it adds to is known."""
    projects.new(tmp_path / "new", last=EXAMPLES / "panzhihua-chengdu-2024")
    clerk = Clerk(tmp_path / "new" / BOOK)
    sheet = clerk.book["经济分类"]
    rows = [row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == 1]
    for row in rows[:-1]:
        sheet.cell(row, 3).value = 100
    clerk.save()
    code = str(sheet.cell(rows[-1], 2).value)[:5]
    figure = derive(read(tmp_path / "new"))["general_expenditure.item.2010301.final"]
    assert (figure.value, figure.missing) == (None, (f"支出[1].款.{code}",))
    place = rf"决算数据\.xlsx 经济分类!C{rows[-1]} 支出第1行（2010301 行政运行）的款 {code} \w+"
    assert asks_for(unfilled(tmp_path / "new"), place)
    sheet.cell(rows[-1], 3).value = "无"
    clerk.save()
    figure = derive(read(tmp_path / "new"))["general_expenditure.item.2010301.final"]
    assert figure.value == 100 * len(rows[:-1])


def test_a_row_emptied_but_for_its_number_is_passed_over_with_its_subjects(tmp_path: Path) -> None:
    projects.new(tmp_path / "new", last=EXAMPLES / "panzhihua-chengdu-2024")
    lines = len(read(tmp_path / "new").expenditure or ())
    clerk = Clerk(tmp_path / "new" / BOOK)
    sheet = clerk.book["支出"]
    row = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == 2)
    for column in range(2, 7):
        sheet.cell(row, column).value = None
    clerk.save()
    assert len(read(tmp_path / "new").expenditure or ()) == lines - 1


@pytest.mark.parametrize("amount", ["0", "无"])
def test_a_line_whose_amount_is_none_counts_as_nothing(amount: str) -> None:
    lines = [
        {"项": "2010301", "性质": "基本", "金额": "60"},
        {"项": "2010302", "性质": "项目", "金额": amount},
    ]
    assert derive(submission(department(支出=lines)))["expenditure.final"].value == 600_000


@pytest.mark.parametrize(
    ("changes", "id", "missing"),
    [
        ({"政府采购": {"货物": "1"}}, "procurement.final", ("政府采购.工程", "政府采购.服务")),
        (
            {"国有资产": {"无形资产": {"原值": "无"}}},
            "assets.intangible_assets.net_value",
            ("国有资产.无形资产.净值",),
        ),
        (
            {"国有资产": {"固定资产": {"房屋构筑物": {"原值": "3"}}}},
            "assets.fixed_assets.net_value",
            ("国有资产.固定资产.房屋构筑物.净值",),
        ),
        (
            {"国有资产": {"车辆": [{"用途": "其他用车", "数量": "1"}, {"用途": "应急用车"}]}},
            "assets.vehicle_number",
            ("国有资产.车辆[2].数量",),
        ),
        (
            {"绩效": {"整体自评": {"基本支出": {"年初预算": "1"}}}},
            "performance.whole.basic_expenditure.adjusted_budget",
            ("绩效.整体自评.基本支出.全年预算",),
        ),
        (
            {"三公经费": {"公务接待": {"国内": {"批次": "5"}}}},
            "sangong.reception.domestic.persons",
            ("三公经费.公务接待.国内.人次",),
        ),
        (
            {"三公经费": {"公务接待": {"国内": {"批次": "5", "人次": "9", "其中外事": {"批次": "1"}}}}},
            "sangong.reception.domestic.foreign.amount",
            ("三公经费.公务接待.国内.其中外事.金额",),
        ),
        (
            {"三公经费": {"公务用车购置及运行维护费": {"主要用于": "公务出行"}}},
            "sangong.vehicles.purchased_number",
            ("三公经费.公务用车购置及运行维护费.购置",),
        ),
        (
            {"收入": [{"来源": "其他收入", "项": "2010301"}]},
            "income.other_income.final",
            ("收入[1].金额",),
        ),
        (
            {"上年数": {"三公经费": {"公务接待费": "3"}}},
            "sangong.overseas_travel.prior",
            ("上年数.三公经费.因公出国境费",),
        ),
    ],
)
def test_what_a_half_filled_block_lacks_is_named_to_the_cell(
    changes: dict[str, Any], id: str, missing: tuple[str, ...]
) -> None:
    figure = derive(submission(department(**changes)))[id]
    assert (figure.value, figure.missing) == (None, missing)


def test_none_of_one_value_says_nothing_of_its_neighbour() -> None:
    figures = derive(submission(department(国有资产={"无形资产": {"原值": "无"}})))
    assert figures["assets.intangible_assets.original_value"].value == Decimal(0)


def test_people_and_explanations_not_filled_in_are_missing_from_a_draft(tmp_path: Path) -> None:
    people = {"全称": "某市某某局", "人数": [{"类别": "公务员", "数量": "5"}, {"类别": "事业人员"}]}
    body = {**department()["部门"], **people}
    data = department(格式版本="1", 部门=body, 名词=[{"名称": "某某专项"}], 模板="sichuan-2024")
    missing = api.compose(written(data, None, tmp_path / "a"), draft=True).missing
    assert asks_for(missing, r"data\.json 第1行第\d+列 名词第1行（某某专项）的解释")


@pytest.mark.parametrize("number", range(runs(12)))
def test_a_value_left_out_is_missing_or_the_one_problem_is_at_its_place(number: int, tmp_path: Path) -> None:
    """A draft is built, or one sentence says where; a publication is refused for what is missing."""
    drawn = random.Random(number)
    folder = EXAMPLES / ("panzhihua-chengdu-2024", "yuxi-beijing-2023")[number % 2]
    data = data_of(folder)
    loc = drawn.choice([loc for loc, _ in flat(data)])
    place = written(without(data, loc), folder, tmp_path / "a")
    try:
        missing = api.compose(place, draft=True).missing
    except InputError as error:
        (problem,) = error.problems
        assert path_of(loc).startswith(problem.path)
        return
    assert missing or _may_be_left_out(loc), path_of(loc)
    if missing:
        with pytest.raises(IncompleteError):
            api.build(place, ("json",))


def _may_be_left_out(loc: Loc) -> bool:
    """Of 批复数 what the 批复 says is copied, to be compared: it is asked for, never needed."""
    by_code_or_part = str(loc[-1]).isdigit() or loc[0] in ("原因", "批复数") or "三公经费" in loc
    return by_code_or_part or any(step in _OPTIONAL for step in loc)


@pytest.mark.parametrize("number", range(runs(8)))
def test_however_much_is_left_out_there_is_a_draft_or_a_sentence(number: int, tmp_path: Path) -> None:
    drawn = random.Random(number)
    folder = EXAMPLES / ("panzhihua-chengdu-2024", "yuxi-beijing-2023")[number % 2]
    data = data_of(folder)
    places = [loc for loc, text in flat(data) if _holds_a_number(text)]
    gone = drawn.sample(places, drawn.randrange(2, len(places) // 2))
    assert api.compose(written(without(data, *gone), folder, tmp_path / "a"), draft=True).missing
    assert "程序出错" not in str(api.check(tmp_path / "a").results)


def _holds_a_number(text: str) -> bool:
    """Amounts and counts; a code, a year or a version is no value that is filled in bit by bit."""
    return text.replace(".", "").isdigit() and len(text.partition(".")[0]) not in (1, 4, 5, 7)


def test_a_half_filled_workbook_is_a_draft(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.fill("采购", "政府采购", "货物", 100)
    clerk.fill("采购", "政府采购", "工程", None)
    row = clerk.add("支出", "支出", 项="2010350 事业运行", 性质="基本")
    clerk.save()
    missing = api.compose(tmp_path / "a", draft=True).missing
    assert asks_for(missing, r"决算数据\.xlsx 采购!B\d+ 政府采购的工程")
    assert asks_for(missing, rf"决算数据\.xlsx 支出!F{row} 支出第1行（2010350 事业运行）的金额")


def test_a_balance_brought_forward_has_no_closing_until_somebody_says_so(tmp_path: Path) -> None:
    """A row of 结转结余 that `new --from` left with its opening: nothing that follows from it is 0."""
    carried = [{"项": "2010301", "性质": "项目", "年末结转": "7"}]
    last = written(
        department(格式版本="1", 单位="元", 模板="standard", 结转结余=carried), None, tmp_path / "last"
    )
    projects.new(tmp_path / "new", last=last)
    clerk = Clerk(tmp_path / "new" / BOOK)
    sheet = clerk.book["支出"]
    for row in range(6, sheet.max_row + 1):
        sheet.cell(row, 6).value = 10 if sheet.cell(row, 2).value else None
    clerk.save()
    missing = ("结转结余[1].年末结转",)
    for id in ("carryover.general_public_budget.closing", "income.general_public_budget.final"):
        figure = derive(read(tmp_path / "new"))[id]
        assert (figure.value, figure.missing) == (None, missing)
    place = r"决算数据\.xlsx 财政拨款与结转!F\d+ 结转结余第1行（2010301 行政运行）的年末结转"
    assert asks_for(unfilled(tmp_path / "new"), place)
    with pytest.raises(IncompleteError, match="结转结余第1行（2010301 行政运行）的年末结转"):
        api.build(tmp_path / "new", ("html",))


@pytest.mark.parametrize("column", ["年末结转", "年末结余"])
@pytest.mark.parametrize("said", [0, "无"])
def test_one_closing_that_is_none_says_it_of_the_row(column: str, said: object, tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.add("财政拨款与结转", "结转结余", 项="2010301", 性质="项目", 年初=7, **{column: said})
    clerk.save()
    assert derive(read(tmp_path / "a"))["carryover.general_public_budget.closing"].value == 0


def test_a_closing_left_out_of_a_data_file_is_0() -> None:
    carried = [{"项": "2010301", "性质": "项目", "年初": "7"}]
    figures = derive(submission(department(结转结余=carried)))
    assert figures["carryover.general_public_budget.closing"].value == 0


def test_an_item_without_its_budget_is_no_budget_of_0(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a", 支出=[{"项": "2010350", "性质": "基本", "金额": "1"}]) / BOOK)
    given = {"年初预算·各项": 5, "全年预算·各项": 5}
    clerk.add("预算", "各项预算", 项="2010301", **given)
    clerk.add("预算", "各项预算", 项="2010350", **dict.fromkeys(given))
    clerk.save()
    figures = derive(read(tmp_path / "a"))
    for leaf, name in (("opening_budget", "年初预算"), ("adjusted_budget", "全年预算")):
        for id in (f"general_expenditure.item.2010350.{leaf}", f"general_expenditure.{leaf}"):
            assert (figures[id].value, figures[id].missing) == (None, (f"预算.{name}.各项.2010350",))


def test_one_gap_of_a_sentence_names_a_few_places_and_the_list_all(tmp_path: Path) -> None:
    """What sixteen empty rows leave open fills no page: three are named, the rest is counted."""
    projects.new(tmp_path / "next", last=EXAMPLES / "panzhihua-chengdu-2024")
    composed = api.compose(tmp_path / "next", draft=True)
    said = text(composed.document)
    assert "2025年度本年收入合计【待填：支出第1行（2010301 行政运行）的金额、支出第2行" in said
    assert re.search(r"支出第3行（[^）]*）的金额等\d+处】", said)
    assert max(map(len, re.findall("【待填：[^】]*】", said))) < len("【待填：】") + 130
    assert sum("支出第" in sentence for sentence in composed.missing) == 16
