"""What a template may write, and what it is told when it is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure import deriving, facts, packs
from disclosure.document import Heading, Paragraph, Text, plain
from disclosure.errors import PackError, TemplateError
from tests.departments import small, submission, text

PACK = '"名称" = "try"\n"版本" = "1"\n"继承" = "standard"\n'


def composed(folder: Path, section: str, *, wording: str = "", **changes: Any) -> packs.Composition:
    """The small department through a pack whose section 机构设置 is `section`."""
    pack = folder / "try"
    (pack / "sections").mkdir(parents=True)
    (pack / "pack.toml").write_text(PACK, encoding="utf-8")
    (pack / "wording.toml").write_text(wording, encoding="utf-8")
    (pack / "sections" / "structure.j2").write_text(section, encoding="utf-8")
    data = submission(small(模板="try", **changes))
    chain = packs.resolve("try", [folder, packs.built_in()])
    specs = packs.table_specs(chain, data.year)
    made = facts.filled(data, deriving.derive(data), specs, chain.names)
    return packs.compose(chain, made, draft=True)


def paragraphs(composition: packs.Composition) -> list[Paragraph]:
    blocks = composition.document.blocks
    start = next(i for i, block in enumerate(blocks) if block.id == "part-statement")
    return [
        block for block in blocks[:start] if isinstance(block, Paragraph) and block.id.startswith("structure")
    ]


def printed(folder: Path, section: str, **changes: Any) -> str:
    return "\n".join(plain(block.content) for block in paragraphs(composed(folder, section, **changes)))


def test_a_figure_keeps_its_id_through_macros_sets_joins_and_replace(tmp_path: Path) -> None:
    section = (
        "{% macro 写(数) %}{{ 数|金额 }}{% endmacro %}{% set 甲 = 写(支出.决算数) %}"
        "{% set 乙 = [甲, 写(三公经费.决算数)]|join('；') %}合计{{ 乙 ~ '。' }}"
    )
    (paragraph,) = paragraphs(composed(tmp_path, section))
    assert paragraph.content == (
        Text("合计"),
        Text("130万元", "expenditure.final"),
        Text("；"),
        Text("10万元", "sangong.final"),
        Text("。"),
    )


def test_a_number_in_a_hole_is_printed_by_its_kind_and_only_that_may_be_lacking(tmp_path: Path) -> None:
    section = (
        '{{ "支出{数}，接待{批}批。"|填(数=支出.决算数, 批=三公经费.公务接待.国内.批次, '
        "缺=绩效.绩效目标涉及资金) }}"
    )
    composition = composed(tmp_path, section)
    assert plain(paragraphs(composition)[0].content) == "支出130万元，接待5批。"
    assert "绩效.绩效目标涉及资金" not in composition.missing


def test_a_cause_whose_amount_prints_as_nothing_is_said_without_it(tmp_path: Path) -> None:
    causes = [{"事由": "业务调整", "金额": "0"}, {"事由": "人员变动", "金额": "-0.0049"}]
    causes += [{"事由": "项目", "金额": "10"}]
    section = "{{ 事由(原因.收支总计) }}"
    said = printed(tmp_path, section, 原因={**small()["原因"], "收支总计": causes})
    assert said == "业务调整，人员变动，项目增加10万元"


@pytest.mark.parametrize(
    ("before", "said"), [("1", "增加1万元，增长100%"), ("-1", "增加3万元"), ("0", "增加2万元")]
)
def test_no_rate_is_said_of_less_than_nothing(tmp_path: Path, before: str, said: str) -> None:
    """The rate of a rise would be below zero: 2 after −1 is no fall of 300 %."""
    prior = {"因公出国境费": "无", "公务用车购置及运行维护费": "9", "公务接待费": before}
    section = "{{ 增减(三公经费.公务接待费) }}"
    assert printed(tmp_path, section, 上年数={**small()["上年数"], "三公经费": prior}) == said


def test_an_amount_of_a_cause_of_an_unmet_budget_is_that_of_its_item(tmp_path: Path) -> None:
    completion = {code: [{"事由": "项目", "金额": "3"}] for code in ("2010301", "2010302")}
    section = "{{ 原因.预算完成['2010302'][0].金额|金额 }}"
    made = composed(tmp_path, section, 原因={**small()["原因"], "预算完成": completion})
    (paragraph,) = paragraphs(made)
    assert paragraph.content == (Text("3万元", "原因.预算完成.2010302[1].金额"),)


@pytest.mark.parametrize("name", ["# 井号*局*", "| 表 | 格 |", "1. 某局", "<b>A&B</b>", "{{ 支出 }}", "- 负"])
def test_a_name_can_never_become_mark_up(tmp_path: Path, name: str) -> None:
    data = {**small()["部门"], "全称": name}
    assert printed(tmp_path, "{{ 部门.全称 }}设科室。", 部门=data) == f"{name}设科室。"


def test_lists_and_minus_signs_stay_text(tmp_path: Path) -> None:
    assert (
        printed(tmp_path, "1. 负责某事\n\n- 33.07\n\n> 引用 `码` [链](x)")
        == "1. 负责某事\n- 33.07\n> 引用 `码` [链](x)"
    )


def test_a_soft_line_break_between_chinese_characters_leaves_no_blank(tmp_path: Path) -> None:
    assert printed(tmp_path, "第一行\n第二行 word\nmore") == "第一行第二行 word more"


def test_headings_are_numbered_and_strong_text_is_kept(tmp_path: Path) -> None:
    composition = composed(tmp_path, "## 甲\n\n### 乙\n\n#### 丙\n\n这是**重点**。")
    headings = [
        plain(block.content) for block in composition.document.blocks[:12] if isinstance(block, Heading)
    ]
    assert headings[:5] == ["第一部分 部门概况", "一、部门职责", "二、甲", "（一）乙", "1.丙"]
    assert [text.strong for text in paragraphs(composition)[0].content] == [False, True, False]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("{{ 支出.决算数 }}", "“支出.决算数”要写过滤器才能印出"),
        ("{{ 支出.决算 }}", "“支出”下面没有“决算”，可用的有：.*决算数"),
        ("{{ 三公经廢.决算数|金额 }}", "没有“三公经廢”这个名称，可用的有：.*三公经费"),
        ("{{ 支出 }}", "“支出”不是一个数，请写到具体的数"),
        ("{{ 3 }}", "“3”不能直接印出"),
        ("{% if 支出.决算数|金额 == '1' %}是{% endif %}", "已经印成文字的数不能再比较"),
        ("{% if 支出.决算数 %}是{% endif %}", "“支出.决算数”是一个数，请写明比较"),
        ("{{ 支出.决算数|百分比 }}", "不是百分比"),
        ("{{ 政府性基金预算财政拨款支出.增减率|百分比 }}", "没有数（基数为 0，不存在百分比）"),
        ("{{ 支出.决算数｜金额 }}", "全角竖线“｜”|“｜”应改为半角"),
        ("{{ 支出.决算数|金金额 }}", "金金额"),
        ("{% if %}", "模板语句写错了"),
        ("{{ ''.__class__.__mro__ }}", "try/sections/structure.j2"),
        ("{% include '/etc/passwd' %}", "找不到模板"),
        ("{{ 图.收支总计 }}后面还有字", "要单独成一段"),
    ],
)
def test_a_wrong_template_is_told_with_file_and_line(tmp_path: Path, section: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message) as caught:
        composed(tmp_path, f"第一行\n{section}")
    assert str(caught.value).startswith("try/sections/structure.j2 第2行：") or "structure" in str(
        caught.value
    )


def test_an_unknown_slot_of_the_wording_is_told_with_its_neighbours(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="没有“比较.降底”这个措辞，可用的有：下降"):
        composed(tmp_path, "文", wording='["比较"]\n"降底" = "降低"\n')


def test_one_word_of_the_wording_changes_every_sentence_that_uses_it(tmp_path: Path) -> None:
    composition = composed(tmp_path, "文", wording='["比较"]\n"下降" = "降低"\n')
    text = "".join(plain(b.content) for b in composition.document.blocks if isinstance(b, Paragraph))
    assert "减少2万元，降低16.67%" in text
    assert "下降" not in text


def test_typed_text_may_use_figures_and_cannot_go_stale(tmp_path: Path) -> None:
    reasons = {**small()["原因"], "收支总计": "项目支出{{ 支出.项目支出.决算数|万元 }}"}
    composition = composed(tmp_path, "文", 原因=reasons)
    line = next(
        b
        for b in composition.document.blocks
        if isinstance(b, Paragraph) and "主要变动原因" in plain(b.content)
    )
    assert Text("30万元", "expenditure.project_expenditure.final") in line.content


def test_texts_that_quote_each_other_end_in_a_sentence(tmp_path: Path) -> None:
    reasons = {**small()["原因"], "收支总计": "{{ 原因.收支总计[0].事由 }}"}
    with pytest.raises(TemplateError, match="文字互相引用，绕成了圈"):
        composed(tmp_path, "文", 原因=reasons)


def test_every_typed_line_is_a_paragraph_of_its_own(tmp_path: Path) -> None:
    data = {**small()["部门"], "机构设置": "第一段\n第二段\n\n# 标题\n第三段"}
    document = composed(tmp_path, "{{ 部门.机构设置|正文 }}", 部门=data).document
    assert "第一段\n第二段\n标题\n第三段\n第二部分" in text(document)


def test_a_template_reads_nothing_outside_its_pack(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密", encoding="utf-8")
    for path in ("../../secret.txt", str(tmp_path / "secret.txt"), "try:../secret.txt"):
        with pytest.raises(TemplateError, match="找不到模板"):
            composed(tmp_path / str(len(path)), f"{{% include '{path}' %}}")
