"""From an empty folder to the publication with the workbook alone: openpyxl types, LibreOffice computes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from disclosure import api, projects
from disclosure.loading import read
from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import calculated, fill_in, small


@pytest.mark.libreoffice
def test_a_department_is_published_from_the_workbook_alone(tmp_path: Path) -> None:
    folder = tmp_path / "档案馆"
    projects.new(folder, pack="sichuan-2024", department="某某市档案馆")
    fill_in(folder)
    calculated(folder, tmp_path)
    assert read(folder).expenditure[0].section["30201"] == Decimal("152345.67")  # type: ignore[index]
    built = api.build(folder, ("docx", "pdf", "xlsx"))
    assert sorted(Path(one.name).suffix for one in built.artifacts) == [".docx", ".pdf", ".xlsx"]
    sheet = openpyxl.load_workbook(folder / BOOK, data_only=True)["支出"]
    sums = {sheet.cell(row, 1).value: sheet.cell(row, 7).value for row in range(6, 8)}
    assert sums == {1: 972345.67, 2: 300000}


@pytest.mark.libreoffice
def test_what_libreoffice_saves_keeps_drop_downs_locks_and_marks(tmp_path: Path) -> None:
    folder = small(tmp_path / "a")
    calculated(folder, tmp_path)
    sheet = openpyxl.load_workbook(folder / BOOK)["支出"]
    assert sheet.protection.sheet
    assert not sheet["B7"].protection.locked
    assert not sheet["G7"].protection.locked  # a row with a locked cell could not be deleted
    assert sheet["A4"].protection.locked
    assert any("功能科目" in (rule.formula1 or "") for rule in sheet.data_validations.dataValidation)
    assert sheet.conditional_formatting
