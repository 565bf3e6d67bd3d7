"""导入的文件 — the imported data as a file that people can read: values, and the cells they come from."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress, count, starmap
from typing import Any

from disclosure.errors import Source
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.loading.imported import KEYS, ORIGINS, identity, notes
from disclosure.loading.place_names import called
from disclosure.loading.reading_state import Loc, nested, path_of
from disclosure.model.noted_directions import Written
from disclosure.money import Unit, in_unit
from disclosure.terms import chinese

_HEAD = "# 由 disclosure import 从表格读出，再次导入时整体换新；请不要在这里改，要改的写在自己的数据里\n"

_SHOWN = 40  # letters of a text that changed
_GROUPED = tuple(map(chinese, ("sangong", "assets", "performance")))  # of which an import may say a part

Entry = tuple[str, Sequence[Source]]


def entries(drafted: Mapping[Loc, Said], unit: Unit) -> dict[Loc, Entry]:
    """各个值 — as texts in the unit of the data, with their cells."""
    # 支出[1].金额 of 600000 元, read from D5, in 万元 → ("60", (决算.xlsx Sheet3!D5,))
    return {loc: (_text_of(said, unit), value.sources) for loc, (said, value) in drafted.items()}


def _text_of(said: str | Value, unit: Unit) -> str:
    """A text as it stands, an amount without zeros that say nothing."""
    if isinstance(said, str):
        return said
    text = format(in_unit(said.amount, unit), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(values: Mapping[Loc, Entry], reasons: Mapping[str, Written], head: str = _HEAD) -> bytes:
    """成文 — YAML whose lines are JSON, so that every value stays the text that it is."""
    data = _as_data(values)
    if reasons:
        data |= notes(reasons)
    data[ORIGINS] = {path_of(loc): _cell_places(sources) for loc, (_, sources) in values.items() if sources}
    lines = chain.from_iterable(starmap(_yaml_lines, data.items()))
    return (head + "\n".join(lines) + "\n").encode()


def _as_data(values: Mapping[Loc, Entry]) -> dict[str, Any]:
    return nested({loc: text for loc, (text, _) in values.items()})


def _cell_places(sources: Sequence[Source]) -> list[list[str]]:
    return [[source.file, _place_in_file(source)] for source in sources]


def _place_in_file(source: Source) -> str:
    """A cell, a part of a text (第3段) or its line."""
    return source.cell or source.part or (f"第{source.line}行" if source.line else "")


def _yaml_lines(key: str, value: Any) -> Iterator[str]:
    match value:
        case [_, *_]:
            yield f"{key}:"
            yield from map("  - {}".format, map(_json_text, value))
        case {**parts} if parts:
            yield f"{key}:"
            yield from (f"  {_json_text(name)}: {_json_text(part)}" for name, part in parts.items())
        case _:
            yield f"{key}: {_json_text(value)}"


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def kept(before: Mapping[Loc, Entry], now: Mapping[Loc, Entry]) -> dict[Loc, Entry]:
    """沿用 — what an earlier import gave of which this one says nothing."""
    # 三公经费.决算数 and 国有资产.无形资产 before, 三公经费.决算数 now → 国有资产.无形资产 stays
    # 收入[1] before, 收入: 无 now → nothing of it stays
    told = set(map(_group, now))
    return {loc: entry for loc, entry in before.items() if told.isdisjoint((_group(loc), loc[:1]))}


def _group(loc: Loc) -> Loc:
    return loc[:2] if loc[0] in _GROUPED else loc[:1]


def changes(before: Mapping[Loc, Entry], now: Mapping[Loc, Entry]) -> Iterator[str]:
    """变化 — each value that is new, gone or another; lines are the same where their subjects are."""
    # 支出[1].金额: 60, then 62 of the same 项 and 性质 → 支出 2010301 基本 金额：60 → 62
    old, new = dict(_by_subject(before)), dict(_by_subject(now))
    for subject in dict.fromkeys((*old, *new)):
        one, other = old.get(subject, "（无）"), new.get(subject, "（无）")
        if one != other:
            yield f"{subject}：{' → '.join(_differing_parts(one, other))}"


def _differing_parts(one: str, other: str) -> Iterator[str]:
    """Two texts, of long ones the part where they begin to differ."""
    differs = next(compress(count(), map(operator.ne, one, other)), 0)
    first = max(differs - _SHOWN // 4, 0)
    for text in (one, other):
        part = text[first : first + _SHOWN]
        yield " ".join((text if len(text) <= _SHOWN else f"{'…' if first else ''}{part}…").split())


def _by_subject(values: Mapping[Loc, Entry]) -> Iterator[tuple[str, str]]:
    """Values of lines by what tells the lines apart, others by their key path."""
    data = _as_data(values)
    for loc, (text, _) in values.items():
        names = KEYS.get(str(loc[0]))
        if names is None or not _is_of_line(loc):
            yield called(path_of(loc)), text
        elif loc[2] not in names:
            line = data[str(loc[0])][int(loc[1])]
            yield f"{loc[0]} {' '.join(identity(line, names))} {' '.join(map(str, loc[2:]))}", text


def _is_of_line(loc: Loc) -> bool:
    match loc:
        case [_, int(), _, *_]:
            return True
    return False
