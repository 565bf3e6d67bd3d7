"""核对导入 — what was read against the program's own rules, against the data before, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from disclosure import api, figures, terms
from disclosure.errors import DisclosureError, InputError
from disclosure.figures import Figure
from disclosure.importing import store
from disclosure.importing.found import ZERO, Value
from disclosure.load import read
from disclosure.load.reading import Loc
from disclosure.model import Submission
from disclosure.money import Unit, number_text

Drafted = Mapping[Loc, tuple[str | Value, Value]]
Stated = dict[Loc, tuple[str | Value, Value]]
_LISTS = {"支出", "收入"}


@dataclass(slots=True)
class Settled:
    """核对结果 — 核定数 for totals that differ from their rounded parts, and for what only a table says;
    what no rounding explains.
    """

    stated: Stated = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)


def settle(drafted: Drafted, known: Mapping[str, Value], year: int) -> Settled:
    """核对 — what the entries make by the program's own rules, against every figure that was read."""
    settled = Settled()
    try:
        made = figures.derive(submission(drafted, known, year))
        for name, value in known.items():
            figure = made.get(_identifier(name))
            if figure is not None and _differs(figure, value) and not _tail(figure, value):
                settled.contradictions.append(_said(name, value, figure))
        while new := {**_tails(made, known, settled), **_only_shown(made, known)}:
            settled.stated.update(new)
            made = figures.derive(submission({**drafted, **settled.stated}, known, year))
    except ValueError as error:  # a count below 0, an amount beyond 13 digits
        settled.contradictions.append(f"读到的数不合要求，请核对：{error}")
    return settled


def _tails(made: figures.Figures, known: Mapping[str, Value], settled: Settled) -> Stated:
    """An approved total changes those above it, so that these are looked at again."""
    return {
        ("核定数", name): (value, value)
        for name, value in known.items()
        if (figure := made.get(_identifier(name))) is not None
        and _differs(figure, value)
        and _tail(figure, value)
        and ("核定数", name) not in settled.stated
    }


def _only_shown(made: figures.Figures, known: Mapping[str, Value]) -> Stated:
    """What the lines do not give and a table shows; what follows from it is looked at again.

    Where a whole list is not known its rows are not either, and a total must not stand without them.
    """
    unknown = {
        figure.id: name
        for name in known
        if (figure := made.get(_identifier(name))) is not None and figure.missing and not _LISTS & set(figure.missing)
    }
    lowest = [name for id, name in unknown.items() if not any(part in unknown for part in made[id].inputs)]
    return {("核定数", name): (known[name], known[name]) for name in lowest}


def _differs(figure: Figure, value: Value) -> bool:
    return figure.value is not None and figure.value != value.amount


def _tail(figure: Figure, value: Value) -> bool:
    """Whether rounding explains the difference."""
    return abs((figure.value or ZERO) - value.amount) <= figure.slack + value.half


def _said(name: str, value: Value, figure: Figure) -> str:
    read_, derived = number_text(value.amount, 2), number_text(figure.value or ZERO, 2)
    place = "、".join(map(str, value.sources[:1]))
    return f"{place} 的“{name}”是 {read_} 元，由读到的其他数推算是 {derived} 元，请核对"


def submission(drafted: Drafted, known: Mapping[str, Value], year: int) -> Submission:
    """成为数据 — in the tables' own unit, so that what rounding allows is known."""
    unit: Unit = "万元" if any(value.half for value in known.values()) else "元"
    data = store.tree({loc: text for loc, (text, _) in store.entries(drafted, unit).items()})
    own = {"模板": "-", "单位": unit, "年度": str(year), "部门": {"全称": "-"}}
    return Submission.model_validate({**data, **own}, context={"unit": unit})


def _identifier(name: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError:
        return ""


def readable(folder: Path) -> Submission | None:
    """读得出的数据 — of a folder, None where it cannot be read yet."""
    try:
        return read(folder)
    except InputError:
        return None


def missing(folder: Path) -> tuple[str, ...]:
    """待填 — what a document of this folder still lacks, or why the folder cannot be read yet."""
    try:
        return api.compose(folder, draft=True).missing
    except InputError as error:
        return tuple(str(problem) for problem in error.problems)
    except DisclosureError as error:
        return (str(error),)
