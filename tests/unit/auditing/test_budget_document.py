"""A published budget: tables are read and proved, 年初预算 can be entered; a slip is told in its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from disclosure.auditing import audit, read_budget
from disclosure.errors import InputError

HEAD = """<html><body><h1>某市档案馆2024年部门预算</h1><p>预算主管部门：某市档案馆</p>"""


def table(title: str, rows: str, unit: str = "元") -> str:
    corner = f"<p>编制部门：某市档案馆 单位：{unit}</p>"
    cells = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows.split()
    )
    return f"<h2>2024年部门{title}</h2>{corner}<table>{cells}</table>"


TABLES = {
    "总表": table(
        "财务收支预算总表",
        """项目|预算数|项目|预算数
        一、财政拨款收入|900,000|一、一般公共服务支出|850,000
        二、其他收入|100,000|二、住房保障支出|150,000
        收入总计|1,000,000|支出总计|1,000,000""",
    ),
    "支出": table(
        "支出预算总表",
        """类|款|项|功能分类科目名称|合计|基本支出|项目支出
        201|||一般公共服务支出|850,000|600,000|250,000
        201|26||档案事务|850,000|600,000|250,000
        201|26|01|行政运行|600,000|600,000|
        201|26|04|档案馆|250,000||250,000
        221|||住房保障支出|150,000|150,000|
        221|02||住房改革支出|150,000|150,000|
        221|02|01|住房公积金|150,000|150,000|
        合计||||1,000,000|750,000|250,000""",
    ),
    "一般公共预算": table(
        "一般公共预算支出功能分类预算表",
        """类|款|项|功能分类科目名称|2023年执行数|合计|基本支出|项目支出
        201|||一般公共服务支出|700,000|750,000|600,000|150,000
        201|26||档案事务|700,000|750,000|600,000|150,000
        201|26|01|行政运行|500,000|600,000|600,000|
        201|26|04|档案馆|200,000|150,000||150,000
        221|||住房保障支出|140,000|150,000|150,000|
        221|02||住房改革支出|140,000|150,000|150,000|
        221|02|01|住房公积金|140,000|150,000|150,000|
        合计||||840,000|900,000|750,000|150,000""",
    ),
    "基本支出": table(
        "一般公共预算基本支出部门预算经济分类预算表",
        """类|款|经济分类科目名称|合计|人员经费|公用经费
        301||工资福利支出|550,000|550,000|
        301|01|基本工资|400,000|400,000|
        301|13|住房公积金|150,000|150,000|
        302||商品和服务支出|200,000||200,000
        302|01|办公费|200,000||200,000
        合计|||750,000|550,000|200,000""",
    ),
    "三公": table(
        "“三公”经费和机关运行经费预算表",
        """合计|因公出国(境)费|公务接待费|公务用车购置费|公务用车运行费
        6.4|0|1|0|5.4""",
        "万元",
    ),
}


def written(folder: Path, right: str = "", wrong: str = "") -> Path:
    text = HEAD + "".join(TABLES.values())
    assert right in text
    path = folder / "预算.html"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return path


def test_the_opening_budget_of_each_subject_and_item_is_read(tmp_path: Path) -> None:
    found = read_budget(written(tmp_path))
    assert found.identity.year == 2024
    assert found.by_code["2012604"] == Decimal(150_000)
    assert found.by_code["201"] == Decimal(750_000)
    assert found.amounts["一般公共预算财政拨款支出.基本支出.年初预算"] == Decimal(750_000)
    assert found.amounts["经济分类.一般公共预算.基本支出.科目.30113.年初预算"] == Decimal(150_000)
    assert found.sangong["三公经费"] == Decimal(64_000)
    assert found.sangong["公务用车运行维护费"] == Decimal(54_000)


def test_it_can_be_entered_as_data(tmp_path: Path) -> None:
    assert read_budget(written(tmp_path)).data() == {
        "预算": {"年初预算": {"各项": {"2012601": "60", "2012604": "15", "2210201": "15"}}},
        "三公经费": {
            "年初预算": {
                "因公出国境费": "0",
                "公务接待费": "1",
                "公务用车购置费": "0",
                "公务用车运行维护费": "5.4",
            }
        },
    }


def test_an_item_left_blank_is_nothing_where_the_total_is_that_of_the_others(tmp_path: Path) -> None:
    blank = ("<td>1</td><td>0</td><td>5.4</td>", "<td>1</td><td></td><td>5.4</td>")
    assert read_budget(written(tmp_path, *blank)).data()["三公经费"]["年初预算"]["公务用车购置费"] == "0"
    other = ("<td>1</td><td>0</td><td>5.4</td>", "<td>1</td><td></td><td>3.4</td>")
    assert "公务用车购置费" not in read_budget(written(tmp_path, *other)).data()["三公经费"]["年初预算"]


def test_its_sums_are_proved(tmp_path: Path) -> None:
    found = read_budget(written(tmp_path))
    assert (len(found.tables), found.faults) == (5, ())
    # 类 of 款 of 项 and their totals by column, 合计 beside its parts by row, five equalities between tables
    assert found.proved > 50


# 原来的、写成的、说的
SLIPS = {
    "款": (
        "档案事务</td><td>850,000",
        "档案事务</td><td>580,000",
        "“档案事务”是 580,000，各部分相加是 850,000",
    ),
    "总计": ("支出总计</td><td>1,000,000", "支出总计</td><td>1,100,000", "“支出总计”是 1,100,000"),
    "列": (
        "基本工资</td><td>400,000",
        "基本工资</td><td>404,000",
        "“基本工资”是 404,000，各部分相加是 400,000",
    ),
    "编码": (
        "<td>201</td><td>26</td><td>04</td>",
        "<td>1</td><td>26</td><td>04</td>",
        "写的是 1|26|04，应为 2012604",
    ),
    "两张表": (
        "合计</td><td></td><td></td><td>750,000</td><td>550,000</td><td>200,000",
        "合计</td><td></td><td></td><td>760,000</td><td>550,000</td><td>210,000",
        "两处不等",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told(slip: str, tmp_path: Path) -> None:
    right, wrong, said = SLIPS[slip]
    found = read_budget(written(tmp_path, right, wrong))
    assert [fault for fault in found.faults if said in fault.message]


def test_the_audit_says_what_of_a_budget_was_read_and_what_does_not_close(tmp_path: Path) -> None:
    path = written(tmp_path, "档案事务</td><td>850,000", "档案事务</td><td>580,000")
    with pytest.raises(InputError, match="不是决算，没有审查；认出 5 张表、") as refused:
        audit(path)
    messages = [problem.message for problem in refused.value.problems]
    assert any("第2个表格第3行第5列" in message and "580,000" in message for message in messages)


def test_final_accounts_are_no_budget(tmp_path: Path) -> None:
    path = tmp_path / "决算.html"
    path.write_text("<h1>某市档案馆2024年度部门决算</h1><p>无</p>", encoding="utf-8")
    with pytest.raises(InputError, match="不是预算公开的文件"):
        read_budget(path)
