"""文字里的数 — amounts, shares and rates that somebody typed, against the figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from disclosure.checks.book import ZERO, Book, Entry, known, said
from disclosure.checks.check_programs import Hit, Scene
from disclosure.checks.narrative import around
from disclosure.checks.passages import Passage, matches
from disclosure.checks.project_spending import spent_by_project
from disclosure.money import EXACT, HUNDRED, SCALE, number_text, rounded

_AMOUNT = re.compile(r"(?<![\d.])(\d[\d,，]*(?:\.\d+)?)\s*(亿元|万元|元)")
# 位数有上限，长串数字才不会反复回溯
_DIGITS = r"(?<![\d.])(\d{1,13}(?:\.\d{1,6})?)"
_PERCENT = rf"{_DIGITS}\s*[%％]"
_SHARE = re.compile(rf"{_DIGITS}(万元|元)[，,]?\s*占[^，。；\d]{{0,20}}{_PERCENT}")
_SHARE_OF = re.compile(
    rf"{_DIGITS}(万元|元)[，,]?\s*占[^，。；\d]{{0,20}}{_DIGITS}(万元|元)[^，。；\d]{{0,6}}{_PERCENT}"
)
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
_IN_CELL = re.compile(r"\|\s*(\d{1,13}(?:\.\d{1,6})?)\s*(?=\|)")
# 名称在数的前一格（中间可以隔着单位）；隔着别的名称的，数是那个名称的：| 基本支出 | 行政运行 | 396.55 |
_HEADS_CELL = r"\|\s*(?:{})(?:小计|合计|决算数)?\s*\|(?:\s*(?:万?元)?\s*\|)*\s*\d"

_POINTS = re.compile("得分|分值|评分|权重")


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """写出的金额 — a number and its unit as somebody typed them (1,234.50 and 万元)."""

    text: str
    unit: str

    @property
    def said(self) -> str:
        """写法 — as it was typed."""
        return self.text + self.unit

    @property
    def number(self) -> Decimal:
        """数字 — in its unit."""
        return Decimal(re.sub("[,，]", "", self.text))

    @property
    def yuan(self) -> Decimal:
        """元数 — in 元."""
        return EXACT.multiply(self.number, _SCALES[self.unit])

    @property
    def places(self) -> int:
        """小数位数 — as typed."""
        return _decimal_places(self.number)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """舍入前 — the least and the most (元) that is typed so."""
        half = EXACT.multiply(Decimal(5).scaleb(-self.places - 1), _SCALES[self.unit])
        return self.yuan - half, self.yuan + half

    def printed(self, value: Decimal) -> Decimal:
        """印作 — an amount (元) in this unit with as many decimals."""
        return rounded(EXACT.divide(value, _SCALES[self.unit]), self.places)

    def is_of(self, value: Decimal | None) -> bool:
        """是否此数 — whether an amount (元) prints as this; one that is not known does not."""
        return value is not None and self.printed(value) == self.number


class PrintedAmounts:
    """印出的金额 — the amounts of a department-year and of its projects as they would be printed."""

    def __init__(self, scene: Scene) -> None:
        entered = (entry.value for entry in scene.book.values() if entry.unit == "元")
        spent = spent_by_project(scene.submission.expenditure).values()
        self._values = set(map(abs, known((*entered, *spent))))
        self._printed: dict[tuple[str, int], set[Decimal]] = {}

    def __contains__(self, typed: TypedAmount) -> bool:
        key = (typed.unit, typed.places)
        if key not in self._printed:
            self._printed[key] = {ZERO, *map(typed.printed, self._values)}
        return typed.number in self._printed[key]


def unmatched(scene: Scene) -> Iterator[Hit]:
    """对不上的金额 — an amount that is no figure of this department-year, where nothing names the figure."""
    figures = PrintedAmounts(scene)
    phrases = _phrases(scene)
    for passage in scene.book.passages:
        named = {amount.start() for amount, _ in _named_amounts(passage, phrases, scene)}
        for amount in _AMOUNT.finditer(passage.text):
            if amount.start() not in named and TypedAmount(amount[1], amount[2]) not in figures:
                yield Hit((passage.place,), amount.group(), "", around(passage.text, amount), at=passage.at)


def misnamed(scene: Scene) -> Iterator[Hit]:
    """名实不符的金额 — “基本支出……万元” where 基本支出 is another amount."""
    phrases = _phrases(scene)
    for passage in scene.book.passages:
        for amount, entry in _named_amounts(passage, phrases, scene):
            typed = TypedAmount(amount[1], amount[2])
            quoted = around(passage.text, amount)
            if not _is_of_a_part(passage.text[: amount.start()], entry):
                yield from _of_another(passage, typed.said, quoted, (typed,), entry)
    for row in _rows_of_amounts(scene.book.passages):
        yield from _table_row(row, phrases)


def _is_of_a_part(before: str, entry: Entry) -> bool:
    """Behind 其中, where the figure itself was said rightly: 接待费5万元，其中：公务3万元、商务2万元."""
    whole, among, _ = before.rpartition("其中")
    stated = (TypedAmount(*found) for found in _AMOUNT.findall(whole)) if among else ()
    return any(typed.is_of(entry.value) for typed in stated)


def _rows_of_amounts(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The rows of tables, but of those whose head speaks of points: | 招商引资 | 6 | is a score there."""
    for (_, is_row), rows in groupby(passages, lambda passage: (passage.place, passage.text[:1] == "|")):
        head, *others = rows
        if is_row and not _POINTS.search(head.text):
            yield from (head, *others)


