"""重建 — a read document as facts: its claims where derived values would stand, its texts where typed ones.

A department-year is made up of the subjects that are claimed, with no amount filled in; what is derived from
it says which figure is the sum, the difference, the share of which. So the declared checks read a document
that somebody else wrote as they read the program's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial, reduce
from itertools import chain, product
from operator import attrgetter, itemgetter
from typing import Any

from disclosure import classification, deriving, terms
from disclosure.auditing import relations, stated_figures
from disclosure.auditing.claims import Claim
from disclosure.auditing.grammar import unnumbered
from disclosure.auditing.named_subjects import code_of
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, typed_texts
from disclosure.auditing.sentences import Sentence
from disclosure.classification import all_funds, fiscal_funds
from disclosure.deriving import Figure, Figures
from disclosure.document import Block, Document, Heading, Paragraph, Text
from disclosure.facts import Facts
from disclosure.interval import UNBOUNDED, Interval
from disclosure.loading import with_own_data
from disclosure.loading.published.blocks import PublishedDocument, PublishedText
from disclosure.model import Submission
from disclosure.money import in_unit

NOT_READ = "文件里没有"
_CODED = re.compile(r"(\w+)\.(?:item|section|class)\.(\d{3,7})\.")
_PROCURED = re.compile(r"procurement\.(awarded_\w+)\.final")
# Of these what follows from claims is as good as claimed; sums over subjects may lack some that nobody lists.
_FOLLOWS = re.compile(r"^(?!.*\.(?:class|section|item)\.).*\.prior$|^procurement\.")
_PURPOSE = re.compile(r"主要用于[：:]?([^。；;]+)")
# What typed text may not hold: signs of templates, and those that stand for what is printed.
_NOT_TYPED = re.compile("[{}\U000f0000-\U0010ffff\ud800-\udfff]")
_WHOLE = "expenditure"
_ITEM, _DEEPEST, _ZERO = 7, 4, Decimal(0)
_MOST_PLACES, _MOST = 4, Decimal(10) ** 14  # of 万元; 元
_OF_PACK = "own_data."


@dataclass(frozen=True, slots=True)
class Reconstructed:
    """重建的 — facts with what is surely claimed; the figures of the program and those that only the document
    states, without values; the intervals of all that follows from the claims."""

    facts: Facts
    figures: Figures
    known: relations.Known


def reconstructed(claimed: Claimed) -> Reconstructed:
    """重建 — submission, figures, the document."""
    sure = list(filter(attrgetter("is_sure"), claimed.claims))
    read = Submission.model_validate(_data(claimed, sure), context={"unit": "万元"})
    submission = with_own_data(read, claimed.chain.own_data, claimed.chain.name)
    derived = Figures({id: _as_told(figure) for id, figure in deriving.derive(submission).items()})
    stated = {claim.figure: claim for claim in reversed(sure)}
    all_figures = stated_figures.stated(sure, derived)
    known = relations.known(claimed.claims, all_figures)
    as_read = {id: _as_read(figure, stated.get(id), known) for id, figure in derived.items()}
    made = Document("公开的文件", "", tuple(_document_blocks(claimed.document)))
    facts = Facts(submission, Figures(as_read), (), claimed.chain.names, document=made)
    return Reconstructed(facts, all_figures, known)


def _as_told(figure: Figure) -> Figure:
    """What a pack makes of subjects holds where all of them are known, which a document does not tell."""
    return replace(figure, formula="", inputs=()) if figure.id.startswith(_OF_PACK) else figure


def _as_read(figure: Figure, claim: Claim | None, known: Mapping[str, Interval]) -> Figure:
    if claim is None:
        bounds = known.get(figure.id, UNBOUNDED) if _FOLLOWS.search(figure.id) else UNBOUNDED
        return replace(figure, value=None, missing=(NOT_READ,), bounds=bounds)
    exact = Interval.exactly(claim.value)
    return replace(figure, value=claim.value, slack=claim.half, missing=(), bounds=exact)


def _data(claimed: Claimed, sure: Sequence[Claim]) -> Mapping[str, Any]:
    year = claimed.identity.year
    return {
        "年度": str(year),
        "单位": "万元",
        "模板": claimed.chain.name,
        "部门": {"全称": _as_typed(next(iter(claimed.identity.bodies), "")) or "某单位"},
        "支出": list(_expenditure_lines(sure, year)),
        "政府采购": dict(_of_procurement(sure)),
        "各项用途": dict(chain.from_iterable(map(partial(_purpose, year), claimed.sentences))),
        "附件": list(map(_as_attachment, typed_texts(claimed.document))),
    }


def _purpose(year: int, one: Sentence) -> Iterator[tuple[str, str]]:
    """What an 项 is said to be for, in the paragraph that begins with its name."""
    said = _PURPOSE.findall(one.passage.text, one.clause.end)[:1]
    codes = (code_of(unnumbered(name), _ITEM, year) for name in filter(_is_item, _subjects_in(one)))
    return product(filter(None, codes), map(_as_typed, said))


def _can_be_entered(claim: Claim) -> bool:
    return claim.places <= _MOST_PLACES and abs(claim.value) < _MOST


def _as_typed(text: str) -> str:
    return _NOT_TYPED.sub("", text)


def _subjects_in(one: Sentence) -> Iterator[str]:
    return map(attrgetter("text"), one.clause.tokens)


def _is_item(name: str) -> bool:
    return "(项)" in name


def _of_procurement(sure: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Parts of 政府采购 that a form may sum up, as far as they are amounts that can be entered."""
    found = ((_PROCURED.fullmatch(claim.figure), claim.value) for claim in filter(_can_be_entered, sure))
    return ((terms.chinese(match[1]), f"{in_unit(value, '万元'):f}") for match, value in found if match)


