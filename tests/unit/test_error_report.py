"""What nobody foresaw is one Chinese sentence and a report without a figure or a name of the data."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import NoReturn

import pytest

from disclosure import cli, deriving, error_report
from disclosure.desk.working_page import working_page
from disclosure.desk.workplace import Workplace

READING = import_module("disclosure.loading.read_submission")
OFFICE, AMOUNT, REASON = "某某市金丝雀局", "31415926.53", "金丝雀项目推迟"
DATA = f"""
格式版本: 1
模板: standard
单位: 元
年度: 2024
部门: {{全称: {OFFICE}, 类型: 单位}}
支出:
  - {{项: 2012601, 性质: 基本, 款: {{30101: {AMOUNT}}}}}
原因: {{收支总计: {REASON}}}
"""
CANARIES = (OFFICE, "金丝雀", AMOUNT, "31415926", REASON, OFFICE.encode("unicode_escape").decode())


def crashing(*_: object, **__: object) -> NoReturn:
    """As a template of the office's own fails: its name in the file, its figures in the messages."""
    code = compile(f"def {OFFICE}(): raise KeyError('{AMOUNT}')\n{OFFICE}()", f"{OFFICE}/模板.py", "exec")
    try:
        exec(code, {})
    except KeyError as error:
        raise ZeroDivisionError(f"{OFFICE} {AMOUNT} {REASON}") from error
    raise AssertionError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / OFFICE
    data.mkdir()
    (data / "data.yaml").write_text(DATA, encoding="utf-8")
    (tmp_path / "这里").mkdir()
    monkeypatch.chdir(tmp_path / "这里")
    return data


def said(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    monkeypatch.setattr(sys, "argv", ["disclosure", *map(str, arguments)])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 1
    return capfd.readouterr().err


@pytest.mark.parametrize("command", ["build", "check"])
def test_the_unforeseen_is_a_sentence_and_a_report_without_figures_or_names(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deriving, "derive", crashing)
    sentence = said(monkeypatch, capfd, command, folder)
    report = Path(error_report.NAME).read_bytes()
    assert sentence.splitlines()[-1].startswith("程序遇到没有料到的情况，停在“")
    assert f"（ZeroDivisionError）；请把 {Path(error_report.NAME).resolve()} 发给软件维护人员" in sentence
    assert "Traceback" not in sentence
    for canary in CANARIES:
        assert canary not in sentence
        assert canary.encode() not in report
    text = report.decode()
    assert f"命令：{command}\n" in text
    assert "错误：builtins.ZeroDivisionError\n" in text
    assert "错误：builtins.KeyError\n" in text
    assert "  另外的程序或模板 第1行\n" in text
    assert "  disclosure/cli/" in text
    assert "jinja2 " in text


def test_the_stage_is_the_part_of_the_program_that_was_entered_last(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(READING, "_gathered", crashing)
    assert "停在“读取数据”" in said(monkeypatch, capfd, "check", folder)


def test_a_report_that_cannot_be_written_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deriving, "derive", crashing)
    Path(error_report.NAME).mkdir()
    sentence = said(monkeypatch, capfd, "check", folder)
    assert "出错报告也没有写成（" in sentence
    assert "请换一个能写的文件夹再运行一次" in sentence


def endless(number: int) -> int:
    return endless(number + 1)


def test_an_endless_recursion_gives_a_short_report() -> None:
    with pytest.raises(RecursionError) as caught:
        endless(0)
    assert error_report.report(caught.value).count("\n") < 60


def test_the_desk_says_it_on_the_page_and_writes_the_same_report_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(READING, "_gathered", crashing)
    monkeypatch.chdir(folder)
    assert "程序遇到没有料到的情况，停在“读取数据”" in working_page(Workplace(folder, RLock()).seen())
    written = Path(error_report.NAME).stat().st_mtime_ns
    assert Workplace(folder, RLock()).seen().fault
    assert Path(error_report.NAME).stat().st_mtime_ns == written


def test_a_program_without_a_screen_ends_without_a_traceback(folder: Path) -> None:
    run = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m disclosure check "{folder}" >&-'],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr
    assert not Path(error_report.NAME).exists()
