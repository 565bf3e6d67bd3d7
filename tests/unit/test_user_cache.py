"""The user's cache: what it gives is what would be made; whatever is wrong with it, nothing fails."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from disclosure import fonts, user_cache


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "disclosure"


def entry(folder: Path) -> Path:
    (only,) = folder.iterdir()
    return only


def not_made() -> bytes:
    raise AssertionError


def test_what_was_made_once_is_not_made_again(cache: Path) -> None:
    assert user_cache.kept("甲", lambda: b"1") == b"1"
    assert user_cache.kept("甲", not_made) == b"1"
    assert user_cache.kept("乙", lambda: b"") == b""
    assert user_cache.kept("乙", not_made) == b""
    assert len(list(cache.iterdir())) == 2
    assert cache.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damaged", [b"", b"x", b"0" * 33])
def test_a_damaged_entry_is_made_anew(cache: Path, damaged: bytes) -> None:
    user_cache.kept("甲", lambda: b"1")
    entry(cache).write_bytes(damaged)
    assert user_cache.kept("甲", lambda: b"2") == b"2"
    assert user_cache.kept("甲", not_made) == b"2"


def test_one_changed_byte_is_seen(cache: Path) -> None:
    user_cache.kept("甲", lambda: b"12")
    path = entry(cache)
    path.write_bytes(path.read_bytes()[:-1] + b"3")
    assert user_cache.kept("甲", lambda: b"12") == b"12"


def test_an_entry_under_the_name_of_another_is_made_anew(cache: Path) -> None:
    user_cache.kept("甲", lambda: b"1")
    one = entry(cache)
    content = one.read_bytes()
    one.unlink()
    user_cache.kept("乙", lambda: b"2")
    entry(cache).write_bytes(content)
    assert user_cache.kept("乙", lambda: b"2") == b"2"


def test_an_entry_of_another_user_is_made_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user_cache.kept("甲", lambda: b"1")
    someone = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: someone)
    assert user_cache.kept("甲", lambda: b"2") == b"2"


def test_where_an_entry_would_stand_is_a_folder_or_a_pipe(cache: Path) -> None:
    user_cache.kept("甲", lambda: b"1")
    path = entry(cache)
    path.unlink()
    path.mkdir()
    assert user_cache.kept("甲", lambda: b"2") == b"2"
    assert list(cache.iterdir()) == [path]  # nor is anything unfinished left
    path.rmdir()
    os.mkfifo(path)
    assert user_cache.kept("甲", lambda: b"3") == b"3"


def test_where_there_is_no_place_it_is_made_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", Path("/proc/nowhere"), Path("/dev/null")):
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        assert [user_cache.kept("甲", partial(bytes, [n])) for n in (1, 2)] == [b"\1", b"\2"]


def test_a_full_disk_leaves_nothing_unfinished(cache: Path) -> None:
    cache.mkdir(parents=True)
    code = (
        "import resource, signal\nfrom disclosure import user_cache\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "assert user_cache.kept('甲', lambda: b'1' * 1000) == b'1' * 1000"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert list(cache.iterdir()) == []


def test_a_user_without_a_home_has_none_and_nothing_is_written_where_he_stands(tmp_path: Path) -> None:
    code = (
        "import os, pwd\n"
        "def nobody(number): raise KeyError(number)\n"
        "pwd.getpwuid = nobody\n"
        "from disclosure import user_cache\nprint(user_cache.folder(), user_cache.kept('a', lambda: b'1'))"
    )
    env = {"PATH": "", "PYTHONPATH": str(Path(fonts.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, check=True, text=True)
    assert run.stdout.split() == ["None", "b'1'"]
    assert list(tmp_path.iterdir()) == []


def test_what_it_is_about_may_be_in_any_letters_whatever_the_locale(cache: Path) -> None:
    user_cache.kept("㎡", lambda: b"1")
    code = "from disclosure import user_cache\nassert user_cache.kept('\\u33a1', lambda: b'2') == b'1'"
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **plain})


def make_large(number: int) -> bool:
    """Whether what is kept came out whole, in a process of many that make it at once."""
    content = b"0" * 1_000_000
    return all(user_cache.kept(f"{about}", lambda: content) == content for about in range(number, 20))


def test_processes_share_it(cache: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert all(pool.map(make_large, [0] * 4))
    assert len(list(cache.iterdir())) == 20


# 字体


@pytest.fixture
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = (fonts.find, fonts.coverage, fonts.data, fonts.latin_data, fonts._hash, fonts._face_index)
    for function in kept:
        function.cache_clear()


PROGRAM = """
import hashlib, sys
from disclosure import fonts
told = hashlib.sha256(repr(sorted(fonts.coverage())).encode())
for role, choice in fonts.find().items():
    told.update(f"{role} {choice}".encode() + fonts.data(choice))
print(told.hexdigest(), "fontTools.ttLib" in sys.modules)
"""


def told() -> tuple[str, bool]:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    digest, is_read = run.stdout.split()
    return digest, is_read == "True"


def test_a_second_process_gets_the_same_fonts_without_reading_one(cache: Path) -> None:
    first = told()
    assert first[1]
    assert told() == (first[0], False)
    for path in cache.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert told() == first


@pytest.mark.usefixtures("_fresh")
def test_another_font_under_the_same_name_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = fonts.find()
    place = tmp_path / "NotoSerifSC-Regular.otf"
    monkeypatch.setattr(fonts, "directories", lambda: (tmp_path,))
    monkeypatch.setattr(fonts, "PACKAGE", "no-such-package")
    seen = []
    for role in ("宋体", "仿宋"):
        place.write_bytes(fonts.data(installed[role]))
        for function in (fonts.find, fonts.coverage, fonts._hash):
            function.cache_clear()
        seen.append(fonts.coverage())
    assert seen[0] != seen[1]
