"""工作机 — what is done on a machine of the cluster: it shows what it makes with, takes what it lacks, makes.

What it was sent is in its memory and in the temporary folder of the process, and goes with it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from disclosure import files, fonts, temporary
from disclosure.city import made_with
from disclosure.city.task import Job, Outcome
from disclosure.errors import OutputError

if TYPE_CHECKING:
    from distributed import Worker

Files = Mapping[str, bytes]
Make = Callable[[Job], Outcome]

NO_ROOM = "它的磁盘已满，或临时文件夹不能写，请清理它的磁盘"
_WORN = "它已经用过自己的字体，不能再换成这台电脑的，请重新启动它，或给它装上同样的字体"
_CHANGED = "它收到的模板或字体与发出的不一样，请重新启动它"
_ROOM = 5_000_000  # bytes, more than one body needs for its temporary files
_held: dict[str, Files] = {}  # packs of cities, by their digest
_at_work = (
    Event()
)  # something has been made: what was worked out about the fonts is kept all over the program


@dataclass(frozen=True, slots=True)
class Kit:
    """装备 — what a worker needs besides the program: the city's packs with their digest, fonts by theirs."""

    packs: Files
    digest: str
    fonts: Mapping[str, str]


class FaultyWorkerError(OutputError):
    """工作机有毛病 — what went wrong is the machine's, not the body's; holds its address, folder, name."""


def examined() -> tuple[dict[str, str], dict[str, str]]:
    """查看 — what the worker makes with, and its fonts; none where it has no Chinese one."""
    try:
        return made_with.code(), fonts.digests()
    except OutputError:
        return made_with.code(), {}


async def equipped(mark: str, kit: Kit, sent: Files, dask_worker: Worker) -> str:
    """装备 — takes packs, and fonts that it lacks, and marks itself as one to be used; else says why not."""
    if not has_room():
        return NO_ROOM
    if sent and _at_work.is_set():
        return _WORN
    try:
        if sent:
            fonts.use_only(_laid(sent))
    except OSError:
        return NO_ROOM
    if files.digest_of(kit.packs) != kit.digest or fonts.digests() != kit.fonts:
        return _CHANGED
    _held[kit.digest] = kit.packs
    await dask_worker.set_resources(**{mark: dask_worker.state.nthreads})
    return ""


async def dismissed(mark: str, dask_worker: Worker) -> None:
    """不再用 — is given no more tasks."""
    await dask_worker.set_resources(**{mark: 0})


def made(make: Make, job: Job, packs: str) -> Outcome:
    """做成 — with the packs that were sent before, by their digest; raises FaultyWorkerError."""
    _at_work.set()
    outcome = make(replace(job, packs=_held[packs]) if packs else job)
    if outcome.record.state == "未能生成" and (temporary.NONE in outcome.record.problem or not has_room()):
        from distributed import get_worker  # noqa: PLC0415

        worker = get_worker()
        raise FaultyWorkerError(worker.address, worker.local_directory, str(worker.name))
    return outcome


def has_room() -> bool:
    """有没有地方 — for the temporary files of a body."""
    try:
        with tempfile.TemporaryFile(dir=temporary.folder()) as file:
            file.write(bytes(_ROOM))
    except (OSError, OutputError):
        return False
    return True


def _laid(sent: Files) -> Path:
    folder = Path(tempfile.mkdtemp(dir=temporary.folder()))
    for name, data in sent.items():
        (folder / name).write_bytes(data)
    return folder
