"""YAML — trees of texts as a data file that people can go on with; every text is read back as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = re.compile(r"-?\w[\w.，。、；：“”（）《》〔〕/-]*")
_NULLS = ("null", "Null", "NULL")
_INDENT = "  "


def document(tree: Mapping[str, Any]) -> bytes:
    """数据文件 — a whole file; long texts of several lines stand as they are, without quotes."""
    return "".join(f"{line}\n" for line in _map_lines(tree, "")).encode()


def _map_lines(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        yield from _value_lines(f"{indent}{_scalar(key)}:", value, indent)


def _value_lines(head: str, value: Any, indent: str) -> Iterator[str]:
    """A value behind its key or dash, or below it."""
    below = indent + _INDENT
    match value:
        case dict(parts) if parts:
            yield head
            yield from _map_lines(parts, below)
        case [_, *_]:
            yield head
            for part in value:
                yield from _item_lines(part, below)
        case str() if "\n" in value and _is_block(value):
            yield f"{head} |-"
            yield from _block_lines(value, below)
        case str():
            yield f"{head} {_scalar(value)}"
        case _:
            yield f"{head} {json.dumps(value)}"  # {} or []


def _item_lines(value: Any, indent: str) -> Iterator[str]:
    if not (value and isinstance(value, dict)):
        yield from _value_lines(f"{indent}-", value, indent)
        return
    first, *others = _map_lines(value, indent + _INDENT)
    yield f"{indent}- {first.removeprefix(indent + _INDENT)}"
    yield from others


def _block_lines(text: str, indent: str) -> Iterator[str]:
    return (f"{indent}{line}" if line else "" for line in text.split("\n"))


def _is_block(text: str) -> bool:
    return text == text.strip() and all(line == _visible(line) for line in text.split("\n"))


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text == _visible(text) and text not in _NULLS:
        return text
    return _visible(json.dumps(text, ensure_ascii=False))


def _visible(text: str) -> str:
    """With escapes for what cannot be seen: a YAML reader takes some of it for line ends."""
    return "".join(char if char.isprintable() or char == "\u3000" else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004 - four digits
