"""模板的改动 — which packs each body was built with, and who must build again as one of them is other now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosure.checks.check_report import first_few
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount, grouped
from disclosure.city.due import Due, Wanted
from disclosure.outputs.office_tables import Column, OfficeTable

_FEW_NAMED = 10
_COLUMNS = (
    Column("名称", width=34),
    Column("模板", width=24),
    Column("版本", width=8),
    Column("逐级的模板", width=50),
    Column("改过的", width=30),
    Column("怎么办", width=16),
)


@dataclass(frozen=True, slots=True)
class PackUse:
    """一家用的模板 — its record, and the names of those of its packs that have changed since, or are gone."""

    body: Body
    record: BodyRecord
    changed: tuple[str, ...]


def pack_uses(city: City, records: Sequence[BodyRecord]) -> tuple[PackUse, ...]:
    """各家用的模板 — of every body that was built, in the order of the list; nothing is built."""
    due, with_records = Due(city, Wanted(())), CityAccount(city, records).with_records
    built = ((body, record) for body, record in with_records if record.packs)
    return tuple(PackUse(body, record, due.packs_changed(body, record.packs)) for body, record in built)


def sentences(uses: Sequence[PackUse]) -> Iterator[str]:
    """句子 — how many bodies each pack made, then for each changed one who must build again."""
    for name, bodies in grouped((use.record.pack, use.body.name) for use in uses).items():
        yield f"模板“{name}”：{len(bodies)} 家"
    changed = grouped((name, use.body.name) for use in uses for name in use.changed)
    for name, bodies in changed.items():
        listed = first_few("、", bodies, _FEW_NAMED, "家")
        yield f"模板“{name}”在生成以后改过，{len(bodies)} 家要重新生成：{listed}"
    yield _what_next(sum(map(bool, (use.changed for use in uses))), len(uses))


def _what_next(again: int, built: int) -> str:
    if not built:
        return "还没有生成过，没有可以比的；先运行 disclosure city"
    return f"共 {again} 家要重新生成，再运行 disclosure city 就只生成要改的" if again else "没有要重新生成的"


def table(uses: Sequence[PackUse]) -> OfficeTable:
    """模板表 — a row a body."""
    rows = [
        (
            use.body.name,
            use.record.pack,
            use.record.pack_version,
            "、".join(use.record.packs),
            "、".join(use.changed),
            "重新生成" if use.changed else "",
        )
        for use in uses
    ]
    return OfficeTable("模板", tuple(sentences(uses)), _COLUMNS, rows)
