"""工作表 — the cells of a sheet of an .xlsx, in one pass over its XML; none is kept without content."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from disclosure.chinese_numbers import shifted
from disclosure.loading.workbook.number_formats import Kind, disguises, moment

MAX_CELLS = 300_000  # with content: some fifty times a large department's tables
MAX_AREA = 2_000_000  # rows times columns up to the last cell with content
# An empty cell is needed where the next one, saying nothing of its place, stands beside it.
_EMPTY = re.compile(rb'<c r="[A-Z]+[0-9]+"[^<>]*/>(?=<c r=|</row)')
_LONGEST = 1 << 22  # of an element and the text behind it
_LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Place = tuple[int, int]  # row and column from 0
Merged = tuple[Place, Place]  # first and last


class FarError(ValueError):
    """离得太远 — content beyond the rows and columns that any of our sheets has."""


class LargeError(ValueError):
    """内容过多 — more content than any of our sheets has."""


@dataclass(slots=True)
class Facts:
    """单元格情况 — what the values of a sheet do not tell of themselves."""

    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    derived: set[Place] = field(default_factory=set)  # formulas that look at other cells
    percents: set[Place] = field(default_factory=set)
    disguised: set[Place] = field(default_factory=set)  # seen otherwise than held: 14021900 as 1402.1900
    hidden: set[int] = field(default_factory=set)  # rows
    hidden_columns: set[int] = field(default_factory=set)
    concealed: bool = False  # the whole sheet

    def lacks_value(self, place: Place) -> bool:
        """是否无值 — an error, or a formula without a result."""
        return place in self.errors or place in self.uncalculated

    def note(self, place: Place, kind: str, value: Any) -> None:
        """记下 — what kind of content stands at a place, where it is none that speaks for itself."""
        match kind:
            case "error":
                self.errors[place] = value
            case "formula":
                self.uncalculated.add(place)
            case "percentage":
                self.percents.add(place)
            case "scaled" | "hidden" | "hidden below 0" if disguises(kind, value):
                self.disguised.add(place)


@dataclass(slots=True)
class Room:
    """余量 — how much more content a workbook may have; raises LargeError."""

    cells: int = MAX_CELLS
    text: int = 20_000_000  # characters

    def take(self, cells: int = 0, text: int = 0) -> None:
        """占用."""
        self.cells -= cells
        self.text -= text
        if min(self.cells, self.text) < 0:
            raise LargeError


@dataclass(frozen=True, slots=True)
class Book:
    """全簿所共 — the texts and looks that the cells of all sheets point to."""

    room: Room
    texts: Sequence[str]
    kinds: Sequence[Kind]
    day_one: datetime.datetime


class _Names(dict[str, str]):
    """Names of elements without their namespace, each found once."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, name.rpartition("}")[2])


class Parser:
    """解析 — of one part of an archive, without document types, so that no entity is ever made longer."""

    def __init__(self) -> None:
        names = _Names()
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = lambda name, given: self.start(names[name], given)
        self._parser.EndElementHandler = lambda name: self.end(names[name])
        self._parser.CharacterDataHandler = self.characters
        self._parser.StartDoctypeDeclHandler = _refuse

    def read(self, chunks: Iterable[bytes]) -> None:
        """读入."""
        for chunk in chunks:
            self._parser.Parse(chunk)
        self._parser.Parse(b"", True)

    def start(self, name: str, given: dict[str, str]) -> None:
        """元素开始."""

    def end(self, name: str) -> None:
        """元素结束."""

    def characters(self, text: str) -> None:
        """文字."""


def _refuse(*_: Any) -> None:
    raise ValueError


