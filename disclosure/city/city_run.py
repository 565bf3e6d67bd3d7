"""全市生成 — each body is made, or left as it was; what comes of it is written as it comes, the reports last.

What a run leaves is what an undisturbed one would: a body's files stand before its record says so, and what
was not finished is made again. Nothing depends on the order in which bodies come back.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from disclosure import build_record, files, folder_journal
from disclosure.build_record import LastBuild
from disclosure.checks.check_report import first_few
from disclosure.city import index_page, progress_matrix, returns, statistics, summary, task
from disclosure.city.bodies import Body
from disclosure.city.body_record import STATES, BodyRecord, State
from disclosure.city.city import City
from disclosure.city.city_folder import OUTPUTS
from disclosure.city.due import Due, Wanted
from disclosure.city.task import Job, Outcome
from disclosure.errors import OutputError
from disclosure.many_builds import Workers

_LOCK = ".disclosure-city"
_MOST_NAMES = 20  # in a sentence
Maker = Callable[[Iterable[Job]], Iterable[tuple[Job, Outcome]]]
Report = Callable[[City, Sequence[BodyRecord]], Iterable[tuple[str, bytes]]]

# What is made of the records when all are there, with paths in the folder of what is written.
REPORTS: tuple[Report, ...] = (
    progress_matrix.matrix,
    index_page.index_page,
    summary.summary,
    statistics.statistics,
    returns.returns,
)


@dataclass(frozen=True, slots=True)
class Step:
    """进度 — how many bodies are done, of how many; the last one's record; whether it was made just now."""

    done: int
    total: int
    record: BodyRecord
    is_made: bool


@dataclass(frozen=True, slots=True)
class CityRun:
    """一次生成 — the records in the order of the list, folders of those made just now.

    `unchanged` is how many of the chosen are as the last run made them, `withdrawn` what left 公开.
    """

    records: tuple[BodyRecord, ...]
    made: frozenset[str]
    unchanged: int
    withdrawn: Sequence[str]
    reports: tuple[Path, ...]

    @property
    def shown_reports(self) -> list[Path]:
        """给人看的报告 — those of the whole city; not those that are for a body each."""
        return [path for path in self.reports if path.parent.name in OUTPUTS]

    @property
    def states(self) -> Mapping[State, int]:
        """各种状态 — of how many bodies."""
        return Counter(record.state for record in self.records)

    def lines(self) -> Iterator[str]:
        """做了什么 — in a few sentences."""
        states = "，".join(f"{state} {self.states[state]} 个" for state in STATES if self.states[state])
        yield f"全市 {len(self.records)} 个：{states}"
        without = {record.folder for record in self.records if record.state in ("未能生成", "未交")}
        yield f"这次做了 {len(self.made - without)} 个，没有变动的 {self.unchanged} 个"
        if self.withdrawn:
            names = first_few("、", self.withdrawn, _MOST_NAMES, "个")
            yield f"现在不能公开、文件已移出“公开”的：{names}"
        if self.states["未能生成"]:
            yield "未能生成的，原因写在进度表里，改好后再运行一次"


def here(workers: int) -> Maker:
    """在这台电脑上 — bodies are made by so many processes."""
    return Workers(workers, task.made, task.lost).all


def run(
    city: City,
    wanted: Wanted,
    make: Maker,
    chosen: Callable[[Body], bool] = lambda _: True,
    progress: Callable[[Step], object] = lambda _: None,
) -> CityRun:
    """全市生成 — the chosen bodies; all others are as they were. A second run at once is refused.

    Raises OutputError where nothing can be written at all, or for a format that there is not, InputError for
    a 批复汇总表 that cannot be read; what a single body meets stands in its record.
    """
    due = Due(city, wanted)
    due.require_usable()
    with alone(city.folder.office):
        return _Run(city, due).all(make, chosen, progress)


@contextmanager
def alone(office: Path) -> Iterator[None]:
    """只有一个命令 — that writes what is the bureau's; raises OutputError where another does."""
    path = office / _LOCK
    try:
        office.mkdir(parents=True, exist_ok=True)
        lock = folder_journal.locked(path)
    except BlockingIOError:
        held = f"另一个 disclosure city 命令正在生成“{office.parent}”，请等它结束再运行"
        raise OutputError(held) from None
    except OSError as error:
        raise files.reported(error, office) from error
    try:
        yield
    finally:
        folder_journal.released(path, lock)


