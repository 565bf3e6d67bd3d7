"""The folder for a machine without internet: the script's logic; `make offline` really installs it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from scripts import locks, wheelhouse

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = ROOT / "scripts" / "offline"


def test_the_floor_of_versions_is_that_of_the_project() -> None:
    assert wheelhouse.VERSIONS[0] == "3.11"
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert set(wheelhouse.SYSTEMS) == {"win_amd64", "linux_x86_64", "linux_aarch64"}


def test_a_target_gets_its_own_part_of_the_lock_without_conditions() -> None:
    windows = {entry.name: entry for entry in wheelhouse.wanted(wheelhouse.Target("win_amd64", "3.12"))}
    linux = {entry.name: entry for entry in wheelhouse.wanted(wheelhouse.Target("linux_aarch64", "3.12"))}
    assert set(windows) - set(linux) == {"colorama"}
    assert {"weasyprint", "uvicorn", "pylopdf-fonts-zh-cn"} <= set(linux)
    assert not {"pytest", "hatchling", "pip"} & set(windows)
    assert all(entry.requirement.marker is None and entry.hashes for entry in windows.values())


def test_the_folder_locks_what_it_holds_and_the_project_too(tmp_path: Path) -> None:
    own = tmp_path / "disclosure-1.0-py3-none-any.whl"
    own.write_bytes(b"wheel")
    *others, last = (str(entry) for entry in wheelhouse.shipped(own))
    assert last == f"disclosure==1.0 --hash=sha256:{sha256(b'wheel').hexdigest()}"
    assert others == [str(entry) for entry in locks.read(locks.RUN, locks.FONTS)]
    assert any(entry.startswith('colorama==0.4.6; sys_platform == "win32" --hash=') for entry in others)


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
    (tmp_path / "requirements.lock").write_text("lxml==6.0 --hash=sha256:" + 64 * "0", encoding="utf-8")
    (tmp_path / "wheels").mkdir()
    run = subprocess.run(
        [sys.executable, "install.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1
    assert "没有装好" in run.stdout


def test_what_lies_beside_the_wheels_is_complete_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    wheelhouse.lay_out(tmp_path)
    names = {
        "README.html",
        "install.bat",
        "install.sh",
        "install.py",
        "no-python.txt",
        "fonts.txt",
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
