"""豁免 — rightful exceptions that somebody answers for; they lapse when the value they rest on changes.

A waiver names code, place and 依据数: the value that was stated when it was decided (the sentence, where a
finding states no value). Where it is another now, or 依据数 is not given, the finding stands again and the
report says that the waiver lapsed. What is to be written for a finding is made here, too: `ready`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, filterfalse, product
from typing import NamedTuple

from disclosure import terms
from disclosure.checks.check_programs import numbered
from disclosure.checks.check_report import Finding, Outcome, Result
from disclosure.model import Submission, Waiver, shape
from disclosure.model.decided_above import KindOfWaiver

CODE = "W1"
HEAD = tuple(shape.of(Waiver).keys)  # as on the sheet 附件与核定
_NAME = "豁免失效"


def apply(results: Iterable[Result], submission: Submission) -> Iterator[Result]:
    """落实豁免 — results with their waivers, then what became of waivers that no longer hold."""
    waivers, results = list(numbered(submission.waivers)), list(results)
    lapsed: list[Finding] = []
    used: set[int] = set()
    for result in results:
        uses = list(_uses_of(waivers, result))
        used |= _waivers_in(uses)
        holding = list(filter(_holds, uses))
        lapsed += map(_lapsed, _not_holding(uses, holding))
        accepted = _accepted(submission.decided.waived, result)
        yield _without(result, [*holding, *accepted])
    lapsed += _all_idle(waivers, used, results)
    if waivers:
        yield Result(CODE, _NAME, Outcome.FAILED if lapsed else Outcome.PASSED, "", tuple(lapsed))


def ready(findings: Iterable[Finding]) -> Mapping[Finding, dict[str, str]]:
    """可填的豁免 — what to write for each finding that may be waived, but for who decided, when and why.

    Of a finding's places that is written which the fewest others of the same code and value have.
    """
    waivable = list(filter(_is_waivable, findings))
    uses = Counter(chain.from_iterable(map(_keys, set(waivable))))
    chosen = {finding: min(_keys(finding), key=uses.__getitem__) for finding in waivable}
    return {finding: dict(zip(HEAD, key, strict=False)) for finding, key in chosen.items()}


def _is_waivable(finding: Finding) -> bool:
    """No reason makes a secret public that can be worked out."""
    return finding.code != CODE and not finding.spoken


def _keys(finding: Finding) -> list[tuple[str, str, str]]:
    """Code, place, value: each of them names the finding."""
    return [(finding.code, place, _basis(finding)) for place in dict.fromkeys(_callable_by(finding))]


def _callable_by(finding: Finding) -> tuple[str, ...]:
    """By which it may be named, as people say it first; a check of another package may give no place."""
    return tuple(filter(str.strip, (*finding.places, *finding.where))) or (finding.name,)


def _basis(finding: Finding) -> str:
    return finding.stated if finding.stated.strip() else finding.message


class _Use(NamedTuple):
    number: int
    waiver: Waiver
    finding: Finding


class _Accepted(NamedTuple):
    waiver: KindOfWaiver
    finding: Finding


def _uses_of(waivers: Iterable[tuple[int, Waiver]], result: Result) -> Iterator[_Use]:
    """Each finding of a check with each waiver that names its code and one of its places."""
    for (number, waiver), finding in product(waivers, filter(_is_waivable, result.findings)):
        if waiver.code == finding.code and _bare(waiver.place) in map(_bare, _callable_by(finding)):
            yield _Use(number, waiver, finding)


def _accepted(kinds: Iterable[KindOfWaiver], result: Result) -> Iterator[_Accepted]:
    """Each finding of a check with each kind that was accepted for all bodies, whatever its value is."""
    pairs = map(_Accepted._make, product(kinds, filter(_is_waivable, result.findings)))
    return filter(_is_accepted, pairs)


def _is_accepted(pair: _Accepted) -> bool:
    form = re.compile(".*".join(map(re.escape, _bare(pair.waiver.place).split("*"))))
    places = map(_bare, _callable_by(pair.finding))
    return pair.waiver.code == pair.finding.code and any(map(form.fullmatch, places))


def _waivers_in(uses: Iterable[_Use]) -> set[int]:
    return {use.number for use in uses}


def _not_holding(uses: Iterable[_Use], holding: Iterable[_Use]) -> Iterator[_Use]:
    """Uses of waivers that hold for no finding of the check; what else stands at a place is not theirs."""
    of_use = _waivers_in(holding)
    return (use for use in uses if use.number not in of_use)


def _without(result: Result, waived: Sequence[_Use | _Accepted]) -> Result:
    """A check is waived when every finding of it is; else the ones left still stand."""
    if not waived:
        return result
    findings, waivers = {use.finding for use in waived}, (use.waiver for use in waived)
    left = tuple(filterfalse(findings.__contains__, result.findings))
    held = tuple(filter(findings.__contains__, result.findings))
    why = "；".join(dict.fromkeys(waiver.decision for waiver in waivers))
    if left:
        return replace(result, findings=left, waived=held, why=f"部分豁免：{why}")
    return replace(result, outcome=Outcome.WAIVED, waived=held, why=why)


def _holds(use: _Use) -> bool:
    resting_on = use.waiver.resting_on
    return resting_on is not None and _bare(resting_on) == _bare(_basis(use.finding))


def _bare(text: str) -> str:
    """Without thousands separators and blanks: a cell or a line of YAML may break it otherwise."""
    return "".join(text.replace(",", "").split())


def _lapsed(use: _Use) -> Finding:
    number, waiver, finding = use
    basis = f"原依据数{waiver.resting_on}" if waiver.resting_on else "没有写依据数"
    return _warning(number, waiver, _basis(finding), f"不起作用：{basis}，现为{_basis(finding)}")


def _all_idle(
    waivers: Iterable[tuple[int, Waiver]], used: set[int], results: list[Result]
) -> Iterator[Finding]:
    found = list(chain.from_iterable(result.findings for result in results))
    return (_idle(number, waiver, found) for number, waiver in waivers if number not in used)


def _idle(number: int, waiver: Waiver, found: Iterable[Finding]) -> Finding:
    """A code that was mistyped stands beside the place and value of a finding, or is much like its code."""
    near = "、".join(_codes_meant(waiver, found))
    finding = _warning(number, waiver, waiver.code, _no_finding(near))
    return replace(finding, expected=near, fix="代码写错的，改正代码；用不着的，删去这条豁免")


def _no_finding(near: str) -> str:
    return f"没有对应的发现，代码是不是 {near}" if near else "没有对应的发现，可以删去"


def _codes_meant(waiver: Waiver, found: Iterable[Finding]) -> list[str]:
    return _codes_at(waiver, found) or _codes_like(waiver, found)


def _codes_at(waiver: Waiver, found: Iterable[Finding]) -> list[str]:
    place = _bare(waiver.place)
    return sorted({one.code for one in found if place in map(_bare, _callable_by(one))})


def _codes_like(waiver: Waiver, found: Iterable[Finding]) -> list[str]:
    return terms.nearest(waiver.code.upper(), sorted({finding.code for finding in found}))


def _warning(number: int, waiver: Waiver, stated: str, what: str) -> Finding:
    where, places = (f"豁免[{number}]", waiver.place), (f"豁免第{number}行", waiver.place)
    message = f"豁免第{number}行（{waiver.code} {waiver.place}）{what}"
    expected, basis = waiver.resting_on or "", "豁免须随数据变动重新核实"
    fix = "重新核实，写上现在的依据数，或删去这条豁免"
    return Finding(CODE, "warning", _NAME, message, where, places, stated, expected, "", basis, fix)