def _expenditure_lines(sure: Sequence[Claim], year: int) -> Iterator[dict[str, str]]:
    """A line for each 项; of a 类 or 款 of which no 项 is claimed, for the first one below it."""
    taken: set[tuple[str, str]] = set()
    for fund, code in sorted(_subjects(sure), reverse=True):  # what is below a code comes before it
        item = _first_below(code, year)
        if item and (fund, code) not in taken:
            taken |= {(fund, item[:digits]) for digits in range(_ITEM)}
            yield {"项": item, "性质": "项目", "资金": fund}


def _subjects(sure: Sequence[Claim]) -> set[tuple[str, str]]:
    """Fund and code of each subject that is claimed to have money."""
    with_money = map(attrgetter("figure"), filter(attrgetter("value"), sure))
    named = map(partial(_fund_and_code, _funds_by_node(sure)), filter(None, map(_CODED.match, with_money)))
    return set(filter(itemgetter(0), named))


def _fund_and_code(funds: Mapping[str, str], match: re.Match[str]) -> tuple[str, str]:
    """The fund is empty where a node is none's expenditure."""
    return funds.get(match[1], ""), match[2]


def _funds_by_node(sure: Sequence[Claim]) -> Mapping[str, str]:
    """Where more is spent than the fiscal funds', any subject of the whole may have other money."""
    fiscal = {fund.expenditure: fund.name for fund in fiscal_funds()}
    (other,) = (fund.name for fund in all_funds() if not fund.fiscal)
    return fiscal if _is_fiscal_alone(sure, fiscal) else {**fiscal, _WHOLE: other}


def _is_fiscal_alone(sure: Sequence[Claim], fiscal: Iterable[str]) -> bool:
    """Whether one of the totals that are claimed is what the fiscal funds spend together."""
    together = _added_up(sure, list(map("{}.final".format, fiscal)))
    return any(map(partial(_may_equal, together), _stated_of(sure, f"{_WHOLE}.final")))


def _added_up(sure: Sequence[Claim], ids: Iterable[str]) -> Interval:
    """Of each figure what is claimed of it first; nothing where it is not."""
    firsts = (next(_stated_of(sure, id), Interval.exactly(_ZERO)) for id in ids)
    return reduce(Interval.__add__, firsts)


def _stated_of(sure: Iterable[Claim], id: str) -> Iterator[Interval]:
    return (relations.interval(claim) for claim in sure if claim.figure == id)


def _may_equal(one: Interval, other: Interval) -> bool:
    return not (one.below(other) or other.below(one))


@cache
def _first_below(code: str, year: int) -> str:
    below = (one.code for one in classification.functional_subjects(year) if len(one.code) == _ITEM)
    return code if len(code) == _ITEM else next((item for item in below if item.startswith(code)), "")


def _as_attachment(one: RunningText) -> dict[str, str]:
    """A text that is told by its number among the others."""
    return {"标题": str(one.block), "文字": _as_typed(one.text)}


def _document_blocks(document: PublishedDocument) -> Iterator[Block]:
    for number, block in enumerate(document.blocks):
        match block:
            case PublishedText(text=text, kind="heading", level=level):
                yield Heading(str(number), _level(level), (Text(text),))
            case PublishedText(text=text, kind="body" | "note"):
                yield Paragraph(str(number), (Text(text),))


def _level(level: int) -> Any:
    return min(max(level, 1), _DEEPEST)
