"""学出的数据 — a published document, and tables beside it, as entries with the place of each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain, filterfalse
from pathlib import Path

from disclosure import files, packs
from disclosure.auditing.audit import claimed_of, of_claims
from disclosure.auditing.audit_finding import AuditFinding
from disclosure.auditing.published_claims import Claimed, sums_itself_up
from disclosure.importing import import_file
from disclosure.importing.import_file import Entry
from disclosure.importing.inverting import figures_to_entries
from disclosure.importing.inverting.draft import Draft
from disclosure.importing.reading import forms, read_tables
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value, unit_of
from disclosure.importing.verifying import approved_cells, contradictions, one_unit, one_year
from disclosure.importing.verifying.agreed_figures import agreed
from disclosure.learning import entry_places
from disclosure.learning.approved_alone import approved_alone
from disclosure.learning.attached_passages import attached
from disclosure.learning.bases_of_rates import bases, worked_out
from disclosure.learning.basic_detail import named_sections
from disclosure.learning.bodies_and_dates import bodies_and_dates, natures_guessed, units_in_part
from disclosure.learning.draft_passages import published_passages
from disclosure.learning.explained_terms import own_terms
from disclosure.learning.level_amounts import of_last_year
from disclosure.learning.lines_of_sentences import spoken_lines
from disclosure.learning.named_entries import named_entries
from disclosure.learning.own_facts import own_facts
from disclosure.learning.spoken_sangong import of_funds
from disclosure.learning.stated_values import Stated, stated, without_doubts
from disclosure.learning.valid_entries import valid_entries
from disclosure.loading import published, with_own_data
from disclosure.loading.data_files import IMPORTED
from disclosure.loading.place_names import called
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.loading.reading_state import Loc, path_of
from disclosure.model.submission import FORMAT_VERSION
from disclosure.money import Unit
from disclosure.terms import chinese

_HEAD = "# 由 disclosure learn 从公开的文件学出；请不要在这里改，要改的写在自己的数据里\n"
_DETAIL, _TOTALS = "基本支出明细", "经济分类汇总"
_VEHICLES = {("三公经费", "公务用车购置及运行维护费", key) for key in ("购置", "保有")}


@dataclass(frozen=True, slots=True)
class LearnedData:
    """学出的数据 — entries by place with where each was read; what was not learnt because it is wrong."""

    entries: Mapping[Loc, Entry]
    unit: Unit
    year: int
    pack: str
    wrong: tuple[AuditFinding, ...] = ()
    notes: tuple[str, ...] = ()

    def written(self) -> bytes:
        """成文 — 导入.yaml."""
        return import_file.written(self.entries, {}, _HEAD)

    def write(self, folder: Path) -> Path:
        """写入 — 导入.yaml of a folder of data."""
        (path,) = files.write_all([(IMPORTED, self.written())], folder)
        return path


def learn_data(
    document: PublishedDocument, *, pack: str = "", roots: Iterable[Path] = (), tables: Sequence[Path] = ()
) -> LearnedData:
    """学数据 — of the year that a document publishes; raises InputError and PackError.

    `tables` are files of tables that were published beside it.
    """
    return learnt_of_claims(claimed_of(document, pack=pack, roots=roots), tables)


def learnt_of_claims(claimed: Claimed, tables: Sequence[Path] = ()) -> LearnedData:
    """学读到的数 — likewise."""
    return _learned(claimed, [*claimed.tables, *_tables_beside(claimed, tables)])


def _tables_beside(claimed: Claimed, paths: Sequence[Path]) -> list[FoundTable]:
    specs = packs.table_specs(claimed.chain, claimed.identity.year)
    matrices = chain.from_iterable(published.read(path, path.name) for path in paths)
    found, _ = read_tables.read(matrices, specs, claimed.identity.year)
    one_year.doubt_others(found, claimed.identity.year, "文件")
    for table in found:
        _doubt_other_owners(table, claimed.identity.bodies)
    return found


def _doubt_other_owners(table: FoundTable, bodies: Sequence[str]) -> None:
    for name, source in table.owners.items():
        if not any(name in body or body in name for body in bodies):
            table.doubt(f"是“{name}”的表，文件是“{'、'.join(bodies[:1])}”的", source)


def _learned(claimed: Claimed, found: Sequence[FoundTable]) -> LearnedData:
    year, specs = claimed.identity.year, packs.table_specs(claimed.chain, claimed.identity.year)
    known, entered = agreed(found), forms.entries(found)
    sure = without_doubts(claimed)
    said, wrong = stated(sure, known), of_claims(sure).of("确定")
    unit = unit_of((known or said.said).values(), one_unit.usual(found))
    by_rates = bases(said.said)
    lines = spoken_lines({**said.follows, **of_last_year(claimed), **by_rates, **said.said}, year)
    faulty = {finding.figure for finding in wrong}
    values = {name: value for name, value in lines.values.items() if name not in faulty or name in known}
    draft = _drafted(of_funds(values), said, claimed)
    drafted = import_file.entries({**draft.entries, **entered}, unit)
    valid, left_out = valid_entries({**_head_entries(claimed, unit), **drafted})
    settled = contradictions.settle(
        _entries_within(draft.entries, valid.keys()), {**_finals(said.spoken), **known}, year
    )
    if settled.submission:
        settled.submission = with_own_data(settled.submission, claimed.chain.own_data, claimed.chain.name)
    taken = [table for table in found if table.is_sure()]
    approved = approved_cells.with_totals(settled, taken, specs)
    alone = approved_alone(values, settled.submission)
    entries = {**valid, **import_file.entries({**alone, **approved}, unit)}
    worked = worked_out(by_rates, said.said)
    notes = dict.fromkeys(
        (
            *_doubts_of_tables(found),
            *draft.gaps,
            *map("科目表里没有{}，请核对".format, said.near),
            *lines.notes,
            *worked,
            *natures_guessed(claimed),
            *units_in_part(claimed),
            *settled.contradictions,
            *left_out,
        )
    )
    return LearnedData(entries, unit, year, claimed.chain.name, tuple(wrong), tuple(notes))


def _doubts_of_tables(found: Iterable[FoundTable]) -> Iterator[str]:
    return (f"{table.label_and_place}存疑：{table.doubts[0]}" for table in found if table.doubts)


def _drafted(values: Mapping[str, Value], said: Stated, claimed: Claimed) -> Draft:
    """What the tables would give, then what sentences say beside it; a list replaces what it was said of."""
    draft = figures_to_entries.drafted(values, claimed.identity.year)
    entry_places.put(values, draft)
    beside = attached(published_passages(claimed.document))  # papers of others, who list numbers in part
    named, told = named_entries(claimed, [claim for claim in said.of_keys if claim.block not in beside])
    for loc in named:
        for end in range(1, len(loc)):
            draft.entries.pop(loc[:end], None)
    own = dict(own_facts(values, claimed.chain.own_data))
    entries = {**draft.entries, **named, **own, **bodies_and_dates(claimed), **dict(own_terms(claimed))}
    draft.entries = entry_places.without_parts_of_nothing(values, entries)
    if _has_sections(draft):
        draft.entries = {loc: said for loc, said in draft.entries.items() if loc[0] != _DETAIL}
    elif any(loc[0] == _DETAIL for loc in draft.entries):
        draft.entries |= dict(named_sections(claimed))
    draft.gaps = [*filterfalse(partial(_is_filled, draft.entries.keys()), draft.gaps), *told]
    return draft


def _has_sections(draft: Draft) -> bool:
    """Whether tables show by 款 what sentences say in one sum."""
    return any(loc[0] == _TOTALS or loc[2:3] == ("款",) for loc in draft.entries)


def _is_filled(entries: Set[Loc], gap: str) -> bool:
    """Whether sentences tell what tables do not: the types of vehicles, 人员经费."""
    listed = {loc[:-2] for loc in entries} & _VEHICLES
    told = [called(path_of(loc)) for loc in listed] + [_TOTALS] * any(loc[0] == _DETAIL for loc in entries)
    return gap.startswith(tuple(told))


def _entries_within(entries: Mapping[Loc, Said], valid: Set[Loc]) -> dict[Loc, Said]:
    return {loc: said for loc, said in entries.items() if loc in valid}


def _finals(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name.endswith(f".{chinese('final')}")}


def _head_entries(claimed: Claimed, unit: Unit) -> dict[Loc, Entry]:
    said = {
        ("格式版本",): str(FORMAT_VERSION),
        ("模板",): claimed.chain.name,
        ("单位",): unit,
        ("年度",): str(claimed.identity.year),
        ("部门", "全称"): next(iter(claimed.identity.bodies), ""),
    }
    has_page = sums_itself_up(claimed.document, claimed.chain)
    if has_page != claimed.chain.manifest.at_a_glance:
        said[chinese("at_a_glance"),] = "是" if has_page else "否"
    return {loc: (text, ()) for loc, text in said.items() if text}
