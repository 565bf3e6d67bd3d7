"""要重新生成 — whose data, packs or row of the list are other than when their record was written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from disclosure import files, sources
from disclosure.city import body_files
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.due import Due, Wanted
from disclosure.errors import InputError

_DATA = "数据已变，尚未重新生成"
_LIST = "名单已变，尚未重新生成"
_PACKS = "模板已变，尚未重新生成"
_NEW = "有数据，还没有生成过"


@dataclass(frozen=True)
class Stale:
    """要重新生成 — of a city as it is now; in what formats it was made last is not asked."""

    city: City

    def why(self, body: Body, record: BodyRecord | None) -> str:
        """为什么 — in a few words; empty where the record tells of the body as it is."""
        if record is None:
            return _NEW * (not body.not_published and self._has_data(body))
        if bool(body.not_published) != (record.state == "不生成"):
            return _LIST
        if body.not_published:
            return ""
        if self._has_other_data(body, record):
            return _DATA
        return _PACKS if self._due.packs_changed(body, record.packs) else ""

    @cached_property
    def _due(self) -> Due:
        return Due(self.city, Wanted(()))

    def _has_data(self, body: Body) -> bool:
        with suppress(InputError):
            return any(map(sources.would_be_read, self._data(body)))
        return True

    def _has_other_data(self, body: Body, record: BodyRecord) -> bool:
        """By what the files hold; of a body that could not be made, by whether one was saved since."""
        if not record.data:
            return self._was_saved_since(body)
        try:
            return files.digest_of(self._data(body)) != record.data
        except InputError:
            return True

    def _data(self, body: Body) -> dict[str, bytes]:
        return body_files.read(self.city.folder.data_of(body))

    def _was_saved_since(self, body: Body) -> bool:
        made = _saved_at(self.city.folder.record_of(body))
        home = self.city.folder.data_of(body)
        return any(_saved_at(path) > made for path in home.rglob("*") if path.is_file())


def _saved_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # it has just gone
        return 0
