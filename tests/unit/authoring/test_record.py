"""A data folder remembers the packs of its last publication, and a build says what changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure import api, packs
from disclosure.authoring import publication_record
from disclosure.errors import PackError
from tests import making
from tests.departments import EXAMPLES
from tests.unit.test_cli import Command, run

__all__ = ["run"]


def chain(folder: Path) -> packs.Chain:
    return packs.resolve(folder.name, [folder.parent, packs.built_in()])


def test_nothing_is_said_the_first_time_and_nothing_while_nothing_changes(tmp_path: Path) -> None:
    pack = making.pack(tmp_path / "templates")
    assert list(publication_record.changes(tmp_path, chain(pack))) == []
    assert list(publication_record.keep(tmp_path, chain(pack), tmp_path / "成品")) == []
    assert list(publication_record.changes(tmp_path, chain(pack))) == []


def test_a_changed_pack_is_named_with_both_versions(tmp_path: Path) -> None:
    pack = making.pack(tmp_path / "templates")
    list(publication_record.keep(tmp_path, chain(pack), tmp_path / "成品"))
    making.pack(
        tmp_path / "templates", files={"pack.toml": '"名称" = "甲"\n"版本" = "1.1"\n"继承" = "standard"\n'}
    )
    assert list(publication_record.changes(tmp_path, chain(pack))) == [
        "模板 甲 自上次公开后有变动（1.0 → 1.1），请核对全文"
    ]


def test_a_pack_that_changed_under_the_same_version_is_named_so(tmp_path: Path) -> None:
    pack = making.pack(tmp_path / "templates")
    list(publication_record.keep(tmp_path, chain(pack), tmp_path / "成品"))
    (pack / "wording.toml").write_text('"增加" = "增长"\n', encoding="utf-8")
    assert list(publication_record.changes(tmp_path, chain(pack))) == [
        "模板 甲 自上次公开后有变动（版本仍是 1.0），请核对全文"
    ]


def test_another_parent_is_named(tmp_path: Path) -> None:
    pack = making.pack(tmp_path / "templates", parent="sichuan-2023")
    list(publication_record.keep(tmp_path, chain(pack), tmp_path / "成品"))
    making.pack(tmp_path / "templates", parent="central-2023")
    said = "".join(publication_record.changes(tmp_path, chain(pack)))
    assert "上次公开时没有用模板 central-2023" in said
    assert "上次公开所用的模板 sichuan-2023 这次没有用" in said


def test_a_spoilt_record_counts_as_none(tmp_path: Path) -> None:
    pack = making.pack(tmp_path / "templates")
    for text in ("= =", '["模板"]\n"甲" = "x"\n', "\x00"):
        (tmp_path / publication_record.NAME).write_text(text, encoding="utf-8")
        assert list(publication_record.changes(tmp_path, chain(pack))) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    pack = making.pack(tmp_path / "templates")
    (said,) = publication_record.keep(pack / "pack.toml", chain(pack), tmp_path / "成品")
    assert said.startswith("没有记下所用的模板：")


def test_only_a_publication_is_recorded_and_never_among_its_files(run: Command, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for file in (EXAMPLES / "panzhihua-beijing-2023").glob("[!.]*"):
        (data / file.name).write_bytes(file.read_bytes())
    api.build(data, ["html"])
    run("build", data, "-o", tmp_path / "draft", "-f", "html", "--draft")
    assert not (data / publication_record.NAME).exists()
    run("build", data, "-o", tmp_path / "out", "-f", "html")
    kept = (data / publication_record.NAME).read_text(encoding="utf-8")
    assert '["模板"."sichuan-panzhihua-beijing-2023"]' in kept
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".json"}
    assert publication_record.last_output(data) == data / "../out"


def test_a_pack_of_a_newer_program_is_refused_by_name(tmp_path: Path) -> None:
    head = '"格式版本" = 2\n"名称" = "甲"\n"版本" = "1.0"\n"继承" = "standard"\n'
    with pytest.raises(PackError, match="甲/pack.toml：格式版本 2 本程序不认识（当前为 1）"):
        making.composed(making.pack(tmp_path, files={"pack.toml": head}))


def test_a_pack_says_its_format_or_leaves_it(tmp_path: Path) -> None:
    head = '"格式版本" = 1\n"名称" = "甲"\n"版本" = "1.0"\n"继承" = "standard"\n'
    assert making.said(making.pack(tmp_path, "甲", files={"pack.toml": head})) == making.said(
        making.pack(tmp_path, "乙")
    )
