"""要填的一览 — what is missing, what cannot be read, what checks find: by who fills it, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from disclosure.checks.check_report import Finding
from disclosure.desk import texts_listed
from disclosure.desk.waiting_sentences import Waiting, waiting
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import asked_fields, data_files
from disclosure.loading.added_file import Added
from disclosure.loading.asked_fields import AskedField
from disclosure.loading.place_names import Gap, PlaceNames, taken_apart
from disclosure.loading.workbook import layout
from disclosure.model.key_paths import covered
from disclosure.saving import added_entries

OTHERS = "不分谁"  # what stands on no sheet: a pack's fault, a picture
_LOCKS = ("~${}", ".~lock.{}#")  # Excel and WPS; LibreOffice


@dataclass(frozen=True, slots=True)
class Item:
    """一件 — what is said, who fills it, where; how to type it here; whose it is, where it is a unit's."""

    said: str
    who: str
    place: str = ""
    cell: str = ""  # for the clipboard: 三公!B30
    advice: str = ""
    fields: tuple[AskedField, ...] = ()
    whole: str = ""  # the path of a whole of which 无 can be said
    tag: str = ""
    kind: str = "missing"
    unit: str = ""
    unit_folder: str = ""
    added: int = 0  # the number of the entry of 补填 that this is about
    path: str = ""  # of a gap
    usable: str = ""  # a text that can be taken once somebody has read it
    waiting: Waiting | None = None  # the sentence that it would stand in
    text: str = ""  # the text file that it is written in

    @property
    def anchor(self) -> str:
        """在页上的位置 — other pages lead here."""
        return anchor(self.path)


@dataclass(frozen=True, slots=True)
class DataFile:
    """一个数据文件 — its name, and whether another program has it open."""

    name: str
    is_open: bool


@dataclass(frozen=True)
class ToFill:
    """要填的一览 — everything of one folder as it is now."""

    seen: Seen
    with_findings: bool
    added: Added = field(default_factory=Added)

    @property
    def unit(self) -> str:
        """金额单位 — of what is typed; empty where it cannot be read."""
        return self.seen.submission.unit if self.seen.submission else ""

    @property
    def names(self) -> PlaceNames | None:
        """位置的叫法 — of the data; none where they cannot be read."""
        return self.seen.filled.facts.names if self.seen.filled else None

    def items(self) -> list[Item]:
        """各件 — problems first, then what is missing, then what checks find."""
        faults = [Item(self.seen.fault, OTHERS, tag="读不了", kind="error")] if self.seen.fault else []
        return [*faults, *map(self._problem, self.seen.problems), *self._gaps(), *self._findings()]

    def _problem(self, problem: Problem) -> Item:
        number = self._added_at(problem)
        return Item(
            f"{problem.name}：{problem.message}" if problem.name else problem.message,
            _who(problem.source, problem.path),
            _place_said(problem.source),
            _cell_said(problem.source),
            tag="读不了",
            kind="error",
            added=number,
            text=texts_listed.of(self.seen).written_in(problem.source, problem.path),
        )

    def _added_at(self, problem: Problem) -> int:
        """The entry that a problem is about: it stands there, or the problem is of its place."""
        return next(
            (
                number
                for number, one in enumerate(self.added.values, 1)
                if one.source == problem.source or (problem.path and covered(one.path, [problem.path]))
            ),
            0,
        )

    def _gaps(self) -> Iterator[Item]:
        given = self.seen.submission
        if given is None or self.seen.composed is None or self.names is None:
            return
        known = self.names.values
        folders = {unit.name: unit.data or "" for unit in given.department.units or ()}
        document = self.seen.composed.document
        sentences = self.seen.once("waiting", lambda: waiting(document))
        for gap in self.seen.composed.gaps:
            yield self._gap(gap, known, folders, sentences.get(gap.name))

    def _gap(
        self, gap: Gap, known: Mapping[str, object], folders: Mapping[str, str], told: Waiting | None
    ) -> Item:
        unit = gap.source.unit if gap.source else ""
        text = texts_listed.of(self.seen).written_in(gap.source, gap.path)
        fields = _typed_here(gap.path, known) if gap.path and not (unit or text) else ()
        return Item(
            gap.name or gap.said,
            _who(gap.source, gap.path),
            _place_said(gap.source),
            _cell_said(gap.source),
            gap.advice,
            fields,
            gap.path if fields and asked_fields.is_none_a_whole(gap.path) else "",
            "待填",
            unit=unit,
            unit_folder=folders.get(unit, ""),
            path=gap.path,
            usable=gap.usable,
            waiting=told,
            text=text,
        )

    def _findings(self) -> Iterator[Item]:
        report = self.seen.report if self.with_findings else None
        if report and self.names:
            empty = empty_places(self.seen)
            yield from (_finding(one, self.names, empty) for one in report.findings if one.severity != "note")


