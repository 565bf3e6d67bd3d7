"""来历 — what the working edition tells about each figure: formula in words, inputs, file and line."""

from __future__ import annotations

from collections.abc import Mapping

from disclosure.document import Origin
from disclosure.figures import Figure
from disclosure.packs.printer import Printer
from disclosure.packs.vocabulary import Facts

_SHOWN_INPUTS = 8


def origins(facts: Facts, printer: Printer) -> Mapping[str, Origin]:
    """全部来历 — of every figure that has a value, and of every entered count by its key path."""
    derived = {id: _origin(figure, facts, printer) for id, figure in facts.figures.items() if figure.value is not None}
    entered = {path: Origin(path, source=source) for path, source in _entered(facts).items() if path not in derived}
    return derived | entered


def _origin(figure: Figure, facts: Facts, printer: Printer) -> Origin:
    inputs = [_input(facts.figures[id], printer) for id in figure.inputs[:_SHOWN_INPUTS]]
    places = [_place(path, facts) for path in figure.paths[:_SHOWN_INPUTS]]
    formula = figure.said() if figure.formula else ""
    return Origin(figure.name, formula, tuple(inputs), "；".join(places))


def _input(figure: Figure, printer: Printer) -> str:
    if figure.value is None:
        return f"{figure.name}：无"
    shown = (
        printer.amount_text(figure.value, "万元") + "万元" if figure.unit == "元" else f"{figure.value.normalize():f}"
    )
    return f"{figure.name}：{shown}"


def _place(path: str, facts: Facts) -> str:
    source = facts.submission.source(path)
    return f"{path}（{source}）" if source else path


def _entered(facts: Facts) -> Mapping[str, str]:
    return {path: str(source) for path, source in facts.submission._sources.items()}
