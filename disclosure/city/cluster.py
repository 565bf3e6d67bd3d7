"""集群 — bodies made on other machines, over dask.distributed: a task each, bytes in and bytes out.

The machine that runs the command reads the city and writes all that comes of it. A worker is given tasks
only once it has shown that it makes the same bytes: the same program, libraries and delivered packs. The
city's own packs go to it once, and this machine's fonts where its own are others.

A worker that may be used is marked by a resource of Dask's: one that joins or comes back has no mark, and is
looked at first.
"""

from __future__ import annotations

import logging
import re
import socket
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from disclosure import files, fonts
from disclosure.city import cluster_worker, made_with, task
from disclosure.city.city_run import Maker
from disclosure.city.cluster_worker import FaultyWorkerError, Files, Kit, Make
from disclosure.city.task import Job, Outcome
from disclosure.errors import OutputError
from disclosure.many_builds import unforeseen
from disclosure.sources import Progress

if TYPE_CHECKING:
    from distributed import Client

_ADDRESS = re.compile(r"(tcp|tls)://\[?([^/]+?)\]?:(\d{1,5})")
_AHEAD = 2  # for each thread of a worker, what is handed over before it is wanted
_LOOK = 1.0  # seconds: how often it is looked who is there while nothing comes back
_PATIENCE = 60.0  # seconds to wait for a worker where there is none
_ANSWER = 10.0  # seconds to wait for the scheduler
# These speak English; what matters is told.
_LOGS = ("distributed", "distributed.client", "tornado", "tornado.application")
_SHORT, _FEW = 12, 4  # letters of a digest, differences told
_NO_PROGRAM = "没有装 disclosure，或版本不同；请装成与这台电脑一样的，再启动它"
_GO_ON = "做好的都已写好，再运行一次就接着做"
_LOST = (
    "做这一份的工作进程接连被系统结束了，没有生成：多半是内存不够；"
    "请在这台电脑上单独生成它，或让每台工作机少开几个进程"
)
_Known = tuple[str, str]  # a worker's address and folder: one that comes back has a folder of another name
Workers = Mapping[_Known, Mapping[str, Any]]  # what the scheduler knows of each


def elsewhere(address: str, tell: Progress, make: Make = task.made) -> Maker:
    """在集群上 — bodies are made by the workers of the cluster at this address.

    `tell` is told of each worker that is not used, and why. Where the cluster does not answer, or nobody is
    left who may be given a task, OutputError is raised: what has come out until then is whole.
    """
    return partial(_outcomes, address=address, tell=tell, make=make)


def _outcomes(
    jobs: Iterable[Job], *, address: str, tell: Progress, make: Make
) -> Iterator[tuple[Job, Outcome]]:
    waiting = iter(jobs)
    for first in waiting:
        kit = Kit(first.packs, files.digest_of(first.packs), fonts.digests())
        with _connected(address) as client:
            yield from _Run(address, client, kit, make, tell).all(chain([first], waiting))


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        import dask  # noqa: PLC0415 - an extra, imported on use
        import distributed  # noqa: F401, PLC0415
    except ImportError as error:
        raise OutputError('用集群要另装几个软件包：pip install "disclosure[cluster]"') from error
    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    large = {"distributed.admin.large-graph-warning-threshold": "1TiB"}  # a body with its pictures
    with dask.config.set(large), _client(address) as client:
        try:
            yield client
        except Exception as error:
            if client.status == "running" and not isinstance(error, OSError):
                raise
            message = f"与集群“{address}”断了联系，请看 dask scheduler 开着没有；{_GO_ON}"
            raise OutputError(message) from error


def _client(address: str) -> Client:
    from distributed import Client  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    parts = _ADDRESS.fullmatch(address)
    if not parts:
        raise OutputError(f"“{address}”不是集群的地址，请写成“tcp://电脑的地址:8786”这样")
    security = Security()
    if parts[1] == "tls" and not security.get_connection_args("client").get("ssl_context"):
        raise OutputError(f"集群的地址“{address}”要证书，Dask 的设置里没有写；请照 docs/scale.md 写上")
    try:
        # Dask itself would try again and again for half a minute
        socket.create_connection((parts[2], int(parts[3])), timeout=_ANSWER).close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: these are told worker by worker
            return Client(address, security=security, set_as_default=False)
    except (OSError, OverflowError) as error:
        message = f"连不上集群“{address}”；请核对地址，看那里的 dask scheduler 开着没有，防火墙放不放行"
        raise OutputError(message) from error


