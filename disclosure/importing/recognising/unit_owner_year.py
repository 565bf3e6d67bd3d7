"""单位、部门、年度 — what the texts around a table state: the unit, whose and which year's it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from disclosure.importing.recognising.spellings import SHEET_NUMBER, plain
from disclosure.money import Unit

_UNITS: dict[str, Unit] = {"元": "元", "万元": "万元"}
# 万元, 元; 千元 and the like, which are told; not the 元 that begins a name: 单位:元江县档案馆
_ANY_UNIT = r"(?:人民币)?((?:[十百千万亿]{1,2}|[美港欧日])?元)(?=$|公开|[^\u4e00-\u9fff])"
_UNIT = re.compile(rf"单位:{_ANY_UNIT}")
_UNIT_OF_HEAD = re.compile(r"\((万元|元)\)")
_OWNER = re.compile(
    rf"(?:编制|填报)?(?:部门|单位)(?:名称)?:(?P<owner>(?!{_ANY_UNIT}).+?)(?:\(?公开[\d\-]+表.*|(?:金额)?单位:.*)?"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff()]{3,40}(?:[部局委会院馆校所站队室厅办处社园府]|中心|集团|\(本级\)|\(汇总\))"
)
_UNIT_BEHIND = re.compile(r"(?:金额)?单位:.*$")
_YEAR = re.compile(r"(20\d\d)年")
_YEAR_OF_CORNER = re.compile(r"(?:^|\D)(20\d\d)年度|年度:(20\d\d)(?!\d)|^\(?(20\d\d)年\)?$")
_YEAR_ALONE = re.compile(r"\(?20\d\d年度?\)?|(?:会计|决算|报告)?年度:20\d\d(?:年度?)?")


def unit(text: str) -> Unit | None:
    """金额单位 — of a text in a corner."""
    # 金额单位：万元 → 万元;  公开01表 单位：人民币元 → 元
    found = _UNIT.search(plain(text))
    return _UNITS.get(found[1]) if found else None


def any_unit(text: str) -> str:
    """写的单位 — as a text in a corner has it, 千元 too; empty where it has none."""
    found = _UNIT.search(plain(text))
    return found[1] if found else ""


def unit_of_head(text: str) -> Unit | None:
    """表头里的单位 — of a text in a corner, or of a head."""
    # 项目资金（万元） → 万元
    found = _UNIT_OF_HEAD.search(plain(text))
    return unit(text) or (_UNITS[found[1]] if found else None)


def owner(text: str) -> str:
    """编制部门 — the name in a text in a corner."""
    # 编制单位：某市档案馆  公开01表 → 某市档案馆
    found = _OWNER.fullmatch(plain(text))
    return found["owner"] if found else ""


def owner_beside_unit(text: str) -> str:
    """单位旁边的部门 — a name without 部门： before it, in the corner where the unit stands."""
    # 某市档案馆, or 某市档案馆 单位：万元 → 某市档案馆;  公开02表 → nothing
    found = _UNIT_BEHIND.sub("", plain(text))
    return found if _OFFICE.fullmatch(found) else ""


def year(text: str) -> int | None:
    """年度 — the year that a text names."""
    # 2023年度收入决算表 → 2023
    found = _YEAR.search(plain(text))
    return int(found[1]) if found else None


def year_of_corner(text: str) -> int | None:
    """角上的年度 — the year of a table that a text in its corner names; a date is none."""
    # 2022年度 公开02表 → 2022;  年度：2022 → 2022;  编制日期：2023年8月1日 → None
    found = _YEAR_OF_CORNER.search(plain(text))
    return int(next(filter(None, found.groups()))) if found else None


def is_year(text: str) -> bool:
    """是否年度 — whether a text is a year and nothing else, the number of the table excepted."""
    return _YEAR_ALONE.fullmatch(SHEET_NUMBER.sub("", plain(text))) is not None


def has_unlabelled(texts: Sequence[str]) -> bool:
    """可有没写“部门”的名称 — a row alone, or one with a unit and without 部门：."""
    return (any(map(unit, texts)) or len(texts) == 1) and not any(map(owner, texts))


def stands_alone(text: str) -> bool:
    """是否独占一行 — whether a text alone in its row above a table is a year, or a department's name."""
    return is_year(text) or bool(owner_beside_unit(text))


def is_corner(text: str) -> bool:
    """是否角上的文字 — number of the table, owner, unit: what stands between title and head."""
    found = plain(text)
    return bool(SHEET_NUMBER.fullmatch(found) or _UNIT.search(found) or _OWNER.fullmatch(found))
