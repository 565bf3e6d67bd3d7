"""复合文件 — the streams of an OLE container, in which the old office formats keep their content."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # from here on a number of a sector means: none
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class OleError(ValueError):
    """容器有误 — the container is cut off or damaged."""


class Container:
    """复合文件 — raises OleError where a chain of sectors leads nowhere or in a circle."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if not data.startswith(SIGNATURE) or len(data) < 512:  # noqa: PLR2004 - the header's length
            raise OleError
        self._sector, self._mini = 1 << _u16(data, 30), 1 << _u16(data, 32)
        if self._sector not in (512, 4096) or self._mini != 64:  # noqa: PLR2004 - the two versions there are
            raise OleError
        self._table = self._numbers(b"".join(self._at(number) for number in self._table_sectors()))
        self._entries = dict(self._directory())
        self._cutoff = _u32(data, 56)
        self._mini_table = self._numbers(self._chained(_u32(data, 60)))

    def names(self) -> set[str]:
        """流的名称."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """流的内容."""
        if name not in self._entries:
            raise OleError
        kind, start, size = self._entries[name]
        if kind == _ROOT or size >= self._cutoff:
            return self._chained(start)[:size]
        _, root, length = self._entries["Root Entry"]
        small = self._chained(root)[:length]
        return b"".join(small[at * self._mini : (at + 1) * self._mini] for at in _chain(start, self._mini_table))[:size]

    def _directory(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        found = self._chained(_u32(self._data, 48))
        for at in range(0, len(found), _ENTRY):
            kind = found[at + 66]
            if kind in (_STREAM, _ROOT):
                name = found[at : at + max(0, min(_u16(found, at + 64), 64) - 2)].decode("utf-16-le", "replace")
                yield "Root Entry" if kind == _ROOT else name, (kind, _u32(found, at + 116), _u32(found, at + 120))

    def _table_sectors(self) -> Iterator[int]:
        """Where the table of chains stands: the first 109 sectors in the header, more in a list of their own."""
        listed = list(struct.unpack_from("<109I", self._data, 76))
        more, seen = _u32(self._data, 68), set[int]()
        while more < _LAST:
            if more in seen:
                raise OleError
            seen.add(more)
            *numbers, more = self._numbers(self._at(more))
            listed += numbers
        return (number for number in listed if number < _LAST)

    def _at(self, number: int) -> bytes:
        found = self._data[(number + 1) * self._sector : (number + 2) * self._sector]
        if len(found) < self._sector:
            found = found.ljust(self._sector, b"\0") if found else b""  # the last sector may be cut short
        if not found:
            raise OleError
        return found

    def _chained(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in _chain(start, self._table))

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data)


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    for _ in range(len(table) + 1):
        if start >= _LAST:
            return
        if start >= len(table):
            break
        yield start
        start = table[start]
    raise OleError


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
