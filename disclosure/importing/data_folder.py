"""数据文件夹 — what people typed in it and what an earlier import left: both count when tables are imported again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from disclosure.errors import InputError, Problem, Source
from disclosure.importing.import_file import Entry
from disclosure.importing.reading.read_table import Value
from disclosure.load import imported, typed
from disclosure.load.data_files import IMPORTED, Home
from disclosure.load.reading_state import Data, Loc, Reading, flat, path_of
from disclosure.model.noted_directions import Written
from disclosure.model.submission import FORMAT_VERSION
from disclosure.money import Unit


@dataclass(frozen=True, slots=True)
class Folder:
    """数据文件夹 — with what it says already."""

    path: Path
    typed: Reading
    before: Mapping[Loc, Entry]
    reasons: Mapping[str, Written] = field(default_factory=dict)  # as earlier imports noted them

    def typed_at(self, *loc: str) -> str:
        """人填的 — a text that was typed, empty where there is none."""
        value: Data = self.typed.data
        for step in loc:
            value = value.get(step, "") if isinstance(value, dict) else ""
        return value if isinstance(value, str) else ""

    def said(self, *loc: str) -> str:
        """已有的 — a text that was typed, or that an earlier import found."""
        return self.typed_at(*loc) or self.before.get(loc, ("", ()))[0]

    def pack(self, wanted: str) -> tuple[str, Source | None]:
        """模板 — the one named, else the folder's with its place; raises InputError where neither is."""
        name = wanted or self.said("模板")
        if not name:
            message = "请用 --pack 写明这些表是哪个模板的，例如 --pack sichuan-2024；有哪些模板见 disclosure pack list"
            raise InputError([Problem(message)])
        return name, None if wanted else self.typed.sources.get("模板")

    def unit(self, known: Mapping[str, Value]) -> Unit:
        """单位 — the data's, else the tables': 万元 where any amount is rounded to it."""
        said = self.typed_at("单位")
        if said in ("元", "万元"):
            return said  # type: ignore[return-value] # one of the two
        return "万元" if any(value.half for value in known.values()) else "元"

    def head(self, pack: str, year: str, unit: Unit, owner: str) -> dict[Loc, Entry]:
        """开头 — what a data file says of itself, as far as nobody typed it."""
        found: dict[Loc, str] = {
            ("格式版本",): str(FORMAT_VERSION),
            ("模板",): pack,
            ("单位",): unit,
            ("年度",): year,
            ("部门", "全称"): owner,
        }
        return {loc: (text, ()) for loc, text in found.items() if text and not self.typed_at(*map(str, loc))}


def opened(path: Path) -> Folder:
    """打开 — a folder that may be new."""
    reading = typed(path) if path.is_dir() else Reading(str(path))
    if not (path / IMPORTED).is_file():
        return Folder(path, reading, {})
    found = imported.read(Home(path, None, str(path), imported=True))
    return Folder(
        path, reading, {loc: (text, _places(found, loc)) for loc, text in flat(found.data)}, found.written
    )


def _places(found: Reading, loc: Loc) -> Sequence[Source]:
    source = found.sources.get(path_of(loc))
    return (replace(source, also=()), *source.also) if source and source.cell is not None else ()
