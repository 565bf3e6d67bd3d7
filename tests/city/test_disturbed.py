"""A run that is killed, or whose disk is full, and another after it: the same bytes as undisturbed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

import psutil
import pytest

from disclosure.city import city_run, task
from disclosure.city.city import opened
from disclosure.city.due import Wanted
from disclosure.city.task import Job, Outcome
from disclosure.errors import OutputError
from tests.city import generated
from tests.kills.killing import Calls

BODIES, KILLS = 6, 6
WANTED = Wanted(("html",))
HELD_UP, REFUSED = 65, 66  # exit codes of ours
State = dict[str, bytes]


def run(home: Path) -> None:
    def here(jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        return ((job, task.made(job)) for job in jobs)

    city_run.run(opened(home), WANTED, here)


def forked(doing: Callable[[], object]) -> int:
    """What is done in a process of its own: its exit code, or the signal that ended it."""
    child = os.fork()
    if not child:
        code = HELD_UP
        try:
            doing()
            code = 0
        except OutputError:
            code = REFUSED
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def state(home: Path) -> State:
    """All that was written, but for the data."""
    paths = (path for place in ("公开", "办公") for path in (home / place).rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in paths}


def made_of(state: State) -> State:
    """Without the workbooks that go back to the bodies: they remember what was told once and is mended."""
    return {name: data for name, data in state.items() if "/退回意见/" not in name}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> State:
    home = tmp_path_factory.mktemp("undisturbed")
    generated.city(home, BODIES, broken=3)
    run(home)
    return state(home)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    generated.city(tmp_path, BODIES, broken=3)
    return tmp_path


def killed_at(home: Path, call: int) -> int:
    def watched() -> None:
        Calls(home, call).watch()
        run(home)

    return forked(watched)


def test_a_run_that_is_killed_anywhere_goes_on_to_the_same_bytes(home: Path, undisturbed: State) -> None:
    draw, killed = Random(generated.SEED), 0
    for _ in range(KILLS):
        ended = killed_at(home, draw.randrange(1, 60))
        killed += ended == -signal.SIGKILL
        assert ended in (0, -signal.SIGKILL)
    assert killed == KILLS
    assert 0 < len(state(home)) != len(undisturbed)
    assert forked(lambda: run(home)) == 0
    assert state(home) == undisturbed


def test_what_a_full_disk_held_back_is_told_and_made_when_there_is_room(
    home: Path, undisturbed: State
) -> None:
    largest = max(len(data) for name, data in undisturbed.items() if name.startswith("公开/某市"))

    def on_a_full_disk(limit: int) -> int:
        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            run(home)

        return forked(limited)

    assert on_a_full_disk(largest - 1) == 0
    told = [record.problem for record in opened(home).records() if record.state == "未能生成"]
    assert sum("磁盘已满或超出限额，无法写" in problem for problem in told) == 1
    assert on_a_full_disk(200) == REFUSED
    assert not list(home.rglob("*.tmp"))
    assert forked(lambda: run(home)) == 0
    assert made_of(state(home)) == made_of(undisturbed)


def test_the_processes_of_a_command_that_is_killed_end_with_it(home: Path, undisturbed: State) -> None:
    program = [sys.executable, "-m", "disclosure", "city", str(home), "-f", "html", "--workers", "1"]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as command:
        assert command.stderr is not None
        command.stderr.readline()  # the first of them is done
        workers = psutil.Process(command.pid).children(recursive=True)
        command.kill()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert (len(workers) >= 2, alive) == (True, [])
    ended = subprocess.run(program, capture_output=True, check=False, encoding="utf-8")
    assert ended.returncode == 1
    assert "未能生成 1 个" in ended.stderr
    assert state(home) == undisturbed
