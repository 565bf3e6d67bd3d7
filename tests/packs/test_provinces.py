"""Three provinces without a pack here, made from a description of their documents: pack files, no Python."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import disclosure
from disclosure import outputs, packs
from disclosure.auditing import audit
from disclosure.authoring import trial_departments
from disclosure.document import Cover, Document, Heading, Style, TableBlock, plain
from tests.departments import small, submission, text
from tests.packs.test_departments import DEPARTMENTS, asked, served
from tests.packs.test_wording import COST

PROVINCES = Path(__file__).parent / "provinces"
NAMES = sorted(folder.name for folder in PROVINCES.iterdir() if folder.is_dir())
MOST_LINES = 60


def document(province: str, data: dict[str, Any], **more: Any) -> Document:
    reasons = {**data["原因"], "会议费": "线上开会", "培训费": "线上培训"}
    data = {**asked(data), "模板": province, "会议费": COST, "培训费": COST, "原因": reasons, **more}
    data["公开信息"] = {"联系方式": "某某局办公室", "保密审查": "已审查", "审签": "已审签"}
    data["部门"]["人员情况"] = "年末在职人员5人。"
    composed = disclosure.compose(submission(data), draft=True, roots=[PROVINCES])
    assert [name for name in composed.missing if not name.startswith("名词“")] == []
    return composed.document


def titles(made: Document, level: int) -> list[str]:
    return [
        plain(block.content) for block in made.blocks if isinstance(block, Heading) and block.level == level
    ]


@pytest.mark.parametrize("province", NAMES)
def test_a_province_takes_at_most_sixty_lines(province: str) -> None:
    files = [file for file in (PROVINCES / province).rglob("*") if file.is_file()]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) <= MOST_LINES
    assert {file.suffix for file in files} <= {".toml", ".j2"}


@pytest.mark.parametrize(("province", "kind"), served(PROVINCES, NAMES))
def test_the_province_serves_the_department(province: str, kind: str) -> None:
    said = text(document(province, DEPARTMENTS[kind]()))
    assert [slip for slip in ("。。", "，，", "，。", "；。", "增加-", "减少-", "{") if slip in said] == []


@pytest.mark.parametrize("province", NAMES)
def test_what_the_province_publishes_has_no_certain_fault(province: str, tmp_path: Path) -> None:
    """比年初预算数增加15万元 is no budget of 15万元."""
    chain = packs.resolve(province, [PROVINCES, packs.built_in()])
    made = disclosure.compose(trial_departments.asked("平常", chain), draft=True, roots=[PROVINCES])
    (file,) = outputs.writer("html")(made.document, made.style, made.filename)
    (tmp_path / file.name).write_bytes(file.data)
    found = audit(tmp_path / file.name, pack=province, roots=[PROVINCES])
    assert len(found.claimed.claims) > 100
    assert [one.message for one in found.of("确定")] == []


def test_chongqing_numbers_on_without_parts_and_says_both_totals() -> None:
    made = document("chongqing-2023", small())
    said = text(made)
    assert titles(made, 1) == []
    assert titles(made, 2) == [
        "一、部门基本情况",
        "二、部门决算收支情况说明",
        "三、财政拨款“三公”经费支出决算情况说明",
        "四、其他需要说明的事项",
        "五、专业名词解释",
        "六、决算公开联系方式及信息反馈渠道",
    ]
    assert titles(made, 4)[:4] == ["1.总体情况", "2.收入情况", "3.支出情况", "4.结转结余情况"]
    assert "2023年度收入总计130万元，支出总计130万元。收支较上年决算数增加10万元，增长8.3%。" in said
    assert "基本支出100万元，占76.9%；项目支出30万元，占23.1%。" in said
    assert "对本部门决算公开有意见和建议的，可以联系：某某局办公室。" in said
    assert not [block for block in made.blocks if isinstance(block, TableBlock)]


def test_chongqing_publishes_its_tables_as_a_workbook_alone() -> None:
    made = document("chongqing-2023", small())
    (artifact,) = outputs.writer("xlsx")(made, Style("word", b"", ""), "附表")
    sheets = CalamineWorkbook.from_filelike(BytesIO(artifact.data)).sheet_names
    assert len(sheets) == len(made.annex) == 9
    assert "收入支出决算总表" in sheets[0]


def test_chongqing_says_an_unchanged_year() -> None:
    assert "收支与上年决算数持平。" in text(document("chongqing-2023", DEPARTMENTS["unchanged"]()))


def test_guangxi_numbers_its_tables_and_compares_with_year_and_budget() -> None:
    data = asked(small())
    data["预算"] = {**data["预算"], "年初预算": {"合计": "125"}}
    made = document("guangxi-2023", small(), 预算=data["预算"])
    said = text(made)
    assert titles(made, 1) == [
        "第一部分：部门概况",
        "第二部分：2023年度部门决算报表",
        "第三部分：2023年度部门决算情况说明",
        "第四部分：名词解释",
    ]
    numbers = [block.number for block in made.blocks if isinstance(block, TableBlock)]
    assert numbers == [f"表{number}" for number in "一二三四五六七八九"]
    assert (
        "支出130万元，比2022年度增加10万元，增长8.33%，比年初预算数增加5万元，增长4%。主要原因是：项目增加。"
        in said
    )
    assert "占100%；无政府性基金预算财政拨款收入、国有资本经营预算财政拨款收入、上级补助收入" in said
    assert "本部门2023年度无国有资本经营预算财政拨款收入和支出。" in said
    assert "政府性基金预算支出决算情况说明" not in said


def test_guangxi_says_that_no_rate_can_be_compared() -> None:
    said = text(document("guangxi-2023", DEPARTMENTS["first-year"]()))
    assert "机关运行经费支出30万元，比2022年度增加30万元，上年无此项支出，增长率无可比性。" in said


def test_shaanxi_joins_meetings_and_training_to_sangong_and_shows_the_reviews() -> None:
    made = document("shaanxi-2020", small())
    said = text(made)
    (cover,) = [block for block in made.blocks if isinstance(block, Cover)]
    assert [plain(line) for line in cover.lines] == ["保密审查情况：已审查", "部门主要负责人审签情况：已审签"]
    assert titles(made, 2)[:3] == ["一、部门主要职责", "二、部门决算单位构成", "三、部门人员情况"]
    assert "七、2023年度“三公”经费、培训费及会议费支出情况说明" in titles(made, 2)
    assert "2023年会议费支出0万元，完成预算0%，比上年减少2万元，降低100%。主要原因是线上开会。" in said
    assert "比上年减少2万元，下降16.67%。主要原因是厉行节约。" in said
    assert titles(made, 1)[-1] == "第四部分 专业名词解释"
