"""`make audit-contract`: each printed figure of a finished document is claimed, and nothing certain is found.

Every example, delivered pack and trial department as docx and html, one trial department of each pack as PDF:
`python -m tests.contract.audited [every so many-th]`. Ends with 1 where a figure of the pack's own words is
not claimed as what it is, or an untouched document has a certain finding.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from disclosure.auditing import Audit, Claim
from disclosure.auditing.audit import of_claims
from disclosure.auditing.grammar import YEARS
from disclosure.auditing.published_claims import Claimed
from disclosure.authoring import trial_departments
from disclosure.deriving import Figures
from disclosure.document import Document, Heading, Paragraph, TableBlock, plain, walk
from disclosure.loading.published.blocks import PublishedText
from tests import finished
from tests.finished import Finished

FORMATS = ("docx", "html")
# A claim names the list, not which of its entries; 0 of those that the list does not have is of the list.
_ENTRY = re.compile(r"\[\d*\](?:\.数量)?")
_NAMED_BY_OFFICE = re.compile(r"\[\d+\]")  # 轿车及商务车5辆: its words are those that an office typed
# Rates of forms are worked out from the cells beside them, which are claimed.
_WORKED_OUT = re.compile(r"performance\..*completion_rate")
_BLANK = re.compile(r"\s+")
# It says what was spent on nothing but “三公” on the page that sums up alone: that is no data.
_TOLD_ON_THE_PAGE_ALONE = f"sangong-page{finished.BETWEEN}一页看懂"
_TAIL = Decimal("0.01")  # of shares that are pressed to 100
_DIGITS = re.compile(r"[\d,]*\d(?:\.\d+)?")


class Printed(NamedTuple):
    """A number as it was printed: what it is, its words, the paragraph that it stands in."""

    figure: str
    said: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Held:
    """A document held against what was printed: of how many figures, which are claimed otherwise or not."""

    name: str
    printed: int
    others: tuple[tuple[Printed, str], ...]
    certain: tuple[str, ...]


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    held = [_told(name, format) for name, format in islice(documents(), 0, None, every)]
    figures, others = sum(one.printed for one in held), sum(len(one.others) for one in held)
    certain = sum(len(one.certain) for one in held)
    for figure, count in Counter(each.figure for one in held for each, _ in one.others).most_common(40):
        print(f"  {count:>5} {figure}")
    print(f"{len(held)} 份，印出的数 {figures} 个，没有认准的 {others} 个；确定的差错 {certain} 处")
    sys.exit(bool(others or certain))


def documents() -> Iterator[tuple[str, str]]:
    """Name and format of each."""
    for name in filter(_TOLD_ON_THE_PAGE_ALONE.__ne__, finished.names()):
        yield from ((name, format) for format in FORMATS)
        if name.endswith(trial_departments.NORMAL):
            yield name, "pdf"


def _told(name: str, format: str) -> Held:
    one = finished.finished(name)
    held = hold(one, one.claimed(format))
    print(f"{name} {format}：{held.printed} 个，没有认准 {len(held.others)} 个", flush=True)
    for printed, claimed in held.others[:12]:
        print(f"    {printed.figure} {printed.said}｜{claimed}｜{printed.text[:70]}")
    for message in held.certain:
        print(f"    确定：{message}")
    return held


def hold(one: Finished, claimed: Claimed) -> Held:
    found = of_claims(claimed)
    printed, document = list(_printed(one.composed.document)), one.composed.document
    cells = list(_cells(document, one.figures))
    others = (*_otherwise(printed, found, one.figures), *_other_cells(cells, found))
    certain = tuple(f"{each.code} {each.message}" for each in found.of("确定"))
    return Held(one.name, len(printed) + len(cells), others, certain)


def _printed(document: Document) -> Iterator[Printed]:
    """Each number that the words of the pack print, in order; its place counts letters without blanks."""
    for block in walk(document):
        if isinstance(block, Heading | Paragraph) and not block.id.startswith("attachment"):
            text, at = _blankless(plain(block.content)), 0
            for run in block.content:
                if run.figure and _DIGITS.search(run.text):
                    yield Printed(run.figure, run.text, text, at)
                at += len(_blankless(run.text))


def _blankless(text: str) -> str:
    return _BLANK.sub("", text)


def _otherwise(printed: Sequence[Printed], found: Audit, figures: Figures) -> Iterator[tuple[Printed, str]]:
    """What is not claimed where it stands, surely as the figure that it is, with its digits."""
    whole, claims = _in_one(found)
    begin = 0
    for _, group in _by_paragraph(printed):
        at = whole.find(group[0].text, begin)
        begin = at if at >= 0 else begin
        for one in group:
            claim = claims.get(at + one.at) if at >= 0 else None
            said = _unlike(one, claim) or _of_another_value(claim, figures)
            yield from [(one, said)] if said else []


def _by_paragraph(printed: Sequence[Printed]) -> Iterator[tuple[str, list[Printed]]]:
    """A paragraph is another one where the place begins again."""
    group: list[Printed] = []
    for one in printed:
        if group and (one.text != group[-1].text or one.at <= group[-1].at):
            yield group[0].text, group
            group = []
        group.append(one)
    if group:
        yield group[0].text, group


def _in_one(found: Audit) -> tuple[str, dict[int, Claim]]:
    """All texts after each other without blanks, and each claim by its place there."""
    starts, texts, length = dict[int, int](), list[str](), 0
    for number, block in enumerate(found.claimed.document.blocks):
        if isinstance(block, PublishedText) and block.kind not in ("running", "contents"):
            starts[number] = length
            texts.append(_blankless(block.text))
            length += len(texts[-1])
    of_text = (claim for claim in found.claimed.claims if not claim.cell)
    return "".join(texts), {
        starts[claim.block] + len(_blankless(found.claimed.text(claim)[: claim.start])): claim
        for claim in of_text
    }


def _unlike(one: Printed, claim: Claim | None) -> str:
    """In words how a claim is another than what was printed; empty where it is the same."""
    if claim is None:
        return "没有读成一个数"
    if claim.is_own and _NAMED_BY_OFFICE.search(one.figure):
        return ""  # of the paragraph's own, by the name that the office gave it
    figure = "year" if claim.figure in YEARS else claim.figure
    if _ENTRY.sub("", figure) != _ENTRY.sub("", one.figure):
        return f"读作 {claim.figure or '不知什么'}{'' if claim.is_sure else '（不确定）'}"
    if _digits(claim.said) != _digits(one.said):
        return f"读作 {claim.said}"
    return "" if claim.is_sure or _NAMED_BY_OFFICE.search(one.figure) else "不确定"


def _of_another_value(claim: Claim | None, figures: Figures) -> str:
    value = figures[claim.figure].value if claim and claim.figure in figures else None
    if claim is None or value is None or abs(abs(value) - abs(claim.value)) <= claim.half + _TAIL:
        return ""
    return f"是 {value}，读作 {claim.value}"


def _digits(said: str) -> str:
    found = _DIGITS.search(said)
    return found[0].replace(",", "") if found else ""


def _cells(document: Document, figures: Figures) -> Iterator[Printed]:
    """Amounts of tables that are figures; what a table alone has (收入＋支出 of a row) is none."""
    tables = (block for block in walk(document) if isinstance(block, TableBlock))
    for table in tables:
        cells = (cell for row in table.body for cell in row.cells if cell.value is not None)
        texts = (text for cell in cells for text in cell.content if text.figure in figures)
        claimed = (text for text in texts if not _WORKED_OUT.fullmatch(text.figure or ""))
        yield from (Printed(text.figure or "", text.text, plain(table.title), 0) for text in claimed)


def _other_cells(cells: Sequence[Printed], found: Audit) -> Iterator[tuple[Printed, str]]:
    claimed = {(claim.figure, _digits(claim.said)) for claim in found.claimed.claims if claim.cell}
    of_others = (one for one in cells if (one.figure, _digits(one.said)) not in claimed)
    return ((one, "表里没有读成这个数") for one in of_others)


if __name__ == "__main__":
    main()
