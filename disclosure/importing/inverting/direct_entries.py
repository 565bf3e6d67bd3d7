"""推回其他录入 — what a table shows just as the data has it: three public expenses, counts, assets, surplus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from disclosure import classification
from disclosure.importing.inverting.money_lines import Draft, Known
from disclosure.importing.reading.read_table import NONE, Value, total
from disclosure.load.reading_state import Loc
from disclosure.money import number_text

_S = "三公经费"
_PARTS = ("因公出国境费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
_BUDGETS = ("年初预算", "全年预算", "决算数")
_FUNDS = {fund.name: () if fund.general else (fund.name,) for fund in classification.fiscal_funds()}
_KINDS = ("房屋构筑物", "车辆资产", "单价200万元以上大型设备", "其他固定资产")
_SIMPLE: dict[str, Loc] = {
    "使用非财政拨款结余.决算数": ("使用非财政拨款结余",),
    "结余分配.决算数": ("结余分配",),
    "机关运行经费.决算数": ("机关运行经费",),
    **{f"收入.{fund}.决算数": ("财政拨款收入", fund) for fund in _FUNDS},
    "国有资产.流动资产.决算数": ("国有资产", "流动资产"),
    "国有资产.对外投资.决算数": ("国有资产", "对外投资"),
    "国有资产.在建工程.决算数": ("国有资产", "在建工程"),
}
_VALUES = ("原值", "净值")
_ASSETS: tuple[Loc, ...] = (
    *(("国有资产", kind) for kind in ("无形资产", "其他资产")),
    *(("国有资产", "固定资产", kind) for kind in _KINDS),
)
_COUNTS: tuple[dict[str, Loc], ...] = (
    {f"{_S}.因公出国境.{leaf}": (_S, "因公出国境", leaf) for leaf in ("团组数", "人次")},
    {f"{_S}.公务接待.国内.{leaf}": (_S, "公务接待", "国内", leaf) for leaf in ("批次", "人次")},
    {
        f"{_S}.公务接待.国内.其中外事.{leaf}": (_S, "公务接待", "国内", "其中外事", leaf)
        for leaf in ("批次", "人次")
    },
    {f"{_S}.公务接待.国境外.{leaf}": (_S, "公务接待", "国境外", leaf) for leaf in ("批次", "人次")},
)
_MONEY_OF_COUNTS = {  # 其中：外事接待费, 国（境）外接待费
    f"{_S}.公务接待.国内.其中外事.金额": (_S, "公务接待", "国内", "其中外事", "金额"),
    f"{_S}.公务接待.国境外.决算数": (_S, "公务接待", "国境外", "金额"),
}
_VEHICLES = f"{_S}.公务用车购置及运行维护费"


def simple(known: Known, draft: Draft) -> None:
    """单个的数 — as they stand; several that belong together only where all were read."""
    for name, loc in _SIMPLE.items():
        draft.put(loc, known.get(name))
    for at in _ASSETS:
        values = [known.get(".".join(map(str, (*at, value)))) for value in _VALUES]
        if None not in values:
            for key, value in zip(_VALUES, values, strict=True):
                draft.put((*at, key), value)


def counts(known: Known, draft: Draft) -> None:
    """统计数 — pairs of counts, and vehicles, whose kinds no table tells."""
    for group in _COUNTS:
        if all(name in known for name in group):
            for name, loc in group.items():
                draft.put(loc, known[name], number_text(known[name].amount, 2, trim=True))
    for name, loc in _MONEY_OF_COUNTS.items():
        if (*loc[:-1], "批次") in draft.entries:
            draft.put(loc, known.get(name))
    for key in ("购置", "保有"):
        value = known.get(f"{_VEHICLES}.{key}数量")
        if value is not None and value.amount:
            number = number_text(value.amount, 2, trim=True)
            draft.put((_S, "公务用车购置及运行维护费", f"{key}量"), value, number)
            draft.gap(f"{_VEHICLES}.{key}：表中是 {number} 辆，车型表中没有，请按车型填写")
        elif value is not None:
            draft.put((_S, "公务用车购置及运行维护费", key), value, "无")


def sangong(known: Known, draft: Draft) -> None:
    """“三公”经费金额 — of each fund; of all funds together they are the general budget's where no other fund spends."""
    for budget in _BUDGETS:
        funds = dict(_by_fund(known, budget))
        for fund, parts in funds.items():
            if budget != "决算数" and _left_empty(known, fund, parts):
                draft.gap(
                    f"{'.'.join((_S, *_FUNDS[fund], budget))}：表里整栏没有数而决算有数，没有预算的请填“无”"
                )
                continue
            for part, value in parts.items():
                draft.put((_S, *_FUNDS[fund], budget, part), value)


def _by_fund(known: Known, budget: str) -> Iterator[tuple[str, dict[str, Value]]]:
    every = {part: known[name] for part in _PARTS if (name := f"{_S}.{part}.{budget}") in known}
    of_funds = {
        fund: {part: known[name] for part in _PARTS if (name := f"{_S}.{fund}.{part}.{budget}") in known}
        for fund in _FUNDS
    }
    for fund, own in of_funds.items():
        if own:
            yield from [(fund, own)] if _whole(every, of_funds.values()) else []
        elif fund == "一般公共预算" and len(every) == len(_PARTS) and not _other_funds(known):
            yield fund, every


def _whole(every: Mapping[str, Value], of_funds: Iterable[Mapping[str, Value]]) -> bool:
    """Whether no fund's part is left out: what the other funds have of all funds' amounts, no table says."""
    known = list(of_funds)
    return all(
        value.agrees(total(own[part] for own in known if part in own)) for part, value in every.items()
    )


def _left_empty(known: Known, fund: str, parts: Mapping[str, Value]) -> bool:
    """A budget without any amount beside amounts spent: more likely not filled in than none."""
    spent = known.get(f"{_S}.{fund}.决算数", known.get(f"{_S}.决算数", NONE))
    return bool(spent.amount) and not any(value.amount for value in parts.values())


def _other_funds(known: Known) -> bool:
    """Whether other fiscal funds spend anything; of a table that was not read nobody knows, but 三公 is not in it."""
    names = ("政府性基金预算财政拨款支出.决算数", "国有资本经营预算财政拨款支出.决算数")
    return any(known.get(name, NONE).amount for name in names)
