"""转向的原因 — reasons that were written for a rise where the figure now falls, or the other way.

An import notes how each figure went while its reason stood beside it (`Submission.written`). The reason is in
question as long as it has the same words and the figure goes another way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from disclosure import terms
from disclosure.checks.book import ZERO
from disclosure.checks.check_programs import Hit, Scene, needed
from disclosure.deriving import Figures
from disclosure.deriving.budget_completion import funds_of_budgets
from disclosure.model import Cause, Reasons, Submission
from disclosure.model.noted_directions import Written
from disclosure.money import number_text

CHANGE, BUDGET = "增减", "预算"
_UNWRITTEN = Written("", {})
_DIRECTIONS = {  # falling, level, rising
    CHANGE: ("减少", "没有增减", "增加"),
    BUDGET: ("小于预算", "等于预算", "大于预算"),
}
_CHANGES = {  # reason → node of figures whose change it explains
    "grand_total": "grand_total",
    "fiscal_grand_total": "fiscal_grand_total",
    "general_expenditure": "general_expenditure",
    "sangong": "sangong",
    "overseas_travel": "sangong.overseas_travel",
    "vehicles": "sangong.vehicles",
    "official_reception": "sangong.official_reception",
    "agency_running_cost": "agency_running_cost",
    "meeting_cost": "meeting_cost",
    "training_cost": "training_cost",
}
COMPLETIONS = {  # reason → node of figures whose budget it speaks of
    "general_expenditure_completion": "general_expenditure",
    "sangong_completion": "sangong",
}


class Spoken(NamedTuple):
    """一条原因 — its key path, its words, and the nodes of figures that it explains: 增减, 预算 or both.

    One told `in_amounts` says with their signs which cause went which way.
    """

    path: str
    text: str
    nodes: Mapping[str, str]
    in_amounts: bool = False


class Turn(NamedTuple):
    """转向 — a reason, how its figures went when it was written, how they go now."""

    path: str
    then: str
    now: str


def spoken(submission: Submission) -> Iterator[Spoken]:
    """各条原因 — every reason that was given."""
    reasons = submission.reasons
    of_sangong = "sangong" if reasons.sangong_completion is None else "sangong_completion"
    budgets = {**COMPLETIONS, of_sangong: "sangong"}
    for field, causes in given_causes(reasons):
        path = f"原因.{terms.chinese(field)}"
        yield Spoken(path, _bare_words(causes), _nodes(field, budgets), _in_amounts(causes))
    by_item = reasons.completion or {}
    for code, fund in funds_of_budgets(by_item, submission).items():
        path, causes = f"原因.{terms.chinese('completion')}.{code}", by_item[code]
        nodes = {BUDGET: f"{fund.expenditure}.item.{code}"}
        yield Spoken(path, _bare_words(causes), nodes, _in_amounts(causes))


def given_causes(reasons: Reasons) -> Iterator[tuple[str, tuple[Cause, ...]]]:
    """填了的事由 — by field of the reasons."""
    for field in type(reasons).model_fields:
        causes = getattr(reasons, field)
        if isinstance(causes, tuple):
            yield field, causes


def _nodes(field: str, budgets: Mapping[str, str]) -> Mapping[str, str]:
    """三公经费 speaks of the budget too, as long as 三公经费预算完成 does not."""
    roles = ((CHANGE, _CHANGES), (BUDGET, budgets))
    return {role: nodes[field] for role, nodes in roles if field in nodes}


def _in_amounts(causes: tuple[Cause, ...]) -> bool:
    return any(cause.amount is not None for cause in causes)


def _bare_words(causes: tuple[Cause, ...]) -> str:
    """The words and amounts without blanks and line breaks, which say nothing."""
    return "".join("；".join(map(_cause_words, causes)).split())


def _cause_words(cause: Cause) -> str:
    return cause.cause if cause.amount is None else cause.cause + number_text(cause.amount, 2)


def direction(role: str, value: Decimal | None) -> str:
    """方向 — of a change (增加) or of what was spent against the budget (大于预算); empty where not known."""
    if value is None:
        return ""
    return _DIRECTIONS[role][1 + int(value.compare(ZERO))]


def turned(submission: Submission, figures: Figures) -> Iterator[Turn]:
    """转向的原因 — each with both directions."""
    for reason in spoken(submission):
        written = submission.written.get(reason.path, _UNWRITTEN)
        if written.text == reason.text:
            changed = dict(_changed(reason, written, figures))  # no word is said of both 增减 and 预算
            if changed:
                yield Turn(reason.path, "、".join(changed), "、".join(changed.values()))


def _changed(reason: Spoken, written: Written, figures: Figures) -> Iterator[tuple[str, str]]:
    """How a figure of the reason went when it was written, and how it goes now, where that is another way."""
    for role, (name, then) in written.directions.items():
        figure = figures.named(name)
        now = direction(role, figure.value) if figure else then
        if role in reason.nodes and now not in ("", then):
            yield then, now


def places(submission: Submission, path: str) -> tuple[str, ...]:
    """所在 — the reason and, where its causes stand in cells of their own, each of these."""
    if submission.source(path) is not None:
        return (path,)
    first, last = f"{path}[", terms.chinese("cause")
    cells = (place for place in submission.places() if place.startswith(first) and place.endswith(last))
    return (path, *cells)


def reasons(scene: Scene) -> Iterator[Hit]:
    """原因与增减 — no reason of a rise explains a fall."""
    submission = scene.submission
    needed(submission.written, "导入之前没有填原因")
    for turn in turned(submission, scene.book.facts.figures):
        message = f"{scene.book.called(turn.path)}是{turn.then}时写的，现在是{turn.now}，请改写"
        yield Hit(places(submission, turn.path), turn.now, "", message)
