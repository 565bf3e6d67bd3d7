"""What a clerk sees at the command: sentences in Chinese, exit codes that tell the truth, files or none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure import api, cli, outputs
from disclosure.errors import OutputError
from tests.departments import EXAMPLES, MINIMAL

NAME = "某某市档案馆2024年度单位决算"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / "data.yaml").write_text(MINIMAL, encoding="utf-8")
    return data


class Run:
    """One run of the command in this process: exit code, what was printed, what was said."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: object
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["disclosure", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit:
            cli.main()
        self.code = exit.value.code or 0
        self.printed, self.said = capfd.readouterr()


Command = Callable[..., Run]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    return lambda *arguments: Run(monkeypatch, capfd, *arguments)


def test_a_build_prints_the_path_of_each_file_and_ends_with_0(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    made = run("build", folder, "-o", tmp_path / "out", "-f", "docx,html", "--draft")
    assert made.code == 0
    assert made.printed.splitlines() == [
        str(tmp_path / "out" / f"{NAME}.{ending}") for ending in ("docx", "html")
    ]
    assert all(Path(line).stat().st_size for line in made.printed.splitlines())


def test_a_draft_lists_what_is_still_missing(run: Command, folder: Path, tmp_path: Path) -> None:
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html", "--draft")
    assert "草稿中待填 " in made.said
    assert "  · data.yaml 第6行第1列 单位的职责\n" in made.said
    assert "【待填：单位的职责】" in (tmp_path / "out" / f"{NAME}.html").read_text(encoding="utf-8")


def test_a_publication_says_what_nobody_has_checked(run: Command, tmp_path: Path) -> None:
    made = run("build", EXAMPLES / "panzhihua-beijing-2023", "-o", tmp_path / "out", "-f", "html")
    assert made.code == 0
    unchecked = [line for line in made.said.splitlines() if line.startswith("未能校验")]
    why = "没有填批复日期，不知道是否在批复后二十日内公开，请填到日"
    assert unchecked == [f"未能校验：C34 批复后二十日内公开：{why}"]


def test_a_publication_build_refuses_what_is_unfinished_and_writes_nothing(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html")
    assert made.code == 1
    assert "尚不能生成公开稿，以下 " in made.said
    assert "  · data.yaml 第6行第1列 单位的职责\n" in made.said
    assert "--draft" in made.said
    assert not (tmp_path / "out").exists()


def test_a_publication_is_made_and_its_warnings_are_told(run: Command, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLES / "panzhihua-beijing-2023", folder)
    data = folder / "data.yaml"
    amounts = data.read_text(encoding="utf-8")
    for before, after in (
        ("收支总计: 228.35", "收支总计: 248.35"),
        ("财政拨款收支总计: 228.33", "财政拨款收支总计: 238.33"),
    ):
        assert before in amounts
        amounts = amounts.replace(before, after)
    data.write_text(amounts, encoding="utf-8")
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html")
    assert made.code == 0
    assert "另有 1 处警告，请逐条核对：\n  · XL19.4 " in made.said


def test_all_problems_of_the_data_are_told_at_once_and_nothing_is_written(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    (folder / "data.yaml").write_text(
        MINIMAL.replace("年度: 2024", "年份: 2024").replace("15.32", "十五"), "utf-8"
    )
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html", "--draft")
    assert made.code == 1
    assert "这里没有“年份”这一项，是不是“年度" in made.said
    assert "缺少“年度”" in made.said
    assert "“十五”不是数" in made.said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("formats", ["docx,exe", "exe", ",", "", "docx，doc"])
def test_an_unknown_format_is_refused_before_anything_is_made(
    run: Command, folder: Path, tmp_path: Path, formats: str
) -> None:
    made = run("build", folder, "-o", tmp_path / "out", "-f", formats, "--draft")
    assert made.code == 1
    assert f"这种输出格式，可选：{'、'.join(outputs.FORMATS)}" in made.said
    assert not (tmp_path / "out").exists()


def test_formats_may_be_separated_and_written_as_a_clerk_types_them(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    made = run("build", folder, "-o", tmp_path / "out", "-f", "HTML， html , docx", "--draft")
    assert made.code == 0
    assert len(made.printed.splitlines()) == 2


def test_where_one_format_cannot_be_made_none_is_written(
    run: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = outputs.writer
    monkeypatch.setattr(outputs, "writer", lambda name: broken_pdf if name == "pdf" else found(name))
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html,pdf", "--draft")
    assert made.code == 1
    assert made.said.endswith("生成 PDF 需要 WeasyPrint 和 Pango\n")
    assert not (tmp_path / "out").exists()


def broken_pdf(*_: object) -> tuple[outputs.Artifact, ...]:
    raise OutputError("生成 PDF 需要 WeasyPrint 和 Pango")


def test_a_file_that_cannot_be_written_is_one_sentence(run: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html", "--draft")
    assert made.code == 1
    assert made.said.endswith("所在的位置不是文件夹，请换一个输出文件夹\n")


def test_what_takes_long_is_announced(run: Command, folder: Path, tmp_path: Path) -> None:
    made = run("build", folder, "-o", tmp_path / "out", "-f", "html", "--draft")
    steps = [line for line in made.said.splitlines() if line.startswith("… ")]
    assert steps[0] == "… 读取数据、推算并成文"
    assert steps[-1] == "… 生成 html"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "缺少 '数据'。用法见：disclosure build --help"),
        (["build", "x", "--nope"], "没有这个选项：--nope。用法见：disclosure build --help"),
        (
            ["build", "x", "--drft"],
            "没有这个选项：--drft (相近的有：--draft, --pdf)。用法见：disclosure build --help",
        ),
        (["build", "x", "y"], "多写了 (y)。用法见：disclosure build --help"),
        (["build", "x", "-f"], "选项 '-f' 后面要写内容。用法见：disclosure --help"),
        (["new", "x", "--year", "去年"], "'--year' 的内容不对。用法见：disclosure new --help"),
        (["new", "x", "--year", "1900"], "'--year' 的内容不对。用法见：disclosure new --help"),
        (["check", "x", "-f", "pdf"], "'--format' / '-f' 的内容不对。用法见：disclosure check --help"),
        (["buid", "x"], "没有这个命令：'buid'，是不是 'build'。用法见：disclosure --help"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(run: Command, arguments: list[str], said: str) -> None:
    made = run(*arguments)
    assert made.code == 2
    assert made.said == f"{said}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["build", "--help"], ["fonts", "--help"]])
def test_help_speaks_chinese(run: Command, arguments: list[str]) -> None:
    made = run(*arguments)
    assert made.code == 0
    assert made.printed.startswith("用法：disclosure")
    assert not [
        word
        for word in ("Usage", "Options", "Commands", "Show", "required", "default")
        if word in made.printed
    ]


def test_the_help_of_build_names_every_format(run: Command) -> None:
    assert ",".join(outputs.FORMATS) in run("build", "--help").printed


def test_the_version_is_that_of_the_package(run: Command) -> None:
    assert run("--version").printed == "0.1.0\n"


def test_fonts_lists_every_role(run: Command) -> None:
    made = run("fonts")
    assert made.code == 0
    assert [line.partition("：")[0] for line in made.printed.splitlines()][:5] == [
        "小标宋", "黑体", "楷体", "仿宋", "宋体",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("console", "written", "name"), [("gbk", "gbk", "??市㎡档案馆"), ("ascii", "utf-8", "㑇𠮷市㎡档案馆")]
)
def test_a_console_that_lacks_a_character_does_not_stop_the_build(
    folder: Path, tmp_path: Path, console: str, written: str, name: str
) -> None:
    (folder / "data.yaml").write_text(MINIMAL.replace("某某市", "㑇𠮷市㎡"), encoding="utf-8")
    arguments = ["build", str(folder), "-o", str(tmp_path / "out"), "-f", "docx", "--draft"]
    command = [sys.executable, "-c", "from disclosure.cli import main; main()", *arguments]
    made = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": console}, capture_output=True, check=False
    )
    assert made.returncode == 0
    assert "… 生成 docx" in made.stderr.decode(written)
    assert f"{name}2024年度单位决算.docx" in made.stdout.decode(written)
    documents = [path.name for path in (tmp_path / "out").glob("*.docx")]
    assert documents == ["㑇𠮷市㎡档案馆2024年度单位决算.docx"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_no_file_takes_the_number_of_a_stream_that_is_closed(folder: Path, closed: str) -> None:
    """Else what a library says, or what is printed, would be written into it."""
    build = ["build", ".", "-o", "out", "-f", "cms", "--draft"]
    ending = "try:\n    main()\nfinally:\n    print(open('number', 'w').fileno(), file=open('number', 'a'))"
    program = [sys.executable, "-c", f"from disclosure.cli import main\n{ending}", *build]
    made = subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", *program], cwd=folder, check=False)
    assert made.returncode == 0
    assert int((folder / "number").read_text()) > 2
    expected = {one.name: one.data for one in api.build(folder, ["cms"], draft=True).artifacts}
    assert {name: (folder / "out" / name).read_bytes() for name in expected} == expected


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    ("output", "command"),
    [("> /dev/full", "check"), (">&-", "check"), (">&-", "explain"), ("> /dev/full", "--help")],
)
def test_a_result_that_cannot_be_printed_is_one_sentence(folder: Path, output: str, command: str) -> None:
    arguments = [command, str(folder), *(["支出.决算数"] if command == "explain" else [])]
    arguments = ["--help"] if command == "--help" else arguments
    program = [sys.executable, "-c", "from disclosure.cli import main; main()", *arguments]
    made = subprocess.run(
        ["sh", "-c", f'"$@" {output}', "sh", *program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 1
    assert made.stderr.splitlines()[-1] == (
        "结果没有印完：输出已经关闭，或写到的磁盘已满；请印在屏幕上，或写到有空间的磁盘上"
    )
    assert [path.name for path in folder.iterdir()] == ["data.yaml"]
