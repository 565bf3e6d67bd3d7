"""Reading the fill-in workbook: the same data as in YAML, each fault with its sheet and cell."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import api
from disclosure.errors import InputError, PackError
from disclosure.loading import read
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import EXAMPLES
from tests.sampling import runs
from tests.unit.workbook.clerk import Clerk, completed, data, reread, small, written

ALL = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "data.yaml").exists())


def told(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder)
    return [str(problem) for problem in caught.value.problems]


def changed(folder: Path, *path: Any) -> Any:
    """What stands at attribute names and positions of the submission read."""
    found: Any = read(folder)
    for step in path:
        found = found[step] if isinstance(step, int) else getattr(found, step)
    return found


@pytest.mark.parametrize("example", ALL)
def test_an_example_written_into_the_workbook_reads_back_as_the_same_data(
    example: str, tmp_path: Path
) -> None:
    folder = written(example, tmp_path / "data")
    assert read(folder).model_dump() == read(completed(example, tmp_path / "file")).model_dump()


def test_it_does_so_after_another_program_saved_it(tmp_path: Path) -> None:
    folder = written("panzhihua-chengdu-2024", tmp_path / "data")
    (folder / BOOK).write_bytes(reread(folder / BOOK))
    expected = read(completed("panzhihua-chengdu-2024", tmp_path / "file"))
    assert read(folder).model_dump() == expected.model_dump()


@settings(max_examples=runs(12), deadline=None)
@given(st.decimals(min_value=Decimal("-9999999999999.99"), max_value=Decimal("9999999999999.99"), places=2))
def test_every_amount_comes_back_to_the_cent(amount: Decimal) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        assert read(small(Path(folder), 机关运行经费=str(amount))).agency_running_cost == amount


def test_a_sum_of_binary_fractions_is_the_amount_meant(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.fill("资产", "机关运行经费", "机关运行经费", 1000000.1 - 1000000)
    clerk.save()
    assert changed(tmp_path / "a", "agency_running_cost") == Decimal("0.1")


def test_columns_may_be_moved_and_own_ones_added(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    sheet = clerk.book["收入"]
    head = clerk.head(sheet, "收入")
    names = [sheet.cell(head, number).value for number in range(1, 5)]
    for number, name in enumerate(["金额", "※备注", "来源", "项", "其中教育收费"], 1):
        sheet.cell(head, number).value = name
    for number, value in enumerate([12.5, "说明", "其他收入", "2010301 行政运行", None, "没有列名"], 1):
        sheet.cell(head + 5, number).value = value
    clerk.save()
    assert names == ["来源", "项", "金额", "其中教育收费"]
    line = changed(tmp_path / "a", "income", 0)
    assert (line.source, line.item, line.amount) == ("其他收入", "2010301", Decimal("12.5"))


def test_an_unknown_head_sheet_block_and_label_are_named_with_the_nearest(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.book["收入"].cell(4, 3).value = "金 额\n数"
    clerk.book["采购"].title = "政府采购"
    clerk.book["绩效"].cell(3, 1).value = "【绩效管理情况】"
    clerk.fill("上年数", "上年数", "收支总计", 5)
    clerk.book["上年数"].cell(7, 1).value = "收支总计数"
    clerk.save()
    said = "\n".join(told(tmp_path / "a"))
    assert "收入!C4：【收入】没有“金 额数”这一列，是不是“金额”" in said
    assert "不认识工作表“政府采购”，是不是“采购”" in said
    assert "绩效!A3：不认识“【绩效管理情况】”这一块，是不是“绩效管理”" in said
    assert "不认识“收支总计数”这一项，是不是“收支总计”" in said


def test_problems_name_file_sheet_and_cell(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    place = clerk.fill("采购", "政府采购", "货物", "十万")
    clerk.fill("单位信息", "部门", "全称", None)
    clerk.save()
    said = told(tmp_path / "a")
    assert f"{BOOK} {place} 政府采购的货物：“十万”不是数，请填数字，例如 1234.56；没有发生的填“无”" in said
    assert f"{BOOK} 单位信息!B14 部门：缺少“全称”，请填文字" in said
    assert not any("工程" in line for line in said)  # what is not filled in yet is no fault


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("#REF!", "单元格是错误值 #REF!，请改正公式，或直接填数字"),
        ("=1+1", "公式没有算出的结果，请用 Excel 或 WPS 打开，保存一次再读"),
        (datetime.date(2024, 5, 1), "单元格是日期 2024-05-01，不是数；请把单元格格式改为“常规”后重新填写"),
        (datetime.time(8, 30), "单元格是时间，请把单元格格式改为“常规”后重新填写"),
        (1e15, "数字超过 13 位，表格软件只能准确保存 15 位；请核对，编号请把单元格设为“文本”后重新填写"),
        (12.345, "“12.345”元有不足一分的尾数，金额最细到分"),
        ("46①", "“46①”里的“①”像是注号，请去掉注号，只填数字"),
        ("十二", "“十二”不是数，请填数字，例如 1234.56；没有发生的填“无”"),
    ],
)
def test_a_cell_that_holds_no_amount_is_told(value: Any, sentence: str, tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    place = clerk.fill("资产", "机关运行经费", "机关运行经费", value)
    clerk.save()
    assert told(tmp_path / "a") == [f"{BOOK} {place} 机关运行经费：{sentence}"]


def test_numbers_stored_as_text_are_exact_and_dates_are_text_where_text_is_meant(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.fill("资产", "机关运行经费", "机关运行经费", " 1,234,567.89 ")
    clerk.fill("单位信息", "公开信息", "公开日期", datetime.date(2025, 9, 5))
    clerk.save()
    assert changed(tmp_path / "a", "agency_running_cost") == Decimal("1234567.89")
    assert changed(tmp_path / "a", "publication", "published_on") == "2025年9月5日"


def test_merged_cells_and_hidden_rows_are_told(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    row = clerk.add("收入", "收入", 来源="其他收入", 项="2010301", 金额=5)
    clerk.add("收入", "收入", 来源="其他收入", 项="2010302", 金额=5)
    clerk.book["收入"].row_dimensions[row + 1].hidden = True
    clerk.book["收入"].merge_cells(f"B{row}:B{row + 1}")
    clerk.save()
    said = "\n".join(told(tmp_path / "a"))
    assert f"B{row}:B{row + 1} 是合并单元格" in said
    assert f"收入!A{row + 1}：这一行被隐藏" in said


def test_a_section_of_an_expenditure_that_nobody_filled_in_is_told_where_it_stands(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.add("经济分类", "支出的款", 支出序号=5, 款="30101", 金额=5)
    clerk.save()
    sentence = "“支出”一行也没有填，从这里起的各行不知道是哪一行的，请先填“支出”"
    assert told(tmp_path / "a") == [f"{BOOK} 经济分类!A6：{sentence}"]


def test_a_missing_code_is_asked_for_as_a_code(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.add("支出", "支出", 性质="基本", 金额=5)
    clerk.save()
    assert told(tmp_path / "a")[0].endswith("支出第1行：缺少“项”，请填功能分类项级科目编码（7 位数字）")


def test_the_same_code_twice_and_an_unknown_number_are_told(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.add("支出", "支出", 项="2010301", 性质="基本")
    clerk.add("经济分类", "支出的款", 支出序号=1, 款="30101", 金额=5)
    clerk.add("经济分类", "支出的款", 支出序号=1, 款="30101 基本工资", 金额=5)
    clerk.add("经济分类", "支出的款", 支出序号=7, 款="30102", 金额=5)
    clerk.add("经济分类", "支出的款", 款="30103", 金额=5)
    clerk.save()
    said = "\n".join(told(tmp_path / "a"))
    assert "“30101”写了两次：经济分类!C6 和 经济分类!C7，请合成一行" in said
    assert "经济分类!A8：“支出”里没有序号 7，请核对" in said
    assert "经济分类!A9：这一行没有填“支出序号”" in said


def test_nothing_is_not_known_and_none_is_none(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.none("采购", "政府采购")
    clerk.none("收入", "收入")
    clerk.save()
    found = read(tmp_path / "a")
    assert found.procurement is not None
    assert found.procurement.goods == 0
    assert found.income == ()
    assert found.expenditure is None


def test_workbooks_and_a_data_file_are_one(tmp_path: Path) -> None:
    folder = small(tmp_path / "a")
    small(tmp_path / "b", 政府采购="无")
    (folder / "采购.xlsx").write_bytes((tmp_path / "b" / BOOK).read_bytes())
    (folder / "data.yaml").write_text("格式版本: 1\n机关运行经费: 3.50\n年度: 2024\n", encoding="utf-8")
    clerk = Clerk(folder / "采购.xlsx")
    clerk.fill("资产", "机关运行经费", "机关运行经费", 3.5)
    clerk.save()
    found = read(folder)
    assert found.procurement is not None
    assert found.agency_running_cost == Decimal("3.5")
    assert str(found.source("政府采购")) == "采购.xlsx 采购!C3"


def test_what_two_files_say_differently_is_shown_and_nothing_overwritten(tmp_path: Path) -> None:
    folder = small(tmp_path / "a", 机关运行经费="3")
    small(tmp_path / "b", 机关运行经费="4")
    (folder / "采购.xlsx").write_bytes((tmp_path / "b" / BOOK).read_bytes())
    first, second = f"{BOOK} 资产!B5", "采购.xlsx 资产!B5"
    both = {f"{first} 是“3”，{second} 是“4”", f"{second} 是“4”，{first} 是“3”"}
    (said,) = told(folder)
    assert any(pair in said for pair in both)
    assert "两处填得不一样" in said


def test_an_empty_text_file_is_a_text_not_written(tmp_path: Path) -> None:
    folder = small(tmp_path / "a", 部门={"全称": "甲", "职责": {"文件": "职责.md"}})
    (folder / "职责.md").write_text("\ufeff", encoding="utf-8")
    assert changed(folder, "department", "duties") is None
    (folder / "职责.md").write_text("负责。", encoding="utf-8")
    assert changed(folder, "department", "duties") == "负责。"


def test_the_workbook_is_the_same_bytes_each_time() -> None:
    content = Content(data("panzhihua-chengdu-2024"))
    assert workbook(content, 2024) == workbook(content, 2024)


def test_a_pack_that_does_not_exist_is_told_with_the_cell_or_line_that_names_it(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    place = clerk.fill("单位信息", "本年度", "模板", "sichuann-2024")
    clerk.save()
    with pytest.raises(
        PackError, match=f"^{BOOK} {place}：找不到模板“sichuann-2024”，相近的有：sichuan-2024"
    ):
        api.check(tmp_path / "a")
    (tmp_path / "data.yaml").write_text(
        "格式版本: 1\n模板: sichuan/2024\n单位: 元\n年度: 2024\n部门: {全称: 某某局}\n", encoding="utf-8"
    )
    with pytest.raises(PackError, match="^data.yaml 第2行.*：“sichuan/2024”不能作模板的名称"):
        api.check(tmp_path)
