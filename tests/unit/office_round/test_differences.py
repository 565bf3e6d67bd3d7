"""disclosure diff: which figures, sentences and findings changed between two builds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest

import disclosure
from disclosure.document import Line
from disclosure.errors import InputError
from tests.departments import EXAMPLES, small, submission
from tests.unit.test_cli import Command, run

__all__ = ["run"]
YUXI = EXAMPLES / "yuxi-beijing-2023"
NAME = "云南省玉溪市人民政府驻北京联络处2023年度单位决算"
EDITS = {
    "批次: 46": "批次: 47",
    "流动资产: 161329.11": "流动资产: 171329.11",
    "从严控制公务接待的范围和标准": "从紧控制公务接待的范围和标准",
}


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The example with three edits, published before them."""
    folder = tmp_path / "data"
    shutil.copytree(YUXI, folder, ignore=shutil.ignore_patterns(".*"))
    disclosure.write(disclosure.build(folder, ["html"]), tmp_path / "out")
    file = folder / "data.yaml"
    content = file.read_text(encoding="utf-8")
    for old, new in EDITS.items():
        assert content.count(old) == 1
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")
    return folder


def strong(line: Line) -> list[str]:
    return [text.text for text in line if text.strong]


def test_three_edits_are_told_and_nothing_else(edited: Path, tmp_path: Path) -> None:
    found = disclosure.diff(tmp_path / "out", edited)
    assert {one.name: (str(one.old), str(one.new), str(one.difference)) for one in found.figures} == {
        "三公经费.公务接待.国内.批次": ("46", "47", "1"),
        "国有资产.资产总额.决算数": ("427158.95", "437158.95", "10000.00"),
        "国有资产.资产原值合计.决算数": ("803380.11", "813380.11", "10000.00"),
        "国有资产.流动资产.决算数": ("161329.11", "171329.11", "10000.00"),
    }
    assert [(strong(one.old), strong(one.new)) for one in found.sentences] == [
        (["严"], ["紧"]),
        (["46"], ["47"]),
        (["42.72", "16.13"], ["43.72", "17.13"]),
    ]
    assert found.findings == ()
    assert found.old.edition == "publication"


def test_the_same_is_no_difference(edited: Path) -> None:
    assert not disclosure.diff(edited, edited)
    assert disclosure.diff(YUXI, edited)


def changed(**changes: Any) -> disclosure.Submission:
    return submission(small(**changes))


def test_a_sentence_more_or_less_is_told_with_its_section() -> None:
    duties = "1.负责某某工作。\n2.新的事项。\n2.承办其他事项。"
    more = changed(部门={**small()["部门"], "职责": duties})
    (added,) = disclosure.diff(submission(small()), more).sentences
    assert (added.section, added.old, strong(added.new)) == ("一、部门职责", (), ["2.新的事项。"])
    (gone,) = disclosure.diff(more, submission(small())).sentences
    assert (strong(gone.old), gone.new) == (["2.新的事项。"], ())


def test_findings_are_new_gone_or_changed() -> None:
    reason = {**small()["原因"], "公务接待费": "2021年接待多"}
    strange = changed(原因=reason)
    new = disclosure.diff(submission(small()), strange).findings
    gone = disclosure.diff(strange, submission(small())).findings
    assert {one.kind for one in new} == {"新增"}
    assert {one.kind for one in gone} == {"消失"}
    assert "NL21" in {one.finding.code for one in new}
    assert [one.finding for one in new] == [one.finding for one in gone]


def test_a_folder_alone_is_compared_with_its_last_publication(
    run: Command, edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "data")
    shutil.copytree(YUXI, tmp_path / "other", ignore=shutil.ignore_patterns(".*"))
    (none,) = run("diff", tmp_path / "other").said.splitlines()
    assert "：没有找到它上次生成的记录，请写明上次生成的输出文件夹：disclosure diff 输出文件夹 " in none
    (asked,) = run("correct", tmp_path / "other").said.splitlines()
    assert "请写明上次生成的输出文件夹：disclosure correct 输出文件夹 " in asked
    assert run("build", tmp_path / "other", "-o", tmp_path / "成品", "-f", "html").code == 0
    assert run("diff", tmp_path / "other").printed.splitlines()[2:] == ["数、句子和发现都没有变动"]
    shutil.copy(edited / "data.yaml", tmp_path / "other")
    told = run("diff", tmp_path / "other", "-o", tmp_path / "对比")
    assert "数有变动的 2 个：\n  · 国内公务接待的批次：46 → 47（+1，+2.17%）〔公开10表：" in told.printed
    assert "句子有变动的 3 句：" in told.printed
    assert "    原：国内公务接待『46』批次，545人次" in told.printed
    assert (
        "  · 国有资产·流动资产的决算数：16.13万元 → 17.13万元（+1.00万元，+6.20%）〔公开12表："
        in told.printed
    )
    written = docx.Document(str(tmp_path / "对比" / f"{NAME}变动情况.docx"))
    builds, figures, following, sentences = written.tables
    assert [cell.text for cell in builds.rows[1].cells][:3] == ["原", NAME, "公开稿"]
    changed = ["国内公务接待的批次", "公开10表：5.国内公务接待批次（个）", "46", "47", "+1", "+2.17%"]
    assert [cell.text for cell in figures.rows[1].cells] == changed
    assert (len(figures.rows), len(following.rows)) == (3, 3)
    assert len(sentences.rows) == 4


def test_a_cent_that_no_reader_sees_is_told_in_yuan(run: Command, tmp_path: Path) -> None:
    for name, amount in (("old", "3010.01"), ("new", "3010.02")):
        (tmp_path / name).mkdir()
        shutil.copy(YUXI / "data.yaml", tmp_path / name)
        file = tmp_path / name / "data.yaml"
        content = file.read_text(encoding="utf-8").replace("流动资产: 161329.11", f"流动资产: {amount}")
        file.write_text(content, encoding="utf-8")
    told = run("diff", tmp_path / "old", tmp_path / "new").printed
    assert "国有资产·流动资产的决算数：3010.01元 → 3010.02元（+0.01元，+0.00%）〔公开12表：合计〕" in told


def test_of_several_documents_one_is_named(run: Command, tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        disclosure.write(disclosure.build(changed(年度=year), ["cms"], draft=True), tmp_path)
    first, second = (f"某市某某局{year}年度部门决算" for year in (2023, 2024))
    with pytest.raises(InputError, match=f"请用 --document 写明是哪一份：{first}、{second}"):
        disclosure.diff(tmp_path, tmp_path)
    assert not disclosure.diff(tmp_path, tmp_path, document=second)
    assert not disclosure.diff(tmp_path, changed())  # the one of the same name
    told = run("diff", tmp_path, tmp_path, "--document", first)
    assert told.printed.count(first) == 2
