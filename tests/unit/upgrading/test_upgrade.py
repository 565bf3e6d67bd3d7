"""Folders of older versions are brought up to the present format, with an account; a newer one is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import disclosure
from disclosure import InputError
from disclosure.cli import app
from disclosure.upgrading import migrations

VERSIONS = Path(__file__).parents[2] / "versions"
OFFICE = "某某局2023"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder as programs wrote it before a file said its version."""
    return laid_out("0", tmp_path / OFFICE)


def laid_out(version: str, folder: Path) -> Path:
    """A copy of what is kept; its record has the name that a build gives it, which no archive holds."""
    shutil.copytree(VERSIONS / version / OFFICE, folder)
    (folder / "disclosure.toml").rename(folder / ".disclosure.toml")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_folder_of_every_version_becomes_the_present_one_byte_by_byte(tmp_path: Path) -> None:
    kept = sorted(version.name for version in VERSIONS.iterdir())
    assert kept[-1] == str(max(kind.present for kind in migrations.kinds()))
    now = contents(laid_out(kept[-1], tmp_path / "now"))
    for version in kept:
        folder = laid_out(version, tmp_path / version)
        disclosure.upgrade(folder)
        assert contents(folder) == now
        assert disclosure.upgrade(folder) == ()


def test_the_account_names_file_line_place_before_and_after(old: Path) -> None:
    told = [str(change) for change in disclosure.upgrade(old)]
    assert "data.yaml 第12行 豁免[1].代码：C1 → C34（这项校验换了代码）" in told
    assert "data.yaml 第2行 格式版本：（没有） → 1（每份数据写明格式版本）" in told
    assert any(
        one.startswith("templates/某局2023/tables/fund.toml 第1行 已核对：true → （不再用）") for one in told
    )
    assert len(told) == 8


def test_old_data_are_read_only_after_the_upgrade_and_the_folders_pack_then_serves(old: Path) -> None:
    with pytest.raises(InputError, match="缺少“格式版本”"):
        disclosure.load(old / "单位甲")
    disclosure.upgrade(old)
    assert disclosure.load(old / "单位甲").department.full_name == "单位甲"
    assert "C34" in {found.code for found in disclosure.check(old).findings}


def test_one_file_that_is_newer_or_spoilt_leaves_all_as_it_was(old: Path) -> None:
    (old / "单位甲" / "data.json").write_text('{"格式版本": 7}', encoding="utf-8")
    (old / "上次生成.json").write_text("{", encoding="utf-8")
    before = contents(old)
    with pytest.raises(InputError) as caught:
        disclosure.upgrade(old)
    assert "单位甲/data.json：格式版本是 7，本程序认识到 1，没有升级；请换用新的程序" in str(caught.value)
    assert "上次生成.json：不是完整的 JSON" in str(caught.value)
    assert contents(old) == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_stays_in_its_encoding_with_its_line_ends(encoding: str, tmp_path: Path) -> None:
    text = "模板: standard # 注\r\n豁免:\r\n  - {代码: 'C1'}\r\n"
    (tmp_path / "data.yaml").write_bytes(text.encode(encoding))
    disclosure.upgrade(tmp_path)
    now = "格式版本: 1\r\n模板: standard # 注\r\n豁免:\r\n  - {代码: 'C34'}\r\n"
    assert (tmp_path / "data.yaml").read_bytes().decode(encoding) == now


def test_what_stands_beside_a_workbook_needs_no_version(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("豁免: [{代码: XL22}]\n", encoding="utf-8")
    (change,) = disclosure.upgrade(tmp_path)
    assert (change.before, change.after) == ("XL22", "XH9")


def test_the_command_tells_the_account_or_that_nothing_is_old(old: Path) -> None:
    first = CliRunner().invoke(app, ["upgrade", str(old)])
    assert "豁免[2].代码：XL22 → XH9" in first.stdout
    assert "改了 8 处" in first.output
    assert "已是最新，没有改动" in CliRunner().invoke(app, ["upgrade", str(old)]).output
