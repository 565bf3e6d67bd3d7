"""沿用上年 — last year's data for a new year: names and texts stay, figures become 上年数 or are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from disclosure import deriving, terms
from disclosure.deriving import Figures
from disclosure.loading import expected_data
from disclosure.loading.reading_state import Data, Loc
from disclosure.model import CarryoverLine, Submission
from disclosure.model.own_data import OWN, OwnColumn, OwnFact
from disclosure.model.pending import PENDING
from disclosure.money import in_unit
from disclosure.workbook.plan import CLOSING, Content

# What belongs to one year only; everything else that is no figure is taken over.
_OF_THE_YEAR = (
    *("格式版本", "年度", "模板", "上年数", "原因", "核定数", "豁免", "附件", "结转结余"),
    *("内部往来", "批复数", OWN),
)
_OF_ITS_PUBLICATION = ("批复日期", "批复文号", "公开日期", "监督索引号", "保密审查", "审签")
_STANDING = ("绩效管理制度", "绩效管理工作机制")  # of 绩效 they alone are there next year too
_LEFT = {(key,) for key in _OF_THE_YEAR} | {("公开信息", key) for key in _OF_ITS_PUBLICATION}
_LEFT |= {("绩效", key) for key in expected_data.at(("绩效",)).keys if key not in _STANDING}
_UNITS = ("部门", "所属单位")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NUMBERING = re.compile(r"^\s*[（(]?\d{1,2}[)）.、．]", re.MULTILINE)
_ANSWERS = {True: "是", False: "否"}
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")  # 2080506 is a subject
_COUNTS = {
    "国内公务接待批次": "三公经费.公务接待.国内.批次",
    "国内公务接待人次": "三公经费.公务接待.国内.人次",
}


def carried(last: Submission, pack: str, year: int) -> Content:
    """沿用 — the data of a new year, last year's reasons and closing balances to stand beside the cells."""
    dump = last.model_dump(by_alias=True, exclude_none=True, context={"entry": True})
    data: dict[str, Data] = {
        "格式版本": "1",
        "模板": pack,
        "年度": str(year),
        **_kept_parts(dump, ()),
        "上年数": _prior(deriving.derive(last), last),
        "预算": _budget_lines(last),
    }
    beside = dict(_reasons(dump.get("原因", {})))
    closed = [line for line in last.carryover or () if line.closing]
    if closed:
        data["结转结余"] = [_opening(line, last) for line in closed]
    for index, line in enumerate(closed):
        beside["结转结余", index, CLOSING] = _amount_text(line.closing or Decimal(0), last)
    return Content(data, beside)


def own_texts(given: Mapping[str, Any], facts: Iterable[OwnFact | OwnColumn]) -> Iterator[tuple[str, Data]]:
    """自有数据沿用的文字 — texts and choices, those in rows of lists too; no number, no date."""
    taken = ((fact.name, _own_part(given.get(fact.name), fact)) for fact in facts)
    return filter(itemgetter(1), taken)


def own_numbers(last: Submission) -> dict[str, Data]:
    """自有数据的上年数 — last year's numbers of facts that are compared, as they are written into cells."""
    numbers = ((fact, last.own.value(fact.name)) for fact in last.own.declared.own_data)
    return {
        fact.before.name: _own_number(number, fact, last) for fact, number in numbers if number is not None
    }


def _own_number(number: Any, fact: OwnFact, last: Submission) -> str:
    return _amount_text(number, last) if fact.kind == "金额" else str(number)


def _own_part(value: Any, fact: OwnFact | OwnColumn) -> Data:
    return _TAKEN_OVER[fact.kind](value, fact) if fact.kind in _TAKEN_OVER else ""


def _own_text(value: Any, _: OwnFact | OwnColumn) -> Data:
    text = value if isinstance(value, str) else ""
    return f"{PENDING}\n{text}" if stale(text) else text


def _own_choice(value: Any, fact: OwnFact | OwnColumn) -> Data:
    return str(value) if value in fact.choices else ""


def _own_rows(value: Any, fact: Any) -> Data:
    rows = value if isinstance(value, tuple) else ()
    return [dict(own_texts(row, fact.columns)) for row in rows]


