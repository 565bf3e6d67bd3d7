"""审查发现 — what an audit says of a document: where, what is stated, what was expected, how sure it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from itertools import chain, filterfalse
from typing import Literal

from disclosure import terms
from disclosure.auditing.claims import Claim
from disclosure.auditing.grammar import YEARS
from disclosure.auditing.listed_subjects import Unlike
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.reconstructed import typed_blocks
from disclosure.auditing.relations import Conflict
from disclosure.checks import Finding
from disclosure.checks.check_report import TAIL_FIX
from disclosure.checks.sister_bodies import are_two
from disclosure.errors import Source
from disclosure.facts import Facts
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.verifying import table_sums
from disclosure.load.published.blocks import Place, PublishedDocument, PublishedText
from disclosure.money import Unit, in_unit, number_text

Certainty = Literal["确定", "末位", "疑问"]
CERTAINTIES: tuple[Certainty, ...] = ("确定", "末位", "疑问")
BY_FORMULA, SAID_TWICE, LISTED, OF_YEAR, LACKS_UNIT, CALLED, IN_TABLE, UNREAD = (
    f"AU{number}" for number in range(1, 9)
)
_NAMES = {
    BY_FORMULA: "所写的数按算式相符",
    SAID_TWICE: "同一个数前后相同",
    LISTED: "列出的款就是有支出的款",
    OF_YEAR: "句子里的年份",
    LACKS_UNIT: "金额和百分数写全单位",
    CALLED: "单位名称前后一致",
    IN_TABLE: "表里的合计等于各部分",
    UNREAD: "表照表样读全",
}
_TYPED = re.compile(r"附件\[(\d+)\]")
_TYPED_PLACE = re.compile(r"附件第\d+行（\d+）的文字")
_SHOWN = re.compile(r"(-?\d+\.\d\d)(万元|元|%)")
_FOR_AUTHORS = re.compile(r"豁免|模板|\{\{")
_LAST_DIGIT, _ZERO = Decimal("0.01"), Decimal(0)
_AROUND, _FEW, _TELLING, _SHORTEST_NAME = 16, 4, 6, 8
_FIX = "核对这几处的数，改正写错的一处"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """审查发现 — code, how sure, place, the words it is about, what is stated, expected, why, how to mend."""

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
    claim, expected = conflict.claim, _expected(conflict)
    code = BY_FORMULA if conflict.by_formula else SAID_TWICE
    certainty: Certainty = "末位" if _is_last_digit(conflict) else "确定"
    return AuditFinding(
        code,
        certainty,
        _NAMES[code],
        claimed.place(claim),
        _quote(claim, claimed),
        f"{_figure_name(claim, facts)}写的是{claim.said}；{_because(conflict, facts)}，{_ought(expected)}",
        claim.said,
        expected,
        fix=_FIX,
    )


def of_list(unlike: Unlike) -> AuditFinding:
    """列得不对的款 — a 款 that the text lists and the table has no amount for, or the other way round."""
    said = "列出了，表里是零" if unlike.is_named else "没有列出，表里有支出"
    return AuditFinding(
        LISTED,
        "确定",
        _NAMES[LISTED],
        unlike.place,
        unlike.listed,
        f"主要包括的款里，“{unlike.name}”{said}",
        unlike.name if unlike.is_named else "",
        "" if unlike.is_named else unlike.name,
        fix="照一般公共预算财政拨款基本支出决算表列",
    )


def of_years(claimed: Claimed) -> Iterator[AuditFinding]:
    """年份 — of sentences that the pack says with this year or last year."""
    wrong = filter(partial(_is_of_another_year, claimed.identity.year), claimed.claims)
    return map(partial(_wrong_year, claimed), wrong)


def _is_of_another_year(year: int, claim: Claim) -> bool:
    return claim.is_sure and claim.figure in YEARS and claim.value != year - YEARS[claim.figure]


def _wrong_year(claimed: Claimed, claim: Claim) -> AuditFinding:
    year = str(claimed.identity.year - YEARS[claim.figure])
    message = f"这里的年份写的是{claim.said}年，应为{year}年"
    found = _of_claim(OF_YEAR, claim, claimed, message, "改成正确的年份；多半是沿用了上年的文字")
    return replace(found, expected=year)


def of_units(claimed: Claimed) -> Iterator[AuditFinding]:
    """没有单位 — of sentences that the pack says with one."""
    return map(partial(_without_unit, claimed), filter(_is_bare, claimed.claims))


def _without_unit(claimed: Claimed, claim: Claim) -> AuditFinding:
    return _of_claim(LACKS_UNIT, claim, claimed, f"“{claim.said}”后面没有写单位", "写上单位")


def _is_bare(claim: Claim) -> bool:
    return claim.is_sure and claim.lacks_unit


def _of_claim(code: str, claim: Claim, claimed: Claimed, message: str, fix: str) -> AuditFinding:
    place, quote = claimed.place(claim), _quote(claim, claimed)
    return AuditFinding(code, "确定", _NAMES[code], place, quote, message, claim.said, fix=fix)


def of_names(claimed: Claimed) -> Iterator[AuditFinding]:
    """名称差一个字 — the body's full name with one letter that is another."""
    full = max(claimed.identity.bodies, key=len, default="")
    nearly = re.compile("|".join(map(partial(_with_one_other, full), range(len(full)))) or "$^")
    found = chain.from_iterable(map(partial(_misnamed, nearly, full), _only_texts(claimed.document.blocks)))
    return found if len(full) >= _SHORTEST_NAME else iter(())


