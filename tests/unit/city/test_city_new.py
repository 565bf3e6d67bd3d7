"""`city new`: a list to be filled in, then a folder for each body that can be filled in by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from typer.testing import CliRunner

import disclosure
from disclosure.city import begin_city
from disclosure.city.begin_city import NewFolders
from disclosure.city.city import opened
from disclosure.cli import app
from disclosure.loading import typed
from tests.departments import small, submission
from tests.making import pack
from tests.unit.city.lists import PACK, listing

ROWS = [
    ("名称", "类型", "层级", "主管部门", "撤并", "涉密不公开"),
    ("某市教育局", None, "市级"),
    ("某市一中", None, None, "某市教育局"),
    ("某市二中", None, None, "某市教育局", "并入某市一中"),
    ("某市机要局", None, None, None, None, "依保密法不公开"),
    ("某市档案馆", "单位"),
]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["city", "new", *arguments])
    return result.exit_code, result.stdout, result.stderr


def data(folder: Path) -> Any:
    """What has been typed into the workbook of a folder."""
    return typed(folder).data


def begun(home: Path) -> list[tuple[str, str]]:
    made = NewFolders(opened(home), PACK, 2024).make()
    return [(one.name, one.became) for one in made]


def test_without_a_list_one_is_made_with_an_example_that_is_not_read(tmp_path: Path) -> None:
    code, printed, told = run(str(tmp_path / "某市"), "--pack", PACK, "--year", "2024")
    home = tmp_path / "某市"
    assert (code, printed.splitlines()) == (0, [str(home / "名单.xlsx"), str(home / "全市.yaml")])
    assert f"disclosure city new {home}" in told
    city = opened(home)
    assert (city.settings.name, city.settings.year, city.settings.pack) == ("某市", 2024, PACK)
    assert city.bodies.every == ()
    book = openpyxl.load_workbook(home / "名单.xlsx")
    assert book.sheetnames == ["名单", "填写说明", "可选的模板"]
    sheet = book["名单"]
    assert sheet["A4"].value == "例：某市某某局"
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {'"部门,单位"', "模板"}
    assert sheet.print_title_rows == "$3:$3"
    assert PACK in [cell.value for cell in book["可选的模板"]["A"]]
    explained = [row[0].value for row in book["填写说明"].iter_rows(min_row=3) if row[0].value]
    heads = [cell.value for cell in sheet[3]]
    assert [line.partition("：")[0] for line in explained[-len(heads) :]] == heads


def test_every_head_of_the_list_that_is_made_is_one_that_is_read(tmp_path: Path) -> None:
    begin_city.draft(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "名单.xlsx")
    book["名单"].append(
        ["甲局", "部门", "政府部门", "市级", None, PACK, "第一批", "否", None, "2025年", "张某", "jia"]
    )
    book.save(tmp_path / "名单.xlsx")
    found = opened(tmp_path).bodies
    (body,) = found
    assert found.remarks == ()
    assert (body.group, body.level, body.pack, body.batch, body.postponed, body.who, body.folder) == (
        *("政府部门", "市级", PACK, "第一批", "2025年", "张某", "jia"),
    )


def test_what_may_be_decided_can_be_had_by_taking_its_mark_away(tmp_path: Path) -> None:
    begin_city.draft(tmp_path)
    path = tmp_path / "全市.yaml"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.removeprefix("# ") for line in lines), encoding="utf-8")
    decided = opened(tmp_path).settings
    assert decided.model_fields_set >= {"filename", "approved_on", "control_totals", "kinds_of_waiver"}
    assert head.startswith("#")


def test_folders_with_data_are_listed_already(tmp_path: Path) -> None:
    disclosure.save(submission(small()), tmp_path / "甲局")
    begin_city.draft(tmp_path)
    found = opened(tmp_path).bodies
    assert ([body.name for body in found], found.remarks) == (["甲局"], ())


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "全市.yaml").write_text("名称: 某市\n", encoding="utf-8")
    assert [path.name for path in begin_city.draft(tmp_path)] == ["名单.xlsx"]
    assert (tmp_path / "全市.yaml").read_text(encoding="utf-8") == "名称: 某市\n"


def test_each_body_has_a_folder_and_a_department_adds_up_its_units(tmp_path: Path) -> None:
    listing(tmp_path, ROWS)
    assert begun(tmp_path) == [
        ("某市教育局", "已建"),
        ("某市教育局（本级）", "已建"),
        ("某市一中", "已建"),
        ("某市二中", "不建"),
        ("某市机要局", "不建"),
        ("某市档案馆", "已建"),
    ]
    department = data(tmp_path / "某市教育局")["部门"]
    assert department["全称"] == "某市教育局"
    assert department["层级"] == "市级"
    assert department["所属单位"] == [
        {"名称": "某市教育局（本级）", "数据": "本级"},
        {"名称": "某市一中", "数据": "某市一中"},
    ]
    unit = data(tmp_path / "某市教育局" / "某市一中")
    assert (unit["部门"]["全称"], unit["部门"]["类型"], unit["模板"], unit["年度"]) == (
        *("某市一中", "单位", PACK, "2024"),
    )


def test_run_again_only_what_is_lacking_is_made(tmp_path: Path) -> None:
    listing(tmp_path, [("名称",), ("甲局",)])
    begun(tmp_path)
    before = (tmp_path / "甲局" / "决算数据.xlsx").read_bytes()
    listing(tmp_path, [("名称",), ("甲局",), ("乙局",)])
    assert begun(tmp_path) == [("甲局", "已经有"), ("乙局", "已建")]
    assert (tmp_path / "甲局" / "决算数据.xlsx").read_bytes() == before


def test_one_that_cannot_be_made_stops_no_other(tmp_path: Path) -> None:
    listing(tmp_path, [("名称",), ("甲局",), ("乙局",)])
    (tmp_path / "甲局").mkdir()
    (tmp_path / "甲局" / "职责.md").write_text("已经写好的", encoding="utf-8")
    code, printed, told = run(str(tmp_path), "--pack", PACK)
    assert (code, printed.splitlines()) == (1, [str(tmp_path / "乙局")])
    assert "甲局：建不了" in told
    assert "职责.md" in told
    assert "建不了 1 个，已建 1 个" in told


def test_the_city_s_own_pack_comes_along(tmp_path: Path) -> None:
    pack(tmp_path / "templates", "某市2024", parent=PACK)
    listing(tmp_path, [("名称", "模板"), ("甲局", "某市2024")])
    begun(tmp_path)
    assert (tmp_path / "甲局" / "templates" / "某市2024" / "pack.toml").is_file()
    assert data(tmp_path / "甲局")["模板"] == "某市2024"


def test_each_body_goes_on_from_its_last_year_s_folder(tmp_path: Path) -> None:
    last, home = tmp_path / "去年", tmp_path / "今年"
    listing(last, [("名称", "文件夹"), ("某市某某局", "jia")])
    disclosure.save(submission(small()), last / "jia")
    listing(home, [("名称",), ("某市某某局",), ("某市新局",)])
    made = NewFolders(opened(home), PACK, last=opened(last)).make()
    assert {one.name: one.became for one in made} == {"某市某某局": "已建", "某市新局": "已建"}
    carried = data(home / "某市某某局")
    assert (carried["年度"], carried["部门"]["简称"]) == ("2024", "某某局")
    assert carried["上年数"]["收支总计"] == "130"
