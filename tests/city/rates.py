"""What a cluster costs besides the making of bodies: `python -m tests.city.rates [bodies workers]`.

Bodies are made up and their files are noise, as large as those of a real body with all its formats; so all
that is measured is reading, sending, receiving and writing. Figures of docs/scale.md.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil

from disclosure.city import city, city_run, cluster
from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.city_run import Step
from disclosure.city.due import Wanted
from disclosure.city.task import Job, Outcome
from disclosure.outputs import Artifact
from tests.city import generated, machines

SIZES = {"docx": 50_000, "pdf": 390_000, "html": 135_000, "xlsx": 28_000}  # of a made-up body, on average


def noise(job: Job) -> Outcome:
    """Files as large as a body's, no two alike."""
    draw = Random(job.body.folder)
    made = [Artifact(f"{job.body.name}.{kind}", draw.randbytes(size)) for kind, size in SIZES.items()]
    files = [
        FileMade(name=one.name, size=len(one.data), sha256=hashlib.sha256(one.data).hexdigest())
        for one in made
    ]
    body = job.body
    record = BodyRecord(
        folder=body.folder, name=body.name, kind=body.kind, state="已生成", files=tuple(files)
    )
    return Outcome(record, tuple(made))


@dataclass
class Clock:
    """Seconds between the bodies, and processor time of this process and the scheduler over them."""

    scheduler: psutil.Process
    steps: list[tuple[float, float, float]] = field(default_factory=list)

    def tell(self, _: Step) -> None:
        both = (psutil.Process(), self.scheduler)
        here, there = (sum(process.cpu_times()[:2]) for process in both)
        self.steps.append((perf_counter(), here, there))

    def each(self) -> tuple[float, ...]:
        """Over all bodies but the first, for which the others waited."""
        first, last = self.steps[0], self.steps[-1]
        return tuple((end - begin) / (len(self.steps) - 1) for begin, end in zip(first, last, strict=True))


def main() -> None:
    number, workers = map(int, sys.argv[1:] or ("200", "2"))
    with TemporaryDirectory() as name, machines.cluster(Path(name)) as farm:
        home = Path(name) / "市"
        generated.city(home, number, broken=-1)
        for _ in range(workers):
            farm.worker()
        farm.ready(workers)
        opened, began = city.opened(home, None), perf_counter()
        clock = Clock(psutil.Process(farm.processes[0].pid))
        make = cluster.elsewhere(farm.address, print, noise)
        city_run.run(opened, Wanted(("html",)), make, progress=clock.tell)
    wall, here, there = clock.each()
    print(f"{number} bodies, {workers} workers, load {os.getloadavg()[0]:.1f}")
    print(f"until the first came back: {clock.steps[0][0] - began:.1f} s")
    print(
        f"each: {wall * 1000:.1f} ms; processor: {here * 1000:.1f} ms here, {there * 1000:.1f} ms scheduler"
    )


if __name__ == "__main__":
    main()
