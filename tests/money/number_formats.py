"""How packs print numbers, read from their files by this module alone; formats drawn for own packs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

TEMPLATES = Path(__file__).parents[2] / "templates"
NUMBERS, TABLES = "数字格式", "表格式"
_TABLES = {"金额单位": "万元", "金额小数位": 2, "千分位": False, "零": "空白"}
_ANEW, EMPTY = "另起", "空表说明"


@dataclass(frozen=True)
class NumberFormat:
    """What pack.toml says under 数字格式 and 表格式, its parents' where it says nothing."""

    numbers: dict[str, Any]
    tables: dict[str, Any]
    pack: str

    def of_table(self, table: str) -> dict[str, Any]:
        """What the table's own file says goes before what the pack says of all tables."""
        return {**self.tables, **_of_file(self.pack, table)}


@cache
def delivered() -> tuple[str, ...]:
    return tuple(sorted(file.parent.name for file in TEMPLATES.glob("*/pack.toml")))


def number_format(pack: str, own: dict[str, Any]) -> NumberFormat:
    """Of a delivered pack, or of one's own made on it."""
    numbers, tables = _inherited(pack)
    return NumberFormat({**numbers, **own.get(NUMBERS, {})}, {**tables, **own.get(TABLES, {})}, pack)


@cache
def _of_file(pack: str, table: str) -> dict[str, Any]:
    """How a table prints numbers, and what it says where it has none: the nearest pack's word goes first."""
    file = TEMPLATES / pack / "tables" / f"{table}.toml"
    own = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    parent = _declared(pack).get("继承")
    above = _of_file(parent, table) if parent and not own.get(_ANEW) else {}
    return {**above, **{key: own[key] for key in (*_TABLES, EMPTY) if key in own}}


@cache
def _inherited(pack: str) -> tuple[dict[str, Any], dict[str, Any]]:
    declared = _declared(pack)
    parent = declared.get("继承")
    numbers, tables = _inherited(parent) if parent else ({}, _TABLES)
    return {**numbers, **declared.get(NUMBERS, {})}, {**tables, **declared.get(TABLES, {})}


@cache
def _declared(pack: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / pack / "pack.toml").read_text(encoding="utf-8"))


def drawn_format(draw: Random) -> dict[str, Any]:
    """Numbers printed otherwise in every way that a pack may ask for."""
    either = (True, False)
    numbers = {
        "金额单位": draw.choice(("万元", "元")),
        "金额小数位": draw.choice((0, 1, 2, 2, 4, 6)),
        "金额去尾零": draw.choice(either),
        "千分位": draw.choice(either),
        "占比小数位": draw.choice((0, 1, 2, 4)),
        "占比加宽小数位": draw.choice((2, 4, 6)),
        "增减率小数位": draw.choice((0, 1, 2, 4)),
        "百分比去尾零": draw.choice(either),
        "得分去尾零": draw.choice(either),
        "占比凑百": draw.random() < 0.7,
        "零不带小数": draw.choice(either),
    }
    tables = {
        "金额单位": draw.choice(("万元", "元")),
        "金额小数位": draw.choice((0, 2, 2, 6)),
        "千分位": draw.choice(either),
        "零": draw.choice(("空白", "0.00")),
    }
    return {NUMBERS: numbers, TABLES: tables}


def write_pack(folder: Path, parent: str, own: dict[str, Any]) -> str:
    """A pack that differs from a delivered one in its numbers alone; its name."""
    name = "自定数字格式"
    lines = [f'"名称" = "{name}"', '"版本" = "1.0"', f'"继承" = "{parent}"']
    for section, values in own.items():
        lines += [f'["{section}"]', *(f'"{key}" = {_toml(value)}' for key, value in values.items())]
    (folder / name).mkdir(parents=True)
    (folder / name / "pack.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def _toml(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
