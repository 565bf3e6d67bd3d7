"""审查全市 — published documents of many bodies fill the records, matrix, summary, returns that a run does.

Nothing is written beside the documents: they may stand on a site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from pathlib import Path

from disclosure import files
from disclosure.checks.check_report import first_few
from disclosure.city import audited_document, audited_record, city_list, city_run, settings
from disclosure.city.audited_document import DocumentJob, DocumentRead
from disclosure.city.bodies import Bodies, Body
from disclosure.city.body_record import BodyRecord, State
from disclosure.city.city import City
from disclosure.city.city_folder import PUBLIC, CityFolder
from disclosure.city.city_run import Step
from disclosure.city.document_owners import Owners, documents
from disclosure.errors import InputError, OutputError, Problem, Source
from disclosure.many_builds import Workers


@dataclass(frozen=True, slots=True)
class CityAudit:
    """审查了什么 — the city as it was found, its records, documents of nobody, what was written."""

    city: City
    records: tuple[BodyRecord, ...]
    strangers: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def has_faults(self) -> bool:
        """有没有差错 — whether anything certain was found, or a document could not be read or placed."""
        return bool(self.strangers or self._of("未能生成") or any(one.errors for one in self.records))

    def lines(self) -> Iterator[str]:
        """审查结果 — in a few sentences, the names of those that somebody has to ask for something."""
        wrong = [one.name for one in self.records if one.errors]
        yield f"已公开 {len(self._of('已生成'))} 家，其中有确定的差错 {len(wrong)} 家"
        named = {
            "有确定的差错": wrong,
            "没有公开": self._of("未公开"),
            "公开的文件读不了": self._of("未能生成"),
            "名单里写明不公开": self._of("不生成"),
        }
        for said, names in named.items():
            if names:
                yield f"{said} {len(names)} 家：{first_few('、', names, _MOST_NAMES, counted='家')}"
        yield from self.strangers
        yield f"各单位的退回意见和全市的表在“{self.city.folder.office}”"

    def _of(self, state: State) -> list[str]:
        return [one.name for one in self.records if one.state == state]


_MOST_NAMES = 20
_NOTHING = "里面没有可以审查的文件，也没有名单；请看是不是写错了文件夹"
Told = Callable[[Step], object]


def audit(
    folder: CityFolder,
    listed: Path | None = None,
    *,
    pack: str = "",
    workers: int = 1,
    progress: Told = lambda *_: None,
) -> CityAudit:
    """审查全市 — and write what it comes to, all or nothing. Raises InputError, PackError and OutputError.

    `listed` is the list of bodies where it does not stand in the folder; 全市.yaml is that beside it. A
    document that cannot be read stops no other.
    """
    with city_run.alone(folder.office):
        return _audit(folder, listed, pack, workers, progress)


def _audit(folder: CityFolder, listed: Path | None, pack: str, workers: int, progress: Told) -> CityAudit:
    path = listed or city_list.found(folder)
    beside = CityFolder(path.parent, folder.out) if path else folder
    bodies = city_list.read_list(path, beside) if path else None
    read = sorted(_all_read(folder, pack, workers, progress), key=attrgetter("order"))
    owners = Owners(bodies)
    of_body: defaultdict[Body | None, list[DocumentRead]] = defaultdict(list)
    for one in read:
        of_body[owners.of(one.file.name, one.names)].append(one)
    strangers = tuple(_of_nobody(one, owners) for one in of_body.pop(None, []))
    there = sorted(filter(None, of_body), key=attrgetter("folder"))
    every = Bodies(tuple(there)) if bodies is None else bodies
    if not every:
        raise InputError([Problem(_NOTHING, Source(str(folder.home)))])
    city = City(folder, settings.read(beside), every)
    records = tuple(audited_record.record(folder, body, of_body[body]) for body in every)
    return CityAudit(city, records, strangers, _records_and_reports(city, records))


def _all_read(folder: CityFolder, pack: str, workers: int, progress: Told) -> Iterator[DocumentRead]:
    """In the order in which they come back; files are read as they are needed."""
    total = sum(1 for _ in documents(folder.home))
    pool = Workers(workers, audited_document.read, audited_document.lost)
    for done, (job, read) in enumerate(pool.all(_jobs(folder, pack)), 1):
        document = BodyRecord(folder=job.name, name=job.name, state="已生成")
        progress(Step(done, total, document, is_made=True))
        yield read


def _jobs(folder: CityFolder, pack: str) -> Iterator[DocumentJob]:
    roots = tuple(filter(Path.is_dir, [folder.own_packs]))
    for name, content in documents(folder.home):
        try:
            yield DocumentJob(name, content(), pack=pack, roots=roots)
        except InputError as error:
            yield DocumentJob(name, b"", str(error))


def _of_nobody(one: DocumentRead, owners: Owners) -> str:
    said = f"里面写的是“{one.names[0]}”{owners.near(one.names)}" if one.names else one.problem
    return f"{one.file.name}：不知道是哪个单位的，没有算进去：{said}；请放进那个单位的文件夹，或改名单"


def _records_and_reports(city: City, records: Sequence[BodyRecord]) -> tuple[Path, ...]:
    """Records and reports; nothing that is to be published."""
    folder = city.folder
    if any(record.fingerprint for record in city.records()):
        raise OutputError(f"“{folder.out}”里是生成的记录，不是审查的，没有写；请用 --out 写到别的文件夹")
    kept = [
        (folder.record_of(body), record.to_bytes()) for body, record in zip(city.bodies, records, strict=True)
    ]
    reports = dict(chain.from_iterable(report(city, records) for report in city_run.REPORTS))
    office = {name: data for name, data in reports.items() if not name.startswith(f"{PUBLIC}/")}
    named = [(path.relative_to(folder.out).as_posix(), data) for path, data in kept]
    return files.write_all([*named, *office.items()], folder.out)[len(named) :]
