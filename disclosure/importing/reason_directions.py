"""原因与增减 — an import notes how figures went while a reason stood there, and tells which turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disclosure import deriving, terms
from disclosure.checks import CheckSet
from disclosure.checks import turned_reasons as checks
from disclosure.deriving import Figures
from disclosure.loading.place_names import called
from disclosure.model import Submission
from disclosure.model.noted_directions import Written


def noted(
    then: Submission | None, before: Mapping[str, Written], declared: CheckSet
) -> Mapping[str, Written]:
    """记下 — each reason with how its figures go; what was noted of the same words before stays."""
    # 原因.三公经费: 接待增加, 三公经费.增减额 2.00 → 增减: (三公经费.增减额, 增加)
    if then is None:
        return before
    derived = deriving.derive(then)
    written = {}
    for reason in checks.spoken(then):
        known = before.get(reason.path, Written(reason.text, {}))
        kept = known.directions if known.text == reason.text else {}
        written[reason.path] = Written(reason.text, {**_directions(reason, derived, declared), **kept})
    return {path: one for path, one in written.items() if one.directions}


def _directions(reason: checks.Spoken, derived: Figures, declared: CheckSet) -> dict[str, tuple[str, str]]:
    names = {role: declared.compared(role, node) for role, node in reason.nodes.items()}
    going = {role: checks.direction(role, derived.value(name)) for role, name in names.items()}
    return {role: (terms.chinese(names[role]), way) for role, way in going.items() if way}


def told(now: Submission | None) -> Iterator[str]:
    """说明 — the reasons to be written anew, with file, line or cell."""
    if now is None:
        return
    for turn in checks.turned(now, deriving.derive(now)):
        sources = filter(None, map(now.source, checks.places(now, turn.path)))
        yield f"{called(turn.path)}是{turn.then}时写的，现在是{turn.now}（{'、'.join(map(str, sources))}）"
