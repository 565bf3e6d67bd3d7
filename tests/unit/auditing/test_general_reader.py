"""Numbers that no pattern explains are read by the words around them, and held against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.auditing import Audit, audit

TITLE = "<h1>某市统计局2023年度部门决算</h1>"
TOTAL = "一、收入支出决算总体情况说明"
SPENT = "五、一般公共预算财政拨款支出决算情况说明"
FUND = "八、政府性基金预算财政拨款支出决算情况说明"
OTHERS = "十、其他重要事项的情况说明"


def audited(heading: str, *paragraphs: str, folder: Path) -> Audit:
    path = folder / "公开.html"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    path.write_text(f"{TITLE}<h2>{heading}</h2>{text}", encoding="utf-8")
    return audit(path, pack="central-2023")


def figures(found: Audit) -> dict[str, str]:
    """What is said of which figure, of sure claims of the text."""
    return {claim.said: claim.figure for claim in found.claimed.claims if claim.is_sure}


# 标题、段落、哪个数、是什么
READ = {
    "今年和上年并列": (
        OTHERS,
        "2023年度机关运行经费为112.19万元，2022年度机关运行经费为122.93万元，本年较上年减少10.74万元，降低了8.74%。",
        {
            "112.19万元": "agency_running_cost.final",
            "122.93万元": "agency_running_cost.prior",
            "10.74万元": "agency_running_cost.change",
            "8.74%": "agency_running_cost.rate",
        },
    ),
    "先同预算比，再同上年比": (
        OTHERS,
        "机关运行经费开支55.06万元，比年初预算数减少4.28万元，下降7.21%；比2022年度增加5.50万元，增长11.10%。",
        {"7.21%": "agency_running_cost.against_opening.rate", "11.10%": "agency_running_cost.rate"},
    ),
    "括号里说的是别的": (
        TOTAL,
        "本年收入合计672.01万元，包括财政拨款收入624.01万元（其中：一般公共预算537.10万元，政府性基金预算86.91万元），"
        "占收入合计92.86%；事业收入23.04万元，占收入合计3.43%。",
        {
            "624.01万元": "income.fiscal_income.final",
            "86.91万元": "income.government_fund.final",
            "92.86%": "income.fiscal_income.share",
            "3.43%": "income.business_income.share",
        },
    ),
    "别的模板才数的": (
        OTHERS,
        "单价50万元（含）以上的通用设备13台（套），单价100万元以上专用设备（不含车辆）12台（套）；"
        "因公出国（境）团组数4个，出国（境）人数共15人。",
        {
            "13": "国有资产.单价50万元以上通用设备",
            "12": "国有资产.单价100万元以上专用设备",
            "4": "sangong.overseas.groups",
            "15": "sangong.overseas.persons",
        },
    ),
    "类的名称": (
        SPENT,
        "（1）一般公共服务支出481.84万元，占76.0%，较年初预算数减少12.60万元，下降2.55%。",
        {
            "481.84万元": "general_expenditure.class.201.final",
            "76.0%": "general_expenditure.class.201.share",
            "12.60万元": "general_expenditure.class.201.against_opening.change",
        },
    ),
    "项的编码": (
        SPENT,
        "（一）2010501行政运行487.23万元，较上年决算数增加14.62万元，增长3.09%。",
        {
            "487.23万元": "general_expenditure.item.2010501.final",
            "3.09%": "general_expenditure.item.2010501.rate",
        },
    ),
    "基金标题下的收支": (
        FUND,
        "本年收入56.53万元，其中基本支出0万元，项目支出56.54万元。",
        {
            "56.53万元": "income.government_fund.final",
            "56.54万元": "fund_expenditure.project_expenditure.final",
        },
    ),
    "年初结转本身就是一个数": (TOTAL, "年初结转和结余34.83万元。", {"34.83万元": "carryover.opening"}),
}


@pytest.mark.parametrize("case", READ)
def test_a_number_is_read_by_the_words_around_it(case: str, tmp_path: Path) -> None:
    heading, paragraph, expected = READ[case]
    said = figures(audited(heading, paragraph, folder=tmp_path))
    assert {words: said.get(words) for words in expected} == expected


def test_the_line_above_names_the_subject(tmp_path: Path) -> None:
    name = "1.一般公共服务支出（类）统计信息事务（款）行政运行（项）。"
    said = figures(audited(SPENT, name, "年初预算为399.06万元，支出决算为344.02万元。", folder=tmp_path))
    assert said["344.02万元"] == "general_expenditure.item.2010501.final"
    assert said["399.06万元"] == "general_expenditure.item.2010501.opening_budget"


def test_what_is_said_of_an_item_is_not_of_the_fund(tmp_path: Path) -> None:
    whole = "2023年度一般公共预算财政拨款支出年初预算为600.00万元，支出决算为500.00万元，完成年初预算83.33%。"
    name = "1.一般公共服务支出（类）统计信息事务（款）行政运行（项），主要用于人员工资。"
    item = f"{name}年初预算为399.06万元，支出决算为344.02万元，完成年初预算的86.21%。"
    found = audited(SPENT, whole, item, folder=tmp_path)
    assert [one.message for one in found.of("确定")] == []


def test_a_name_of_the_paragraphs_own_holds_its_numbers_together(tmp_path: Path) -> None:
    """12.34 less 2.00 is 10.34: a change of 3.00 is none of theirs."""
    right = "老干部活动经费10.34万元，比上年减少2.00万元，下降16.21%。"
    assert audited(OTHERS, right, folder=tmp_path).of("确定") == []
    wrong = "老干部活动经费10.34万元，比上年减少3.00万元，下降16.21%。"
    (finding,) = audited(OTHERS, wrong, folder=tmp_path).of("确定")
    assert (finding.code, finding.stated) == ("AU1", "16.21%")
    assert "老干部活动" in finding.message
    assert "第" not in finding.message.partition("；")[0]


def test_a_number_printed_twice_with_another_last_digit_is_a_hint(tmp_path: Path) -> None:
    said = "机关运行经费为112.19万元，比上年减少{}万元。"
    twice = said.format("10.74"), said.format("10.73")
    found = audited(OTHERS, *twice, folder=tmp_path)
    assert [(one.certainty, one.code, one.expected) for one in found.findings if one.code == "AU2"] == [
        ("末位", "AU2", "10.74万元")
    ]


def test_a_number_that_is_said_otherwise_names_both_places(tmp_path: Path) -> None:
    said = "机关运行经费为{}万元，比上年减少10.74万元。"
    found = audited(OTHERS, said.format("112.19"), said.format("112.91"), folder=tmp_path)
    (finding,) = (one for one in found.findings if one.code == "AU2")
    here, there = "第4段", "第3段"
    assert str(finding.place).endswith(f" {here}")
    assert f"另一处（{there}）写的是112.19万元" in finding.message


def test_a_wrong_direction_says_which_way_it_went(tmp_path: Path) -> None:
    said = "2023年度机关运行经费为112.19万元，2022年度机关运行经费为122.93万元，本年较上年增加10.74万元。"
    (finding,) = audited(OTHERS, said, folder=tmp_path).of("确定")
    assert finding.expected == "减少10.74万元"


WHOLE = "2023年度一般公共预算财政拨款支出817.16万元。"


def test_a_share_of_a_whole_that_is_printed_nowhere(tmp_path: Path) -> None:
    right = "一般公共服务支出515.61万元，占决算总支出的63.10%。"
    found = audited(SPENT, WHOLE, right, folder=tmp_path)
    assert [one for one in found.findings if one.code == "AU20"] == []
    found = audited(SPENT, WHOLE, right.replace("63.10", "63.62"), folder=tmp_path)
    (finding,) = [one for one in found.findings if one.code == "AU20"]
    assert (finding.certainty, finding.stated) == ("确定", "63.62%")
    assert "810.45万元" in finding.message


def test_the_quote_of_a_share_is_of_its_own_paragraph(tmp_path: Path) -> None:
    """The amount is said again further on, behind more words than the share's paragraph has."""
    share = "一般公共服务支出515.61万元，占决算总支出的63.62%。"
    again = f"其中：{RATES}一般公共服务支出515.61万元，较上年增加1.00万元。"
    found = audited(SPENT, WHOLE, share, again, folder=tmp_path)
    (finding,) = [one for one in found.findings if one.code == "AU20"]
    assert finding.quote.strip("…") in share
    assert "占决算总支出的63.62%" in finding.quote