def _with_one_other(name: str, at: int) -> str:
    return f"{re.escape(name[:at])}.{re.escape(name[at + 1 :])}"


def _misnamed(nearly: re.Pattern[str], full: str, block: PublishedText) -> Iterator[AuditFinding]:
    for match in filter(partial(_is_another_letter, full), nearly.finditer(block.text)):
        message, place = f"名称写作“{match[0]}”，别处是“{full}”", block.place(match.start())
        said = (match[0], message, match[0], full)
        yield AuditFinding(CALLED, "确定", _NAMES[CALLED], place, *said, fix="改成一样的名称")


def _is_another_letter(full: str, match: re.Match[str]) -> bool:
    return match[0] != full and not are_two(full, match[0])


def of_tables(claimed: Claimed) -> Iterator[AuditFinding]:
    """表 — sums that do not close; what of a table could not be read by the form is a doubt."""
    return chain.from_iterable(map(_of_table, claimed.tables))


def _of_table(table: FoundTable) -> Iterator[AuditFinding]:
    sums = filter(_is_sum, table_sums.faults(table))
    yield from map(partial(_in_table, IN_TABLE, table), sums)
    yield from map(partial(_in_table, UNREAD, table), table.doubts[:_FEW])


def _is_sum(message: str) -> bool:
    return message.endswith("对不上")


def _in_table(code: str, table: FoundTable, message: str) -> AuditFinding:
    certainty: Certainty = "确定" if code == IN_TABLE and table.is_sure() else "疑问"
    said = f"{table.label}：{message}"
    return AuditFinding(code, certainty, _NAMES[code], Place(table.source), table.label, said, fix=_FIX)


def _ought(expected: str) -> str:
    return f"应为{expected}" if expected else "除数是零，不能写比率"


def _because(conflict: Conflict, facts: Facts) -> str:
    others = "、".join(
        dict.fromkeys(f"{_figure_name(other, facts)}{other.said}" for other in conflict.others[:_FEW])
    )
    if not conflict.by_formula:
        return f"另一处写的是{conflict.others[0].said}"
    formula = conflict.figure.said(lambda id: facts.names.name(facts.figures[id].name))
    return f"按{formula}（{others}）"


def _figure_name(claim: Claim, facts: Facts) -> str:
    return facts.names.name(terms.chinese(claim.figure))


def _expected(conflict: Conflict) -> str:
    """In the unit and with the decimals of the claim; empty where there can be no value."""
    claim, expected = conflict.claim, conflict.expected
    if expected is None:
        return ""
    middle = (expected.low + expected.high) / 2
    if claim.unit == "%":
        return f"{number_text(middle, claim.places)}%"
    word: Unit = "万元" if claim.said.endswith("万元") else "元"
    return (
        f"{number_text(in_unit(middle, word), claim.places)}{word}" if claim.unit else number_text(middle, 0)
    )


