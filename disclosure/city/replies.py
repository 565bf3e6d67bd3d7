"""回复 — what bodies wrote in the workbooks that went back to them, put where the bureau keeps it.

A row is known by its key, so that files may be renamed, sorted, cut and put together. Nothing that somebody
wrote is overwritten: where two replies differ, both are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path

from disclosure import files
from disclosure.checks.check_report import first_few
from disclosure.city import city_run, progress_matrix, return_rows, return_workbook, returns
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_folder import OFFICE, RETURNS
from disclosure.city.return_rows import (
    ANSWER,
    ANSWERS,
    BY,
    EARLIER,
    KEY,
    MENDED,
    MENDED_BY,
    REPLY,
    SAID_BY_BODY,
    STATE,
    TRUE,
    ReturnRow,
    ReturnSheet,
)
from disclosure.errors import InputError, Problem, Source, short
from disclosure.loading import published
from disclosure.sources import Progress, silent, telling

Reply = tuple[str, ...]  # 处理、回复、回复人、日期
Written = tuple[tuple[str, bytes], ...]
_MOST_NAMES = 20
_NOT_BUILT = "还没有生成过，没有记录可以对照；请先运行 disclosure city"


@dataclass(frozen=True, slots=True)
class BodyReplied:
    """一个单位的回复 — its rows as they stand now, how many replies came, may be waived, what is unclear."""

    body: Body
    sheet: ReturnSheet
    received: int
    waivers: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replied:
    """收到的回复 — body by body in the city's order; what is nobody's, who is silent, what was written."""

    bodies: tuple[BodyReplied, ...]
    remarks: tuple[str, ...]
    waiting: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def is_clear(self) -> bool:
        """是否清楚 — whether all that came was taken, and nothing has to be asked."""
        return not (self.remarks or any(one.remarks for one in self.bodies))


def take(
    city: City, records: Sequence[BodyRecord], received: Iterable[Path], *, progress: Progress = silent
) -> Replied:
    """收回复 — from files, folders and zips into the workbooks in `办公`: all of those, or none.

    The matrix then counts them. A file that cannot be read stops no other, be it received or the bureau's
    own. Raises InputError where nothing was ever built, and OutputError.
    """
    if not records:
        raise InputError([Problem(_NOT_BUILT, Source(str(city.folder.out)))])
    with city_run.alone(city.folder.office):
        return _take(city, records, received, telling(progress))


def _take(city: City, records: Sequence[BodyRecord], received: Iterable[Path], tell: Progress) -> Replied:
    by_body: defaultdict[str, list[ReturnRow]] = defaultdict(list)
    remarks: list[str] = []
    for found in _received(received, tell):
        match found:
            case InputError():
                remarks.append(str(found))
            case rows:
                _sort_by_body(rows, by_body)
    taken: list[tuple[BodyReplied, Written]] = []
    for record in records:
        try:
            rows = by_body.pop(return_rows.key_of_body(record.folder), [])
            taken += [_reply_of_body(city, record, rows)] if rows else []
        except InputError as error:
            remarks.append(f"{error}；{record.name}的回复没有收进来")
    remarks += map(_stranger, filter(_is_worth_telling, chain.from_iterable(by_body.values())))
    paths = files.write_all([file for _, some in taken for file in some], city.folder.out)
    if paths:
        paths += files.write_all(list(progress_matrix.matrix(city, records)), city.folder.out)
    waiting = tuple(_waiting(city, records))
    return Replied(tuple(replied for replied, _ in taken), tuple(remarks), waiting, paths)


def _waiting(city: City, records: Sequence[BodyRecord]) -> Iterator[str]:
    """Names of bodies that have not said a word."""
    counts = returns.reply_counts(city, records)
    return (one.name for one in records if one.folder in counts and not counts[one.folder][0])


def _received(paths: Iterable[Path], tell: Progress) -> Iterator[list[ReturnRow] | InputError]:
    for name, content in chain.from_iterable(published.files(path, path.name) for path in paths):
        tell(f"读 {name}")
        try:
            yield return_workbook.read(content(), name)
        except InputError as error:
            yield error


def _sort_by_body(rows: Iterable[ReturnRow], by_body: defaultdict[str, list[ReturnRow]]) -> None:
    for row in rows:
        by_body[row.body].append(row)


def _is_worth_telling(row: ReturnRow) -> bool:
    return row.is_answered or not row.key


def _stranger(row: ReturnRow) -> str:
    said = "，".join(filter(None, (row["说明"], *row.reply)))
    why = f"“{KEY}”是空的" if not row.key else f"“{KEY}”{row.key} 不是这个市的单位的"
    return f"{row.source}：{why}，没有收进来：{said}；请照发下去的那一份补上编号，或另外处理"


def _reply_of_body(city: City, record: BodyRecord, rows: Sequence[ReturnRow]) -> tuple[BodyReplied, Written]:
    """What a body's rows come to, and its workbook where something is new."""
    before, body = returns.current(city, record), city.bodies.by_folder[record.folder]
    merged = _Merged(before)
    said = sorted(filter(attrgetter("is_answered"), rows), key=attrgetter("key"))
    for key, same in groupby(said, attrgetter("key")):
        merged.take(key, list(same))
    sheet = return_rows.sheet(record, merged.rows)
    waivers = len(list(return_workbook.waiver_rows(record, sheet)))
    remarks = (*merged.remarks, *chain.from_iterable(map(_unusable_reply, said)))
    name = city.folder.return_of(body).relative_to(city.folder.out).as_posix()
    written = () if sheet == before else ((name, return_workbook.written(record, body, sheet)),)
    return BodyReplied(body, sheet, len(said), waivers, remarks), written


