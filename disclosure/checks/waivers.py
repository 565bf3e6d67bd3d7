"""豁免 — rightful exceptions that somebody answers for; they lapse when the value they rest on changes.

A waiver names code, place and 依据数: the value that was stated when it was decided. Where the stated value
is another now, or 依据数 is not given, the finding stands again and the report says that the waiver lapsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

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
        waived: list[tuple[Finding, Waiver]] = []
        for number, waiver, finding in _concerned(waivers, result):
            used.add(number)
            if _holds(waiver, finding):
                waived.append((finding, waiver))
            else:
                lapsed.append(_lapsed(number, waiver, finding))
        yield _without(result, waived) if waived else result
    lapsed.extend(_idle(number, waiver) for number, waiver in waivers if number not in used)
    if waivers:
        yield Result(CODE, _NAME, Outcome.FAILED if lapsed else Outcome.PASSED, "", tuple(lapsed))


def _concerned(
    waivers: Iterable[tuple[int, Waiver]], result: Result
) -> Iterator[tuple[int, Waiver, Finding]]:
    """Each finding of a check with each waiver that names its code and one of its places."""
    for (number, waiver), finding in product(waivers, result.findings):
        if waiver.code == finding.code and waiver.place in (*finding.where, *finding.places):
            yield number, waiver, finding


def _without(result: Result, waived: list[tuple[Finding, Waiver]]) -> Result:
    """A check is waived when every finding of it is; else the ones left still stand."""
    findings, waivers = zip(*waived, strict=True)
    left = tuple(finding for finding in result.findings if finding not in findings)
    why = "；".join(dict.fromkeys(f"{w.reason}（{w.decided_by}，{w.decided_on}）" for w in waivers))
    if left:
        return replace(result, findings=left, why=f"部分豁免：{why}")
    return replace(result, outcome=Outcome.WAIVED, why=why)


def _holds(waiver: Waiver, finding: Finding) -> bool:
    return waiver.resting_on is not None and _bare(waiver.resting_on) == _bare(finding.stated)


def _bare(text: str) -> str:
    return text.replace(",", "").replace(" ", "")


def _lapsed(number: int, waiver: Waiver, finding: Finding) -> Finding:
    basis = f"原依据数{waiver.resting_on}" if waiver.resting_on else "没有写依据数"
    return _warning(number, waiver, finding.stated, f"不起作用：{basis}，现为{finding.stated}")


def _idle(number: int, waiver: Waiver) -> Finding:
    return _warning(number, waiver, "", "没有对应的发现，可以删去")


def _warning(number: int, waiver: Waiver, stated: str, what: str) -> Finding:
    where = (f"豁免[{number}]", waiver.place)
    message = f"豁免[{number}]（{waiver.code} {waiver.place}）{what}"
    expected, basis = waiver.resting_on or "", "豁免须随数据变动重新核实"
    fix = "重新核实，写上现在的依据数，或删去这条豁免"
    return Finding(CODE, "warning", _NAME, message, where, where, stated, expected, "", basis, fix)
