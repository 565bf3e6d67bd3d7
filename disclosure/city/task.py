"""一个部门的一步 — what a process, here or on another machine, is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.outputs import Artifact


@dataclass(frozen=True, slots=True)
class Job:
    """任务 — a body with all the files that it is made from, as bytes: a worker needs no shared disk.

    `packs` are the city's own packs, by `<pack>/<file>`; `fingerprint` is the hash of all it is made from.
    """

    body: Body
    files: Mapping[str, bytes]
    formats: tuple[str, ...]
    fingerprint: str
    pack: str = ""
    packs: Mapping[str, bytes] | None = None
    draft: bool = False
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果 — the record of a body, and its files where there are any."""

    record: BodyRecord
    artifacts: tuple[Artifact, ...] = ()
