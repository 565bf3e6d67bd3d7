"""A city's own form: heads that the pack knows as data, shapes that the reader knows of any pack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import disclosure
from disclosure import packs
from disclosure.importing import Report, import_tables
from disclosure.importing.reading import read_tables
from disclosure.importing.recognising import unit_owner_year
from disclosure.loading import published
from disclosure.loading.data_files import IMPORTED

PACK = "shanghai-2024"
Amounts = dict[tuple[str, str, str], Decimal]  # by table, row and column

# A cell is text[columns it covers x rows it covers]; a line without “|” is a paragraph.
NINE = """
收入支出决算总表
单位：万元
收入[2]|支出[2]
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|100.02|一、一般公共服务支出|90.02
二、政府性基金预算财政拨款收入|0.00|八、社会保障和就业支出|10.00
本年收入合计|100.02|本年支出合计|100.02
使用非财政拨款结余|0.00|结余分配|0.00
年初结转和结余|0.00|年末结转和结余|0.00
总计|100.02|总计|100.02
注：本表反映部门本年度的总收支和年末结转结余情况。
收入决算表
单位：万元
项目[4]|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入
功能分类科目编码[3]|科目名称|决算数|决算数|决算数|决算数|决算数|决算数|决算数
类|款|项|合计|100.02|100.02|0.00|0.00|0.00|0.00|0.00
201[3]|一般公共服务支出|90.02|90.02|0.00|0.00|0.00|0.00|0.00
20103[3]|政府办公厅（室）及相关机构事务|90.02|90.02|0.00|0.00|0.00|0.00|0.00
2010301[3]|行政运行|60.00|60.00|0.00|0.00|0.00|0.00|0.00
2010302[3]|一般行政管理事务|15.00|15.00|0.00|0.00|0.00|0.00|0.00
2010399[3]|其他政府办公厅（室）及相关机构事务支出|15.01|15.01|0.00|0.00|0.00|0.00|0.00
208[3]|社会保障和就业支出|10.00|10.00|0.00|0.00|0.00|0.00|0.00
20805[3]|行政事业单位养老支出|10.00|10.00|0.00|0.00|0.00|0.00|0.00
2080505[3]|机关事业单位基本养老保险缴费支出|10.00|10.00|0.00|0.00|0.00|0.00|0.00
支出决算表
单位：万元
项目[4]|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
功能分类科目编码[3]|科目名称|决算数|决算数|决算数|决算数|决算数|决算数
类|款|项|合计|100.02|70.00|30.02|0.00|0.00|0.00
201[3]|一般公共服务支出|90.02|60.00|30.02|0.00|0.00|0.00
20103[3]|政府办公厅（室）及相关机构事务|90.02|60.00|30.02|0.00|0.00|0.00
2010301[3]|行政运行|60.00|60.00|0.00|0.00|0.00|0.00
2010302[3]|一般行政管理事务|15.00|0.00|15.00|0.00|0.00|0.00
2010399[3]|其他政府办公厅（室）及相关机构事务支出|15.01|0.00|15.01|0.00|0.00|0.00
208[3]|社会保障和就业支出|10.00|10.00|0.00|0.00|0.00|0.00
20805[3]|行政事业单位养老支出|10.00|10.00|0.00|0.00|0.00|0.00
2080505[3]|机关事业单位基本养老保险缴费支出|10.00|10.00|0.00|0.00|0.00|0.00
财政拨款收入支出决算总表
单位：万元
收入决算数[2]|支出决算数[5]
项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|100.02|一、一般公共服务支出|90.02|90.02|0.00|0.00
二、政府性基金预算财政拨款|0.00|八、社会保障和就业支出|10.00|10.00|0.00|0.00
三、国有资本经营预算财政拨款|0.00||||
本年收入合计|100.02|本年支出合计|100.02|100.02|0.00|0.00
年初财政拨款结转和结余|0.00|年末财政拨款结转和结余|0.00|0.00|0.00|0.00
一、一般公共预算财政拨款|0.00||||
二、政府性基金预算财政拨款|0.00||||
三、国有资本经营预算财政拨款|0.00||||
总计|100.02|总计|100.02|100.02|0.00|0.00
一般公共预算财政拨款支出决算表
单位：万元
项目[4]|一般公共预算财政拨款支出决算数[3]
功能分类科目编码[3]|科目名称[1x2]|合计[1x2]|基本支出[1x2]|项目支出[1x2]
类|款|项
201[3]|一般公共服务支出|90.02|60.00|30.02
20103[3]|政府办公厅（室）及相关机构事务|90.02|60.00|30.02
2010301[3]|行政运行|60.00|60.00|0.00
2010302[3]|一般行政管理事务|15.00|0.00|15.00
2010399[3]|其他政府办公厅（室）及相关机构事务支出|15.01|0.00|15.01
208[3]|社会保障和就业支出|10.00|10.00|0.00
20805[3]|行政事业单位养老支出|10.00|10.00|0.00
2080505[3]|机关事业单位基本养老保险缴费支出|10.00|10.00|0.00
合计[4]|100.02|70.00|30.02
一般公共预算财政拨款基本支出决算表
单位：万元
经济分类科目编码|科目名称|决算数|经济分类科目编码|科目名称|决算数
301|工资福利支出|50.00|302|商品和服务支出|16.00
30101|基本工资|40.00|30201|办公费|12.00
30102|津贴补贴|10.00|30217|公务接待费|0.50
303|对个人和家庭的补助|0.00|30231|公务用车运行维护费|3.50
30302|退休费|0.00|310|资本性支出|4.00
|||31002|办公设备购置|4.00
人员经费合计[2]|50.00|公用经费合计[2]|20.00
财政拨款“三公”经费支出决算表
单位：万元
财政拨款“三公”经费[12]
合计[2x2]|因公出国（境）费[2x2]|公务用车购置及运行维护费[6]|公务接待费[2x2]
小计[2]|公务用车购置费[2]|公务用车运行维护费[2]
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
6.00|4.00|0.00|0.00|5.00|3.50|0.00|0.00|5.00|3.50|1.00|0.50
政府性基金预算财政拨款收入支出决算表
单位：万元
项目[2]|年初结转和结余|本年收入|本年支出[3]|年末结转和结余
功能分类科目编码|科目名称|||合计|基本支出|项目支出|
合计[2]|||合计|基本支出|项目支出|
|||||||
注：本表反映部门本年度政府性基金预算财政拨款收入支出及结转和结余情况。
说明：某某局本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。
国有资本经营预算财政拨款收入支出决算表
单位：万元
项目[2]|年初结转和结余[1x2]|本年收入[1x2]|本年支出[3]|年末结转和结余[1x2]
功能分类科目编码|科目名称|合计|基本支出|项目支出
|合计||||||
说明：某某局本年度没有国有资本经营预算财政拨款收入和支出，故本表无数据。
"""
_CELL = re.compile(r"([^\[|]*)(?:\[(\d+)(?:x(\d+))?\])?")


def page(text: str) -> str:
    """The tables as a page."""
    return "".join(_lines(text.strip().splitlines()))


def _lines(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        goes_on = number > 0 and _is_row(lines[number - 1])
        if not _is_row(line):
            yield f"{'</table>' if goes_on else ''}<p>{line}</p>"
            continue
        cells = (_CELL.fullmatch(part) for part in line.split("|"))
        row = (
            f'<td colspan="{cell[2] or 1}" rowspan="{cell[3] or 1}">{cell[1]}</td>' for cell in cells if cell
        )
        yield f"{'' if goes_on else '<table>'}<tr>{''.join(row)}</tr>"


def _is_row(line: str) -> bool:
    return "|" in line or "[" in line


def imported(tmp_path: Path, text: str, pack: str = PACK) -> tuple[Report, Path]:
    """What an import of the tables gave, and the folder with the data."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    said = f"格式版本: 1\n模板: {pack}\n单位: 万元\n年度: 2024\n部门: {{全称: 某某局, 类型: 部门}}\n"
    (folder / "data.yaml").write_text(said, encoding="utf-8")
    (tmp_path / "表.html").write_text(page(text), encoding="utf-8")
    return import_tables([tmp_path / "表.html"], folder), folder


