"""放行一批 — what of a batch is public is let out: a record of it, and one zip to be put on the site.

In the zip stand the bodies' files, and beside them the index and the sums of all that has been released so
far, as it was released: put on the site after the earlier ones, it is whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from disclosure import files
from disclosure.chinese_dates import chinese_day
from disclosure.city import city_run, index_page
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.choice import chosen
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount
from disclosure.city.city_folder import PUBLIC
from disclosure.city.progress_line import is_public
from disclosure.city.releases import NAME, BodyReleased, Release, Releases, read_releases
from disclosure.city.stale import Stale
from disclosure.errors import InputError, Problem

NO_BATCH = "未分批"
_NOBODY = "没有能放行的单位"
_NO_NAME = "请写放行人的姓名"
_OTHER_FILES = "“公开”里的文件不是上次生成的，请重新生成"


class BatchStanding(NamedTuple):
    """一批的情况 — names: ready to be released, not ready with why, never to be; the last release."""

    batch: str
    ready: tuple[str, ...]
    not_ready: Mapping[str, str]
    not_published: tuple[str, ...]
    last: Release | None
    changed: tuple[str, ...]

    @property
    def name(self) -> str:
        """叫什么 — what a batch is called, those without one too."""
        return self.batch or NO_BATCH


class Order(NamedTuple):
    """要放行的 — a batch (empty: those without one), who lets it out, on which day, names left out."""

    batch: str
    who: str
    day: date
    without: tuple[str, ...] = ()


class Out(NamedTuple):
    """放行的结果 — the zip and what was written down."""

    path: Path
    release: Release


def standings(
    city: City, records: Sequence[BodyRecord], stale: Mapping[str, str], releases: Releases
) -> Iterator[BatchStanding]:
    """各批的情况 — in the order of the list; `stale` tells of a body's folder why it must be made again."""
    known = _Known(CityAccount(city, records), stale, releases)
    for batch in dict.fromkeys(body.batch for body in city.bodies):
        yield known.standing(batch, [body for body in city.bodies if body.batch == batch])


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all bodies, from which each batch is told."""

    account: CityAccount
    stale: Mapping[str, str]
    releases: Releases

    def standing(self, batch: str, bodies: Sequence[Body]) -> BatchStanding:
        whys = dict(self._whys(bodies))
        return BatchStanding(
            batch,
            _without_reason(whys),
            _with_reason(whys),
            tuple(body.name for body in bodies if body.not_published),
            self.releases.last_of(batch),
            tuple(body.name for body in bodies if self._is_changed(body)),
        )

    def _whys(self, bodies: Iterable[Body]) -> Iterator[tuple[str, str]]:
        for one in itertools.filterfalse(attrgetter("not_published"), bodies):
            why = _why_not(one, self.account.record_of(one), self.stale.get(one.folder, ""))
            yield one.name, why

    def _is_changed(self, body: Body) -> bool:
        return is_changed(self.account.record_of(body), self.releases, self.stale)


def _without_reason(whys: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, why in whys.items() if not why)


def _with_reason(whys: Mapping[str, str]) -> dict[str, str]:
    return {name: why for name, why in whys.items() if why}


def is_changed(record: BodyRecord, releases: Releases, stale: Mapping[str, str]) -> bool:
    """放行后有改动 — whether a body that was released would be released otherwise now."""
    released = releases.by_folder.get(record.folder)
    return released is not None and (not released.is_still(record) or bool(stale.get(record.folder)))


def zip_of(city: City, batch: str) -> Path:
    """一批的包 — where it stands once the batch is released."""
    return city.folder.releases / f"{files.safe_name(f'{city.settings.name}{batch or NO_BATCH}')}.zip"


def release(city: City, records: Sequence[BodyRecord], order: Order) -> Out:
    """放行一批 — all of it that is to be published, but for those left out.

    Raises InputError with the names where one of the others cannot be, nothing is written then; OutputError.
    """
    named = chosen(city.bodies, order.without, order.batch)
    left_out = {body.folder for body in filter(named, city.bodies)} if order.without else set[str]()
    with city_run.alone(city.folder.office):
        return _Releasing(city, records, order, left_out).done()


@dataclass(frozen=True)
class _Releasing:
    """One release, while nobody else writes what is the bureau's."""

    city: City
    records: Sequence[BodyRecord]
    order: Order
    left_out: Set[str]

    def done(self) -> Out:
        before, order = read_releases(self.city.folder), self.order
        bodies = [body for body in self._published if body.folder not in self.left_out]
        self._require(bodies)
        account = CityAccount(self.city, self.records)
        released = tuple(map(_released, map(account.record_of, bodies)))
        made = Release(
            batch=order.batch,
            who=order.who.strip(),
            on=chinese_day(order.day),
            bodies=released,
            left_out=tuple(body.name for body in self._published if body.folder in self.left_out),
        )
        now = Releases(every=(*before.every, made))
        zipped = files.zipped((*self._files(released), *self._around(now)))
        path = zip_of(self.city, order.batch)
        files.write_all([(path.name, zipped), (NAME, now.to_bytes())], path.parent)
        return Out(path, made)

    @property
    def _published(self) -> Iterator[Body]:
        return (one for one in self.city.bodies if one.batch == self.order.batch and not one.not_published)

    def _require(self, bodies: Sequence[Body]) -> None:
        """Raises InputError, all problems: who it is that lets them out, then those that cannot be."""
        problems = [] if self.order.who.strip() else [Problem(_NO_NAME)]
        problems += [] if bodies else [Problem(_NOBODY)]
        problems += list(self._in_the_way(bodies))
        if problems:
            raise InputError(problems)

    def _in_the_way(self, bodies: Iterable[Body]) -> Iterator[Problem]:
        account, stale = CityAccount(self.city, self.records), Stale(self.city)
        for body in bodies:
            record = account.record_of(body)
            why = _why_not(body, record, stale.why(body, account.by_folder.get(body.folder)))
            if why := why or _OTHER_FILES * (not all(self._stands(record, file) for file in record.files)):
                yield Problem(f"{body.name}还不能放行：{why}；改好再放行，或写明这次不放它")

    def _stands(self, record: BodyRecord, file: FileMade) -> bool:
        path = self._place(record.folder, file)
        return path.is_file() and FileMade.of(file.name, path.read_bytes()).sha256 == file.sha256

    def _place(self, folder: str, file: FileMade) -> Path:
        return self.city.folder.files_of(folder, draft=False) / file.name

    def _files(self, released: Iterable[BodyReleased]) -> Iterator[tuple[str, bytes]]:
        for body in released:
            for file in body.files:
                yield f"{body.folder}/{file.name}", self._place(body.folder, file).read_bytes()

    def _around(self, now: Releases) -> Iterator[tuple[str, bytes]]:
        """Index and sums of what is on the site once the zip is there."""
        let_out = now.by_folder
        records = [
            one.model_copy(update={"files": let_out[one.folder].files, "draft": False})
            for one in self.records
            if one.folder in let_out
        ]
        for name, data in index_page.index_page(self.city, records):
            yield name.removeprefix(f"{PUBLIC}/"), data


def _why_not(body: Body, record: BodyRecord, stale: str) -> str:
    """Why a body cannot be released as it is; empty where it can."""
    return stale or ("" if is_public(body, record) else f"还没有公开稿（{record.state}）")


def _released(record: BodyRecord) -> BodyReleased:
    return BodyReleased(
        folder=record.folder, name=record.name, check_code=record.check_code, files=record.files
    )
