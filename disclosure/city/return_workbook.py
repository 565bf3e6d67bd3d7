"""退回意见的工作簿 — what goes back to a body, to fill in, print and return; read back by its heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from disclosure.checks import waivers
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.return_rows import (
    ANSWER,
    ANSWERS,
    BUREAU,
    BY,
    EARLIER,
    HEAD,
    KEY,
    MENDED,
    ON,
    OPEN,
    REPLY,
    SAID_BY_BODY,
    TRUE,
    ReturnRow,
    ReturnSheet,
    found,
)
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import published
from disclosure.loading.published import Cell, Matrix
from disclosure.outputs.listing_workbook import Listing, workbook

SHEET, WAIVERS = "退回意见", "可复制到豁免"
_WIDTHS = (5, 5, 6, 9, 14, 9, 9, 28, 16, 10, 8, 15, 7, 10, 8, 10)  # printed: A4 across, still read easily
_WIDTH = {**dict(zip(HEAD, _WIDTHS, strict=False)), EARLIER: 16, KEY: 22}
_OF_OTHERS = 14  # width of a column that somebody added
_NEEDED = (KEY, ANSWER, "说明")
_WAIVER_WIDTHS = (9, 50, 24, 36, 12, 18)
_HOW = (
    f"请逐行填黄色的格子。数据已经改好的，“{ANSWER}”选“{ANSWERS[0]}”；核对无误、不必改的选“{TRUE}”，"
    f"并在“{REPLY}”写明理由；不归本单位的选“{ANSWERS[2]}”。写上{BY}和{ON}。",
    f"可以排序、删行、加列、另起文件名；最后一列“{KEY}”请不要改，收回时照它认出是哪一条。"
    "填好后连同改好的数据一起交回。",
)
_HOW_WAIVED = "情况属实、同意不改的，把这一行复制到数据的“豁免”里（工作簿在“附件与核定”），再交一次"


def written(record: BodyRecord, body: Body, sheet: ReturnSheet) -> bytes:
    """写退回意见 — standing rows, those found no more, rows that may be copied to the waivers."""
    return workbook(f"{SHEET} {record.name}", list(_return_listings(record, body, sheet)))


def _return_listings(record: BodyRecord, body: Body, sheet: ReturnSheet) -> Iterator[Listing]:
    heads = _heads_in_order(sheet.every)
    yield _listing(SHEET, heads, sheet.standing, _above(record, body, sheet))
    if sheet.mended:
        yield _listing(MENDED, heads, sheet.mended, ())
    if rows := list(waiver_rows(record, sheet)):
        yield Listing(WAIVERS, waivers.HEAD, _WAIVER_WIDTHS, rows, above=(WAIVERS, _HOW_WAIVED))


def _listing(name: str, heads: Sequence[str], rows: Iterable[ReturnRow], above: Sequence[str]) -> Listing:
    widths = [_WIDTH.get(head, _OF_OTHERS) for head in heads]
    texts = ([row[head] for head in heads] for row in rows)
    entries = list(map(heads.index, (*SAID_BY_BODY, BUREAU)))
    choices = {heads.index(ANSWER): ANSWERS}
    return Listing(name, heads, widths, texts, choices, above, entries, unprinted=2)


def _heads_in_order(rows: Iterable[ReturnRow]) -> tuple[str, ...]:
    """Ours, with what the bureau added before the two that are not printed."""
    others = [
        head for head in dict.fromkeys(chain.from_iterable(row.cells for row in rows)) if head not in HEAD
    ]
    return (*HEAD[:-2], *others, *HEAD[-2:])


def _above(record: BodyRecord, body: Body, sheet: ReturnSheet) -> tuple[str, ...]:
    told = {
        "年度": str(record.year or ""),
        "类型": body.kind,
        "负责": body.who,
        "状态": record.state,
        "共": f"{len(sheet.standing)} 条",
        OPEN: f"{len(sheet.unanswered)} 条",
    }
    facts = "　".join(f"{name}：{text}" for name, text in told.items() if text)
    return (f"{SHEET}：{record.name}", facts, *_HOW)


def waiver_rows(record: BodyRecord, sheet: ReturnSheet) -> Iterator[tuple[str, ...]]:
    """可复制到豁免 — a row for each finding that is said to be true, with who says so and why."""
    said = {row.key: row for row in sheet.standing if row[ANSWER] == TRUE and row[REPLY] and row[BY]}
    for row, finding in found(record):
        if row.key in said and finding and finding.waiver:
            yield (*map(finding.waiver.__getitem__, waivers.HEAD[:3]), *said[row.key].reply[1:])


def read(data: bytes, shown: str) -> list[ReturnRow]:
    """读退回意见 — the rows of every sheet with its heads; raises InputError where there is none."""
    sheets = [(sheet, _head_of_returns(sheet)) for sheet in published.tables_of(data, shown, shown)]
    if not any(map(itemgetter(1), sheets)):
        message = f"不是退回意见：没有“{'”“'.join(_NEEDED)}”几列；请用发下去的那一份填写，列名不要改"
        raise InputError([Problem(message, Source(shown))])
    return [row for sheet, head in sheets for row in _rows_below_head(sheet, head)]


def _head_of_returns(sheet: Matrix) -> tuple[int, Mapping[int, str]] | None:
    """Its row, and what stands over each column."""
    for number, row in enumerate(sheet.rows):
        heads = {column: "".join(cell.text.split()) for column, cell in row.items()}
        if set(_NEEDED) <= set(heads.values()):
            return number, heads
    return None


def _rows_below_head(sheet: Matrix, head: tuple[int, Mapping[int, str]] | None) -> Iterator[ReturnRow]:
    first, heads = head or (len(sheet.rows), {})
    for number, row in enumerate(sheet.rows[first + 1 :], first + 1):
        cells = {heads[column]: _text_or_day(cell) for column, cell in row.items() if heads.get(column)}
        if any(cells.values()):
            yield ReturnRow(cells.get(KEY, ""), cells, sheet.source(number, min(row)))


def _text_or_day(cell: Cell) -> str:
    return (cell.day or cell.text).strip()
