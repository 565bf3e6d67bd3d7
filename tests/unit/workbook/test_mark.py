"""The marked copy: what the screen says stands in cells and lists, and a row copied to 豁免 waives."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from disclosure import api, projects
from disclosure.checks import CheckReport
from disclosure.errors import OutputError
from disclosure.loading.workbook import sheets
from disclosure.workbook import BOOK, MISSING, Remark, mark
from tests.departments import EXAMPLES
from tests.unit.workbook.clerk import Clerk, fill_in, small

LEFT_FROM_2022 = """截止2022年12月31日，内设科室三个(含办公室)，下属单位2个。
实有6人，其中：行政3人、事业1人。2021年增加10.5%，支出12.34万元，增长5.7%。
"""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A department as typed, with faults in cells and in a file beside, and last year's total not typed."""
    folder = small(tmp_path_factory.mktemp("部门"))
    fill_in(folder)
    clerk = Clerk(folder / BOOK)
    for cell in next(clerk.book["经济分类"].iter_cols(min_col=3, max_col=3)):
        if cell.value == "=150000+2345.67":
            cell.value = 152345.67  # no office program has computed it
    clerk.fill("单位信息", "部门", "职责", "职责.md")
    clerk.fill("单位信息", "部门", "机构设置", "机构设置.md")
    clerk.fill("资产", "机关运行经费", "机关运行经费", 172000)
    clerk.fill("上年数", "上年数", "财政拨款收支总计", 100)
    clerk.fill("上年数", "上年数", "收支总计", None)
    clerk.fill("原因说明", "增减原因", "机关运行经费", "正常浮动", "事由")
    clerk.add("支出", "支出", 项="2012699", 性质="项目", 项目名称="库房维修", 金额=1000)
    clerk.save()
    (folder / "机构设置.md").write_text(LEFT_FROM_2022, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def marked(faulty: Path) -> Any:
    (path,) = projects.mark(faulty)
    assert path.name == f"※标注-{BOOK}"
    return openpyxl.load_workbook(path)


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return [tuple(value or "" for value in row) for row in sheet.iter_rows(values_only=True)]


def test_the_first_sheet_lists_every_finding_as_the_screen_does(faulty: Path, marked: Any) -> None:
    report = api.check(faulty)
    assert len({finding.severity for finding in report.findings}) > 1
    head, *listed = rows(marked.worksheets[0])
    assert head == ("级别", "代码", "位置", "问题", "现为", "应为", "改法")
    said = {"error": "错误", "warning": "警告", "note": "提示"}
    assert [(*row[:2], *row[3:]) for row in listed if row[0] != MISSING] == [
        (said[one.severity], one.code, one.message, one.stated, one.expected, one.fix)
        for one in report.findings
    ]
    assert [row[3] for row in listed if row[0] == MISSING] == list(report.missing) != []


def test_what_stands_in_a_file_beside_the_workbook_is_listed_with_its_file(marked: Any) -> None:
    places = {row[2] for row in rows(marked.worksheets[0]) if row[1].startswith("NL25")}
    assert places
    assert all(place.startswith("机构设置.md") for place in places)


def test_a_place_leads_to_its_cell_and_the_comment_there_says_all(marked: Any) -> None:
    listed = marked.worksheets[0]
    (row,) = (row for row in listed.iter_rows() if row[1].value == "XL19.2")
    assert row[2].value.startswith("上年数!B8；")
    assert row[2].hyperlink.location == "'上年数'!B8"
    comment = marked["上年数"]["B8"].comment.text
    assert "错误 XL19.2：" in comment
    assert "\n应为：1200000.00元" in comment
    assert "\n改法：" in comment


def test_what_is_missing_leads_to_the_cell_that_its_sentence_names(tmp_path: Path) -> None:
    folder = small(tmp_path / "a")
    remark = Remark(MISSING, f"{BOOK} 采购!B5 政府采购的货物", ())
    ((_, made),) = mark(folder, [BOOK], [remark])
    (tmp_path / "made.xlsx").write_bytes(made)
    book = openpyxl.load_workbook(tmp_path / "made.xlsx")
    assert book["※校验"]["C2"].value == "采购!B5"
    assert book["※校验"]["C2"].hyperlink.location == "'采购'!B5"
    assert book["采购"]["B5"].comment is None


def test_marks_stand_in_the_cells_that_cannot_be_read(tmp_path: Path) -> None:
    folder = small(tmp_path / "a")
    clerk = Clerk(folder / BOOK)
    clerk.fill("采购", "政府采购", "货物", "十万")
    clerk.save()
    (path,) = projects.mark(folder)
    book = openpyxl.load_workbook(path)
    assert "“十万”不是数" in book["采购"]["B5"].comment.text
    assert rows(book["※校验"])[1][:3] == ("错误", "", "采购!B5")
    assert "※可复制到豁免" not in book.sheetnames


def test_each_finding_has_a_row_that_waives_it_once_it_is_copied(
    faulty: Path, marked: Any, tmp_path: Path
) -> None:
    head, *ready = [row[:6] for row in rows(marked["※可复制到豁免"])]
    (block,) = (block for sheet in sheets() for block in sheet.blocks if block.title == "豁免")
    assert list(head) == [column.head for column in block.heads()]
    assert all(row[3:] == ("", "", "") for row in ready)
    findings = api.check(faulty).findings
    assert len(ready) > 5
    folder = tmp_path / "a"
    shutil.copytree(faulty, folder)
    clerk = Clerk(folder / BOOK)
    clerk.book["附件与核定"].insert_rows(clerk.head(clerk.book["附件与核定"], "豁免") + 1, len(ready))
    for number, row in enumerate(ready[1:]):
        filled = (*row[:3], f"理由{number}", "张三", "2025年1月2日")
        clerk.add("附件与核定", "豁免", **dict(zip(head, filled, strict=True)))
    clerk.save()
    left = api.check(folder).findings
    kept = ready[0]
    assert {(one.code, one.stated) for one in left} == {(kept[0], kept[2])}
    assert len(left) < len(findings)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that may be read and not written; whoever may write everything becomes somebody else."""
    folder.chmod(0o555)
    may_all = os.geteuid() == 0
    try:
        if may_all:
            os.setresuid(65534, 65534, 0)
        yield
    finally:
        if may_all:
            os.setresuid(0, 0, 0)
        folder.chmod(0o755)


def test_a_folder_that_may_only_be_read_gets_no_half_of_a_copy(faulty: Path) -> None:
    with TemporaryDirectory() as above:
        Path(above).chmod(0o755)
        folder = Path(shutil.copytree(faulty, Path(above) / "部门"))
        projects.mark(folder, Path(above) / "别处")  # loads what is loaded late
        before = sorted(path.name for path in folder.iterdir())
        with read_only(folder), pytest.raises(OutputError) as caught:
            projects.mark(folder)
        assert sorted(path.name for path in folder.iterdir()) == before
        assert str(caught.value) == (
            f"数据文件夹“{folder}”写不进标注；请加 --out 写明别处的文件，如 --out 报告.txt，标注就放在它旁边"
        )


def test_copies_say_nothing_of_when_they_were_made(faulty: Path, tmp_path: Path) -> None:
    (first,) = projects.mark(faulty, tmp_path / "甲")
    with zipfile.ZipFile(first) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(datetime.now(UTC).year) not in parts.read("docProps/core.xml").decode()
    (second,) = projects.mark(faulty, tmp_path / "乙")
    assert first.read_bytes() == second.read_bytes()


def test_copies_and_the_report_are_written_together_or_not_at_all(faulty: Path, tmp_path: Path) -> None:
    def beside(report: CheckReport) -> list[tuple[str, bytes]]:
        return [("报告.txt", api.report_bytes(report, "text"))]

    marked = projects.check_and_mark(faulty, tmp_path / "甲", beside=beside)
    assert [path.name for path in marked.paths] == [f"※标注-{BOOK}"]
    assert sorted(path.name for path in (tmp_path / "甲").iterdir()) == sorted((f"※标注-{BOOK}", "报告.txt"))
    (tmp_path / "乙" / "报告.txt").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"已有一个文件夹叫“.*报告\.txt”"):
        projects.check_and_mark(faulty, tmp_path / "乙", beside=beside)
    assert [path.name for path in (tmp_path / "乙").iterdir()] == ["报告.txt"]


def test_a_place_for_copies_that_is_a_file(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "别处").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="所在的位置不是文件夹，请换一个输出文件夹"):
        projects.mark(faulty, tmp_path / "别处")


def test_without_a_workbook_it_is_said_where_the_problems_are(tmp_path: Path) -> None:
    folder = tmp_path / "部门"
    shutil.copytree(EXAMPLES / "panzhihua-beijing-2017", folder)
    before = sorted(folder.iterdir())
    marked = projects.check_and_mark(folder)
    assert marked.sentences == (
        "没有工作簿可以标注（数据不在工作簿里，或工作簿打不开）；问题在哪个文件第几行，见下面的报告",
    )
    assert sorted(folder.iterdir()) == before


def test_where_nothing_is_at_fault_it_is_said_that_there_is_no_copy(tmp_path: Path) -> None:
    folder = tmp_path / "部门"
    shutil.copytree(EXAMPLES / "panzhihua-beijing-2023", folder)
    tables = "、".join(f"公开{number:02d}表" for number in range(1, 14))
    with (folder / "data.yaml").open("a", encoding="utf-8") as data:
        data.write("豁免:\n  - {代码: CL26.2, 位置: 模板, 理由: 与下发的表样比过, 姓名: 张某,\n")
        data.write(f"     日期: 2024年8月1日, 依据数: sichuan-panzhihua-beijing-2023：{tables}}}\n")
    assert projects.check_and_mark(folder).sentences == ("没有问题，也没有待填，没有另存标注",)
