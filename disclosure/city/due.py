"""该做什么 — for each body: made now, as it was, not published, or not handed in yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from disclosure import files, outputs, packs, sources
from disclosure.city import body_files, made_with
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade, State, read_record
from disclosure.city.city import City
from disclosure.city.settings import Settings
from disclosure.city.task import Job, failed
from disclosure.errors import DisclosureError, PackError
from disclosure.loading.ratified_table import RatifiedTable, read_ratified
from disclosure.sources import PACKS_FOLDER

_NO_DATA = "还没有数据：文件夹里没有填报工作簿（.xlsx），也没有 data.yaml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """要做的 — formats, whether drafts of what cannot be published, who lays out the PDF."""

    formats: tuple[str, ...]
    draft: bool = False
    pdf: str = ""


@dataclass(frozen=True)
class Due:
    """该做什么 — of one run; what it looks at is as it was when the run began, but for the bodies' data."""

    city: City
    wanted: Wanted
    _digests: dict[tuple[str, tuple[Path, ...]], str] = field(default_factory=dict)

    def require_usable(self) -> None:
        """须能用 — raises OutputError for an unknown format, InputError for a 批复汇总表 that is not read."""
        for name in self.wanted.formats:
            outputs.writer(name)
        outputs.pdf_engine(self.wanted.pdf)
        _ = self._ratified

    def of(self, body: Body) -> Job | BodyRecord:
        """某个部门的 — the task where it is to be made; else its record, often that of the last run."""
        if body.not_published:
            return _without_files(body, "不生成", body.not_published)
        try:
            job = self._job(body)
        except DisclosureError as error:
            return failed(Job(body, {}, self.wanted.formats, ""), str(error)).record
        if not any(map(sources.would_be_read, job.files)):
            return _without_files(body, "未交", _NO_DATA)
        return self._unchanged(job) or job

    def former(self, folder: str) -> BodyRecord | None:
        """上次的记录 — of a body, by its folder."""
        return read_record(self.city.folder.records / f"{folder}.json")

    def _job(self, body: Body) -> Job:
        job = Job(
            body,
            body_files.read(self.city.folder.data_of(body)),
            self.wanted.formats,
            fingerprint="",
            pack=body.pack,
            packs=self._own_packs,
            draft=self.wanted.draft,
            pdf=self.wanted.pdf,
            ratified=self._ratified.about(body.name) if self._ratified else None,
            settings=self._settings,
        )
        return replace(job, fingerprint=self._fingerprint(job))

    def _fingerprint(self, job: Job) -> str:
        """Of all but the packs: which of them a body is made with only its record tells."""
        body, ratified = job.body, job.ratified
        in_names = (body.number, body.group, body.batch) if job.settings.filename else ()
        asked = (job.formats, job.draft, job.pdf, job.pack, body.name, body.kind, in_names)
        said = repr(
            (asked, sorted(ratified.totals.items()), ratified.facts, ratified.sources) if ratified else asked
        )
        parts = (self._program, said, files.digest_of(job.files))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _unchanged(self, job: Job) -> BodyRecord | None:
        """The last record where it would come out the same and its files stand; what failed is made again."""
        record = self.former(job.body.folder)
        if record is None or record.state == "未能生成" or record.fingerprint != job.fingerprint:
            return None
        changed = self.packs_changed(job.body, record.packs)
        return record if not changed and self._stand(record) else None

    def packs_changed(self, body: Body, used: Mapping[str, str]) -> tuple[str, ...]:
        """改过的模板 — those of the packs that a body was made with that are other now, or gone."""
        folder = self.city.folder
        own = [place / PACKS_FOLDER for place in (folder.home, folder.data_of(body))]
        roots = (*filter(Path.is_dir, own), packs.built_in())
        return tuple(name for name, digest in used.items() if self._digest_of_pack(name, roots) != digest)

    def _digest_of_pack(self, name: str, roots: tuple[Path, ...]) -> str:
        """Empty of one that cannot be read."""
        if (name, roots) not in self._digests:
            with suppress(PackError):
                pack = packs.resolve(name, roots).packs[0]
                self._digests[name, roots] = made_with.digest_of(pack.folder)
        return self._digests.get((name, roots), "")

    def _stand(self, record: BodyRecord) -> bool:
        """Whether its files are still those that were written."""
        place = self.city.folder.files_of(record.folder, draft=record.draft)
        files.settle(place)
        return all(_is_file(place / file.name, file) for file in record.files)

    @cached_property
    def _program(self) -> str:
        """Without the delivered packs: those that a body is made with are looked at by themselves."""
        parts = {name: what for name, what in made_with.program().items() if name != made_with.DELIVERED}
        return json.dumps([parts, self._settings.model_dump_json()])

    @cached_property
    def _settings(self) -> Settings:
        """Without what is of the city alone: no body is made otherwise by it."""
        usual = Settings()
        ours = {name: getattr(usual, name) for name in ("control_totals", "group_order", "formats", "pack")}
        return self.city.settings.model_copy(update=ours)

    @cached_property
    def _own_packs(self) -> dict[str, bytes]:
        return body_files.read(self.city.folder.own_packs)

    @cached_property
    def _ratified(self) -> RatifiedTable | None:
        path = self.city.folder.ratified_table
        return read_ratified(path, path.name) if path.is_file() else None


def _is_file(path: Path, made: FileMade) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return FileMade.of(made.name, data).sha256 == made.sha256


def _without_files(body: Body, state: State, why: str) -> BodyRecord:
    return BodyRecord(folder=body.folder, name=body.name, kind=body.kind, state=state, problem=why)
