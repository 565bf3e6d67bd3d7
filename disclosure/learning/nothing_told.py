"""没有的 — of what a document does not speak as there is none: 无, where the data then print what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from disclosure.errors import DisclosureError
from disclosure.importing.reading.forms import location
from disclosure.learning.aligned_passages import Passage
from disclosure.learning.learned_data import LearnedData
from disclosure.learning.signs import GAP
from disclosure.learning.tries import Tried, Tries
from disclosure.loading import expected_data
from disclosure.loading.place_names import called
from disclosure.loading.reading_state import Loc, path_of
from disclosure.model.typed_words import NONE as NOTHING


def with_nothing(data: LearnedData, tries_of: Callable[[LearnedData], Tries]) -> LearnedData:
    """加上没有的 — each key that a draft lacks, where with 无 it says more of what is said, nothing else."""
    # 2024年度无“三公”经费财政拨款支出 → 上年数.三公经费: 无; no part of attachments → 附件: 无
    tries = tries_of(data)
    best, published = tries.first(), _what_is_said(tries.document)
    for loc in list(_keys_lacking(best)):
        note = f"{called(path_of(loc))}：文件里没有写，按“无”学的，请核对"
        more = replace(data, entries={**data.entries, loc: (NOTHING, ())}, notes=(*data.notes, note))
        with suppress(DisclosureError):  # where the data may not say so
            made = tries_of(more).first()
            before, now = _what_is_said(best.draft.passages), _what_is_said(made.draft.passages)
            if (
                made.distance < best.distance
                and published >= now - before
                and published.isdisjoint(before - now)
            ):
                data, best = more, made
    return data


def _keys_lacking(made: Tried) -> Iterator[Loc]:
    for loc in map(location, made.draft.missing.values()):
        if expected_data.at(loc).may_be_none and expected_data.at(loc[:-1]).kind != "map":
            yield loc


def _what_is_said(passages: Iterable[Passage]) -> set[tuple[str, tuple[str, ...]]]:
    """What passages say that lack nothing; headings without their numbers."""
    whole = ((one.signs, one.is_heading) for one in passages if GAP not in one.signs.signs)
    return {(signs.signs, () if is_heading else signs.numbers) for signs, is_heading in whole}
