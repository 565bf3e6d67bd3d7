"""要等的事 — what takes longer than a page may: each in a thread, its steps told as they come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import RLock, Thread

from disclosure import error_report
from disclosure.errors import DisclosureError
from disclosure.sources import Progress

MOST_KEPT = 50
Work = Callable[[Progress], str]  # gives the address to go on at


@dataclass
class Job:
    """一件事 — as people call it; `address` leads on where it is done, `fault` says why it is not."""

    title: str
    back: str  # 从哪一页开始的
    id: str = field(default_factory=token_urlsafe)
    steps: list[str] = field(default_factory=list)
    address: str = ""
    fault: str = ""

    @property
    def is_over(self) -> bool:
        """做完了 — well or not."""
        return bool(self.address or self.fault)


class Jobs:
    """各件事 — one after another; they share the desk's lock with what the pages make."""

    def __init__(self, alone: RLock) -> None:
        self._alone, self._jobs = alone, dict[str, Job]()

    def start(self, title: str, back: str, work: Work, *, apart: bool = False) -> Job:
        """开始 — at once; `apart` is what other processes do, beside which pages are made as ever."""
        job = Job(title, back)
        self._jobs[job.id] = job
        while len(self._jobs) > MOST_KEPT:
            self._jobs.pop(next(iter(self._jobs)))
        Thread(target=self._do, args=(job, work, apart), daemon=True).start()
        return job

    def of(self, id: str) -> Job | None:
        """某一件 — None where it is no longer known."""
        return self._jobs.get(id)

    def under_way(self) -> list[Job]:
        """没做完的 — in the order in which they were begun."""
        return [job for job in self._jobs.values() if not job.is_over]

    def _do(self, job: Job, work: Work, apart: bool) -> None:
        try:
            with nullcontext() if apart else self._alone:
                job.address = work(job.steps.append)
        except DisclosureError as error:
            job.fault = str(error)
        except Exception as error:
            job.fault = error_report.told(error, "desk")
