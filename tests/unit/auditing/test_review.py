"""What was said of a finding is known again in the next version of the document; a bad file is told where."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from disclosure.auditing import AuditRecord, held_against, read_review, report_bytes, strangers
from disclosure.auditing.audit import of_document
from disclosure.auditing.audit_report import HEAD
from disclosure.errors import InputError
from disclosure.loading import published
from tests.unit.auditing.test_audit import BEIJING, page

SHARE = ("占83.13%", "占38.13%")
RATE = ("增长17.93%", "增长19.73%")


@cache
def record(text: str, name: str = "公开.html") -> AuditRecord:
    return of_document(published.document_of(text.encode(), name, name)).record()


@cache
def untouched() -> str:
    return page(BEIJING)


def with_slips(*slips: tuple[str, str]) -> str:
    text = untouched()
    for right, wrong in slips:
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


def reviewed(records: list[AuditRecord], folder: Path, *said: dict[str, str]) -> Path:
    """The report as .xlsx, with what somebody said of the finding that states `现为`."""
    path = folder / "审查意见.xlsx"
    path.write_bytes(report_bytes(records, "xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["发现"]
    for row in range(2, sheet.max_row + 1):
        for one in said:
            if sheet.cell(row, HEAD.index("现为") + 1).value == one["现为"]:
                for name in one.keys() - {"现为"}:
                    sheet.cell(row, HEAD.index(name) + 1).value = one[name]
    book.save(path)
    return path


REJECTED = {"现为": "38.13%", "处理": "驳回", "处理人": "张三", "理由": "按部门口径计算"}
ACCEPTED = {"现为": "19.73%", "处理": "认可", "处理人": "李四"}


@pytest.fixture
def review(tmp_path: Path) -> Path:
    return reviewed([record(with_slips(SHARE, RATE))], tmp_path, REJECTED, ACCEPTED)


def certain(one: AuditRecord) -> set[str]:
    return {finding.stated for finding in one.of("确定")}


def test_a_rejected_finding_is_no_certain_one_and_says_who_and_why(review: Path, tmp_path: Path) -> None:
    before = record(with_slips(SHARE, RATE))
    assert {"38.13%", "19.73%"} <= certain(before)
    (after,) = held_against([before], read_review(review))
    assert "38.13%" not in certain(after)
    assert [one.stated for one in after.rejected] == ["38.13%"]
    text = report_bytes([after], "text").decode()
    assert "已驳回，不再列为差错：1 处" in text
    assert "（张三：按部门口径计算）" in text
    assert "意见：已认可，尚未改正（李四）" in text


def test_what_was_accepted_and_mended_is_said_to_be_mended(review: Path, tmp_path: Path) -> None:
    (after,) = held_against([record(with_slips(SHARE))], read_review(review))
    assert "19.73%" in [one.stated for one in after.mended or ()]
    assert "已改正：" in report_bytes([after], "text").decode()
    path = tmp_path / "第二次.xlsx"
    path.write_bytes(report_bytes([after], "xlsx"))
    rows = list(openpyxl.load_workbook(path)["已改正"].values)
    assert [row[3] for row in rows if row[1] == "AU1"] == ["19.73%"]


def test_a_finding_is_known_again_where_it_has_moved_and_the_file_bears_another_name(
    review: Path, tmp_path: Path
) -> None:
    moved = with_slips(SHARE, RATE).replace("<h1", "<p>以下为公开的全文。</p><p>请阅。</p><h1", 1)
    (after,) = held_against([record(moved, "公开（第二稿）.html")], read_review(review))
    (rejected,) = after.rejected
    (before,) = (one for one in read_review(review) if one.verdict == "驳回")
    assert str(rejected.place.source) != before.place
    assert rejected.opinion == before


def test_another_number_in_the_same_place_is_a_new_finding(review: Path, tmp_path: Path) -> None:
    (after,) = held_against([record(with_slips(("占83.13%", "占31.83%"), RATE))], read_review(review))
    assert "31.83%" in certain(after)
    assert after.rejected == []
    rows = report_bytes([after], "json").decode()
    assert '"standing": "新发现"' in rows


def test_a_review_goes_on_in_the_report_of_the_next_version(review: Path, tmp_path: Path) -> None:
    again = held_against([record(with_slips(SHARE, RATE))], read_review(review))
    path = tmp_path / "再次.xlsx"
    path.write_bytes(report_bytes(again, "xlsx"))
    said = {(one.stated, one.verdict, one.by, one.why) for one in read_review(path) if one.verdict}
    assert said == {("38.13%", "驳回", "张三", "按部门口径计算"), ("19.73%", "认可", "李四", "")}


def test_of_several_documents_each_is_held_against_its_own(tmp_path: Path) -> None:
    first = record(with_slips(SHARE), "甲.html")
    second = record(with_slips(SHARE), "乙.html")
    opinions = read_review(reviewed([first, second], tmp_path, REJECTED))
    only_first = [replace(one, verdict="") if one.file == "乙.html" else one for one in opinions]
    held = held_against([first, second], only_first)
    assert [len(one.rejected) for one in held] == [1, 0]
    assert strangers([first], opinions) == ["乙.html"]


WRONG = {
    "处理": ({"现为": "38.13%", "处理": "不同意"}, "不认识“不同意”；处理只写“认可”或“驳回”", "处理"),
    "处理人": ({"现为": "38.13%", "处理": "认可"}, "没有写处理人", "处理人"),
    "理由": ({"现为": "38.13%", "处理": "驳回", "处理人": "张三"}, "没有写理由", "理由"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_bad_entry_is_told_with_sheet_and_cell(kind: str, tmp_path: Path) -> None:
    said, sentence, column = WRONG[kind]
    path = reviewed([record(with_slips(SHARE))], tmp_path, said)
    with pytest.raises(InputError, match=sentence) as error:
        read_review(path)
    letter = openpyxl.utils.get_column_letter(HEAD.index(column) + 1)
    assert f"审查意见.xlsx 发现!{letter}" in str(error.value)


def test_a_workbook_that_is_no_report_is_told(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book["Sheet"].append(["单位", "金额"])
    book.save(path)
    with pytest.raises(InputError, match="别的.xlsx.*没有“发现”工作表"):
        read_review(path)
    book["Sheet"].title = "发现"
    book.save(path)
    with pytest.raises(InputError, match="第1行没有“文件”"):
        read_review(path)


def test_what_is_to_be_said_can_be_chosen_from_a_list(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    path.write_bytes(report_bytes([record(with_slips(SHARE))], "xlsx"))
    (rule,) = openpyxl.load_workbook(path)["发现"].data_validations.dataValidation
    assert rule.formula1 == '"认可,驳回"'
    assert "L2" in rule.sqref
