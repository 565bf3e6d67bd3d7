"""What a machine can lack, through the real command: one sentence, the exit code, old files as they were."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from disclosure import api
from tests.departments import MINIMAL
from tests.unit.workbook.clerk import small

FILE = "某某市档案馆2024年度单位决算.datapackage.json"
DROP_CAPABILITY, PAST_PERMISSIONS = 24, 1  # of Linux: so that root, too, may only what the modes say
PROGRAM = "import os, sys\n{first}\nfrom disclosure.cli import main\nmain()"
UNKNOWN_USER = "import pwd; pwd.getpwuid = {}.__getitem__"
NO_TEMPORARY_FOLDER = "import tempfile; tempfile._candidate_tempdir_list = lambda: ['/没有']"
NO_FONTS = "from disclosure import fonts; fonts.directories = tuple; fonts.PACKAGE = '没有装'"
FULL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
NO_PANGO = """
class Lacking:
    def find_spec(self, name, *_):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Lacking())
sys.modules['typst'] = None
"""
NO_WEASYPRINT = "sys.modules['weasyprint'] = sys.modules['typst'] = None"
WAITING = """
def heard(event, _, waited=[]):
    if event == "os.rename" and not waited:
        waited.append(os.write(1, b"."))
        sys.stdin.read()
sys.addaudithook(heard)
"""
PACKAGE = Path(api.__file__).parents[1]
WITH_TABLES = MINIMAL.replace("模板: standard", "模板: sichuan-2024")
State = dict[str, bytes | None]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Data, what was built of it before it was changed, and a temporary folder; anybody may go there."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for below in ("data", "out", "tmp"):
            (folder / below).mkdir()
        (folder / "tmp").chmod(0o1777)
        data = folder / "data" / "data.yaml"
        data.write_text(WITH_TABLES, encoding="utf-8")
        api.write(api.build(folder / "data", ["csv"], draft=True), folder / "out")
        data.write_text(WITH_TABLES.replace("120.5", "121.5"), encoding="utf-8")
        yield folder


def state(home: Path) -> State:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(home.rglob("*"))}


def started(home: Path, first: str, *arguments: str, **given: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in {"HOME", "TMPDIR"}}
    environment = {**kept, "TMPDIR": str(home / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(PACKAGE), **given}
    command = [sys.executable, "-c", PROGRAM.format(first=first), *arguments]
    return subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=bound_by_modes,  # noqa: PLW1509 - no threads here
    )


def build(home: Path, first: str, format: str, out: str, /, **given: str) -> subprocess.Popen[bytes]:
    return started(home, first, "build", "data", "--draft", "-o", out, "-f", format, **given)


def bound_by_modes() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DROP_CAPABILITY, PAST_PERMISSIONS, 0, 0, 0)


def ended(process: subprocess.Popen[bytes], encoding: str = "utf-8") -> tuple[int, str, str]:
    """Exit code, the last sentence, and all that was printed and said."""
    printed, said = (each.decode(encoding) for each in process.communicate())
    return process.returncode, said.rstrip("\n").splitlines()[-1], printed + said


REFUSED = {
    "full disk": (FULL_DISK, "csv", "out", "磁盘已满或超出限额，无法写“out/"),
    "full temporary disk": (FULL_DISK, "pdf-a", "out", "没有能写的临时文件夹，或磁盘已满；请清理磁盘，"),
    "no temporary folder": (NO_TEMPORARY_FOLDER, "pdf-a", "out", "没有能写的临时文件夹，或磁盘已满；"),
    "no fonts": (NO_FONTS, "html", "out", "这台电脑上没有可用的中文字体。Windows："),
    "no Pango": (NO_PANGO, "pdf", "out", "生成 PDF 需要 typst：pip install"),
    "no WeasyPrint": (NO_WEASYPRINT, "pdf", "out", "生成 PDF 需要 typst：pip install"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_machine_lacks_is_one_sentence_and_leaves_all_as_it_was(case: str, home: Path) -> None:
    first, format, out, sentence = REFUSED[case]
    before = state(home)
    code, last, said = ended(build(home, first, format, out))
    assert (code, last[: len(sentence)]) == (1, sentence)
    assert "Traceback" not in said
    assert state(home) == before


@pytest.mark.parametrize("first", [FULL_DISK, NO_TEMPORARY_FOLDER])
def test_marked_copies_need_no_temporary_file(first: str, tmp_path: Path) -> None:
    """On a full disk it is the copy that cannot be written, and nothing of a library is seen."""
    small(tmp_path / "data")
    (tmp_path / "tmp").mkdir()
    before = state(tmp_path / "data")
    code, _, said = ended(started(tmp_path, first, "check", "data", "--mark"))
    told = {FULL_DISK: "磁盘已满或超出限额，无法写“data/※标注-", NO_TEMPORARY_FOLDER: "已标注：data/※标注-"}
    assert (code, told[first] in said) == (int(first == FULL_DISK), True)
    assert "Traceback" not in said
    assert {name: content for name, content in state(tmp_path / "data").items() if name in before} == before
    assert len(state(tmp_path / "data")) == len(before) + (first == NO_TEMPORARY_FOLDER)


def test_a_folder_that_may_only_be_read_is_one_sentence(home: Path) -> None:
    before = state(home)
    (home / "out").chmod(0o555)
    code, last, _ = ended(build(home, "", "csv", "out"))
    (home / "out").chmod(0o755)
    assert (code, last) == (1, "文件夹“out”是只读的，或没有写入权限；请换一个输出文件夹")
    assert state(home) == before


@pytest.mark.parametrize(
    ("console", "written", "out", "sentence"),
    [
        ("gbk", "gbk", "elsewhere", f"已有一个文件夹叫“elsewhere/{FILE}”，请移走它或换一个输出文件夹"),
        ("ascii", "utf-8", "a/file", "“a/file”所在的位置不是文件夹，请换一个输出文件夹"),
    ],
)
def test_what_stands_in_the_way_is_told_on_any_console(
    home: Path, console: str, written: str, out: str, sentence: str
) -> None:
    (home / "elsewhere" / FILE).mkdir(parents=True, exist_ok=True)
    (home / "a").mkdir(exist_ok=True)
    (home / "a" / "file").touch()
    before = state(home)
    code, last, _ = ended(build(home, "", "csv", out, PYTHONIOENCODING=console), written)
    assert (code, last) == (1, sentence)
    assert state(home) == before


def test_a_user_without_a_home_whom_the_system_does_not_know_builds(home: Path) -> None:
    with TemporaryDirectory(dir=home) as out:
        Path(out).chmod(0o777)
        code, last, said = ended(build(home, UNKNOWN_USER, "html,pdf", out, TMPDIR="/没有"))
        assert (code, len(list(Path(out).glob("*.[hp]*")))) == (0, 2), last
        assert "atplotlib" not in said
        assert "ontconfig" not in said


def test_of_two_builds_of_one_folder_the_second_is_told_and_the_first_is_whole(home: Path) -> None:
    with TemporaryDirectory(dir=home) as out:
        first = build(home, WAITING, "csv", out)
        assert first.stdout
        assert first.stdout.read(1) == b"."
        code, last, _ = ended(build(home, "", "csv", out))
        assert code == 1
        assert last == f"另一个 disclosure 命令正在写文件夹“{out}”，请等它结束再运行"
        assert ended(first)[0] == 0
        expected = {one.name: one.data for one in api.build(home / "data", ["csv"], draft=True).artifacts}
        made = {path.name: path.read_bytes() for path in Path(out).iterdir() if path.name in expected}
        assert made == expected
        assert not list(Path(out).glob(".*"))
