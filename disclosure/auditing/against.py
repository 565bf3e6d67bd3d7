"""对照什么 — files that documents are held against: last year’s, the budget, data; raises InputError."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

from disclosure import deriving, sources
from disclosure.auditing import budget_document
from disclosure.auditing.audit import claimed_of
from disclosure.auditing.budget_document import Budget
from disclosure.auditing.claims import Claim
from disclosure.auditing.comparing.comparand import Comparand, Said, in_wan
from disclosure.auditing.identity import is_budget
from disclosure.auditing.published_claims import Claimed, identifier_of
from disclosure.auditing.relations import interval
from disclosure.deriving import Figure
from disclosure.interval import Interval
from disclosure.loading import place_names
from disclosure.loading import read as read_data
from disclosure.loading.place_names import PlaceNames
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.model import Submission
from disclosure.money import number_text
from disclosure.sources import DocumentSource, PackChoice, named_pack

_DATA = (".yaml", ".yml", ".json")
_PLACES = 2
_CENT_OF_WAN = Decimal(100)  # 元


def comparand(
    source: Submission | DocumentSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()
) -> Comparand:
    """对照的一方 — a published document of final accounts or of a budget, or the data of a department."""
    if isinstance(source, Submission):
        return _of_data(source, source.department.full_name)
    if not isinstance(source, bytes) and _is_data(Path(source)):
        return _of_data(read_data(source), Path(source).name)
    named = named_pack(pack, roots)
    return _of_document(sources.document(source), named.name, named.roots)


def _is_data(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in _DATA


def _of_document(document: PublishedDocument, pack: str, roots: Iterable[Path]) -> Comparand:
    if is_budget(document):
        return _said_by_budget(budget_document.of_document(document), document.name)
    claimed = claimed_of(document, pack=pack, roots=roots)
    identity = claimed.identity
    return Comparand("决算", document.name, identity.year, identity.bodies, _said_by_document(claimed))


def _said_by_budget(budget: Budget, file: str) -> Comparand:
    """年初预算 of each figure that final accounts have, too."""
    named = ((identifier_of(name), amount) for name, amount in budget.amounts.items())
    said = {figure: Said(_as_printed(amount), in_wan(amount), file) for figure, amount in named if figure}
    return Comparand("预算", file, budget.identity.year, budget.identity.bodies, said)


def _as_printed(amount: Decimal) -> Interval:
    """What has no single 元 may have been rounded to 万元 with two decimals."""
    half = Decimal(0) if amount % _CENT_OF_WAN else _CENT_OF_WAN / 2
    return Interval(amount - half, amount + half)


def _said_by_document(claimed: Claimed) -> Mapping[str, Said]:
    """Of what is said more than once and otherwise, either may be right."""
    by_figure: dict[str, list[Claim]] = defaultdict(list)
    for claim in claimed.claims:
        by_figure[claim.figure if claim.is_sure else ""].append(claim)
    by_figure.pop("", None)
    return {figure: _said_of_figure(claims, claimed) for figure, claims in by_figure.items()}


def _said_of_figure(claims: list[Claim], claimed: Claimed) -> Said:
    first, between = claims[0], list(map(interval, claims))
    hull = Interval(min(one.low for one in between), max(one.high for one in between))
    return Said(hull, first.said, str(claimed.place(first).source))


def _of_data(submission: Submission, called: str) -> Comparand:
    """Each figure that is known; names of files as the data call them."""
    derived = deriving.derive(submission)
    names = place_names.of_submission(submission)
    said = dict(_figures_said(derived.values(), partial(_in_data, called, names)))
    return Comparand("数据", called, submission.year, (submission.department.full_name,), said)


def _in_data(file: str, names: PlaceNames, figure: Figure) -> str:
    return f"{file} {names.name(figure.name)}"


def _figures_said(found: Iterable[Figure], place: Callable[[Figure], str]) -> Iterator[tuple[str, Said]]:
    for figure in found:
        if figure.value is not None:
            between = Interval(figure.value - figure.slack, figure.value + figure.slack)
            yield figure.id, Said(between, _figure_shown(figure), place(figure))


def _figure_shown(figure: Figure) -> str:
    value = figure.value or Decimal(0)
    match figure.unit:
        case "元":
            return in_wan(value)
        case "%":
            return f"{number_text(value, _PLACES)}%"
        case _:
            return number_text(value, 0)
