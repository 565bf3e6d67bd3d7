"""批复汇总表 — the totals of many departments as their finance office lists them, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from disclosure import terms
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files, place_names, ratified_facts
from disclosure.loading.listing_sheets import matrices
from disclosure.loading.published import Cell
from disclosure.loading.ratified_facts import Facts
from disclosure.loading.ratified_listing import Listing, bare, listed
from disclosure.loading.reading_state import Data, Loc, nested
from disclosure.model import RATIFIED, RatifiedTotals, Submission, faults, ratified_amounts
from disclosure.model.shape import of
from disclosure.model.typed_words import NONE, is_none_of_whole
from disclosure.money import Unit, half_width, number_text

_NOT_FOUND = "没有找到批复数：表头要有“单位名称”和批复数的各栏（本年收入、本年支出、年末结转和结余……）"


@dataclass(frozen=True, slots=True)
class RatifiedTable(Mapping[str, RatifiedTotals]):
    """批复汇总表 — by the department's name; where each amount stands, in which unit; heads not used.

    `facts` are the cells of a department's row that tell the year, the date, the number of its 批复.
    """

    file: str
    unit: Unit
    totals: Mapping[str, RatifiedTotals]
    sources: Mapping[str, Mapping[str, Source]]
    facts: Mapping[str, Facts]
    remarks: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> RatifiedTotals:
        return self.totals[bare(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.totals)

    def __len__(self) -> int:
        return len(self.totals)

    def about(self, body: str) -> RatifiedTable:
        """有关的几行 — the table with those rows alone whose name holds this one, or is held in it."""
        called = bare(body)
        names = [name for name in self.totals if called in name or name in called]
        return replace(
            self,
            totals={name: self.totals[name] for name in names},
            sources={name: self.sources[name] for name in names},
            facts={name: self.facts[name] for name in names},
        )

    def given_to(self, submission: Submission) -> Submission:
        """附上批复数 — the submission with the totals of its department; one that is not listed is told.

        Raises InputError where the department's own 批复数 say otherwise.
        """
        name = next(filter(self.totals.__contains__, _own_names(submission)), None)
        if name is None:
            return submission.with_remarks((*submission.remarks, self._not_listed(submission)))
        facts = self.facts[name]
        if problems := [*ratified_facts.otherwise(facts, submission), *self._otherwise(submission, name)]:
            raise InputError(problems)
        both = {**ratified_amounts(submission.ratified_totals), **ratified_amounts(self.totals[name])}
        tree = nested({tuple(path.split(".")[1:]): f"{amount:f}" for path, amount in both.items()})
        own = {"单位": (submission.ratified_totals or RatifiedTotals(unit=self.unit)).unit}
        totals = RatifiedTotals.model_validate(tree).model_copy(update=own)
        made = submission.with_ratified(totals, self.sources[name], self.unit)
        made = ratified_facts.given_to(facts, made)
        return made.with_remarks((*submission.remarks, *self.remarks))

    def _not_listed(self, submission: Submission) -> str:
        name = submission.department.full_name
        return f"{self.file}里没有“{name}”这个部门{terms.near(name, list(self.totals))}"

    def _otherwise(self, submission: Submission, name: str) -> Iterator[Problem]:
        """What the department's data say beside the table, and otherwise."""
        own = ratified_amounts(submission.ratified_totals)
        for path, amount in ratified_amounts(self.totals[name]).items():
            beside = own.get(path, amount)
            rounding = max(half_width(amount, self.unit), half_width(beside, submission.ratified_in(path)))
            if abs(beside - amount) > rounding:
                there = f"{self.sources[name][path]}是{_yuan(amount)}"
                message = f"填的是{_yuan(beside)}，{there}，请照批复文件改正抄错的一处"
                yield Problem(message, submission.source(path), path, place_names.called(path))


def read_ratified(path: Path | str, shown: str = "") -> RatifiedTable:
    """读取批复汇总表 — a workbook, web page or CSV with a row for each department; raises InputError.

    `shown` is what messages call it, else its path.
    """
    shown = shown or str(path)
    listings = list(filter(None, map(listed, matrices(Path(path), shown))))
    if len(listings) != 1:
        found = "有几张表都像批复汇总表，请只留一张" if listings else _NOT_FOUND
        raise data_files.fault(found, shown)
    return _by_name(listings[0], shown)


def _by_name(listing: Listing, shown: str) -> RatifiedTable:
    totals: dict[str, RatifiedTotals] = {}
    places: dict[str, Cell] = {}
    sources: dict[str, Mapping[str, Source]] = {}
    facts: dict[str, Facts] = {}
    problems: list[Problem] = []
    for name, row in listing.entries():
        cells, facts[bare(name.text)] = ratified_facts.split(row)
        known = places.setdefault(bare(name.text), name)
        if known is not name:
            message = f"“{name.text}”列了两行，另一行在{known.source}，请只留一行"
            problems.append(Problem(message, name.source))
        problems += [Problem(cell.fault, cell.source) for cell in cells.values() if cell.fault]
        try:
            totals[bare(name.text)] = _row_totals(cells, listing.unit)
        except ValidationError as error:
            problems += _faults_of_row(error, cells)
        problems += ratified_facts.unreadable(facts[bare(name.text)])
        sources[bare(name.text)] = {f"{RATIFIED}.{item}": cell.source for item, cell in cells.items()}
    if problems:
        raise InputError(problems)
    remarks = [f"{shown}的“{'”“'.join(listing.unused)}”不是批复数的栏，没有用上"] if listing.unused else []
    return RatifiedTable(shown, listing.unit, totals, sources, facts, tuple(remarks))


def _row_totals(cells: Mapping[str, Cell], unit: Unit) -> RatifiedTotals:
    texts: dict[Loc, Data] = {tuple(item.split(".")): _text(cell) for item, cell in cells.items()}
    return RatifiedTotals.model_validate(nested(texts), context={"unit": unit})


def _text(cell: Cell) -> str:
    """A stroke in a cell of amounts is none."""
    return NONE if is_none_of_whole(cell.text) else cell.text


def _faults_of_row(error: ValidationError, cells: Mapping[str, Cell]) -> Iterator[Problem]:
    for fault in faults.faults(error, of(RatifiedTotals), faults.described_in_cell):
        path = f"{RATIFIED}.{fault.path}"
        source = cells[fault.path].source
        yield Problem(faults.sentence(fault), source, path, place_names.called(path))


def _own_names(submission: Submission) -> Iterator[str]:
    body = submission.department
    return map(bare, filter(None, (body.full_name, body.short_name)))


def _yuan(amount: Decimal) -> str:
    return f"{number_text(amount, 2)}元"
