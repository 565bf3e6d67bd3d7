"""审查发现 — what an audit says of a document: where, what is stated, what was expected, how sure it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from disclosure import checks
from disclosure.audit.claims import Claim
from disclosure.audit.published_claims import Claimed
from disclosure.audit.relations import Conflict
from disclosure.checks import Finding
from disclosure.checks.check_report import TAIL_FIX
from disclosure.errors import Source
from disclosure.facts import Facts
from disclosure.figures import Figure
from disclosure.load.published.blocks import Place, PublishedText
from disclosure.money import in_unit, number_text

Certainty = Literal["确定", "末位", "疑问"]
_TEXT = re.compile(r"附件\[(\d+)\]")
_SECTION = re.compile(r"“(.*)”一节|标题“(.*)”")
_AROUND = 16


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """审查发现 — code, certainty, place, the words it is about, what is stated, expected, why, how to mend."""

    code: str
    certainty: Certainty
    name: str
    place: Place
    quote: str
    message: str
    stated: str = ""
    expected: str = ""
    basis: str = ""
    fix: str = ""


def of_conflict(conflict: Conflict, claimed: Claimed, facts: Facts) -> AuditFinding:
    """数与数不符 — a claim that the others do not make."""
    claim, figure = conflict.claim, conflict.figure
    label, formula = facts.names.name(figure.name), figure.said(lambda id: facts.names.name(facts.figures[id].name))
    others = "、".join(dict.fromkeys(_said(other, claimed, facts) for other in conflict.others[:_FEW]))
    expected = _expected(conflict)
    because = f"{formula}（{others}）" if conflict.by_formula else f"另一处是{others}"
    message = f"{label}写的是{claim.said}，{because}，应为{expected}" if expected else (
        f"{label}写的是{claim.said}，基数是零（{others}），没有比率"
    )
    return AuditFinding(
        "AU1" if conflict.by_formula else "AU2",
        "末位" if _is_last_digit(conflict) else "确定",
        "数与数相符",
        place_of(claim, claimed),
        quote_of(claim, claimed),
        message,
        claim.said,
        expected or "不写比率",
        fix="核对这两处的数，改正写错的一处",
    )


_FEW = 4


def _said(claim: Claim, claimed: Claimed, facts: Facts) -> str:
    figure = facts.figures.get(claim.figure)
    name = facts.names.name(figure.name) if figure else claim.figure
    return f"{name}{claim.said}"


def _expected(conflict: Conflict) -> str:
    """In the unit and with the decimals of the claim; empty where there can be no value."""
    claim, expected = conflict.claim, conflict.expected
    if expected is None:
        return ""
    middle = (expected.low + expected.high) / 2
    if claim.unit == "%":
        return f"{number_text(middle, claim.places)}%"
    in_ten_thousands = claim.said.endswith("万元")
    amount = in_unit(middle, "万元") if in_ten_thousands else middle
    return f"{number_text(amount, claim.places)}{'万元' if in_ten_thousands else '元' if claim.unit else ''}"


def _is_last_digit(conflict: Conflict) -> bool:
    """A share that is off by one in its last digit: shares are pressed so that they add up to 100."""
    claim, expected = conflict.claim, conflict.expected
    if expected is None or not claim.figure.endswith(".share"):
        return False
    return abs(expected.nearest(claim.value) - claim.value) <= Decimal(1).scaleb(-claim.places)


def place_of(claim: Claim, claimed: Claimed) -> Place:
    """所在."""
    if claim.cell is not None:
        return Place(claim.cell)
    block = claimed.document.blocks[claim.block]
    assert isinstance(block, PublishedText)
    return block.place(claim.start)


def quote_of(claim: Claim, claimed: Claimed) -> str:
    """引文 — the words around a claim; of a cell what it says."""
    if claim.cell is not None:
        return claim.said
    block = claimed.document.blocks[claim.block]
    assert isinstance(block, PublishedText)
    start, end = max(claim.start - _AROUND, 0), claim.end + _AROUND // 2
    return f"{'…' if start else ''}{block.text[start:end]}{'…' if end < len(block.text) else ''}"


def of_rules(claimed: Claimed, facts: Facts) -> Iterator[AuditFinding]:
    """声明的校验 — what the pack's rules find in the document, each at its place."""
    report = checks.run(facts, claimed.chain.checks)
    for finding in report.findings:
        if finding.code not in _certainties().get("不用", ()) and not finding.fix == TAIL_FIX:
            yield _of_rule(finding, claimed)


def _of_rule(finding: Finding, claimed: Claimed) -> AuditFinding:
    place = _place(finding, claimed)
    certainty: Certainty = "疑问" if finding.code in _certainties().get("疑问", ()) else "确定"
    return AuditFinding(
        finding.code,
        certainty,
        finding.name,
        place,
        finding.stated or finding.message,
        finding.message,
        finding.stated,
        finding.expected,
        finding.basis,
        finding.fix,
    )


def _place(finding: Finding, claimed: Claimed) -> Place:
    """The block that a typed text or a section is; of a figure the first claim of it."""
    blocks = claimed.document.blocks
    for where in finding.where:
        if typed := _TEXT.match(where):
            return _place_in(blocks[_typed_blocks(claimed)[int(typed[1]) - 1]], finding)
    for where in finding.where:
        claim = next((claim for claim in claimed.claims if _names(claim, where)), None)
        if claim:
            return place_of(claim, claimed)
        for block in blocks:
            if isinstance(block, PublishedText) and block.kind == "heading" and block.text in where:
                return block.place()
    return Place(Source(claimed.document.name))


def _place_in(block: Any, finding: Finding) -> Place:
    at = block.text.find(finding.stated) if finding.stated else 0
    return block.place(max(at, 0))


def _names(claim: Claim, name: str) -> bool:
    from disclosure import terms  # noqa: PLC0415

    return bool(claim.figure) and claim.figure.isascii() and "{" not in claim.figure and terms_chinese(claim.figure) == name


@cache
def terms_chinese(figure: str) -> str:
    from disclosure import terms  # noqa: PLC0415

    try:
        return terms.chinese(figure)
    except KeyError:
        return ""


def _typed_blocks(claimed: Claimed) -> list[int]:
    return [
        number
        for number, block in enumerate(claimed.document.blocks)
        if isinstance(block, PublishedText) and block.kind in ("body", "note")
    ]


@cache
def _certainties() -> Mapping[str, list[str]]:
    return tomllib.loads(files("disclosure").joinpath("audit/rules.toml").read_text(encoding="utf-8"))
