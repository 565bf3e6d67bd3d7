"""The matrix: what the workbook and the page say of each body, the same in both; its links lead there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from lxml import html
from openpyxl.worksheet.worksheet import Worksheet

from disclosure import files
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.progress_matrix import EACH, MATRIX, TOLD, matrix
from tests.unit.city import made_up

HEAD, FIRST = 4, 5  # rows of the sheet


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return dict(matrix(made_up.city(tmp_path_factory.mktemp("city"), made_up.TWELVE), made_up.twelve()))


def sheet(made: dict[str, bytes], name: str = EACH, *, values: bool = True) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(made[f"{MATRIX}.xlsx"]), data_only=values)
    found: Worksheet = book[name]
    return found


def rows(made: dict[str, bytes], name: str = EACH, *, values: bool = True) -> list[dict[str, Any]]:
    """The rows of a sheet by the heads of their columns."""
    found = list(sheet(made, name, values=values).iter_rows(min_row=HEAD, values_only=True))
    return [dict(zip(map(str, found[0]), row, strict=True)) for row in found[1:]]


def row(made: dict[str, bytes], body: Body, *, values: bool = True) -> dict[str, Any]:
    (found,) = (one for one in rows(made, values=values) if one["名称"] == body.name)
    return found


def page(made: dict[str, bytes]) -> Any:
    return html.document_fromstring(made[f"{MATRIX}.html"].decode())


def of_page(made: dict[str, bytes], body: Body) -> Any:
    """What the page has of a body."""
    (found,) = page(made).xpath(f"//tbody[contains(@class, 'body')][.//th[text()='{body.name}']]")
    return found


def one(folder: Path, record: BodyRecord, body: Body = made_up.FINANCE, **settings: Any) -> dict[str, Any]:
    """The row of a city's only body."""
    return rows(dict(matrix(made_up.city(folder, [body], **settings), [record])))[0]


def test_every_body_of_the_list_is_a_row_in_the_citys_order(made: dict[str, bytes]) -> None:
    names = [body.name for body in made_up.TWELVE]
    assert [one["名称"] for one in rows(made)] == names
    assert page(made).xpath("//tbody/tr[@class='main']/th/text()") == names


@pytest.mark.parametrize(
    ("body", "state", "why"),
    [
        (made_up.PARTY, "已生成", None),
        (made_up.SECRET, "不生成", "涉密不公开：保密法第九条"),
        (made_up.GONE, "不生成", "撤并：并入某市住建局"),
        (made_up.SILENT, "未交", "还没有数据：文件夹里没有填报工作簿（.xlsx），也没有 data.yaml"),
        (made_up.BROKEN, "未能生成", "data.yaml 第6行：不认识“公务接待非”，相近的有：公务接待费"),
        (made_up.FINANCE, "待改", "收入总计 130.00 万元，支出总计 120.00 万元，差 10.00 万元"),
        (made_up.DRAFT, "待补", "待填：决算数据.xlsx 机构!B3 机构设置（等 2 处）"),
    ],
)
def test_the_state_of_a_body_is_told_with_its_sentence(
    made: dict[str, bytes], body: Body, state: str, why: str | None
) -> None:
    found = row(made, body)
    assert (found["状态"], found["为什么"]) == (state, why)
    shown = of_page(made, body)
    assert shown.xpath(".//span[@data-state]/text()") == [state]
    assert "".join(shown.xpath(".//td[@data-head='为什么']/text()")) == (why or "")


def test_workbook_and_page_say_the_same_in_every_column(made: dict[str, bytes]) -> None:
    heads = page(made).xpath("//table[@class='matrix']/thead//th/text()")
    for body in made_up.TWELVE:
        cells = of_page(made, body).xpath("./tr[@class='main']/*[not(@data-due)]")
        due = of_page(made, body).xpath("./tr[@class='main']/*[@data-due]/@data-head")
        told = dict(
            zip(
                [head for head in heads if head not in due],
                [cell.text_content() for cell in cells],
                strict=True,
            )
        )
        more = of_page(made, body).xpath(".//dl/div")
        told |= {one.find("dt").text: one.find("dd").text for one in more}
        found = row(made, body)
        assert {head: printed(head, found[head]) for head in told} == told