def _table_row(passage: Passage, phrases: Mapping[str, Entry]) -> Iterator[Hit]:
    """A row of a table in an attachment: the one number in it is the amount of the phrase that heads it."""
    numbers = set(_IN_CELL.findall(passage.text))
    if len(numbers) == 1:
        number, quoted = min(numbers), f"“{passage.text}”"
        either = (TypedAmount(number, "元"), TypedAmount(number, "万元"))
        for phrase, entry in phrases.items():
            if re.search(_HEADS_CELL.format(phrase), passage.text):
                yield from _of_another(passage, number, quoted, either, entry)


def _of_another(
    passage: Passage, stated: str, quoted: str, either: Sequence[TypedAmount], entry: Entry
) -> Iterator[Hit]:
    """An amount that is said of a figure and is not its; where no unit is given, in neither unit."""
    if entry.value is not None and not any(typed.is_of(entry.value) for typed in either):
        expected = _in_unit(entry.value, either[-1].unit)
        message = f"{quoted}，{entry.label}是{expected}"
        yield Hit((passage.place, entry.name), stated, expected, message, at=passage.at)


def sums(scene: Scene) -> Iterator[Hit]:
    """分项之和 — “基本支出A，其中人员经费B，公用经费C”: typed amounts of one paragraph add.

    Where the figures themselves add to the cent and are printed rightly, the difference is a rounding tail.
    """
    for passage in scene.book.passages:
        for whole, (figure, *parts) in scene.declared.sums.items():
            amounts = _first_amounts((whole, *parts), passage.text)
            if len(amounts) == 1 + len(parts):
                names = (figure, *map(scene.declared.phrases.__getitem__, parts))
                yield from _sum_of_typed(passage, amounts, list(map(scene.book.value, names)))


def _first_amounts(phrases: Iterable[str], text: str) -> list[TypedAmount]:
    first = (next(_said_of(phrase, text), None) for phrase in phrases)
    return [TypedAmount(amount[2], amount[3]) for amount in first if amount]


def _sum_of_typed(
    passage: Passage, amounts: list[TypedAmount], figures: list[Decimal | None]
) -> Iterator[Hit]:
    whole, *parts = amounts
    total = sum((part.yuan for part in parts), ZERO)
    if total != whole.yuan:
        stated, expected = _in_unit(whole.yuan, whole.unit), _in_unit(total, whole.unit)
        added = "＋".join(part.said for part in parts)
        tail = _add_up(figures) and all(map(TypedAmount.is_of, amounts, figures))
        message = f"{added}＝{expected}，合计写的是{stated}"
        yield Hit((passage.place,), stated, expected, message, tail, passage.at)


def _add_up(figures: list[Decimal | None]) -> bool:
    """Whether all are known and the first is the sum of the others."""
    total, *parts = known(figures) or [ZERO]
    return None not in figures and total == sum(parts, ZERO)


def shares(scene: Scene) -> Iterator[Hit]:
    """占比 — a typed share is that of the amount before it."""
    for passage, share in matches(_SHARE, scene.book.passages):
        right = _rates_beside(scene.book, TypedAmount(share[1], share[2]), "决算数", "占比")
        yield from _another_percent(passage, share, share[3], list(right))
    for passage, share in matches(_SHARE_OF, scene.book.passages):
        part, whole = TypedAmount(share[1], share[2]), TypedAmount(share[3], share[4])
        yield from _another_share(passage, share, part, whole)


