"""Imported tables: a “三公” figure below what its 款 already hold is told with both cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import importing
from tests.departments import small, submission

LINES = [
    {"项": "2010301", "性质": "基本", "金额": "90"},
    {"项": "2010302", "性质": "项目", "金额": "40"},
]
TOTALS = [
    {"性质": "基本", "款": "30101", "金额": "80"},
    {"性质": "基本", "款": "30217", "金额": "2"},
    {"性质": "基本", "款": "30231", "金额": "8"},
]
WAIVER = """
豁免:
  - {代码: XI5, 位置: 公务接待费的决算数, 依据数: "3000.00元", 理由: 口径不同, 姓名: 张三, 日期: 2024年8月1日}
"""


def imported(folder: Path, reception: str) -> Path:
    """The tables of a department whose lines have no 款, printed and read again."""
    data: dict[str, Any] = small(支出=LINES, 经济分类汇总=TOTALS, 模板="central-2023")
    data["三公经费"]["决算数"] = {"公务用车运行维护费": "8", "公务接待费": reception}
    page = disclosure.build(submission(data), ("html",), draft=True).artifacts[0].data
    (folder / "表.html").write_bytes(page)
    importing.import_tables([folder / "表.html"], folder / "数据", "central-2023")
    return folder / "数据"


def test_both_cells_are_named_and_the_finding_may_be_waived(tmp_path: Path) -> None:
    folder = imported(tmp_path, "0.3")
    (finding,) = disclosure.check(folder).of("XI5")
    assert (finding.severity, finding.stated, finding.expected) == ("error", "3000.00元", "至少20000.00元")
    assert len({source.split(" ", 1)[1] for source in finding.sources}) == 2
    (folder / "data.yaml").write_text(f"格式版本: 1\n{WAIVER}", encoding="utf-8")
    assert not list(disclosure.check(folder).of("XI5"))


@pytest.mark.parametrize("reception", ["2", "42"])
def test_what_the_lines_without_sections_may_hold_is_no_fault(tmp_path: Path, reception: str) -> None:
    assert not list(disclosure.check(imported(tmp_path, reception)).of("XI5"))
