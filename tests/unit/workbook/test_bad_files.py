"""Files that are no workbook, or a harmful one: one sentence each, nothing unpacked, little kept."""

from __future__ import annotations

import datetime
import io
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.loading.workbook import workbook_cells as grid
from disclosure.workbook import BOOK
from tests import counting
from tests.unit.workbook.clerk import Clerk, small

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def told(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(folder)
    (problem,) = caught.value.problems
    return str(problem)


def changed_part(path: Path, name: str, data: bytes) -> None:
    """The same archive with one part replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in {**parts, name: data}.items():
            archive.writestr(one, content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，请重新复制"),
        (OLE, "内容是旧格式 .xls（只改文件名不会改变格式），请用 Excel 或 WPS 打开后另存为 .xlsx"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "工作簿设了打开密码，请用 Excel 或 WPS 打开，取消密码后保存",
        ),
        (
            b"\xef\xbb\xbf<html><table></table></html>",
            "内容是网页或 XML，不是工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx",
        ),
        (b"%PDF-1.7", "不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx"),
    ],
)
def test_a_renamed_or_locked_file_is_told(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / BOOK).write_bytes(content)
    assert told(tmp_path) == f"{BOOK}：{sentence}"


@pytest.mark.parametrize("kept", [40, 2000, 30000])
def test_a_truncated_file_is_told(kept: int, tmp_path: Path) -> None:
    path = small(tmp_path / "a") / BOOK
    path.write_bytes(path.read_bytes()[:kept])
    assert "不完整或已损坏" in told(tmp_path / "a")


def test_a_zip_of_something_else_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / BOOK, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "不是 Excel 工作簿" in told(tmp_path)


@pytest.mark.parametrize("name", ["决算数据.xls", "决算数据.et", "决算数据.ods"])
def test_another_format_is_told_what_to_save_as(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(OLE)
    assert told(tmp_path).startswith(f"{name}：这种格式不能直接读取，请用 Excel 或 WPS 打开后另存为 .xlsx")
    assert told(tmp_path / name).endswith("再删去或移走原来的文件")


def test_a_bomb_is_refused_before_anything_of_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small(tmp_path / "a") / BOOK
    changed_part(path, "xl/media/image1.png", bytes(160 * 1024 * 1024))
    opened: list[object] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *part, **_: opened.append(part))
    assert "展开后过大" in told(tmp_path / "a")
    assert opened == []


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = small(tmp_path / "a") / BOOK
    changed_part(path, "xl/media/image1.png", bytes(10_000_000))
    data = path.read_bytes()
    path.write_bytes(data.replace((10_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert "不完整或已损坏" in told(tmp_path / "a")


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    path = small(tmp_path / "a") / BOOK
    bomb = b'<!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;">]><worksheet>&d;</worksheet>'
    changed_part(path, "xl/worksheets/sheet2.xml", bomb)
    assert "不完整或已损坏" in told(tmp_path / "a")


def test_a_cell_at_the_far_end_is_refused(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.book["收入"]["XFD1048576"] = 1
    clerk.save()
    assert "有内容的单元格离得太远" in told(tmp_path / "a")


def test_200_000_empty_formatted_rows_cost_little(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet, yellow = book.add_worksheet("收入"), book.add_format({"bg_color": "yellow"})
    sheet.write_row(0, 0, ["【收入】"])
    sheet.write_row(1, 0, ["来源", "项", "金额", "其中教育收费"])
    sheet.write_row(2, 0, ["其他收入", "2010301", 5])
    for row in range(3, 200_000):
        sheet.write_blank(row, 0, None, yellow)
    book.close()
    folder = small(tmp_path / "a")
    (folder / "收入.xlsx").write_bytes(stream.getvalue())
    income: list[object] = []
    assert counting.calls(lambda: income.extend(read(folder).income or ())) < 200_000 * 10
    assert len(income) == 1


def test_macros_are_neither_run_nor_in_the_way(tmp_path: Path) -> None:
    folder = small(tmp_path / "a", 机关运行经费="3")
    changed_part(folder / BOOK, "xl/vbaProject.bin", b"anything")
    shutil.move(folder / BOOK, folder / "决算数据.xlsm")
    assert read(folder).agency_running_cost == 3


def test_a_lock_file_and_a_marked_file_are_not_read(tmp_path: Path) -> None:
    folder = small(tmp_path / "a")
    for name in ("~$决算数据.xlsx", "※旧的.xlsx", ".隐藏.xlsx"):
        (folder / name).write_bytes(b"x")
    assert read(folder).year == 2024


def test_a_workbook_of_somebodys_own_stands_beside_a_data_file_but_is_told_where_it_is_all(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["其他"])
    book.save(tmp_path / "其他.xlsx")
    assert any("不认识工作表“Sheet”" in str(problem) for problem in _problems(tmp_path))
    (tmp_path / "data.yaml").write_text(
        "格式版本: 1\n模板: standard\n单位: 元\n年度: 2024\n部门: {全称: 甲}\n", encoding="utf-8"
    )
    assert read(tmp_path).year == 2024


def _problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_percentage_is_no_amount(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    place = clerk.fill("资产", "机关运行经费", "机关运行经费", 0.05)
    sheet, _, cell = place.partition("!")
    clerk.book[sheet][cell].number_format = "0.00%"
    clerk.save()
    said = told(tmp_path / "a")
    assert f"{BOOK} {place}" in said
    assert "单元格是百分数格式（5%），不知道是多少；请把单元格格式改为“常规”后重新填写" in said


def test_a_number_seen_otherwise_than_it_is_held_is_told(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    place = clerk.fill("资产", "机关运行经费", "机关运行经费", 14021900)
    sheet, _, cell = place.partition("!")
    clerk.book[sheet][cell].number_format = "0!.0000"
    clerk.save()
    assert f"{BOOK} {place} 机关运行经费：单元格的数字格式使看到的数与存的数（14021900）不一样" in told(
        tmp_path / "a"
    )


def test_a_hidden_sheet_that_is_filled_in_is_told(tmp_path: Path) -> None:
    clerk = Clerk(small(tmp_path / "a", 机关运行经费="3") / BOOK)
    clerk.book["资产"].sheet_state = "veryHidden"
    clerk.save()
    assert "这张工作表被隐藏，但填有内容；请取消隐藏，核对后保存" in told(tmp_path / "a")


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_a_date_is_the_same_day_whichever_way_days_are_counted(
    epoch: datetime.datetime, tmp_path: Path
) -> None:
    clerk = Clerk(small(tmp_path / "a") / BOOK)
    clerk.book.epoch = epoch
    clerk.fill("单位信息", "公开信息", "公开日期", datetime.date(2025, 9, 1))
    clerk.save()
    assert read(tmp_path / "a").publication.published_on == "2025年9月1日"


def test_texts_and_numbers_are_read_as_they_are_seen(tmp_path: Path) -> None:
    """Runs in different looks, pronunciations, the standard's other namespace, noise of binary fractions."""
    path = small(tmp_path / "a") / BOOK
    clerk = Clerk(path)
    clerk.fill("单位信息", "部门", "简称", "ABCD")
    clerk.fill("资产", "机关运行经费", "机关运行经费", 1234.5600000000001)
    clerk.save()
    rich = "<r><t>档案</t></r><r><t>馆_x000D_</t></r><rPh sb='0' eb='1'><t>ダンアン</t></rPh>"
    changes = {
        "<t>ABCD</t>": rich,
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/s",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/r",
    }
    with zipfile.ZipFile(path) as archive:
        strict = {
            name: archive.read(name).decode() for name in archive.namelist() if name.endswith(("xml", "rels"))
        }
    for old, new in changes.items():
        strict = {name: text.replace(old, new) for name, text in strict.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in strict.items():
            archive.writestr(name, text)
    submission = read(tmp_path / "a")
    assert submission.department.short_name == "档案馆"
    assert submission.agency_running_cost == Decimal("1234.56")


@pytest.mark.parametrize("reference", ["ZZZZZZ9", "A0", "XFE1"])
def test_a_cell_that_no_sheet_has_is_refused(reference: str, tmp_path: Path) -> None:
    path = small(tmp_path / "a") / BOOK
    cell = f'<worksheet><sheetData><row r="1"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'
    changed_part(path, "xl/worksheets/sheet2.xml", cell.encode())
    assert "不完整或已损坏" in told(tmp_path / "a")


def test_a_long_text_that_thousands_of_cells_share_is_refused(tmp_path: Path) -> None:
    path = small(tmp_path / "a") / BOOK
    changed_part(path, "xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * 30_000_000 + b"</t></si></sst>")
    assert "展开后过大" in told(tmp_path / "a")


@pytest.mark.parametrize(
    ("written", "read_as"), [("_xD83D__xDE00_", "😀"), ("_xD800_", "\ufffd"), ("甲_x000D_", "甲")]
)
def test_a_character_that_is_written_as_a_code_is_a_whole_one(
    written: str, read_as: str, tmp_path: Path
) -> None:
    path = small(tmp_path / "a") / BOOK
    clerk = Clerk(path)
    clerk.fill("单位信息", "部门", "简称", "ABCD")
    clerk.save()
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if b"ABCD" in archive.read(name))
        sheet = archive.read(name).replace(b"ABCD", written.encode())
    changed_part(path, name, sheet)
    assert read(tmp_path / "a").department.short_name == read_as


def test_columns_are_hidden_as_far_as_there_are_any(tmp_path: Path) -> None:
    path = small(tmp_path / "a") / BOOK
    hidden = b'<worksheet><cols><col min="-9" max="16500" hidden="1"/></cols></worksheet>'
    changed_part(path, "xl/worksheets/sheet2.xml", hidden)
    (cells,) = (cells for cells in grid.read(path, BOOK) if cells.facts.hidden_columns)
    assert cells.facts.hidden_columns == set(range(16_384))


def test_a_year_of_thousands_of_digits_is_told_beside_a_named_code(tmp_path: Path) -> None:
    folder = small(tmp_path / "a", 支出=[{"项": "2010301", "性质": "基本", "款": {"30101": "1"}}], 收入="无")
    clerk = Clerk(folder / BOOK)
    clerk.fill("单位信息", "本年度", "年度", "9" * 5000)
    clerk.book["支出"]["B6"] = "2010301 行政运行"
    clerk.save()
    assert "年度：“99999999999999999999…”不是整数，请只填数字" in _problems(folder)[0]