def amounts(path: Path) -> Amounts:
    """Every amount that tables show, those of 0 left out."""
    specs = packs.table_specs(packs.resolve(PACK, [packs.built_in()]), 2024)
    tables, _ = read_tables.read(published.read(path, path.name), specs, 2024)
    return {
        (table.spec.id, *key): cell.amount
        for table in tables
        for key, cell in table.cells.items()
        if cell.amount
    }


def test_the_nine_tables_of_a_city_are_taken_and_build_the_same_tables(tmp_path: Path) -> None:
    """A 决算数 row below each head, pairs of 预算数 and 决算数, 302 and 310 in one panel, tails."""
    report, folder = imported(tmp_path, NINE)
    assert (report.doubtful, report.unknown) == ((), ())
    assert len(report.taken) == 9
    (built,) = disclosure.build(folder, ("xlsx",), draft=True).artifacts
    (tmp_path / "再印.xlsx").write_bytes(built.data)
    before = amounts(tmp_path / "表.html")
    assert amounts(tmp_path / "再印.xlsx") == before
    assert before["sangong", "amounts", "budget_running"] == 50_000
    assert before["general_basic", "public_total", "amount"] == 200_000


def test_tables_without_data_say_so_and_become_nothing(tmp_path: Path) -> None:
    _, folder = imported(tmp_path, NINE)
    said = (folder / IMPORTED).read_text(encoding="utf-8")
    assert '"政府性基金": "0"' in said
    assert '结转结余: "无"' in said
    assert '使用非财政拨款结余: "0"' in said


