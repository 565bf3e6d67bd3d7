"""A folder's own pack that stands for the one the data name (代替): every reader of the folder takes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from disclosure import check
from disclosure.desk import watching
from disclosure.errors import PackError
from disclosure.sources import named_pack, submission_of
from tests.departments import small

HEAD = {"名称": "本单位", "版本": "1.0", "简介": "试", "继承": "standard", "代替": "standard"}


def pack(folder: Path, **head: str) -> None:
    home = folder / "templates/本单位"
    home.mkdir(parents=True)
    said = "".join(f'"{key}" = "{value}"\n' for key, value in {**HEAD, **head}.items())
    (home / "pack.toml").write_text(said, encoding="utf-8")
    (home / "wording.toml").write_text('["比较"]\n"下降" = "降低"\n', encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.json").write_text(json.dumps(small(格式版本="1"), ensure_ascii=False), encoding="utf-8")
    return tmp_path


def names(source: Path | dict[str, bytes]) -> tuple[str, ...]:
    return named_pack("", (), source).chain(submission_of(source)).names


def test_a_folder_and_its_files_sent_without_it_take_the_same_pack(folder: Path) -> None:
    pack(folder)
    sent = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")}
    assert names(folder) == names(sent) == ("本单位", "standard")


def test_the_desk_watches_it(folder: Path) -> None:
    pack(folder)
    _, chain = watching.given_by(folder)
    assert chain.names == ("本单位", "standard")


def test_a_pack_that_stands_for_another_is_left_where_it_lies(folder: Path) -> None:
    pack(folder, 代替="sichuan-2024")
    assert names(folder) == ("standard",)


def test_a_pack_chosen_by_name_is_taken_as_it_is(folder: Path) -> None:
    pack(folder)
    given = submission_of(folder)
    assert named_pack("standard", (), folder).chain(given).names == ("standard",)


def test_a_pack_that_cannot_be_read_stands_for_none(folder: Path) -> None:
    pack(folder)
    broken = folder / "templates/坏的"
    broken.mkdir()
    (broken / "pack.toml").write_text("名称 = ", encoding="utf-8")
    assert names(folder) == ("本单位", "standard")


def test_a_pack_that_extends_another_than_it_stands_for_is_told(folder: Path) -> None:
    pack(folder, 继承="sichuan-2024")
    with pytest.raises(PackError, match="本单位/pack.toml：“代替”与“继承”不同"):
        names(folder)


def test_what_somebody_answered_for_holds_when_only_words_are_otherwise(folder: Path) -> None:
    data = json.loads((folder / "data.json").read_text("utf-8")) | {"模板": "sichuan-2024"}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (before,) = check(folder, only="CL26.2").findings
    pack(folder, 继承="sichuan-2024", 代替="sichuan-2024")
    assert check(folder, only="CL26.2").findings == (before,)
