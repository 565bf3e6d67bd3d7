"""Machines of a cluster for tests: a scheduler and workers, each a process of its own on this machine.

Workers are forked from one process that has imported what they need; one with another checkout is started by
Dask's own command, as an office would start it. So is the scheduler.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

import distributed

from disclosure.city import cluster_worker

ROOT = Path(__file__).resolve().parents[2]
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, cluster_worker.__name__, "tests.city.stand_in"])
_USUAL = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}  # one death of a worker: a task is suspect


class Process(Protocol):
    @property
    def pid(self) -> int | None: ...
    def kill(self) -> None: ...


@dataclass
class Cluster:
    """A scheduler, its address, all processes that were started, and the folder for what they leave."""

    folder: Path
    address: str = ""
    processes: list[Process] = field(default_factory=list)

    def start(self) -> None:
        about = self.folder / "scheduler.json"
        self._command("scheduler", "--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(about))
        until = monotonic() + 30
        while not self.address and monotonic() < until:
            with suppress(FileNotFoundError, ValueError):
                self.address = json.loads(about.read_text())["address"]
            sleep(0.02)

    def worker(self, name: str = "", before: str = "") -> Process:
        """One more; `before` is Python that its process runs first."""
        number = len(self.processes)
        given = (self.address, name or f"工作机{number}", str(self.folder), before)
        process = _FORKS.Process(target=_work, args=given)
        process.start()
        self.processes.append(process)
        return process

    def worker_of(self, checkout: Path, name: str) -> Process:
        """One that works with another checkout of the program."""
        how = ("--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder), "--name", name)
        return self._command("worker", self.address, *how, home=checkout)

    def _command(self, program: str, *options: str, home: Path = ROOT) -> Process:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", "--no-dashboard", *options]
        environment = {**os.environ, **_USUAL, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def ready(self, number: int) -> None:
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(number)


def stop(*processes: Process) -> None:
    for process in processes:
        process.kill()
    for process in processes:
        process.wait() if isinstance(process, subprocess.Popen) else process.join()  # type: ignore[attr-defined]


def _work(address: str, name: str, folder: str, before: str) -> None:
    log = os.open(Path(folder) / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    exec(before, {})
    asyncio.run(_worker(address, name, folder))


async def _worker(address: str, name: str, folder: str) -> None:
    async with distributed.Worker(address, name=name, nthreads=1, local_directory=folder) as worker:
        await worker.finished()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    made = Cluster(folder)
    made.start()
    try:
        yield made
    finally:
        stop(*made.processes)
