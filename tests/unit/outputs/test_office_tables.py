"""Tables for the office: numbers are numbers, texts stay texts, what is shown is what the page shows."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl

from disclosure.outputs.office_tables import Column, OfficeTable, workbook

TABLE = OfficeTable(
    "各部门",
    ("金额单位：万元",),
    (Column("名称"), Column("支出", "amount"), Column("增减率（%）", "rate"), Column("家数", "count")),
    [("=1+1", Decimal("1234567.894"), Decimal("-7.795"), 3), ("乙局", "缺", None, None)],
    ("合计", Decimal("1234567.894"), Decimal("-7.795"), 3),
    [("缺", "缺 1 家", "", "")],
)


def test_numbers_keep_their_digits_texts_stay_texts_and_amounts_add_up_by_formula() -> None:
    data = workbook("全市", [TABLE])
    sheet, shown = (
        openpyxl.load_workbook(BytesIO(data), data_only=values).active for values in (False, True)
    )
    assert sheet is not None
    assert shown is not None
    assert [cell.value for cell in sheet[3]] == ["=1+1", 123.4567894, -7.795, 3]
    assert sheet["A3"].data_type == "s"
    assert sheet["B3"].number_format == "#,##0.00_ "
    assert [cell.value for cell in sheet[4]] == ["乙局", "缺", None, None]
    assert [cell.value for cell in sheet[5]] == ["合计", "=SUM(B3:B4)", -7.795, 3]
    assert shown["B5"].value == 123.4567894
    assert workbook("全市", [TABLE]) == data


def test_texts_are_rounded_as_money_rounds() -> None:
    assert [*TABLE.texts()] == [
        (False, ("=1+1", "123.46", "-7.80", "3")),
        (False, ("乙局", "缺", "", "")),
        (True, ("合计", "123.46", "-7.80", "3")),
        (False, ("缺", "缺 1 家", "", "")),
    ]
