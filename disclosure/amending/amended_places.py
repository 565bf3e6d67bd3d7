"""改后的出处 — what was changed stands where the change says; everything else keeps its place in the file."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, takewhile
from typing import Any

from disclosure.amending.changed_keys import Change
from disclosure.errors import Source
from disclosure.loading import expected_data
from disclosure.model import Submission, covered
from disclosure.model.key_paths import above, leaves

Places = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Origin:
    """来历 — where changes come from: one source, or by key path, that of the nearest above."""

    whole: Source
    by_path: Places

    def of(self, path: str) -> Source:
        """出处 — of a changed place."""
        while path and path not in self.by_path:
            path = above(path)
        return self.by_path.get(path, self.whole)


def origin(source: str | Source | Places) -> Origin:
    """来历 — as the caller says it."""
    match source:
        case str():
            return Origin(Source(source), {})
        case Source():
            return Origin(source, {})
    return Origin(source.get("", next(iter(source.values()), Source("Python"))), source)


def places(
    before: Submission, after: Submission, changes: Iterable[Change], whence: Origin
) -> dict[str, Source]:
    """全部出处 — of the submission after the changes, by key path."""
    told = list(changes)
    held = set(chain.from_iterable(_all_above(path) for path, _ in leaves(before)))
    found = {path: source for path, source in before.places().items() if not _is_changed(path, told)}
    for change in told:
        below = _kept_entries(before, after, change) if not whence.by_path else {}
        found |= {path: below.get(path) or whence.of(path) for path in _places_at(after, change)}
        found |= dict(_beside_the_file(change.path, whence.of(change.path), found, held))
    return found


def _all_above(path: str) -> Iterator[str]:
    while path := above(path):
        yield path


def _is_changed(path: str, changes: Iterable[Change]) -> bool:
    return covered(path, (change.path for change in changes))


def _places_at(after: Submission, change: Change) -> Iterator[str]:
    """The place of a change and all that stands below it now."""
    if change.value is not None:
        yield change.path
    for path, _ in leaves(after):
        yield from takewhile(partial(_is_changed, changes=(change,)), (path, *_all_above(path)))


def _beside_the_file(
    path: str, source: Source, found: Places, held: Container[str]
) -> Iterator[tuple[str, Source]]:
    """Above a change the file goes on, the change beside it; what held nothing before is the change's."""
    for place in _all_above(path):
        stands = found.get(place)
        if stands and source not in (stands, *stands.also):
            yield place, replace(stands, also=(*stands.also, source))
        elif not stands and place not in held:
            yield place, source


def _kept_entries(before: Submission, after: Submission, change: Change) -> dict[str, Source]:
    """Of a list given anew, the entries that are as they were keep their places, wherever they stand now."""
    if expected_data.at(change.loc).kind != "list":
        return {}
    was, is_now = _entries(before, change.path), _entries(after, change.path)
    kept: dict[str, Source] = {}
    free = dict(was)
    for row, values in is_now.items():
        same = row if free.get(row) == values else next((one for one in free if free[one] == values), None)
        if same is not None:
            del free[same]
            kept |= _moved(before.places(), same, row)
    return kept


def _entries(submission: Submission, path: str) -> dict[str, dict[str, Any]]:
    """What stands below each entry of a list, by the rest of the key path."""
    rows: dict[str, dict[str, Any]] = {}
    for place, value in leaves(submission):
        if covered(place, (path,)):
            step, bracket, rest = place.removeprefix(path).partition("]")
            rows.setdefault(f"{path}{step}{bracket}", {})[rest] = value
    return rows


def _moved(places: Places, row: str, to: str) -> dict[str, Source]:
    return {
        f"{to}{path.removeprefix(row)}": source for path, source in places.items() if covered(path, (row,))
    }
