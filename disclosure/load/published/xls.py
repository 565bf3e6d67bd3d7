"""旧格式工作簿 — the sheets of an .xls (BIFF8): values, errors, merged cells; formulas by their last result."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from disclosure.load import files
from disclosure.load.published.ole import Container, OleError
from disclosure.load.workbook.cells import Cells, dense
from disclosure.load.workbook.formats import DAY_ONE, kind_of, moment
from disclosure.load.workbook.sheet import MAX_CELLS, Facts, LargeError, Merged, Place

_DAMAGED = "工作簿不完整或已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx"
_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_NUMBER, _RK, _STRING = 0x0203, 0x027E, 0x0207  # the last is the text of the formula before it
_BIFF8 = 0x0600
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOOLEAN, _ERROR = 1, 2  # results of a formula that are no number
_RICH, _PHONETIC, _WIDE = 0x08, 0x04, 0x01
_MOST_RECORDS = 3_000_000

Record = tuple[int, list[bytes]]  # its kind, its content with what continues it


def read(data: bytes, shown: str) -> Iterator[Cells]:
    """读取 — every sheet of the file; raises InputError and LargeError."""
    try:
        container = Container(data)
        if "Workbook" not in container.names() and "Book" in container.names():
            raise files.fault("是 Excel 95 或更早的格式，请用 Excel 或 WPS 打开后另存为 .xlsx", shown)
        book = _Book(container.stream("Workbook"), shown)
        found = [book.sheet(sheet) for sheet in book.sheets]
    except (OleError, struct.error, IndexError, UnicodeDecodeError, OverflowError):
        raise files.fault(_DAMAGED, shown) from None
    yield from found


@dataclass(slots=True)
class _Listed:
    """A sheet in the list of sheets."""

    name: str
    at: int
    hidden: bool


@dataclass(slots=True)
class _Found:
    """A sheet while it is read."""

    values: dict[Place, Any] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    formula: Place = (0, 0)  # the last one, whose text stands in the record after it


class _Book:
    """The globals of a workbook, and its sheets one by one."""

    def __init__(self, data: bytes, shown: str) -> None:
        self._data, self._shown = data, shown
        self._left = _MOST_RECORDS
        self.sheets: list[_Listed] = []
        self._strings: list[str] = []
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._day_one = DAY_ONE[False]
        for kind, parts in self._records(0):
            self._take(kind, parts)

    def _records(self, at: int) -> Iterator[Record]:
        """The records of one part of the stream, without those of charts within it."""
        depth, last = 0, (0, [b""])  # the last record waits for what continues it
        while True:
            kind, size = struct.unpack_from("<HH", self._data, at)
            body = self._data[at + 4 : at + 4 + size]
            at += 4 + size
            self._left -= 1
            if self._left < 0:
                raise LargeError
            if depth == 0 and kind != _BOF:
                raise OleError
            if kind == _CONTINUE:
                last[1].append(body)
                continue
            if depth == 1:
                yield last
            depth += (kind == _BOF) - (kind == _EOF)
            last = (kind, [body])
            if depth == 0:
                return

    def _take(self, kind: int, parts: list[bytes]) -> None:
        body = parts[0]
        match kind:
            case 0x0809 if _u16(body, 0) != _BIFF8:
                raise OleError
            case 0x002F:  # FILEPASS
                raise files.fault("文件设了打开密码，请打开后取消密码，保存后再导入", self._shown)
            case 0x0022:  # DATEMODE
                self._day_one = DAY_ONE[_u16(body, 0) == 1]
            case 0x041E:  # FORMAT
                self._codes[_u16(body, 0)] = _Strings([body[2:]]).one()
            case 0x00E0:  # XF
                self._formats.append(_u16(body, 2))
            case 0x0085 if body[5] == 0:  # BOUNDSHEET of cells
                name = _characters(body[8:], body[7])[: body[6]]
                self.sheets.append(_Listed(name, int.from_bytes(body[:4], "little"), body[4] & 3 != 0))
            case 0x00FC:  # SST
                self._strings = list(_Strings([body[8:], *parts[1:]]).several(int.from_bytes(body[4:8], "little")))

    def sheet(self, listed: _Listed) -> Cells:
        """一张表."""
        found = _Found()
        found.facts.concealed = listed.hidden
        for kind, parts in self._records(listed.at):
            self._cell(kind, parts[0], found)
            if kind == _STRING:
                found.values[found.formula] = _Strings(parts).one()
            if len(found.values) > MAX_CELLS:
                raise LargeError
        return Cells(self._shown, listed.name, dense(found.values, self._shown), found.facts, tuple(found.merged))

    def _cell(self, kind: int, body: bytes, found: _Found) -> None:
        place = (_u16(body, 0), _u16(body, 2))
        match kind:
            case 0x0203 | 0x027E | 0x00BD:  # NUMBER, RK, MULRK
                for index, (look, value) in enumerate(_numbers(kind, body)):
                    self._number((place[0], place[1] + index), look, value, found)
            case 0x00FD:  # LABELSST
                found.values[place] = self._strings[int.from_bytes(body[6:10], "little")]
            case 0x0204 | 0x00D6:  # LABEL, RSTRING
                found.values[place] = _Strings([body[6:]]).one()
            case 0x0205:  # BOOLERR
                self._flag(place, body[6], is_error=body[7] == 1, found=found)
            case 0x0006:  # FORMULA
                self._formula(place, body, found)
            case 0x00E5:  # MERGECELLS
                listed = struct.iter_unpack("<4H", body[2 : 2 + 8 * _u16(body, 0)])
                found.merged += [((first, left), (last, right)) for first, last, left, right in listed]

    def _number(self, place: Place, look: int, value: float, found: _Found) -> None:
        number = self._formats[look]
        meant = kind_of(number, self._codes.get(number, ""))
        if meant == "percentage":
            found.facts.percents.add(place)
        found.values[place] = moment(value, self._day_one) if meant == "date" else value

    def _formula(self, place: Place, body: bytes, found: _Found) -> None:
        result = body[6:14]
        found.formula = place
        if result[6:] != b"\xff\xff":
            self._number(place, _u16(body, 4), struct.unpack("<d", result)[0], found)
        elif result[0] in (_BOOLEAN, _ERROR):
            self._flag(place, result[2], is_error=result[0] == _ERROR, found=found)

    def _flag(self, place: Place, value: int, *, is_error: bool, found: _Found) -> None:
        found.values[place] = _ERRORS.get(value, "#N/A") if is_error else value == 1
        if is_error:
            found.facts.errors[place] = found.values[place]


class _Strings:
    """文字 — over several records; where one ends amid the characters, the next says anew how wide they are."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = self._at = 0

    def one(self) -> str:
        """一段."""
        length, flags = _u16(self._take(2), 0), self._take(1)[0]
        runs = _u16(self._take(2), 0) if flags & _RICH else 0
        phonetic = int.from_bytes(self._take(4), "little") if flags & _PHONETIC else 0
        text = self._text(length, flags)
        self._take(4 * runs + phonetic)
        return text

    def several(self, number: int) -> Iterator[str]:
        """各段."""
        for _ in range(number):
            yield self.one()

    def _take(self, size: int) -> bytes:
        found: list[bytes] = []
        while size:
            if self._at == len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
            found.append(self._parts[self._part][self._at : self._at + size])
            self._at += len(found[-1])
            size -= len(found[-1])
        return b"".join(found)

    def _text(self, length: int, flags: int) -> str:
        found: list[str] = []
        while length:
            if self._at == len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 1
                flags = self._parts[self._part][0]
            width = 2 if flags & _WIDE else 1
            rest = self._parts[self._part][self._at : self._at + width * length]
            self._at += len(rest)
            length -= len(rest) // width
            found.append(_characters(rest, flags))
        return "".join(found)


def _characters(data: bytes, flags: int) -> str:
    """Characters of one byte each are the first 256 of Unicode."""
    return data.decode("utf-16-le", "surrogatepass") if flags & _WIDE else data.decode("latin-1")


def _numbers(kind: int, body: bytes) -> Iterator[tuple[int, float]]:
    """The look and the value of each number of a record."""
    if kind == _NUMBER:
        yield struct.unpack_from("<Hd", body, 4)
        return
    for at in range(4, 10 if kind == _RK else len(body) - 2, 6):
        yield _u16(body, at), _compact(body[at + 2 : at + 6])


def _compact(data: bytes) -> float:
    """A number in four bytes: a float cut short or a whole one, in hundredths where its first bit says so."""
    (whole,) = struct.unpack("<i", data)
    value = float(whole >> 2) if whole & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", whole & ~3))[0]
    return float(value / 100 if whole & 1 else value)


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
