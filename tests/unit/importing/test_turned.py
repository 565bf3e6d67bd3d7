"""A reason of a rise explains no fall: what an import turned is an error until rewritten or confirmed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from disclosure import api, deriving, packs, projects, terms
from disclosure.checks import CheckError, Finding, turned_reasons
from disclosure.importing.reason_directions import noted
from disclosure.loading import read
from disclosure.model import Submission
from disclosure.model.noted_directions import Written
from disclosure.model.other_matters import Reasons
from disclosure.workbook import BOOK
from tests.departments import EXAMPLES
from tests.unit.importing.test_again import HEAD, page, take
from tests.unit.workbook.clerk import Clerk, small

PATH = "原因.一般公共预算财政拨款支出"
NAME = "一般公共预算财政拨款支出增减的原因"
TYPED = f"{HEAD}结转结余: 无\n上年数: {{一般公共预算财政拨款支出: 140}}\n"
RISEN, FALLEN, LEVEL = page(100, 50), page(80, 50), page(90, 50)


def typed(folder: Path, reason: str, more: str = "") -> None:
    """What a person has in the data file: last year 140, and a reason."""
    text = f"{TYPED}原因: {{一般公共预算财政拨款支出: {reason}}}\n{more}"
    (folder / "data.yaml").write_text(text, encoding="utf-8")


def found(folder: Path) -> list[Finding]:
    return list(api.check(folder).of("C33"))


def turn(folder: Path, reason: str = "项目增加") -> None:
    """A reason typed beside a rise of 10, then tables that make it a fall of 10."""
    typed(folder, reason)
    take(folder, RISEN)
    assert not found(folder)
    take(folder, FALLEN)


def test_a_reason_whose_change_turned_is_an_error_at_its_line(folder: Path) -> None:
    turn(folder)
    (finding,) = found(folder)
    assert finding.severity == "error"
    assert finding.message == f"{NAME}是增加时写的，现在是减少，请改写"
    assert finding.stated == "减少"
    assert finding.sources == ("data.yaml 第8行第20列",)


def test_the_import_says_which_reasons_turned(folder: Path) -> None:
    typed(folder, "项目增加")
    assert not any("原因要重写" in line for line in take(folder, RISEN))
    said = f"原因要重写：{NAME}是增加时写的，现在是减少（data.yaml 第8行第20列）"
    assert said in take(folder, FALLEN)
    assert said in take(folder, FALLEN)


def test_what_was_typed_is_left_as_it_is(folder: Path) -> None:
    typed(folder, "项目增加", "# 张三写\n")
    before = (folder / "data.yaml").read_bytes()
    take(folder, RISEN)
    take(folder, FALLEN)
    assert (folder / "data.yaml").read_bytes() == before


def test_a_publication_is_not_built_but_a_draft_is() -> None:
    """An example that is whole, its reason noted once beside a fall and once beside the rise that it is."""
    submission = read(EXAMPLES / "yuxi-beijing-2023")
    (one,) = [one for one in turned_reasons.spoken(submission) if one.path == "原因.公务接待费"]
    fallen, risen = [
        submission.with_written({one.path: Written(one.text, {"增减": ("三公经费.公务接待费.增减额", went)})})
        for went in ("减少", "增加")
    ]
    with pytest.raises(CheckError) as caught:
        api.build(fallen, ["html"])
    assert [finding.code for finding in caught.value.findings] == ["C33"]
    assert api.build(fallen, ["html"], draft=True).artifacts
    assert api.build(risen, ["html"]).artifacts


def test_the_mark_stays_through_imports_that_change_nothing(folder: Path) -> None:
    turn(folder)
    noted_ = (folder / "导入.yaml").read_bytes()
    take(folder, FALLEN)
    take(folder, page(70, 50))
    take(folder, FALLEN)
    assert (folder / "导入.yaml").read_bytes() == noted_
    assert len(found(folder)) == 1


def test_the_mark_goes_when_the_change_turns_back_and_comes_again(folder: Path) -> None:
    turn(folder)
    take(folder, RISEN)
    assert not found(folder)
    take(folder, FALLEN)
    assert len(found(folder)) == 1


def test_a_rewritten_reason_is_that_of_the_new_change(folder: Path) -> None:
    turn(folder)
    typed(folder, "项目减少")
    assert not found(folder)
    take(folder, FALLEN)
    assert not found(folder)
    take(folder, RISEN)
    (finding,) = found(folder)
    assert finding.message == f"{NAME}是减少时写的，现在是增加，请改写"


def test_blanks_and_line_breaks_are_no_new_words(folder: Path) -> None:
    turn(folder, "项目增加，人员 增加")
    typed(folder, '"项目增加，\n  人员增加"')
    assert len(found(folder)) == 1


def test_an_amount_of_a_cause_is_among_its_words(folder: Path) -> None:
    turn(folder, "[{事由: 人员变动, 金额: 10}]")
    (finding,) = found(folder)
    assert finding.sources == ("data.yaml 第8行第6列",)
    typed(folder, "[{事由: 人员变动, 金额: -10}]")
    assert not found(folder)


def test_a_change_that_is_gone_needs_no_reason(folder: Path) -> None:
    typed(folder, "项目增加")
    take(folder, RISEN)
    take(folder, LEVEL)
    assert [finding.stated for finding in found(folder)] == ["没有增减"]
    (folder / "data.yaml").write_text(TYPED, encoding="utf-8")
    assert not found(folder)


def test_a_change_that_is_no_longer_known_is_not_guessed(folder: Path) -> None:
    turn(folder)
    text = (folder / "data.yaml").read_text(encoding="utf-8")
    (folder / "data.yaml").write_text(
        text.replace("一般公共预算财政拨款支出: 140", "收支总计: 1"), encoding="utf-8"
    )
    assert not found(folder)


def test_a_person_confirms_the_old_words_by_a_waiver_for_this_direction(folder: Path) -> None:
    turn(folder)
    waiver = f"{{代码: C33, 位置: {PATH}, 依据数: 减少, 理由: 两年口径不同, 姓名: 张三, 日期: 2024年8月1日}}"
    typed(folder, "项目增加", f"豁免: [{waiver}]\n")
    report = api.check(folder)
    assert not list(report.of("C33"))
    assert not list(report.of("W1"))
    take(folder, LEVEL)
    assert [finding.stated for finding in found(folder)] == ["没有增减"]


def test_an_import_that_contradicts_what_was_typed_does_not_lose_the_mark(folder: Path) -> None:
    """The data cannot be read until the typed amount is mended; the reason has turned all the same."""
    lines = "支出:\n  - {项: 2010301, 性质: 基本, 金额: 100}\n  - {项: 2010301, 性质: 项目, 金额: 50}\n"
    typed(folder, "项目增加", lines)
    take(folder, RISEN)
    take(folder, FALLEN)
    take(folder, FALLEN)
    typed(folder, "项目增加")
    assert len(found(folder)) == 1


def in_workbook(folder: Path, *causes: tuple[str, int | None]) -> list[str]:
    """The same data in a workbook, typed by a clerk; gives the cells of the causes."""
    part = {"全称": "某某局", "类型": "单位", "性质": "行政单位"}
    small(folder, 模板="yunnan-2023", 年度="2023", 部门=part, 上年数={"一般公共预算财政拨款支出": "140"})
    clerk = Clerk(folder / BOOK)
    clerk.none("财政拨款与结转", "结转结余")
    reason = {"项目": "一般公共预算财政拨款支出"}
    rows = [clerk.add("原因说明", "增减原因", **reason, 事由=cause, 金额=amount) for cause, amount in causes]
    clerk.save()
    return [f"B{row}" for row in rows]


@pytest.mark.parametrize("causes", [[("项目增加", None)], [("项目增加", 6), ("人员增加", 4)]])
def test_a_reason_in_a_workbook_is_found_and_marked_at_its_cells(
    folder: Path, causes: list[tuple[str, int | None]]
) -> None:
    cells = in_workbook(folder, *causes)
    take(folder, RISEN)
    take(folder, FALLEN)
    (finding,) = found(folder)
    assert finding.sources == tuple(f"{BOOK} 原因说明!{cell}" for cell in cells)
    (path,) = projects.mark(folder)
    sheet = openpyxl.load_workbook(path)["原因说明"]
    assert [sheet[cell].value for cell in cells] == [cause for cause, _ in causes]
    assert all(f"{NAME}是增加时写的，现在是减少" in sheet[cell].comment.text for cell in cells)


def test_a_clerk_confirms_in_the_workbook(folder: Path) -> None:
    in_workbook(folder, ("项目增加", None))
    take(folder, RISEN)
    take(folder, FALLEN)
    clerk = Clerk(folder / BOOK)
    clerk.add(
        "附件与核定",
        "豁免",
        代码="C33",
        位置=PATH,
        依据数="减少",
        理由="口径不同",
        姓名="张三",
        日期="2024年8月1日",
    )
    clerk.save()
    assert not found(folder)


WHOLE = """格式版本: 1
模板: {模板}
单位: 元
年度: 2023
部门: {{全称: 某某局, 类型: 部门, 性质: 行政单位}}
收入: 无
结转结余: 无
使用非财政拨款结余: 无
结余分配: 无
支出:
  - {{项: 2010301, 性质: 基本, 款: {{30101: 900, 30212: 20, 30231: 20, 30217: 20, 30215: 20, 30216: 20}}}}
