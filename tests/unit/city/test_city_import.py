"""`city import`: exports as they come in, each into the folder of the body that stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from disclosure import InputError
from disclosure.city import import_city
from disclosure.city.begin_city import NewFolders
from disclosure.city.city import opened
from disclosure.city.import_city import CityImport, Imported
from disclosure.cli import app
from disclosure.loading import imported
from tests.unit.city.lists import PACK, Row, exported, listing

NAMES = ("某市财政局", "某市教育局", "某市一中", "某市档案馆", "某市旧局")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A city of five bodies, nothing in their folders yet."""
    made = tmp_path / "某市"
    rows: list[Row] = [("名称", "主管部门", "撤并"), *((name, None, None) for name in NAMES)]
    rows[3:] = [(NAMES[2], NAMES[1], None), (NAMES[3], None, None), (NAMES[4], None, "并入某市财政局")]
    listing(made, rows)
    (made / "全市.yaml").write_text(f"模板: {PACK}\n", encoding="utf-8")
    return made


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / f"{name}.xlsx").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.xlsx").write_bytes(data)
    return folder


def taken(home: Path, *given: Path) -> tuple[CityImport, dict[str, Imported]]:
    found = import_city.import_city(opened(home), given)
    return found, {one.name: one for one in found.bodies}


def owner(folder: Path) -> str:
    """Whose data an import has left in a folder."""
    return imported.heads(folder)["全称"]


def results(found: Iterable[Imported]) -> dict[str, str]:
    return {one.name: one.result for one in found}


def test_each_file_goes_to_the_body_that_stands_on_its_tables(home: Path, tmp_path: Path) -> None:
    exports = put(tmp_path / "导出", 表一=exported("某市一中"))
    found, told = taken(home, exports)
    lacking = dict.fromkeys(("某市财政局", "某市档案馆"), "没有收到表")
    assert results(found.bodies) == {**lacking, "某市一中": "已导入"}
    assert (told["某市一中"].files, told["某市一中"].taken) == (("表一.xlsx",), 13)
    assert owner(home / "某市教育局" / "某市一中") == "某市一中"
    assert found.is_whole


def test_a_file_with_the_sheets_of_many_bodies_is_taken_apart(home: Path, tmp_path: Path) -> None:
    exports = put(tmp_path / "导出", 全市=exported("某市财政局", "某市档案馆"))
    _, told = taken(home, exports / "全市.xlsx")
    assert [(name, told[name].taken) for name in ("某市财政局", "某市档案馆")] == [
        ("某市财政局", 13),
        ("某市档案馆", 13),
    ]
    assert owner(home / "某市档案馆") == "某市档案馆"


def test_a_file_that_cannot_be_read_stops_no_other(home: Path, tmp_path: Path) -> None:
    exports = put(tmp_path / "导出", 坏的=b"PK\x03\x04", 档案馆=exported("某市档案馆"))
    found, told = taken(home, exports)
    assert told["某市档案馆"].result == "已导入"
    assert [(lost.file, "已损坏" in lost.why) for lost in found.lost] == [("坏的.xlsx", True)]
    assert not found.is_whole


def test_a_name_that_the_list_does_not_have_is_told_with_those_near(home: Path, tmp_path: Path) -> None:
    exports = put(tmp_path / "导出", 档案馆=exported("某市档案局"))
    found, _ = taken(home, exports)
    (lost,) = found.lost
    assert len(lost.sheets) == 13
    assert lost.why.startswith("表上的名称是“某市档案局”，名单里没有，相近的有：某市")
    assert not (home / "某市档案馆").exists()


def _without_names(name: str) -> bytes:
    """The tables of a body, its name nowhere on them."""
    book = openpyxl.load_workbook(BytesIO(exported(name)))
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if name in str(cell.value)):
            cell.value = str(cell.value).replace(name, "")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_tables_without_a_name_go_where_file_or_folder_say(home: Path, tmp_path: Path) -> None:
    nameless = _without_names("某市档案馆")
    exports = put(tmp_path / "导出", **{"某市教育局/某市一中2024": nameless, "第三批/表": nameless})
    found, told = taken(home, exports)
    assert told["某市一中"].result == "已导入"
    assert [lost.file for lost in found.lost] == ["第三批/表.xlsx"]
    assert "文件名、文件夹也看不出" in found.lost[0].why


def test_what_was_there_stays_where_nothing_can_be_taken(home: Path, tmp_path: Path) -> None:
    taken(home, put(tmp_path / "一", 档案馆=exported("某市档案馆")))
    before = (home / "某市档案馆" / "导入.yaml").read_bytes()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["部门：某市档案馆"])
    book.save(tmp_path / "空表.xlsx")
    _, told = taken(home, tmp_path / "空表.xlsx")
    assert told["某市档案馆"].result == "没有导入"
    assert "没有一张表可以导入" in told["某市档案馆"].left_out[0]
    assert (home / "某市档案馆" / "导入.yaml").read_bytes() == before


