"""原因与增减 — an import notes how figures went while a reason stood there, and tells which turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from disclosure import figures, terms
from disclosure.checks import turned_reasons as checks
from disclosure.figures import Figures
from disclosure.load.place_names import called
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
    # 原因.三公经费: 接待增加, 三公经费.增减额 2.00 → 增减: (三公经费.增减额, 增加)
    if then is None:
        return before
    derived = figures.derive(then)
    written = {}
    for reason in checks.spoken(then):
        known = before.get(reason.path, Written(reason.text, {}))
        kept = known.directions if known.text == reason.text else {}
        written[reason.path] = Written(reason.text, {**_directions(reason, derived, wording), **kept})
    return {path: one for path, one in written.items() if one.directions}


def _directions(
    reason: checks.Spoken, derived: Figures, wording: Mapping[str, Any]
) -> dict[str, tuple[str, str]]:
    names = {role: f"{node}.{_comparison_of(role, node, wording)}" for role, node in reason.nodes.items()}
    going = {role: checks.direction(role, derived.value(name)) for role, name in names.items()}
    return {role: (terms.chinese(names[role]), way) for role, way in going.items() if way}


def _comparison_of(role: str, node: str, wording: Mapping[str, Any]) -> str:
    """The comparison that a section gives the reason of."""
    # 三公经费 where the pack compares with 年初预算 → against_opening.change
    words = slots(wording, _SECTIONS[node.partition(".")[0]])
    group, slot = _SLOTS[role]
    return _COMPARED.get(words[group][slot], "change")


def told(now: Submission | None) -> Iterator[str]:
    """说明 — the reasons to be written anew, with file, line or cell."""
    if now is None:
        return
    for turn in checks.turned(now, figures.derive(now)):
        sources = filter(None, map(now.source, checks.places(now, turn.path)))
        yield f"{called(turn.path)}是{turn.then}时写的，现在是{turn.now}（{'、'.join(map(str, sources))}）"
