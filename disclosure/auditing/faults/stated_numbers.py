"""所称的数的差错 — conflicts with others, wrong years, units left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import filterfalse

from disclosure import terms
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.claims import DIRECTED, Claim
from disclosure.auditing.general_reader import shown
from disclosure.auditing.grammar import YEARS
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.relations import LISTED, Conflict, interval
from disclosure.checks.check_report import first_few
from disclosure.facts import Facts
from disclosure.money import Unit, in_unit, number_text

_FEW = 8
_UP, _DOWN = ("增加", "增长"), ("减少", "下降")
_SUBJECT = re.compile(r"\.(\d{3,7})\.")
_FIX = "核对这几处的数，改正写错的一处"


def of_conflict(conflict: Conflict, claimed: Claimed, facts: Facts) -> AuditFinding:
    """数与数不符 — a claim that the others do not make."""
    claim, expected = conflict.claim, _expected(conflict)
    code = "AU1" if conflict.by_formula else "AU2"
    certainty = _certainty_of(conflict)
    ought = f"{_because(conflict, claimed, facts)}，{_ought(expected)}"
    return AuditFinding(
        code,
        certainty,
        NAMES[code],
        claimed.place(claim),
        claimed.quote(claim),
        f"{_figure_name(claim, facts)}写的是{claim.said}；{ought}",
        claim.said,
        expected,
        fix=_FIX,
        figure=terms.chinese(claim.figure),
    )


def of_coarse_rate(conflict: Conflict, claimed: Claimed, facts: Facts) -> AuditFinding:
    """位数不全 — a rate with fewer digits than the others that is no round number."""
    found = of_conflict(conflict, claimed, facts)
    message = f"{found.message}，别处的比率都写到小数第{conflict.claim.places}位"
    fix = "写成一样的位数"
    return replace(found, code="AU22", name=NAMES["AU22"], certainty="疑问", message=message, fix=fix)


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """年份、单位 — of sentences that the pack says with this year, with a unit."""
    yield from _other_years(claimed)
    yield from _bare_numbers(claimed)


def _other_years(claimed: Claimed) -> Iterator[AuditFinding]:
    """年份 — of sentences that the pack says with this year or last year."""
    wrong = filter(partial(_is_of_another_year, claimed.identity.year), claimed.claims)
    return map(partial(_wrong_year, claimed), wrong)


def _is_of_another_year(year: int, claim: Claim) -> bool:
    return claim.is_sure and claim.figure in YEARS and claim.value != year - YEARS[claim.figure]


def _wrong_year(claimed: Claimed, claim: Claim) -> AuditFinding:
    year = str(claimed.identity.year - YEARS[claim.figure])
    message = f"这里的年份写的是{claim.said}年，应为{year}年"
    found = _of_claim("AU4", claim, claimed, message, "改成正确的年份；多半是沿用了上年的文字")
    return replace(found, expected=year)


def _bare_numbers(claimed: Claimed) -> Iterator[AuditFinding]:
    """没有单位 — of sentences that the pack says with one."""
    return map(partial(_without_unit, claimed), filter(_is_bare, claimed.claims))


def _without_unit(claimed: Claimed, claim: Claim) -> AuditFinding:
    return _of_claim("AU5", claim, claimed, f"“{claim.said}”后面没有写单位", "写上单位")


def _is_bare(claim: Claim) -> bool:
    return claim.is_sure and claim.lacks_unit


def _of_claim(code: str, claim: Claim, claimed: Claimed, message: str, fix: str) -> AuditFinding:
    place, quote = claimed.place(claim), claimed.quote(claim)
    return AuditFinding(code, "确定", NAMES[code], place, quote, message, claim.said, fix=fix)


def _ought(expected: str) -> str:
    return f"应为{expected}" if expected else "除数是零，不能写比率"


def _because(conflict: Conflict, claimed: Claimed, facts: Facts) -> str:
    said = (f"{_figure_name(other, facts)}{other.said}" for other in conflict.others)
    others = first_few("、", said, _FEW, "个数")
    if not conflict.by_formula:
        other = conflict.others[0]
        where = claimed.place(other).beside(claimed.place(conflict.claim))
        return f"另一处（{where}）写的是{other.said}"
    formula = conflict.figure.said(partial(_figure_called, facts))
    return f"按{formula}（{others}）"


def _figure_name(claim: Claim, facts: Facts) -> str:
    return _figure_called(facts, claim.figure)


def _figure_called(facts: Facts, figure: str) -> str:
    return shown(facts.names.name(terms.chinese(figure)))


def _expected(conflict: Conflict) -> str:
    """In the unit and with the decimals of the claim; empty where there can be no value."""
    claim, expected = conflict.claim, conflict.expected
    if expected is None:
        return ""
    middle = (expected.low + expected.high) / 2
    return (
        f"{_direction(claim, middle)}{_amount_shown(claim, abs(middle) if _is_directed(claim) else middle)}"
    )


def _is_directed(claim: Claim) -> bool:
    return DIRECTED.search(claim.figure) is not None


def _direction(claim: Claim, expected: Decimal) -> str:
    """The word of what goes up or down, where it is the other way round."""
    turned = _is_directed(claim) and (claim.value < 0) != (expected < 0)
    return (_DOWN if expected < 0 else _UP)[claim.unit == "%"] if turned else ""


def _amount_shown(claim: Claim, value: Decimal) -> str:
    if claim.unit == "%":
        return f"{number_text(value, claim.places)}%"
    word: Unit = "万元" if claim.said.endswith("万元") else "元"
    return f"{number_text(in_unit(value, word), claim.places)}{word}" if claim.unit else number_text(value, 0)


def _certainty_of(conflict: Conflict) -> Certainty:
    """0% of nothing is a habit of many forms; a list in sentences may leave some out."""
    if (conflict.expected is None and not conflict.claim.value) or _may_leave_out(conflict):
        return "疑问"
    return "末位" if _is_last_digit(conflict) else "确定"


def _may_leave_out(conflict: Conflict) -> bool:
    """Whether a whole is more than a list of subjects that no table has."""
    other_subjects = filterfalse(partial(_is_of_one_subject, conflict.claim), conflict.others)
    listed = [one for one in other_subjects if not one.cell and LISTED.match(one.figure)]
    is_list = conflict.by_formula and len(listed) == len(conflict.others) and conflict.claim.is_amount
    return bool(is_list and conflict.expected and conflict.expected.below(interval(conflict.claim)))


def _is_of_one_subject(claim: Claim, other: Claim) -> bool:
    """Whether it is not a part of it but the same money under another name."""
    code, others_code = (_SUBJECT.findall(one.figure) for one in (claim, other))
    return bool(code) and code == others_code


def _is_last_digit(conflict: Conflict) -> bool:
    """One number printed twice, or a share, off by one in its last digit: parts were rounded apart."""
    claim, expected = conflict.claim, conflict.expected
    if expected is None or (conflict.by_formula and not claim.figure.endswith(".share")):
        return False
    return abs(expected.nearest(claim.value) - claim.value) <= claim.half * 2
