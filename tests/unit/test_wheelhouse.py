"""The folder for a machine without internet: the script's logic; `make offline` really installs it."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = ROOT / "scripts" / "offline"


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    found = importlib.util.spec_from_file_location("wheelhouse", ROOT / "scripts" / "wheelhouse.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["wheelhouse"] = module  # its dataclasses look themselves up there
    found.loader.exec_module(module)
    yield module
    del sys.modules["wheelhouse"]


def wheel(folder: Path, name: str, *needs: str) -> None:
    metadata = "Metadata-Version: 2.1\n" + "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr(f"{name.split('-', maxsplit=1)[0]}-1.0.dist-info/METADATA", metadata)


def test_the_floor_of_versions_is_that_of_the_project(script: ModuleType) -> None:
    assert script.VERSIONS[0] == "3.11"
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert set(script.SYSTEMS) == {"win_amd64", "linux_x86_64", "linux_aarch64"}


def test_a_dependency_of_windows_alone_is_missed_for_windows_alone(
    script: ModuleType, tmp_path: Path
) -> None:
    wheel(
        tmp_path,
        "disclosure-1.0-py3-none-any.whl",
        "typer>=1",
        "weasyprint; extra == 'pdf'",
        "ruff; extra == 'dev'",
    )
    wheel(tmp_path, "typer-1.0-py3-none-any.whl", 'colorama>=0.4; sys_platform == "win32"')
    wheel(tmp_path, "weasyprint-1.0-py3-none-any.whl")
    assert list(script.missing(tmp_path, script.Target("win_amd64", "3.12"))) == ["colorama>=0.4"]
    assert list(script.missing(tmp_path, script.Target("linux_aarch64", "3.12"))) == []


def test_what_the_installer_asks_for_is_gathered_with_its_extras(script: ModuleType, tmp_path: Path) -> None:
    wheel(
        tmp_path,
        "disclosure-1.0-py3-none-any.whl",
        "weasyprint; extra == 'pdf'",
        "uvicorn; extra == 'preview'",
    )
    assert list(script.missing(tmp_path, script.Target("win_amd64", "3.12"))) == ["weasyprint", "uvicorn"]
    assert f'"disclosure[{",".join(script.EXTRAS)}]"' in (OFFLINE / "install.py").read_text(encoding="utf-8")


def test_a_wheel_of_another_system_or_version_is_not_counted(script: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "disclosure-1.0-py3-none-any.whl", "lxml")
    wheel(tmp_path, "lxml-1.0-cp312-cp312-win_amd64.whl")
    assert list(script.missing(tmp_path, script.Target("win_amd64", "3.12"))) == []
    assert list(script.missing(tmp_path, script.Target("win_amd64", "3.13"))) == ["lxml"]
    assert list(script.missing(tmp_path, script.Target("linux_x86_64", "3.12"))) == ["lxml"]


def test_the_batch_file_is_ascii_with_the_line_ends_of_windows() -> None:
    written = (OFFLINE / "install.bat").read_bytes()
    assert written.isascii()
    assert written.count(b"\n") == written.count(b"\r\n") > 10
    assert b"chcp 65001" in written
    assert all(name.encode() in written for name in ("install.py", "no-python.txt"))


def test_the_shell_script_has_the_line_ends_of_linux_and_parses() -> None:
    assert b"\r" not in (OFFLINE / "install.sh").read_bytes()
    for file in (OFFLINE / "install.sh", ROOT / "scripts" / "offline_check.sh"):
        assert subprocess.run(["sh", "-n", str(file)], check=False).returncode == 0


def test_the_installer_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((OFFLINE / "install.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    used = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert used <= set(sys.stdlib_module_names)


def test_the_installer_without_wheels_says_so_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "install.py").write_bytes((OFFLINE / "install.py").read_bytes())
    (tmp_path / "constraints.txt").touch()
    (tmp_path / "wheels").mkdir()
    run = subprocess.run(
        [sys.executable, "install.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1
    assert "没有装好" in run.stdout


def test_what_lies_beside_the_wheels_is_complete_and_its_links_lead_somewhere(
    script: ModuleType, tmp_path: Path
) -> None:
    script.lay_out(tmp_path)
    names = {
        "README.html",
        "install.bat",
        "install.sh",
        "install.py",
        "no-python.txt",
        "fonts.txt",
        "constraints.txt",
    }
    assert names <= {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "examples" / "panzhihua-chengdu-2024" / "data.yaml").is_file()
    readme = (tmp_path / "README.html").read_text(encoding="utf-8")
    assert '<meta charset="utf-8"><title>部门决算公开</title>' in readme
    assert '<a href="docs/data-format.html">' in readme
    assert (tmp_path / "docs" / "data-format.html").is_file()
    pictures = re.findall('<img src="([^"]+)"', readme)
    assert len(pictures) >= 5
    assert all((tmp_path / picture).is_file() for picture in pictures)
    assert "<table>" in readme