def test_a_share_of_something_that_has_no_name_is_a_doubt(tmp_path: Path) -> None:
    said = "培训费支出4.20万元，占上级核定额度的63.62%。"
    found = audited(OTHERS, WHOLE, said, folder=tmp_path)
    assert [one.certainty for one in found.findings if one.code == "AU20"] == ["疑问"]


ITEMS = (
    ("2010501行政运行300.00万元", "100%"),
    ("2010505专项统计业务50.00万元", "80%"),
    ("2080505机关事业单位基本养老保险缴费支出50.00万元", "100%"),
)
COMPLETED = "2023年度一般公共预算财政拨款支出400.00万元，完成预算96.97%。"
RATES = "".join(f"{name}项目资金10.00万元，比上年减少2.00万元，下降16.67%。" for name in "甲乙丙丁戊己")


def completed(rates: dict[str, str], folder: Path) -> Audit:
    said = (f"{name}，完成预算{rates.get(name, rate)}。" for name, rate in ITEMS)
    return audited(SPENT, COMPLETED, *said, RATES, folder=folder)


def test_completion_of_parts_against_that_of_the_whole(tmp_path: Path) -> None:
    """300 + 62.50 + 50 = 412.50, of which 400 is 96.97%."""
    assert [one for one in completed({}, tmp_path).findings if one.code == "AU21"] == []
    found = completed({ITEMS[0][0]: "109%"}, tmp_path)
    (finding,) = [one for one in found.findings if one.code == "AU21"]
    assert (finding.certainty, finding.stated, finding.expected) == ("确定", "109%", "100%")


