"""意见文件 — the report as .xlsx with 处理, 处理人, 理由 filled in, read back; raises InputError."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, filterfalse
from operator import attrgetter
from pathlib import Path

from disclosure.auditing.audit_finding import ACCEPTED, REJECTED
from disclosure.auditing.opinion import Opinion
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import published
from disclosure.loading.published import Cell, Matrix

SHEET = "发现"
COLUMNS: Mapping[str, str] = {  # head of a column → what it is of an opinion
    "文件": "file",
    "代码": "code",
    "位置": "place",
    "现为": "stated",
    "应为": "expected",
    "说明": "message",
    "引文": "quote",
    "处理": "verdict",
    "处理人": "by",
    "理由": "why",
}
VERDICTS = (ACCEPTED, REJECTED)
_REPORT = "请用 disclosure audit … --format xlsx 写出的报告，在上面填写"


def read(path: Path | str) -> list[Opinion]:
    """读取意见 — a row a finding; what nobody has looked at has no verdict."""
    file = Path(path)
    sheet = _sheet_of_findings(published.read(file, file.name), file.name)
    columns = _columns_by_head(sheet, file.name)
    rows = range(1, len(sheet.rows))
    problems = list(chain.from_iterable(map(partial(_problems, sheet, columns), rows)))
    if problems:
        raise InputError(problems)
    return list(filter(attrgetter("code"), map(partial(_opinion, sheet, columns), rows)))


def _sheet_of_findings(sheets: Iterable[Matrix], file: str) -> Matrix:
    for sheet in sheets:
        if sheet.name == SHEET:
            return sheet
    raise _no_review(f"没有“{SHEET}”工作表；{_REPORT}", Source(file))


def _columns_by_head(sheet: Matrix, file: str) -> Mapping[str, int]:
    head = _columns_by_text(next(iter(sheet.rows), {}))
    lacking = list(filterfalse(head.__contains__, COLUMNS))
    if lacking:
        raise _no_review(f"第1行没有“{'”“'.join(lacking)}”；{_REPORT}", Source(file, cell=f"{SHEET}!A1"))
    return {of_opinion: head[name] for name, of_opinion in COLUMNS.items()}


def _columns_by_text(row: Mapping[int, Cell]) -> Mapping[str, int]:
    return {"".join(cell.text.split()): column for column, cell in row.items()}


def _problems(sheet: Matrix, columns: Mapping[str, int], row: int) -> Iterator[Problem]:
    """A verdict that is none; one without a name, a rejection without a reason."""
    one = _opinion(sheet, columns, row)
    told: Sequence[tuple[str, bool, str]] = (
        (
            "verdict",
            one.verdict not in ("", *VERDICTS),
            f"不认识“{one.verdict}”；处理只写“{ACCEPTED}”或“{REJECTED}”，没有看过的留空",
        ),
        ("by", bool(one.verdict) and not one.by, "写了处理，没有写处理人；请写上是谁"),
        ("why", one.verdict == REJECTED and not one.why, "驳回了，没有写理由；请写上为什么"),
    )
    for name, is_wrong, message in told:
        if is_wrong:
            yield Problem(message, sheet.source(row, columns[name]))


def _opinion(sheet: Matrix, columns: Mapping[str, int], row: int) -> Opinion:
    cells = sheet.rows[row]
    return Opinion(**{name: cells[at].text.strip() if at in cells else "" for name, at in columns.items()})


def _no_review(message: str, source: Source) -> InputError:
    return InputError([Problem(message, source)])
