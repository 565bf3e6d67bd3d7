"""文字校验 — rules over typed text that need more than a pattern: years, dates, brackets, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from disclosure import classification
from disclosure.checks import document_structure
from disclosure.checks.check_programs import Hit, Scene, needed, stated
from disclosure.checks.declarations import CheckSpec
from disclosure.checks.passages import Passage, matches, sentences
from disclosure.checks.sister_bodies import are_two
from disclosure.model import Department

_YEAR = re.compile(r"(?<![\d〔﹝\[(（])(?:19|20)\d\d(?=年)")
# 历史、依据文件、规划里的年份不是本年数的年份
_HISTORY = re.compile(
    r"成立|设立|组建|以来|以后|印发|修订|规划|改革|批准|挂牌|始建|建成|历史|文件|自(?:19|20)\d\d年|号）"
)
_AHEAD = re.compile(r"将|计划|下一?年|下一步|次年|公开|批复|自评|评价|继续|前")
_COMPARED_OR_PAST = re.compile(rf"比|较|上年|同期|增|减|降|年初结转|上一年|{_HISTORY.pattern}")
_AS_OF = re.compile(r"截[至止]((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
_DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
_ITEM = re.compile(r"(?:^|[；;。\s])\d{1,2}[.．、]")
_UNITS = re.compile(r"(?:下属|所属)[^。，；：、\d]{0,8}单位(\d+)个")
_PAIRS = {"（": "）", "〔": "〕", "【": "】", "《": "》", "“": "”", "‘": "’", "(": ")", "[": "]"}
_SUBJECT = re.compile(r"([\u4e00-\u9fff（）]{2,30}?)（([类款项])）")
_CLOSING = frozenset(_PAIRS.values())
_LIST_NUMBER = re.compile(r"(?:^|(?<=[；。：]))\s*\d+[)）]")  # “1）” is a list number, not half a bracket
_SIMILAR = 0.8
_SHORTEST_NAME = 6  # a slip in a shorter one cannot be told from another word
_RELATED = 0.6  # another name of the same body shares most of it: 教育局, 教育和体育局
# 名称后面说的是自己：内设机构、职责、人员、决算；“负责”不算，职责分工里也写别的部门
_SELF = (
    r"(?=(?:机关)?(?:内设|下设|下属|设有|共设|主要职责|机构设置|概况|核定编制|实有|现有|年末|(?:20\d\d年度?)?(?:部门|单位)?[预决]算"
    r"|[是为][^，。；]{0,14}(?:工作部门|组成部门|直属|派出机构|事业单位|行政单位|预算单位)))"
)
_CALLED = r"[（(](?:以下)?简称[：:]?“?((?!本)[\u4e00-\u9fff]{2,20})”?[）)]"
_AROUND = 12


def by_pattern(spec: CheckSpec, scene: Scene) -> Iterator[Hit]:
    """按样式查 — each match of a declared pattern in typed text, or in the sentences of the document."""
    read = scene.book.passages if spec.read_in == "录入" else document_structure.sentences(scene)
    for passage, match in matches(re.compile(spec.pattern), read):
        yield _flagged(passage, match, match.group().strip(), "")


def around(text: str, match: re.Match[str]) -> str:
    """上下文 — a match with a few characters on either side."""
    start, end = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
    return f"“{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}”"


def years(scene: Scene) -> Iterator[Hit]:
    """年份 — years that are neither this nor last year, save history and cited documents."""
    return _wrong_years(scene, _is_strange)


def _is_strange(named: int, year: int, sentence: str) -> bool:
    """Whether a year is neither this nor last, nor that of a plan for next year, nor history."""
    planned = named == year + 1 and _AHEAD.search(sentence)
    return named not in (year, year - 1) and not planned and not _HISTORY.search(sentence)


def last_years(scene: Scene) -> Iterator[Hit]:
    """上年年份 — last year named where nothing is compared: often left from last year's text."""
    return _wrong_years(scene, _is_left_over)


def _is_left_over(named: int, year: int, sentence: str) -> bool:
    return named == year - 1 and not _COMPARED_OR_PAST.search(sentence)


def _wrong_years(scene: Scene, is_wrong: Callable[[int, int, str], bool]) -> Iterator[Hit]:
    year = scene.submission.year
    for sentence, match in matches(_YEAR, _said_of_the_year(scene)):
        if is_wrong(int(match.group()), year, sentence.text):
            yield _flagged(sentence, match, f"{match.group()}年", f"{year}年")


def as_of_year(scene: Scene) -> Iterator[Hit]:
    """截至日期的年份 — counts are those of the balance date."""
    return _wrong_dates(scene, _is_of_another_year)


def _is_of_another_year(date: re.Match[str], year: int) -> bool:
    return int(date[1]) != year


def as_of_day(scene: Scene) -> Iterator[Hit]:
    """截至日期 — another day of the year than the balance date."""
    return _wrong_dates(scene, _is_another_day)


def _is_another_day(date: re.Match[str], year: int) -> bool:
    return int(date[1]) == year and date.group(2, 3) not in ((None, None), ("12", "31"))


def _wrong_dates(scene: Scene, is_wrong: Callable[[re.Match[str], int], bool]) -> Iterator[Hit]:
    year = scene.submission.year
    for sentence, date in matches(_AS_OF, _said_of_the_year(scene)):
        if is_wrong(date, year):
            yield _flagged(sentence, date, date.group(), f"截至{year}年12月31日")


