"""学出的数据 — a published document, and tables beside it, as entries with the place of each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from disclosure import packs
from disclosure.auditing.audit import claimed_of
from disclosure.auditing.published_claims import Claimed
from disclosure.importing import import_file
from disclosure.importing.import_file import Entry
from disclosure.importing.inverting import figures_to_entries
from disclosure.importing.reading import forms, read_tables
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import unit_of
from disclosure.importing.verifying import approved_cells, contradictions, one_unit
from disclosure.importing.verifying.agreed_figures import agreed
from disclosure.learning import entry_places
from disclosure.learning.stated_values import Stated, stated
from disclosure.load import published
from disclosure.load.published.blocks import PublishedDocument
from disclosure.load.reading_state import Loc
from disclosure.model.submission import FORMAT_VERSION
from disclosure.money import Unit


@dataclass(frozen=True, slots=True)
class LearnedData:
    """学出的数据 — entries by place with where each was read; what was not learnt because it is wrong."""

    entries: Mapping[Loc, Entry]
    unit: Unit
    year: int
    pack: str
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def written(self) -> bytes:
        """成文 — 导入.yaml."""
        return import_file.written(self.entries, {})


def learn_data(
    document: PublishedDocument, *, pack: str = "", roots: Iterable[Path] = (), tables: Sequence[Path] = ()
) -> LearnedData:
    """学数据 — of the year that a document publishes; raises InputError and PackError.

    `tables` are files of tables that were published beside it.
    """
    claimed = claimed_of(document, pack=pack, roots=roots)
    found = [*claimed.tables, *_tables_beside(claimed, tables)]
    return _learned(claimed, found)


def _tables_beside(claimed: Claimed, paths: Sequence[Path]) -> list[FoundTable]:
    specs = packs.table_specs(claimed.chain, claimed.identity.year)
    matrices = chain.from_iterable(published.read(path, path.name) for path in paths)
    return read_tables.read(matrices, specs, claimed.identity.year)[0]


def _learned(claimed: Claimed, found: Sequence[FoundTable]) -> LearnedData:
    year, specs = claimed.identity.year, packs.table_specs(claimed.chain, claimed.identity.year)
    known, entered = agreed(found), forms.entries(found)
    said = stated(claimed, known)
    unit = unit_of((known or said.values).values(), one_unit.usual(found))
    draft = figures_to_entries.drafted(said.values, year)
    entry_places.put(said.values, draft)
    settled = contradictions.settle(draft.entries, known, year)
    taken = [table for table in found if table.is_sure()]
    approved = approved_cells.with_totals(settled, taken, specs)
    values = {
        **_head_entries(claimed, unit),
        **import_file.entries({**draft.entries, **entered, **approved}, unit),
    }
    notes = (*draft.gaps, *settled.contradictions)
    return LearnedData(values, unit, year, claimed.chain.name, tuple(_wrong(claimed, said)), notes)


def _head_entries(claimed: Claimed, unit: Unit) -> dict[Loc, Entry]:
    texts = {
        ("格式版本",): str(FORMAT_VERSION),
        ("模板",): claimed.chain.name,
        ("单位",): unit,
        ("年度",): str(claimed.identity.year),
        ("部门", "全称"): next(iter(claimed.identity.bodies), ""),
    }
    return {loc: (text, ()) for loc, text in texts.items() if text}


def _wrong(claimed: Claimed, said: Stated) -> Iterable[str]:
    return (f"{claimed.place(one.claim).source}：{one.claim.said}" for one in said.wrong)
