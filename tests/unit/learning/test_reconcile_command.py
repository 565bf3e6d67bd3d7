"""disclosure reconcile: as text, JSON, a workbook; the exit code says whether anything differs."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

import disclosure
from disclosure import cli
from disclosure.outputs import writer
from tests.departments import EXAMPLES
from tests.finished import finished

NAME = "yuxi-beijing-2023"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    composed = finished(NAME).composed
    (file,) = writer("docx")(composed.document, composed.style, composed.filename)
    path = tmp_path / "改过的.docx"
    path.write_bytes(file.data)
    return path


def ran(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    monkeypatch.setattr(sys, "argv", ["disclosure", "reconcile", str(EXAMPLES / NAME), *words])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    return exit.value.code


def with_another_number(path: Path) -> None:
    file = docx.Document(str(path))
    runs = (run for block in file.paragraphs for run in block.runs)
    next(run for run in runs if run.text == "14.03万元").text = "14.30万元"
    file.save(str(path))


def test_nothing_differs(
    edited: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not ran(monkeypatch, str(edited))
    assert capsys.readouterr().out == "改过的.docx 与现在的数据写出的相同\n"


def test_what_differs_as_text(
    edited: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_another_number(edited)
    assert ran(monkeypatch, str(edited)) == 1
    kind, before, after, offer = capsys.readouterr().out.splitlines()
    assert kind == "改数　第127段（“（二）一般公共预算财政拨款支出决算具体情况”下）"
    assert (before, after) == ("  原来：14.03万元", "  现在：14.30万元")
    assert offer.endswith("数据错了的，改数据再生成；是笔误的，不必改")


def test_what_differs_as_json(
    edited: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_another_number(edited)
    assert ran(monkeypatch, str(edited), "--format", "json") == 1
    (edit,) = json.loads(capsys.readouterr().out)["手改"]
    assert edit["种类"] == "改数"
    assert edit["数"] == "general_expenditure.class.208.final"


def test_what_differs_as_a_workbook(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_another_number(edited)
    out = edited.parent / "手改核对.xlsx"
    assert ran(monkeypatch, str(edited), "--format", "xlsx", "--out", str(out)) == 1
    head, row = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["现在"] == "14.30万元"


def made_by(pack: str, folder: Path) -> Path:
    composed = disclosure.compose(EXAMPLES / NAME, pack=pack, draft=True)
    (file,) = writer("docx")(composed.document, composed.style, composed.filename)
    (folder / "改过的.docx").write_bytes(file.data)
    return folder / "改过的.docx"


def test_a_file_of_another_pack_is_compared_with_that_pack_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made_by("standard", tmp_path)
    assert ran(monkeypatch, str(file)) == 1
    (remark,) = [line for line in capsys.readouterr().err.splitlines() if "另一个模板" in line]
    assert re.search(r"现在比的是模板 yunnan-2023；.*--pack", remark)
    assert not ran(monkeypatch, str(file), "--pack", "standard")
    assert capsys.readouterr().out == "改过的.docx 与现在的数据写出的相同\n"


def test_the_record_of_the_build_beside_a_file_tells_its_pack(tmp_path: Path) -> None:
    file = made_by("standard", tmp_path)
    built = disclosure.build(EXAMPLES / NAME, ["cms"], pack="standard", draft=True)
    assert disclosure.reconcile(EXAMPLES / NAME, file).edits
    disclosure.write(built, tmp_path)
    assert disclosure.reconcile(EXAMPLES / NAME, file).edits == ()
    assert disclosure.reconcile(EXAMPLES / NAME, file, pack="yunnan-2023").edits
