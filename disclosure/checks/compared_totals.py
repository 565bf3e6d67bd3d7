"""批复数 — each total of the 批复 beside what is printed of it; which is which, checks.toml says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from operator import attrgetter, itemgetter

from disclosure.checks.book import ZERO, Book, said, slack_of
from disclosure.checks.check_programs import Hit, Scene, Unchecked, needed, numbered
from disclosure.checks.check_report import RatifiedTotal, first_few
from disclosure.checks.identities import Side, side
from disclosure.deriving import Figures
from disclosure.forms.cell_names import find
from disclosure.model import RATIFIED, Submission, ratified_amounts
from disclosure.model.key_paths import amounts
from disclosure.money import SCALE, half_width, sum_known

_STATED = "核定数"
_NONE_GIVEN = "没有填批复数，合计没有同批复核对"
_NEARLY = Decimal("0.001")  # of a factor between two units
_FEW = 3


def compared(scene: Scene) -> Iterator[RatifiedTotal]:
    """逐项核对 — each total that the 批复 gives; what is withheld is not compared."""
    amounts = ratified_amounts(scene.submission.ratified_totals)
    for key, formula in scene.declared.ratified_totals.items():
        path, printed = f"{RATIFIED}.{key}", side(formula, {}, scene.book)
        if path in amounts and not _is_withheld(printed, scene.book.facts.figures):
            yield _beside(path, amounts[path], printed, scene.book)


def apart(scene: Scene) -> Iterator[Hit]:
    """批复数不符 — a total that is printed otherwise than ratified; a rounding tail is a note."""
    totals = tuple(compared(scene))
    _refuse_unknown(totals, scene)
    told = {hit.where[0] for hit in _stated_otherwise(scene)}
    standing = [one for one in totals if one.path not in told]
    yield from map(partial(_hit, scene.book), filter(attrgetter("is_wrong"), standing))
    yield from _tail(list(filter(attrgetter("is_tail"), standing)))


def stated_otherwise(scene: Scene) -> Iterator[Hit]:
    """批复数与核定数 — a total given in both places is the same."""
    needed(scene.submission.ratified_totals, "没有填批复数")
    needed(scene.submission.stated, "没有核定数")
    return _stated_otherwise(scene)


def _is_withheld(printed: Side, figures: Figures) -> bool:
    return any(figures.withheld.has(entry.name) for entry in printed.entries)


def _refuse_unknown(totals: tuple[RatifiedTotal, ...], scene: Scene) -> None:
    """Nothing is said of what nobody can compare yet, but where what can be compared is wrong."""
    if not ratified_amounts(scene.submission.ratified_totals):
        raise Unchecked(_NONE_GIVEN)
    missing = tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("missing"), totals))))
    if missing and not any(map(attrgetter("is_wrong"), totals)):
        raise Unchecked(scene.book.unchecked(missing)[1])


def _beside(path: str, amount: Decimal, printed: Side, book: Book) -> RatifiedTotal:
    names = tuple(map(attrgetter("name"), printed.entries))
    # A sum of several figures is none that a cell shows.
    shown = book.cells_by_figure.get("＋".join(names), ())
    return RatifiedTotal(
        path,
        book.facts.names.name(path),
        amount,
        names,
        printed.formula_said(),
        next((book[cell].label for cell in shown), ""),
        printed.interval.value,
        half_width(amount, book.facts.submission.ratified_in(path)),
        slack_of(printed.entries),
        tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("missing"), printed.entries)))),
    )


def _hit(book: Book, one: RatifiedTotal) -> Hit:
    ratified, printed = said(one.ratified, "元"), said(one.amount, "元")
    place = book.facts.names.place(one.path)
    sentence = f"{place}是{ratified}，公开的{one.called}{_in_cell(one)}是{printed}，{_by(one.difference)}"
    causes = filter(None, (likely(one, book) for likely in _LIKELY))
    return Hit((one.path, *one.names), printed, ratified, "；".join((sentence, *islice(causes, 1))))


def _in_cell(one: RatifiedTotal) -> str:
    return f"（{one.cell}）" if one.cell else ""


def _by(difference: Decimal) -> str:
    return f"{'多' if difference > 0 else '少'}{said(abs(difference), '元')}"


def _tail(totals: list[RatifiedTotal]) -> Iterator[Hit]:
    """All that only rounding sets apart, together."""
    if totals:
        listed = first_few("、", map(attrgetter("label"), totals))
        message = f"{listed}与公开的数的差在舍入尾差之内；要照批复印的，写在“{_STATED}”里"
        places = tuple(chain.from_iterable((one.path, *one.names) for one in totals))
        yield Hit(places, "", "", message, tail=True)


def _of_units(one: RatifiedTotal, book: Book) -> str:
    """A factor near ten thousand, one way or the other."""
    smaller, greater = sorted(map(abs, (one.ratified, one.amount)))
    if abs(greater - smaller * SCALE["万元"]) > greater * _NEARLY:
        return ""
    places = dict.fromkeys(map(book.facts.names.place, ("单位", f"{RATIFIED}.单位")))
    return f"相差一万倍，单位是不是写错了（元、万元）：{'、'.join(places)}"


def _of_rounded(one: RatifiedTotal, _: Book) -> str:
    """Copied in full from a 批复 that is in 万元."""
    rounded = half_width(one.ratified, "万元")
    fits = abs(one.difference) <= rounded and not one.ratified % (2 * rounded)
    return f"批复数像是万元数，是的请在“{RATIFIED}”的“单位”填万元" if fits else ""


def _of_lines(one: RatifiedTotal, book: Book) -> str:
    """An entered line of just this amount: typed twice, booked elsewhere, not the department's."""
    entered, sought = _entered(book.facts.submission), abs(one.difference)
    alike = (path for path, amount in entered if abs(abs(amount) - sought) <= one.allowed)
    places = first_few("、", map(book.facts.names.place, alike), _FEW)
    return f"差的正是{places}的金额" if places else ""


