"""审查报告的样子 — as text for a person, as JSON for programs, as rows for a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from disclosure.auditing.audit import Audit
from disclosure.auditing.audit_finding import ACCEPTED, CERTAINTIES, AuditFinding, Certainty
from disclosure.auditing.audit_record import AuditRecord
from disclosure.auditing.opinion import Opinion
from disclosure.auditing.reviewing import review_file
from disclosure.checks import Outcome
from disclosure.checks.check_report import first_few
from disclosure.outputs.listing_workbook import Listing, workbook

Reported = Sequence[Audit | AuditRecord]

_TOLD = ("文件", "确定程度", "代码", "名称", "位置", "现为", "应为", "说明", "引文", "依据", "改法")
HEAD = (*_TOLD, "处理", "处理人", "理由", "情况")
WIDTHS = (30, 10, 10, 26, 34, 18, 18, 60, 40, 34, 34, 8, 12, 30, 18)
_OUTCOMES = tuple(outcome.value for outcome in Outcome)
MATRIX_HEAD = ("文件", "年度", "模板", "数", *CERTAINTIES, *map("校验{}".format, _OUTCOMES), "没有读的")
MATRIX_WIDTHS = (40, 8, 26, *(8 for _ in CERTAINTIES), 8, *(12 for _ in _OUTCOMES), 40)
MENDED_HEAD = ("文件", "代码", "位置", "现为", "应为", "说明", "处理", "处理人", "理由")
MENDED_WIDTHS = (30, 10, 34, 18, 18, 60, 8, 12, 30)
NEW, OPEN, UNMENDED, REFUSED, MENDED = "新发现", "未处理", "已认可，尚未改正", "已驳回", "已改正"
_SAID: dict[Certainty, str] = {
    "确定": "确定的差错",
    "末位": "末位不符，可能是凑百或舍入",
    "疑问": "拿不准的，请看一看",
}
_MOST_UNREAD = 10


def report_bytes(audits: Reported, format: str) -> bytes:
    """审查报告 — as `text`, `json` or `xlsx`."""
    records = [audit.record() for audit in audits]
    match format:
        case "xlsx":
            return workbook("审查报告", list(_listings(records)))
        case "json":
            return as_json(records).encode()
        case _:
            return f"{text(records)}\n".encode()


def _listings(records: Sequence[AuditRecord]) -> Iterator[Listing]:
    choices = {HEAD.index("处理"): review_file.VERDICTS}
    yield Listing(review_file.SHEET, HEAD, WIDTHS, rows(records), choices)
    yield Listing("各文件", MATRIX_HEAD, MATRIX_WIDTHS, matrix(records))
    if mended := list(map(_mended_row, chain.from_iterable(record.mended or () for record in records))):
        yield Listing(MENDED, MENDED_HEAD, MENDED_WIDTHS, mended)


def text(records: Sequence[AuditRecord]) -> str:
    """文字报告 — document by document."""
    return "\n\n".join("\n".join(_document_lines(record)) for record in records)


def _document_lines(record: AuditRecord) -> Iterator[str]:
    yield (
        f"{record.name}：{record.year}年度决算，照模板 {record.pack} 读，"
        f"读出 {record.numbers} 个数，其中表里 {record.numbers_of_tables} 个"
    )
    yield from map("  没有读：{}".format, record.lost)
    yield from map("  已与 {} 对照".format, record.held)
    yield from chain.from_iterable(map(partial(_of_kind, record), CERTAINTIES))
    yield from _reviewed_lines(record)
    yield f"校验：{'，'.join(f'{outcome.value} {count} 项' for outcome, count in record.counts.items())}"
    yield from map("模板里没有的句子（里面的数没有核对）：{}".format, filter(None, [_first_unread(record)]))


def _of_kind(record: AuditRecord, certainty: Certainty) -> Iterator[str]:
    found = record.of(certainty)
    yield f"{_SAID[certainty]}：{len(found)} 处"
    yield from chain.from_iterable(map(partial(_of_finding, record), found))


def _first_unread(record: AuditRecord) -> str:
    return first_few("；", record.unread, _MOST_UNREAD)


def _of_finding(record: AuditRecord, finding: AuditFinding) -> Iterator[str]:
    standing = standing_of(record, finding)
    yield f"  {finding.code} {finding.place.source}：{finding.message}"
    if finding.quote and finding.quote not in finding.message:
        yield f"      原文：{finding.quote}"
    if finding.fix:
        yield f"      改法：{finding.fix}"
    if standing:
        yield f"      意见：{standing}{_said_by(finding.opinion)}"


def _reviewed_lines(record: AuditRecord) -> Iterator[str]:
    """What a review rejected, with who and why; what has been mended since. Nothing without a review."""
    if record.mended is not None:
        yield f"{REFUSED}，不再列为差错：{len(record.rejected)} 处"
        for one in record.rejected:
            yield f"  {one.code} {one.place.source}：{one.message}{_said_by(one.opinion)}"
        yield f"{MENDED}：{len(record.mended)} 处"
        for gone in record.mended:
            yield f"  {gone.code} {gone.place}：{gone.message}{_said_by(gone)}"


def _said_by(opinion: Opinion | None) -> str:
    """Who and why, in brackets."""
    told = "：".join(filter(None, (opinion.by, opinion.why))) if opinion else ""
    return f"（{told}）" if told else ""


def standing_of(record: AuditRecord, finding: AuditFinding) -> str:
    """情况 — what became of a finding since the review; empty where there was none."""
    if record.mended is None:
        return ""
    known = {ACCEPTED: UNMENDED, "": OPEN}
    return known.get(finding.verdict, REFUSED) if finding.opinion else NEW


def as_json(records: Sequence[AuditRecord]) -> str:
    """JSON 报告 — keys in English, texts in Chinese."""
    return json.dumps(list(map(_data, records)), ensure_ascii=False, indent=2) + "\n"


def _data(record: AuditRecord) -> dict[str, object]:
    return {
        "file": record.name,
        "year": record.year,
        "names": list(record.bodies),
        "pack": record.pack,
        "lost": list(record.lost),
        "held": list(record.held),
        "counts": {outcome.name.lower(): count for outcome, count in record.counts.items()},
        "findings": list(map(partial(_finding_data, record), record.findings)),
        "mended": list(map(_opinion_data, record.mended or ())),
        "unread": list(record.unread),
    }


def _finding_data(record: AuditRecord, finding: AuditFinding) -> dict[str, object]:
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
        "review": _opinion_data(finding.opinion) if finding.opinion else None,
        "standing": standing_of(record, finding),
    }


def _opinion_data(opinion: Opinion) -> dict[str, object]:
    said = {"code": opinion.code, "stated": opinion.stated, "expected": opinion.expected}
    return {**said, "verdict": opinion.verdict, "by": opinion.by, "why": opinion.why}


def rows(records: Sequence[AuditRecord]) -> Iterator[tuple[str, ...]]:
    """各行 — a row a finding."""
    return (_finding_row(record, finding) for record in records for finding in record.findings)


def _finding_row(record: AuditRecord, one: AuditFinding) -> tuple[str, ...]:
    told = (one.stated, one.expected, one.message, one.quote, one.basis, one.fix)
    said = (one.opinion.verdict, one.opinion.by, one.opinion.why) if one.opinion else ("", "", "")
    place = str(one.place.source)
    return (record.name, one.certainty, one.code, one.name, place, *told, *said, standing_of(record, one))


def _mended_row(gone: Opinion) -> tuple[str, ...]:
    told = (gone.file, gone.code, gone.place, gone.stated, gone.expected, gone.message)
    return (*told, gone.verdict, gone.by, gone.why)


def matrix(records: Sequence[AuditRecord]) -> Iterator[tuple[str, ...]]:
    """总表 — a row a document: how many of each."""
    return map(_row_of_document, records)


def _row_of_document(record: AuditRecord) -> tuple[str, ...]:
    counts = (record.numbers, *map(len, map(record.of, CERTAINTIES)), *record.counts.values())
    lost = "；".join(record.lost)
    return (record.name, str(record.year), record.pack, *map(str, counts), lost)
