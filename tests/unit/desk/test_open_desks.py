"""One desk of a user on a folder, others noticed; the end of it; what is to be double-clicked."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from disclosure import user_cache
from disclosure.desk import open_desks, shortcut
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.desk.ending import AREA as ENDING
from disclosure.desk.guard import Keys, token_of
from disclosure.desk.jobs import Job
from disclosure.desk.shelf import AREA as SHELF
from disclosure.errors import InputError, OutputError
from tests.desk.opened import served

ADDRESS = "http://127.0.0.1:8000"
DESK = [sys.executable, "-m", "disclosure", "desk"]
# Holds a note until its input ends, then is killed: it takes nothing away.
HOLDS = """
import os, pathlib, sys
from disclosure.desk import open_desks
with open_desks.told_to_others(pathlib.Path(sys.argv[1])):
    print(flush=True)
    sys.stdin.read()
    os._exit(0)
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "缓存"))
    return tmp_path / "缓存" / "disclosure"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "书架"
    made.mkdir()
    return made


def test_a_second_desk_of_the_user_on_the_folder_is_told_where_the_first_is(home: Path, cache: Path) -> None:
    keys = Keys()
    with open_desks.alone(home, ADDRESS, keys.key):
        (note,) = cache.glob("desk-*")
        assert note.stat().st_mode & 0o777 == 0o600
        tokens = []
        for _ in range(2):
            with pytest.raises(open_desks.IsOpen) as found, open_desks.alone(home, "", b""):
                pass
            tokens.append(found.value.address.removeprefix(f"{ADDRESS}/enter?token="))
        assert all(map(keys.secret_for, tokens))
        assert not any(map(keys.secret_for, tokens))  # each of them once
        with open_desks.alone(home.parent, ADDRESS, keys.key):  # another folder
            pass
    with open_desks.alone(home, ADDRESS, keys.key):
        pass
    assert not list(cache.glob("desk-*"))


def test_a_note_of_somebody_else_is_not_followed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_desks, "_PATIENCE", 0.2)
    with open_desks.alone(home, ADDRESS, Keys().key):
        monkeypatch.setattr(user_cache, "is_of_user", lambda _: False)
        with pytest.raises(OutputError, match="还没有打开好"), open_desks.alone(home, "", b""):
            pass


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such folder")
def test_without_a_cache_to_write_in_the_desk_is_opened_all_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/没有")
    with open_desks.alone(home, ADDRESS, b"x"), open_desks.alone(home, ADDRESS, b"x"):
        pass


def test_tokens_of_another_key_or_changed_ones_let_nobody_in() -> None:
    keys = Keys()
    token = token_of(keys.key)
    for other in (token_of(Keys().key), token[1:], token[:-1], f"x{token}", ""):
        assert not keys.secret_for(other)
    assert keys.secret_for(token)


