"""核对导入 — what was read against the program's own rules, against the data before, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from disclosure import api, figures
from disclosure.errors import DisclosureError, InputError
from disclosure.figures import Figure
from disclosure.importing import import_file
from disclosure.importing.reading.read_table import ZERO, Said, Value
from disclosure.load import read, validation
from disclosure.load.reading_state import Data, Loc, Reading, nested, path_of
from disclosure.model import Submission
from disclosure.money import Unit, number_text

_LISTS = {"支出", "收入"}


@dataclass(slots=True)
class Settled:
    """核对结果 — 核定数 for totals that differ from their rounded parts, and for what only a table says.

    `contradictions` no rounding explains; `submission` is what the entries make with 核定数, None where they are
    not what data may be.
    """

    stated: dict[Loc, Said] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)
    submission: Submission | None = None


def settle(drafted: Mapping[Loc, Said], known: Mapping[str, Value], year: int) -> Settled:
    """核对 — what the entries make by the program's own rules, against every figure that was read."""
    settled = Settled()
    try:
        settled.submission = _submission(drafted, known, year)
        made = figures.derive(settled.submission)
        for name, value in known.items():
            figure = made.named(name)
            if figure is not None and _differs(figure, value) and not _tail(figure, value):
                settled.contradictions.append(_said(name, value, figure))
        while new := {**_tails(made, known, settled), **_only_shown(made, known)}:
            settled.stated.update(new)
            settled.submission = _submission({**drafted, **settled.stated}, known, year)
            made = figures.derive(settled.submission)
    except InputError as error:  # a count below 0, an amount beyond 13 digits
        settled.contradictions += [f"读到的数不合要求，请核对：{problem}" for problem in error.problems]
    return settled


def _tails(made: figures.Figures, known: Mapping[str, Value], settled: Settled) -> dict[Loc, Said]:
    """An approved total changes those above it, so that these are looked at again."""
    return {
        ("核定数", name): (value, value)
        for name, value in known.items()
        if (figure := made.named(name)) is not None
        and _differs(figure, value)
        and _tail(figure, value)
        and ("核定数", name) not in settled.stated
    }


def _only_shown(made: figures.Figures, known: Mapping[str, Value]) -> dict[Loc, Said]:
    """What the lines do not give and a table shows; what follows from it is looked at again.

    Where a whole list is not known its rows are not either, and a total must not stand without them.
    """
    unknown = {
        figure.id: name
        for name in known
        if (figure := made.named(name)) is not None and figure.missing and not _LISTS & set(figure.missing)
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


def _submission(drafted: Mapping[Loc, Said], known: Mapping[str, Value], year: int) -> Submission:
    """In the tables' own unit, so that what rounding allows is known; raises InputError with the cells."""
    unit: Unit = "万元" if any(value.half for value in known.values()) else "元"
    data = nested({loc: text for loc, (text, _) in import_file.entries(drafted, unit).items()})
    own: dict[str, Data] = {"模板": "-", "单位": unit, "年度": str(year), "部门": {"全称": "-"}}
    sources = {path_of(loc): value.sources[0] for loc, (_, value) in drafted.items() if value.sources}
    reading = Reading("", sources=sources)
    made = validation.validate({**data, **own}, reading)
    if made is None:
        raise InputError(reading.problems)
    return made


def readable(folder: Path) -> Submission | None:
    """读得出的数据 — of a folder, None where it cannot be read yet."""
    try:
        return read(folder)
    except InputError:
        return None


def outcome(folder: Path) -> tuple[Submission | None, tuple[str, ...]]:
    """读回 — the folder's data as they stand now, and what a document of them still lacks, or why there is none yet."""
    data = None
    try:
        data = read(folder)
        return data, api.compose(data, draft=True, roots=[folder / api.PACKS_FOLDER]).missing
    except InputError as error:
        return data, tuple(str(problem) for problem in error.problems)
    except DisclosureError as error:
        return data, (str(error),)
