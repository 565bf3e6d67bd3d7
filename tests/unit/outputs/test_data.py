"""The data files: one record a figure as it was published, and a data package that says what they are."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest

import disclosure
from disclosure.document import Document, Row, Style, TableBlock, Text
from disclosure.errors import OutputError
from disclosure.outputs import Writer
from disclosure.outputs.tidy_data import FIELDS, PACKAGE, records, write_csv, write_json
from tests.departments import EXAMPLES
from tests.unit.outputs.test_xlsx import TABLE, number, words

STYLE = Style("", b"", "")
DOCUMENT = Document("某局决算", "某局", (TABLE,))


def table(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.decode("utf-8-sig"), newline="")))


def test_each_figure_is_a_record_with_row_column_value_and_unit() -> None:
    first = next(records(DOCUMENT))
    assert first == ("公开03表", "支出决算表", "合计", "支出/基本", "30.00", "", "")
    assert [(record.row, record.column, record.value) for record in records(DOCUMENT)][1:3] == [
        ("合计", "支出/项目", "5.01"),
        ("=HYPERLINK(1)", "支出/基本", "10.00"),
    ]


@pytest.mark.parametrize(("write", "format"), [(write_csv, "csv"), (write_json, "json")])
def test_a_document_without_tables_makes_no_empty_data_file(write: Writer, format: str) -> None:
    said = f"没有公开表，不能生成 {format}；请换一个有公开表的模板.*或从 --format 里去掉 {format}"
    with pytest.raises(OutputError, match=said):
        write(Document("某局决算", "某局", ()), STYLE, "某局")


def test_blocks_side_by_side_keep_their_own_row_names() -> None:
    body = (Row((words("甲"), number("1.00"), words("乙"), number("2.00"))),)
    head = (Row(tuple(words(text, head=True) for text in ("收入", "金额", "支出", "金额"))),)
    both = Document("", "", (TableBlock("t", head, body, (1, 1, 1, 1), (Text("表"),)),))
    assert [(record.row, record.value) for record in records(both)] == [("甲", "1.00"), ("乙", "2.00")]


def test_a_name_that_reaches_over_rows_belongs_to_each() -> None:
    body = (
        Row((words("项目支出", rowspan=2), words("合计"), number("3.00"))),
        Row((words("其中：财政拨款"), number("2.00"))),
    )
    form = Document("", "", (TableBlock("t", (), body, (1, 1, 1), (Text("表"),)),))
    assert [record.row for record in records(form)] == ["项目支出 合计", "项目支出 其中：财政拨款"]


def test_the_csv_opens_in_excel_and_no_text_starts_a_formula() -> None:
    data, _ = write_csv(DOCUMENT, STYLE, "某局")
    assert data.name == "某局.csv"
    assert data.data.startswith(b"\xef\xbb\xbf")
    assert {row["行"] for row in table(data.data)} == {"合计", "'=HYPERLINK(1)", "'+甲"}
    assert [row["数值"] for row in table(data.data)] == ["30.00", "5.01", "10.00", "5.00", "20.00"]


def test_the_package_describes_the_columns_that_the_file_has() -> None:
    data, package = write_csv(DOCUMENT, STYLE, "某局")
    assert package.name == f"某局.{PACKAGE}"
    (resource,) = json.loads(package.data)["resources"]
    assert resource["path"] == data.name
    assert [field["name"] for field in resource["schema"]["fields"]] == list(table(data.data)[0])


def test_the_json_is_a_package_that_holds_its_data() -> None:
    (made,) = write_json(DOCUMENT, STYLE, "某局")
    (resource,) = json.loads(made.data)["resources"]
    assert [row["数值"] for row in resource["data"]] == [record.value for record in records(DOCUMENT)]
    assert set(resource["data"][0]) == {name for name, _, _ in FIELDS}


def test_a_department_s_figures_come_out_as_published() -> None:
    built = disclosure.build(EXAMPLES / "yuxi-beijing-2023", ("csv",))
    rows = table(built.artifacts[0].data)
    spent = [row for row in rows if row["表号"] == "公开03表" and row["栏"] == "本年支出合计"]
    assert spent[0]["行"] == "合计"
    assert (spent[0]["数值"], spent[0]["单位"]) == ("3222371.53", "元")
    assert Decimal(next(row["数值"] for row in spent if row["行"].startswith("2210203"))) == Decimal(
        "15647.00"
    )
    persons = next(
        row for row in rows if row["表号"] == "公开10表" and row["行"].startswith("6. 国内公务接待人次")
    )
    assert (persons["数值"], persons["单位"]) == ("545", "")
    rate = next(row for row in rows if row["表号"] == "公开14表" and row["栏"] == "执行率（%）")
    assert (rate["数值"], rate["单位"]) == ("100.00", "%")