_TAKEN_OVER: Mapping[str, Callable[[Any, Any], Data]] = {
    "文字": _own_text,
    "选项": _own_choice,
    "列表": _own_rows,
}


def stale(text: str) -> bool:
    """带上年数字 — whether a text holds a date or figure of its own, numbering and templates apart."""
    return re.search(r"\d", _NUMBERING.sub("", _TEMPLATE.sub("", text))) is not None


def _kept(value: Any, loc: Loc) -> Data | None:
    """What a place keeps in the new year; None where nothing is left of it."""
    if loc in _LEFT or _is_folder_of_unit(loc):
        return None
    match value:
        case dict():
            return _kept_codes(value) if expected_data.at(loc).kind == "map" else _kept_parts(value, loc)
        case list() | tuple():
            return list(_kept_parts(dict(enumerate(value)), loc).values())
        case bool():
            return _ANSWERS[value]
        case str():
            return _confirmed_or_marked(value, loc)
    return None


def _is_folder_of_unit(loc: Loc) -> bool:
    """Last year's data of a unit are not this year's: what was added up of them is carried instead."""
    return loc[:2] == _UNITS and loc[-1] == "数据"


def _kept_codes(table: Mapping[str, Any]) -> dict[str, Data]:
    return {str(code): value if isinstance(value, str) else "" for code, value in table.items()}


def _kept_parts(table: Mapping[Any, Any], loc: Loc) -> dict[str, Data]:
    """What is kept of each key of a table, or of each item of a list by its position."""
    parts = ((key, _kept(value, (*loc, key))) for key, value in table.items())
    return {key: part for key, part in parts if part is not None}


def _confirmed_or_marked(text: str, loc: Loc) -> str:
    if expected_data.at(loc).choices or text.isdigit() or text.startswith(PENDING):
        return text
    return f"{PENDING}\n{text}" if _needs_a_look(text, loc) else text


def _needs_a_look(text: str, loc: Loc) -> bool:
    """A running text needs one for any figure, a name only for a year: 3号楼 is a name."""
    return stale(text) if expected_data.is_prose(loc) else _YEAR.search(text) is not None


def _budget_lines(last: Submission) -> Data:
    codes = {line.item: "" for line in last.expenditure or () if line.fund == "一般公共预算"}
    return {"年初预算": {"各项": dict(codes)}, "全年预算": {"各项": dict(codes)}}


def _prior(derived: Figures, last: Submission) -> Data:
    known = _Known({figure.name: figure.value for figure in derived.values()}, last)
    kinds = expected_data.at(("上年数",)).keys
    amounts = [key for key, kind in kinds.items() if kind.kind == "amount"]
    return {
        **known.amounts(amounts),
        "三公经费": known.amounts(kinds["三公经费"].keys, "三公经费."),
        "各项": known.items(),
        **{key: known.count(name) for key, name in _COUNTS.items()},
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """Last year's figures by name, as they are written into cells; empty where there is none."""

    values: Mapping[str, Decimal | None]
    last: Submission

    def amount(self, name: str) -> str:
        value = self.values.get(f"{name}.决算数")
        return "" if value is None else _amount_text(value, self.last)

    def amounts(self, keys: Iterable[str], above: str = "") -> dict[str, Data]:
        return {key: self.amount(f"{above}{key}") for key in keys}

    def count(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(int(value))

    def items(self) -> dict[str, Data]:
        above = f"{terms.chinese('general_expenditure')}.项"
        amounts = self.amounts((line.item for line in self.last.expenditure or ()), f"{above}.")
        return {item: amount for item, amount in amounts.items() if amount}


def _amount_text(yuan: Decimal, last: Submission) -> str:
    return format(in_unit(yuan, last.unit).normalize() + 0, "f")


def _opening(line: CarryoverLine, last: Submission) -> Data:
    amount = _amount_text(line.closing or Decimal(0), last)
    return {"项": line.item, "性质": line.nature, "资金": line.fund, "年初": amount}


def _reasons(given: Mapping[str, Any], above: Loc = ("原因",)) -> Iterator[tuple[Loc, str]]:
    for key, value in given.items():
        if isinstance(value, Mapping):
            yield from _reasons(value, (*above, key))
        else:
            yield (*above, key), "；".join(cause["事由"] for cause in value)
