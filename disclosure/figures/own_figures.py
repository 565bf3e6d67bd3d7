"""自有数据 — figures of facts that a pack declares, and figures that its formulas make of any others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from disclosure import classification, terms
from disclosure import formula as formulas
from disclosure.errors import PackError
from disclosure.figures import subject_ids
from disclosure.figures.ledger import Ledger
from disclosure.figures.partly_known import EITHER_SIGN
from disclosure.model import Submission
from disclosure.model.own_data import ADDED, COUNTED, NUMBERS, OwnFact, OwnFormula

_CODES = (3, 5, 7)  # digits of the codes of subjects
_ECONOMIC = "3"  # what their codes begin with


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算自有数据 — a figure of each amount and number; of a list how many rows it has, and its sums."""
    for fact in submission.own.declared.own_data:
        value = submission.own.value(fact.name)
        if fact.kind == "列表":
            _listed(ledger, fact, value, submission)
        elif fact.kind in NUMBERS:
            _ENTERED[fact.kind](ledger, fact.path, {fact.path: value}, submission)


def _listed(ledger: Ledger, fact: OwnFact, rows: tuple[Any, ...] | None, submission: Submission) -> None:
    number = None if rows is None else len(rows)
    ledger.count(terms.identifier(fact.path + COUNTED), fact.path, number)
    for column in fact.columns:
        if column.kind in NUMBERS:
            places = enumerate(rows or (), 1)
            cells = {f"{fact.path}[{at}].{column.name}": getattr(row, column.name) for at, row in places}
            given = {fact.path: None} if rows is None else cells
            _ENTERED[column.kind](ledger, f"{fact.path}{ADDED}.{column.name}", given, submission)


def _enter_amounts(
    ledger: Ledger, name: str, given: dict[str, Decimal | None], submission: Submission
) -> None:
    unit = submission.own.unit
    ledger.enter(terms.identifier(name), given.items(), unit=unit, each=EITHER_SIGN.each)


def _enter_numbers(ledger: Ledger, name: str, given: dict[str, int | None], _: Submission) -> None:
    known = [number for number in given.values() if number is not None]
    missing = tuple(path for path, number in given.items() if number is None)
    whole = next(iter(given), name)
    ledger.count(terms.identifier(name), whole, None if missing else sum(known), missing=missing)


_ENTERED: dict[str, Any] = {"金额": _enter_amounts, "数量": _enter_numbers}


def derive_formulas(ledger: Ledger, submission: Submission) -> None:
    """推算公式 — in the order of their declaration, behind all other figures."""
    for formula in submission.own.declared.formula:
        _define(ledger, formula, submission)


def _define(ledger: Ledger, formula: OwnFormula, submission: Submission) -> None:
    id, parsed = terms.identifier(formula.path), _parsed(formula)
    meant = {name: _meant(name, formula, ledger) for name in formulas.names(parsed)}
    absent = [part for part in meant.values() if part not in ledger]
    if lacking := tuple(dict.fromkeys(_lacking(absent, submission))):
        ledger.unknown(id, *lacking, within=EITHER_SIGN)
        return
    shown = {name: part if part in ledger else _nothing(part, ledger) for name, part in meant.items()}
    made = formulas.with_names(parsed, shown.__getitem__)
    ledger.define(id, _as_text(made), formula.measure)


def _as_text(formula: formulas.Formula) -> str:
    """In brackets where it looks like a sum of figures, each once, and is not."""
    text, parts = formulas.written(formula), list(dict.fromkeys(formulas.names(formula)))
    return text if text.split(" + ") == parts or not formulas.is_sum(text) else f"({text})"


def _parsed(formula: OwnFormula) -> formulas.Formula:
    try:
        return formulas.parse(formula.expression)
    except formulas.FormulaError as error:
        raise PackError(f"facts.toml 公式“{formula.name}”：{error}") from error


def _meant(name: str, formula: OwnFormula, ledger: Ledger) -> str:
    """The id of a figure, or one that a subject without money would have."""
    try:
        id = terms.identifier(name)
        if id in ledger or (subject_ids.above(id) or id) in ledger:
            return id
    except KeyError:
        pass
    near = terms.near(name, ledger.names())
    raise PackError(f"facts.toml 公式“{formula.name}”：没有名为“{name}”的数{near}")


def _lacking(absent: list[str], submission: Submission) -> Iterator[str]:
    """What must be known first to say that nothing was spent: that there is such a subject, and all 款."""
    for code in map(subject_ids.code, absent):
        known = classification.subject_of(code, submission.year, submission.own_subjects)
        if not (known or code in submission.subject_names):
            yield f"科目名称.{code}"
        if code.startswith(_ECONOMIC):
            lines = enumerate(submission.expenditure or (), 1)
            yield from (f"支出[{number}].款" for number, line in lines if line.section is None)


def _nothing(id: str, ledger: Ledger) -> str:
    """0 where what stands above is known; else it is that which is not known."""
    above = subject_ids.above(id) or id
    return "0" if ledger[above].value is not None else above
