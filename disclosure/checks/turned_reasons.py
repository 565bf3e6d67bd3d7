"""转向的原因 — reasons that were written for a rise where the figure now falls, or the other way.

An import notes how each figure went while its reason stood beside it (`Submission.written`). The reason is in
question as long as it has the same words and the figure goes another way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from disclosure import terms
from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.figures import Figures
from disclosure.model import Cause, Submission
from disclosure.money import number_text

CHANGE, BUDGET = "增减", "预算"
_DIRECTIONS = {CHANGE: ("减少", "没有增减", "增加"), BUDGET: ("小于预算", "等于预算", "大于预算")}
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


class Spoken(NamedTuple):
    """一条原因 — its key path, its words, and the nodes of figures that it explains: 增减, 预算 or both."""

    path: str
    text: str
    nodes: Mapping[str, str]


class Turn(NamedTuple):
    """转向 — a reason, how its figures went when it was written, how they go now."""

    path: str
    then: str
    now: str


def spoken(submission: Submission) -> Iterator[Spoken]:
    """各条原因 — every reason that was given."""
    reasons = submission.reasons
    for field in type(reasons).model_fields:
        given, path = getattr(reasons, field), f"原因.{terms.chinese(field)}"
        if isinstance(given, tuple):
            yield Spoken(path, _words(given), _nodes(field, alone=reasons.sangong_completion is None))
    for code, causes in (reasons.completion or {}).items():
        path = f"原因.{terms.chinese('completion')}.{code}"
        yield Spoken(path, _words(causes), {BUDGET: f"general_expenditure.item.{code}"})


def _nodes(field: str, *, alone: bool) -> Mapping[str, str]:
    """三公经费 speaks of the budget too, as long as 三公经费预算完成 does not."""
    change = {CHANGE: _CHANGES[field]} if field in _CHANGES else {}
    budget = {BUDGET: "sangong"} if field == "sangong_completion" or (field == "sangong" and alone) else {}
    return {**change, **budget}


def _words(causes: tuple[Cause, ...]) -> str:
    """The words without blanks and line breaks, which say nothing."""
    said = (one.cause + ("" if one.amount is None else number_text(one.amount, 2)) for one in causes)
    return "".join("；".join(said).split())


def direction(role: str, value: Decimal | None) -> str:
    """方向 — of a change (增加) or of what was spent against the budget (大于预算); empty where it is not known."""
    return "" if value is None else _DIRECTIONS[role][1 + (value > 0) - (value < 0)]


def turned(submission: Submission, figures: Figures) -> Iterator[Turn]:
    """转向的原因 — each with both directions."""
    for one in spoken(submission):
        written = submission.written.get(one.path)
        if written is None or written.text != one.text:
            continue
        known = [
            (then, direction(role, figure.value))
            for role, (name, then) in written.directions.items()
            if role in one.nodes and (figure := figures.named(name)) is not None
        ]
        changed = [(then, now) for then, now in known if now and now != then]
        if changed:
            yield Turn(one.path, "、".join(then for then, _ in changed), "、".join(now for _, now in changed))


def places(submission: Submission, path: str) -> tuple[str, ...]:
    """所在 — the reason and, where its causes stand in cells of their own, each of these."""
    if submission.source(path) is not None:
        return (path,)
    cause = terms.chinese("cause")
    return (path, *(one for one in submission.places() if one.startswith(f"{path}[") and one.endswith(cause)))


def reasons(scene: Scene) -> Iterator[Hit]:
    """原因与增减 — no reason of a rise explains a fall."""
    facts = scene.book.facts
    if not facts.submission.written:
        raise NotApplicable("导入之前没有填原因")
    for turn in turned(facts.submission, facts.figures):
        message = f"{turn.path}是{turn.then}时写的，现在是{turn.now}，请改写"
        yield Hit(places(facts.submission, turn.path), turn.now, "", message)
