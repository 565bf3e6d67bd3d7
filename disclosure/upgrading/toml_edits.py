"""TOML 的改动 — what migrations change in a file of a pack or a record, line by line, nothing else.

No library tells where in a TOML file a value stands. What older programs asked for are values of one line, so
a line is read by itself; one that goes on below is not touched.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from disclosure.errors import InputError, Problem, Source
from disclosure.packs.toml_tables import toml_string
from disclosure.upgrading.format_change import FormatChange
from disclosure.upgrading.migrations import Migration, line_end

_HEAD = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(#.*)?")
_BOOLEANS = {True: "true", False: "false"}
_RETIRED = "# 不再用："


def version(text: str, shown: str, key: str) -> object:
    """版本 — as the file says it; None where it does not. Raises InputError for what is no TOML."""
    try:
        return tomllib.loads(text).get(key)
    except tomllib.TOMLDecodeError:
        message = "不是正确的 TOML，没有升级；先运行 disclosure pack check 看错在哪里"
        raise InputError([Problem(message, Source(shown))]) from None


def upgraded(text: str, shown: str, migrations: Iterable[Migration]) -> tuple[str, list[FormatChange]]:
    """改好的文字 — and what was changed."""
    lines, changes, there = text.splitlines(keepends=True), [], tomllib.loads(text)
    for one in migrations:
        for number, place, value in _values_of_lines(lines):
            new = _changed_line(lines[number], one, value) if place == one.place else None
            if new is not None:
                lines[number] = new
                changes.append(
                    one.change(shown, number + 1, one.place, _as_toml(value), one.values.get(value, ""))
                )
        if one.added is not None and one.place not in there:
            at = _first_entry(lines)
            lines.insert(at, f"{toml_string(one.place)} = {one.added}{line_end(text)}")
            changes.append(one.change(shown, at + 1, after=str(one.added)))
    return "".join(lines), changes


def _changed_line(line: str, one: Migration, value: Any) -> str | None:
    """The line as it is to be now; None where it stays."""
    if one.retires(value):
        return f"{_RETIRED}{line}"
    new = one.values.get(value) if isinstance(value, str) else None
    return None if new is None else line.replace(value, new, 1)


def _values_of_lines(lines: list[str]) -> Iterator[tuple[int, str, Any]]:
    """Each line that gives a value, its place (勾稽[].代码, 总计.收支), the value."""
    table = ""
    for number, line in enumerate(lines):
        if head := _HEAD.fullmatch(line.rstrip()):
            table = _unquoted_name(head[2]) + ("[]" if head[1] == "[[" else "") + "."
        elif (found := _read_line(line)) is not None:
            yield number, *_single_value(found, table)


def _read_line(line: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(line.strip()) or None
    except tomllib.TOMLDecodeError:
        return None


def _single_value(found: Any, place: str) -> tuple[str, Any]:
    """The one value that a line gives: a dotted key is a table in a table."""
    ((key, value),) = found.items()
    if isinstance(value, dict) and len(value) == 1:
        return _single_value(value, f"{place}{key}.")
    return f"{place}{key}", value


def _as_toml(value: Any) -> str:
    return _BOOLEANS[value] if isinstance(value, bool) else str(value)


def _unquoted_name(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))


def _first_entry(lines: list[str]) -> int:
    """Below the remarks at the head of a file, above its first key or table."""
    return next((n for n, one in enumerate(lines) if one.strip() and not one.startswith("#")), len(lines))
