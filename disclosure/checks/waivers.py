"""豁免 — rightful exceptions that somebody answers for; they lapse when the value they rest on changes.

A waiver names code, place and 依据数: the value that was stated when it was decided. Where the stated value
is another now, or 依据数 is not given, the finding stands again and the report says that the waiver lapsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import filterfalse, product
from typing import NamedTuple

from disclosure.checks.check_programs import numbered
from disclosure.checks.check_report import Finding, Outcome, Result
from disclosure.model import Submission, Waiver

CODE = "W1"
_NAME = "豁免失效"


def apply(results: Iterable[Result], submission: Submission) -> Iterator[Result]:
    """落实豁免 — results with their waivers, then what became of waivers that no longer hold."""
    waivers = list(numbered(submission.waivers))
    lapsed: list[Finding] = []
    used: set[int] = set()
    for result in results:
        uses = list(_uses_of(waivers, result))
        used.update(use.number for use in uses)
        lapsed.extend(map(_lapsed, filterfalse(_holds, uses)))
        yield _without(result, list(filter(_holds, uses)))
    lapsed.extend(_idle(number, waiver) for number, waiver in waivers if number not in used)
    if waivers:
        yield Result(CODE, _NAME, Outcome.FAILED if lapsed else Outcome.PASSED, "", tuple(lapsed))


class _Use(NamedTuple):
    number: int
    waiver: Waiver
    finding: Finding


def _uses_of(waivers: Iterable[tuple[int, Waiver]], result: Result) -> Iterator[_Use]:
    """Each finding of a check with each waiver that names its code and one of its places."""
    for (number, waiver), finding in product(waivers, result.findings):
        if waiver.code == finding.code and waiver.place in (*finding.where, *finding.places):
            yield _Use(number, waiver, finding)


def _without(result: Result, waived: list[_Use]) -> Result:
    """A check is waived when every finding of it is; else the ones left still stand."""
    if not waived:
        return result
    findings = {use.finding for use in waived}
    left = tuple(finding for finding in result.findings if finding not in findings)
    why = "；".join(dict.fromkeys(_decision(use.waiver) for use in waived))
    if left:
        return replace(result, findings=left, why=f"部分豁免：{why}")
    return replace(result, outcome=Outcome.WAIVED, why=why)


def _decision(waiver: Waiver) -> str:
    return f"{waiver.reason}（{waiver.decided_by}，{waiver.decided_on}）"


def _holds(use: _Use) -> bool:
    resting_on = use.waiver.resting_on
    return resting_on is not None and _bare(resting_on) == _bare(use.finding.stated)


def _bare(text: str) -> str:
    return text.replace(",", "").replace(" ", "")


def _lapsed(use: _Use) -> Finding:
    number, waiver, finding = use
    basis = f"原依据数{waiver.resting_on}" if waiver.resting_on else "没有写依据数"
    return _warning(number, waiver, finding.stated, f"不起作用：{basis}，现为{finding.stated}")


def _idle(number: int, waiver: Waiver) -> Finding:
    return _warning(number, waiver, "", "没有对应的发现，可以删去")


def _warning(number: int, waiver: Waiver, stated: str, what: str) -> Finding:
    where, places = (f"豁免[{number}]", waiver.place), (f"豁免第{number}行", waiver.place)
    message = f"豁免第{number}行（{waiver.code} {waiver.place}）{what}"
    expected, basis = waiver.resting_on or "", "豁免须随数据变动重新核实"
    fix = "重新核实，写上现在的依据数，或删去这条豁免"
    return Finding(CODE, "warning", _NAME, message, where, places, stated, expected, "", basis, fix)
