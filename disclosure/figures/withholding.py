"""不公开 — what is marked as secret, and all that is made of it, loses its value before anything is printed.

So no table, sentence, chart, file of data or origin can print it: none of them ever has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from disclosure.figures.figure import Figure, Figures, Withheld
from disclosure.model import SecretPlace, Submission, covered

_CODE = re.compile(r"\.项\.(\d{3})(\d{2})\d{2}(?=\.|$)")
_OTHER_YEARS = ("上年数", "预算")  # what of a secret figure's is not given there is not given for its sake
_LEVELS: Mapping[str | None, str] = {"并入款": r"项\.{0}{1}", "并入类": r"(?:项|款)\.{0}"}
_TOTALS, _WHOLE = "不公布合计", "整处不公开"


def withheld(figures: Figures, submission: Submission) -> Figures:
    """不公开 — the figures without the values of those secret or made of such; totals stated (核定数) stay."""
    marks, of_units = submission.withheld, tuple(_marks_of_units(submission))
    if not (marks or of_units):
        return figures
    marked = {id: mark.name for mark in reversed(marks) for id in _marked_by(mark, figures)}
    barred = frozenset(chain(marked, *(_kept_back(mark, figures) for mark in marks)))
    lacking = frozenset(_lacking(figures, [*marked, *_unknown(figures, of_units)]))
    hidden = _hidden(figures, barred, lacking)
    names = {figures[id].name for id in hidden} | {mark.name for mark in (*marks, *of_units)} | lacking
    by_id = {id: hidden.get(id, figure) for id, figure in figures.items()}
    known = Withheld({id: figures[id] for id in hidden}, frozenset(names), marked, barred)
    tails = tuple(tail for tail in figures.tails if not known.has(tail.name))
    return replace(figures, by_id=by_id, tails=tails, withheld=known)


def _marked_by(mark: SecretPlace, figures: Figures) -> set[str]:
    return _with_same({id for id, figure in figures.items() if _is_below(figure, mark.name)}, figures)


def _kept_back(mark: SecretPlace, figures: Figures) -> Iterable[str]:
    """What is not published for the sake of a secret, as its record says."""
    level, code = _LEVELS.get(mark.treatment), _CODE.search(mark.name)
    if mark.treatment == _TOTALS:
        return _made_of(figures, _marked_by(mark, figures))
    if mark.treatment == _WHOLE:
        return (id for id, figure in figures.items() if _is_below(figure, mark.name.partition(".")[0]))
    if level and code:
        within = re.compile(rf"\.{level.format(*code.groups())}")
        return (id for id, figure in figures.items() if within.search(figure.name))
    return ()


def _marks_of_units(submission: Submission) -> Iterator[SecretPlace]:
    for unit in submission.units.values():
        yield from (*unit.withheld, *_marks_of_units(unit))


def _is_below(figure: Figure, place: str) -> bool:
    return any(covered(name, (place,)) for name in (figure.name, *figure.paths))


def _with_same(ids: set[str], figures: Figures) -> set[str]:
    """These, and what is the same number by another name: the only part of it that is not nothing."""
    found = set(ids)
    for id in reversed(list(figures)):
        parts = [part for part in figures[id].inputs if figures[part].value != 0] if id in found else []
        found.update(part for part in parts[:1] if len(parts) == 1 and _are_akin(id, part))
    return found


def _are_akin(id: str, part: str) -> bool:
    """Of one place (“三公”经费 of a fund), or of one subject (an 项 of a fund)."""
    (root, _, tail), (other, _, end) = id.partition("."), part.partition(".")
    return root == other or tail == end


def _made_of(figures: Figures, ids: set[str]) -> Iterator[str]:
    """These figures and all that are made of them."""
    found = set(ids)
    for id, figure in figures.items():
        if id in found or not found.isdisjoint(figure.inputs):
            found.add(id)
            yield id


def _unknown(figures: Figures, marks: tuple[SecretPlace, ...]) -> Iterator[str]:
    """What a unit withholds is not known of the department; a sum that it states itself is its own matter."""
    places = [mark.name for mark in marks]
    unknown = ((id, figure) for id, figure in figures.items() if figure.value is None)
    return (id for id, figure in unknown if any(_is_below(figure, place) for place in places))


def _lacking(figures: Figures, ids: Iterable[str]) -> Iterator[str]:
    """The places of the data that are left empty because they are secret, or should be: single lines."""
    for figure in map(figures.__getitem__, ids):
        yield from (path for path in figure.missing if not path.startswith(_OTHER_YEARS))
        yield from (path for path in figure.paths if "[" in path and figure.value)


def _hidden(figures: Figures, barred: frozenset[str], lacking: frozenset[str]) -> dict[str, Figure]:
    """By id, without value; a figure that lacks something else too still asks for that."""
    found: dict[str, Figure] = {}
    tells: set[str] = set()
    for id, figure in figures.items():
        depends = not (
            tells.isdisjoint(figure.inputs) and lacking.isdisjoint((*figure.missing, *figure.paths))
        )
        if id in barred or (depends and not figure.stated):
            asked = tuple(path for path in figure.missing if path not in lacking and id not in barred)
            found[id] = replace(figure, value=None, missing=asked or (figure.name,))
            tells |= (
                {id} if depends or figure.value != 0 else set()
            )  # a sum says nothing of a part that is none
    return found