@dataclass(frozen=True)
class _Run:
    """One run, while it goes on: what has come out of it so far, by the bodies' folders."""

    city: City
    due: Due
    records: dict[str, BodyRecord] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)

    def all(self, make: Maker, chosen: Callable[[Body], bool], progress: Callable[[Step], object]) -> CityRun:
        files.settle(self.city.folder.records)
        files.settle(self.city.folder.out)
        bodies, made = list(filter(chosen, self.city.bodies)), set[str]()
        for done, (outcome, is_made) in enumerate(self._outcomes(bodies, make), 1):
            record = self.records[outcome.record.folder] = self._written(outcome, is_made=is_made)
            made |= {record.folder} if is_made else set()
            progress(Step(done, len(bodies), record, is_made))
        self._forget_others()
        known = (self.records.get(body.folder) or self.due.former(body.folder) for body in self.city.bodies)
        records = tuple(filter(None, known))
        unchanged = sum(bool(one.fingerprint) for one in self.records.values()) - len(made)
        reports = self._reported_on(records)
        return CityRun(records, frozenset(made), unchanged, sorted(self.withdrawn), reports)

    def _outcomes(self, bodies: Iterable[Body], make: Maker) -> Iterator[tuple[Outcome, bool]]:
        """Each with whether it was made just now; files are read as they are needed, not all at once."""
        settled: deque[Outcome] = deque()
        for _, outcome in make(self._jobs(bodies, settled)):
            yield from _settled_ones(settled)
            yield outcome, True
        yield from _settled_ones(settled)

    def _jobs(self, bodies: Iterable[Body], settled: deque[Outcome]) -> Iterator[Job]:
        for body in bodies:
            found = self.due.of(body)
            if isinstance(found, Job):
                yield found
            else:
                settled.append(Outcome(found))

    def _written(self, outcome: Outcome, *, is_made: bool) -> BodyRecord:
        """The record as it is written: it says so where the body's files cannot be."""
        record, former = outcome.record, self.due.former(outcome.record.folder)
        if record == former and not is_made:
            return record
        try:
            self._write_files(outcome)
            self._remove(former, record)
        except OutputError as error:
            left = former or record.model_copy(update={"files": ()})
            update = {"state": "未能生成", "problem": str(error), "files": left.files, "draft": left.draft}
            record = record.model_copy(update=update)
        files.write_all([(f"{record.folder}.json", record.to_bytes())], self.city.folder.records)
        return record

    def _write_files(self, outcome: Outcome) -> None:
        """Of a publication also what it says: a later correction is told against that."""
        if not outcome.artifacts:
            return
        record, made = outcome.record, [(one.name, one.data) for one in outcome.artifacts]
        files.write_all(made, self._place(record))
        if not record.draft:
            said = LastBuild(documents=dict(outcome.documents)).to_bytes()
            files.write_all([(build_record.NAME, said)], self.city.folder.build_of(record.folder))

    def _place(self, record: BodyRecord) -> Path:
        return self.city.folder.files_of(record.folder, draft=record.draft)

    def _remove(self, former: BodyRecord | None, record: BodyRecord) -> None:
        """Files of the last run that this one does not have; a body that is public no longer is told."""
        if former is None:
            return
        left = self._paths(former) - self._paths(record)
        try:
            for path in sorted(left):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise files.reported(error, self._place(former)) from error
        _remove_empty(self._place(former), self.city.folder.out)
        if _is_public(former) and not _is_public(record):
            self.withdrawn.append(former.name)

    def _paths(self, record: BodyRecord) -> set[Path]:
        return {self._place(record) / Path(file.name).name for file in record.files}

    def _forget_others(self) -> None:
        """Bodies that the list has no longer: their files and records go."""
        home, listed = self.city.folder.records, self.city.bodies.by_folder
        for path in sorted(home.rglob("*.json")):
            folder = path.relative_to(home).with_suffix("").as_posix()
            if folder not in listed and (former := self.due.former(folder)):
                self._remove(former, former.model_copy(update={"files": ()}))
                for file in (path, self.city.folder.build_of(folder) / build_record.NAME):
                    file.unlink(missing_ok=True)
                    _remove_empty(file.parent, self.city.folder.out)

    def _reported_on(self, records: Sequence[BodyRecord]) -> tuple[Path, ...]:
        out = self.city.folder.out
        made = dict(chain.from_iterable(report(self.city, records) for report in REPORTS))
        files.write_all([one for one in made.items() if _is_new(out, *one)], out)
        return tuple(out / name for name in made)


def _settled_ones(settled: deque[Outcome]) -> Iterator[tuple[Outcome, bool]]:
    while settled:
        yield settled.popleft(), False


def _is_public(record: BodyRecord) -> bool:
    return bool(record.files) and not record.draft


def _is_new(folder: Path, name: str, data: bytes) -> bool:
    """What stands there already need not be written, nor waited for until it is safe on the disk."""
    path = folder / name
    return not (path.is_file() and path.read_bytes() == data)


def _remove_empty(folder: Path, home: Path) -> None:
    """A folder and those above it, as far as nothing is left in them."""
    with suppress(OSError):  # it holds something
        for place in (folder, *folder.parents):
            if place == home:
                return
            place.rmdir()
