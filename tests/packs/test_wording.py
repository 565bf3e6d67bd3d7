"""The choices of wording and of pack.toml, as a finance person would check them: tests/cases/wording.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import packs
from disclosure.authoring import trial_departments
from disclosure.document import Document, Heading, TableBlock, plain
from disclosure.errors import PackError
from tests.contract.test_same_sentences import FORMATS, characters, files_of
from tests.departments import small, submission, text, without
from tests.packs.test_departments import DEPARTMENTS, asked

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "wording.toml").read_text(encoding="utf-8"))[
    "例"
]
# 只有几种选择的措辞：不是印出来的字
CHOICES = {"比较.对照", "预算.口径"} | {
    f"零项.{key}"
    for key in ("收入来源", "支出性质", "三公", "三公结构", "三公各项", "采购", "采购各类", "车辆")
}
# 一页看懂：有了才印的一页，另有试验（tests/unit/packs/test_at_a_glance.py）
ON_A_PAGE_OF_ITS_OWN = ("一页看懂.", "标题.一页看懂")
TABLES = "sichuan-2024"  # a form with the set of tables
UNITS = "shanghai-2024"  # a form that says units in the heading, 三公 item by item
EVERY_SECTION = """
"部分次序" = ["overview", "statement", "glossary"]
[["各部分"]]
"标识" = "overview"
"章节" = ["duties", "year_work", "structure", "staff"]
[["各部分"]]
"标识" = "statement"
"章节" = [
    "total", "income", "expenditure", "fiscal_total", "general", "basic", "sangong", "fund", "state_capital",
    "carryover", "meetings", "running_cost", "procurement", "state_assets", "evaluation", "contact",
]
"""


def pack(folder: Path, wording: str = "", manifest: str = "", parent: str = "standard") -> Path:
    """A folder of packs that holds `try`, a child of `parent` with these lines of its own."""
    (folder / "try").mkdir(parents=True)
    head = f'"名称" = "try"\n"版本" = "1"\n"继承" = "{parent}"\n'
    (folder / "try" / "pack.toml").write_text(head + manifest, encoding="utf-8")
    (folder / "try" / "wording.toml").write_text(wording, encoding="utf-8")
    return folder


def said(folder: Path, data: Mapping[str, Any]) -> str:
    return text(disclosure.compose(submission({**data, "模板": "try"}), draft=True, roots=[folder]).document)


def in_place_of_secrets(folder: Path) -> str:
    """What a publication says there, in sentences and in cells."""
    data = without(small(涉密=["政府采购", "支出.项.2010302"], 模板="try"), ("政府采购",))
    data["支出"][1] = {"项": "2010302", "性质": "项目"}
    document = disclosure.compose(submission(data), roots=[folder]).document
    return "".join((text(document), *in_cells(document)))


def in_cells(document: Document) -> Iterator[str]:
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    return (
        plain(cell.content) for table in tables for row in (*table.head, *table.body) for cell in row.cells
    )


def in_the_table_of_units(folder: Path) -> str:
    """What a pack says that lists the units in a table."""
    section = folder / "try" / "sections" / "structure.j2"
    section.parent.mkdir()
    section.write_text("\n{{ 单位表() }}\n", encoding="utf-8")
    listed = submission({**counted(), "模板": "try"})
    return "".join(in_cells(disclosure.compose(listed, draft=True, roots=[folder]).document))


def over(base: Any, change: Any) -> Any:
    """`change` laid over `base`, table by table."""
    if not (isinstance(base, dict) and isinstance(change, dict)):
        return change
    return {**base, **{key: over(base.get(key), value) for key, value in change.items()}}


@pytest.mark.parametrize("case", CASES, ids=[case["名称"] for case in CASES])
def test_the_choice_gives_the_sentence(case: dict[str, Any], tmp_path: Path) -> None:
    folder = pack(tmp_path, case.get("措辞", ""), case.get("说明", ""))
    data = over(DEPARTMENTS[case.get("部门", "normal")](), case.get("数据", {}))
    found = said(folder, data)
    assert [sentence for sentence in case["应有"] if sentence not in found] == []
    assert [sentence for sentence in case.get("不应有", []) if sentence in found] == []


def slots(words: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from slots(value, f"{path}{key}.")
        elif f"{path}{key}" not in CHOICES:
            yield f"{path}{key}", value


def marked(words: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """The same words, each with its own name behind it."""
    return {
        key: marked(value, f"{path}{key}.")
        if isinstance(value, Mapping)
        else value + ("" if f"{path}{key}" in CHOICES else f"【{path}{key}】")
        for key, value in words.items()
    }


def as_toml(words: Mapping[str, Any], path: str = "") -> str:
    own = "".join(f'"{key}" = "{value}"\n' for key, value in words.items() if not isinstance(value, Mapping))
    below = {
        f'{path}."{key}"'.lstrip("."): value for key, value in words.items() if isinstance(value, Mapping)
    }
    return (
        (f"[{path}]\n" if own and path else "")
        + own
        + "".join(as_toml(value, key) for key, value in below.items())
    )


COST = {"年初预算": "1", "全年预算": "1", "决算数": "1", "上年数": "2"}
WHOLE = {"会议费": COST, "培训费": COST, "公开信息": {"联系方式": "某某局办公室"}}
# 另几种写法：先取其一的措辞，要另写一遍才都用得到
OTHERWISE = {
    "句式": {"一般公共预算总体": "{比上年}{比年初预算}", "中小企业": "{占总额}{小微占合同}"},
    "零项": {"收入来源": "合并", "三公": "列出"},
}


def abroad() -> dict[str, Any]:
    """Money for travel abroad, from a fund, beyond the budget; more than last year's budget of 三公."""
    data = small()
    data["支出"].append({"项": "2010302", "性质": "项目", "款": {"30212": "3", "30215": "1"}})
    data["支出"].append({"项": "2120802", "性质": "项目", "资金": "政府性基金", "款": {"30299": "4"}})
    data["支出"].append({"项": "2230105", "性质": "项目", "资金": "国有资本经营", "款": {"30299": "4"}})
    data["三公经费"]["因公出国境"] = {"团组数": "1", "人次": "2"}
    data["预算"]["全年预算"] = {"各项": {"2010301": "100", "2010302": "30", "2210201": "10"}}
    return data


