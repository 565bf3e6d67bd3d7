"""A season of a city's bureau with twelve bodies, by the commands alone, from the list to the statistics."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

import disclosure
from tests.departments import small
from tests.unit.test_cli import Run

HEADS = ("名称", "类型", "类别", "主管部门", "批次", "涉密不公开", "撤并", "延期", "经办人")
LISTED = (
    ("中共某市委办公室", "部门", "党委部门", "", "第一批", "", "", "", "赵一"),
    ("某市档案馆", "部门", "党委部门", "", "第一批", "", "", "", "赵一"),
    ("某市财政局", "部门", "政府部门", "", "第一批", "", "", "", "钱二"),
    ("某市审计局", "部门", "政府部门", "", "第一批", "", "", "", "钱二"),
    ("某市教育局", "部门", "政府部门", "", "第二批", "", "", "", "孙三"),
    ("某市第一中学", "单位", "政府部门", "某市教育局", "第二批", "", "", "", "孙三"),
    ("某市第二中学", "单位", "政府部门", "某市教育局", "第二批", "", "", "", "孙三"),
    ("某市水利局", "部门", "政府部门", "", "第一批", "", "", "", "李四"),
    ("某市保密局", "部门", "政府部门", "", "第一批", "依法不予公开", "", "", "李四"),
    ("某市园林局", "部门", "政府部门", "", "第一批", "", "并入某市住房城乡建设局", "", "李四"),
    ("某市总工会", "部门", "群团组织", "", "第一批", "", "", "", "周五"),
    ("某市妇女联合会", "部门", "群团组织", "", "第一批", "", "", "", "周五"),
)
SUMMED = "某市教育局"
OWN = f"{SUMMED}/本级"
FOLDERS = {name: f"{parent}/{name}" if parent else name for name, _, _, parent, *_ in LISTED}
PUBLISHED = [name for name, *_, secret, merged, _, _ in LISTED if not (secret or merged)]


def test_a_season_from_the_list_to_the_statistics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "某市"

    def bureau(*arguments: object) -> Run:
        return Run(monkeypatch, capfd, "city", *arguments)

    # 名单
    assert bureau("new", home, "--pack", "sichuan-2024", "--year", "2024").code == 0
    listed(home)
    assert bureau("new", home).code == 0
    assert not (home / "某市保密局").exists()
    for name in PUBLISHED:
        filled(home / FOLDERS[name])


def listed(home: Path) -> None:
    """The bureau fills the list in."""
    book = openpyxl.load_workbook(home / "名单.xlsx")
    sheet = book["名单"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    for row, body in enumerate(LISTED, 5):
        for head, value in zip(HEADS, body, strict=True):
            sheet.cell(row, columns[head], value or None)
    book.save(home / "名单.xlsx")


def filled(folder: Path) -> None:
    """A clerk fills in the workbook, here what it asks beside the tables as a data file."""