def printed(head: str, value: object) -> str:
    """As a reader of the workbook sees it."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if head == "大小":
        return f"{value:,} KB"
    return "" if value is None else str(value)


def test_of_what_was_not_looked_at_no_number_is_zero(made: dict[str, bytes]) -> None:
    numbers = ("待填", "错误", "警告", "豁免")
    assert [row(made, made_up.FINANCE)[head] for head in numbers] == [0, 1, 1, 0]
    assert [row(made, made_up.BROKEN)[head] for head in numbers] == [None] * len(numbers)


@pytest.mark.parametrize(
    ("ratified", "told"),
    [
        ({"一致": 6}, "一致"),
        ({"一致": 5, "舍入尾差": 1}, "一致（舍入尾差1项）"),
        ({"一致": 4, "不一致": 2}, "差2项"),
        ({"不一致": 1, "缺数": 3}, "差1项，缺3项"),
        ({}, "没有"),
    ],
)
def test_the_ratified_totals_agree_or_it_is_told_how_many_do_not(
    tmp_path: Path, ratified: dict[str, int], told: str
) -> None:
    assert one(tmp_path, made_up.record(made_up.FINANCE, ratified=ratified))["批复数"] == told


@pytest.mark.parametrize(
    ("approved", "published", "kept", "left"),
    [
        ("2024年9月10日", "2024年9月30日", "按期公开", "按期"),
        ("2024年9月10日", "2024年10月1日", "逾期公开", "逾期1天"),
        ("2024-09-10", "2024.10.3", "逾期公开", "逾期3天"),
        ("2024年9月10日", "2024年9月1日", "逾期公开", "批复之前"),
        ("2024年9月", "2024年10月5日", "说不清", "说不清：日期只写到月"),
        ("2024年8月", "2024年9月30日", "逾期公开", "逾期10天"),
        ("", "2024年9月30日", "没有期限", None),
    ],
)
def test_whether_the_deadline_was_kept_is_known_by_the_dates_alone(
    tmp_path: Path, approved: str, published: str, kept: str, left: str | None
) -> None:
    found = one(tmp_path, made_up.record(made_up.FINANCE, approved_on=approved, published_on=published))
    assert (found["是否逾期"], found["距期限"]) == (kept, left)


def test_a_department_and_a_unit_each_have_a_deadline_after_their_own_approval(
    made: dict[str, bytes],
) -> None:
    deadlines = [row(made, body)["公开期限"].date() for body in (made_up.EDUCATION, made_up.SCHOOL)]
    assert deadlines == [date(2024, 9, 30), date(2024, 10, 8)]


def test_a_body_that_said_no_date_has_that_of_the_city_by_its_kind(tmp_path: Path) -> None:
    bodies = (made_up.SILENT, made_up.FINANCE)
    city = made_up.city(tmp_path, bodies, 批复日期={"部门": "2024年9月1日", "单位": "2024年9月5日"})
    found = rows(dict(matrix(city, [])))
    assert [one["公开期限"].date() for one in found] == [date(2024, 9, 25), date(2024, 9, 21)]
    assert {one["状态"] for one in found} == {"未交"}


def test_days_that_are_left_are_worked_out_where_the_workbook_is_opened(made: dict[str, bytes]) -> None:
    found = row(made, made_up.FINANCE, values=False)
    assert found["距期限"] == "=DATE(2024,9,30)-TODAY()"
    assert row(made, made_up.FINANCE)["距期限"] in (None, "")  # nothing of a clock is in the file
    (cell,) = of_page(made, made_up.FINANCE).xpath(".//td[@data-due]")
    assert (cell.get("data-due"), cell.text) == ("2024-09-30", None)


def test_the_sheet_filters_and_counts_what_a_filter_leaves(made: dict[str, bytes]) -> None:
    whole = sheet(made, values=False)
    last = whole.max_row
    assert whole.auto_filter.ref == f"A{HEAD}:{whole.cell(last, whole.max_column).coordinate}"
    assert whole.freeze_panes == f"C{FIRST}"
    counts = {whole.cell(HEAD, column).value: whole.cell(HEAD - 1, column).value for column in (2, 9)}
    assert counts["名称"] == f'=SUBTOTAL(103,B{FIRST}:B{last})&"个"'
    errors = [cell.value for cell in whole[HEAD]].index("错误") + 1
    letter = whole.cell(HEAD, errors).column_letter
    assert whole.cell(HEAD - 1, errors).value == f"=SUBTOTAL(109,{letter}{FIRST}:{letter}{last})"
    assert sheet(made).cell(HEAD - 1, errors).value == 1
    assert whole.cell(2, 1).value == page(made).xpath("//p[@class='lead']/text()")[0]


def test_what_was_late_is_told_apart_on_the_page(made: dict[str, bytes]) -> None:
    late = page(made).xpath("//tr[@class='main']/*[contains(@class, ' late')]/text()")
    assert late == [row(made, made_up.LATE)["距期限"]] == ["逾期3天"]


def test_a_state_has_a_colour_and_its_word(made: dict[str, bytes]) -> None:
    whole = sheet(made)
    column = [cell.value for cell in whole[HEAD]].index("状态") + 1
    colours = {
        whole.cell(line, column).value: whole.cell(line, column).fill.fgColor.rgb for line in range(FIRST, 17)
    }
    assert len(set(colours.values())) == len(colours) == 6


def test_printed_the_sheet_lies_with_its_heads_on_every_page(made: dict[str, bytes]) -> None:
    whole = sheet(made)
    assert (whole.page_setup.orientation, whole.page_setup.fitToHeight) == ("landscape", 0)
    assert whole.sheet_properties.pageSetUpPr.fitToPage
    assert whole.print_title_rows == f"${HEAD}:${HEAD}"


def test_every_finding_and_what_is_missing_is_a_row_of_the_list(made: dict[str, bytes]) -> None:
    found = [(one["名称"], one["程度"], one["代码"], one["说明"]) for one in rows(made, TOLD)]
    assert (made_up.FINANCE.name, "错误", "XA1", made_up.WRONG.message) in found
    assert (made_up.FINANCE.name, "警告", "NF3", made_up.DOUBTFUL.message) in found
    assert (made_up.DRAFT.name, "待填", None, "决算数据.xlsx 三公!B30 公务用车保有量") in found
    assert (
        made_up.BROKEN.name,
        "不能生成",
        None,
        "data.yaml 第6行：不认识“公务接待非”，相近的有：公务接待费",
    ) in found
    (wrong,) = (one for one in rows(made, TOLD) if one["代码"] == "XA1")
    assert (wrong["现为"], wrong["应为"], wrong["改法"]) == ("130.00", "120.00", "核对收入、支出各行")
    assert wrong["位置"] == "决算数据.xlsx 收入!C5；公开01表 总计"
    for body in made_up.TWELVE:
        on_page = of_page(made, body).xpath(".//table[@class='told']//td[@data-head='说明']/text()")
        assert on_page == [said for name, _, _, said in found if name == body.name]


def test_links_lead_to_the_files_from_where_the_matrix_stands(tmp_path: Path) -> None:
    body = replace(made_up.OFFICE, folder="甲#1%/乙")
    city = made_up.city(tmp_path, [body, made_up.DRAFT])
    records = [made_up.record(body), made_up.twelve()[-1]]
    made = dict(matrix(city, records))
    wanted = {
        body: city.folder.public / body.folder / f"{body.name}2024年度部门决算.pdf",
        made_up.DRAFT: city.folder.office
        / "草稿"
        / made_up.DRAFT.folder
        / f"{made_up.DRAFT.name}2024年度部门决算.docx",
    }
    files.write_all([(path.name, b"") for path in [wanted[body]]], wanted[body].parent)
    files.write_all([(path.name, b"") for path in [wanted[made_up.DRAFT]]], wanted[made_up.DRAFT].parent)
    for one, path in wanted.items():
        called = {".pdf": "PDF", ".docx": "Word"}[path.suffix]
        (address,) = of_page(made, one).xpath(f".//p[@class='files']/a[text()='{called}']/@href")
        assert (city.folder.office / unquote(address)).resolve() == path.resolve()
        formula = row(made, one, values=False)[called]
        assert not set("#") & set(formula)
        target = re.fullmatch(r'=HYPERLINK\("(.*)","\w+"\)', formula)
        assert target
        assert (city.folder.office / unquote(target[1])).resolve() == path.resolve()


def test_the_findings_of_a_body_are_found_in_the_list_however_it_is_sorted(made: dict[str, bytes]) -> None:
    found = row(made, made_up.FINANCE, values=False)["问题"]
    assert found == f'=HYPERLINK("#\'{TOLD}\'!B"&MATCH("{made_up.FINANCE.name}",\'{TOLD}\'!B:B,0),"2条")'
    assert row(made, made_up.OFFICE)["问题"] is None


def test_hints_over_the_city_stand_by_their_body_and_above_all(tmp_path: Path) -> None:
    bodies = (made_up.OFFICE, made_up.FINANCE)
    records = [made_up.record(body, check_code="ABC-DEF-GHJ") for body in bodies]
    made = dict(matrix(made_up.city(tmp_path, bodies), records))
    assert [one["全市提示"] for one in rows(made)] == [1, 1]
    told = [(one["名称"], one["程度"]) for one in rows(made, TOLD)]
    assert told == [(body.name, "全市提示") for body in bodies]


def test_text_stays_text_whatever_it_begins_with(tmp_path: Path) -> None:
    evil = "=HYPERLINK(1)<b>"
    made = dict(
        matrix(
            made_up.city(tmp_path, [made_up.FINANCE]),
            [made_up.record(made_up.FINANCE, state="未能生成", problem=evil)],
        )
    )
    cell = next(cell for cell in sheet(made, values=False)[FIRST] if cell.value == evil)
    assert cell.data_type == "s"
    assert of_page(made, made_up.FINANCE).xpath(".//td[@data-head='为什么']/text()") == [evil]


def test_a_list_without_bodies_is_a_matrix_without_rows(tmp_path: Path) -> None:
    made = dict(matrix(made_up.city(tmp_path, []), []))
    assert page(made).xpath("//p[@class='lead']/text()")[0] == "共 0 个，其中逾期公开 0 个。"
    assert len(sheet(made)["B"]) >= HEAD


def test_the_same_records_make_the_same_bytes(made: dict[str, bytes], tmp_path: Path) -> None:
    again: City = made_up.city(tmp_path, made_up.TWELVE)
    assert dict(matrix(again, made_up.twelve())) == made
