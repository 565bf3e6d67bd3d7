"""持平 — amounts of last year that a document tells by saying that nothing has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from disclosure.auditing.claims import Claim
from disclosure.auditing.general_reader import node_called, subject_in
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.sentences import Sentence
from disclosure.auditing.shapes import folded
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.learning.stated_values import value_of
from disclosure.terms import chinese

_LEVEL = re.compile(
    r"(?P<about>.*?)(?:与|和|同|较|比)(?P<year>20\d\d|上)年度?(?:决算)?(?:数|支出)?(?:相比)?"
    r"(?:持平|相同|一致|无(?:增减)?变化|没有变化)"
)
_FINAL = ".final"


def of_last_year(claimed: Claimed) -> dict[str, Value]:
    """上年数 — by Chinese name, of what is said to be as it was; last year's is this year's."""
    # 政府性基金预算财政拨款支出0万元。与上年持平。 → 政府性基金预算财政拨款支出.上年数 0
    finals = [claim for claim in claimed.claims if claim.is_sure and claim.figure.endswith(_FINAL)]
    by_figure = {claim.figure: claim for claim in reversed(finals)}
    first_of_block = {claim.block: claim for claim in reversed(finals)}
    level = (_same(one, by_figure, first_of_block) for one in _said_to_be_level(claimed))
    return {
        _last_years_name(claim): value_of(claim, claimed.place(claim).source) for claim in filter(None, level)
    }


def _said_to_be_level(claimed: Claimed) -> Iterator[tuple[Sentence, str]]:
    """Clauses that say so of last year, with the words before."""
    years = ("上", str(claimed.identity.year - 1))
    found = ((one, _LEVEL.match(folded(one.text).text)) for one in claimed.sentences)
    return ((one, said["about"]) for one, said in found if said and said["year"] in years)


def _same(
    level: tuple[Sentence, str], by_figure: Mapping[str, Claim], first_of_block: Mapping[int, Claim]
) -> Claim | None:
    """What the clause names; where it names nothing, what the paragraph began with."""
    sentence, about = level
    if not subject_in(about):
        return first_of_block.get(sentence.passage.block)
    return by_figure.get(f"{node_called(about, sentence.passage.heading)}{_FINAL}")


def _last_years_name(claim: Claim) -> str:
    return chinese(f"{claim.figure.removesuffix(_FINAL)}.prior")
