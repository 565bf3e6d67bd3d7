"""导入的文件 — the imported data as a file that people can read: values, and the cells that they were read from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disclosure.errors import Source
from disclosure.importing.reading.read_table import Said, Value
from disclosure.load.imported import KEYS, ORIGINS, REASONS, TEXT, identity
from disclosure.load.reading_state import Loc, nested, path_of
from disclosure.model.noted_directions import Written
from disclosure.money import Unit, in_unit

_HEAD = "# 由 disclosure import 从表格读出，再次导入时整体换新；请不要在这里改，要改的写在自己的数据里\n"

_SHOWN = 40  # letters of a text that changed

Entry = tuple[str, Sequence[Source]]


def entries(drafted: Mapping[Loc, Said], unit: Unit) -> dict[Loc, Entry]:
    """各个值 — as texts in the unit of the data, with their cells."""
    return {
        loc: (said if isinstance(said, str) else amount_text(said, unit), value.sources)
        for loc, (said, value) in drafted.items()
    }


def amount_text(value: Value, unit: Unit) -> str:
    """金额文本 — without zeros that say nothing."""
    text = format(in_unit(value.amount, unit), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(values: Mapping[Loc, Entry], reasons: Mapping[str, Written]) -> bytes:
    """成文 — YAML whose lines are JSON, so that every value stays the text that it is."""
    data = nested({loc: text for loc, (text, _) in values.items()})
    origins = {
        path_of(loc): [[source.file, source.cell or ""] for source in sources]
        for loc, (_, sources) in values.items()
        if sources
    }
    noted = (
        {REASONS: {path: {TEXT: one.text, **one.directions} for path, one in reasons.items()}}
        if reasons
        else {}
    )
    lines = [
        line for key, value in {**data, **noted, ORIGINS: origins}.items() for line in _lines(key, value)
    ]
    return (_HEAD + "\n".join(lines) + "\n").encode()


def _lines(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and value:
        yield f"{key}:"
        yield from (f"  - {_json(part)}" for part in value)
    elif isinstance(value, dict) and value:
        yield f"{key}:"
        yield from (f"  {_json(name)}: {_json(part)}" for name, part in value.items())
    else:
        yield f"{key}: {_json(value)}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def kept(before: Mapping[Loc, Entry], now: Mapping[Loc, Entry]) -> dict[Loc, Entry]:
    """沿用 — what an earlier import gave of which this one says nothing."""
    groups = {_group(loc) for loc in now}
    heads = {group[0] for group in groups if len(group) == 1}
    return {loc: entry for loc, entry in before.items() if _group(loc) not in groups and loc[0] not in heads}


def _group(loc: Loc) -> Loc:
    return loc[:2] if loc[0] in ("三公经费", "国有资产", "绩效") else loc[:1]


def changes(before: Mapping[Loc, str], now: Mapping[Loc, str]) -> Iterator[str]:
    """变化 — each value that is new, gone or another; lines are the same where their subjects are."""
    old, new = dict(_labelled(before)), dict(_labelled(now))
    for label in dict.fromkeys((*old, *new)):
        if old.get(label) != new.get(label):
            yield f"{label}：{' → '.join(_apart(old.get(label, '（无）'), new.get(label, '（无）')))}"


def _apart(one: str, other: str) -> Iterator[str]:
    """Two texts, of long ones the part where they begin to differ."""
    differs = next((at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), 0)
    for text in (one, other):
        first = max(differs - _SHOWN // 4, 0)
        part = text if len(text) <= _SHOWN else f"{'…' if first else ''}{text[first : first + _SHOWN]}…"
        yield " ".join(part.split())


def _labelled(values: Mapping[Loc, str]) -> Iterator[tuple[str, str]]:
    data = nested(values)
    for loc, text in values.items():
        lines, names = data.get(str(loc[0])), KEYS.get(str(loc[0]))
        if names and isinstance(lines, list) and len(loc) > 2:  # noqa: PLR2004 - list, position, key
            if loc[2] not in names:
                yield f"{loc[0]} {' '.join(identity(lines[int(loc[1])], names))} {path_of(loc[2:])}", text
        else:
            yield path_of(loc), text
