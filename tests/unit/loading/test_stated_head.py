"""The head of data: whose they are and of which year, where the rest cannot be read, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure import loading, projects
from disclosure.errors import InputError
from disclosure.loading.stated_head import stated_head
from disclosure.loading.workbook.sheet_xml import Book, Sheet

HEAD = "模板: standard\n单位: 万元\n年度: 2023\n部门: {全称: 某市某某局}\n"


def test_the_head_is_read_where_the_rest_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text(f"{HEAD}支出: 很多\n", encoding="utf-8")
    with pytest.raises(InputError):
        loading.read(tmp_path)
    said = stated_head(tmp_path)
    assert said == {
        "模板": "standard",
        "单位": "万元",
        "年度": "2023",
        "部门.全称": "某市某某局",
        "支出": "很多",
    }


def test_of_a_workbook_the_sheet_of_the_head_alone_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects.new(tmp_path, pack="sichuan-2024", department="某市档案馆", unit="万元")
    read: list[str] = []
    begin = Sheet.__init__

    def noted(sheet: Sheet, name: str, book: Book) -> None:
        read.append(name)
        begin(sheet, name, book)

    monkeypatch.setattr(Sheet, "__init__", noted)
    said = stated_head(tmp_path)
    assert (said["部门.全称"], said["年度"], said["模板"]) == ("某市档案馆", "2024", "sichuan-2024")
    assert said["单位"] == "万元"
    assert read == ["单位信息"]


def test_what_people_typed_goes_before_what_was_imported(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("年度: 2023\n", encoding="utf-8")
    (tmp_path / "导入.yaml").write_text(HEAD.replace("2023", "2022"), encoding="utf-8")
    said = stated_head(tmp_path)
    assert (said["年度"], said["部门.全称"]) == ("2023", "某市某某局")


def test_a_folder_without_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有填报工作簿"):
        stated_head(tmp_path)