def test_a_rate_with_fewer_digits_that_is_no_round_number(tmp_path: Path) -> None:
    total = "2023年度收、支总计均为494.75万元。与2022年度相比，收、支总计各减少41.84万元，下降{}。"
    found = audited(TOTAL, total.format("8%"), RATES, folder=tmp_path)
    (finding,) = [one for one in found.findings if one.code == "AU22"]
    assert (finding.certainty, finding.stated, finding.expected) == ("疑问", "8%", "7.80%")
    found = audited(TOTAL, total.format("7.8%"), RATES, folder=tmp_path)
    assert [one for one in found.findings if one.code == "AU22"] == []


def test_parts_of_a_change_that_do_not_add_up(tmp_path: Path) -> None:
    total = "2023年度收、支总计均为817.16万元。与2022年度相比，收、支总计各减少67.67万元，下降7.65%。"
    parts = "主要变动原因是基本支出减少{}万元，项目支出减少15.08万元。"
    found = audited(TOTAL, total + parts.format("52.59"), folder=tmp_path)
    assert [one for one in found.findings if one.code == "AU23"] == []
    found = audited(TOTAL, total + parts.format("56.92"), folder=tmp_path)
    (finding,) = [one for one in found.findings if one.code == "AU23"]
    assert "72.00万元" in finding.message


def test_vehicles_by_kind_make_their_number(tmp_path: Path) -> None:
    said = "截至2023年12月31日，本部门共有车辆{}辆，其中：机要通信用车2辆、其他用车3辆。"
    expected = {5: [], 4: ["确定"], 6: ["疑问"]}
    for whole, certainties in expected.items():
        found = audited(OTHERS, said.format(whole), folder=tmp_path).findings
        assert [one.certainty for one in found if one.code == "AU24"] == certainties