def steps(scene: Scene) -> Iterator[Hit]:
    """步骤日期 — the dated steps of one process go forward in time."""
    for passage in scene.book.passages:
        backwards = [(late, early) for late, early in pairwise(_dates(passage.text)) if late > early]
        if backwards and len(_ITEM.findall(passage.text)) > 1:
            late, early = backwards[0]
            yield Hit(
                (passage.place,), _day(early), f"不早于{_day(late)}", "各步骤的日期先后颠倒", at=passage.at
            )


def _dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Every date in order; its day is 0 where it names the month only."""
    for year, month, day in _DATE.findall(text):
        yield int(year), int(month), int(day or 0)


def brackets(scene: Scene) -> Iterator[Hit]:
    """括号引号 — every bracket and quotation mark of a paragraph has its other half."""
    for passage in scene.book.passages:
        lone = _unbalanced(passage.text)
        if lone:
            yield Hit((passage.place,), lone, "", f"“{passage.text[:30]}…”", at=passage.at)


def names(scene: Scene) -> Iterator[Hit]:
    """部门名称 — the full name is written one way everywhere; a slip of the pen is near to it."""
    department = scene.submission.department
    full, others = department.full_name, _unit_names(department)
    needed(len(full) >= _SHORTEST_NAME, "全称太短，无从比较")
    for passage, match in matches(_nearly(full), scene.book.passages):
        if _is_slip(match.group(), full) and not _names_any(match.group(), others):
            yield _flagged(passage, match, match.group(), full)


def _nearly(full: str) -> re.Pattern[str]:
    middle = f".{{{len(full) - 6},{len(full) - 3}}}"
    return re.compile(f"{re.escape(full[:2])}{middle}{re.escape(full[-3:])}")


def _is_slip(written: str, full: str) -> bool:
    alike = SequenceMatcher(None, written, full).ratio() >= _SIMILAR
    return all((alike, full not in written, not are_two(full, written)))


def _unit_names(department: Department) -> frozenset[str]:
    return frozenset(unit.name for unit in department.units or ())


def _names_any(written: str, names: Iterable[str]) -> bool:
    return any(name in written or written in name for name in names)


def other_names(scene: Scene) -> Iterator[Hit]:
    """别的名称 — the text speaks of the body itself (内设…) under a name that is none of its own."""
    department = scene.submission.department
    full = department.full_name
    own = {full, *_unit_names(department)}
    for passage, match in matches(_of_itself(full), scene.book.passages):
        if not _names_any(match[1], own) and _is_another_name(match[1], full):
            yield _flagged(passage, match, match[1], full)
    yield from _other_short_names(scene)


def _is_another_name(written: str, full: str) -> bool:
    """Like the full name, and not so like it that it is a slip of the pen, which names() tells."""
    slip = _nearly(full).fullmatch(written) is not None and _is_slip(written, full)
    related = SequenceMatcher(None, written, full).ratio() >= _RELATED
    return all((related, not slip, not are_two(full, written)))


def _of_itself(full: str) -> re.Pattern[str]:
    """Names that begin and end as the full name, where the words after them are said of oneself."""
    return re.compile(f"({re.escape(full[:2])}[\u4e00-\u9fff]{{1,20}}?{re.escape(full[-1])}){_SELF}")


def _other_short_names(scene: Scene) -> Iterator[Hit]:
    """The full name followed by 以下简称, and another short name than the data have."""
    department = scene.submission.department
    if department.short_name:
        called = re.compile(rf"{re.escape(department.full_name)}{_CALLED}")
        for passage, match in matches(called, scene.book.passages):
            if match[1] != department.short_name:
                yield _flagged(passage, match, match[1], department.short_name)


def subjects(scene: Scene) -> Iterator[Hit]:
    """科目名称 — a subject named in typed text stands under this name in the catalogue of the year."""
    year = scene.submission.year
    for passage, match in matches(_SUBJECT, scene.book.passages):
        name = match[1].removeprefix("（类）").removeprefix("（款）")
        if not any(classification.named(name + end, year) for end in ("", "支出")):
            near = _nearest_names(name, year) if match[2] == "项" else ""
            yield _flagged(passage, match, match.group(), near)


def _nearest_names(name: str, year: int) -> str:
    return "、".join(subject.name for subject in classification.nearest(name, year))


def units(scene: Scene) -> Iterator[Hit]:
    """所属单位个数 — the number that the text gives is that of the list."""
    listed = stated(scene.submission.department.units, "没有填所属单位")
    for passage, match in matches(_UNITS, scene.book.passages):
        if int(match[1]) != len(listed):
            yield _flagged(passage, match, f"{match[1]}个", f"{len(listed)}个")


def _said_of_the_year(scene: Scene) -> Iterator[Passage]:
    """Sentences that speak of the year: definitions of terms cite rules of other years."""
    return sentences(passage for passage in scene.book.passages if not passage.place.startswith("名词"))


def _unbalanced(text: str) -> str:
    """The first closing half that does not fit, else the last opening half; empty where all are pairs."""
    waiting = [""]  # below all opening halves, and no half of anything
    for character in _LIST_NUMBER.sub("", text):
        if character in _PAIRS:
            waiting.append(character)
        elif character in _CLOSING and _PAIRS.get(waiting.pop()) != character:
            return character
    return waiting[-1]


def _flagged(passage: Passage, match: re.Match[str], written: str, expected: str) -> Hit:
    return Hit((passage.place,), written, expected, around(passage.text, match), at=passage.at)


def _day(date: tuple[int, int, int]) -> str:
    year, month, day = date
    return f"{year}年{month}月" + (f"{day}日" if day else "")