def counted() -> dict[str, Any]:
    """A department whose structure is written from its list of units and people."""
    data = small()
    natures = ("行政单位", "参公事业单位", "事业单位")
    units = [{"名称": f"某某{nature}", "性质": nature} for nature in natures]
    del data["部门"]["机构设置"]
    data["部门"] |= {"所属单位": units, "人数": [{"类别": "公务员", "数量": "5"}]}
    return {**data, "机关运行经费": "30", "参公单位机关运行经费": "无"}


def alone() -> dict[str, Any]:
    data = counted()
    data["部门"] |= {"类型": "单位", "所属单位": "无"}
    return data


def institution() -> dict[str, Any]:
    """A public institution without running cost in either year, and without evaluation."""
    data = small()
    data["部门"] |= {"性质": "事业单位"}
    before = {**data["上年数"], "机关运行经费": "无"}
    never = dict.fromkeys(("事前评估项目", "绩效目标项目数", "绩效监控项目数", "自评资金", "自评报告"), "无")
    return {**data, "机关运行经费": "无", "上年数": before, "绩效": never}


def evaluated_in_part() -> dict[str, Any]:
    """Goals that nobody followed up, a report that names no funds."""
    data = small()
    return {**data, "绩效": {**data["绩效"], "绩效目标项目数": "1", "绩效监控项目数": "无", "自评资金": "无"}}


# Six hundred 项 say the same words six hundred times.
OTHERS = [make for kind, make in DEPARTMENTS.items() if kind != "huge"]


