"""核对导入 — what was read against the program's own rules, against the data before, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from disclosure import api, figures, terms
from disclosure.errors import DisclosureError, InputError
from disclosure.importing import store
from disclosure.importing.found import ZERO, Value
from disclosure.load import read
from disclosure.load.reading import Loc
from disclosure.model import Submission
from disclosure.money import Unit, number_text

_OWN = ("格式版本", "模板", "单位", "年度", "部门")


def contradicted(values: Mapping[Loc, store.Entry], known: Mapping[str, Value], unit: Unit) -> Iterator[str]:
    """表间不符 — what the entries make by the program's own rules, against every figure that was read."""
    try:
        made = figures.derive(_submission(values, unit))
    except ValueError as error:  # a count below 0, an amount beyond 13 digits
        yield f"读到的数不合要求，请核对：{error}"
        return
    for name, value in known.items():
        figure = made.get(_identifier(name))
        if figure is None or figure.value is None or abs(figure.value - value.amount) <= figure.slack + value.half:
            continue
        read_, derived = number_text(value.amount, 2), number_text(figure.value, 2)
        yield f"{value.sources[0]} 的“{name}”是 {read_} 元，由读到的其他数推算是 {derived} 元，请核对"


def _submission(values: Mapping[Loc, store.Entry], unit: Unit) -> Submission:
    data = store.tree({loc: text for loc, (text, _) in values.items() if loc[0] not in _OWN})
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
