"""Names of subjects, the glossary, codes beside names, sets of tables, totals: made-up documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from disclosure.auditing import AuditFinding, audit

OFFICE = "某市档案馆"
HEAD = f"<h1>{OFFICE}2023年度部门决算</h1><h2>五、一般公共预算财政拨款支出决算情况说明</h2>"
TOTAL = "<p>2023年度本年支出合计100万元。2023年度一般公共预算财政拨款支出100万元。</p>"
ARCHIVES = "一般公共服务支出（类）档案事务（款）档案馆（项）"
PENSION = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
HOUSING = "住房保障支出（类）住房改革支出（款）住房公积金（项）"
BURIAL = "社会保障和就业支出（类）抚恤（款）死亡抚恤（项）"
SPENT = (ARCHIVES, PENSION, HOUSING)


def spent(names: Sequence[str]) -> str:
    return "".join(
        f"<p>{number}.{name}：支出决算为{10 * number}万元，完成预算100%。</p>"
        for number, name in enumerate(names, 1)
    )


def glossary(names: Sequence[str]) -> str:
    entries = "".join(f"<p>{number}.{name}：指有关方面的支出。</p>" for number, name in enumerate(names, 1))
    return f"<h1>第三部分 名词解释</h1>{entries}"


def table(rows: Sequence[str], title: str = "") -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    return f"<p>{title}</p><table>{cells}</table>"


def found(folder: Path, body: str, code: str) -> list[AuditFinding]:
    path = folder / "公开.html"
    path.write_text(f"<html><body>{HEAD}{body}</body></html>", encoding="utf-8")
    return [one for one in audit(path, pack="sichuan-2023").findings if one.code == code]


def certain(findings: Sequence[AuditFinding]) -> list[str]:
    return [one.message for one in findings if one.certainty == "确定"]


# 写成的科目、应为
NAMES = {
    "上一版的款": (
        "社会保障和就业支出（类）行政事业单位离退休（款）事业单位离退休（项）",
        "行政事业单位养老支出",
    ),
    "上一版的项": (
        "社会保障和就业支出（类）行政事业单位养老支出（款）未归口管理的行政单位离退休（项）",
        "行政单位离退休",
    ),
    "上一版的类": ("医疗卫生与计划生育支出（类）行政事业单位医疗（款）事业单位医疗（项）", "卫生健康支出"),
    "其它": (
        "卫生健康支出（类）行政事业单位医疗（款）其它行政事业单位医疗支出（项）",
        "其他行政事业单位医疗支出",
    ),
    "漏了事务": (
        "一般公共服务支出（类）政府办公厅（室）及相关机构（款）行政运行（项）",
        "政府办公厅（室）及相关机构事务",
    ),
}


@pytest.mark.parametrize("way", NAMES)
def test_a_name_that_is_not_of_this_year_is_certain_with_the_right_one(way: str, tmp_path: Path) -> None:
    name, right = NAMES[way]
    (finding,) = found(tmp_path, spent([name]), "AU15")
    assert (finding.certainty, finding.expected) == ("确定", right)
    assert "第2段" in str(finding.place.source) or finding.place.source.part


def test_right_names_short_of_their_last_word_are_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, spent([*SPENT, ARCHIVES.replace("支出（类）", "（类）")]), "AU15") == []


def test_a_name_that_nobody_knows_is_a_doubt(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, spent(["一般公共服务支出（类）航天事务（款）行政运行（项）"]), "AU15")
    assert finding.certainty == "疑问"


def test_a_section_of_a_list_by_its_former_name(tmp_path: Path) -> None:
    body = "<p>人员经费10万元，主要包括：基本工资、其他对个人和家庭的补助支出等。</p>"
    (finding,) = found(tmp_path, body, "AU15")
    assert (finding.certainty, finding.expected) == ("确定", "其他对个人和家庭的补助")


CODES = [
    "科目编码|科目名称|决算数",
    "301|工资福利支出|10.00",
    "30101|基本工资|10.00",
    "303|对个人和家庭的补助|",
]


# 写成的一行、确定程度、应为
CODED = {
    "功能科目的编码": ("20921|文物和陈列品购置|", "确定", ""),
    "漏了一字": ("30399|其他个人和家庭的补助|", "确定", "其他对个人和家庭的补助"),
    "上一版的名称": (
        "30399|其他对个人和家庭的补助支出|",
        "",
        "",
    ),  # 支出 at the end is no fault beside its code
    "另一个科目的名称": ("30102|奖金|5.00", "疑问", "津贴补贴"),
}


@pytest.mark.parametrize("way", CODED)
def test_a_code_and_a_name_that_do_not_go_together(way: str, tmp_path: Path) -> None:
    row, certainty, expected = CODED[way]
    findings = found(tmp_path, table([*CODES, row]), "AU16")
    assert [one.certainty for one in findings] == ([certainty] if certainty else [])
    assert all(one.expected.endswith(expected) for one in findings)


def test_a_class_by_a_name_of_none(tmp_path: Path) -> None:
    rows = ["编码|名称|合计", "201|一般公共预算支出|5.00", "20126|档案事务|5.00", "2012604|档案馆|5.00"]
    (finding,) = found(tmp_path, table(rows), "AU16")
    assert (finding.certainty, finding.expected) == ("确定", "一般公共服务支出")


def test_an_amount_is_no_code(tmp_path: Path) -> None:
    rows = ["编码|名称|合计", "201|一般公共服务支出|219,289.58", "20126|档案事务|219,289.58"]
    assert found(tmp_path, table(rows), "AU16") == []


def test_a_subject_with_money_and_without_an_entry(tmp_path: Path) -> None:
    body = TOTAL + spent(SPENT) + glossary([ARCHIVES, HOUSING])
    assert certain(found(tmp_path, body, "AU17")) == [
        "“机关事业单位基本养老保险缴费支出（项）”（2080505）有支出，名词解释里没有"
    ]


def test_entries_for_few_of_the_subjects_are_doubts(tmp_path: Path) -> None:
    findings = found(tmp_path, TOTAL + spent(SPENT) + glossary([HOUSING]), "AU17")
    assert [one.certainty for one in findings] == ["疑问", "疑问"]


def test_a_glossary_without_subjects_lacks_none(tmp_path: Path) -> None:
    body = TOTAL + spent(SPENT) + "<p>基本支出10万元</p>" + glossary(["基本支出"])
    assert found(tmp_path, body, "AU17") == []


def test_an_entry_that_nothing_uses(tmp_path: Path) -> None:
    tables = table(
        ["编码|名称|合计", "2012604|档案馆|10.00", "2080505|机关事业单位基本养老保险缴费支出|20.00"]
    )
    (finding,) = found(tmp_path, spent(SPENT) + tables + glossary([*SPENT, BURIAL]), "AU17")
    assert "死亡抚恤" in finding.message
    used = table(["编码|名称|合计", "2080801|死亡抚恤|1.00"])
    assert found(tmp_path, spent(SPENT) + used + glossary([*SPENT, BURIAL]), "AU17") == []


def test_terms_that_nothing_uses_are_one_doubt(tmp_path: Path) -> None:
    body = "<p>基本支出10万元</p>" + glossary(["经营收入", "结余分配", "基本支出"])
    (finding,) = found(tmp_path, body, "AU17")
    assert (finding.certainty, finding.quote) == ("疑问", "经营收入、结余分配")


def numbered(numbers: Sequence[int]) -> str:
    return "".join(f"<p>公开{number:02}表</p>" + table(["项目|金额", "一、甲|1.00"]) for number in numbers)


def test_a_gap_in_the_numbers_of_tables(tmp_path: Path) -> None:
    (finding,) = [one for one in found(tmp_path, numbered([1, 2, 4]), "AU18") if "前面" in one.message]
    assert "公开04表前面没有公开03表" in finding.message
    assert finding.certainty == "确定"
    assert [one for one in found(tmp_path, numbered([1, 2, 3]), "AU18") if "前面" in one.message] == []


TREE = ["编码|名称|合计", "合计|合计|{}", "201|一般公共服务支出|5.00", "221|住房保障支出|2.00"]


def test_a_total_left_empty(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, table(TREE).replace("{}", ""), "AU18")
    assert finding.certainty == "确定"
    assert "按各行相加是 7.00" in finding.message
    assert found(tmp_path, table(TREE).replace("{}", "7.00"), "AU18") == []


CLOSING = [
    "类别|名称|收入|支出",
    "基本|甲|10.00|10.00",
    "基本|乙|20.00|20.00",
    "基本|小计|30.00|30.00",
    "基本|丙|5.00|5.00",
    "基本|丁|6.00|6.00",
    "基本|小计|11.00|11.00",
    "基本|基本支出小计|41.00|41.00",
    "项目|戊|1.00|1.00",
    "项目|己|2.00|2.00",
    "项目|项目支出小计|3.00|3.00",
]


def test_a_total_that_does_not_close_where_the_others_do(tmp_path: Path) -> None:
    assert found(tmp_path, table(CLOSING), "AU19") == []
    (finding,) = found(tmp_path, table([row.replace("小计|41.00", "小计|40.00") for row in CLOSING]), "AU19")
    assert (finding.certainty, finding.stated, finding.expected) == ("确定", "40.00", "41.00")
    assert "第8行第3列" in str(finding.place.source)


def test_one_total_alone_proves_nothing(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, table(["名称|金额", "甲|1.50", "乙|2.50", "合计|5.00"]), "AU19")
    assert finding.certainty == "疑问"
