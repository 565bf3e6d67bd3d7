"""A page made again after a file was saved is the page that a new process makes, whatever was saved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any

import pytest

from disclosure import drawing
from disclosure.desk.working_page import working_page
from disclosure.desk.workplace import Workplace
from disclosure.document import TableBlock
from disclosure.forms.fill import Sheet
from disclosure.packs.composing import compose
from disclosure.packs.composing.table_blocks import table_block

EXAMPLE = Path(__file__).parents[3] / "examples/panzhihua-chengdu-2024"
OWN, ABOVE = "本单位", "sichuan-panzhihua-chengdu-2024"
FRESH = """
import pathlib, sys, threading
from disclosure.desk.working_page import working_page
from disclosure.desk.workplace import Workplace
print(working_page(Workplace(pathlib.Path(sys.argv[1]), threading.RLock()).seen()))
"""
MANY = 10  # tables of the example
SECTION = '{% extends "上级:sections/structure.j2" %}{% block 内容 %}SAID{% endblock %}'
PACK = f'"名称" = "{OWN}"\n"版本" = "1.0"\n"简介" = "试"\n"继承" = "{ABOVE}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example with a pack of its own."""
    made = shutil.copytree(EXAMPLE, tmp_path / "数据")
    for path, text in {"pack.toml": PACK, "sections/structure.j2": SECTION}.items():
        file = made / "templates" / OWN / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    edited(made, "data.yaml", f"模板: {ABOVE}", f"模板: {OWN}")
    return made


def edited(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def added(folder: Path, file: str, text: str) -> None:
    path = folder / "templates" / OWN / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def fresh(folder: Path) -> str:
    command = [sys.executable, "-c", FRESH, str(folder)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.removesuffix("\n")


BUDGET = "公务接待费: 176100}\n  因"
LAST_YEAR = ", 公务接待费: 17.75"
EDITS: dict[str, Callable[[Path], None]] = {
    "一个数": lambda folder: edited(folder, "data.yaml", BUDGET, BUDGET.replace("1", "2")),
    "多一位小数": lambda folder: edited(folder, "data.yaml", LAST_YEAR, f"{LAST_YEAR}0"),
    "删去一个数": lambda folder: edited(folder, "data.yaml", f"{LAST_YEAR}0", ""),
    "一段文字": lambda folder: edited(folder, "职责.md", "。", "，并办理其他事项。"),
    "章节": lambda folder: added(folder, "sections/structure.j2", SECTION.replace("SAID", "内设机构三个。")),
    "有错的章节": lambda folder: added(folder, "sections/structure.j2", "{{ 没有 }}"),
    "措辞": lambda folder: added(folder, "wording.toml", '["预算"]\n"等于预算" = "决算数等于预算数"\n'),
    "数字格式": lambda folder: added(folder, "pack.toml", f'{PACK}["数字格式"]\n"金额小数位" = 4\n'),
    "表": lambda folder: added(folder, "tables/sangong.toml", '"标题" = "三公经费表（改）"\n'),
    "样式": lambda folder: added(folder, "style/gbt9704.css", "p { color: #111; }\n"),
}


NOT_SHOWN = ("多一位小数",)


def page(place: Workplace) -> str:
    return working_page(place.seen())


def test_after_each_edit_the_page_is_that_of_a_new_process(folder: Path) -> None:
    place = Workplace(folder, RLock())
    before = page(place)
    for said, edit in EDITS.items():
        edit(folder)
        again = page(place)
        assert again == fresh(folder), said
        assert (again == before) is (said in NOT_SHOWN), said
        before = again


def test_a_saved_section_draws_no_chart_and_prints_no_table_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def counted(sheet: Sheet, *rest: Any) -> TableBlock:
        printed.append(sheet.spec.id)
        return table_block(sheet, *rest)

    monkeypatch.setattr(compose, "table_block", counted)
    place = Workplace(folder, RLock())
    page(place)
    whole, drawn = len(printed), drawing.svg.cache_info().misses
    assert whole > MANY
    printed.clear()
    EDITS["章节"](folder)
    assert "内设机构三个。" in page(place)
    assert not printed
    EDITS["一个数"](folder)
    page(place)
    assert printed
    assert len(printed) < whole
    assert drawing.svg.cache_info().misses == drawn
