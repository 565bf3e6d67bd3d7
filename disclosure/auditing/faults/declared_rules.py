"""声明的校验的差错 — findings of the declared rules, each at its place in the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse, groupby, starmap
from operator import attrgetter

from disclosure import terms
from disclosure.auditing.audit_finding import AuditFinding, Certainty, only_texts
from disclosure.auditing.claims import Claim
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import typed_texts
from disclosure.auditing.word_lists import word_list
from disclosure.checks import Finding
from disclosure.checks.check_report import TAIL_FIX, Outcome, Result
from disclosure.checks.declarations import CheckSpec
from disclosure.errors import Source
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedText

_TYPED = re.compile(r"附件\[(\d+)\]")
_TYPED_PLACE = re.compile(r"附件第\d+行（\d+）的文字")
_SHOWN = re.compile(r"(-?\d+\.\d\d)(万元|元|%)")
_FOR_AUTHORS = re.compile(r"豁免|模板|\{\{")
_LAST_DIGIT, _ZERO = Decimal("0.01"), Decimal(0)
_TELLING = 6
_NEVER = "$^"
_CODE = attrgetter("code")
_audit_rules = partial(word_list, "rules.toml")  # codes of which a document says nothing, or nobody is sure
_HALF_WIDTH, _FULL_WIDTH = re.compile(r"(?<=[^\d\s])[,;:()]|[,;:()](?=[^\d\s])"), re.compile("[，；：（）]")


def faults(findings: Iterator[Finding], claimed: Claimed) -> Iterator[AuditFinding]:
    """声明的校验 — what the rules find in the document, each at its place."""
    useful = filterfalse(partial(_sums_nothing, claimed), filter(_is_of_use, findings))
    return map(partial(_of_rule, claimed), _once_where_usual(useful, claimed.document))


def _once_where_usual(findings: Iterable[Finding], document: PublishedDocument) -> Iterator[Finding]:
    """What a whole document is written like is said once, with how often."""
    usual = _codes_listed("满篇的疑问") if _is_half_width(document) else frozenset()
    every = list(findings)
    often = [finding for finding in every if finding.code in usual]
    groups = groupby(sorted(often, key=_CODE), key=_CODE)
    return chain(filterfalse(often.__contains__, every), starmap(_said_once, groups))


def _said_once(_: str, findings: Iterable[Finding]) -> Finding:
    first, *others = findings
    return replace(first, message=f"{first.message}，全文这样的有{1 + len(others)}处")


def counts(results: Iterable[Result]) -> dict[Outcome, int]:
    """计数 — rules by how they ended; those that ask for data do not apply to a document."""
    ended = Counter(map(_outcome, results))
    return {outcome: ended[outcome] for outcome in Outcome}


def _outcome(result: Result) -> Outcome:
    return Outcome.NOT_APPLICABLE if result.code in _codes_listed("不用") else result.outcome


def _is_of_use(finding: Finding) -> bool:
    return finding.code not in _codes_listed("不用") and finding.fix != TAIL_FIX


def _of_rule(claimed: Claimed, finding: Finding) -> AuditFinding:
    places = filter(None, (_place_in_document(where, finding, claimed) for where in finding.where))
    place = next(places, None) or _last_said(finding.stated, claimed.document)
    return AuditFinding(
        finding.code,
        _certainty(finding, place, claimed),
        finding.name,
        place,
        finding.stated,
        _TYPED_PLACE.sub("这里", finding.message),
        finding.stated,
        finding.expected,
        finding.basis,
        _fix_for_readers(finding.fix),
        figure=next(iter(finding.where), ""),
    )


def _fix_for_readers(fix: str) -> str:
    """Without what only those can do who have the data and the pack."""
    return "；".join(filterfalse(_FOR_AUTHORS.search, fix.split("；")))


def _last_said(text: str, document: PublishedDocument) -> Place:
    """Where a text of some length stands last; else the file."""
    said = [one.place(one.text.find(text)) for one in only_texts(document.blocks) if text in one.text]
    return next(reversed(said if len(text) >= _TELLING else []), Place(Source(document.name)))


def _certainty(finding: Finding, place: Place, claimed: Claimed) -> Certainty:
    doubtful = _codes_listed("疑问") | (_codes_listed("PDF里的疑问") if place.page else frozenset())
    wording = _audit_rules()["疑问的写法"].get(finding.code, _NEVER)
    doubts = (
        finding.code in doubtful,
        finding.code in _codes_listed("满篇的疑问") and _is_half_width(claimed.document),
        re.search(wording, finding.stated),
        _sums_in_part(claimed, finding),
    )
    if any(doubts):
        return "疑问"
    return "末位" if _differs_in_a_digit(finding) else "确定"


def _is_half_width(document: PublishedDocument) -> bool:
    """Whether most marks of a document are half as wide as its letters, as those of some keyboards are."""
    texts = [block.text for block in only_texts(document.blocks)]
    half, full = (sum(map(len, map(marks.findall, texts))) for marks in (_HALF_WIDTH, _FULL_WIDTH))
    return half > full


def _sums_nothing(claimed: Claimed, finding: Finding) -> bool:
    """Whether it holds a total against a list of which nothing was read."""
    return _is_sum(claimed, finding) and len(finding.where) == 1


def _sums_in_part(claimed: Claimed, finding: Finding) -> bool:
    """Whether it sums up a list of which some were read in sentences: others may not have been read."""
    in_cells = (terms.chinese(claim.figure) for claim in claimed.claims if claim.cell)
    return _is_sum(claimed, finding) and not set(finding.where[1:]) <= set(in_cells)


def _is_sum(claimed: Claimed, finding: Finding) -> bool:
    declared = filter(partial(_has_code, finding.code), claimed.chain.checks.checks)
    return any("Σ[" in one.left + one.right for one in declared)


def _has_code(code: str, spec: CheckSpec) -> bool:
    return spec.code == code


def _differs_in_a_digit(finding: Finding) -> bool:
    """Whether both are numbers of one unit that are apart by one in the last digit."""
    (stated, unit), (expected, other) = map(_number_shown, (finding.stated, finding.expected))
    return bool(unit) and unit == other and abs(stated - expected) <= _LAST_DIGIT


def _number_shown(text: str) -> tuple[Decimal, str]:
    match = _SHOWN.fullmatch(text)
    return (Decimal(match[1]), match[2]) if match else (_ZERO, "")


def _place_in_document(where: str, finding: Finding, claimed: Claimed) -> Place | None:
    """Where a typed text, a section or a figure stands in the document."""
    found = chain(
        _in_typed_text(where, finding, claimed.document),
        map(claimed.place, filter(partial(_is, name=where), claimed.claims)),
        map(claimed.place, filter(partial(_is_beside, name=where), claimed.claims)),
        (one.place() for one in _headings(claimed.document) if one.text in where),
    )
    return next(found, None)


def _in_typed_text(where: str, finding: Finding, document: PublishedDocument) -> Iterator[Place]:
    typed = _TYPED.match(where)
    texts = typed_texts(document)[int(typed[1]) - 1 :][:1] if typed else ()
    return (one.place(max(one.text.find(finding.stated), 0)) for one in texts)


def _headings(document: PublishedDocument) -> Iterator[PublishedText]:
    return (block for block in only_texts(document.blocks) if block.kind == "heading")


def _is(claim: Claim, name: str) -> bool:
    return claim.is_sure and claim.figure.isascii() and terms.chinese(claim.figure) == name


def _is_beside(claim: Claim, name: str) -> bool:
    """Whether it is of the same node: last year's number follows from this year's and the change."""
    return _is(
        replace(claim, figure=claim.figure.rpartition(".")[0] or claim.figure), name.rpartition(".")[0]
    )


def _codes_listed(kind: str) -> frozenset[str]:
    return frozenset(_audit_rules()[kind])
