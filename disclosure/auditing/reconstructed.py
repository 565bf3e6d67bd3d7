"""重建 — a read document as facts: its claims where derived values would stand, its texts where typed ones.

A department-year is made up of the subjects that are claimed, with no amount filled in; what is derived from
it says which figure is the sum, the difference, the share of which. So the declared checks read a document
that somebody else wrote as they read the program's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from disclosure import classification, figures
from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.classification import fiscal_funds
from disclosure.document import Block, Document, Heading, Paragraph, Text
from disclosure.facts import Facts
from disclosure.figures import Figure, Figures
from disclosure.interval import UNBOUNDED, Interval
from disclosure.load.published.blocks import PublishedDocument, PublishedTable, PublishedText
from disclosure.model import Submission

NOT_READ = "文件里没有"
_CODED = re.compile(r"^(\w+)\.(?:item|section|class)\.(\d{3,7})\.")
_TEMPLATE = re.compile(r"[{}]")
_ITEM = 7


def facts(claimed: Claimed) -> Facts:
    """重建 — submission, figures with what is surely claimed, and the document."""
    sure = [claim for claim in claimed.claims if claim.is_sure]
    submission = Submission.model_validate(_data(claimed, sure), context={"unit": "万元"})
    derived = figures.derive(submission)
    stated = {claim.figure: claim for claim in reversed(sure)}
    known = {id: _with_claim(figure, stated.get(id)) for id, figure in derived.items()}
    made = Document("公开的文件", "", tuple(_blocks(claimed)))
    return Facts(submission, Figures(known), (), claimed.chain.names, document=made)


def _with_claim(figure: Figure, claim: Claim | None) -> Figure:
    if claim is None:
        return replace(figure, value=None, missing=(NOT_READ,), bounds=UNBOUNDED)
    exact = Interval.exactly(claim.value)
    return replace(figure, value=claim.value, slack=claim.half, missing=(), bounds=exact)


def _data(claimed: Claimed, sure: Iterable[Claim]) -> Mapping[str, Any]:
    year, bodies = claimed.identity.year, claimed.identity.bodies
    return {
        "年度": str(year),
        "单位": "万元",
        "模板": claimed.chain.name,
        "部门": {"全称": bodies[0] if bodies else "某单位"},
        "支出": list(_lines(sure, year)),
        "附件": list(_texts(claimed.document)),
    }


def _lines(sure: Iterable[Claim], year: int) -> Iterator[dict[str, str]]:
    """A line for each 项; of a 类 or 款 of which no 项 is claimed, for the first one below it."""
    funds = {fund.expenditure: fund.name for fund in fiscal_funds()}
    found = (_CODED.match(claim.figure) for claim in sure if claim.value)
    codes = dict.fromkeys((funds[one[1]], one[2]) for one in found if one and one[1] in funds)
    for fund, code in codes:
        others = (other for name, other in codes if name == fund and other != code)
        item = "" if any(other.startswith(code) for other in others) else _first_below(code, year)
        if item:
            yield {"项": item, "性质": "项目", "资金": fund}


def _first_below(code: str, year: int) -> str:
    below = (one.code for one in classification.functional_subjects(year) if len(one.code) == _ITEM)
    return code if len(code) == _ITEM else next((item for item in below if item.startswith(code)), "")


def typed_blocks(document: PublishedDocument) -> list[int]:
    """当作录入的段落 — numbers of the blocks that are typed texts, in order."""
    return [number for number, block in enumerate(document.blocks) if _is_text(block)]


def _is_text(block: PublishedText | PublishedTable) -> bool:
    return isinstance(block, PublishedText) and block.kind in ("body", "note")


def _texts(document: PublishedDocument) -> Iterator[dict[str, str]]:
    """Each paragraph as a typed text that bears the number of its block."""
    for number in typed_blocks(document):
        block = document.blocks[number]
        if isinstance(block, PublishedText):
            yield {"标题": str(number), "文字": _TEMPLATE.sub("", block.text)}


def _blocks(claimed: Claimed) -> Iterator[Block]:
    for number, block in enumerate(claimed.document.blocks):
        if isinstance(block, PublishedText) and block.kind == "heading":
            yield Heading(str(number), _level(block.level), (Text(block.text),))
        elif isinstance(block, PublishedText) and _is_text(block):
            yield Paragraph(str(number), (Text(block.text),))


def _level(level: int) -> Any:
    return min(max(level, 1), 4)
