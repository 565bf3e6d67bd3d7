"""A clerk misuses the workbook: each slip is told of at its own cell, once, and not what follows from it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from disclosure.deriving import derive
from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import Clerk, small

LINES = [
    {"项": "2010301", "性质": "基本", "款": {"30101": "100", "30102": "50"}},
    {"项": "2010302", "性质": "项目", "项目名称": "档案数字化", "款": {"30201": "30"}},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small(tmp_path, 支出=LINES, 收入="无")


def change(folder: Path, sheet: str, **cells: Any) -> None:
    book = openpyxl.load_workbook(folder / BOOK)
    for at, value in cells.items():
        book[sheet][at].value = value
    book.save(folder / BOOK)


def move(folder: Path, sheet: str, cells: str, rows: int) -> None:
    book = openpyxl.load_workbook(folder / BOOK)
    book[sheet].move_range(cells, rows=rows)
    book.save(folder / BOOK)


def typed_result(folder: Path, at: str, formula: str, result: int) -> None:
    """A formula with its result, as an office program saves it."""
    path = folder / BOOK
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bare = f"<f>{formula[1:]}</f><v></v>".encode()
    assert sum(bare in part for part in parts.values()) == 1, at
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(bare, bare.replace(b"<v>", f"<v>{result}".encode())))


def told(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder)
    return [str(problem).removeprefix(f"{BOOK} ") for problem in caught.value.problems]


def test_a_code_beside_the_name_of_another_subject(folder: Path) -> None:
    change(folder, "支出", B6="2010301 事业运行")
    assert told(folder) == [
        "支出!B6：代码和名称不是同一个科目：2010301 是“行政运行”，“事业运行”的代码是 2010350，请核对后改正"
    ]


def test_a_section_beside_the_name_of_another(folder: Path) -> None:
    change(folder, "经济分类", B6="30101 津贴补贴")
    assert told(folder) == [
        "经济分类!B6：代码和名称不是同一个科目：30101 是“基本工资”，“津贴补贴”的代码是 30102，请核对后改正"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "2010301 行政 运行",
        "2010301 行政运行支出",
        "2010301 一般公共服务支出-行政运行",
        "2010301 （行政运行）",
        "2010301 机关办公",
    ],
)
def test_a_name_written_otherwise_is_the_same(folder: Path, words: str) -> None:
    change(folder, "支出", B6=words)
    assert read(folder).expenditure is not None


def test_the_name_that_the_office_gave_a_code_counts(folder: Path) -> None:
    clerk = Clerk(folder / BOOK)
    clerk.add("名词", "科目名称", 编码="2010301", 名称="事业运行")
    clerk.save()
    change(folder, "支出", B6="2010301 事业运行")
    assert read(folder).expenditure is not None


def test_the_office_s_own_list_counts(folder: Path) -> None:
    own = "编码,名称,说明\n2010301,事业运行,\n"
    (folder / "科目-2024.csv").write_text(own, encoding="utf-8")
    change(folder, "支出", B6="2010301 事业运行")
    assert read(folder).expenditure is not None


def test_none_of_a_block_with_rows_below(folder: Path) -> None:
    change(folder, "支出", C3="无")
    assert told(folder) == [
        f"支出!C3 支出：这里填了“无”，{BOOK} 支出!B6 却填有“2010301”；没有发生的请清空各行，有的请清空“无”"
    ]


def test_a_line_without_its_number(folder: Path) -> None:
    change(folder, "支出", A7=None)
    assert told(folder) == ["支出!A7：这一行没有填“序号”，请填一个没有用过的数"]


def test_a_number_twice(folder: Path) -> None:
    change(folder, "支出", A7=1)
    assert told(folder) == ["支出!A7：序号 1 用了两次，每行要有自己的序号"]


def test_sections_of_lines_that_were_cleared(folder: Path) -> None:
    change(folder, "支出", **{f"{column}{row}": None for column in "BCDEF" for row in (6, 7)})
    assert told(folder) == ["经济分类!A6：“支出”一行也没有填，从这里起的各行不知道是哪一行的，请先填“支出”"]


@pytest.mark.parametrize("code", [301, 50101])
def test_a_wrong_code_is_told_at_its_own_cell(folder: Path, code: int) -> None:
    change(folder, "经济分类", B6=code)
    (said,) = told(folder)
    assert said.startswith(f"经济分类!B6 支出第1行（2010301 行政运行）的款：“{code}”不是经济分类款级科目编码")


def test_a_head_with_another_unit(folder: Path) -> None:
    change(folder, "经济分类", C4="金额（万元）")
    assert told(folder) == [
        "经济分类!C4：列名“金额（万元）”与填的金额单位“元”不一样，不知道这一列的数是哪一种；"
        "请把这一列的数都换成元，列名去掉“（万元）”"
    ]


def test_a_head_with_the_unit_of_the_book(folder: Path) -> None:
    change(folder, "经济分类", C4="金额（元）")
    assert read(folder).expenditure is not None


def test_an_approved_amount_that_was_left_out(folder: Path) -> None:
    clerk = Clerk(folder / BOOK)
    row = clerk.add("附件与核定", "核定数", 数名="支出.决算数")
    clerk.save()
    assert (
        f"{BOOK} 附件与核定!B{row}：这一行只填了“支出.决算数”，后面是空的；要用的请补上，用不着的请清空这一行"
        in read(folder).remarks
    )


def test_an_approved_amount_of_no_figure(folder: Path) -> None:
    clerk = Clerk(folder / BOOK)
    row = clerk.add("附件与核定", "核定数", 数名="支出.总计数", 金额=1)
    clerk.save()
    with pytest.raises(InputError, match=f"{BOOK} 附件与核定!B{row} 核定数：没有名为“支出.总计数”的数"):
        derive(read(folder))


def test_the_unit_is_asked_for_in_the_words_of_the_sheet(folder: Path) -> None:
    clerk = Clerk(folder / BOOK)
    clerk.fill("单位信息", "本年度", "金额单位", None)
    clerk.save()
    assert [said.partition("：")[2] for said in told(folder)] == ["缺少“单位”，请填“元”或“万元”"]


TOTAL = "合计由各行相加得出，填的“{}”不读：各行之和是 {}；请把数填到各行里，这一格清空"
SECTIONS = (
    "“※款合计”由“经济分类”表的款相加得出，填的“{}”不读：那里各款之和是 {}；请把款填到“经济分类”表，这一格清空"
)


@pytest.mark.parametrize(
    ("sheet", "at", "typed", "said"),
    [
        ("支出", "F5", 12345, TOTAL.format("12345", "180")),
        ("支出", "F5", "=12000+345", TOTAL.format("12345", "180")),
        ("支出", "F5", "约180", TOTAL.format("约180", "180")),
        ("支出", "B5", "2010301", "这一行是合计，填的“2010301”不读；请移到各行里，这一格清空"),
        ("支出", "G5", 200, SECTIONS.format("200", "180")),
        ("支出", "G6", 200, SECTIONS.format("200", "150")),
        ("支出", "G9", 200, SECTIONS.format("200", "0")),
        ("经济分类", "C5", 200, TOTAL.format("200", "180")),
        (
            "经济分类",
            "D6",
            "档案数字化",
            "“※支出项目”由“支出序号”得出，填的“档案数字化”不读：按这一行的“支出序号”是“2010301 行政运行”；"
            "请核对“支出序号”，这一格清空",
        ),
        ("三公", "B9", 500, TOTAL.format("500", "0")),
        ("采购", "B16", 500, TOTAL.format("500", "0")),
        (
            "资产",
            "C5",
            "万元",
            "“※单位”只是提示，改它不起作用：这里写“万元”，这一行的数仍按“元”读；请把数换成元，这一格清空",
        ),
        (
            "收入",
            "B7",
            "2010301",
            "这一行没有读，因为 收入!A7 还是“※行不够时，在这一行上面插入整行”；请照它插入整行，把内容移过去",
        ),
    ],
)
def test_what_is_typed_over_a_computed_cell(folder: Path, sheet: str, at: str, typed: Any, said: str) -> None:
    if sheet == "收入":
        change(folder, "收入", C3=None)
    change(folder, sheet, **{at: typed})
    if str(typed).startswith("="):
        typed_result(folder, at, typed, 12345)
    assert told(folder) == [f"{sheet}!{at}：{said}"]


def test_what_a_cell_works_out_may_stand_there_as_a_number(folder: Path) -> None:
    change(folder, "支出", F5=180, G5="180.00", G6=150, G7=30)
    change(
        folder,
        "经济分类",
        C5=180,
        D6="2010301 行政运行",
        D7="2010301 行政运行 ",
        D8="2010302 一般行政管理事务 档案数字化",
    )
    change(folder, "资产", C5="元")
    assert read(folder).expenditure is not None


def test_a_total_of_amounts_typed_beside_their_sections(folder: Path) -> None:
    change(folder, "支出", F5=150, F6=150)
    assert read(folder).expenditure is not None


def test_the_unit_of_last_year_stands_beside_its_amounts(folder: Path) -> None:
    change(folder, "上年数", B6="万元", B7=1, C7="万元")
    assert read(folder).expenditure is not None
    change(folder, "上年数", C7="元")
    assert told(folder)[0].startswith("上年数!C7：“※单位”只是提示")


def test_a_name_in_place_of_a_code_is_said_once(folder: Path) -> None:
    change(folder, "支出", B6="行政运行")
    (said,) = told(folder)
    assert said.startswith("支出!B6 支出第1行的项：“行政运行”不是功能分类项级科目编码")


MANY = [
    {
        "项": "2010301",
        "性质": "基本",
        "款": {"30101": "100", "30102": "50", "30103": "20", "30201": "7", "30202": "3"},
    }
]


@pytest.fixture
def sections(tmp_path: Path) -> Path:
    return small(tmp_path, 支出=MANY, 收入="无")


@pytest.mark.parametrize(
    ("column", "head", "start"), [("C", "金额", 6), ("C", "金额", 8), ("B", "款", 6), ("A", "支出序号", 7)]
)
def test_a_column_that_slipped_down(sections: Path, column: str, head: str, start: int) -> None:
    move(sections, "经济分类", f"{column}{start}:{column}10", 1)
    first = f"{column}{start}"
    assert told(sections) == [
        f"经济分类!{first}：“{head}”这一列看来从这里起错下了一行：经济分类!{first} 空着，经济分类!{column}11 "
        f"旁边却没有内容；请把 经济分类!{column}{start + 1} 到 经济分类!{column}11 各格上移一行"
    ]


def test_a_column_that_slipped_up(sections: Path) -> None:
    move(sections, "经济分类", "C6:C10", -1)
    assert told(sections) == [
        "经济分类!C5：“金额”这一列看来错上了一行：经济分类!C5 是合计，经济分类!C10 却空着；"
        "请把 经济分类!C5 到 经济分类!C9 各格下移一行"
    ]


def test_a_row_half_filled_in_is_no_slip(sections: Path) -> None:
    change(sections, "经济分类", A11=1, C8=None)
    assert read(sections).expenditure is not None


def test_heads_that_stand_twice(folder: Path) -> None:
    heads = dict(zip("ABCDEF", ["序号", "项", "性质", "资金", "项目名称", "金额"], strict=True))
    change(folder, "支出", **{f"{column}8": head for column, head in heads.items()})
    assert told(folder) == ["支出!A8：列名又写了一遍，这一行不是内容；请删去这一行"]


def test_a_value_beside_no_label(folder: Path) -> None:
    change(folder, "资产", B7=5)
    assert told(folder) == [
        "资产!A7：这一行没有项目名，填的内容不知道是哪一项的；看来错了一行，请移到有项目名的那一行"
    ]


def test_payments_among_units_that_have_no_data_of_their_own(folder: Path) -> None:
    change(folder, "内部往来", A6="甲局", D6=5)
    assert told(folder) == [
        "内部往来!A3：“内部往来”只在所属单位写了“数据”、由各单位相加得出部门的数时填写，这里请删去"
    ]


def test_a_name_that_a_cell_breaks_is_one_line(folder: Path) -> None:
    change(folder, "支出", E7="档案\n数字化")
    change(folder, "单位信息", B14="某某市\n档案馆")
    made = read(folder)
    assert [line.project for line in made.expenditure or ()] == [None, "档案数字化"]
    assert made.department.full_name == "某某市档案馆"


def test_a_block_that_was_pasted_twice(sections: Path) -> None:
    book = openpyxl.load_workbook(sections / BOOK)
    sheet = book["经济分类"]
    sheet["A180"] = "【支出的款】"
    for column, head, value in (("A", "支出序号", 1), ("B", "款", "30101"), ("C", "金额", 100)):
        sheet[f"{column}181"], sheet[f"{column}182"] = head, value
    book.save(sections / BOOK)
    assert told(sections) == [
        "经济分类!A180：“【支出的款】”这一块有两个，不知道以哪个为准；请只留一个，标题、列名和各行一起删去"
    ]


def test_a_sheet_that_was_copied(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / BOOK)
    book.copy_worksheet(book["支出"]).title = "支出 (2)"
    book.save(folder / BOOK)
    assert told(folder) == [
        "支出 (2)!A1：“支出 (2)”像是“支出”的副本，没有读；用不着的请删去，要留的请在表名前加“※”"
    ]


@pytest.mark.parametrize("name", ["小计", "合 计"])
@pytest.mark.parametrize(("sheet", "row"), [("支出", 8), ("经济分类", 11)])
def test_a_total_that_was_pasted_along(sections: Path, sheet: str, row: int, name: str) -> None:
    change(sections, sheet, **{f"A{row}": name, f"C{row}" if sheet == "经济分类" else f"F{row}": 180})
    said = "这一行是合计，程序自己相加；请删去这一行，要留的在最前面加“※”"
    assert told(sections) == [f"{sheet}!A{row}：{said}"]
    change(sections, sheet, **{f"A{row}": f"※{name}"})
    assert read(sections).expenditure is not None


def test_columns_pasted_into_one_are_told_once(sections: Path) -> None:
    change(sections, "经济分类", **{f"A{row}": f"1\t3010{row - 5}\t100" for row in (6, 7, 8)})
    change(sections, "经济分类", **{f"{column}{row}": None for column in "BC" for row in (6, 7, 8)})
    assert told(sections) == [
        "经济分类!A6：“1 30101 100”不是序号，请只填“支出”里的序号；几列粘在一格里的，请分到各列"
    ]


def test_merged_codes_are_told_without_what_follows(sections: Path) -> None:
    book = openpyxl.load_workbook(sections / BOOK)
    book["经济分类"].merge_cells("B6:B7")
    book.save(sections / BOOK)
    said = "B6:B7 是合并单元格，不知道各格是什么，请取消合并后逐格填写"
    assert told(sections) == [f"经济分类!B6：{said}", f"经济分类!B7：{said}"]


def test_a_hidden_column_with_entries(sections: Path) -> None:
    book = openpyxl.load_workbook(sections / BOOK)
    book["经济分类"].column_dimensions["C"].hidden = True
    book["支出"].column_dimensions["D"].hidden = True
    book["支出"]["D6"] = None
    book.save(sections / BOOK)
    assert told(sections) == ["经济分类!C6：这一列被隐藏，但填有内容；请取消隐藏，核对后保存"]


def test_what_is_jotted_down_beside_a_row(sections: Path) -> None:
    change(sections, "经济分类", F7=110520)
    assert read(sections).remarks == (
        f"{BOOK} 经济分类!F7：这一列没有列名，填的“110520”没有读；要用的请填到有列名的列里，"
        "自己记的在列名那一行写“※备注”",
    )


@pytest.mark.parametrize("typed", ["(1,105,200)", "（1105200.00）"])
def test_brackets_are_no_minus(sections: Path, typed: str) -> None:
    change(sections, "经济分类", C6=typed)
    (said,) = told(sections)
    number = typed.strip("()（）")
    assert said.endswith(f"“{typed}”不是数；是负数的请写成“-{number}”，不是的去掉括号")


@pytest.mark.parametrize(("head", "ok"), [("金额元", True), ("金额万元", False), ("金额:万元", False)])
def test_a_unit_behind_a_head_without_brackets(folder: Path, head: str, ok: bool) -> None:
    change(folder, "经济分类", C4=head)
    if ok:
        assert read(folder).expenditure is not None
    else:
        assert told(folder)[0].startswith(f"经济分类!C4：列名“{head}”与填的金额单位“元”不一样")


def test_codes_whose_only_other_column_has_lost_its_head(folder: Path) -> None:
    clerk = Clerk(folder / BOOK)
    clerk.add("附件与核定", "核定数", 数名="支出.决算数", 金额=1)
    head = clerk.head(clerk.book["附件与核定"], "核定数")
    clerk.save()
    change(folder, "附件与核定", **{f"B{head}": "金额金额"})
    (said,) = told(folder)
    assert said.endswith("【核定数】没有“金额金额”这一列，是不是“金额”；自己加的列请在列名前加“※”")


@pytest.mark.parametrize("number", ["²", "9" * 5000, "0"])
def test_what_is_no_position_in_a_data_file_is_told(folder: Path, number: str) -> None:
    """Where the list stands in a data file its items are counted."""
    book = openpyxl.load_workbook(folder / BOOK)
    del book["支出"]
    book.save(folder / BOOK)
    (folder / "data.yaml").write_text(json.dumps({"支出": LINES}), encoding="utf-8")
    change(folder, "经济分类", A6=number)
    assert told(folder)[0].startswith("经济分类!A6：")
    assert "不是序号，请只填“支出”里的序号" in told(folder)[0]
