"""不公开 — what is marked as secret, and all that is made of it, loses its value before anything is printed.

So no table, sentence, chart, file of data or origin can print it: none of them ever has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain, filterfalse

from disclosure import terms
from disclosure.classification import all_funds
from disclosure.deriving.figure import Figure, Figures, Withheld
from disclosure.interval import UNBOUNDED
from disclosure.model import SecretPlace, Submission, covered

_CODE = re.compile(r"\.项\.(\d{3})(\d{2})\d{2}(?=\.|$)")
_SUBJECT = re.compile(r"\.[项款]\.(\d+)")
_MERGING = ("并入款", "并入类")
_OTHER_YEARS = ("上年数", "预算")  # what of a secret figure's is not given there is not given for its sake
_NOTHING = re.compile("(?!)")
_ALL_FUNDS = re.compile(r"支出(?=\.[类款项]\.)")

Ids = Iterable[str]


def withheld(figures: Figures, submission: Submission) -> Figures:
    """不公开 — figures without the values of those secret or made of such; totals stated (核定数) stay."""
    own, of_units = submission.withheld, tuple(_marks_of_units(submission))
    return _taken_out(figures, own, of_units) if own or of_units else figures


def _marks_of_units(submission: Submission) -> Iterator[SecretPlace]:
    for unit in submission.units.values():
        yield from (*unit.withheld, *_marks_of_units(unit))


def _taken_out(
    figures: Figures, marks: tuple[SecretPlace, ...], of_units: tuple[SecretPlace, ...]
) -> Figures:
    marked = dict(chain.from_iterable(map(partial(_marked_by, figures), reversed(marks))))
    for_its_sake = chain.from_iterable(map(partial(_kept_back, figures), marks))
    unknown = chain.from_iterable(map(partial(_unknown_at, figures), of_units))
    barred = frozenset(chain(marked, for_its_sake))
    lacking = frozenset(
        chain.from_iterable(map(_left_empty, map(figures.__getitem__, chain(marked, unknown))))
    )
    hidden = dict(_hidden(figures, barred, lacking))
    places = (mark.name for mark in (*marks, *of_units))
    names = frozenset(chain(places, lacking, (figures[id].name for id in hidden)))
    merged = frozenset(chain.from_iterable(map(partial(_merged_codes, figures), marks)))
    known = Withheld({id: figures[id] for id in hidden}, names, marked, barred, merged)
    tails = tuple(tail for tail in figures.tails if not known.has(tail.name))
    gone = set(map(figures.prints.get, barred))
    agreed = {print_: figure for print_, figure in figures.agreed.items() if print_ not in gone}
    public = replace(figures, tails=tails, agreed=agreed, withheld=known)
    return replace(public, by_id={**figures.by_id, **hidden})


def _marked_by(figures: Figures, mark: SecretPlace) -> Iterator[tuple[str, str]]:
    same = _with_same(figures, set(_below(figures, mark.name)))
    return ((id, mark.name) for id in chain(same, _approved_alike(figures, same)))


def _approved_alike(figures: Figures, ids: set[str]) -> Ids:
    """What an approved amount (核定数) of these was carried to: the same number by other names."""
    prints = set(filter(None, map(figures.prints.get, ids)))
    return (id for id, print_ in figures.prints.items() if print_ in prints and figures[id].stated)


def _below(figures: Figures, place: str) -> Ids:
    is_there = partial(covered, places=(place, *_of_each_fund(place)))
    return (id for id, figure in figures.items() if any(map(is_there, (figure.name, *figure.paths))))


def _of_each_fund(place: str) -> Iterator[str]:
    """What is secret of all spending on a subject is so of each fund's, with its budget and last year's."""
    nodes = (terms.chinese(fund.expenditure) for fund in all_funds())
    return (_ALL_FUNDS.sub(node, place) for node in nodes if _ALL_FUNDS.match(place))


def _with_same(figures: Figures, ids: set[str]) -> set[str]:
    """These, and what is the same number by another name: the only part of it that is not nothing."""
    for id in filter(ids.__contains__, reversed(list(figures))):
        parts = [part for part in figures[id].inputs if figures[part].value != 0]
        ids.update(filter(partial(_are_akin, id), parts if len(parts) == 1 else ()))
    return ids


def _are_akin(id: str, part: str) -> bool:
    """Of one place (“三公”经费 of a fund), or of one subject (an 项 of a fund)."""
    (root, _, tail), (other, _, end) = id.partition("."), part.partition(".")
    return root == other or tail == end


def _kept_back(figures: Figures, mark: SecretPlace) -> Ids:
    """What is not published for the sake of a secret, as its record says."""
    return _BY_TREATMENT[mark.treatment](figures, mark) if mark.treatment in _BY_TREATMENT else ()


def _sums_of_it(figures: Figures, mark: SecretPlace) -> Ids:
    """What is made of it."""
    found = set(dict(_marked_by(figures, mark)))
    for figure in figures.values():
        found.update(() if found.isdisjoint(figure.inputs) else [figure.id])
    return found


def _all_of_the_place(figures: Figures, mark: SecretPlace) -> Ids:
    return _below(figures, mark.name.partition(".")[0])


def _merged(levels: str, figures: Figures, mark: SecretPlace) -> Ids:
    """All that stands by itself below the 款 or 类 that a secret 项 is told within."""
    code = _CODE.search(mark.name)
    within = re.compile(levels.format(*code.groups())) if code else _NOTHING
    return (id for id, figure in figures.items() if within.search(figure.name))


def _merged_codes(figures: Figures, mark: SecretPlace) -> Ids:
    ids = _kept_back(figures, mark) if mark.treatment in _MERGING else ()
    return chain.from_iterable(_SUBJECT.findall(figures[id].name) for id in ids)


_BY_TREATMENT: Mapping[str | None, Callable[[Figures, SecretPlace], Ids]] = {
    "不公布合计": _sums_of_it,
    "整处不公开": _all_of_the_place,
    "并入款": partial(_merged, r"\.项\.{0}{1}"),
    "并入类": partial(_merged, r"\.(?:项|款)\.{0}"),
}


def _unknown_at(figures: Figures, mark: SecretPlace) -> Ids:
    """What a unit withholds is not known of the department; a sum that it states itself is its own matter."""
    return (id for id in _below(figures, mark.name) if figures[id].value is None)


def _left_empty(figure: Figure) -> Iterator[str]:
    """The places of the data that are left empty because a figure is secret, or should be: single lines."""
    empty = (path for path in figure.missing if not path.startswith(_OTHER_YEARS))
    return chain(empty, filter(_is_of_list, figure.paths if figure.value else ()))


def _is_of_list(path: str) -> bool:
    return "[" in path


def _hidden(
    figures: Figures, barred: Collection[str], lacking: frozenset[str]
) -> Iterator[tuple[str, Figure]]:
    """By id, without value; a figure that lacks something else too still asks for that.

    A part of which there is nothing is hidden, but says nothing of the sums that it stands in.
    """
    telling: set[str] = set()
    for id, figure in figures.items():
        made_of = {*figure.inputs} & telling or lacking & {*figure.missing, *figure.paths}
        if id in barred or (made_of and not figure.stated):
            telling |= {id} if made_of or figure.value != 0 else set()
            yield id, _without_value(figure, figure.missing if id in barred else lacking)


def _without_value(figure: Figure, settled: Collection[str]) -> Figure:
    asked = tuple(filterfalse(settled.__contains__, figure.missing))
    return replace(figure, value=None, missing=asked or (figure.name,), bounds=UNBOUNDED)
