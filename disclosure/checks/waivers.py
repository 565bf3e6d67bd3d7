"""豁免 — rightful exceptions that somebody answers for; they lapse when the value they were given for changes.

A waiver names code, place and 依据数: the value that was stated when it was decided. Where the stated value is
another now, or 依据数 is not given, the finding stands again and the report says that the waiver has lapsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from disclosure.checks.check_report import Finding, Outcome, Result
from disclosure.model import Submission, Waiver

CODE = "W1"
_NAME = "豁免失效"


def apply(results: Iterable[Result], submission: Submission) -> Iterator[Result]:
    """落实豁免 — results with their waivers, then what became of waivers that no longer hold."""
    lapsed: list[Finding] = []
    used: set[int] = set()
    for result in results:
        yield _applied(result, submission, lapsed, used)
    lapsed.extend(
        _idle(number, waiver) for number, waiver in enumerate(submission.waivers, 1) if number not in used
    )
    if submission.waivers:
        yield Result(CODE, _NAME, Outcome.FAILED if lapsed else Outcome.PASSED, "", tuple(lapsed))


def _applied(result: Result, submission: Submission, lapsed: list[Finding], used: set[int]) -> Result:
    waived: list[tuple[Finding, Waiver]] = []
    for number, waiver in enumerate(submission.waivers, 1):
        for finding in result.findings:
            if waiver.code != finding.code or waiver.place not in (*finding.where, *finding.places):
                continue
            used.add(number)
            if _holds(waiver, finding):
                waived.append((finding, waiver))
            else:
                lapsed.append(_lapsed(number, waiver, finding))
    return _without(result, waived) if waived else result


def _without(result: Result, waived: list[tuple[Finding, Waiver]]) -> Result:
    """A check is waived when every finding of it is; else the ones left still stand."""
    gone = [finding for finding, _ in waived]
    left = tuple(finding for finding in result.findings if finding not in gone)
    why = "；".join(dict.fromkeys(f"{w.reason}（{w.decided_by}，{w.decided_on}）" for _, w in waived))
    if left:
        return replace(result, findings=left, why=f"部分豁免：{why}")
    return replace(result, outcome=Outcome.WAIVED, why=why)


def _holds(waiver: Waiver, finding: Finding) -> bool:
    return waiver.resting_on is not None and _bare(waiver.resting_on) == _bare(finding.stated)


def _bare(text: str) -> str:
    return text.replace(",", "").replace(" ", "")


def _lapsed(number: int, waiver: Waiver, finding: Finding) -> Finding:
    given = f"原依据数{waiver.resting_on}" if waiver.resting_on else "没有写依据数"
    message = f"豁免[{number}]（{waiver.code} {waiver.place}）不起作用：{given}，现为{finding.stated}"
    return _warning(message, number, waiver, finding.stated)


def _idle(number: int, waiver: Waiver) -> Finding:
    message = f"豁免[{number}]（{waiver.code} {waiver.place}）没有对应的发现，可以删去"
    return _warning(message, number, waiver, "")


def _warning(message: str, number: int, waiver: Waiver, stated: str) -> Finding:
    where = (f"豁免[{number}]", waiver.place)
    expected = waiver.resting_on or ""
    fix = "重新核实，写上现在的依据数，或删去这条豁免"
    return Finding(
        CODE, "warning", _NAME, message, where, where, stated, expected, "", "豁免须随数据变动重新核实", fix
    )
