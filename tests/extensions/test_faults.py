"""What can be wrong with somebody else's package: one sentence that names it, never a fault of the data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from disclosure import api, checks, packs
from disclosure.authoring import show_pack
from disclosure.checks import CheckSpec, Outcome, Result
from disclosure.document import Style
from disclosure.errors import OutputError, PackError
from disclosure.extensions import CALLED, Kind
from disclosure.outputs import writer
from tests.contract.sample import sample
from tests.departments import small, submission
from tests.extensions.offering import Offer
from tests.unit.checks import given
from tests.unit.test_docs import ROOT

HARBOUR = "软件包 harbour 1.0 的"
STYLE = Style("gbt9704", b"", "")
RULE = {"代码": "X902", "名称": "例", "程序": "潮位", "依据": "某表", "改法": "核对"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path where packages are installed; what was loaded from it is forgotten."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("harbour")]:
        del sys.modules[name]


def module(text: str) -> dict[str, str]:
    return {"harbour.py": text}


def checked() -> Result:
    """The result of one check that the package programs."""
    declared = given.chain("standard").checks.model_copy(update={"checks": (CheckSpec.model_validate(RULE),)})
    report = checks.run(checks.Book(given.untouched("yuxi-beijing-2023", tables=False)), declared)
    (result,) = (result for result in report.results if result.code == "X902")
    return result


@pytest.mark.parametrize(
    ("kind", "value", "text", "sentence"),
    [
        ("outputs", "harbour:write", "import nothing_of_this_name", "不能载入：ModuleNotFoundError"),
        ("outputs", "harbour:absent", "", "不能载入：AttributeError"),
        ("outputs", "not a module!", "", "不能载入：写的不是“模块:函数”"),
        ("outputs", "harbour:write", "write = 1", "不能载入：写的不是“模块:函数”"),
        ("outputs", "harbour:write", "raise SystemExit(3)", "不能载入：SystemExit 3"),
        ("outputs", "harbour:write", "def write(*_): return 1 / 0", "出错：ZeroDivisionError"),
        ("outputs", "harbour:write", "def write(*_): return ['text']", "给出的不是成品文件"),
        ("checks", "harbour:check", "import nothing_of_this_name", "不能载入：ModuleNotFoundError"),
        ("packs", "harbour", "", "不能使用：“harbour”里没有 pack.toml"),
        ("packs", "../../etc", "", "不能使用：“../../etc”里没有 pack.toml"),
        ("packs", "absent.pack", "", "不能使用：“absent.pack”里没有 pack.toml"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_with_the_package(
    site: Path, kind: Kind, value: str, text: str, sentence: str
) -> None:
    Offer(kind, "潮位", value, module(text)).put(site)
    uses: dict[Kind, Callable[[], object]] = {
        "outputs": lambda: writer("潮位")(sample(), STYLE, "文"),
        "checks": checked,
        "packs": lambda: packs.resolve("潮位", [packs.built_in()]),
    }
    with pytest.raises(OutputError if kind == "outputs" else PackError) as told:
        uses[kind]()
    assert str(told.value).startswith(f"{HARBOUR}{CALLED[kind]}“潮位”{sentence}")
    assert "\n" not in str(told.value)


def test_extras_behind_the_function_are_no_fault(site: Path) -> None:
    text = "from disclosure.outputs import Artifact\ndef write(*_): return [Artifact('文.txt', b'')]"
    Offer("outputs", "潮位", "harbour:write [more]", module(text)).put(site)
    assert [one.name for one in writer("潮位")(sample(), STYLE, "文")] == ["文.txt"]


@pytest.mark.parametrize("name", ["../文.txt", "/tmp/文.txt", "..", ""])
def test_an_output_writes_nowhere_else(site: Path, name: str) -> None:
    text = f"from disclosure.outputs import Artifact\ndef write(*_): return [Artifact({name!r}, b'')]"
    Offer("outputs", "潮位", "harbour:write", module(text)).put(site)
    with pytest.raises(OutputError, match="文件名不带路径"):
        writer("潮位")(sample(), STYLE, "文")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise ZeroDivisionError('潮')", "出错：ZeroDivisionError 潮"),
        ("raise SystemExit(1)", "出错：SystemExit 1"),
        ("from disclosure.errors import PackError; raise PackError('潮')", "出错：PackError 潮"),
        ("return None", "出错：TypeError 'NoneType' object is not iterable"),
        ("return ['部门.职责']", "给出的不是发现（Hit），而是 str"),
        ("return [Hit(('部门.职责',), 1, '', '')]", "给出的不是发现（Hit），而是 Hit"),
        ("return [Hit('部门.职责', '', '', '')]", "给出的不是发现（Hit），而是 Hit"),
    ],
)
def test_a_check_that_crashes_or_gives_rubbish_could_not_check(site: Path, body: str, why: str) -> None:
    text = f"from disclosure.checks.check_programs import Hit\ndef check(scene):\n    {body}\n"
    Offer("checks", "潮位", "harbour:check", module(text)).put(site)
    result = checked()
    assert result.outcome is Outcome.NOT_CHECKED
    assert result.why == f"{HARBOUR}校验程序“潮位”{why}"
    assert result.findings == ()


def test_a_check_that_nobody_installed_is_unknown() -> None:
    with pytest.raises(PackError, match="没有“潮位”这个程序"):
        checked()


def test_two_packages_of_one_name_are_refused_and_both_named(site: Path) -> None:
    for package in ("harbour", "lighthouse"):
        Offer("outputs", "潮位", "harbour:write").put(site, package)
    with pytest.raises(OutputError, match=r"都有输出格式“潮位”：harbour 1.0、lighthouse 1.0，请只留一个"):
        writer("潮位")


@pytest.mark.parametrize(("kind", "name"), [("outputs", "cms"), ("checks", "括号"), ("packs", "standard")])
def test_a_name_of_ours_stays_ours_and_the_report_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind, name: str
) -> None:
    before = api.build(submission(small()), ["cms"])
    Offer(kind, name, "harbour:any", module("raise RuntimeError")).put(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    after = api.build(submission(small()), ["cms"])
    assert after.artifacts == before.artifacts
    assert after.report.results == before.report.results
    (told,) = after.report.extensions
    assert str(told) == f"{HARBOUR}{CALLED[kind]}“{name}”没有使用：已有同名的{CALLED[kind]}"
    assert f"扩展  {told}" in api.report_bytes(after.report, "text").decode()
    assert "harbour" not in sys.modules


def test_what_is_installed_is_listed_where_a_name_is_unknown(site: Path) -> None:
    Offer("outputs", "潮位", "harbour:write").put(site)
    Offer("packs", "潮位表", "harbour").put(site, "lighthouse")
    with pytest.raises(OutputError, match="json、潮位"):
        writer("潮")
    with pytest.raises(PackError, match="潮位表"):
        packs.resolve("潮位标", [packs.built_in()])
    assert "软件包 lighthouse 1.0 的模板“潮位表”" in list(show_pack.listing([packs.built_in()]))


def test_nothing_in_the_folder_one_stands_in_is_a_package(tmp_path: Path) -> None:
    """`python -m disclosure` in a data folder that brings a package of its own."""
    Offer("outputs", "潮位", "harbour:write", module("raise SystemExit('loaded')")).put(tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "disclosure", "build", ".", "--format", "潮位"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert "没有“潮位”这种输出格式" in run.stderr
