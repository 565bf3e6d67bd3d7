"""公开 — a publication takes the place of the last one; what was published before is kept beside it.

All in one: the new files, what corrects the old ones, and the old files in 以前公开的/<内容码>, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from disclosure import build_record, files
from disclosure.api import Built, Sheet
from disclosure.authoring import publishing
from disclosure.authoring.publishing import Put
from disclosure.build_record import DocumentRecord, LastBuild
from disclosure.office_round.correction import called
from disclosure.outputs import Artifact

FORMER = "以前公开的"  # folder beside the published files
Contents = Mapping[str, bytes]


def publish(built: Built, data: Path, out: Path, corrections: Iterable[Sheet] = ()) -> Put:
    """公开 — as `publishing.put`, with corrections; of the last publication nothing is lost.

    Files of it that this one does not make leave the folder, too: they say what is published no more.
    """
    added = tuple(chain.from_iterable(sheet.artifacts for sheet in corrections))
    made = {one.name: one.data for one in (*built.artifacts, *added)}
    former = dict(_former(out, built))
    kept = chain.from_iterable(_put_aside(out, record, name, made) for name, record in former.items())
    whole = replace(built, artifacts=(*built.artifacts, *added, *kept))
    put = publishing.put(whole, data, out)
    _take_away(out, {name for record in former.values() for name in record.files} - made.keys())
    return replace(put, paths=tuple(path for path in put.paths if path.parent == out))


def recorded_in(out: Path) -> Mapping[str, DocumentRecord]:
    """记下的各份 — of an output folder, by their names; those whose files have all gone are none of them."""
    files.settle(out)
    if not (out / build_record.NAME).is_file():
        return {}
    known = build_record.read(out).documents
    return {name: one for name, one in known.items() if any((out / file).is_file() for file in one.files)}


def published_files(out: Path) -> tuple[Path, ...]:
    """要公开的文件 — of the folder's publications and their corrections, as far as they are there."""
    records = [one for one in recorded_in(out).values() if one.edition == "publication"]
    names = chain.from_iterable((*one.files, *_corrections(out, one)) for one in records)
    return tuple(out / name for name in sorted(set(names)) if (out / name).is_file())


def _former(out: Path, built: Built) -> Iterator[tuple[str, DocumentRecord]]:
    """What the folder published of the same documents, under whatever name."""
    for name, record in recorded_in(out).items():
        if record.edition == "publication" and any(map(record.is_same_document, built.records.values())):
            yield name, record


def _put_aside(out: Path, record: DocumentRecord, name: str, made: Contents) -> list[Artifact]:
    """Its files that are other ones now, with its record; corrections as far as they are written anew."""
    names = [*record.files, *(one for one in _corrections(out, record) if one in made)]
    there = {one: (out / one).read_bytes() for one in names if (out / one).is_file()}
    lost = {one: data for one, data in there.items() if made.get(one) != data}
    if not lost:
        return []
    lost[build_record.NAME] = LastBuild(documents={name: record}).to_bytes()
    place = _free_place(out, record.check_code, lost)
    return [Artifact(f"{place}/{one}", data) for one, data in lost.items()]


def _free_place(out: Path, code: str, lost: Contents) -> str:
    """The folder of its 内容码; another where that holds other files of these names."""
    places = chain([f"{FORMER}/{code}"], (f"{FORMER}/{code}（{number}）" for number in count(2)))
    return next(place for place in places if _is_free(out / place, lost))


def _is_free(place: Path, lost: Contents) -> bool:
    there = ((place / name, data) for name, data in lost.items())
    return all(not path.exists() or path.read_bytes() == data for path, data in there)


def _corrections(out: Path, record: DocumentRecord) -> list[str]:
    stem = files.safe_name(called(record))
    return sorted(path.name for path in out.glob("*") if path.stem == stem)


def _take_away(out: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):  # it is open elsewhere: the page says that it is none of these files
            (out / name).unlink(missing_ok=True)
