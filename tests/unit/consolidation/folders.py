"""Folders of units and departments for these tests: small data files written where a test wants them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from tests.departments import small

SPENT = {"项": "2010301", "性质": "基本", "款": {"30101": "60", "30201": "20", "30231": "8", "30217": "2"}}


def unit(name: str, **changes: Any) -> dict[str, Any]:
    """The small department's data as those of a unit, with some entries replaced."""
    data = small(格式版本="1", **changes)
    data["部门"] = {
        "全称": name,
        "简称": name[:2],
        "类型": "单位",
        "性质": "行政单位",
        **changes.get("部门", {}),
    }
    return data


def write(folder: Path, data: dict[str, Any]) -> Path:
    """A data folder; aliases of one object are written out."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(copy.deepcopy(data), allow_unicode=True, sort_keys=False, default_style='"')
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    return folder


def department(
    folder: Path, *units: dict[str, Any], listed: list[dict[str, str]] | None = None, **own: Any
) -> Path:
    """A department's folder with its units in folders u1, u2…, each written from its data."""
    for number, data in enumerate(units, 1):
        write(folder / f"u{number}", data)
    names = listed if listed is not None else [{"数据": f"u{number}"} for number in range(1, len(units) + 1)]
    body = {"全称": "某市某某局", "类型": "部门", "性质": "行政单位", "所属单位": names}
    top = {"格式版本": "1", "模板": "standard", "单位": "元", "年度": "2023", "部门": body}
    return write(folder, {**top, **own})
