"""The example package: installed it changes nothing, named it takes part; its page shows its files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import disclosure
from disclosure import api, checks
from disclosure.checks import Outcome
from tests.departments import small, submission
from tests.extensions.offering import SOURCE, install
from tests.unit.checks import given
from tests.unit.test_docs import ROOT, Story, blocks

PAGE = ROOT / "docs" / "extensions.md"
WHOSE = "软件包 xingcheng-disclosure 2.1 的"
CITY = {"模板": "星城2024"}
RUN = """
import sys
from disclosure import cli
sys.argv = ["disclosure", *sys.argv[1:]]
try:
    cli.main()
finally:
    print(*(name for name in sys.modules if name.startswith("xingcheng")), sep="\\n", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("site"))


@pytest.fixture
def on_path(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(installed))


def run(folder: Path, path: Path, *arguments: str) -> tuple[str, str, bytes]:
    """The command in a process of its own: what it says, modules of the package that it loaded, the file."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(path)])}
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    said, _, loaded = done.stderr.partition("xingcheng_disclosure\n")
    return done.stdout + said, loaded, Path(folder, done.stdout.splitlines()[0]).read_bytes()


def data(folder: Path, pack: str) -> None:
    text = next(text for language, text in blocks(PAGE) if language == "yaml")
    (folder / "data.yaml").write_text(text.replace("星城2024", pack), encoding="utf-8")


def test_a_package_that_is_only_installed_changes_nothing_and_is_not_loaded(
    installed: Path, tmp_path: Path
) -> None:
    data(tmp_path, "standard")
    said, loaded, made = run(tmp_path, installed, "build", ".", "--draft", "--format", "docx")
    (plain,) = disclosure.build(tmp_path, ["docx"], draft=True).artifacts
    assert made == plain.data
    assert loaded == ""
    assert "xingcheng" not in said


def test_an_output_is_used_by_its_name_and_says_so_with_those_of_its_pack(
    installed: Path, tmp_path: Path
) -> None:
    data(tmp_path, "standard")
    said, loaded, made = run(
        tmp_path, installed, "build", ".", "--draft", "--format", "txt", "--pack", "星城2024"
    )
    assert f"扩展：{WHOSE}输出格式“txt”" in said
    assert f"扩展：{WHOSE}模板“星城2024”" in said
    assert sorted(loaded.split()) == ["xingcheng_disclosure.duties", "xingcheng_disclosure.plain_text"]
    assert "一、单位职责" in made.decode()


@pytest.mark.usefixtures("on_path")
def test_a_pack_is_data_its_name_alone_loads_no_module() -> None:
    for name in [name for name in sys.modules if name.startswith("xingcheng")]:
        del sys.modules[name]
    composed = disclosure.compose(submission({**small(), **CITY}), draft=True)
    assert "降低" in str(composed.document)
    assert [name for name in sys.modules if name.startswith("xingcheng")] == []


@pytest.mark.usefixtures("on_path")
def test_a_pack_of_ones_own_extends_that_of_a_package(tmp_path: Path) -> None:
    pack = tmp_path / "templates" / "甲"
    pack.mkdir(parents=True)
    (pack / "pack.toml").write_text('"名称" = "甲"\n"版本" = "1"\n"继承" = "星城2024"\n', encoding="utf-8")
    data(tmp_path, "甲")
    assert [str(one) for one in disclosure.check(tmp_path).extensions] == [
        f"{WHOSE}校验程序“职责句号”",
        f"{WHOSE}模板“星城2024”",
    ]


@pytest.mark.usefixtures("on_path")
def test_a_check_finds_and_the_report_names_the_package_in_text_json_and_xlsx() -> None:
    department = {**small()["部门"], "职责": "1.负责某某工作"}
    data = submission({**small(), **CITY, "部门": department})
    report = api.check(data)
    (found,) = report.of("X901")
    assert given.ready_rows_fail(report, data) == []
    assert (found.severity, found.stated, found.fix) == ("warning", "1.负责某某工作", "补上句号")
    assert f"扩展  {WHOSE}校验程序“职责句号”\n" in api.report_bytes(report, "text").decode()
    told = {"distribution": "xingcheng-disclosure", "version": "2.1", "used": True}
    assert json.loads(api.report_bytes(report, "json"))["extensions"] == [
        {"kind": "checks", "name": "职责句号", **told},
        {"kind": "packs", "name": "星城2024", **told},
    ]
    book = openpyxl.load_workbook(BytesIO(api.report_bytes(report, "xlsx")))
    rows = [[cell or "" for cell in row] for row in book["扩展"].iter_rows(values_only=True)]
    assert ["校验程序", "职责句号", "xingcheng-disclosure", "2.1", ""] in rows


@pytest.mark.usefixtures("on_path")
def test_a_report_without_a_part_of_the_package_does_not_name_it() -> None:
    report = api.check(submission(small()))
    assert "xingcheng" not in api.report_bytes(report, "text").decode()
    assert json.loads(api.report_bytes(report, "json"))["extensions"] == []
    assert "扩展" not in openpyxl.load_workbook(BytesIO(api.report_bytes(report, "xlsx"))).sheetnames


@pytest.mark.usefixtures("on_path")
def test_what_the_check_cannot_be_about_is_not_applicable() -> None:
    department = {key: value for key, value in small()["部门"].items() if key != "职责"}
    report = checks_of({**small(), **CITY, "部门": department})
    assert report["X901"] == (Outcome.NOT_APPLICABLE, "没有填职责")


def checks_of(given: dict[str, object]) -> dict[str, tuple[checks.Outcome, str]]:
    return {result.code: (result.outcome, result.why) for result in api.check(submission(given)).results}


def shown() -> dict[str, str]:
    """The files of the package that the page shows, by path."""
    heads = [(re.match(r"# xingcheng/(\S+)\n", text), text) for _, text in blocks(PAGE)]
    return {head[1]: text[head.end() :] for head, text in heads if head}


def test_the_page_shows_the_files_of_the_package_and_all_of_them() -> None:
    files = [path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    there = {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in files}
    del there["xingcheng_disclosure/__init__.py"]
    assert shown() == there


@pytest.mark.usefixtures("on_path")
def test_what_the_page_shows_can_be_done_and_says_what_it_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    story, promises = Story(monkeypatch, tmp_path), 0
    for language, text in blocks(PAGE):
        if language == "text":
            said = capfd.readouterr().out.splitlines()
            assert [line for line in text.splitlines() if line not in said] == []
            promises += 1
        elif not text.startswith("# xingcheng/"):
            story.tell(language, text)
    assert len(story.done) == 4
    assert promises == 2
    assert (tmp_path / "out" / "星城市档案馆2024年度单位决算.txt").is_file()
