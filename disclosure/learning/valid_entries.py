"""能录入的 — entries that the data may hold; what they may not is left out and told."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from disclosure.errors import Problem, Source
from disclosure.importing.import_file import Entry
from disclosure.loading import place_names, validation
from disclosure.loading.reading_state import Loc, Reading, nested, path_of


def valid_entries(entries: Mapping[Loc, Entry]) -> tuple[dict[Loc, Entry], list[str]]:
    """能录入的 — without those that are no data, each with its place and why."""
    # 公开日期: 近日 → left out, “某决算.docx 第3段 公开日期：……不是日期，没有学”
    kept, told = dict(entries), list[str]()
    while problems := _problems(kept):
        faulty = set(map(attrgetter("path"), problems))
        left = {loc: entry for loc, entry in kept.items() if faulty.isdisjoint(_paths_to(loc))}
        told += [f"{problem}；没有学" for problem in problems]
        if len(left) == len(kept):
            return kept, told
        kept = left
    return kept, told


def _problems(entries: Mapping[Loc, Entry]) -> list[Problem]:
    reading = Reading("", sources=_first_places(entries))
    validation.validate(nested({loc: text for loc, (text, _) in entries.items()}), reading)
    return list(map(place_names.of_reading(reading).problem, reading.problems))


def _first_places(entries: Mapping[Loc, Entry]) -> dict[str, Source]:
    return {path_of(loc): sources[0] for loc, (_, sources) in entries.items() if sources}


def _paths_to(loc: Loc) -> set[str]:
    return {path_of(loc[:end]) for end in range(1, len(loc) + 1)}
