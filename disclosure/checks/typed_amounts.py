"""文字里的数 — amounts, shares and rates that somebody typed, against the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.checks.book import Book, Entry, said
from disclosure.checks.narrative import around
from disclosure.checks.passages import Passage
from disclosure.checks.probe import Hit, Scene
from disclosure.money import EXACT, SCALE, number_text, rounded

_AMOUNT = re.compile(r"(?<![\d.])(\d[\d,，]*(?:\.\d+)?)\s*(亿元|万元|元)")
# 位数有上限，长串数字才不会反复回溯
_DIGITS = r"(?<![\d.])(\d{1,13}(?:\.\d{1,6})?)"
_PERCENT = rf"{_DIGITS}\s*[%％]"
_SHARE = re.compile(rf"{_DIGITS}(万元|元)[，,]?\s*占[^，。；\d]{{0,20}}{_PERCENT}")
_RATE = re.compile(
    rf"(增加|减少|增长|下降|降低)了?{_DIGITS}(万元|元)[，,]?\s*(?:同比)?(?:增长|增加|下降|降低|减少)了?{_PERCENT}"
)
# 名称与数之间最多隔这么几个字，并且不能换了说法（预算、比较、单价）
_BETWEEN = r"[^\d。；，,|]{0,4}(?:(?:19|20)\d\d年度?)?[^\d。；，,|]{0,14}"
_OTHER = re.compile(
    r"预算|上年|去年|增加|减少|增长|下降|比|较|单价|以上|人均|标准|结余|拨款|中有|中的|包括|\ufffc"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年度?$")
_SCALES = {"元": SCALE["元"], "万元": SCALE["万元"], "亿元": SCALE["万元"] * SCALE["万元"]}
_PLAIN = Decimal(0)
_IN_CELL = re.compile(r"\|\s*(\d{1,13}(?:\.\d{1,6})?)\s*(?=\|)")


def unmatched(scene: Scene) -> Iterator[Hit]:
    """对不上的金额 — an amount that is no figure of this department-year; with what a named one should be."""
    known = Known(scene.book)
    for passage in scene.book.passages:
        named = {found.start(1) for found, _ in _named(passage, scene)}
        for found in _AMOUNT.finditer(passage.text):
            if found.start(1) not in named and not known.amount(found[1], found[2]):
                yield Hit((passage.place,), found.group(), "", around(passage.text, found))


def misnamed(scene: Scene) -> Iterator[Hit]:
    """名实不符的金额 — “基本支出……万元” where 基本支出 is another amount."""
    for passage in scene.book.passages:
        for found, entry in _named(passage, scene):
            if entry.value is None or _same(found[1], found[2], entry.value):
                continue
            expected = _in(entry.value, found[2])
            where = (passage.place, entry.name)
            yield Hit(
                where,
                found[1] + found[2],
                expected,
                f"{around(passage.text, found)}，{entry.label}是{expected}",
            )
        yield from _table_row(passage, scene)


def _table_row(passage: Passage, scene: Scene) -> Iterator[Hit]:
    """A row of a table in an attachment: the one number in it is the amount of the phrase that heads it."""
    numbers = _IN_CELL.findall(passage.text)
    if len(set(numbers)) != 1:
        return
    for phrase, entry in _phrases(scene).items():
        value = entry.value
        heads = re.search(rf"\|\s*(?:{phrase})(?:小计|合计|决算数)?\s*\|", passage.text)
        if heads and value is not None and not any(_same(numbers[0], unit, value) for unit in ("元", "万元")):
            expected = _in(value, "万元")
            message = f"“{passage.text}”，{entry.label}是{expected}"
            yield Hit((passage.place, entry.name), numbers[0], expected, message)


def sums(scene: Scene) -> Iterator[Hit]:
    """分项之和 — “基本支出A，其中人员经费B，公用经费C”: typed amounts of one paragraph add.

    Where the figures themselves add to the cent and are printed rightly, the difference is a rounding tail.
    """
    for passage in scene.book.passages:
        for whole, (figure, *parts) in scene.declared.sums.items():
            found = [match for name in (whole, *parts) if (match := _typed(name, passage))]
            if len(found) > len(parts):
                figures = [figure, *(scene.declared.phrases[name] for name in parts)]
                yield from _sum_hit(passage, found, figures, scene.book)


def _sum_hit(passage: Passage, found: list[re.Match[str]], figures: list[str], book: Book) -> Iterator[Hit]:
    whole, *parts = [_yuan(match) for match in found]
    total = sum(parts, _PLAIN)
    if total != whole:
        stated, expected = _in(whole, found[0][3]), _in(total, found[0][3])
        added = "＋".join(f"{match[2]}{match[3]}" for match in found[1:])
        tail = _exact(found, figures, book)
        yield Hit((passage.place,), stated, expected, f"{added}＝{expected}，合计写的是{stated}", tail)


def _exact(found: list[re.Match[str]], figures: list[str], book: Book) -> bool:
    values = [book[name].value if name in book else None for name in figures]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or known[0] != sum(known[1:], _PLAIN):
        return False
    return all(_same(match[2], match[3], value) for match, value in zip(found, known, strict=True))


def _typed(phrase: str, passage: Passage) -> re.Match[str] | None:
    """The first amount that is said of a phrase."""
    matches = re.finditer(rf"(?:{phrase})({_BETWEEN}){_AMOUNT.pattern}", passage.text)
    return next((found for found in matches if not _OTHER.search(found[1])), None)


def _yuan(found: re.Match[str]) -> Decimal:
    return EXACT.multiply(_number(found[2]), _SCALES[found[3]])


def shares(scene: Scene) -> Iterator[Hit]:
    """占比 — a typed share is that of the amount before it."""
    for passage in scene.book.passages:
        for found in _SHARE.finditer(passage.text):
            rates = _beside(scene.book, found[1], found[2], "决算数", "占比")
            yield from _percent_hit(passage, found, found[3], rates)


def rates(scene: Scene) -> Iterator[Hit]:
    """增减率 — a typed rate is that of the change before it."""
    for passage in scene.book.passages:
        for found in _RATE.finditer(passage.text):
            known = _beside(scene.book, found[2], found[3], "增减额", "增减率")
            yield from _percent_hit(passage, found, found[4], known)


class Known:
    """已知金额 — the amounts of a department-year as they would be printed."""

    def __init__(self, book: Book) -> None:
        self._values = {
            entry.value for entry in book.values() if entry.unit == "元" and entry.value is not None
        }
        self._printed: dict[tuple[str, int], set[Decimal]] = {}

    def amount(self, text: str, unit: str) -> bool:
        """是否有此数 — whether some figure prints so in this unit with as many decimals."""
        number = _number(text)
        places = _places(number)
        key = (unit, places)
        if key not in self._printed:
            self._printed[key] = {
                rounded(EXACT.divide(abs(value), _SCALES[unit]), places) for value in self._values
            }
        return number == 0 or number in self._printed[key]


def _named(passage: Passage, scene: Scene) -> Iterator[tuple[re.Match[str], Entry]]:
    for phrase, entry in _phrases(scene).items():
        for found in re.finditer(rf"{phrase}({_BETWEEN}){_AMOUNT.pattern}", passage.text):
            if not _OTHER.search(found[1]) and not _other_before(passage.text[: found.start()], scene):
                yield _AMOUNT.search(passage.text, found.start(2)) or found, entry


def _phrases(scene: Scene) -> dict[str, Entry]:
    """Words that name an amount: those declared, and the name of each project."""
    declared = {
        phrase: scene.book[name] for phrase, name in scene.declared.phrases.items() if name in scene.book
    }
    lines = scene.submission.expenditure or ()
    projects: dict[str, Decimal] = {}
    for line in lines:
        if line.project:
            spent = line.amount if line.section is None else sum(line.section.values(), _PLAIN)
            projects[line.project] = projects.get(line.project, _PLAIN) + (spent or _PLAIN)
    return declared | {
        re.escape(name): Entry(name, f"项目“{name}”", amount) for name, amount in projects.items()
    }


def _other_before(text: str, scene: Scene) -> bool:
    """What stands before a phrase tells 上年基本支出, 财政拨款基本支出 and 2022年基本支出 from 基本支出."""
    year = _YEAR.search(text)
    another = year is not None and int(year[1]) != scene.submission.year
    return another or _OTHER.search(text[-2:]) is not None


def _beside(book: Book, amount: str, unit: str, leaf: str, rate: str) -> list[Entry]:
    nodes = [
        name.removesuffix(leaf)
        for name, entry in book.items()
        if name.endswith(f".{leaf}") and entry.value is not None and _same(amount, unit, abs(entry.value))
    ]
    return [book[node + rate] for node in nodes if node + rate in book]


def _percent_hit(passage: Passage, found: re.Match[str], percent: str, known: list[Entry]) -> Iterator[Hit]:
    places = _places(Decimal(percent))
    values = [abs(entry.value) for entry in known if entry.value is not None]
    if values and Decimal(percent) not in {rounded(value, places) for value in values}:
        expected = "或".join(dict.fromkeys(said(value, "%") for value in values))
        where = (passage.place, *(entry.name for entry in known))
        yield Hit(where, f"{percent}%", expected, around(passage.text, found))


def _same(text: str, unit: str, value: Decimal) -> bool:
    number = _number(text)
    return rounded(EXACT.divide(value, _SCALES[unit]), _places(number)) == number


def _in(value: Decimal, unit: str) -> str:
    return number_text(EXACT.divide(value, _SCALES[unit]), 2) + unit


def _number(text: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", text))


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -int(exponent))
