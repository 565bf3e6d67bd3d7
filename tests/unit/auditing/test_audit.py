"""Each planted slip is found at its place (one without: tests/contract/test_audited.py)."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from disclosure import api
from disclosure.auditing import Audit, audit, audit_files, report_bytes
from disclosure.checks import Outcome
from disclosure.errors import InputError
from disclosure.loading.published.blocks import PublishedText
from disclosure.outputs import writer
from tests.departments import EXAMPLES
from tests.finished import finished
from tests.unit.outputs.reading import in_one_piece

BEIJING, CHENGDU, PUTUO = "panzhihua-beijing-2023", "panzhihua-chengdu-2024", "putuo-shegong-2024"
YUXI = "yuxi-beijing-2023"


def page(name: str) -> str:
    """A page whose sentences stand in one piece, so that a slip can be planted in them."""
    made = api.compose(EXAMPLES / name, draft=True)
    (file,) = writer("html")(made.document, made.style, made.filename)
    return in_one_piece(file.data.decode())


def audited(text: str, folder: Path, pack: str = "") -> Audit:
    path = folder / "公开.html"
    path.write_text(text, encoding="utf-8")
    return audit(path, pack=pack)


# 例子、网页里的话、改成的话、发现里的话、应为
SLIPS = {
    "增减额": (BEIJING, "增加40.94万元", "增加41.94万元", "增减", ""),
    "增减率": (BEIJING, "增长17.93%", "增长19.73%", "17.93%", "17.93%"),
    "方向": (BEIJING, "减少1.62万元，下降25.76%", "增加1.62万元，增长25.76%", "增减率", ""),
    "占比": (BEIJING, "占83.13%", "占38.13%", "应为83.13%", "83.13%"),
    "上年的总计": (
        BEIJING,
        "财政拨款收、支总计各增加40.95万元，增长17.93%",
        "财政拨款收、支总计各增加45.58万元，增长20.38%",
        "上年数",
        "",
    ),
    "没有支出的款": (
        PUTUO,
        "主要包括：办公费、",
        "主要包括：办公费、邮电费、",
        "“邮电费”列出了，表里是零",
        "",
    ),
    "漏列的款": (PUTUO, "主要包括：办公费、", "主要包括：", "“办公费”没有列出，表里有支出", ""),
    "抄来的用途": (
        PUTUO,
        "主要用于：机关人员的购房补贴",
        "主要用于：机关和服务中心人员的住房公积金",
        "一字不差",
        "",
    ),
    "名称": (BEIJING, "驻北京联络处机关运行经费支出", "驻北京联洛处机关运行经费支出", "联洛处", ""),
    "没有单位的数": (BEIJING, "比2022年度减少31.07万元", "比2022年度减少31.07", "31.07", ""),
    "别的年份": (BEIJING, "2023年度本年收入合计", "2022年度本年收入合计", "2022", "2023"),
    "填写说明": (PUTUO, "本年度没有政府性基金预算财政拨款收入和支出", "仍保留该表格式", "仍保留该表格式", ""),
    "合计": (CHENGDU, "本年支出合计817.16万元", "本年支出合计871.16万元", "871.16万元", ""),
    "一项": (PUTUO, "支出决算为51.32万元", "支出决算为53.12万元", "行政运行", ""),
    "完成率": (PUTUO, "完成全年预算数的98.69%", "完成全年预算数的96.89%", "98.69%", "98.69%"),
    "年份": (CHENGDU, "截至2024年12月31日", "截至2023年12月31日", "截至2023年12月31日", ""),
    "漏单位": (CHENGDU, "机关运行经费支出112.19万元", "机关运行经费支出112.19", "112.19", ""),
    "重字": (CHENGDU, "主要用于", "主要用于用于", "用于用于", ""),
    "基数是零": (
        CHENGDU,
        "因公出国（境）经费支出0万元",
        "因公出国（境）经费支出0万元，完成预算100%",
        "0万元",
        "",
    ),
}


def test_a_document_of_yunnan_calls_a_class_one_thing(tmp_path: Path) -> None:
    text = page(YUXI)
    assert "一般公共服务支出（类）" in text
    assert [one.message for one in audited(text, tmp_path).findings if "（类）" in one.message] == []


@pytest.mark.sampled(8)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_sentence_is_found_where_it_stands(slip: str, tmp_path: Path) -> None:
    name, right, wrong, said, expected = SLIPS[slip]
    text = page(name)
    if right not in text:
        pytest.fail(f"{name} 没有“{right}”")
    found = audited(text.replace(right, wrong, 1), tmp_path).of("确定")
    assert any(
        said in finding.message and expected in finding.expected + finding.message for finding in found
    )


def test_a_table_that_says_another_number_than_the_text(tmp_path: Path) -> None:
    text = page(BEIJING)
    head, table = text.split("收入支出决算总表", 1)
    found = audited(f"{head}收入支出决算总表{table.replace('269.29', '296.29', 1)}", tmp_path)
    assert any("296.29" in finding.message for finding in found.findings)


def test_the_pack_is_chosen_that_says_most_of_it(tmp_path: Path) -> None:
    assert audited(page(PUTUO), tmp_path).claimed.chain.name == "shanghai-putuo-2024"


def test_a_document_without_a_year_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有写是哪一年度的决算"):
        audited("<html><body><p>通知</p><p>请各科室报送材料。</p></body></html>", tmp_path)


def test_a_budget_is_called_a_budget(tmp_path: Path) -> None:
    budget = "<html><body><h1>某市某局2024年部门预算</h1><p>2024年收入预算120万元。</p></body></html>"
    with pytest.raises(InputError, match="是预算公开的文件，不是决算"):
        audited(budget, tmp_path)


STATEMENT = "<h1>某市第一实验中学2023年度部门决算</h1><h2>一、收入支出决算总体情况说明</h2>"


@pytest.mark.parametrize("sign", ["\U000f0001", "\ue000", "{{ 甲 }}", "\u200e"])
def test_a_sign_that_typed_text_may_not_hold_stops_no_audit(sign: str, tmp_path: Path) -> None:
    found = audited(f"{STATEMENT}<p>{sign}2023年度收、支总计均为120万元。主要用于{sign}办公。</p>", tmp_path)
    assert "120万元" in {claim.said for claim in found.claimed.claims}


def test_a_year_in_wide_digits_is_a_year(tmp_path: Path) -> None:
    found = audited(
        "<h1>某市某局２０２３年度部门决算</h1><p>２０２３年度收、支总计均为１２０万元。</p>", tmp_path
    )
    assert found.claimed.identity.year == 2023


def test_another_body_of_the_kind_is_no_slip_of_the_name(tmp_path: Path) -> None:
    found = audited(f"{STATEMENT}<p>调入某市第二实验中学教师，借调某市第一实验中孕教师。</p>", tmp_path)
    assert [one.stated for one in found.findings if one.code == "AU6"] == ["某市第一实验中孕"]


def test_beside_the_year_a_document_speaks_of_its_own_body(tmp_path: Path) -> None:
    """某某区委 of another name: no other place's, where the sentence says whose year it is."""
    heading = "<h1>某市普陀区委社会工作部2023年度部门决算</h1><h2>一、收入支出决算总体情况说明</h2>"
    named = (
        "<p>某市普申区委社会工作部2023年度收、支总计均为120万元。</p><p>向某市普田区委社会工作部学习。</p>"
    )
    found = audited(f"{heading}{named}", tmp_path)
    assert [one.stated for one in found.of("确定") if one.code == "AU6"] == ["某市普申区委社会工作部"]