class Texts(Parser):
    """共用文字 — the texts of a workbook's cells; how they are pronounced is left out."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.found: list[str] = []
        self._room = room
        self._parts: list[str] = []
        self._phonetic = self._inside = False
        self._alignment = ""  # of a run: superscript, subscript

    def start(self, name: str, given: dict[str, str]) -> None:
        """元素开始."""
        match name:
            case "si":
                self._parts, self._alignment = [], ""
            case "r":
                self._alignment = ""
            case "vertAlign":
                self._alignment = given.get("val", "")
        self._phonetic |= name == "rPh"
        self._inside = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        """元素结束."""
        self._phonetic &= name != "rPh"
        self._inside = False
        if name == "si":
            self.found.append(unescaped("".join(self._parts)))

    def characters(self, text: str) -> None:
        """文字."""
        if self._inside:
            self._room.take(text=len(text))
            self._parts.append(shifted(text, self._alignment))


class Sheet(Parser):
    """工作表 — values by place, merged cells, and the facts of a sheet."""

    def __init__(self, name: str, book: Book) -> None:
        super().__init__()
        self.name = name
        self.values: dict[Place, Any] = {}
        self.merged: list[Merged] = []
        self.facts = Facts()
        self._book = book
        self._row, self._cell, self._reference, self._after = -1, dict[str, str](), "A1", -1
        self._formula = self._inside = self._phonetic = self._refers = False
        self._parts: list[str] = []
        self._alignment = ""
        self._rows = self._columns = 0

    def read(self, chunks: Iterable[bytes]) -> None:
        """读入 — of the hundreds of thousands of cells that some files only format, none is looked at."""
        super().read(_without_empty(chunks))

    def start(self, name: str, given: dict[str, str]) -> None:
        """元素开始."""
        match name:
            case "c":
                self._start_cell(given)
            case "row":
                self._start_row(given)
            case "col" if given.get("hidden") in ("1", "true"):
                last = min(int(given["max"]), _LAST_COLUMN)
                self.facts.hidden_columns.update(range(max(int(given["min"]), 1) - 1, last))
            case "f":
                self._formula, self._refers = True, "si" in given  # shared: written out in one cell alone
            case "rPh":
                self._phonetic = True
            case "r":
                self._alignment = ""
            case "vertAlign":
                self._alignment = given.get("val", "")
            case "v" | "t":
                self._inside = not self._phonetic
            case "mergeCell":
                self.merged.append(_area(given.get("ref", "")))

    def _start_cell(self, given: dict[str, str]) -> None:
        self._cell, self._formula, self._parts, self._alignment = given, False, [], ""
        self._refers = False
        self._after += 1
        if "r" in given:
            self._reference, self._after = given["r"], 0

    def _start_row(self, given: dict[str, str]) -> None:
        self._row = int(given.get("r", self._row + 2)) - 1
        self._reference, self._after = f"A{self._row + 1}", -1
        if given.get("hidden") in ("1", "true"):
            self.facts.hidden.add(self._row)

    def characters(self, text: str) -> None:
        """文字."""
        if self._inside:
            self._book.room.take(text=len(text))
            self._parts.append(shifted(text, self._alignment))
        elif self._formula:
            self._refers |= any(map(str.isalpha, text))  # =1+2 is a number that somebody typed

    def end(self, name: str) -> None:
        """元素结束."""
        match name:
            case "v" | "t":
                self._inside = False
            case "rPh":
                self._phonetic = False
            case "c" if self._parts or self._formula:
                self._content("".join(self._parts))

    def _content(self, text: str) -> None:
        (row, column), facts = place(self._reference), self.facts
        at, kind = (row, column + self._after), self._cell.get("t", "n")
        self._rows, self._columns = max(self._rows, at[0] + 1), max(self._columns, at[1] + 1)
        if self._rows * self._columns > MAX_AREA:
            raise FarError
        if kind == "e":
            facts.errors[at] = text
        elif self._lacks_result(kind, text):
            facts.uncalculated.add(at)
        if self._refers:
            facts.derived.add(at)
        self._book.room.take(cells=1)
        self.values[at] = self._value(at, kind, text) if text else ""

    def _lacks_result(self, kind: str, text: str) -> bool:
        return self._formula and not text and kind != "str"  # a text may well be empty

    def _value(self, at: Place, kind: str, text: str) -> Any:
        match kind:
            case "n":
                return self._number(at, float(text))
            case "s":
                return self._book.texts[int(text)]
            case "b":
                return text.strip() == "1"
            case "d":
                return datetime.datetime.fromisoformat(text.strip().removesuffix("Z"))
        return unescaped(text)

    def _number(self, at: Place, value: float) -> float | datetime.datetime | datetime.time:
        kinds, look = self._book.kinds, int(self._cell.get("s", "0"))
        kind = kinds[look] if look < len(kinds) else ""
        self.facts.note(at, kind, value)
        return moment(value, self._book.day_one) if kind == "date" else value


def _area(reference: str) -> Merged:
    first, _, last = reference.partition(":")
    return place(first), place(last or first)


def _without_empty(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        whole = _EMPTY.sub(b"", rest + chunk)
        cut = max(whole.rfind(b"<"), 0)  # an element may go on in the next piece
        rest = whole[cut:]
        if len(rest) > _LONGEST:
            raise LargeError
        yield whole[:cut]
    yield rest


def place(reference: str) -> Place:
    """位置 — of a reference such as B5; raises ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    if column > _LAST_COLUMN:
        raise ValueError(reference)
    return int(found[2]) - 1, column - 1


def unescaped(text: str) -> str:
    """还原转义 — characters that XML cannot hold are written _x000D_."""
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves to a whole
