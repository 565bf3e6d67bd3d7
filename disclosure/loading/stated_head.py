"""数据的开头 — whose data a folder holds, of which year: without what stands behind it, unchecked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from disclosure.loading import data_files, nodes
from disclosure.loading.merged_entries import Entries
from disclosure.loading.reading_state import Data, flat, path_of

_TABLES = ("部门", "公开信息")
_DEEPEST = 2  # 部门.全称, 公开信息.批复日期


def stated_head(folder: Path) -> Mapping[str, str]:
    """开头 — short texts by their path (部门.全称, 年度); raises InputError where a file cannot be read."""
    home = data_files.find(folder, str(folder))
    said: dict[str, str] = {}
    for data in _parts_stated(home):
        said |= {path: text for path, text in _shallow(data) if text and path not in said}
    return said


def _parts_stated(home: data_files.Home) -> Iterator[Mapping[str, Data]]:
    """Of those who typed first."""
    if home.data:
        yield nodes.read(home).data
    if home.workbooks:
        from disclosure.loading.workbook import read_workbook  # noqa: PLC0415 - only where there is one

        entries = Entries(home.shown)
        read_workbook.read_head([(path, path.name) for path in home.workbooks], entries)
        yield entries.finish().data
    if home.imported:
        file = data_files.IMPORTED
        yield nodes.read(replace(home, data=home.folder / file, shown=file)).data


def _shallow(data: Mapping[str, Data]) -> Iterator[tuple[str, str]]:
    of_head = {key: value for key, value in data.items() if isinstance(value, str) or key in _TABLES}
    return ((path_of(loc), text) for loc, text in flat(of_head) if len(loc) <= _DEEPEST)
