"""对比 — two builds side by side: data folders as they are now, output folders as they were last built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from disclosure import api, build_record, files
from disclosure.api import Built, Examined
from disclosure.authoring import publication_record
from disclosure.build_record import Amounts, DocumentRecord
from disclosure.checks import Book, CheckReport
from disclosure.errors import InputError, Problem, Source
from disclosure.loading.data_files import is_data
from disclosure.office_round import differences
from disclosure.office_round.differences import Difference
from disclosure.packs import Chain
from disclosure.several import several
from disclosure.sources import DataSource, PackChoice, home_of

Side = DataSource | Built | Examined | DocumentRecord
_See = Callable[[DataSource], Examined]
Records = Mapping[str, DocumentRecord]
_OUT = Path("out")  # where a build writes that names no folder


@dataclass(frozen=True, slots=True)
class _Opened:
    """One side: its records by document, and what was seen of it where it is data."""

    records: Records
    examined: Examined | None = None


@dataclass(frozen=True)
class Compared:
    """对比所得 — the difference, the packs of the new side, its checks where it is data."""

    difference: Difference
    chain: Chain
    seen: Examined | None = None

    @property
    def report(self) -> CheckReport | None:
        """校验报告 — of the new side, where it is data."""
        return self.seen.report if self.seen else None

    def made_from(self, figure: str) -> frozenset[str]:
        """由来 — the key paths a figure of the new side is made from; of a record nobody knows them."""
        return self._book.made_from(figure) if self._book else frozenset()

    @cached_property
    def _book(self) -> Book | None:
        return Book(self.seen.facts) if self.seen else None

    @property
    def amounts(self) -> Amounts:
        """金额的印法 — as the new side prints them."""
        return self.difference.new.amounts


def diff(
    old: Side,
    new: Side | None = None,
    *,
    document: str = "",
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
) -> Difference:
    """对比 — what the new one says otherwise than the old one.

    Each is data in any form, what was seen of them, a build, the record of one, or an output folder with the
    record of its last build. A data folder alone is compared with its own last build. `document` names one
    of several in an output folder.
    Raises InputError where there is no build to compare with, or several.
    """
    return compared(old, new, document=document, pack=pack, roots=roots).difference


def compared(
    old: Side,
    new: Side | None = None,
    *,
    document: str = "",
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    command: str = "diff",
) -> Compared:
    """对比 — the same, with what a sheet about the difference is made from; `command` is who asks for it."""
    see = partial(api.examine, pack=pack, roots=[*several(roots)])
    if new is not None:
        before, after = _seen_side(old, see), _seen_side(new, see)
    else:
        before, after = _against_last(old, command, see)
    name = document or _only(before.records.keys() & after.records.keys())
    found = differences.between(_one(before.records, name), _one(after.records, name))
    seen = after.examined
    if seen is None:
        return Compared(found, api.nearest_chain(found.new.packs[0].name, *_data_among(old, new)))
    return Compared(found, seen.chain, seen)


def _data_among(*sides: Side | None) -> list[DataSource]:
    made = Built | Examined | DocumentRecord
    return [side for side in sides if side is not None and not isinstance(side, made)]


def _only(names: Set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _one(records: Records, name: str) -> DocumentRecord:
    """The document of a name, else the only one there is."""
    if name in records:
        return records[name]
    if len(records) == 1:
        return next(iter(records.values()))
    message = f"有几份文件的生成记录，请用 --document 写明是哪一份：{'、'.join(records)}"
    raise InputError([Problem(message, Source(build_record.NAME))])


def _seen_side(side: Side, see: _See) -> _Opened:
    """The last build of an output folder, the present state of data."""
    if isinstance(side, Built):
        return _Opened(side.records)
    if isinstance(side, DocumentRecord):
        return _Opened({side.title: side})
    if isinstance(side, Examined):
        return _side_seen(side)
    if isinstance(side, Path | str):
        path = Path(side)
        if path.name == build_record.NAME or _is_output(path):
            return _Opened(build_record.read(path).documents)
    return _current(side, see)


def _is_output(folder: Path) -> bool:
    """Whether a folder holds a record, and no data besides the files of its documents."""
    files.settle(folder)
    if not (folder / build_record.NAME).is_file():
        return False
    documents = tuple(build_record.read(folder).documents)
    return not any(is_data(path) for path in folder.iterdir() if not path.name.startswith(documents))


def _current(source: DataSource, see: _See) -> _Opened:
    return _side_seen(see(source))


def _side_seen(examined: Examined) -> _Opened:
    return _Opened({examined.composed.filename: examined.record}, examined)


def _against_last(source: Side, command: str, see: _See) -> tuple[_Opened, _Opened]:
    """A data folder as it was last published, else last built, and as it is now."""
    if not isinstance(source, Path | str):
        raise InputError([Problem("在 Python 里做的数据没有上次生成，请写明与哪一份比")])
    current, path = _current(source, see), Path(source)
    home = home_of(path)
    for records in map(_records_in, _candidates(home)):
        if records.keys() & current.records.keys():
            return _Opened(records), current
    way = f"disclosure {command} 输出文件夹 {files.in_command(path)}"
    message = f"没有找到它上次生成的记录，请写明上次生成的输出文件夹：{way}"
    raise InputError([Problem(message, Source(str(path)))])


def _records_in(folder: Path) -> Records:
    files.settle(folder)
    return build_record.read(folder).documents if (folder / build_record.NAME).is_file() else {}


def _candidates(home: Path) -> Iterator[Path]:
    published = publication_record.last_output(home)
    yield from [published] if published else ()
    yield from (_OUT, home / _OUT, home)
