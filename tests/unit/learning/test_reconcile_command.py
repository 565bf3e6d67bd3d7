"""disclosure reconcile: as text, JSON, a workbook; the exit code says whether anything differs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

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
    assert kind == "改数　第119段（“（二）一般公共预算财政拨款支出决算具体情况”下）"
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
