"""沿用上年 — a new year's data from last year's: names and texts stay, figures become 上年数 or are left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from disclosure import figures, terms
from disclosure.figures import Figures
from disclosure.load import shape
from disclosure.load.reading_state import Data, Loc
from disclosure.model import CarryoverLine, Submission
from disclosure.model.pending import PENDING
from disclosure.money import in_unit
from disclosure.workbook.plan import CLOSING, Content

# What belongs to one year only; everything else that is no figure is taken over.
_OF_THE_YEAR = ("格式版本", "年度", "模板", "上年数", "原因", "核定数", "豁免", "附件", "绩效", "结转结余")
_OF_ITS_PUBLICATION = ("批复日期", "批复文号", "公开日期", "监督索引号", "保密审查", "审签")
_LEFT = {(key,) for key in _OF_THE_YEAR} | {("公开信息", key) for key in _OF_ITS_PUBLICATION}
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NUMBERING = re.compile(r"^\s*[（(]?\d{1,2}[)）.、．]", re.MULTILINE)
_YEAR = re.compile(r"20\d\d")
_COUNTS = {
    "国内公务接待批次": "三公经费.公务接待.国内.批次",
    "国内公务接待人次": "三公经费.公务接待.国内.人次",
}


def carried(last: Submission, pack: str, year: int) -> Content:
    """沿用 — the data of a new year, and last year's reasons and closing balances to stand beside the cells."""
    dump = last.model_dump(by_alias=True, exclude_none=True)
    kept = _kept(dump, ())
    data: dict[str, Data] = {
        "格式版本": "1",
        "模板": pack,
        "年度": str(year),
        **(kept if isinstance(kept, dict) else {}),
    }
    data["上年数"] = _prior(figures.derive(last), last)
    data["预算"] = _budget_lines(last)
    beside = dict(_reasons(dump.get("原因", {})))
    openings = [line for line in last.carryover or () if _closing(line)]
    if openings:
        data["结转结余"] = [_opening(line, last) for line in openings]
        beside |= {("结转结余", at, CLOSING): _text(_closing(line), last) for at, line in enumerate(openings)}
    return Content(data, beside)


def stale(text: str) -> bool:
    """带上年数字 — whether a text holds a date or figure of its own, numbering and templates apart."""
    return re.search(r"\d", _NUMBERING.sub("", _TEMPLATE.sub("", text))) is not None


def _kept(value: Any, loc: Loc) -> Data | None:
    match value:
        case dict() if shape.at(loc).kind == "map":
            return {str(key): part if isinstance(part, str) else "" for key, part in value.items()}
        case dict():
            parts = {key: _kept(part, (*loc, key)) for key, part in value.items() if (*loc, key) not in _LEFT}
            return {key: part for key, part in parts.items() if part is not None}
        case list() | tuple():
            return [
                part for index, one in enumerate(value) if (part := _kept(one, (*loc, index))) is not None
            ]
        case bool():
            return "是" if value else "否"
        case str():
            return _confirmed_or_marked(value, loc)
    return None


def _confirmed_or_marked(text: str, loc: Loc) -> str:
    """A running text is marked for any figure, a name only for a year: 3号楼 is a name."""
    if shape.at(loc).choices or text.isdigit() or text.startswith(PENDING):
        return text
    marked = stale(text) if shape.is_prose(loc) else _YEAR.search(text) is not None
    return f"{PENDING}\n{text}" if marked else text


def _budget_lines(last: Submission) -> Data:
    codes = {line.item: "" for line in last.expenditure or () if line.fund == "一般公共预算"}
    return {"年初预算": {"各项": dict(codes)}, "全年预算": {"各项": dict(codes)}}


def _prior(derived: Figures, last: Submission) -> Data:
    """上年数 — each key of it, from the figure of the same name."""
    values = {figure.name: figure.value for figure in derived.values()}
    below = shape.at(("上年数",)).keys
    found: dict[str, Data] = {
        key: _known(values, f"{key}.决算数", last) for key, kind in below.items() if kind.kind == "amount"
    }
    parts = below["三公经费"].keys
    found["三公经费"] = {key: _known(values, f"三公经费.{key}.决算数", last) for key in parts}
    found["各项"] = dict(_items(values, last))
    for key, name in _COUNTS.items():
        count = values.get(name)
        found[key] = "" if count is None else str(int(count))
    return found


def _known(values: Mapping[str, Decimal | None], name: str, last: Submission) -> str:
    value = values.get(name)
    return "" if value is None else _text(value, last)


def _items(values: Mapping[str, Decimal | None], last: Submission) -> Iterator[tuple[str, str]]:
    for line in last.expenditure or ():
        name = f"{terms.chinese('general_expenditure')}.项.{line.item}.决算数"
        if values.get(name) is not None:
            yield line.item, _known(values, name, last)


def _text(yuan: Decimal, last: Submission) -> str:
    return format(in_unit(yuan, last.unit).normalize() + 0, "f")


def _closing(line: CarryoverLine) -> Decimal:
    return line.closing_carryover + line.closing_surplus


def _opening(line: CarryoverLine, last: Submission) -> Data:
    return {"项": line.item, "性质": line.nature, "资金": line.fund, "年初": _text(_closing(line), last)}


def _reasons(given: Mapping[str, Any], above: Loc = ("原因",)) -> Iterator[tuple[Loc, str]]:
    for key, value in given.items():
        if isinstance(value, Mapping):
            yield from _reasons(value, (*above, key))
        else:
            yield (*above, key), "；".join(one["事由"] for one in value)
