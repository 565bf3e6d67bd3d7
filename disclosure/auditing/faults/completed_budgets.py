"""各项的完成率 — budgets that nobody prints follow from amount and completion, and add up to the fund's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, product
from operator import attrgetter
from string import digits
from typing import NamedTuple

from disclosure import formula as formulas
from disclosure.auditing import relations
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.claims import Claim
from disclosure.auditing.coarse_rates import as_fine, usual_places
from disclosure.auditing.published_claims import Claimed
from disclosure.interval import NOTHING, Interval, added
from disclosure.money import number_text

_RATE = re.compile(r"(?P<fund>\w+)\.(?:item\.\d{7}\.)?(?P<leaf>(?:opening_)?completion_rate)")
_ITEM_SPENT = re.compile(r"(\w+)\.item\.\d{7}\.final")
_PERCENT = formulas.parse("part / whole * 100")
_FIX = "照预算数重算完成率"


class _Completed(NamedTuple):
    """What a fund or an 项 spent, and how far that is its budget."""

    spent: Interval
    rate: Claim
    fine: Claim  # the rate with the digits that others have

    def budget(self) -> Interval:
        return _percent_of(self.spent, relations.interval(self.fine))

    def rate_of(self, budget: Interval) -> Interval:
        return _percent_of(self.spent, budget)


def _percent_of(part: Interval, whole: Interval) -> Interval:
    return formulas.bounds(_PERCENT, {"part": part, "whole": whole}.__getitem__)


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """与合计不符的完成率 — where each 项 of a fund and the fund itself say how far they were completed."""
    sure = list(filter(attrgetter("is_sure"), claimed.claims))
    stated = {claim.figure: claim for claim in reversed(sure)}
    places = usual_places(sure)
    kinds = dict.fromkeys(match.groups() for match in filter(None, map(_RATE.fullmatch, stated)))
    for fund, leaf in kinds:
        total = _completed(stated, places, f"{fund}.{leaf}")
        items = [_completed(stated, places, figure) for figure in _rates_of_items(stated, fund, leaf)]
        if total and None not in items:
            yield from _of_whole_fund(claimed, total, list(filter(None, items)))


def _rates_of_items(stated: Iterable[str], fund: str, leaf: str) -> list[str]:
    spent = filter(None, map(_ITEM_SPENT.fullmatch, stated))
    return [f"{match[0].removesuffix('final')}{leaf}" for match in spent if match[1] == fund]


def _completed(stated: Mapping[str, Claim], places: int, rate: str) -> _Completed | None:
    spent, said = stated.get(f"{rate.rpartition('.')[0]}.final"), stated.get(rate)
    if not (spent and said) or spent.value <= spent.half or said.value <= said.half:
        return None
    return _Completed(relations.interval(spent), said, as_fine(places, said))


def _of_whole_fund(
    claimed: Claimed, total: _Completed, items: Sequence[_Completed]
) -> Iterator[AuditFinding]:
    """Nothing where the 项 are not all of the fund, or where the budgets add up."""
    budgets = added(one.budget() for one in items)
    is_whole = not relations.disjoint(added(one.spent for one in items), total.spent)
    if is_whole and len(items) > 1 and relations.disjoint(budgets, total.budget()):
        slips = list(chain.from_iterable(map(partial(_slips_at, total, items), range(len(items) + 1))))
        yield from map(partial(_slip, claimed), slips) if len(slips) == 1 else [_doubt(claimed, total, items)]


def _slips_at(total: _Completed, items: Sequence[_Completed], at: int) -> Iterator[tuple[Claim, str]]:
    """What the rate at a place would be for the budgets to add up, where that is one slip of the pen away."""
    others = [*items[:at], *items[at + 1 :]]
    rest = added(one.budget() for one in others)
    one, budget = (items[at], total.budget() - rest) if at < len(items) else (total, rest)
    ought = one.rate_of(budget) if budget.low > 0 else NOTHING
    meant = next(filter(ought.holds, map(Decimal, _one_slip_away(one.rate.said.rstrip("%％")))), None)
    if meant is not None:
        yield one.rate, number_text(meant, one.rate.places)


def _one_slip_away(said: str) -> Iterator[str]:
    """All of the budget; what is said with one other digit, with two that changed places."""
    yield "100"
    for at, digit in product(range(len(said)), digits):
        if said[at] in digits and said[at] != digit:
            yield f"{said[:at]}{digit}{said[at + 1 :]}"
    for at in range(len(said) - 1):
        yield f"{said[:at]}{said[at + 1]}{said[at]}{said[at + 2 :]}"


def _slip(claimed: Claimed, slip: tuple[Claim, str]) -> AuditFinding:
    rate, ought = slip
    message = f"完成率写的是{rate.said}；照各项和合计的完成率推算预算数，只有这里是{ought}%才对得上"
    return _finding(claimed, rate, "确定", message, f"{ought}%")


def _doubt(claimed: Claimed, total: _Completed, items: Sequence[_Completed]) -> AuditFinding:
    budget = total.rate_of(added(one.budget() for one in items))
    ought = "～".join(dict.fromkeys(f"{number_text(end, 2)}%" for end in (budget.low, budget.high)))
    message = f"合计的完成率写的是{total.rate.said}；照各项的完成率推算预算数再合计，是{ought}，其中有写错的"
    return _finding(claimed, total.rate, "疑问", message, ought)


def _finding(claimed: Claimed, rate: Claim, certainty: Certainty, message: str, ought: str) -> AuditFinding:
    place, quote = claimed.place(rate), claimed.quote(rate)
    return AuditFinding("AU21", certainty, NAMES["AU21"], place, quote, message, rate.said, ought, fix=_FIX)
