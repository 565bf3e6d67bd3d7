"""New packs and single changes: small files; what they replace is remembered, a parent that moved told."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure import packs
from disclosure.authoring import new_pack, show_pack
from disclosure.errors import PackError
from disclosure.packs.linting import overrides
from disclosure.packs.pack_chain import Chain
from tests import making

TOTAL = "{% block 原因 %}主要原因见后。{% endblock %}"


def chain(folder: Path) -> Chain:
    return packs.resolve(folder.name, [folder.parent, packs.built_in()])


def told(folder: Path) -> list[str]:
    return [str(remark) for remark in overrides.remarks(chain(folder))]


def parent(tmp_path: Path, reason: str = "甲", version: str = "1.0") -> Path:
    section = f"## 总体\n\n{{% block 原因 %}}{reason}{{% endblock %}}\n{{% block 图表 %}}{{% endblock %}}\n"
    head = f'"名称" = "市"\n"版本" = "{version}"\n"继承" = "standard"\n'
    return making.pack(tmp_path, "市", files={"pack.toml": head, "sections/total.j2": section})


def test_a_new_pack_changes_nothing_yet(tmp_path: Path) -> None:
    made = new_pack.new("某某市", "sichuan-2024", tmp_path, ())
    assert made == tmp_path / "某某市" / "pack.toml"
    assert making.said(tmp_path / "某某市") == making.said(packs.built_in() / "sichuan-2024")
    assert told(tmp_path / "某某市") == []


@pytest.mark.parametrize(("name", "parent_"), [("乙", "没有的"), ("甲/乙", "standard")])
def test_a_new_pack_needs_a_parent_and_a_name(tmp_path: Path, name: str, parent_: str) -> None:
    with pytest.raises(PackError):
        new_pack.new(name, parent_, tmp_path, ())
    assert not list(tmp_path.glob("**/pack.toml"))


def test_a_new_pack_never_takes_the_place_of_another(tmp_path: Path) -> None:
    making.pack(tmp_path)
    with pytest.raises(PackError, match="已经有了"):
        new_pack.new("甲", "standard", tmp_path, ())


def test_an_override_is_a_small_file_with_the_text_above_to_change(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, parent=parent(tmp_path).name)
    new_pack.override(chain(folder), "total", "原因")
    text = (folder / "sections" / "total.j2").read_text(encoding="utf-8")
    assert text == '{% extends "上级:sections/total.j2" %}\n{% block 原因 %}\n甲{% endblock %}\n'
    assert "“原因”与 市 的相同" in told(folder)[0]


def test_what_is_printed_changes_with_the_override_and_with_nothing_else(tmp_path: Path) -> None:
    folder = making.pack(tmp_path)
    before = making.said(folder)
    new_pack.override(chain(folder), "total", "原因")
    assert making.said(folder) == before
    path = folder / "sections" / "total.j2"
    path.write_text(path.read_text("utf-8").replace("{{ 因(", "本年重点工作增加。{{ 因("), encoding="utf-8")
    assert making.said(folder).replace("本年重点工作增加。", "") == before
    assert told(folder) == []


def test_a_second_block_joins_the_first_and_a_known_one_is_only_recorded(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, parent=parent(tmp_path).name)
    new_pack.override(chain(folder), "total", "原因")
    new_pack.override(chain(folder), "total", "图表")
    text = (folder / "sections" / "total.j2").read_text(encoding="utf-8")
    assert text.count("{% extends") == 1
    assert text.count("{% block") == 2
    change = new_pack.override(chain(folder), "total", "原因")
    assert [path.name for path in change.written] == ["overrides.toml"]
    assert (folder / "sections" / "total.j2").read_text(encoding="utf-8") == text


def test_a_whole_section_and_a_slot_of_the_wording_can_be_overridden(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, parent=parent(tmp_path).name)
    new_pack.override(chain(folder), "total", "")
    new_pack.override(chain(folder), "措辞", "比较.下降")
    new_pack.override(chain(folder), "措辞", "比较.增加")
    assert (folder / "sections" / "total.j2").read_text("utf-8") == (
        tmp_path / "市/sections/total.j2"
    ).read_text("utf-8")
    words = (folder / "wording.toml").read_text(encoding="utf-8")
    assert words == '["比较"]\n"增加" = "增加"\n"下降" = "下降"\n'
    assert set(overrides.recorded(chain(folder).packs[0])) == {"sections/total.j2", "wording.toml"}


@pytest.mark.parametrize(
    ("section", "block", "message"),
    [
        ("totl", "", "没有“totl”这个章节，可用的有：.*total"),
        ("total", "愿因", "可用的有：原因"),
        ("措辞", "比较.下将", "没有“比较.下将”这个措辞，可用的有：比较.下降"),
    ],
)
def test_a_place_that_does_not_exist_is_told_with_those_near(
    tmp_path: Path, section: str, block: str, message: str
) -> None:
    folder = making.pack(tmp_path)
    with pytest.raises(PackError, match=message):
        new_pack.override(chain(folder), section, block)
    assert [path.name for path in folder.iterdir()] == ["pack.toml"]


def test_a_parent_that_moved_since_is_told_until_it_is_recorded_again(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, parent=parent(tmp_path).name)
    new_pack.override(chain(folder), "total", "原因")
    path = folder / "sections" / "total.j2"
    path.write_text(path.read_text("utf-8").replace("甲", "乙"), encoding="utf-8")
    assert told(folder) == []
    parent(tmp_path, "丙", "1.1")
    (stale,) = told(folder)
    assert stale.startswith(
        "错误 P202 甲/sections/total.j2 第2行第1列：上级 市 的“原因”已有变动（记录时版本 1.0，现为 1.1）"
    )
    assert "disclosure pack override total 原因" in stale
    new_pack.override(chain(folder), "total", "原因")
    assert told(folder) == []


def test_an_indentation_of_the_parent_is_no_move(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, parent=parent(tmp_path).name)
    new_pack.override(chain(folder), "total", "原因")
    path = folder / "sections" / "total.j2"
    path.write_text(path.read_text("utf-8").replace("甲", "乙"), encoding="utf-8")
    parent(tmp_path, "\n  甲\n")
    assert told(folder) == []


def test_a_slot_that_moved_above_is_told(tmp_path: Path) -> None:
    city = parent(tmp_path)
    (city / "wording.toml").write_text('["比较"]\n"下降" = "降低"\n', encoding="utf-8")
    folder = making.pack(tmp_path, parent="市")
    new_pack.override(chain(folder), "措辞", "比较.下降")
    words = folder / "wording.toml"
    words.write_text(words.read_text("utf-8").replace('= "降低"', '= "减少"'), encoding="utf-8")
    (city / "wording.toml").write_text('["比较"]\n"下降" = "下跌"\n', encoding="utf-8")
    (stale,) = told(folder)
    assert stale.startswith("错误 P202 甲/wording.toml 第2行第1列：上级 市 的“比较.下降”已有变动")


def test_a_block_that_the_parent_gave_up_is_dead(tmp_path: Path) -> None:
    folder = making.pack(
        tmp_path,
        parent=parent(tmp_path).name,
        files={
            "sections/total.j2": '{% extends "上级:sections/total.j2" %}\n{% block 老块 %}文{% endblock %}'
        },
    )
    (dead,) = told(folder)
    assert dead.startswith("错误 P201 甲/sections/total.j2 第2行第1列：改动已失效：上级没有“老块”这一处")


def test_an_unrecorded_change_is_a_hint(tmp_path: Path) -> None:
    files = {"sections/total.j2": f'{{% extends "上级:sections/total.j2" %}}\n{TOTAL}'}
    (hint,) = told(making.pack(tmp_path, files=files))
    assert hint.startswith("提示 P203")
    assert "disclosure pack override total 原因" in hint


def test_show_names_the_chain_with_versions_and_what_each_pack_changes(tmp_path: Path) -> None:
    folder = making.pack(
        tmp_path,
        parent="sichuan-2024",
        files={
            "sections/total.j2": f'{{% extends "上级:sections/total.j2" %}}{TOTAL}',
            "sections/new.j2": "文",
        },
    )
    lines = list(show_pack.shown(chain(folder)))
    assert lines[0] == "继承：甲 1.0 → sichuan-2024 1.0 → sichuan-2023 1.0 → standard 1.0"
    assert lines[1:4] == ["甲：", "  sections/total.j2：原因", "  新的章节：sections/new.j2"]
    assert lines[-1].startswith("尚未与正式表样核对的表：")


def test_a_list_survives_a_pack_that_cannot_be_read(tmp_path: Path) -> None:
    making.pack(tmp_path, "坏", files={"pack.toml": "名称 = "})
    assert any(line.startswith("坏") and "TOML 写法有误" in line for line in show_pack.listing([tmp_path]))


def test_a_sheet_is_overridden_like_a_section(tmp_path: Path) -> None:
    folder = making.pack(tmp_path)
    change = new_pack.override(chain(folder), "sheets/signoff", "")
    assert change.where == "甲/sheets/signoff.j2"
    file = folder / "sheets" / "signoff.j2"
    delivered = packs.built_in() / "standard" / "sheets" / "signoff.j2"
    assert file.read_bytes() == delivered.read_bytes()
    file.write_text("# 签发单\n", encoding="utf-8")
    assert told(folder) == []
    assert "  sheets/signoff.j2：整节" in show_pack.shown(chain(folder))
    (folder / "overrides.toml").unlink()
    assert "运行 disclosure pack override sheets/signoff 记下" in told(folder)[0]
