"""读各表 — every table and form that the sheets hold; whatever cannot be told is a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from disclosure.forms.rows_and_columns import Grid
from disclosure.forms.spec import BlockSpec, ColumnSpec, TableSpec
from disclosure.importing.reading import stacked_forms
from disclosure.importing.reading.flat_tables import FlatTableReader
from disclosure.importing.reading.forms import is_form, shows_entries
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.recognising.column_heads import is_one_figure
from disclosure.importing.recognising.table_regions import Region, Titles, regions
from disclosure.loading.published import Matrix


def read(
    matrices: Iterable[Matrix], specs: Sequence[TableSpec], year: int
) -> tuple[list[FoundTable], list[str]]:
    """读各表 — every table of the pack on the sheets, and titles of tables that the pack does not have."""
    # Sheet1 收入支出决算总表, Sheet2 支出表, Sheet3 工资明细表
    # → [公开01表, 公开03表], ["决算.xlsx Sheet3!A1 工资明细表"]
    tables: dict[str, FoundTable] = {}
    latest: dict[str, FlatTableReader] = {}
    pages: list[Region] = []
    unknown: list[str] = []
    for region in _regions_with_tables(matrices, Titles(specs)):
        if region.spec is None:
            unknown.append(f"{region.title.source} {region.title.text.strip()}")
        elif region.matrix.fault:
            _table_of(region.spec, region, tables).doubt(region.matrix.fault, region.title.source)
        elif is_form(region.spec):
            pages.append(region)
        elif not shows_entries(region.spec):
            table, before = _table_of(region.spec, region, tables), latest.get(region.spec.id)
            latest[region.spec.id] = FlatTableReader(table, region, year, before)
            latest[region.spec.id].read()
    for table in tables.values():
        _require_columns(table, year)
    return [*tables.values(), *stacked_forms.read(pages, year)], unknown


def _regions_with_tables(matrices: Iterable[Matrix], titles: Titles) -> Iterator[Region]:
    for matrix in matrices:
        yield from filter(Region.is_table, regions(matrix, titles))


def _table_of(spec: TableSpec, region: Region, tables: dict[str, FoundTable]) -> FoundTable:
    """One table, however many pages or panels it has."""
    return tables.setdefault(spec.id, FoundTable(spec, region.title.source))


def _require_columns(table: FoundTable, year: int) -> None:
    """Parts of a table that stand side by side make it whole only together."""
    for block in table.spec.blocks:
        grid = table.grids.get(block.id)
        for column in _missing_columns(block, grid, year) if grid else ():
            table.doubt(f"没有“{''.join(column.title)}”这一列，表不完整")


def _missing_columns(block: BlockSpec, grid: Grid, year: int) -> list[ColumnSpec]:
    there = {column.id for column in grid.columns}
    return [column for column in block.columns if is_one_figure(column, year) and column.id not in there]
