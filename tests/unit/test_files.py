"""Names that every system takes, and files that are written whole or not at all."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.errors import OutputError
from disclosure.files import safe_name, settle, write_all

NOBODY = 65534

# Writes two files as a user who may be refused: prints what the clerk is told.
WRITE = """
import os, resource, sys
from pathlib import Path
from disclosure.errors import OutputError
from disclosure.files import write_all
if {user} and os.getuid() == 0:
    os.setuid({user})
if {limit}:
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    write_all([("a.docx", b"new" * 10), ("b.pdf", b"new" * {times})], Path({folder!r}))
except OutputError as error:
    print(error)
"""


def written(folder: Path, *, user: int = 0, limit: int = 0, times: int = 10) -> str:
    code = WRITE.format(folder=str(folder), user=user, limit=limit, times=times)
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def old(tmp_path: Path) -> dict[str, bytes]:
    write_all([("a.docx", b"old a"), ("b.pdf", b"old b")], tmp_path)
    return contents(tmp_path)


def test_files_are_written_into_a_new_folder_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "甲" / "乙"
    paths = write_all([("a.docx", b"1"), ("b.pdf", b"2")], folder)
    assert paths == (folder / "a.docx", folder / "b.pdf")
    assert contents(folder) == {"a.docx": b"1", "b.pdf": b"2"}


def test_where_nothing_could_be_written_no_new_folder_is_left(tmp_path: Path) -> None:
    def refused() -> None:
        raise OutputError("不同")

    with pytest.raises(OutputError, match="不同"):
        write_all([("a.docx", b"1"), ("below/b.docx", b"1")], tmp_path / "甲" / "乙", refused)
    assert list(tmp_path.iterdir()) == []


def test_files_of_before_are_replaced(tmp_path: Path, old: dict[str, bytes]) -> None:
    write_all([("a.docx", b"new")], tmp_path)
    assert contents(tmp_path) == {**old, "a.docx": b"new"}


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    (path,) = write_all([("a.docx", b"1")], tmp_path)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("reason", [PermissionError(13, "held by Word"), OSError(5, "I/O")])
def test_where_the_second_cannot_take_its_name_the_first_keeps_its_old_content(
    tmp_path: Path, old: dict[str, bytes], reason: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "b.pdf":
            raise reason
        return taken(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match=r"无法写“.*pdf”"):
        write_all([("new.html", b"new"), ("a.docx", b"new"), ("b.pdf", b"new")], tmp_path)
    assert contents(tmp_path) == old


def test_a_file_open_in_word_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match="可能正在 Word、WPS 或 PDF 阅读器中打开") as error:
        write_all([("a.docx", b"new")], tmp_path)
    assert "\n" not in str(error.value)
    assert contents(tmp_path) == {}


def test_a_folder_under_the_name_of_a_file_is_one_sentence(tmp_path: Path, old: dict[str, bytes]) -> None:
    (tmp_path / "c.html").mkdir()
    with pytest.raises(OutputError, match=r"已有一个文件夹叫“.*c\.html”"):
        write_all([("a.docx", b"new"), ("c.html", b"new")], tmp_path)
    assert contents(tmp_path) == old


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_under_the_name_of_the_output_folder_is_one_sentence(tmp_path: Path, below: str) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="所在的位置不是文件夹"):
        write_all([("a.docx", b"1")], tmp_path / "out" / below)


def test_a_full_disk_is_one_sentence_and_leaves_the_old_files(tmp_path: Path, old: dict[str, bytes]) -> None:
    said = written(tmp_path, limit=1000, times=1000)
    assert said.startswith("磁盘已满或超出限额，无法写“")
    assert said.count("\n") == 1
    assert contents(tmp_path) == old


def test_the_limit_of_that_test_is_what_stops_it(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert written(tmp_path, times=1000) == ""
    assert len((tmp_path / "b.pdf").read_bytes()) == 3000


def test_a_read_only_folder_is_one_sentence_and_leaves_the_old_files() -> None:
    with tempfile.TemporaryDirectory() as name:  # that of pytest is closed to any other user
        folder = Path(name)
        write_all([("a.docx", b"old")], folder)
        folder.chmod(0o555)
        said = written(folder, user=NOBODY)
        folder.chmod(0o755)
        assert contents(folder) == {"a.docx": b"old"}
    assert said == f"文件夹“{folder}”是只读的，或没有写入权限；请换一个输出文件夹\n"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("攀枝花市人民政府2023年度部门决算", "攀枝花市人民政府2023年度部门决算"),
        ('甲<乙>:"/\\|?*丙', "甲_乙________丙"),
        ("第一行\n第二行\t", "第一行第二行"),
        (" 决算. .", "决算"),
        ("..", "决算公开"),
        ("", "决算公开"),
        ("con", "_con"),
        ("COM1.2023", "_COM1.2023"),
        ("CONTENT", "CONTENT"),
        ("长" * 59 + "  .尾", "长" * 59),
        ("长" * 61, "长" * 60),
        ("决算\u202efdp.exe", "决算fdp.exe"),
        ("\u2066公\u2069开\u200e\u200f\u200b\u200d\ufeff\u00ad", "公开"),
        ("一\x7f\x85二\u2028三", "一二三"),
        ("\u200b", "决算公开"),
    ],
)
def test_a_name_becomes_one_that_windows_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_name_becomes_one_that_windows_and_linux_take(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert safe == safe.strip(" .")
    assert not set(safe) & set('<>:"/\\|?*')
    assert not {unicodedata.category(char) for char in safe} & {"Cc", "Cf", "Zl", "Zp"}
    assert len(f"{safe}-图10.png".encode()) <= 255
    assert safe_name(safe) == safe


# Kills itself at the call of this number that touches a file, while both files are being replaced.
KILLED = """
import os, signal, sys
from pathlib import Path
from disclosure.files import write_all
left = [{at}]
def touched(event, arguments):
    own = event == "open" and ".disclosure" in str(arguments[0])
    if own or event in ("os.rename", "os.remove", "os.truncate"):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(touched)
write_all([("a.docx", b"new a"), ("b.pdf", b"new b")], Path({folder!r}))
"""


@pytest.mark.parametrize("at", [1, 3, 5, 6, 7, 8, 10])
def test_after_a_kill_the_next_command_finds_all_old_or_all_new(
    tmp_path: Path, old: dict[str, bytes], at: int
) -> None:
    code = KILLED.format(at=at, folder=str(tmp_path))
    killed = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    settle(tmp_path)
    assert contents(tmp_path) in (old, {"a.docx": b"new a", "b.pdf": b"new b"})


def test_a_file_keeps_its_mode(tmp_path: Path, old: dict[str, bytes]) -> None:
    (tmp_path / "a.docx").chmod(0o600)
    write_all([("a.docx", b"new")], tmp_path)
    assert (tmp_path / "a.docx").stat().st_mode & 0o777 == 0o600


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path, old: dict[str, bytes]) -> None:
    (tmp_path / "c.html").symlink_to(tmp_path / "a.docx")
    with pytest.raises(OutputError, match="是链接或设备"):
        write_all([("b.pdf", b"new"), ("c.html", b"new")], tmp_path)
    assert contents(tmp_path) == {**old, "c.html": old["a.docx"]}


def test_two_files_of_one_name_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="有两个文件都叫"):
        write_all([("a.docx", b"1"), ("A.docx", b"2")], tmp_path)
    assert contents(tmp_path) == {}
