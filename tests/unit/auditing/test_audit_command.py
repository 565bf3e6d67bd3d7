"""`disclosure audit` with its options: what is printed, what is said, what is written, the exit code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest

from disclosure.auditing.audit_report import HEAD
from tests.departments import EXAMPLES
from tests.unit.auditing.test_audit import PUTUO, page
from tests.unit.auditing.test_marking import slipped
from tests.unit.test_cli import Run

Command = Callable[..., Run]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    return lambda *arguments: Run(monkeypatch, capfd, "audit", *arguments)


@cache
def untouched() -> str:
    return page(PUTUO)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A web page and a .docx, both with a wrong rate."""
    made = tmp_path / "公开"
    made.mkdir()
    (made / "决算.docx").write_bytes(slipped())
    (made / "决算.html").write_text(untouched().replace("98.69%", "96.89%", 1), encoding="utf-8")
    return made


def test_copies_are_written_beside_the_report_and_named_after_the_file(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    before = (folder / "决算.docx").read_bytes()
    done = run(folder, "--marked", tmp_path / "标注")
    copy = tmp_path / "标注" / "决算（审查）.docx"
    assert done.printed.splitlines()[0] == str(copy)
    assert any("现为：96.89%" in comment.text for comment in docx.Document(str(copy)).comments)
    assert (folder / "决算.docx").read_bytes() == before
    assert "公开/决算.html：只有 PDF、DOCX 能写批注，这一份没有副本" in done.said
    assert done.code == 1


def test_a_rejected_finding_is_no_reason_for_the_exit_code(run: Command, tmp_path: Path) -> None:
    page_file, report = tmp_path / "决算.html", tmp_path / "报告.xlsx"
    page_file.write_text(untouched().replace("98.69%", "96.89%", 1), encoding="utf-8")
    assert run(page_file, "-f", "xlsx", "-o", report).code == 1
    book = openpyxl.load_workbook(report)
    for row in range(2, book["发现"].max_row + 1):
        for name, said in {"处理": "驳回", "处理人": "张三", "理由": "另有规定"}.items():
            book["发现"].cell(row, HEAD.index(name) + 1).value = said
    book.save(report)
    done = run(page_file, "--review", report)
    assert done.code == 0
    assert "确定的差错：0 处" in done.printed
    assert "（张三：另有规定）" in done.printed


def test_what_could_not_be_held_against_anything_is_told(run: Command, tmp_path: Path) -> None:
    page_file = tmp_path / "决算.html"
    page_file.write_text(untouched(), encoding="utf-8")
    fits = run(page_file, "--against", EXAMPLES / PUTUO)
    assert (fits.code, fits.said) == (0, "")
    assert f"已与 {PUTUO} 对照" in fits.printed
    other = run(page_file, "--against", EXAMPLES / "panzhihua-beijing-2023")
    assert "panzhihua-beijing-2023 是2023年度的数据，没有可以与它对照的文件；请看年度和单位" in other.said


def test_a_bad_review_stops_before_anything_is_audited(run: Command, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book["Sheet"].title = "发现"
    book["发现"].append(HEAD)
    book["发现"].append(["决算.html", "确定", "AU1", *[""] * 8, "同意"])
    book.save(tmp_path / "意见.xlsx")
    done = run(tmp_path / "决算.html", "--review", tmp_path / "意见.xlsx")
    assert done.code == 1
    assert "意见.xlsx 发现!L2" in done.said
    assert "不认识“同意”" in done.said
    assert done.printed == ""
