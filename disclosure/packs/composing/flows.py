"""流向 — where money came from and went, fund by fund, as a chart of kind 流向 declares it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, filterfalse
from operator import attrgetter
from typing import Any

from disclosure.packs.manifest import ChartSpec
from disclosure.packs.templating.values import Missing, Quantity, first_missing, parts

_CLASSES, _NAME, _FINAL = "类", "名称", "决算数"
_NAME_OF, _AMOUNT_OF, _LEAVES = map(attrgetter, ("name", "amount", "leaves"))


@dataclass(frozen=True)
class _Flow:
    """一流 — into a fund from a source, or out of it to a use."""

    fund: str
    name: Any
    amount: Any
    leaves: bool


@dataclass(frozen=True)
class Flows:
    """各流 — those that are not zero; of each stage its names with what is printed there, in order."""

    flows: tuple[_Flow, ...]
    sources: Mapping[str, Quantity]
    funds: Mapping[str, Decimal]  # the larger of what comes in and goes out: nothing is printed of it
    uses: Mapping[str, Quantity]
    totals: tuple[Quantity, Quantity]

    @property
    def drawable(self) -> bool:
        """能画 — whether anything flows, and nothing backwards."""
        return bool(self.flows) and all(flow.amount > 0 for flow in self.flows)

    def bands(self) -> Iterator[tuple[int, int, Decimal]]:
        """各带 — from which place to which, counted over the three stages, and how much (元)."""
        sources, funds, uses = map(list, (self.sources, self.funds, self.uses))
        for flow in self.flows:
            fund = len(sources) + funds.index(flow.fund)
            if flow.leaves:
                yield fund, len(sources) + len(funds) + uses.index(flow.name), flow.amount._number()
            else:
                yield sources.index(flow.name), fund, flow.amount._number()


def flows(spec: ChartSpec, find: Callable[[str], Any]) -> Flows | Missing:
    """照声明 — of a chart of kind 流向; or what is missing."""
    income, outgo, spent = spec.data
    totals = (find(f"{income}.{_FINAL}"), find(f"{outgo}.{_FINAL}"))
    own_totals = zip(spec.total, map(find, spec.total.values()), strict=True)
    printed = dict(chain(_classes(find(spent)), own_totals))
    every = list(_declared_flows(spec, find))
    said = chain(totals, printed.values(), map(_NAME_OF, every), map(_AMOUNT_OF, every))
    absent = first_missing(said)
    if absent is not None:
        return absent
    return _drawn([flow for flow in every if flow.amount != 0], printed, totals)


def _drawn(
    flows: Sequence[_Flow], printed: Mapping[str, Quantity], totals: tuple[Quantity, Quantity]
) -> Flows:
    sources, uses = filterfalse(_LEAVES, flows), filter(_LEAVES, flows)
    return Flows(tuple(flows), _stage(sources, printed), _funds(flows), _stage(uses, printed), totals)


def _declared_flows(spec: ChartSpec, find: Callable[[str], Any]) -> Iterator[_Flow]:
    for fund in spec.funds:
        for name, path in fund.inflow.items():
            yield _Flow(fund.name, name, find(path), leaves=False)
        for name, amount in _classes(find(fund.expenditure)):
            yield _Flow(fund.name, name, amount, leaves=True)
        for name, path in fund.outflow.items():
            yield _Flow(fund.name, name, find(path), leaves=True)


def _classes(node: Any) -> Iterator[tuple[Any, Any]]:
    """Names and amounts of the 类 of what was spent."""
    for part in parts(node[_CLASSES]):
        name = part[_NAME]
        yield (name if isinstance(name, Missing) else name._text), part[_FINAL]


def _stage(side: Iterable[_Flow], printed: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """What flows on one side, what only one fund has first; what several have as it is printed."""
    own = {flow.name: flow.amount for flow in side}
    order = (*filterfalse(printed.__contains__, own), *filter(own.__contains__, printed))
    amounts = {**own, **printed}
    return {name: amounts[name] for name in order}


def _funds(drawn: Sequence[_Flow]) -> dict[str, Decimal]:
    sums: dict[str, dict[bool, Decimal]] = defaultdict(lambda: {True: Decimal(0), False: Decimal(0)})
    for flow in drawn:
        sums[flow.fund][flow.leaves] += flow.amount._number()
    return {fund: max(both.values()) for fund, both in sums.items()}
