"""核对导入 — what was read against the program's own rules, against the data before, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
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


@dataclass(slots=True)
class Settled:
    """核对结果 — totals that differ from their rounded parts (核定数), and what no rounding explains."""

    stated: dict[Loc, tuple[str | Value, Value]] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)


def settle(drafted: Mapping[Loc, tuple[str | Value, Value]], known: Mapping[str, Value]) -> Settled:
    """核对 — what the entries make by the program's own rules, against every figure that was read."""
    settled = Settled()
    try:
        made = figures.derive(_submission(drafted, known))
        for name, value in known.items():
            figure = made.get(_identifier(name))
            if figure is not None and _differs(figure, value) and not _tail(figure, value):
                settled.contradictions.append(_said(name, value, figure))
        while new := dict(_tails(made, known, settled)):
            settled.stated.update(new)
            made = figures.derive(_submission({**drafted, **settled.stated}, known))
    except ValueError as error:  # a count below 0, an amount beyond 13 digits
        settled.contradictions.append(f"读到的数不合要求，请核对：{error}")
    return settled


def _tails(
    made: figures.Figures, known: Mapping[str, Value], settled: Settled
) -> Iterator[tuple[Loc, tuple[Value, Value]]]:
    """An approved total changes those above it, so that these are looked at again."""
    for name, value in known.items():
        figure = made.get(_identifier(name))
        if figure and _differs(figure, value) and _tail(figure, value) and ("核定数", name) not in settled.stated:
            yield ("核定数", name), (value, value)


def _differs(figure: Figure, value: Value) -> bool:
    return figure.value is not None and figure.value != value.amount


def _tail(figure: Figure, value: Value) -> bool:
    """Whether rounding explains the difference."""
    return abs((figure.value or ZERO) - value.amount) <= figure.slack + value.half


def _said(name: str, value: Value, figure: Figure) -> str:
    read_, derived = number_text(value.amount, 2), number_text(figure.value or ZERO, 2)
    place = "、".join(map(str, value.sources[:1]))
    return f"{place} 的“{name}”是 {read_} 元，由读到的其他数推算是 {derived} 元，请核对"


def _submission(drafted: Mapping[Loc, tuple[str | Value, Value]], known: Mapping[str, Value]) -> Submission:
    """In the tables' own unit, so that what rounding allows is known."""
    unit: Unit = "万元" if any(value.half for value in known.values()) else "元"
    data = store.tree({loc: text for loc, (text, _) in store.entries(drafted, unit).items()})
    own = {"模板": "-", "单位": unit, "年度": "2023", "部门": {"全称": "-"}}
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


def turned(then: Submission | None, now: Submission | None) -> Iterator[str]:
    """原因过时 — reasons for a change that went up and now goes down, or the other way."""
    if then is None or now is None:
        return
    before, after = figures.derive(then), figures.derive(now)
    for name in type(now.reasons).model_fields:
        old, new = before.value(f"{name}.change") or ZERO, after.value(f"{name}.change") or ZERO
        if getattr(now.reasons, name) is not None and _sign(old) != _sign(new):
            said = f"增减由 {number_text(old, 2)} 元变为 {number_text(new, 2)} 元，方向变了"
            yield f"原因.{terms.chinese(name)}：{said}"


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def missing(folder: Path) -> tuple[str, ...]:
    """待填 — what a document of this folder still lacks, or why the folder cannot be read yet."""
    try:
        return api.compose(folder, draft=True).missing
    except InputError as error:
        return tuple(str(problem) for problem in error.problems)
    except DisclosureError as error:
        return (str(error),)
