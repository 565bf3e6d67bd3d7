"""原因与增减 — an import notes how figures went while a reason stood beside them, and tells which have turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from disclosure import figures, terms
from disclosure.checks import turned_reasons as checks
from disclosure.model import Submission
from disclosure.model.noted_directions import Written
from disclosure.packs.templating.wording import slots

_SECTIONS = {  # where a document gives the reason: a section may compare in its own way
    "grand_total": "total",
    "fiscal_grand_total": "fiscal_total",
    "general_expenditure": "general",
    "sangong": "sangong",
    "agency_running_cost": "running_cost",
    "meeting_cost": "meetings",
    "training_cost": "meetings",
}
_SLOTS = {
    checks.CHANGE: ("比较", "对照"),
    checks.BUDGET: ("预算", "口径"),
}  # of the wording: compared with what
_COMPARED = {"上年": "change", "年初预算": "against_opening.change", "全年预算": "against_adjusted.change"}


def noted(
    then: Submission | None, before: Mapping[str, Written], wording: Mapping[str, Any]
) -> Mapping[str, Written]:
    """记下 — each reason with how its figures go; what was noted of the same words before stays."""
    if then is None:
        return before
    derived = figures.derive(then)
    found = {}
    for one in checks.spoken(then):
        names = {role: f"{node}.{_compared(role, node, wording)}" for role, node in one.nodes.items()}
        now = {
            role: (terms.chinese(name), checks.direction(role, derived.value(name)))
            for role, name in names.items()
        }
        known = before.get(one.path)
        kept = known.directions if known and known.text == one.text else {}
        found[one.path] = Written(one.text, {**{role: pair for role, pair in now.items() if pair[1]}, **kept})
    return {path: written for path, written in found.items() if written.directions}


def _compared(role: str, node: str, wording: Mapping[str, Any]) -> str:
    words = slots(wording, _SECTIONS[node.partition(".")[0]])
    group, slot = _SLOTS[role]
    return _COMPARED.get(words[group][slot], "change")


def told(now: Submission | None) -> Iterator[str]:
    """说明 — the reasons to be written anew, with file, line or cell."""
    if now is None:
        return
    for turn in checks.turned(now, figures.derive(now)):
        sources = filter(None, map(now.source, checks.places(now, turn.path)))
        yield f"{turn.path}是{turn.then}时写的，现在是{turn.now}（{'、'.join(map(str, sources))}）"
