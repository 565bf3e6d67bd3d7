"""Explanations that the catalogue has no official wording of stand in a new workbook, to be confirmed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from disclosure import api, packs, projects
from disclosure.loading import data_files, read
from disclosure.model.pending import SUGGESTED
from disclosure.workbook import BOOK
from tests import delivered
from tests.departments import EXAMPLES
from tests.unit.workbook.clerk import Clerk, small

ANNUITY = "2080506 机关事业单位职业年金缴费支出"  # the catalogue's text is from memory
PENSION = "2080505 机关事业单位基本养老保险缴费支出"  # the catalogue has the official text
TEXT = "反映机关事业单位实施养老保险制度由单位实际缴纳的职业年金支出。"
SPENT = [{"项": code[:7], "性质": "基本", "金额": "100"} for code in (ANNUITY, PENSION, "2010301")]


def explained(folder: Path) -> dict[str, str]:
    """What the sheet 名词 holds, by name."""
    sheet = openpyxl.load_workbook(folder / BOOK)["名词"]
    rows = [row[:2] for row in sheet.iter_rows(min_row=5, values_only=True)]
    return dict(rows[: next(number for number, row in enumerate(rows) if row[0] is None)])


def next_year(tmp_path: Path, **more: object) -> Path:
    last = small(tmp_path / "2024", 年度="2024", 模板="sichuan-2024", 支出=SPENT, **more)
    projects.new(tmp_path / "2025", last=last)
    return tmp_path / "2025"


def test_a_subject_without_official_text_is_explained_with_the_basis_of_the_text(tmp_path: Path) -> None:
    assert explained(next_year(tmp_path)) == {ANNUITY: SUGGESTED["from memory"] + TEXT}


@pytest.mark.parametrize("name", ["2080506", ANNUITY, ANNUITY[8:]])
def test_what_the_office_explained_itself_is_not_offered_again(tmp_path: Path, name: str) -> None:
    own = {"名称": name, "解释": "反映职业年金。"}
    assert explained(next_year(tmp_path, 名词=[own])) == {name: own["解释"]}


def test_a_suggestion_is_told_with_its_cell_until_its_mark_is_deleted(tmp_path: Path) -> None:
    folder = next_year(tmp_path)
    clerk = Clerk(folder / BOOK)
    for row in range(6, 9):
        clerk.book["支出"].cell(row, 6).value = 100
    clerk.save()
    report = api.check(folder)
    assert [finding.where for finding in report.of("C31")] == [("名词[1].解释",)]
    asked = f"{BOOK} 名词!B5 名词第1行（{ANNUITY}）的解释（核对后删去“{SUGGESTED['from memory']}”）"
    assert asked in report.missing
    clerk.book["名词"]["B5"].value = TEXT
    clerk.save()
    report = api.check(folder)
    assert not [place for place in report.missing if "名词" in place]
    page = api.build(folder, ("html",), draft=True).artifacts[0].data.decode()
    assert TEXT.rstrip("。") in page
    assert "科目表参考" not in page


def test_an_explanation_of_a_subject_whose_amount_is_not_known_is_not_called_unused(tmp_path: Path) -> None:
    notes = api.build(next_year(tmp_path), ("html",), draft=True).notes
    assert not [note for note in notes if "没有用到" in note]


def test_imported_lines_are_explained_too(tmp_path: Path) -> None:
    folder = tmp_path / "2024"
    folder.mkdir()
    lines = [
        "支出:",
        *(f'  - {{项: "{line["项"]}", 性质: 基本, 资金: 一般公共预算, 金额: "1.00"}}' for line in SPENT),
        '  - {项: "2080109", 性质: 基本, 资金: 其他资金, 金额: "1.00"}',
    ]
    (folder / data_files.IMPORTED).write_text("\n".join(["单位: 万元", *lines]), encoding="utf-8")
    projects.new(folder, pack="sichuan-2024", department="甲局")
    assert [*explained(folder)] == [ANNUITY]


@pytest.mark.parametrize("pack", delivered.OWN)
def test_a_pack_that_explains_subjects_itself_or_not_at_all_is_offered_nothing(pack: str) -> None:
    chain = packs.resolve(pack, [packs.built_in()])
    offered = list(packs.suggested_explanations(["2080506"], chain, 2024, {}))
    listed = chain.glossary.subjects_from == "科目表" and "2080506" not in chain.glossary.subjects
    assert bool(offered) is listed


def test_the_text_of_every_example_stays_readable(tmp_path: Path) -> None:
    projects.new(tmp_path / "new", last=EXAMPLES / "panzhihua-chengdu-2024")
    assert read(tmp_path / "new").glossary