# 多半是什么原因，先看到的作数
_LIKELY: tuple[Callable[[RatifiedTotal, Book], str], ...] = (_of_units, _of_rounded, _of_lines)


def _entered(submission: Submission) -> Iterator[tuple[str, Decimal]]:
    """What each line of expenditure comes to, then every amount of the lists, by key path."""
    for number, line in numbered(submission.expenditure):
        yield f"支出[{number}]", sum_known(map(itemgetter(1), line.by_section)) or ZERO
    lists = {"支出": submission.expenditure, "收入": submission.income, "结转结余": submission.carryover}
    for path, amount in chain.from_iterable(amounts(lines, key) for key, lines in lists.items()):
        yield path.removesuffix(".金额"), amount


def _stated_otherwise(scene: Scene) -> Iterator[Hit]:
    stated, names = _figures_stated(scene), scene.book.facts.names
    for one in compared(scene):
        path, amount = stated.get(one.names, ("", one.ratified))
        rounding = max(one.allowed, half_width(amount, scene.submission.unit))
        if abs(one.ratified - amount) > rounding:
            ratified, printed = said(one.ratified, "元"), said(amount, "元")
            message = f"{names.place(one.path)}是{ratified}，{names.place(path)}是{printed}，同一个数填了两样"
            yield Hit((one.path, path), printed, ratified, message)


def _figures_stated(scene: Scene) -> Mapping[tuple[str, ...], tuple[str, Decimal]]:
    """核定数 by the figure that each names, or that the cell which it names shows."""
    book, stated = scene.book, scene.submission.stated
    labels = {name: book[name].label for name in filter(book.__contains__, book.cells)}
    shown = ((book.shown_by(find(key, labels) or "") or key, key) for key in stated)
    return {(figure,): (f"{_STATED}.{key}", stated[key]) for figure, key in shown}