def test_another_desk_on_the_shelf_is_told_of_on_every_page_as_long_as_it_is_open(home: Path) -> None:
    desk = Desk(home)
    with open_desks.told_to_others(home) as desk.own_note:
        assert not desk.others
        with subprocess.Popen(
            [sys.executable, "-c", HOLDS, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdout.readline()
            (other,) = desk.others
            assert other.machine
            assert f"{other.since}打开的" in page(desk)
            assert open_desks.others(home, None) != (other,)  # the other one sees both
            process.stdin.close()
        assert len(list(home.glob(f"{open_desks.NOTE}*"))) == 2
        assert not desk.others
        assert len(list(home.glob(f"{open_desks.NOTE}*"))) == 1  # what nobody holds goes
        assert "另有一个工作台" not in page(desk)
    assert not list(home.glob(".*"))


def page(desk: Desk) -> str:
    return bytes(SHELF.pages["/"](Asked(desk, "/")).body).decode()


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"user": 1}', b'{"x": 1}', b"\xff" * 100])
def test_a_note_that_says_something_else_stops_nothing(home: Path, said: bytes) -> None:
    (home / f"{open_desks.NOTE}x").write_bytes(said)
    assert open_desks.others(home, None) == ()
    with open_desks.told_to_others(home) as own:
        own.write_bytes(said)
        assert open_desks.others(home, None) == ()


def test_the_command_opens_the_one_that_runs_and_the_button_ends_it(home: Path, cache: Path) -> None:
    with served(home) as address:
        again = subprocess.run([*DESK, str(home), "--no-browser"], capture_output=True, text=True, check=True)
        assert "工作台已经开着" in again.stderr
        second = urlsplit(again.stderr.split()[-1])
        first = urlsplit(address)
        assert (second.netloc, second.path) == (first.netloc, first.path)
        with closing(http.client.HTTPConnection(first.netloc, timeout=30)) as browser:
            browser.request("GET", f"/enter?{second.query}")
            entered = browser.getresponse()
            entered.read()
            assert entered.status == 303
            kept = entered.getheader("Set-Cookie", "").partition(";")[0]
            headers = {"Cookie": kept, "Origin": f"http://{first.netloc}"}
            browser.request("POST", "/end", urlencode({}), headers)
            ended = browser.getresponse()
            assert "工作台已经结束" in ended.read().decode()
        for _ in range(300):  # it ends by itself: nothing is left
            if not [*home.glob(".*"), *cache.glob("desk-*")]:
                break
            time.sleep(0.1)
        else:
            pytest.fail("it goes on")


def test_what_is_being_done_is_done_before_the_end(home: Path) -> None:
    desk = Desk(home)
    ended: list[int] = []
    desk.end = lambda: ended.append(1)
    job = Job("生成公开稿", "/finish")
    desk.jobs._jobs[job.id] = job
    with pytest.raises(InputError, match="生成公开稿：还有事正在做"):
        ENDING.actions["/end"](Asked(desk, "/end"))
    assert not ended
    job.address = "/finish"
    assert b"lang" in bytes(ENDING.actions["/end"](Asked(desk, "/end")).body)
    assert ended


@pytest.mark.parametrize("name", ["没有", "文件"])
def test_a_path_that_is_no_folder_is_one_sentence(home: Path, name: str) -> None:
    (home / "文件").write_text("", encoding="utf-8")
    run = subprocess.run([*DESK, str(home / name)], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.splitlines() == [f"{home / name}：没有这个文件夹，请检查路径是否写对"]


def test_a_batch_file_is_read_by_a_chinese_console(tmp_path: Path) -> None:
    python = r"C:\用户\张 三\100%&(稳)\python.exe"
    made = shortcut.batch(python, tmp_path, "gbk")
    lines = made.decode("gbk").split("\r\n")
    assert lines == [
        "@echo off",
        r'"C:\用户\张 三\100%%&(稳)\python.exe" -P -m disclosure desk "%~dp0."',
        "if errorlevel 1 pause",
        "",
    ]
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert not made.startswith(b"\xef\xbb\xbf")
    with pytest.raises(OutputError, match="写不出的字"):
        shortcut.batch("C:\\\U00020000\\python.exe", tmp_path, "gbk")


NAMES = ("甲 乙", "a'b\"c", "$HOME `x` \\d", "100%d %% {}")
PRINTS = '#!/bin/sh\nprintf "%s\\n" "$@"\n'


def program(folder: Path) -> Path:
    """That prints what it is given, in place of Python."""
    folder.mkdir(exist_ok=True)
    made = folder / "python"
    made.write_text(PRINTS, encoding="utf-8")
    made.chmod(0o755)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_shortcut_of_macos_opens_where_it_stands(tmp_path: Path, name: str) -> None:
    python = program(tmp_path / name)
    made = tmp_path / name / f"{shortcut.NAME}.command"
    made.write_bytes(shortcut.command(str(python), tmp_path))
    run = subprocess.run(["sh", made], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["-P", "-m", "disclosure", "desk", str(tmp_path / name)]


@pytest.mark.parametrize("name", NAMES)
def test_the_shortcut_of_linux_is_quoted_by_its_rules(tmp_path: Path, name: str) -> None:
    python = program(tmp_path / name)
    entry = shortcut.entry(str(python), python.parent).decode()
    assert entry.startswith("[Desktop Entry]\nType=Application\nName=决算工作台\nExec=")
    (line,) = [line for line in entry.splitlines() if line.startswith("Exec=")]
    as_quoted = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    run = subprocess.run(["sh", "-c", as_quoted], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["-P", "-m", "disclosure", "desk", str(python.parent)]


@pytest.mark.parametrize(
    ("system", "ending"), [("linux", ".desktop"), ("darwin", ".command"), ("freebsd14", ".desktop")]
)
def test_the_command_writes_the_kind_of_its_system(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, ending: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    made = shortcut.written(home)
    assert made == home / f"{shortcut.NAME}{ending}"
    assert os.access(made, os.X_OK)
    assert json.dumps(sys.executable)[1:-1] in made.read_text(encoding="utf-8")
