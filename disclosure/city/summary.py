"""全市汇总 — workbook and page of the same tables: totals, a row a body, control totals, hints, packs.

Both stand in 办公: they are for the bureau, and never published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from disclosure.city import across, changed_packs, statistics, summary_tables
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount
from disclosure.city.city_page import city_page
from disclosure.outputs.office_tables import Column, OfficeTable, workbook

WORKBOOK, PAGE = "办公/全市汇总.xlsx", "办公/全市汇总.html"
_INTERNAL = "内部使用，不公开：供财政局核对用，不要放到网站上。"
_ALONE, _UNIT = "内部使用，不公开", "金额单位：万元"  # a sheet may be printed alone
_HINTS = (Column("名称", width=34), Column("提示", width=100))


def summary(city: City, records: Sequence[BodyRecord]) -> Iterator[tuple[str, bytes]]:
    """全市汇总 — workbook and page, with their paths in the folder of what is written."""
    account = CityAccount(city, records)
    notes = tuple(_notes(account))
    made = [
        *summary_tables.tables(account),
        _hints(account),
        changed_packs.table(changed_packs.pack_uses(city, records)),
    ]
    tables = list(map(_under_its_unit, made))
    alone = [table._replace(notes=(_ALONE, *table.notes)) for table in tables]
    yield WORKBOOK, workbook(_headline(account), [_explained(notes), *alone])
    yield PAGE, _page_of(account, notes, [*tables, statistics.tables(account)[0]])


def _headline(account: CityAccount) -> str:
    return f"{account.city.settings.name}{account.year or ''}年度部门决算全市汇总"


def _explained(notes: Iterable[str]) -> OfficeTable:
    return OfficeTable("说明", (), (Column("说明", width=110),), [(note,) for note in notes])


def _under_its_unit(table: OfficeTable) -> OfficeTable:
    units = [_UNIT] * any(column.kind == "amount" for column in table.columns)
    return table._replace(notes=(*units, *table.notes))


def _notes(account: CityAccount) -> Iterator[str]:
    """What a reader must know before he uses a total."""
    yield _INTERNAL
    merged = [body.name for body in account.city.bodies if body.merged]
    wrong = [body.name for body in account.counted if account.record_of(body).state == "待改"]
    yield "合计由没有舍入的数相加，与各行印出的数相加可以有尾差。"
    yield f"计入 {len(account.counted)} 家：各部门，和主管部门不在名单里的单位。"
    yield from [f"{len(account.within)} 家所属单位的数在主管部门的数里，不再加一遍。"] * bool(account.within)
    yield from [f"撤并的不计入：{'、'.join(merged)}。"] * bool(merged)
    yield "“缺”是还不知道的数，“不公开”是涉密、依法不公开的数；合计只加知道的，缺谁写在旁边和“缺数”表里。"
    yield "增减额、增减率只算两年都有数的部门。"
    yield from [f"{len(wrong)} 家校验还有错误，数可能会改：{'、'.join(wrong)}。"] * bool(wrong)


def _hints(account: CityAccount) -> OfficeTable:
    found = across.hints(account.city, account.records)
    named = {"": "全市", **{body.folder: body.name for body in account.city.bodies}}
    rows = [(name, sentence) for folder, name in named.items() for sentence in found.get(folder, ())]
    notes = ("只供核对，不妨碍生成和公开。",) if rows else ("没有发现要提示的。",)
    return OfficeTable("提示", notes, _HINTS, rows)


def _page_of(account: CityAccount, notes: Sequence[str], tables: Iterable[OfficeTable]) -> bytes:
    given = {"题目": _headline(account), "说明": list(notes), "表": list(map(_shown_table, tables))}
    return city_page(account.city, "summary", given)


def _shown_table(table: OfficeTable) -> dict[str, Any]:
    """A table as texts: those of numbers are told apart, as they stand at the right."""
    heads = [{"栏名": column.head, "是数": column.kind != "text"} for column in table.columns]
    rows = [{"是合计": is_total, "格": list(texts)} for is_total, texts in table.texts()]
    return {"表名": table.name, "说明": list(table.notes), "栏": heads, "行": rows}
