"""全市的批复数 — the bureau's 批复汇总表, kept in the city's folder, and of whom it says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import filterfalse
from pathlib import Path

from disclosure import files, terms
from disclosure.city.begin_city import not_wanted
from disclosure.city.city import City
from disclosure.city.city_folder import RATIFIED_TABLE, TABLES
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files
from disclosure.loading.ratified_listing import bare
from disclosure.loading.ratified_table import RatifiedTable, read_ratified


@dataclass(frozen=True, slots=True)
class KeptRatified:
    """收下的批复数 — the file, and a sentence for each body or row without the other."""

    path: Path
    told: tuple[str, ...]


def keep_ratified(city: City, file: Path) -> KeptRatified:
    """收下批复汇总表 — copied as it is; raises InputError where it cannot be read, the former one stays."""
    table = read_ratified(file, file.name)
    name, former = Path(RATIFIED_TABLE).with_suffix(file.suffix.lower()).name, city.folder.ratified_table
    if file.suffix.lower() not in TABLES:
        raise data_files.fault("请另存为 .xlsx（Excel 工作簿），再收", file.name)
    if former.is_file() and former.name != name:
        message = f"这里已有 {former.name}，和要收下的 {file.name} 格式不同；请先移走原来的，再运行一次"
        raise InputError([Problem(message, Source(str(city.folder.home)))])
    (path,) = files.write_all([(name, file.read_bytes())], city.folder.home)
    return KeptRatified(path, (*table.remarks, *_without_row(city, table), *_unlisted(city, table)))


def _without_row(city: City, table: RatifiedTable) -> Iterator[str]:
    """Bodies that have no row."""
    awaited = (body.name for body in city.bodies if not not_wanted(body))
    return (f"批复汇总表里没有“{name}”" for name in awaited if bare(name) not in table.totals)


def _unlisted(city: City, table: RatifiedTable) -> Iterator[str]:
    """Rows of bodies that the list does not have."""
    names = {bare(body.name): body.name for body in city.bodies}
    others = filterfalse(names.__contains__, table)
    return (f"批复汇总表里的“{name}”，名单里没有{terms.near(name, [*names.values()])}" for name in others)
