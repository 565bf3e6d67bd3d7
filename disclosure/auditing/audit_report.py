"""审查报告的样子 — as text for a person, as JSON for programs, as rows for a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from disclosure.auditing.audit import Audit
from disclosure.auditing.findings import CERTAINTIES, AuditFinding, Certainty
from disclosure.outputs.listing_workbook import Listing, workbook

HEAD = ("文件", "确定程度", "代码", "名称", "位置", "现为", "应为", "说明", "引文", "依据", "改法")
WIDTHS = (30, 10, 10, 26, 34, 18, 18, 60, 40, 34, 34)
MATRIX_HEAD = ("文件", "年度", "模板", "数", *CERTAINTIES, "没有读的")
MATRIX_WIDTHS = (40, 8, 26, 8, 8, 8, 8, 40)
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
    return "\n\n".join("\n".join(_lines(audit)) for audit in audits)


def _lines(audit: Audit) -> Iterator[str]:
    claimed = audit.claimed
    yield (
        f"{audit.name}：{claimed.identity.year}年度决算，照模板 {claimed.chain.name} 读，"
        f"读出 {len(claimed.claims)} 个数，其中表里 {sum(claim.cell is not None for claim in claimed.claims)} 个"
    )
    yield from (f"  没有读：{lost}" for lost in claimed.document.lost)
    for certainty in CERTAINTIES:
        found = audit.of(certainty)
        yield f"{_SAID[certainty]}：{len(found)} 处"
        for finding in found:
            yield from _of_finding(finding)
    yield f"校验：{'，'.join(f'{outcome.value} {count} 项' for outcome, count in audit.counts.items())}"
    unread = audit.unread
    more = f"等 {len(unread)} 句" if len(unread) > _MOST_UNREAD else ""
    if unread:
        yield f"模板里没有的句子（里面的数没有核对）：{'；'.join(unread[:_MOST_UNREAD])}{more}"


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
    for audit in audits:
        for one in audit.findings:
            yield (
                audit.name,
                one.certainty,
                one.code,
                one.name,
                str(one.place.source),
                one.stated,
                one.expected,
                one.message,
                one.quote,
                one.basis,
                one.fix,
            )


def matrix(audits: Sequence[Audit]) -> Iterator[tuple[str, ...]]:
    """总表 — a row a document: how many of each."""
    for audit in audits:
        claimed = audit.claimed
        counted = (str(len(audit.of(certainty))) for certainty in CERTAINTIES)
        numbers = str(len(claimed.claims))
        lost = "；".join(claimed.document.lost)
        yield (audit.name, str(claimed.identity.year), claimed.chain.name, numbers, *counted, lost)
