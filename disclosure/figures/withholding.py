"""不公开 — what is marked as secret, and all that is made of it, loses its value before anything is printed.

So no table, sentence, chart, file of data or origin can print it: none of them ever has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from disclosure.figures.figure import Figure, Figures, Withheld
from disclosure.model import SecretPlace, Submission, covered

_CODE = re.compile(r"\.项\.(\d{3})(\d{2})\d{2}(?=\.|$)")
_OTHER_YEARS = ("上年数", "预算")  # what of a secret figure's is not given there is not given for its sake
_LEVELS: Mapping[str | None, str] = {"并入款": r"项\.{0}{1}", "并入类": r"(?:项|款)\.{0}"}
_TOTALS = "不公布合计"

Covers = Callable[[str], bool]


def withheld(figures: Figures, submission: Submission) -> Figures:
    """不公开 — the figures without the values of those secret or made of such; totals stated (核定数) stay."""
    marks, of_units = submission.withheld, tuple(_marks_of_units(submission))
    if not (marks or of_units):
        return figures
    marked = _with_same({id for id, figure in figures.items() if _is_marked(figure, marks)}, figures)
    merged = {id for id, figure in figures.items() if any(covers(figure.name) for covers in _merged(marks))}
    with_totals = _of_kind(marks, _TOTALS)
    totals = _made_of(figures, {id for id in marked if _is_marked(figures[id], with_totals)})
    barred = frozenset(marked.union(merged, totals))
    lacking = frozenset(_lacking(figures, [*marked, *_unknown(figures, of_units)]))
    hidden = _hidden(figures, barred, lacking)
    names = {figures[id].name for id in hidden} | {mark.name for mark in (*marks, *of_units)} | lacking
    by_id = {id: hidden.get(id, figure) for id, figure in figures.items()}
    known = Withheld({id: figures[id] for id in hidden}, frozenset(names), frozenset(marked), barred)
    tails = tuple(tail for tail in figures.tails if not known.has(tail.name))
    return replace(figures, by_id=by_id, tails=tails, withheld=known)


def reach(mark: SecretPlace) -> str:
    """所及 — the place that a mark is about: the outermost one where nothing of it is published."""
    return mark.name.partition(".")[0] if mark.treatment == "整处不公开" else mark.name


def _of_kind(marks: Iterable[SecretPlace], treatment: str) -> tuple[SecretPlace, ...]:
    return tuple(mark for mark in marks if mark.treatment == treatment)


def _marks_of_units(submission: Submission) -> Iterator[SecretPlace]:
    for unit in submission.units.values():
        yield from (*unit.withheld, *_marks_of_units(unit))


def _is_marked(figure: Figure, marks: Iterable[SecretPlace]) -> bool:
    places = tuple(map(reach, marks))
    return any(covered(name, places) for name in (figure.name, *figure.paths))


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


def _merged(marks: Iterable[SecretPlace]) -> Iterator[Covers]:
    """What stands no longer by itself where an 项 is told within its 款 or 类."""
    for mark in marks:
        level, code = _LEVELS.get(mark.treatment), _CODE.search(mark.name)
        if level and code:
            yield re.compile(rf".*\.{level.format(*code.groups())}.*").fullmatch  # type: ignore[misc]


def _made_of(figures: Figures, ids: set[str]) -> Iterator[str]:
    """These figures and all that are made of them."""
    found = set(ids)
    for id, figure in figures.items():
        if id in found or not found.isdisjoint(figure.inputs):
            found.add(id)
            yield id


def _unknown(figures: Figures, marks: tuple[SecretPlace, ...]) -> Iterator[str]:
    """What a unit withholds is not known of the department; a sum that it states itself is its own matter."""
    return (id for id, figure in figures.items() if figure.value is None and _is_marked(figure, marks))


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
        depends = not (tells.isdisjoint(figure.inputs) and lacking.isdisjoint((*figure.missing, *figure.paths)))
        if id in barred or (depends and not figure.stated):
            asked = tuple(path for path in figure.missing if path not in lacking and id not in barred)
            found[id] = replace(figure, value=None, missing=asked or (figure.name,))
            tells |= {id} if figure.value != 0 else set()  # that nothing was added hides no sum
    return found
