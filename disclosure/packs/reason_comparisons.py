"""原因说的比较 — with what a pack's sentences compare a figure, where they give the reason of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disclosure.checks.turned_reasons import BUDGET, CHANGE
from disclosure.packs.templating.values import Node
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
_SLOTS = {CHANGE: ("比较", "对照"), BUDGET: ("预算", "口径")}  # of the wording: compared with what
_COMPARED = {"上年": "change", "年初预算": "against_opening.change", "全年预算": "against_adjusted.change"}


def comparisons(wording: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """各处比什么 — by the figure and by 增减 or 预算."""
    return {figure: _compared(slots(wording, section)) for figure, section in _SECTIONS.items()}


def _compared(words: Node) -> dict[str, str]:
    return {role: _COMPARED.get(words[group][slot], "change") for role, (group, slot) in _SLOTS.items()}