@pytest.mark.parametrize("pack", ["central-2023", "sichuan-2024"])
def test_panels_by_code_and_pairs_are_read_whatever_the_pack(pack: str, tmp_path: Path) -> None:
    """The title of the table of 基本支出 and its three panels are other ones there."""
    report, _ = imported(tmp_path, NINE.replace("基本支出决算表", "基本支出决算明细表"), pack)
    taken = " ".join(report.taken)
    assert "基本支出决算" in taken
    assert "“三公”经费" in taken or pack != "central-2023"


def test_a_table_that_says_it_is_empty_and_is_not_is_in_doubt(tmp_path: Path) -> None:
    text = NINE.replace("|合计||||||", "|合计|1.00|||||1.00")
    report, _ = imported(tmp_path, text)
    ((name, (reason,)),) = report.doubtful
    assert "国有资本经营" in name
    assert reason.endswith("：表里有内容，又写着没有数据")


def test_a_head_that_is_not_known_is_told_beside_the_one_expected(tmp_path: Path) -> None:
    report, _ = imported(tmp_path, NINE.replace("|经营支出|对附属", "|经营性开支|对附属"))
    ((_, (reason,)),) = report.doubtful
    assert reason.endswith(
        "表头里没有“经营支出”这一列；没有认出的列有“经营性开支／决算数”（表.html 第3个表格第2行第9列）"
    )


def test_a_title_that_is_not_known_is_told_beside_the_tables_that_are_missing(tmp_path: Path) -> None:
    report, _ = imported(tmp_path, NINE.replace("\n支出决算表\n", "\n各项费用明细表\n"))
    assert report.unknown == ("表.html 第3个表格上方 各项费用明细表",)
    assert "模板的这些表没有读到：支出决算表；没有认出的表是其中哪一张的，请照模板改表名" in report.notes


def test_a_total_whose_name_reaches_over_a_panel_has_its_amount_in_the_next(tmp_path: Path) -> None:
    before, after = (
        "人员经费合计[2]|50.00|公用经费合计[2]|20.00",
        "人员经费合计[2]|50.00|||\n公用经费合计[5]|20.00",
    )
    report, _ = imported(tmp_path, NINE.replace(before, after))
    assert report.doubtful == ()
    assert amounts(tmp_path / "表.html")["general_basic", "public_total", "amount"] == 200_000


@pytest.mark.parametrize(
    ("corner", "name"),
    [
        ("某市档案馆\t单位：万元", "某市档案馆"),
        ("某市某某局", "某市某某局"),
        ("公开02表", ""),
        ("2024年度", ""),
    ],
)
def test_a_name_beside_the_unit_is_the_department(corner: str, name: str) -> None:
    assert unit_owner_year.owner_beside_unit(corner) == name
