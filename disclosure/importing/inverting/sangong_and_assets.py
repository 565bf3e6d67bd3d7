"""推回其他录入 — what a table shows as the data has it: three public expenses, counts, assets, surplus."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from disclosure import classification
from disclosure.importing.inverting.draft import Draft, Known
from disclosure.importing.reading.rounded_amounts import NONE, Value, total
from disclosure.loading.place_names import called
from disclosure.loading.reading_state import Loc, path_of
from disclosure.money import number_text
from disclosure.terms import chinese

_FUNDS = classification.ids(classification.fiscal_funds())
_GENERAL = classification.general_fund().id
_PARTS = ("overseas_travel", "vehicle_purchase", "vehicle_running", "official_reception")
_BUDGETS = ("opening_budget", "adjusted_budget", "final")
_ALONE = {  # amounts with a key of their own in the data, by the figure that shows each
    **{f"{id}.final": id for id in ("surplus_used", "surplus_distribution", "agency_running_cost")},
    **{f"income.{fund}.final": f"fiscal_income.{fund}" for fund in _FUNDS},
    **{f"assets.{id}.final": f"assets.{id}" for id in ("current_assets", "investment", "construction")},
}
_KINDS = ("buildings", "vehicle_assets", "large_equipment", "other_fixed")
_ASSETS = (
    *("assets.intangible_assets", "assets.other_assets"),
    *(f"assets.fixed_assets.{kind}" for kind in _KINDS),
)
_VALUED = tuple((f"{asset}.original_value", f"{asset}.net_value") for asset in _ASSETS)  # 原值 and 净值
_DOMESTIC, _ABROAD = "sangong.reception.domestic", "sangong.reception.abroad"
_COUNTS = (  # that belong together
    ("sangong.overseas.groups", "sangong.overseas.persons"),
    *((f"{node}.batches", f"{node}.persons") for node in (_DOMESTIC, f"{_DOMESTIC}.foreign", _ABROAD)),
)
_MONEY_OF_COUNTS = {  # 其中：外事接待费, 国（境）外接待费
    f"{_DOMESTIC}.foreign": f"{_DOMESTIC}.foreign.amount",
    _ABROAD: f"{_ABROAD}.final",
}
_VEHICLES = "sangong.vehicles"


def _loc(id: str) -> Loc:
    return tuple(chinese(id).split("."))


def simple(known: Known, draft: Draft) -> None:
    """单个的数 — as they stand; several that belong together only where all were read."""
    # 流动资产 | 12.00 → 国有资产.流动资产: 12.00
    # 无形资产 原值 | 5.00, its 净值 not read → nothing
    for figure, id in _ALONE.items():
        draft.put(_loc(id), known.get(figure))
    for pair in _VALUED:
        for id, value in _all_of(pair, known).items():
            draft.put(_loc(id), value)


def _all_of(ids: Sequence[str], known: Known) -> dict[str, Value]:
    read = {id: value for id in ids if (value := known.get(id))}
    return read if len(read) == len(ids) else {}


def counts(known: Known, draft: Draft) -> None:
    """统计数 — pairs of counts, and vehicles, whose kinds no table tells."""
    # 国内公务接待批次（个） | 12, 国内公务接待人次（人） | 80 → 公务接待.国内: {批次: 12, 人次: 80}
    # 公务用车保有量（辆） | 2 → 保有量: 2, and 保有 by kinds is to be filled in
    for pair in _COUNTS:
        for id, value in _all_of(pair, known).items():
            draft.put_count(_loc(id), value)
    for node, money in _MONEY_OF_COUNTS.items():
        if _loc(f"{node}.batches") in draft.entries:
            draft.put(_loc(f"{node}.amount"), known.get(money))
    for key in ("purchased", "held"):
        number = known.get(f"{_VEHICLES}.{key}_number")
        if number is not None:
            _put_vehicles(draft, key, number)


def _put_vehicles(draft: Draft, key: str, number: Value) -> None:
    if number.amount:
        draft.put_count(_loc(f"{_VEHICLES}.{key}_count"), number)
        text = number_text(number.amount, 2, trim=True)
        draft.gap(
            f"{called(f'{chinese(_VEHICLES)}.{chinese(key)}')}：表中是 {text} 辆，车型表中没有，请按车型填写"
        )
    else:
        draft.put(_loc(f"{_VEHICLES}.{key}"), number, "无")


def sangong(known: Known, draft: Draft) -> None:
    """“三公”经费金额 — of each fund; of all together those of the general budget where no other spends."""
    # 公开10表 公务接待费 | 预算数 2.00 | 统计数 1.50 → 全年预算.公务接待费: 2.00, 决算数.公务接待费: 1.50
    for budget in _BUDGETS:
        for fund, parts in dict(_by_fund(known, budget)).items():
            loc = _loc(f"sangong.{budget}" if fund == _GENERAL else f"sangong.{fund}.{budget}")
            if budget != "final" and _is_left_empty(known, fund, parts):
                draft.gap(f"{called(path_of(loc))}：表里整栏没有数而决算有数，没有预算的请填“无”")
                continue
            for part, value in parts.items():
                draft.put((*loc, chinese(part)), value)


def _by_fund(known: Known, budget: str) -> Iterator[tuple[str, dict[str, Value]]]:
    every = _parts_of("sangong", known, budget)
    of_funds = {fund: own for fund in _FUNDS if (own := _parts_of(f"sangong.{fund}", known, budget))}
    if _GENERAL not in of_funds and _is_all_general(known, every):
        yield _GENERAL, every
    if _no_fund_is_left_out(every, of_funds.values()):
        yield from of_funds.items()


def _is_all_general(known: Known, every: Mapping[str, Value]) -> bool:
    return len(every) == len(_PARTS) and not _other_funds_spend(known)


def _parts_of(node: str, known: Known, budget: str) -> dict[str, Value]:
    return {part: value for part in _PARTS if (value := known.get(f"{node}.{part}.{budget}"))}


def _no_fund_is_left_out(every: Mapping[str, Value], own: Collection[Mapping[str, Value]]) -> bool:
    """What the other funds have of all funds' amounts, no table says."""
    # 公务接待费 | 2.00 of all funds, 1.50 of 一般公共预算, no other fund read → False
    return all(value.agrees(total(parts.get(part, NONE) for parts in own)) for part, value in every.items())


def _is_left_empty(known: Known, fund: str, parts: Mapping[str, Value]) -> bool:
    """A budget without any amount beside amounts spent: more likely not filled in than none."""
    spent = known.get(f"sangong.{fund}.final") or known.value("sangong.final")
    return bool(spent.amount) and not any(value.amount for value in parts.values())


def _other_funds_spend(known: Known) -> bool:
    """Whether other fiscal funds spend anything; a table that was not read is taken to have none of 三公."""
    others = [fund for fund in classification.fiscal_funds() if not fund.general]
    return any(known.value(f"{fund.expenditure}.final").amount for fund in others)
