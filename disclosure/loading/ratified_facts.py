"""批复的年度、日期、文号 — what a row of a 批复汇总表 says besides amounts, beside what the data say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from unicodedata import normalize

from pydantic import ValidationError

from disclosure import terms
from disclosure.chinese_dates import days_named
from disclosure.errors import Problem
from disclosure.loading import place_names
from disclosure.loading.published import Cell
from disclosure.loading.ratified_listing import bare
from disclosure.model import Submission, faults
from disclosure.model.department import Publication
from disclosure.model.shape import of

Facts = Mapping[str, Cell]

_YEAR = "年度"
_YEAR_FORM = re.compile(r"(\d{4})(?:年度?)?")
_BRACKETS = re.compile(r"[()\[\]〔〕【】]")


def split(cells: Mapping[str, Cell]) -> tuple[Mapping[str, Cell], Facts]:
    """分开 — the cells of a row: amounts of the 批复, and what else it says of it."""
    facts = {item: _dated(cell) for item, cell in cells.items() if item == _YEAR or item in _FIELDS}
    return {item: cell for item, cell in cells.items() if item not in facts}, facts


def _dated(cell: Cell) -> Cell:
    """A cell of dates says a day: only as a number it is none."""
    return replace(cell, text=cell.day, fault="") if cell.day else cell


def unreadable(facts: Facts) -> Iterator[Problem]:
    """读不懂的 — a cell that holds nothing sound, a year or a date that is none."""
    unsound = [Problem(cell.fault, cell.source) for cell in facts.values() if cell.fault]
    yield from unsound or _no_year_or_date(facts)


def _no_year_or_date(facts: Facts) -> Iterator[Problem]:
    year = facts.get(_YEAR)
    if year and not _year_of(year):
        yield Problem(f"“{year.text}”不是年度，请写成 2023 这样的四位数", year.source)
    said = {item: cell.text for item, cell in facts.items() if item in _FIELDS}
    try:
        Publication.model_validate(said, context={})
    except ValidationError as error:
        for fault in faults.faults(error, of(Publication), faults.described_in_cell):
            path = _path(fault.path)
            yield Problem(faults.sentence(fault), facts[fault.path].source, path, place_names.called(path))


def otherwise(facts: Facts, submission: Submission) -> Iterator[Problem]:
    """与数据不一样的 — a table of another year, another date or number than the data say."""
    year = facts.get(_YEAR)
    if year and _year_of(year) != str(submission.year):
        of_data = f"{submission.year}年度"
        message = f"这一行是{_year_of(year)}年度的批复，数据是{of_data}的，请换{of_data}的批复汇总表"
        yield Problem(message, year.source)
    for item, (field, same) in _FIELDS.items():
        own, cell = getattr(submission.publication, field), facts.get(item)
        if own and cell and not same(own, cell.text):
            message = f"填的是“{own}”，{cell.source}是“{cell.text}”，请照批复文件改正抄错的一处"
            path = _path(item)
            yield Problem(message, submission.source(path), path, place_names.called(path))


def given_to(facts: Facts, submission: Submission) -> Submission:
    """附上 — the submission with the date and the number that it does not say itself."""
    publication = submission.publication
    lacking = {item: cell for item, cell in facts.items() if item in _FIELDS and not _said(publication, item)}
    if not lacking:
        return submission
    update = {_FIELDS[item][0]: cell.text for item, cell in lacking.items()}
    sources = {_path(item): cell.source for item, cell in lacking.items()}
    return submission.with_publication(publication.model_copy(update=update), sources)


def _said(publication: Publication, item: str) -> bool:
    return bool(getattr(publication, _FIELDS[item][0]))


def _path(item: str) -> str:
    return f"{terms.chinese('publication')}.{item}"


def _year_of(cell: Cell) -> str:
    found = _YEAR_FORM.fullmatch(bare(cell.text))
    return found[1] if found else ""


def _same_day(first: str, second: str) -> bool:
    """The same day, or a day of the month that the other names."""
    (start, end), (since, until) = days_named(first), days_named(second)
    return start <= until and since <= end


def _same_number(first: str, second: str) -> bool:
    """A number in whichever brackets: 〔2024〕, [2024]."""
    plain, other = (_BRACKETS.sub("", bare(normalize("NFKC", text))) for text in (first, second))
    return plain == other


_FIELDS: Mapping[str, tuple[str, Callable[[str, str], bool]]] = {
    "批复日期": ("approved_on", _same_day),
    "批复文号": ("approval_number", _same_number),
}