def _another_share(
    passage: Passage, share: re.Match[str], part: TypedAmount, whole: TypedAmount
) -> Iterator[Hit]:
    """A share that is not that of two typed amounts, however they were rounded."""
    # 80万元，占基本支出95万元的80.21% → 84.21%
    typed, (least, most), (low, high) = Decimal(share[5]), part.bounds, whole.bounds
    if low > 0 and not _share_of(least, high, typed) <= typed <= _share_of(most, low, typed):
        right = said(_share_of(part.yuan, whole.yuan, typed), "%")
        yield Hit((passage.place,), f"{share[5]}%", right, around(passage.text, share), at=passage.at)


def _share_of(part: Decimal, whole: Decimal, typed: Decimal) -> Decimal:
    """With as many decimals as the typed one."""
    return rounded(EXACT.divide(EXACT.multiply(part, HUNDRED), whole), _decimal_places(typed))


def rates(scene: Scene) -> Iterator[Hit]:
    """增减率 — a typed rate is that of the change before it."""
    for passage, rate in matches(_RATE, scene.book.passages):
        right = _rates_beside(scene.book, TypedAmount(rate[2], rate[3]), "增减额", "增减率")
        yield from _another_percent(passage, rate, rate[4], list(right))


def _named_amounts(
    passage: Passage, phrases: Mapping[str, Entry], scene: Scene
) -> Iterator[tuple[re.Match[str], Entry]]:
    """Each amount that follows a phrase which names a figure of the year."""
    for phrase, entry in phrases.items():
        for said_of in _said_of(phrase, passage.text):
            amount = _AMOUNT.match(passage.text, said_of.start(2))
            if amount and not _other_before(passage.text[: said_of.start()], scene.submission.year):
                yield amount, entry


def _said_of(phrase: str, text: str) -> Iterator[re.Match[str]]:
    """Amounts (groups 2 and 3) said of a phrase: nothing between the two speaks of something else."""
    for said_of in re.finditer(rf"(?:{phrase})({_BETWEEN}){_AMOUNT.pattern}", text):
        if not _OTHER.search(said_of[1]):
            yield said_of


def _phrases(scene: Scene) -> dict[str, Entry]:
    """Words that name an amount: those declared, and the name of each project."""
    book = scene.book
    declared = {phrase: book[name] for phrase, name in scene.declared.phrases.items() if name in book}
    spent = spent_by_project(scene.submission.expenditure)
    projects = {re.escape(name): Entry(name, f"项目“{name}”", amount) for name, amount in spent.items()}
    return declared | projects


def _other_before(text: str, year: int) -> bool:
    """What stands before a phrase tells 上年基本支出, 财政拨款基本支出 and 2022年基本支出 from 基本支出."""
    stated = _YEAR.search(text)
    of_another_year = stated is not None and int(stated[1]) != year
    return of_another_year or _OTHER.search(text[-2:]) is not None


def _rates_beside(book: Book, typed: TypedAmount, leaf: str, rate: str) -> Iterator[Entry]:
    stated = (name for name, entry in book.items() if name.endswith(f".{leaf}") and _says_value(typed, entry))
    beside = (name.removesuffix(leaf) + rate for name in stated)
    return map(book.__getitem__, filter(book.__contains__, beside))


def _says_value(typed: TypedAmount, entry: Entry) -> bool:
    return entry.value is not None and typed.is_of(abs(entry.value))


def _another_percent(
    passage: Passage, match: re.Match[str], percent: str, rates: list[Entry]
) -> Iterator[Hit]:
    typed, right = Decimal(percent), {rate.name: rate.value for rate in rates}
    values = list(map(abs, known(right.values())))
    if values and typed not in (rounded(value, _decimal_places(typed)) for value in values):
        expected = "或".join(dict.fromkeys(said(value, "%") for value in values))
        yield Hit(
            (passage.place, *right), f"{percent}%", expected, around(passage.text, match), at=passage.at
        )


def _in_unit(value: Decimal, unit: str) -> str:
    return number_text(EXACT.divide(value, _SCALES[unit]), 2) + unit


def _decimal_places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -int(exponent))
