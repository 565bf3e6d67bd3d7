"""What a published document says becomes entries with their places; what is wrong or open is told.

That learnt data print every number of a document: tests/contract/test_audited.py.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from disclosure.errors import InputError
from disclosure.learning import LearnedData, learn_data
from disclosure.loading import read
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable, PublishedText
from disclosure.loading.reading_state import Loc
from disclosure.outputs import writer
from tests.finished import finished

WORDS_ALONE, WITH_TABLES = "standard 平常", "yunnan-2023 平常"
VEHICLES: Loc = ("三公经费", "公务用车购置及运行维护费")


def document(name: str, *changes: tuple[str, str]) -> PublishedDocument:
    """A finished one, with words in it changed; each change is made once or more."""
    made = finished(name).document("html")
    blocks = list(made.blocks)
    for old, new in changes:
        said = [at for at, one in enumerate(blocks) if isinstance(one, PublishedText) and old in one.text]
        assert said, old
        for at in said:
            block = blocks[at]
            assert isinstance(block, PublishedText)
            blocks[at] = replace(block, text=block.text.replace(old, new))
    return replace(made, blocks=tuple(blocks))


@cache
def learnt(name: str, *changes: tuple[str, str]) -> LearnedData:
    return learn_data(document(name, *changes), pack=finished(name).pack)


def said(data: LearnedData, *loc: str | int) -> str:
    return data.entries[loc][0]


def rows(data: LearnedData, *loc: str | int) -> list[dict[str, str]]:
    """A list of the data, each of its lines by key."""
    found: dict[int, dict[str, str]] = {}
    for place, (text, _) in data.entries.items():
        if place[: len(loc)] == loc and isinstance(place[len(loc)], int):
            key = ".".join(str(step) for step in place[len(loc) + 1 :])
            found.setdefault(int(place[len(loc)]), {})[key] = text
    return [found[at] for at in sorted(found)]


def told(data: LearnedData, words: str) -> list[str]:
    return [note for note in data.notes if words in note]


def test_a_value_of_a_sentence_has_the_paragraph_that_says_it() -> None:
    data = learnt(WORDS_ALONE)
    text, (place,) = data.entries["机关运行经费",]
    (paragraph,) = [
        block
        for block in document(WORDS_ALONE).blocks
        if isinstance(block, PublishedText) and block.place().source == place
    ]
    assert text == "35"
    assert "机关运行经费支出35万元" in paragraph.text


def test_a_value_of_a_table_has_its_cell() -> None:
    data = learnt(WITH_TABLES)
    _, (place, *_) = data.entries["支出", 0, "金额"]
    assert "第" in str(place.cell)
    assert "个表格" in str(place.cell)


def test_the_file_is_read_back_with_the_same_values_and_places(tmp_path: Path) -> None:
    data = learnt(WORDS_ALONE)
    path = data.write(tmp_path)
    submission = read(tmp_path)
    assert path.read_text(encoding="utf-8").startswith("# 由 disclosure learn 从公开的文件学出")
    assert submission.agency_running_cost == 350_000
    assert '"机关运行经费": [["某某市某某局2023年度部门决算.html", "第79段"]]' in data.written().decode()


def test_the_same_document_gives_the_same_bytes() -> None:
    again = learn_data(document(WORDS_ALONE), pack=finished(WORDS_ALONE).pack)
    assert again is not learnt(WORDS_ALONE)
    assert again.written() == learnt(WORDS_ALONE).written()


def test_a_wrong_number_is_told_and_not_learnt() -> None:
    data = learnt(WORDS_ALONE, ("政府采购支出总额33万元", "政府采购支出总额38万元"))
    (finding,) = [one for one in data.wrong if one.stated == "38万元"]
    assert finding.expected == "33.0万元"
    assert [said(data, "政府采购", kind) for kind in ("货物", "工程", "服务")] == ["25", "0", "8"]
    assert not any(text == "38" for text, _ in data.entries.values())


def test_last_year_is_this_year_without_the_change() -> None:
    data = learnt(WORDS_ALONE)
    assert said(data, "上年数", "收支总计") == "150"  # 190万元，比上年增加40万元
    assert said(data, "上年数", "三公经费", "公务接待费") == "2.5"  # 2万元，减少0.5万元
    assert said(data, "上年数", "三公经费", "因公出国境费") == "0"


def test_a_budget_is_the_simplest_number_that_makes_its_rate() -> None:
    data = learnt(WORDS_ALONE)
    assert said(data, "预算", "全年预算", "各项", "2010301") == "100"  # 95万元，完成预算95%
    assert said(data, "三公经费", "全年预算", "公务接待费") == "3"  # 2万元，完成预算66.67%


def test_what_no_more_than_a_rate_tells_is_told_with_the_place_of_the_rate() -> None:
    data = learnt(WORDS_ALONE)
    assert told(data, "公务接待费的全年预算 3.00 万元 由比率推算，原数请核对")
    _, places = data.entries["预算", "全年预算", "各项", "2010301"]
    assert [str(place) for place in places] == ["某某市某某局2023年度部门决算.html 第51段"]


def test_basic_expenditure_is_of_the_only_items_that_add_up() -> None:
    natures = [(row["项"], row["性质"], row["金额"]) for row in rows(learnt(WORDS_ALONE), "支出")]
    assert natures[:3] == [("2010301", "基本", "95"), ("2010302", "项目", "60"), ("2210201", "基本", "10")]
    assert not told(learnt(WORDS_ALONE), "基本支出记在")


def test_a_choice_among_items_is_told() -> None:
    data = learnt(
        WORDS_ALONE,
        ("行政运行（项）：支出决算为95万元，完成预算95%", "行政运行（项）：支出决算为60万元，完成预算100%"),
        ("一般行政管理事务（项）：支出决算为60万元", "一般行政管理事务（项）：支出决算为95万元"),
        ("基本支出105万元", "基本支出66万元"),
    )
    assert told(data, "文件没有写各项的基本支出和项目支出")


def test_money_of_other_funds_is_put_where_it_is_told() -> None:
    data = learnt(WORDS_ALONE)
    assert rows(data, "支出")[-1] == {"项": "2010301", "性质": "项目", "资金": "其他资金", "金额": "12"}
    assert told(data, "其他资金的支出 12.00 万元 没有写科目，暂记在 2010301")


def test_an_item_that_the_catalogue_lacks_is_the_nearest_and_told() -> None:
    data = learnt(WORDS_ALONE, ("行政运行（项）：支出", "行政运营（项）：支出"))
    assert rows(data, "支出")[0]["项"] == "2010301"
    assert told(data, "科目表里没有“行政运营”，记在 2010301 行政运行")


def test_what_no_item_is_named_for_stays_in_its_class() -> None:
    data = learnt(
        WORDS_ALONE,
        ("住房保障支出（类）住房改革支出（款）住房公积金（项）：支出决算为10万元，完成预算100%。", "略。"),
    )
    assert {"项": "2210399", "性质": "基本", "资金": "一般公共预算", "金额": "10"} in rows(data, "支出")
    assert told(data, "另外的支出 10.00 万元 没有写科目，暂记在 2210399")


def test_vehicles_are_read_by_kind() -> None:
    data = learnt(WORDS_ALONE)
    assert rows(data, *VEHICLES, "购置") == [{"车型": "轿车", "数量": "1", "金额": "25"}]
    assert rows(data, *VEHICLES, "保有") == [
        {"车型": "轿车", "数量": "2"},
        {"车型": "越野车", "数量": "1"},
    ]
    assert rows(data, "国有资产", "车辆") == [
        {"用途": "机要通信用车", "数量": "1"},
        {"用途": "其他用车", "数量": "2"},
    ]
    assert not told(data, "请按车型填写")


def test_causes_with_amounts_are_read_with_their_signs() -> None:
    assert rows(learnt(WORDS_ALONE), "原因", "一般公共预算财政拨款支出") == [
        {"事由": "项目增加", "金额": "40"},
        {"事由": "压减一般性支出", "金额": "-10"},
    ]


def test_a_cause_before_the_one_that_the_pack_knows_is_read_too() -> None:
    causes = "主要原因是：项目增加40万元，压减一般性支出减少10万元"
    data = learnt(WORDS_ALONE, ("主要变动原因是项目增加40万元，压减一般性支出减少10万元", causes))
    assert [row["金额"] for row in rows(data, "原因", "一般公共预算财政拨款支出")] == ["40", "-10"]


def test_names_behind_a_sum_are_its_sections() -> None:
    assert [row[""] for row in rows(learnt(WORDS_ALONE), "基本支出明细", "人员经费", "科目")] == [
        "30101",
        "30113",
    ]


def test_projects_are_named_where_their_number_is_said() -> None:
    assert [row[""] for row in rows(learnt(WORDS_ALONE), "绩效", "事前评估项目")] == ["某某专项"]
    assert not rows(learnt(WORDS_ALONE, ("某某专项等1个", "某某专项等4个")), "绩效", "事前评估项目")


def test_units_are_listed_with_their_natures() -> None:
    units = rows(learnt("panzhihua-chengdu-2024-units"), "部门", "所属单位")
    assert [unit["性质"] for unit in units] == ["行政单位", "参公事业单位", "事业单位"]
    assert units[1]["名称"] == "攀枝花市成都干部休养所"


def test_units_of_which_a_line_was_not_read_are_told_and_not_learnt() -> None:
    line = "攀枝花市成都干部服务中心（其他事业单位）", "攀枝花市成都干部服务中心"
    data = learnt("panzhihua-chengdu-2024-units", line)
    assert rows(data, "部门", "所属单位") == []
    assert told(data, "所属单位的清单只读懂一部分")


def test_staff_is_counted_where_it_is_said_first() -> None:
    staff = rows(learnt("panzhihua-chengdu-2024-units"), "部门", "人数")
    assert sum(int(row["数量"]) for row in staff) == 23
    assert staff[0] == {"类别": "公务员", "数量": "7"}


def test_a_short_name_that_nothing_explains_is_the_end_of_the_name_that_the_form_is_filled_in_with() -> None:
    data = learnt("panzhihua-beijing-2017")
    assert said(data, "部门", "全称") == "攀枝花市人民政府驻北京联络处"
    assert said(data, "部门", "简称") == "联络处"


def test_an_end_of_the_name_that_an_office_within_is_called_by_is_no_short_name() -> None:
    office = ("某某市某某局", "某某市人民政府办公室")
    data = learnt(WORDS_ALONE, office, ("1.负责某某工作。", "内设机构：办公室、人事科，办公室负责文电。"))
    assert ("部门", "简称") not in data.entries


def test_what_an_office_adds_to_an_explanation_of_the_pack_is_its_own() -> None:
    of_pack = "单位取得的除上述收入以外的各项收入"
    more = learnt(WORDS_ALONE, (of_pack, f"{of_pack}，主要是存款利息"))
    own = {"名称": "其他收入", "解释": f"指{of_pack}，主要是存款利息"}
    assert rows(more, "名词") == [own]
    assert rows(learnt(WORDS_ALONE, (of_pack, "单位取得的别的收入")), "名词") == []


def test_what_subjects_mean_is_the_office_s_where_the_pack_leaves_them_to_it() -> None:
    explained = rows(learnt("shanghai-2024 平常"), "名词")
    assert {"名称": "城市建设支出", "解释": "某某基金项目的支出"} in explained
    assert "国有企业退休人员社会化管理补助支出" in {row["名称"] for row in explained}
    assert rows(learnt(WORDS_ALONE), "名词") == []  # this pack has an entry for every subject


@pytest.mark.parametrize(
    ("before", "after", "loc"),
    [
        ("机要通信用车1辆、其他用车2辆", "机要通信用车1辆等", ("国有资产", "车辆")),
        ("轿车2辆、越野车1辆", "轿车2辆，其他等", (*VEHICLES, "保有")),
        ("内设科室3个。", "内设科室3个。在职人员36人，聘用人员1人。", ("部门", "人数")),
        ("内设科室3个。", "内设科室3个。实有37人，其中公务员20人，参公人员7人。", ("部门", "人数")),
    ],
)
def test_a_list_that_was_read_in_part_is_told_and_not_learnt(before: str, after: str, loc: Loc) -> None:
    data = learnt(WORDS_ALONE, (before, after))
    assert rows(data, *loc) == []
    (note,) = told(data, "只读懂一部分")
    assert after.partition("。")[2][:8] in note or after in note


def test_kinds_of_which_there_is_none_leave_a_list_whole() -> None:
    kinds = "应急保障用车0辆、机要通信用车1辆、其他用车2辆"
    data = learnt(WORDS_ALONE, ("机要通信用车1辆、其他用车2辆", kinds))
    assert {"用途": "其他用车", "数量": "2"} in rows(data, "国有资产", "车辆")


def test_what_is_told_behind_a_list_is_no_part_of_it() -> None:
    story = "其他用车2辆，其他用车用于公务接待、招商引资，但实有2辆，前年核销了1辆。"
    data = learnt(WORDS_ALONE, ("其他用车2辆。", story))
    assert [row["数量"] for row in rows(data, "国有资产", "车辆")] == ["1", "2"]


def test_posts_are_no_part_of_the_staff() -> None:
    said_ = "内设科室3个。编制30人，实有27人（含借调1人），其中公务员20人，参公人员7人。"
    data = learnt(WORDS_ALONE, ("内设科室3个。", said_))
    assert [row["数量"] for row in rows(data, "部门", "人数")] == ["20", "7"]
    assert not told(data, "只读懂一部分")


def test_dates_and_numbers_of_the_cover_are_read() -> None:
    data = learnt(WORDS_ALONE)
    assert said(data, "公开信息", "公开日期") == "2024年9月10日"
    assert said(data, "公开信息", "监督索引号") == "53000000000000000"
    assert said(data, "部门", "类型") == "部门"


def test_what_is_no_data_is_left_out_and_told() -> None:
    data = learnt(WORDS_ALONE, ("公开时间：2024年9月10日", "公开时间：2024年19月10日"))
    assert ("公开信息", "公开日期") not in data.entries
    (note,) = told(data, "公开日期")
    assert "第4段" in note
    assert "没有学" in note


def test_tables_beside_the_document_say_what_its_words_do_not(tmp_path: Path) -> None:
    """The words of a document alone, and its tables as a workbook: as if they were one file."""
    one = finished(WITH_TABLES)
    words = document(WITH_TABLES)
    words = replace(words, blocks=tuple(b for b in words.blocks if not isinstance(b, PublishedTable)))
    (file,) = writer("xlsx")(one.composed.document, one.composed.style, one.composed.filename)
    (tmp_path / "表.xlsx").write_bytes(file.data)
    data = learn_data(words, pack=one.pack, tables=[tmp_path / "表.xlsx"])
    assert rows(data, "支出") == rows(learnt(WITH_TABLES), "支出")
    _, (place, *_) = data.entries["支出", 0, "金额"]
    assert place.file == "表.xlsx"


def test_tables_of_another_body_are_in_doubt(tmp_path: Path) -> None:
    one = finished(WITH_TABLES)
    words = document(WITH_TABLES, ("某某市某某局", "甲市乙局"))
    words = replace(words, blocks=tuple(b for b in words.blocks if not isinstance(b, PublishedTable)))
    (file,) = writer("xlsx")(one.composed.document, one.composed.style, one.composed.filename)
    (tmp_path / "表.xlsx").write_bytes(file.data)
    data = learn_data(words, pack=one.pack, tables=[tmp_path / "表.xlsx"])
    assert told(data, "是“某某市某某局”的表，文件是“甲市乙局”的")
    assert not any(source.file == "表.xlsx" for _, sources in data.entries.values() for source in sources)


def test_a_document_of_no_year_is_refused() -> None:
    with pytest.raises(InputError, match="没有写是哪一年度的决算"):
        learn_data(PublishedDocument("空.html", ()), pack="standard")


def test_lists_stand_in_the_same_order_every_time() -> None:
    """Not in that of a set, which is another in every run: the same document, the same bytes."""
    entries = [loc for loc in learnt(WORDS_ALONE).entries if isinstance(loc[-2:][0], int)]
    lists = list(dict.fromkeys(loc[:-2] for loc in entries if loc[0] not in ("收入", "支出")))
    assert lists == [
        (*VEHICLES, "购置"),
        (*VEHICLES, "保有"),
        ("国有资产", "车辆"),
        ("原因", "一般公共预算财政拨款支出"),
        ("绩效", "自评报告"),
    ]


def test_what_is_as_it_was_tells_last_years_amount() -> None:
    level = "政府性基金预算财政拨款支出7万元。与2022年度持平。其中"
    data = learnt(WORDS_ALONE, ("政府性基金预算财政拨款支出7万元。其中", level))
    assert said(data, "上年数", "政府性基金预算财政拨款支出") == "7"
    other = learnt(WORDS_ALONE, ("政府性基金预算财政拨款支出7万元。其中", level.replace("2022", "2020")))
    assert ("上年数", "政府性基金预算财政拨款支出") not in other.entries


def test_staff_that_an_attachment_names_is_not_the_staff_of_the_body() -> None:
    one = document(WORDS_ALONE)
    place = next(block for block in one.blocks if isinstance(block, PublishedText)).lines
    heading = PublishedText("附件", "heading", place, 1)
    below = PublishedText("截至2023年末，在职人员21人，聘用人员1人。", "body", place)
    before = learnt(WORDS_ALONE)
    data = learn_data(replace(one, blocks=(*one.blocks, heading, below)), pack=finished(WORDS_ALONE).pack)
    assert rows(data, "部门", "人数") == rows(before, "部门", "人数")


@pytest.mark.parametrize(("kind", "written"), [("一页看懂", "是"), ("平常", None)])
def test_data_of_a_document_that_sums_itself_up_ask_for_the_page(kind: str, written: str | None) -> None:
    data = learnt(f"standard {kind}")
    assert data.entries.get(("一页看懂",), (None,))[0] == written
    assert data.wrong == ()