def test_a_part_is_not_more_than_its_whole(tmp_path: Path) -> None:
    said = "<p>本年支出合计120万元，其中：基本支出50万元，占107%；项目支出70万元，占58.33%。</p>"
    heading = "<h1>某市某局2023年度部门决算</h1><h2>三、支出决算情况说明</h2>"
    found = audited(f"{heading}{said}", tmp_path)
    assert [one.stated for one in found.of("确定") if one.code == "AU25"] == ["107%"]


def test_what_a_sentence_lists_is_held_against_the_table_and_against_its_sum() -> None:
    """90万元 for the 95万元 of a table: the same money is no list that leaves something out."""
    one = finished("yunnan-2024 平常")
    document = one.document("html")
    blocks = tuple(
        replace(block, text=block.text.replace("行政运行（项）95.00万元", "行政运行（项）90.00万元"))
        if isinstance(block, PublishedText)
        else block
        for block in document.blocks
    )
    found = [one for one in one.audited(replace(document, blocks=blocks)).findings if one.code == "AU1"]
    assert [each.stated for each in found if each.certainty == "确定"] == ["950000.00元"]
    assert "155.00万元" in [each.stated for each in found]


def test_endless_numbers_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="里面的数太多"):
        audited(f"{STATEMENT}<p>{'收入120万元，占100%。' * 5000}</p>", tmp_path)