def _typed_here(path: str, known: Mapping[str, object]) -> tuple[AskedField, ...]:
    """What is there is changed there; of a choice that nobody made the usual one is only assumed."""
    fields = asked_fields.at(path, known)
    is_assumed = path not in known or "choice" in map(attrgetter("kind"), fields[:1])
    return fields if is_assumed else ()


def anchor(path: str) -> str:
    """锚点 — of a missing place, by its key path, on the page 填写."""
    return f"at-{path}"


def data_files_of(folder: Path) -> tuple[DataFile, ...]:
    """数据文件 — those that people type into."""
    home = data_files.find(folder, str(folder))
    paths = (*home.workbooks, *((home.data,) if home.data else ()))
    return tuple(DataFile(path.name, _is_open(path)) for path in paths)


def files_of(seen: Seen) -> tuple[DataFile, ...]:
    """数据文件 — of a folder as it is; none where they cannot be told."""
    try:
        return data_files_of(seen.folder)
    except InputError:
        return ()


def added_to(seen: Seen) -> Added:
    """已补填的 — nothing where it cannot be read, which is told among what cannot."""
    try:
        return added_entries.entries(seen.folder)
    except InputError:
        return Added()


def by_who(items: Iterable[Item]) -> dict[str, list[Item]]:
    """按谁来填 — in the order of the sheets; what nobody fills comes first."""
    grouped: dict[str, list[Item]] = {who: [] for who in (OTHERS, *layout.fillers())}
    for item in items:
        grouped[item.who].append(item)
    return {who: found for who, found in grouped.items() if found}


def empty_places(seen: Seen) -> Callable[[str], tuple[AskedField, ...]]:
    """空着的一处 — what can be typed at a place that is no gap, but that a finding is about."""
    known = seen.filled.facts.names.values if seen.filled else {}
    gaps = [gap.path for gap in seen.composed.gaps] if seen.composed else []

    def asked(path: str) -> tuple[AskedField, ...]:
        fields = () if path in known or covered(path, gaps) else asked_fields.at(path, known)
        return fields if [one.path for one in fields] == [path] else ()  # one value, no whole

    return asked


def _finding(finding: Finding, names: PlaceNames, empty: Callable[[str], tuple[AskedField, ...]]) -> Item:
    is_error, first = finding.severity == "error", next(iter(finding.where), "")
    fields = empty(first)
    return Item(
        f"{finding.code} {finding.message}",
        _who(None, first),
        "；".join((*finding.places, *finding.sources)),
        _cell_said(next((gap.source for gap in names.gaps([first])), None)),
        finding.fix,
        fields,
        path=first if fields else "",
        tag="错误" if is_error else "警告",
        kind="error" if is_error else "warning",
    )


def _who(source: Source | None, path: str) -> str:
    sheet = layout.who_fills_sheet((source.cell or "").rpartition("!")[0]) if source else ""
    if sheet and not path:
        return sheet
    return (
        layout.who_fills(tuple(step for step in taken_apart(path) if isinstance(step, str)))
        if path
        else OTHERS
    )


def _place_said(source: Source | None) -> str:
    return str(source) if source else ""


def _cell_said(source: Source | None) -> str:
    return (source.cell or "") if source else ""


def _is_open(path: Path) -> bool:
    return any(path.with_name(lock.format(path.name)).exists() for lock in _LOCKS)
