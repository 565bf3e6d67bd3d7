"""放行记录 — who let which bodies' files out, when: what of them is on the site, by their digests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.city_folder import CityFolder
from disclosure.errors import InputError, Problem, Source

NAME = "放行记录.json"
_UNREADABLE = "放行记录读不了，请从备份里恢复这个文件"


class _ReleasePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class BodyReleased(_ReleasePart):
    """放行的一个单位 — its check code and its files as they were then."""

    folder: str
    name: str
    check_code: str = ""
    files: tuple[FileMade, ...]

    def is_still(self, record: BodyRecord) -> bool:
        """是否没有变 — whether what is public of it is what was released."""
        return not record.draft and set(record.files) == set(self.files)


class Release(_ReleasePart):
    """一次放行 — of a batch (empty: of those that have none): who, on which day, and who was left out."""

    batch: str
    who: str
    on: str
    bodies: tuple[BodyReleased, ...]
    left_out: tuple[str, ...] = ()


class Releases(_ReleasePart):
    """各次放行 — in their order; the same ones give the same bytes."""

    version: Literal[1] = 1
    every: tuple[Release, ...] = ()

    @cached_property
    def by_folder(self) -> Mapping[str, BodyReleased]:
        """按文件夹 — each body as it was last released."""
        return {body.folder: body for release in self.every for body in release.bodies}

    def last_of(self, batch: str) -> Release | None:
        """最近一次 — of a batch; None where it was never released."""
        return next((one for one in reversed(self.every) if one.batch == batch), None)

    def to_bytes(self) -> bytes:
        """写成 JSON — a file that people can read too."""
        return f"{self.model_dump_json(indent=1)}\n".encode()


def read_releases(folder: CityFolder) -> Releases:
    """读放行记录 — none where nothing was released yet; raises InputError for one that cannot be read."""
    path = folder.releases / NAME
    try:
        return Releases.model_validate_json(path.read_bytes()) if path.exists() else Releases()
    except (OSError, ValidationError):
        raise InputError([Problem(_UNREADABLE, Source(str(path)))]) from None