def test_nothing_is_taken_of_a_body_that_is_no_more(home: Path, tmp_path: Path) -> None:
    _, told = taken(home, put(tmp_path / "导出", 旧局=exported("某市旧局")))
    assert told["某市旧局"].left_out == ("名单说不要它的数据（撤并，并入某市财政局），没有导入",)
    assert not (home / "某市旧局").exists()


def test_of_a_department_that_is_added_up_its_own_accounts_alone_are_taken(
    home: Path, tmp_path: Path
) -> None:
    listing(home, [("名称", "主管部门"), ("某市教育局",), ("某市一中", "某市教育局")])
    list(NewFolders(opened(home), year=2023).make())
    own = "某市教育局（本级）"
    _, told = taken(home, put(tmp_path / "导出", 汇总=exported("某市教育局"), 本级=exported(own)))
    assert told["某市教育局"].left_out[0].startswith("部门的数由所属单位的相加得出，没有导入")
    assert not (home / "某市教育局" / "导入.yaml").exists()
    assert told[own].taken == 13
    assert (home / "某市教育局" / "本级" / "导入.yaml").is_file()


def test_a_path_that_leads_nowhere_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到这个文件夹或文件"):
        taken(home, tmp_path / "没有")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["city", "import", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_what_came_of_it_stands_on_the_screen_and_in_a_workbook(home: Path, tmp_path: Path) -> None:
    exports = put(tmp_path / "导出", 坏的=b"PK\x03\x04", 档案馆=exported("某市档案馆"))
    code, printed, told = run(home, exports)
    path = home / "办公" / "导入情况.xlsx"
    assert (code, printed.strip()) == (1, str(path))
    assert "某市档案馆：已导入，读了 13 张表" in told
    assert "没有分到部门：坏的.xlsx：" in told
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["各部门", "没有分到部门的"]
    rows = {row[0]: row for row in book["各部门"].iter_rows(min_row=2, values_only=True)}
    assert rows["某市档案馆"][1:5] == ("某市档案馆", "已导入", "13", "档案馆.xlsx")
    assert rows["某市财政局"][2] == "没有收到表"
    assert book["没有分到部门的"]["A2"].value == "坏的.xlsx"


def ratified(folder: Path, *names: str, name: str = "批复.xlsx") -> Path:
    rows = [("单位：元",), ("单位名称", "本年收入", "本年支出"), *((name, 100, 100) for name in names)]
    return listing(folder, rows, name=name)


def test_the_table_of_ratified_totals_is_kept_as_it_is(home: Path, tmp_path: Path) -> None:
    table = ratified(tmp_path, "某市财政局", "某市教育剧", "某市一中")
    code, printed, told = run(home, "--ratified", table)
    kept = opened(home).folder.ratified_table
    assert (code, printed.strip()) == (0, str(kept))
    assert kept.read_bytes() == table.read_bytes()
    assert told.splitlines() == [f"注意：{sentence}" for sentence in LACKING]


LACKING = [
    "批复汇总表里没有“某市教育局”",
    "批复汇总表里没有“某市档案馆”",
    "批复汇总表里的“某市教育剧”，名单里没有，相近的有：某市教育局",
]


def test_what_the_table_lacks_stands_in_the_workbook_too(home: Path, tmp_path: Path) -> None:
    table = ratified(tmp_path, "某市财政局", "某市教育剧", "某市一中")
    run(home, put(tmp_path / "导出", 坏的=b"PK\x03\x04"), "--ratified", table)
    sheet = openpyxl.load_workbook(home / "办公" / "导入情况.xlsx")["批复汇总表"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == LACKING


def test_with_nothing_given_it_is_said_what_to_give(home: Path) -> None:
    result = CliRunner().invoke(app, ["city", "import", str(home)])
    assert str(result.exception) == "请写明导出的表或它们的文件夹，或用 --ratified 写明批复汇总表"


def test_a_table_that_cannot_be_read_leaves_the_former_one(home: Path, tmp_path: Path) -> None:
    run(home, "--ratified", ratified(tmp_path, *NAMES[:4]))
    kept = opened(home).folder.ratified_table
    before = kept.read_bytes()
    twice = ratified(tmp_path, "某市财政局", "某市财政局", name="两行.xlsx")
    result = CliRunner().invoke(app, ["city", "import", str(home), "--ratified", str(twice)])
    assert isinstance(result.exception, InputError)
    assert kept.read_bytes() == before


def test_a_table_of_another_kind_does_not_stand_beside_the_former_one(home: Path, tmp_path: Path) -> None:
    run(home, "--ratified", ratified(tmp_path, *NAMES[:4]))
    other = tmp_path / "批复.csv"
    other.write_text("单位：元\n单位名称,本年收入\n某市财政局,1\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["city", "import", str(home), "--ratified", str(other)])
    assert "这里已有 批复汇总表.xlsx" in str(result.exception)
    assert not (home / "批复汇总表.csv").exists()