def test_every_slot_of_the_wording_is_said_in_some_document(tmp_path: Path) -> None:
    """Each slot carries a mark of its own; departments and forms enough to need every one are written."""
    standard = packs.resolve("standard", [packs.built_in()]).wording
    found = ""
    for number, words in enumerate([standard, over(standard, OTHERWISE)]):
        folder = pack(tmp_path / str(number), as_toml(marked(words)), EVERY_SECTION)
        made = (asked(make()) for make in (*OTHERS, abroad, counted, alone, institution, evaluated_in_part))
        found += "".join(
            said(folder, {**data, **WHOLE}) for data in (*made, {**asked(small()), "政府采购": "无"})
        )
        tables = pack(tmp_path / f"{number}-tables", as_toml(marked({"涉密": words["涉密"]})), parent=TABLES)
        found += in_place_of_secrets(tables)
        listed = as_toml(marked({key: words[key] for key in ("标题", "句式", "原因")}))
        by_item = pack(tmp_path / f"{number}-listed", listed, parent=UNITS)
        trial = trial_departments.entered(trial_departments.NORMAL, UNITS)
        found += said(by_item, counted()) + said(by_item, trial)
        units = pack(tmp_path / f"{number}-units", as_toml(marked({"机构": words["机构"]})), EVERY_SECTION)
        found += in_the_table_of_units(units)
    lost = [path for path, _ in slots(standard) if f"【{path}】" not in found]
    assert [path for path in lost if not path.startswith(ON_A_PAGE_OF_ITS_OWN)] == []


def test_a_word_can_differ_in_one_section(tmp_path: Path) -> None:
    folder = pack(tmp_path, '["某节"."sangong"."比较"]\n"下降" = "降低"\n')
    data = DEPARTMENTS["falling"]()
    found = said(folder, data)
    assert "“三公”经费财政拨款支出决算为10万元，完成预算100%，较上年度减少2万元，降低16.67%。" in found
    assert "收、支总计各减少130万元，下降50%。" in found
    assert "机关运行经费支出30万元，比2022年度减少10万元，下降25%。" in found


def test_a_child_changes_a_section_of_its_parent_word_by_word(tmp_path: Path) -> None:
    folder = pack(tmp_path, '["某节"."sangong"."预算"]\n"完成" = "完成预算的{率}"\n', parent="central-2023")
    found = said(folder, asked(small()))
    assert (
        "支出全年预算为10.00万元，支出决算为10.00万元，完成预算的100.00%，" in found
    )  # 口径 stays the parent's
    assert "完成年初预算的100.00%。" in found