预算:
  年初预算: {{各项: {{2010301: {年初}}}}}
  全年预算: {{各项: {{2010301: {全年}}}}}
三公经费:
  年初预算: {{因公出国境费: 0, 公务用车购置费: 0, 公务用车运行维护费: 0, 公务接待费: {年初}}}
  全年预算: {{因公出国境费: 0, 公务用车购置费: 0, 公务用车运行维护费: 0, 公务接待费: {全年}}}
会议费: {{上年数: {上年}}}
培训费: {{上年数: {上年}}}
上年数:
  收支总计: {上年}
  财政拨款收支总计: {上年}
  一般公共预算财政拨款支出: {上年}
  机关运行经费: {上年}
  三公经费: {{因公出国境费: {上年}, 公务用车购置及运行维护费: {上年}, 公务接待费: {上年}}}
原因:
"""
KINDS = [terms.chinese(name) for name in Reasons.model_fields if name != "completion"]
OF_BUDGET = ("三公经费预算完成", "一般公共预算财政拨款支出预算完成")
LITTLE, MUCH = 1, 5000


def whole(folder: Path, *reasons: str, pack: str = "standard", **amounts: int) -> Submission:
    """Data with every figure that a reason may explain; those compared with are 1 or 5000."""
    given = {"上年": LITTLE, "年初": LITTLE, "全年": LITTLE, **amounts}
    said = "".join(f"  {reason}\n" for reason in reasons)
    (folder / "data.yaml").write_text(WHOLE.format(模板=pack, **given) + said, encoding="utf-8")
    return read(folder)


def turns(then: Submission, now: Submission) -> list[tuple[str, str, str]]:
    """What an import that found `then` and left `now` would mark."""
    chain = packs.resolve(then.pack, [packs.built_in()])
    written = noted(then, {}, chain.checks)
    marked = turned_reasons.turned(now.with_written(written), deriving.derive(now))
    return [(path, then, today) for path, then, today in marked]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("三公经费", *OF_BUDGET)])
def test_every_kind_of_reason_turns_with_its_change(folder: Path, kind: str) -> None:
    then, now = whole(folder, f"{kind}: 增加了"), whole(folder, f"{kind}: 增加了", 上年=MUCH)
    assert turns(then, now) == [(f"原因.{kind}", "增加", "减少")]
    assert turns(now, then) == [(f"原因.{kind}", "减少", "增加")]
    assert turns(then, then) == []


def test_a_reason_of_the_budget_turns_with_the_budget(folder: Path) -> None:
    for reason, path in (
        ("预算完成: {2010301: 超支}", "预算完成.2010301"),
        *((f"{kind}: 超支", kind) for kind in OF_BUDGET),
    ):
        then, now = whole(folder, reason), whole(folder, reason, 全年=MUCH)
        assert turns(then, now) == [(f"原因.{path}", "大于预算", "小于预算")]
        assert turns(then, whole(folder, reason, 上年=MUCH)) == []


def test_the_reason_of_the_three_expenses_speaks_of_the_budget_too_until_that_has_its_own(
    folder: Path,
) -> None:
    both = whole(folder, "三公经费: 增加了")
    assert turns(both, whole(folder, "三公经费: 增加了", 全年=MUCH)) == [
        ("原因.三公经费", "大于预算", "小于预算")
    ]
    assert turns(both, whole(folder, "三公经费: 增加了", 全年=MUCH, 上年=MUCH)) == [
        ("原因.三公经费", "增加、大于预算", "减少、小于预算")
    ]
    assert turns(both, whole(folder, "三公经费: 增加了", "三公经费预算完成: 节约", 全年=MUCH)) == []


def test_the_budget_compared_with_is_that_of_the_pack_and_its_section(folder: Path) -> None:
    """central-2023 compares with 年初预算, in its section on the three expenses with 全年预算."""
    reasons = ("预算完成: {2010301: 超支}", "三公经费预算完成: 超支")
    then = whole(folder, *reasons, pack="central-2023")
    opening, adjusted = [
        whole(folder, *reasons, pack="central-2023", **{key: MUCH}) for key in ("年初", "全年")
    ]
    assert [path for path, _, _ in turns(then, opening)] == ["原因.预算完成.2010301"]
    assert [path for path, _, _ in turns(then, adjusted)] == ["原因.三公经费预算完成"]
