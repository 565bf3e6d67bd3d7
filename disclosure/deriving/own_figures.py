"""自有数据 — figures of facts that a pack declares, and figures that its formulas make of any others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, filterfalse
from typing import Any

from disclosure import classification, terms
from disclosure import formula as formulas
from disclosure.deriving import subject_ids
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.partly_known import EITHER_SIGN
from disclosure.errors import PackError
from disclosure.interval import NON_NEGATIVE, Interval
from disclosure.model import Submission
from disclosure.model.own_data import ADDED, COUNTED, NUMBERS, OwnColumn, OwnFact, OwnFormula
from disclosure.money import total

Cells = dict[str, Any]  # amounts or numbers by key path
_ECONOMIC = "3"  # what their codes begin with


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算自有数据 — a figure of each amount and number; of a list how many rows it has, and its sums."""
    for fact in submission.own.declared.own_data:
        _FIGURES.get(fact.kind, _no_figure)(ledger, fact, submission)


def _no_figure(_ledger: Ledger, _fact: OwnFact, _submission: Submission) -> None:
    """A text, a choice, a date."""


def _one_figure(ledger: Ledger, fact: OwnFact, submission: Submission) -> None:
    _ENTERED[fact.kind](ledger, fact.path, {fact.path: submission.own.value(fact.name)}, submission)


def _list_figures(ledger: Ledger, fact: OwnFact, submission: Submission) -> None:
    rows = submission.own.value(fact.name)
    number = None if rows is None else len(rows)
    ledger.count(terms.identifier(fact.path + COUNTED), fact.path, number)
    for column in filter(_holds_numbers, fact.columns):
        name = f"{fact.path}{ADDED}.{column.name}"
        _ENTERED[column.kind](ledger, name, _cells(fact.path, column.name, rows), submission)


def _holds_numbers(column: OwnColumn) -> bool:
    return column.kind in NUMBERS


def _cells(path: str, column: str, rows: Sequence[Any] | None) -> Cells:
    """What stands in a column, by key path; the list as a whole where it is not known."""
    cells = {f"{path}[{at}].{column}": getattr(row, column) for at, row in enumerate(rows or (), 1)}
    return {path: None} if rows is None else cells


def _enter_amounts(ledger: Ledger, name: str, cells: Cells, submission: Submission) -> None:
    unit = submission.own.unit
    ledger.enter(terms.identifier(name), cells.items(), unit=unit, each=EITHER_SIGN.each)


def _enter_numbers(
    ledger: Ledger, name: str, cells: Cells, _: Submission, each: Interval = NON_NEGATIVE
) -> None:
    missing = tuple(path for path, number in cells.items() if number is None)
    value = None if missing else total(filter(None, cells.values()))
    ledger.count(terms.identifier(name), next(iter(cells), name), value, missing=missing, each=each)


_enter_decimals = partial(_enter_numbers, each=EITHER_SIGN.each)


_ENTERED: Mapping[str, Callable[..., None]] = {
    "金额": _enter_amounts,
    "数量": _enter_numbers,
    "数值": _enter_decimals,
}
_FIGURES: Mapping[str, Callable[[Ledger, OwnFact, Submission], None]] = {
    **dict.fromkeys(NUMBERS, _one_figure),
    "列表": _list_figures,
}


def derive_formulas(ledger: Ledger, submission: Submission) -> None:
    """推算公式 — in the order of their declaration, behind all other figures."""
    declared = submission.own.declared.formula
    for figure in chain.from_iterable(formula.figures for formula in declared):
        _define(ledger, figure, submission)


def _define(ledger: Ledger, formula: OwnFormula, submission: Submission) -> None:
    id, parsed = terms.identifier(formula.path), _formula_of(formula)
    meant = {name: _meant(name, formula, ledger) for name in formulas.names(parsed)}
    lacking = tuple(
        dict.fromkeys(_unknown_subjects(filterfalse(ledger.__contains__, meant.values()), submission))
    )
    if lacking:
        ledger.unknown(id, *lacking, within=EITHER_SIGN)
    else:
        made = formulas.with_names(parsed, lambda name: _shown_in_formula(meant[name], ledger))
        ledger.define(id, _as_text(made), formula.measure)


def _as_text(formula: formulas.Formula) -> str:
    """In brackets where it looks like a sum of figures, each once, and is not."""
    text, parts = formulas.written(formula), list(dict.fromkeys(formulas.names(formula)))
    return text if text.split(" + ") == parts or not formulas.is_sum(text) else f"({text})"


def _formula_of(formula: OwnFormula) -> formulas.Formula:
    try:
        return formulas.parse(formula.expression)
    except formulas.FormulaError as error:
        raise PackError(f"facts.toml 公式“{formula.name}”：{error}") from error


def _meant(name: str, formula: OwnFormula, ledger: Ledger) -> str:
    """The id of a figure, or one that a subject without money would have."""
    id = _identifier(name)
    if {id, subject_ids.above(id)}.isdisjoint(ledger.present([id, subject_ids.above(id)])):
        near = terms.near(name, ledger.names())
        raise PackError(f"facts.toml 公式“{formula.name}”：没有名为“{name}”的数{near}")
    return id


def _identifier(name: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError:
        return name


def _unknown_subjects(absent: Iterable[str], submission: Submission) -> Iterator[str]:
    """What must be known first to say that nothing was spent: that there is such a subject, and all 款."""
    codes = list(map(subject_ids.code, absent))
    yield from (f"科目名称.{code}" for code in codes if not _is_subject(code, submission))
    if any(code.startswith(_ECONOMIC) for code in codes):
        yield from _without_section(submission)


def _is_subject(code: str, submission: Submission) -> bool:
    listed = classification.subject_of(code, submission.year, submission.own_subjects)
    return listed is not None or code in submission.subject_names


def _without_section(submission: Submission) -> Iterator[str]:
    lines = enumerate(submission.expenditure or (), 1)
    return (f"支出[{number}].款" for number, line in lines if line.section is None)


def _shown_in_formula(id: str, ledger: Ledger) -> str:
    """The figure; 0 where there is none and what stands above is known, else what is not known."""
    above = id if id in ledger else subject_ids.above(id)
    return above if above == id or ledger[above].value is None else "0"