@pytest.mark.parametrize(
    ("wording", "message"),
    [
        ('["某节"."sangongg"."比较"]\n"下降" = "降低"\n', "“某节”里没有“sangongg”这一节，可用的有：sangong"),
        (
            '["某节"."sangong"."比较"]\n"下将" = "降低"\n',
            "没有“某节.sangong.比较.下将”这个措辞，可用的有：下降",
        ),
        ('["某节"."sangong"."比教"]\n"下降" = "降低"\n', "没有“某节.sangong.比教”这个措辞，可用的有：比较"),
    ],
)
def test_a_slip_in_the_words_of_a_section_is_told(tmp_path: Path, wording: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        said(pack(tmp_path, wording), small())


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ('"部分次序" = ["overveiw"]', "“部分次序”里的“overveiw”不存在，可用的有：overview、statement"),
        ('["分项"]\n"收入" = ["财政收入"]', "分项“收入”里没有“财政收入”，可用的有：.*财政拨款收入"),
        ('["各节"."fund"]\n"条见" = ""', "没有这个键，可用的有：条件"),
    ],
)
def test_a_slip_in_the_declarations_is_told(tmp_path: Path, manifest: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        said(pack(tmp_path, "", manifest), small())


def titles(folder: Path) -> list[str]:
    document = disclosure.compose(submission(small(模板="try")), draft=True, roots=[folder]).document
    return [plain(block.content) for block in document.blocks if isinstance(block, Heading)]


def test_parts_without_a_title_do_not_begin_the_numbering_anew(tmp_path: Path) -> None:
    flat = "".join(f'[["各部分"]]\n"标识" = "{id}"\n"标题" = ""\n' for id in ("overview", "statement"))
    found = titles(pack(tmp_path, "", flat))
    assert found[:4] == [
        "一、部门职责",
        "二、机构设置",
        "三、收入支出决算总体情况说明",
        "四、收入决算情况说明",
    ]
    assert "第一部分 名词解释" in found


def test_parts_stand_in_the_order_that_the_pack_gives(tmp_path: Path) -> None:
    folder = pack(
        tmp_path, "", '"部分次序" = ["glossary", "overview"]\n["编号"]\n"部分编号" = "第{中}部分："\n'
    )
    assert titles(folder) == ["第一部分：名词解释", "第二部分：部门概况", "一、部门职责", "二、机构设置"]


def test_groups_stand_in_groups(tmp_path: Path) -> None:
    groups = '{"标题" = "甲", "章节" = [{"标题" = "乙", "章节" = ["income"]}, "fund"]}'
    manifest = (
        f'"部分次序" = ["statement"]\n[["各部分"]]\n"标识" = "statement"\n"标题" = ""\n"章节" = [{groups}]\n'
    )
    assert titles(pack(tmp_path, "", manifest)) == [
        "一、甲",
        "（一）乙",
        "1.收入决算情况说明",
        "（二）政府性基金预算支出决算情况说明",
    ]


def test_a_group_in_which_nothing_stands_has_no_heading(tmp_path: Path) -> None:
    manifest = '[["各部分"]]\n"标识" = "statement"\n"章节" = ["income", {"标题" = "甲", "章节" = ["fund"]}]\n'
    found = titles(pack(tmp_path, "", manifest + '["各节"."fund"]\n"不用" = true\n'))
    assert "二、甲" not in found
    assert "一、收入决算情况说明" in found


def test_charts_can_be_left_out_one_by_one_or_all(tmp_path: Path) -> None:
    def captions(folder: Path) -> list[str]:
        blocks = disclosure.compose(submission(small(模板="try")), draft=True, roots=[folder]).document.blocks
        return [block.alt[:3] for block in blocks if hasattr(block, "alt")]

    every = captions(pack(tmp_path / "every"))
    assert len(captions(pack(tmp_path / "one", "", '["图"."支出结构"]\n"不用" = true\n'))) == len(every) - 1
    assert captions(pack(tmp_path / "none", "", '["图的样式"]\n"不用" = true\n')) == []


@pytest.mark.parametrize(
    ("glossary", "there", "not_there"),
    [
        ("", ["行政运行（项）：反映行政单位", "财政拨款收入：指单位从同级"], ["经营支出："]),
        ('"保留未用到的" = true', ["经营支出：", "事业收入："], []),
        ('"科目来源" = "不列"', ["财政拨款收入："], ["行政运行（项）：反映"]),
        (
            '"科目来源" = "自备"\n["科目"]\n"2010301" = "指机关的基本支出"',
            ["行政运行（项）：指机关的基本支出。"],
            ["住房公积金（项）：反映"],
        ),
        (
            '[["前"]]\n"名称" = "财政拨款收入"\n"解释" = ""\n"不用" = true',
            ["行政运行（项）："],
            ["财政拨款收入："],
        ),
    ],
)
def test_the_glossary_comes_from_where_the_pack_says(
    tmp_path: Path, glossary: str, there: list[str], not_there: list[str]
) -> None:
    folder = pack(tmp_path)
    (folder / "try" / "glossary.toml").write_text(glossary, encoding="utf-8")
    found = said(folder, small()).partition("第三部分 名词解释")[2]
    assert [entry for entry in there if entry not in found] == []
    assert [entry for entry in not_there if entry in found] == []


def test_an_edit_of_one_word_takes_effect_in_every_output_alike(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    (pack(before / "templates"), pack(after / "templates", '["比较"]\n"下降" = "降低"\n'))
    texts: dict[Path, dict[str, str]] = {}
    for folder in (before, after):
        data = submission(small(模板="try", 附件="无"))
        composed = disclosure.compose(data, roots=[folder / "templates"])
        made = {name: files_of(composed, name)[0] for name in FORMATS}
        texts[folder] = {name: characters(name, artifact.data) for name, artifact in made.items()}
    for name in FORMATS:
        assert "较上年度减少2万元，下降16.67%" in texts[before][name], name
        assert "较上年度减少2万元，降低16.67%" in texts[after][name], name
        assert texts[before][name].count("下降") == texts[after][name].count("降低") > 0, name
        assert "下降" not in texts[after][name], name


def test_a_second_document_is_made_from_the_same_data() -> None:
    document = disclosure.compose(submission(small()), pack="sangong-page").document
    found = text(document)
    assert document.title == "某市某某局2023年度财政拨款“三公”经费支出决算情况"
    assert "支出决算为10万元，完成全年预算10万元的100%，比2022年度减少2万元，下降16.67%。" in found
    assert "收入支出决算" not in found