def _unusable_reply(row: ReturnRow) -> Iterator[str]:
    """What a reply lacks to be of use."""
    if row[ANSWER] not in ("", *ANSWERS):
        yield f"{row.source}：不认识“{row[ANSWER]}”，照原样收了；“{ANSWER}”请从“{'”“'.join(ANSWERS)}”里选"
    if row[ANSWER] == TRUE and not (row[REPLY] and row[BY]):
        yield f"{row.source}：选了“{TRUE}”，没有写理由或{BY}；请在“{REPLY}”“{BY}”里补上，才能作豁免的依据"


class _Merged:
    """The rows of a body while replies are put beside them."""

    def __init__(self, before: ReturnSheet) -> None:
        self.remarks: list[str] = []
        self._rows = {row.key: row for row in before.every}

    @property
    def rows(self) -> Sequence[ReturnRow]:
        return tuple(self._rows.values())

    def take(self, key: str, received: Sequence[ReturnRow]) -> None:
        """Replies of one key, from one file or several."""
        first, *others = received
        for other in others:
            if (joined := _one_of_both(first.reply, other.reply)) is None:
                self.remarks.append(_two(first, other))
                return
            first = _with_reply(first, joined)
        self._put(self._rows.get(key) or self._gone(first), first)

    def _gone(self, received: ReturnRow) -> ReturnRow:
        self.remarks.append(
            f"{received.source}：现在没有这一条了，回复另记在“{MENDED}”：{_quoted_reply(received)}"
        )
        return received.told(**{STATE: MENDED})

    def _put(self, row: ReturnRow, received: ReturnRow) -> None:
        """One that was said to be mended and is not may be answered anew; else nothing is overwritten."""
        if (joined := _one_of_both(row.reply, received.reply)) is not None:
            self._rows[row.key] = _with_reply(row, joined)
        elif _quoted_reply(received) in row[EARLIER]:
            pass  # the reply before the one that stands, once more
        elif row[ANSWER] == MENDED_BY:
            earlier = "\n".join(filter(None, (row[EARLIER], _quoted_reply(row))))
            self._rows[row.key] = _with_reply(row.told(**{EARLIER: earlier}), received.reply)
        else:
            self.remarks.append(_two(row, received))


def _two(one: ReturnRow, other: ReturnRow) -> str:
    return (
        f"{other.source}：这一条有两份不同的回复，都没有改动：这里是“{_quoted_reply(other)}”，"
        f"{one.source} 是“{_quoted_reply(one)}”；请问清楚以后，把对的填进“{OFFICE}/{RETURNS}”里的那一份"
    )


def _one_of_both(one: Reply, other: Reply) -> Reply | None:
    """Two replies as one, where the one only says more; else nothing."""
    if all(a == b or not (a and b) for a, b in zip(one, other, strict=True)):
        return tuple(b or a for a, b in zip(one, other, strict=True))
    return None


def _with_reply(row: ReturnRow, reply: Reply) -> ReturnRow:
    return row.told(**dict(zip(SAID_BY_BODY, reply, strict=True)))


def _quoted_reply(row: ReturnRow) -> str:
    return "，".join(filter(None, row.reply))


def lines(replied: Replied) -> Iterator[str]:
    """收到了什么 — a line a body, what is unclear below it; then what belongs to no body."""
    for one in replied.bodies:
        unanswered = one.sheet.unanswered
        yield f"{one.body.name}：收到 {one.received} 条回复，还有 {len(unanswered)} 条没有回复"
        if unanswered:
            yield f"  没有回复的：{first_few('；', map(_called_in_short, unanswered), counted='条')}"
        if one.waivers:
            where = f"“{OFFICE}/{RETURNS}/{one.body.folder}.xlsx”的“{return_workbook.WAIVERS}”"
            yield f"  {one.waivers} 条情况属实；同意不改的，照{where}填进它的数据"
        yield from map("  {}".format, one.remarks)
    yield from replied.remarks
    if replied.waiting:
        names = first_few("、", replied.waiting, _MOST_NAMES, counted="家")
        yield f"一条也没有回复的：{names}"


def _called_in_short(row: ReturnRow) -> str:
    return " ".join(filter(None, (row["代码"], short(row["说明"]))))
