"""审查报告的样子 — as text for a person, as JSON for programs, as rows for a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter

from disclosure.auditing.audit import Audit
from disclosure.auditing.audit_finding import CERTAINTIES, AuditFinding, Certainty
from disclosure.checks import Outcome
from disclosure.checks.check_report import first_few
from disclosure.outputs.listing_workbook import Listing, workbook

HEAD = ("文件", "确定程度", "代码", "名称", "位置", "现为", "应为", "说明", "引文", "依据", "改法")
WIDTHS = (30, 10, 10, 26, 34, 18, 18, 60, 40, 34, 34)
_OUTCOMES = tuple(outcome.value for outcome in Outcome)
MATRIX_HEAD = ("文件", "年度", "模板", "数", *CERTAINTIES, *map("校验{}".format, _OUTCOMES), "没有读的")
MATRIX_WIDTHS = (40, 8, 26, *(8 for _ in CERTAINTIES), 8, *(12 for _ in _OUTCOMES), 40)
_SAID: dict[Certainty, str] = {
    "确定": "确定的差错",
    "末位": "末位不符，可能是凑百或舍入",
    "疑问": "拿不准的，请看一看",
}
_MOST_UNREAD = 10


def report_bytes(audits: Sequence[Audit], format: str) -> bytes:
    """审查报告 — as `text`, `json` or `xlsx`."""
    match format:
        case "xlsx":
            listings = (
                Listing("发现", HEAD, WIDTHS, rows(audits)),
                Listing("各文件", MATRIX_HEAD, MATRIX_WIDTHS, matrix(audits)),
            )
            return workbook("审查报告", listings)
        case "json":
            return as_json(audits).encode()
        case _:
            return f"{text(audits)}\n".encode()


def text(audits: Sequence[Audit]) -> str:
    """文字报告 — document by document."""
    return "\n\n".join("\n".join(_document_lines(audit)) for audit in audits)


def _document_lines(audit: Audit) -> Iterator[str]:
    claimed = audit.claimed
    of_tables = list(filter(attrgetter("cell"), claimed.claims))
    yield (
        f"{audit.name}：{claimed.identity.year}年度决算，照模板 {claimed.chain.name} 读，"
        f"读出 {len(claimed.claims)} 个数，其中表里 {len(of_tables)} 个"
    )
    yield from map("  没有读：{}".format, claimed.document.lost)
    yield from chain.from_iterable(map(partial(_of_kind, audit), CERTAINTIES))
    yield f"校验：{'，'.join(f'{outcome.value} {count} 项' for outcome, count in audit.counts.items())}"
    yield from map("模板里没有的句子（里面的数没有核对）：{}".format, filter(None, [_first_unread(audit)]))


def _of_kind(audit: Audit, certainty: Certainty) -> Iterator[str]:
    found = audit.of(certainty)
    yield f"{_SAID[certainty]}：{len(found)} 处"
    yield from chain.from_iterable(map(_of_finding, found))


def _first_unread(audit: Audit) -> str:
    return first_few("；", audit.unread, _MOST_UNREAD)


def _of_finding(finding: AuditFinding) -> Iterator[str]:
    yield f"  {finding.code} {finding.place.source}：{finding.message}"
    if finding.quote and finding.quote not in finding.message:
        yield f"      原文：{finding.quote}"
    if finding.fix:
        yield f"      改法：{finding.fix}"


def as_json(audits: Sequence[Audit]) -> str:
    """JSON 报告 — keys in English, texts in Chinese."""
    return json.dumps(list(map(_data, audits)), ensure_ascii=False, indent=2) + "\n"


def _data(audit: Audit) -> dict[str, object]:
    claimed = audit.claimed
    return {
        "file": audit.name,
        "year": claimed.identity.year,
        "names": list(claimed.identity.bodies),
        "pack": claimed.chain.name,
        "lost": list(claimed.document.lost),
        "counts": {outcome.name.lower(): count for outcome, count in audit.counts.items()},
        "findings": list(map(_finding_data, audit.findings)),
        "unread": audit.unread,
    }


def _finding_data(finding: AuditFinding) -> dict[str, object]:
    return {
        "code": finding.code,
        "certainty": finding.certainty,
        "name": finding.name,
        "place": str(finding.place.source),
        "page": finding.place.page or None,
        "box": finding.place.box,
        "quote": finding.quote,
        "stated": finding.stated,
        "expected": finding.expected,
        "message": finding.message,
        "basis": finding.basis,
        "fix": finding.fix,
    }


def rows(audits: Sequence[Audit]) -> Iterator[tuple[str, ...]]:
    """各行 — a row a finding."""
    return (_finding_row(audit, finding) for audit in audits for finding in audit.findings)


def _finding_row(audit: Audit, one: AuditFinding) -> tuple[str, ...]:
    told = (one.stated, one.expected, one.message, one.quote, one.basis, one.fix)
    return (audit.name, one.certainty, one.code, one.name, str(one.place.source), *told)


def matrix(audits: Sequence[Audit]) -> Iterator[tuple[str, ...]]:
    """总表 — a row a document: how many of each."""
    return map(_row_of_document, audits)


def _row_of_document(audit: Audit) -> tuple[str, ...]:
    claimed = audit.claimed
    counts = (len(claimed.claims), *map(len, map(audit.of, CERTAINTIES)), *audit.counts.values())
    lost = "；".join(claimed.document.lost)
    return (audit.name, str(claimed.identity.year), claimed.chain.name, *map(str, counts), lost)