class _Run:
    """One run over a cluster: who may be given tasks, what is under way, what is to be given once more."""

    def __init__(self, address: str, client: Client, kit: Kit, make: Make, tell: Progress) -> None:
        self._address, self._client, self._kit, self._tell = address, client, kit, tell
        self._code = made_with.code()
        self._mark = f"disclosure-{client.id}"
        self._pool = client.get_executor(pure=False, resources={self._mark: 1})
        self._make = partial(cluster_worker.made, make)
        self._refused: set[_Known] = set()
        self._before: dict[_Known, int] = {}  # threads of the workers that could be given tasks, last seen
        self._again: deque[Job] = deque()
        self._killed: deque[Job] = deque()
        self._running: dict[Future[Outcome], Job] = {}

    def all(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        """逐个 — what its workers died of is made once more alone: another beside it may have killed them."""
        yield from self._made(jobs)
        for job in list(_nothing_left(self._killed)):
            yield from self._made([job])
        yield from ((job, task.failed(job, _LOST)) for job in _nothing_left(self._killed))

    def _made(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        waiting = iter(jobs)
        while self._running or self._is_any_left(waiting):
            room = self._able() * _AHEAD - len(self._running)
            for job in islice(chain(_nothing_left(self._again), waiting), max(room, 0)):
                self._running[self._submitted(job)] = job
            for future in wait(self._running, _LOOK, FIRST_COMPLETED).done:
                yield from self._come_back(future)

    def _is_any_left(self, waiting: Iterator[Job]) -> bool:
        if not self._again:
            self._again.extend(islice(waiting, 1))
        return bool(self._again)

    def _submitted(self, job: Job) -> Future[Outcome]:
        packs = self._kit.digest if job.packs == self._kit.packs else ""
        light = replace(job, packs={}) if packs else job
        submitted: Future[Outcome] = self._pool.submit(self._make, light, packs)
        return submitted

    def _come_back(self, future: Future[Outcome]) -> Iterator[tuple[Job, Outcome]]:
        from distributed import KilledWorker  # noqa: PLC0415

        job = self._running.pop(future)
        try:
            outcome = future.result()
        except FaultyWorkerError as fault:
            self._dismiss(*fault.args)
            self._again.append(job)
        except CancelledError:  # the scheduler has gone: told when it is looked who is there
            self._again.append(job)
        except KilledWorker:
            self._killed.append(job)
        except Exception as error:  # of the cluster; what a body itself meets stands in its record
            yield job, task.failed(job, str(unforeseen(error)))
        else:
            yield job, outcome

    def _able(self) -> int:
        """How many tasks can be made at once; waits where none can."""
        until = monotonic() + _PATIENCE
        while not (able := self._marked()):
            if monotonic() > until:
                raise OutputError(f"集群“{self._address}”上没有可以用的工作机，请启动工作机；{_GO_ON}")
            sleep(_LOOK)
        return able

    def _marked(self) -> int:
        """Threads of workers that may be given tasks, once those that are new have been looked at.

        What was left when nobody else was marked waits at the scheduler for ever, whoever is marked later: it
        is taken back where one has gone and another has come.
        """
        workers = self._workers()
        if new := {one: about for one, about in workers.items() if self._is_new(one, about)}:
            self._look_at(new)
            workers = self._workers()
        marked = {one: int(about["resources"].get(self._mark, 0)) for one, about in workers.items()}
        able = {one: threads for one, threads in marked.items() if threads}
        if able.keys() - self._before.keys() and self._before.keys() - able.keys():
            self._take_back()
        self._before = able or self._before
        return sum(able.values())

    def _workers(self) -> Workers:
        told: Mapping[str, Mapping[str, Any]] = self._client.scheduler_info()
        if "workers" not in told:
            raise ConnectionError
        return {(address, about["local_directory"]): about for address, about in told["workers"].items()}

    def _is_new(self, one: _Known, about: Mapping[str, Any]) -> bool:
        return self._mark not in about["resources"] and one not in self._refused

    def _look_at(self, new: Workers) -> None:
        addresses = [address for address, _ in new]
        seen = self._client.run(cluster_worker.examined, workers=addresses, on_error="return")
        for one, about in new.items():
            if problem := self._problem_of(one[0], seen.get(one[0])):
                self._refused.add(one)
                self._tell(f"工作机“{about['name']}”不用：{problem}")

    def _problem_of(self, address: str, seen: object) -> str:
        """Why a worker is not used; empty where it was given what it lacks, and marked, or has gone."""
        if not isinstance(seen, tuple):
            return _no_answer(seen)
        code, digests = seen
        if found := list(_differences(code, self._code)):
            return f"它的{'；'.join(found[:_FEW])}；请装成一样的，再启动它"
        given = (self._mark, self._kit, {} if digests == self._kit.fonts else _font_files())
        answers = self._client.run(cluster_worker.equipped, *given, workers=[address], on_error="return")
        answer = answers.get(address)
        return answer if isinstance(answer, str) else _no_answer(answer)

    def _dismiss(self, address: str, folder: str, name: str) -> None:
        """Once, though several of its tasks may have failed."""
        if (address, folder) not in self._refused:
            self._refused.add((address, folder))
            self._client.run(cluster_worker.dismissed, self._mark, workers=[address], on_error="ignore")
            self._tell(f"工作机“{name}”不再用：{cluster_worker.NO_ROOM}")
            self._take_back()  # of what was handed over, some may wait there for ever

    def _take_back(self) -> None:
        back = [future for future in self._running if future.cancel()]
        self._again.extend(map(self._running.pop, back))


def _nothing_left(jobs: deque[Job]) -> Iterator[Job]:
    while jobs:
        yield jobs.popleft()


def _no_answer(error: object) -> str:
    """Of a worker that has gone nothing is told: its tasks go to others."""
    return "" if error is None or isinstance(error, OSError) else _NO_PROGRAM


def _differences(there: Mapping[str, str], here: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*there, *here}):
        pair = (there.get(name, "（没有）"), here.get(name, "（没有）"))
        if pair[0] != pair[1]:
            yield f"{name}是 {pair[0][:_SHORT]}，这里是 {pair[1][:_SHORT]}"


def _font_files() -> Files:
    return {choice.path.name: choice.path.read_bytes() for choice in fonts.find().values()}
