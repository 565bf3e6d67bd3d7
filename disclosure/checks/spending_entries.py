"""支出各行 — rules over lines of expenditure and income as entered: sign, amount and 款, twice the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from decimal import Decimal
from itertools import chain

from disclosure import terms
from disclosure.checks.book import said
from disclosure.checks.check_programs import Hit, Scene, needed, numbered, together
from disclosure.classification import all_natures
from disclosure.model import ExpenditureLine, IncomeLine, Submission
from disclosure.model.lines import FISCAL
from disclosure.money import sum_known

_LISTS = ("income", "expenditure")
_ELIMINATED = frozenset(nature.entered for nature in all_natures() if nature.eliminated)


def negatives(scene: Scene) -> Iterator[Hit]:
    """负数 — money spent is not below zero; a refund of former years changes the balance carried over."""
    for path, line in _spent(scene.submission):
        below = () if line.nature in _ELIMINATED else _below_zero(line)
        for code, amount in below:
            place = f"{path}.金额" if code is None else f"{path}.款.{code}"
            yield Hit((place,), said(amount, "元"), "0.00元", f"这一笔支出是负数：{said(amount, '元')}")


def _below_zero(line: ExpenditureLine) -> Iterator[tuple[str | None, Decimal]]:
    return ((code, amount) for code, amount in line.by_section if amount is not None and amount < 0)


def totals(scene: Scene) -> Iterator[Hit]:
    """金额与款 — where a line says both its amount and its 款, these add up to it."""
    for path, line in _spent(scene.submission):
        added = sum_known(line.section.values()) if line.section is not None else None
        if line.amount is None or added is None:
            continue
        places = (f"{path}.金额", *_section_places(path, line))
        rounding = scene.submission.slack(places[0], line.amount) * len(places)
        if abs(line.amount - added) > rounding:
            stated, expected = said(line.amount, "元"), said(added, "元")
            yield Hit(places, stated, expected, f"金额填{stated}，各款相加{expected}，印出的是各款相加的数")


def _section_places(path: str, line: ExpenditureLine) -> Iterator[str]:
    return (f"{path}.款.{code}" for code in line.section or ())


def doubled(scene: Scene) -> Iterator[Hit]:
    """同一行录两遍 — two lines that are the same in everything."""
    for field in _LISTS:
        first: dict[Hashable, str] = {}
        for number, line in numbered(getattr(scene.submission, field)):
            path = f"{terms.chinese(field)}[{number}]"
            before = first.setdefault(_content(line), path)
            if before != path:
                yield Hit(
                    (path, before), _said_of_line(line), "", f"“{_said_of_line(line)}”与前面的一行完全相同"
                )


def unnamed(scene: Scene) -> Iterator[Hit]:
    """没有项目名称 — where projects are named, each that fiscal money was spent on is: 绩效 is kept by it."""
    lines = list(_fiscal_projects(scene.submission))
    needed(_keeps_projects(scene, lines), "没有写项目名称的")
    return together(_unnamed(path, scene.book.called(path)) for path, line in lines if not line.project)


def _fiscal_projects(submission: Submission) -> Iterator[tuple[str, ExpenditureLine]]:
    lines = _spent(submission)
    return (each for each in lines if each[1].nature == "项目" and each[1].fund in FISCAL)


def _keeps_projects(scene: Scene, lines: list[tuple[str, ExpenditureLine]]) -> bool:
    of_performance = scene.performance.assessed_projects or scene.performance.projects
    return bool(of_performance) or any(line.project for _, line in lines)


def _unnamed(path: str, called: str) -> Hit:
    message = f"{called}是项目支出，没有写项目名称，对不上绩效里的项目"
    return Hit((f"{path}.项目名称",), "没有写", "", message)


def _spent(submission: Submission) -> Iterator[tuple[str, ExpenditureLine]]:
    lines = needed(submission.expenditure, "没有支出")
    return ((f"支出[{number}]", line) for number, line in numbered(lines))


def _content(line: ExpenditureLine | IncomeLine) -> Hashable:
    values = line.model_dump()
    section = values.pop("section", None) or {}
    return tuple(chain(values.items(), sorted(section.items())))


def _said_of_line(line: ExpenditureLine | IncomeLine) -> str:
    match line:
        case IncomeLine():
            return f"{line.item} {line.source}"
        case _:
            return " ".join(filter(None, (line.item, line.nature, line.project)))
