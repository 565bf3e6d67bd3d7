"""What a typed text prints by itself; one that is written wrong is told with the line of its own file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from disclosure import api, loading, packs
from disclosure.document import plain, walk
from disclosure.errors import TemplateError
from disclosure.packs.composing.texts_read import TextRead
from disclosure.sources import named_pack
from tests.departments import small

DUTIES, REPORT = "文字/职责.md", "报告.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = small(格式版本="1", 附件=[{"标题": "绩效报告", "文件": REPORT}])
    data["部门"]["职责"] = {"文件": DUTIES}
    (tmp_path / "文字").mkdir()
    (tmp_path / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (tmp_path / DUTIES).write_text("1.全年支出{{ 支出.决算数|金额 }}。\n2.其他。\n", encoding="utf-8")
    (tmp_path / REPORT).write_text("绩效报告\n花了{{ 支出.决算数|金额 }}。\n", encoding="utf-8")
    return tmp_path


def filled(folder: Path) -> api.Filled:
    given = loading.read(folder)
    return api.fill(given, named_pack("", (), folder).chain(given))


def reads(folder: Path) -> dict[str, TextRead]:
    made = filled(folder)
    return packs.texts_read(made.chain, made.facts)


def test_a_text_reads_with_its_figures_filled_in(folder: Path) -> None:
    found = reads(folder)
    assert found["部门.职责"].lines == ("1.全年支出130万元。", "2.其他。")
    assert found["附件[1]"].lines == ("花了130万元。",)
    assert found["部门.机构设置"].lines == ("本局内设科室3个。",)
    assert not any(read.fault for read in found.values())


def test_a_table_of_a_text_reads_row_by_row(folder: Path) -> None:
    table = "| 年 | 支出 |\n| -- | -- |\n| 今年 | {{ 支出.决算数|金额 }} |\n"
    (folder / REPORT).write_text(table, encoding="utf-8")
    assert reads(folder)["附件[1]"].lines == ("年　支出", "今年　130万元")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("{{ 没有.这个 }}", 1, "没有“没有”这个名称"),
        ("甲。\n乙{{ 没有.这个 }}", 2, "没有“没有”这个名称"),
        ("\n\n甲。\n\n乙{{ 没有.这个 }}", 5, "没有“没有”这个名称"),
        ("甲。\r\n乙{{ 支出.决算数", 2, "缺“}}”"),
        ("甲。\n| 年 |\n| -- |\n| {{ 支出.决算数|没有 }} |", 4, "没有“没有”这个过滤器"),
        ("甲。\n乙{{ 1 // 0 }}", 2, "无法计算“乙{{ 1 // 0 }}”（除数是零）"),
    ],
)
def test_a_fault_is_told_with_the_line_of_the_file(folder: Path, text: str, line: int, said: str) -> None:
    (folder / DUTIES).write_bytes(text.encode())
    found = reads(folder)["部门.职责"]
    assert found.lines == ()
    assert found.fault.startswith(f"{DUTIES} 第{line}行：")
    assert said in found.fault
    assert found.line == line


def test_the_title_that_an_attachment_repeats_is_counted(folder: Path) -> None:
    (folder / REPORT).write_text("\n绩效报告\n\n甲。\n乙{{ 没有.这个 }}。\n", encoding="utf-8")
    assert reads(folder)["附件[1]"].fault.startswith(f"{REPORT} 第5行：")


def test_one_text_that_is_wrong_leaves_the_others_as_they_are(folder: Path) -> None:
    (folder / DUTIES).write_text("{{ 没有.这个 }}", encoding="utf-8")
    assert reads(folder)["附件[1]"].lines == ("花了130万元。",)


def test_texts_that_name_each_other_are_told_with_their_place(folder: Path) -> None:
    (folder / DUTIES).write_text("{{ 部门.职责 }}", encoding="utf-8")
    assert "文字互相引用，绕成了圈" in reads(folder)["部门.职责"].fault


def test_an_attachment_that_is_wrong_is_told_in_its_place_and_the_rest_is_there(folder: Path) -> None:
    (folder / REPORT).write_text("绩效报告\n花了{{ 没有.这个 }}。\n", encoding="utf-8")
    faults: list[TemplateError] = []
    document = api.compose_filled(filled(folder), draft=True, faults=faults).document
    said = [plain(block.content) for block in walk(document) if hasattr(block, "content")]
    assert [str(fault).partition("：")[0] for fault in faults] == [f"{REPORT} 第2行"]
    assert any(line.startswith(f"【模板有误：{REPORT} 第2行：没有“没有”") for line in said)
    assert "1.全年支出130万元。" in said
    with pytest.raises(TemplateError, match=f"^{REPORT} 第2行：没有“没有”"):
        api.compose_filled(filled(folder), draft=True)


def test_a_text_in_a_cell_that_is_wrong_leaves_the_table(folder: Path) -> None:
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    data["模板"] = "yunnan-2023"
    data["绩效"]["项目自评"] = [{"项目名称": "项目甲", "年度目标": "完成{{ 没有.这个 }}"}]
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    faults: list[TemplateError] = []
    made = api.compose_filled(filled(folder), draft=True, faults=faults)
    assert ["没有“没有”这个名称" in str(fault) for fault in faults] == [True]
    assert "绩效.项目自评[1].年度目标" in str(faults[0])
    assert made.document.blocks
