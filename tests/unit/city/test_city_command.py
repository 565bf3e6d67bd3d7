"""disclosure city as a person runs it: what is asked, what is said, the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from disclosure import projects
from disclosure.city import city_run, task
from disclosure.city.task import Job, Outcome
from tests.unit.city.test_city_run import home, in_this_process, write_data, write_list
from tests.unit.test_cli import Command, run

__all__ = ["home", "run"]  # fixtures


@pytest.fixture(autouse=True)
def _without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a pool of processes does is tested where it is."""
    monkeypatch.setattr(city_run, "here", lambda _: in_this_process)


def test_a_city_is_built_without_a_word_more_and_told_in_a_few_sentences(run: Command, home: Path) -> None:
    write_data(home, "乙局", 部门={"职责": None})
    made = run("city", home, "-f", "html")
    assert made.code == 0
    assert made.said.splitlines()[-2:] == [
        "全市 3 个：已生成 2 个，待补 1 个",
        "这次做了 3 个，没有变动的 0 个",
    ]
    assert str(home / "办公" / "全市进度.xlsx") in made.printed.splitlines()
    assert "退回意见" not in made.printed
    again = run("city", "build", home, "-f", "html")
    assert again.said.splitlines()[-1] == "这次做了 0 个，没有变动的 3 个"


def test_a_workbook_that_nobody_has_filled_in_is_no_body_that_was_made(run: Command, home: Path) -> None:
    (home / "乙局" / "data.yaml").unlink()
    projects.new(home / "乙局", pack="standard", department="某市乙局", year=2023)
    said = run("city", home, "-f", "html").said.splitlines()
    assert said[-2:] == ["全市 3 个：已生成 2 个，未交 1 个", "这次做了 2 个，没有变动的 0 个"]


def test_progress_is_a_line_at_a_time_where_there_is_no_terminal(run: Command, home: Path) -> None:
    said = run("city", home, "-f", "html").said
    heads = ["… 1/3（30%）", "… 2/3（65%）", "… 3/3（100%）"]
    assert [line.partition("，")[0] for line in said.splitlines()[:3]] == heads
    assert said.splitlines()[2].endswith("刚做完：甲局")


def test_a_body_that_cannot_be_made_is_told_at_once_and_the_exit_code_is_1(run: Command, home: Path) -> None:
    (home / "乙局" / "data.yaml").write_text("年度: [", "utf-8")
    made = run("city", home, "-f", "html")
    assert made.code == 1
    assert "未能生成：乙局：data.yaml 第1行" in made.said
    assert made.said.splitlines()[-2:] == [
        "这次做了 2 个，没有变动的 0 个",
        "未能生成的，原因写在进度表里，改好后再运行一次",
    ]


def test_formats_and_engine_of_the_city_hold_where_none_is_asked_for(run: Command, home: Path) -> None:
    (home / "全市.yaml").write_text("格式: [html]\n", "utf-8")
    run("city", home, "--only", "甲局")
    assert [path.suffix for path in (home / "公开" / "甲局").iterdir()] == [".html"]
    assert not (home / "公开" / "乙局").exists()


def test_what_left_the_published_folder_is_told(run: Command, home: Path) -> None:
    run("city", home, "-f", "html")
    write_list(home, ("甲局", "", ""), ("乙局", "内容涉密", ""), ("丙局", "", ""))
    made = run("city", home, "-f", "html")
    assert "现在不能公开、文件已移出“公开”的：乙局" in made.said


def test_an_unknown_name_is_refused_with_those_that_are_near(run: Command, home: Path) -> None:
    made = run("city", home, "--only", "乙居")
    assert (made.code, made.said) == (1, "名单里没有“乙居”，相近的有：乙局\n")


def test_whoever_breaks_it_off_is_told_to_go_on(
    run: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        for job in jobs:
            yield job, task.made(job)
            raise KeyboardInterrupt

    monkeypatch.setattr(city_run, "here", lambda _: broken_off)
    made = run("city", home, "-f", "html")
    assert (made.code, made.said.splitlines()[-1]) == (130, "已中断：做好的都在，再运行一次就接着做")
    assert len(list((home / "办公" / "记录").iterdir())) == 1


def test_a_batch_is_released_with_the_place_of_its_zip(run: Command, home: Path) -> None:
    run("city", home, "-f", "html")
    made = run("city", "release", home, "--who", "张三", "--without", "乙局")
    assert (made.code, made.said) == (0, "未分批：放行 2 个，放行人张三\n")
    assert made.printed == f"{home / '办公' / '放行' / '未分批.zip'}\n"


def test_a_batch_that_is_not_ready_is_refused_by_name(run: Command, home: Path) -> None:
    made = run("city", "release", home, "--who", "张三")
    assert made.code == 1
    assert "甲局还不能放行：有数据，还没有生成过；改好再放行，或写明这次不放它" in made.said
    assert not (home / "办公" / "放行").exists()
