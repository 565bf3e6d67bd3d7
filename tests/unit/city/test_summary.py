"""The city's summary in the workbook and on the page: who counts, who is missing, what is said."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

from disclosure.city import summary
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from tests.departments import small
from tests.unit.city.whole_city import body, city, record

EDUCATION, CIVIL, ARCHIVE = (body(f"某市{name}", group="政府部门") for name in ("教育局", "民政局", "档案馆"))
OFFICE = body("某市招生办", kind="单位", parent="某市教育局")
ALONE = body("某市考试院", kind="单位", parent="某市体育局")
LATE, MERGED = body("某市审计局"), body("某市物价局", merged="并入某市发改委")
BODIES = (EDUCATION, CIVIL, ARCHIVE, OFFICE, ALONE, LATE, MERGED)
SECRET = [{"名称": "三公经费.公务接待费", "依据": "保密法", "处理": "不公布合计"}]
FUND_LINE = {"项": "2120801", "性质": "项目", "资金": "政府性基金", "金额": "12.3456"}


@pytest.fixture(scope="module")
def records() -> tuple[BodyRecord, ...]:
    changes: dict[str, dict[str, Any]] = {
        CIVIL.name: {"涉密": SECRET},
        ARCHIVE.name: {"支出": [*small()["支出"], FUND_LINE], "上年数": {"收支总计": "100"}},
    }
    return tuple(record(one, changes.get(one.name)) for one in (EDUCATION, CIVIL, ARCHIVE, OFFICE, ALONE))


def made(whole: City, records: tuple[BodyRecord, ...]) -> dict[str, bytes]:
    return dict(summary.summary(whole, records))


def sheets(data: bytes, *, formulas: bool = False) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(data), data_only=not formulas)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.fixture(scope="module")
def files(records: tuple[BodyRecord, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    control = {"支出": 4_023_456, "国有资本经营": {"支出": 0}, "各类": {"221": 400_000}}
    return made(city(tmp_path_factory.mktemp("city"), *BODIES, name="某市", control_totals=control), records)


@pytest.fixture(scope="module")
def book(files: dict[str, bytes]) -> dict[str, list[list[Any]]]:
    return sheets(files[summary.WORKBOOK])


def row(sheet: list[list[Any]], name: str) -> list[Any]:
    (found,) = [cells for cells in sheet if cells[0] and cells[0].strip("　") == name]
    return found


def test_a_unit_counts_where_its_department_is_not_in_the_list_and_what_was_merged_never(
    book: dict[str, list[list[Any]]],
) -> None:
    names = [cells[0] for cells in book["各部门收支"][3:]]
    counted = [EDUCATION, CIVIL, ARCHIVE, ALONE, LATE]
    assert names == [*(one.name for one in counted), "合计（5 家）", "缺"]
    assert [cells[0] for cells in book["所属单位收支"][3:]] == [OFFICE.name]
    said = [cells[0] for cells in book["说明"]]
    assert "1 家所属单位的数在主管部门的数里，不再加一遍。" in said
    assert "撤并的不计入：某市物价局。" in said
    assert said[1].startswith("内部使用，不公开")


def test_amounts_are_numbers_that_keep_their_digits_and_totals_are_sums(files: dict[str, bytes]) -> None:
    sheet = sheets(files[summary.WORKBOOK])["各部门收支"]
    assert sheet[2][4:] == ["收入合计", "支出合计", "基本支出", "项目支出", *sheet[2][8:]]
    assert row(sheet, ARCHIVE.name)[5] == pytest.approx(142.3456)
    assert row(sheet, "合计（5 家）")[5] == pytest.approx(130 + 142.3456 + 130)
    formulas = sheets(files[summary.WORKBOOK], formulas=True)["各部门收支"]
    assert row(formulas, "合计（5 家）")[5] == "=SUM(F4:F8)"


def test_what_is_not_known_is_not_nothing_and_who_lacks_is_named(book: dict[str, list[list[Any]]]) -> None:
    assert row(book["各部门收支"], LATE.name)[4:] == ["缺"] * 8
    assert row(book["各部门收支"], "缺")[4:6] == ["缺 2 家", "缺 2 家"]
    assert row(book["收支"], "支出合计")[2] == "缺 2 家：某市民政局、某市审计局"
    missing = {(cells[0], cells[4]): cells[5] for cells in book["缺数"][2:]}
    assert missing[LATE.name, "还没有数据"] == "全部"
    assert "财政拨款收支总计.上年数" in missing[ARCHIVE.name, "数据里没有填"]


def test_a_secret_amount_is_named_and_never_printed(files: dict[str, bytes]) -> None:
    book = sheets(files[summary.WORKBOOK])
    assert row(book["各部门“三公”经费"], CIVIL.name)[7] == "不公开"
    (withheld,) = [cells for cells in book["缺数"] if cells[0] == CIVIL.name and cells[4] == "不公开"]
    assert "三公经费.公务接待费.决算数" in withheld[5]
    assert row(book["“三公”经费"], "公务接待费")[3] == pytest.approx(4)  # 教育局、考试院各 2


def test_by_class_what_a_body_did_not_spend_on_is_nothing(book: dict[str, list[list[Any]]]) -> None:
    heads = book["各部门各类支出"][2]
    assert heads[4:] == ["201 一般公共服务支出", "212 城乡社区支出", "221 住房保障支出"]
    assert row(book["各部门各类支出"], EDUCATION.name)[4:] == [120, 0, 10]
    assert row(book["类"], "212 城乡社区支出")[3] == pytest.approx(12.3456)


def test_change_is_of_the_bodies_that_state_both_years(book: dict[str, list[list[Any]]]) -> None:
    whole = row(book["各部门收支总计比上年"], "合计（5 家）")
    # 教育局、考试院 130 比 120，档案馆 142.3456 比 100；民政局只有上年
    assert whole[4:] == [
        pytest.approx(402.3456),
        460,
        pytest.approx(62.3456),
        pytest.approx(18.3369, abs=1e-4),
    ]
    assert row(book["各部门收支总计比上年"], CIVIL.name)[4:] == ["不公开", 120, None, None]


def test_control_totals_agree_differ_or_wait_for_those_who_lack(
    records: tuple[BodyRecord, ...], tmp_path: Path, book: dict[str, list[list[Any]]]
) -> None:
    assert row(book["与控制数核对"], "支出")[3:] == ["缺", "缺 2 家", "缺 2 家：某市民政局、某市审计局"]
    control = {
        "支出": 2_723_456,
        "收入": 2_720_000,
        "基本支出": 2_000_100,
        "项目支出": 723_557,
        "各类": {"212": 123_456},
    }
    whole = city(tmp_path, EDUCATION, ARCHIVE, name="某市", control_totals=control)
    sheet = sheets(made(whole, records)[summary.WORKBOOK])["与控制数核对"]
    assert row(sheet, "支出")[3:5] == [0, "一致"]
    assert row(sheet, "收入")[3:5] == [pytest.approx(0.3456), "不一致"]
    assert row(sheet, "基本支出")[3:5] == [pytest.approx(-0.01), "尾差"]  # 两家按万元两位填，各差至多50元
    assert row(sheet, "项目支出")[3:5] == [pytest.approx(-0.0101), "不一致"]
    assert row(sheet, "212 城乡社区支出")[4] == "一致"


def test_the_page_shows_the_tables_of_the_workbook_as_they_are_shown_there(files: dict[str, bytes]) -> None:
    page = html.fromstring(files[summary.PAGE])
    shown = {
        section.findtext("h2"): [[cell.text or "" for cell in tr] for tr in section.iter("tr")]
        for section in page.iter("section")
    }
    book = sheets(files[summary.WORKBOOK])
    assert {*shown} == {*book, "公开情况统计"} - {"说明"}
    assert row(shown["各部门收支"], ARCHIVE.name)[5] == "142.35"
    assert row(shown["各部门收支"], "合计（5 家）")[5] == "402.35"
    for name in {*book} - {"说明"}:
        rows = [cells for cells in book[name] if cells[0] in {cells[0] for cells in shown[name]}]
        assert [len(cells) for cells in rows] == [len(cells) for cells in shown[name]]
    assert "内部使用，不公开" in page.text_content()


def test_the_same_records_give_the_same_bytes(
    files: dict[str, bytes], records: tuple[BodyRecord, ...]
) -> None:
    control = {"支出": 4_023_456, "国有资本经营": {"支出": 0}, "各类": {"221": 400_000}}
    whole = city(Path("某市"), *BODIES, name="某市", control_totals=control)
    assert made(whole, tuple(reversed(records))) == files


def test_nothing_but_a_list_makes_a_summary_too(tmp_path: Path) -> None:
    book = sheets(made(city(tmp_path, EDUCATION), ())[summary.WORKBOOK])
    assert row(book["收支"], "支出合计") == ["支出合计", None, "缺 1 家：某市教育局"]
    assert [cells[0] for cells in book["类"]] == ["内部使用，不公开", "金额单位：万元", "项目"]