def _is_last_digit(conflict: Conflict) -> bool:
    """A share that is off by one in its last digit: shares are pressed so that they add up to 100."""
    claim, expected = conflict.claim, conflict.expected
    if expected is None or not claim.figure.endswith(".share"):
        return False
    return abs(expected.nearest(claim.value) - claim.value) <= Decimal(1).scaleb(-claim.places)


def _quote(claim: Claim, claimed: Claimed) -> str:
    """The words around a claim; of a cell what it says."""
    text = claimed.text(claim)
    start, end = max(claim.start - _AROUND, 0), claim.end + _AROUND // 2
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}" if text else claim.said


def of_rules(findings: Iterator[Finding], claimed: Claimed) -> Iterator[AuditFinding]:
    """声明的校验 — what the rules find in the document, each at its place."""
    return map(partial(_of_rule, claimed), filter(_is_of_use, findings))


def _is_of_use(finding: Finding) -> bool:
    return finding.code not in _codes_listed("不用") and finding.fix != TAIL_FIX


def _of_rule(claimed: Claimed, finding: Finding) -> AuditFinding:
    places = filter(None, (_place_in_document(where, finding, claimed) for where in finding.where))
    place = next(places, None) or _last_said(finding.stated, claimed.document)
    return AuditFinding(
        finding.code,
        _certainty(finding, place),
        finding.name,
        place,
        finding.stated,
        _TYPED_PLACE.sub("这里", finding.message),
        finding.stated,
        finding.expected,
        finding.basis,
        _fix_for_readers(finding.fix),
    )


def _fix_for_readers(fix: str) -> str:
    """Without what only those can do who have the data and the pack."""
    return "；".join(filterfalse(_FOR_AUTHORS.search, fix.split("；")))


def _last_said(text: str, document: PublishedDocument) -> Place:
    """Where a text of some length stands last; else the file."""
    said = [one.place(one.text.find(text)) for one in _only_texts(document.blocks) if text in one.text]
    return next(reversed(said if len(text) >= _TELLING else []), Place(Source(document.name)))


def _certainty(finding: Finding, place: Place) -> Certainty:
    doubtful = _codes_listed("疑问") | (_codes_listed("PDF里的疑问") if place.page else frozenset())
    if finding.code in doubtful:
        return "疑问"
    return "末位" if _differs_in_a_digit(finding) else "确定"


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
        (claimed.place(claim) for claim in claimed.claims if _is(claim, where)),
        (claimed.place(claim) for claim in claimed.claims if _is_beside(claim, where)),
        (one.place() for one in _headings(claimed.document) if one.text in where),
    )
    return next(found, None)


def _in_typed_text(where: str, finding: Finding, document: PublishedDocument) -> Iterator[Place]:
    typed = _TYPED.match(where)
    numbers = typed_blocks(document)[int(typed[1]) - 1 :][:1] if typed else ()
    for block in _only_texts(document.blocks[number] for number in numbers):
        yield block.place(max(block.text.find(finding.stated), 0))


def _only_texts(blocks: Iterable[object]) -> Iterator[PublishedText]:
    return (block for block in blocks if isinstance(block, PublishedText))


def _headings(document: PublishedDocument) -> Iterator[PublishedText]:
    return (block for block in _only_texts(document.blocks) if block.kind == "heading")


def _is(claim: Claim, name: str) -> bool:
    return claim.is_sure and claim.figure.isascii() and terms.chinese(claim.figure) == name


def _is_beside(claim: Claim, name: str) -> bool:
    """Whether it is of the same node: last year's number follows from this year's and the change."""
    return _is(
        replace(claim, figure=claim.figure.rpartition(".")[0] or claim.figure), name.rpartition(".")[0]
    )


def _codes_listed(kind: str) -> frozenset[str]:
    return _audit_rules().get(kind, frozenset())


@cache
def _audit_rules() -> Mapping[str, frozenset[str]]:
    """rules.toml — of what codes a document says nothing, of what codes one cannot be sure."""
    text = files("disclosure").joinpath("auditing/rules.toml").read_text(encoding="utf-8")
    return {kind: frozenset(codes) for kind, codes in tomllib.loads(text).items()}


# What is found without a figure's formula and without a declared rule.
OF_DOCUMENT: tuple[Callable[[Claimed], Iterator[AuditFinding]], ...] = (
    of_years,
    of_units,
    of_names,
    of_tables,
)
