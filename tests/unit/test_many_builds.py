"""A batch over processes: each comes out as it finishes; none that fails or is killed stops another."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import disclosure
from disclosure import many_builds
from disclosure.outputs import Artifact
from tests.departments import EXAMPLES, small, submission

GOOD = EXAMPLES / "panzhihua-beijing-2023"
KILLER = """
import os, signal
def write(document, style, stem):
    if "被结束" in document.title:
        os.kill(os.getpid(), signal.SIGKILL)
    from disclosure.outputs import Artifact
    return (Artifact(f"{stem}.txt", document.title.encode()),)
"""


def named(name: str) -> disclosure.Submission:
    data = small()
    data["部门"]["全称"] = name
    return submission(data)


def test_builds_and_refusals_come_out_together(tmp_path: Path) -> None:
    lacking = small()
    del lacking["部门"]["职责"]
    sources: list[disclosure.DataSource] = [GOOD, tmp_path / "没有", submission(lacking)]
    made = list(disclosure.build_many(sources, ["html"], workers=2))
    outcomes = {str(source)[:200]: outcome for source, outcome in made}
    assert len(made) == len(outcomes) == len(sources)
    good = outcomes[str(GOOD)]
    assert isinstance(good, disclosure.Built)
    assert [one.data for one in good.artifacts] == [
        one.data for one in disclosure.build(GOOD, ["html"]).artifacts
    ]
    assert isinstance(outcomes[str(tmp_path / "没有")], disclosure.InputError)
    refused = outcomes[str(sources[2])[:200]]
    assert isinstance(refused, disclosure.IncompleteError)
    assert refused.missing


def test_a_process_that_is_killed_costs_its_own_department_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = tmp_path / "killer"
    (offer / "killer-1.0.dist-info").mkdir(parents=True)
    (offer / "killer.py").write_text(KILLER, encoding="utf-8")
    (offer / "killer-1.0.dist-info" / "METADATA").write_text("Name: killer\nVersion: 1.0\n", encoding="utf-8")
    points = "[disclosure.outputs]\nkiller = killer:write\n"
    (offer / "killer-1.0.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(offer), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(str(offer))
    names = ["甲局", "被结束的局", "乙局", "丙局", "丁局"]
    made = {
        source.department.full_name: outcome
        for source, outcome in disclosure.build_many(map(named, names), ["killer"], draft=True, workers=2)
        if isinstance(source, disclosure.Submission)
    }
    assert made.keys() == set(names)
    lost = made.pop("被结束的局")
    assert isinstance(lost, disclosure.OutputError)
    assert "被系统结束了" in str(lost)
    assert all(isinstance(outcome, disclosure.Built) for outcome in made.values())


def process_of(_: int) -> int:
    return os.getpid()


def test_processes_are_renewed_after_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_builds, "_MOST", 2)
    by = dict(many_builds.Workers(1, process_of, lambda _: 0).all(range(5)))
    assert by[0] == by[1] != by[2] == by[3] != by[4]
    assert os.getpid() not in by.values()


def test_threads_make_the_same_bytes() -> None:
    sources = [named("甲局"), named("乙局")] * 2

    def made(source: disclosure.Submission) -> tuple[Artifact, ...]:
        return disclosure.build(source, ["docx", "html"], draft=True).artifacts

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(made, sources))
    assert together == [*map(made, sources[:2])] * 2


def test_steps_go_to_one_log_and_to_nobody_else(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    with caplog.at_level(logging.INFO, "disclosure"):
        disclosure.build(submission(small()), ["html"], draft=True, progress=told.append)
    assert told == [record.message for record in caplog.records] == ["读取数据、推算并成文", "生成 html"]
    assert {record.name for record in caplog.records} == {"disclosure"}
    assert capfd.readouterr() == ("", "")
