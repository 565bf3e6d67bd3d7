"""A stand-in for what makes a body, quick; some bodies do to the worker what happens to workers."""

from __future__ import annotations

import os
import resource
import signal
from time import sleep

from disclosure.city import task
from disclosure.city.body_record import BodyRecord
from disclosure.city.task import Job, Outcome
from disclosure.errors import OutputError
from disclosure.outputs import Artifact


def made(job: Job) -> Outcome:
    what = job.files.get("data.yaml", b"").decode()
    if what == "结束":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "慢":
        sleep(0.2)
    if what == "写满" and os.environ.get("FULL_DISK"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        return task.failed(job, str(OutputError("写不下")))
    record = BodyRecord(
        folder=job.body.folder, name=job.body.name, state="已生成", fingerprint=job.fingerprint
    )
    words = f"{job.body.name} {what} {sorted(job.packs.items())}"
    return Outcome(record, (Artifact(f"{job.body.name}.txt", words.encode()),))
