"""数据文件夹 — what people typed and what an earlier import left: both count when tables come again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from disclosure import api
from disclosure.errors import DisclosureError, InputError, Problem, Source
from disclosure.files import settle
from disclosure.importing.import_file import Entry
from disclosure.importing.reading.rounded_amounts import Value, unit_of
from disclosure.loading import imported, read, typed
from disclosure.loading.data_files import IMPORTED, Home
from disclosure.loading.reading_state import Data, Loc, Reading, flat, path_of
from disclosure.model import Submission
from disclosure.model.noted_directions import Written
from disclosure.model.submission import FORMAT_VERSION
from disclosure.money import Unit
from disclosure.sources import PACKS_FOLDER

_NO_PACK = "请用 --pack 写明这些表是哪个模板的，例如 --pack sichuan-2024；有哪些模板见 disclosure pack list"


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
            raise InputError([Problem(_NO_PACK)])
        return name, None if wanted else self.typed.sources.get("模板")

    def unit(self, known: Mapping[str, Value], borne: Unit) -> Unit:
        """单位 — the data's, else the tables': 万元 where any amount is rounded to it, or most bear it."""
        typed_unit = self.typed_at("单位")
        if typed_unit in ("元", "万元"):
            return typed_unit  # type: ignore[return-value] # one of the two
        return unit_of(known.values(), borne)

    def head(self, pack: str, year: str, unit: Unit, owner: str) -> dict[Loc, Entry]:
        """开头 — what a data file says of itself, as far as nobody typed it."""
        # 部门: {全称: 某市档案馆} typed, 编制部门：某市档案馆 on the tables → 格式版本, 模板, 单位, 年度 only
        texts = {
            ("格式版本",): str(FORMAT_VERSION),
            ("模板",): pack,
            ("单位",): unit,
            ("年度",): year,
            ("部门", "全称"): owner,
        }
        return {loc: (text, ()) for loc, text in texts.items() if text and not self.typed_at(*loc)}

    def readable(self) -> Submission | None:
        """读得出的数据 — None where the folder cannot be read yet."""
        try:
            return read(self.path)
        except InputError:
            return None

    def outcome(self) -> tuple[Submission | None, tuple[str, ...]]:
        """读回 — the data as they stand now, and what a document still lacks, or why there is none."""
        data = None
        try:
            data = read(self.path)
            return data, api.compose(data, draft=True, roots=[self.path / PACKS_FOLDER]).missing
        except InputError as error:
            return data, tuple(str(problem) for problem in error.problems)
        except DisclosureError as error:
            return data, (str(error),)


def opened(path: Path) -> Folder:
    """打开 — a folder that may be new."""
    settle(path)
    by_people = typed(path) if path.is_dir() else Reading(str(path))
    if not (path / IMPORTED).is_file():
        return Folder(path, by_people, {})
    earlier = imported.read(Home(path, None, str(path), imported=True))
    before = {loc: (text, _cells_of(earlier, loc)) for loc, text in flat(earlier.data)}
    return Folder(path, by_people, before, earlier.written)


def _cells_of(reading: Reading, loc: Loc) -> Sequence[Source]:
    source = reading.sources.get(path_of(loc))
    return (replace(source, also=()), *source.also) if source and source.cell is not None else ()