def test_what_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "决算.html").write_text(page(CHENGDU), encoding="utf-8")
    (tmp_path / "扫描.png").write_bytes(b"\x89PNG")
    found = audit_files([tmp_path])
    assert [one.name.rpartition("/")[2] for one in found.audits] == ["决算.html"]
    assert ["扫描.png" in str(problem) for problem in found.problems] == [True]


def test_the_report_names_place_sentence_and_remedy(tmp_path: Path) -> None:
    found = audited(page(BEIJING).replace("占83.13%", "占38.13%", 1), tmp_path)
    text = report_bytes([found], "text").decode()
    assert "确定的差错：1 处" in text
    assert "一般公共服务支出的占比写的是38.13%" in text
    assert "应为83.13%" in text
    assert "第" in text
    assert "段" in text


OF_THE_FIVE = ("通过", "未通过", "豁免", "不适用", "未能校验")


def test_each_form_of_the_report_counts_how_the_rules_ended(tmp_path: Path) -> None:
    found = audited(
        page(BEIJING).replace("攀枝花市人民政府驻北京联络处（", "攀枝花市人民政府驻北京联络处）", 1), tmp_path
    )
    counted = [found.counts[Outcome(name)] for name in OF_THE_FIVE]
    assert sum(counted) == len(found.claimed.chain.checks.checks)
    text, data, sheet = (report_bytes([found], format) for format in ("text", "json", "xlsx"))
    said = "，".join(f"{name} {count} 项" for name, count in zip(OF_THE_FIVE, counted, strict=True))
    assert f"校验：{said}" in text.decode()
    assert list(json.loads(data)[0]["counts"].values()) == counted
    head, row = load_workbook(io.BytesIO(sheet))["各文件"].iter_rows(values_only=True)
    matrix = dict(zip(head, row, strict=True))
    assert [int(matrix[f"校验{name}"]) for name in OF_THE_FIVE] == counted


def test_what_asks_for_data_that_no_document_has_does_not_apply_to_one(tmp_path: Path) -> None:
    """NL30 asks for the workbook's own data: it is never failed, and no finding of it is shown."""
    found = audited(page(BEIJING), tmp_path)
    assert {one.code for one in found.of("确定")} == set()
    assert found.counts[Outcome.FAILED] <= len({one.code for one in found.findings})


def test_a_slip_on_the_page_that_sums_up_is_found() -> None:
    found = audited_page("本年支出合计190万元", "本年支出合计109万元")
    assert any(one.certainty == "确定" and "109万元" in one.message for one in found.findings)


def test_the_page_that_sums_up_is_looked_for_only_where_it_stands() -> None:
    """“支出40万元” is said of 三公 under its heading alone."""
    without = audited_page("一页看懂", "基本情况")
    claimed = [one.pattern for one in without.claimed.sentences if one.clause.shape == "支出#万元"]
    assert not any(pattern and pattern.heading == "一页看懂" for pattern in claimed)
    assert claimed


def audited_page(old: str, new: str) -> Audit:
    """The standard pack's document with the page, other words in it."""
    made = finished("standard 一页看懂").document("html")
    blocks = [
        replace(one, text=one.text.replace(old, new)) if isinstance(one, PublishedText) else one
        for one in made.blocks
    ]
    assert blocks != list(made.blocks)
    return finished("standard 一页看懂").audited(replace(made, blocks=tuple(blocks)))
