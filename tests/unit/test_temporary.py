"""The folder of temporary files goes with its process, and after a kill with the next one; others stay."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from disclosure import temporary
from disclosure.errors import OutputError

PROGRAM = """
import os, sys
from pathlib import Path
from disclosure import temporary
(temporary.folder() / "font.otf").write_bytes(b"0")
print(temporary.folder().name, flush=True)
sys.stdin.read()
"""


def started(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A process that holds a temporary folder until its input ends, and the folder's name."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_next_process_removes_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "disclosure-tmp-2024年").mkdir()
    (tmp_path / "disclosure-tmp-abcdefgh").mkdir()
    (tmp_path / "disclosure-tmp-abcdefgh" / "data.yaml").touch()
    (tmp_path / "disclosure-tmp-abcdefg_").symlink_to(tmp_path / "disclosure-tmp-abcdefgh")
    others = names(tmp_path)
    dead, left = started(tmp_path)
    dead.kill()
    dead.communicate()
    assert names(tmp_path) == {*others, left}
    living, held = started(tmp_path)
    last, own = started(tmp_path)
    assert names(tmp_path) == {*others, held, own}
    for process in (living, last):
        process.communicate()
    assert names(tmp_path) == others


def test_without_a_place_for_it_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/没有")
    with pytest.raises(OutputError) as told:
        temporary.folder.__wrapped__()
    assert str(told.value) == temporary.NONE
