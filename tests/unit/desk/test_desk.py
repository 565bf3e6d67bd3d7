"""The desk: what it keeps of the folders that were opened on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from disclosure.desk import begin
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.loading.stated_head import stated_head
from tests.departments import small


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A dozen departments."""
    for number in range(12):
        made = tmp_path / f"{number:02}"
        made.mkdir()
        data = small(格式版本="1")
        (made / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_the_documents_of_the_last_folders_alone_are_kept(shelf: Path) -> None:
    desk = Desk(shelf)
    first, second = desk.place("00"), desk.place("01")
    assert desk.place("00") is first  # asked for again: now the last one
    for number in range(2, 11):
        desk.place(f"{number:02}")
    assert desk.place("00") is first
    assert desk.place("01") is not second


def test_a_page_reads_the_heads_of_folders_once_for_each_saving(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def noted(folder: Path) -> Mapping[str, str]:
        read.append(folder)
        return stated_head(folder)

    monkeypatch.setattr(begin, "stated_head", noted)
    page = begin.AREA.pages["/begin/last"]
    page(Asked(Desk(shelf), "/begin/last"))
    page(Asked(Desk(shelf), "/begin/last"))
    assert len(read) == 12
    file = shelf / "07/data.json"
    file.write_text(file.read_text("utf-8").replace("2024", "2023") + "\n", encoding="utf-8")
    page(Asked(Desk(shelf), "/begin/last"))
    assert read[12:] == [shelf / "07"]
