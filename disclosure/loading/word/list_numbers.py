"""Word 编号 — counts a file's lists and writes the number that Word shows before a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from disclosure.chinese_numbers import DIGITS
from disclosure.loading.word.styles import ListPlace
from disclosure.loading.word.text import Lost
from disclosure.loading.word.word_package import Package, all_below, child, value, w, whole

_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_SYMBOLS = ("\ue000", "\uf8ff")  # glyphs of Symbol and Wingdings, which no text font has
_MARKS = ("、", "．", "。", "）", "】", " ")
_CIRCLED = 20
_MAX_LETTERED = 780  # Word's own limit for letters
_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"}
_ROMAN |= {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


class Numbering:
    """编号表 — the lists of a file and how far each is counted."""

    def __init__(self, package: Package, lost: Lost) -> None:
        root = package.related("numbering")
        self._lists = _definitions(root, "num", "numId")
        self._kinds = _definitions(root, "abstractNum", "abstractNumId")
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[str] = set()
        self._lost = lost

    def text(self, place: ListPlace | None) -> str:
        """编号文字 — the next number at a place of a list, with what stands between it and the text."""
        levels = self._levels(place.list) if place else {}
        if place is None or place.level not in levels:
            return ""
        counts = self._count(place, levels)
        written = _number_text(levels, counts, place.level)
        if written is None:
            self._lost.add("自动编号（编号样式不能识别）")
            return ""
        return written + _gap(levels[place.level], written)

    def _levels(self, id: str) -> dict[int, etree._Element]:
        """An override of the list replaces the level of its kind."""
        instance = self._lists.get(id)
        kind = self._kinds.get(value(instance, "abstractNumId"))
        levels = (*all_below(kind, "lvl"), *all_below(instance, "lvlOverride", "lvl"))
        return {_index(level): level for level in levels}

    def _count(self, place: ListPlace, levels: dict[int, etree._Element]) -> list[int | None]:
        """Lists of one kind count on together, unless a list says where it starts anew."""
        instance = self._lists[place.list]
        counts = self._counts.setdefault(value(instance, "abstractNumId"), [None] * _LEVELS)
        if place.list not in self._restarted:
            self._restarted.add(place.list)
            _restart(instance, counts)
        for above in range(place.level):
            counts[above] = _counted(counts[above], _start(levels, above), step=0)
        counts[place.level] = _counted(counts[place.level], _start(levels, place.level), step=1)
        counts[place.level + 1 :] = [None] * (_LEVELS - place.level - 1)
        return counts


def _restart(instance: etree._Element, counts: list[int | None]) -> None:
    for override in all_below(instance, "lvlOverride"):
        start = value(override, "startOverride")
        if start:
            counts[_index(override)] = whole(start, 0) - 1


def _counted(count: int | None, start: int, *, step: int) -> int:
    return start if count is None else count + step


def _number_text(levels: dict[int, etree._Element], counts: list[int | None], level: int) -> str | None:
    pattern, legal = value(levels[level], "lvlText"), child(levels[level], "isLgl") is not None
    if value(levels[level], "numFmt") == "bullet":
        return _bullet(pattern)
    for digit in _PLACE.findall(pattern):
        at = int(digit) - 1
        number = _numeral(counts[at] or 0, _format(levels, at, legal=legal))
        if number is None:
            return None
        pattern = pattern.replace(f"%{digit}", number)
    return pattern


def _bullet(pattern: str) -> str:
    is_symbol = _SYMBOLS[0] <= pattern[:1] <= _SYMBOLS[1]
    return f"{pattern} " if pattern and not is_symbol else "• "


def _format(levels: dict[int, etree._Element], level: int, *, legal: bool) -> str:
    own = value(levels.get(level), "numFmt") or "decimal"
    return "decimal" if legal and own != "none" else own


def _gap(level: etree._Element, written: str) -> str:
    """After a Chinese mark (一、 （一）) nothing stands; after `1.` a blank does what the tab did."""
    has_gap = value(level, "suff") != "nothing" and not written.endswith(_MARKS)
    return " " if written and has_gap else ""


def _numeral(number: int, kind: str) -> str | None:
    write = _KINDS.get(kind)
    return None if write is None or number < 0 else write(number)


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


def _circled(value: int) -> str | None:
    return chr(ord("①") + value - 1) if 1 <= value <= _CIRCLED else None


def _letters(value: int) -> str | None:
    """Word goes on with aa, bb after z."""
    if not 1 <= value <= _MAX_LETTERED:
        return None
    turns, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (turns + 1)


def _roman(value: int) -> str | None:
    if not 1 <= value <= _MAX_LETTERED:
        return None
    text = ""
    for number, letters in _ROMAN.items():
        times, value = divmod(value, number)
        text += letters * times
    return text


def _upper(text: str | None) -> str | None:
    return text.upper() if text else None


def _counting(value: int) -> str | None:
    return _chinese(value, DIGITS, ("", "十", "百", "千"))


def _legal(value: int) -> str | None:
    return _chinese(value, _LEGAL, ("", "拾", "佰", "仟"))


def _chinese(value: int, digits: str, places: tuple[str, ...]) -> str | None:
    if value not in range(10 ** len(places)):
        return None
    figures = zip(str(value), reversed(places[: len(str(value))]), strict=True)
    parts = (f"{digits[int(figure)]}{place}" if figure != "0" else "零" for figure, place in figures)
    text = re.sub("零+", "零", "".join(parts)).rstrip("零") or digits[0]
    return re.sub("^一十", "十", text)


_KINDS: dict[str, Callable[[int], str | None]] = {
    "none": lambda _: "",
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "chineseLegalSimplified": _legal,
    "lowerLetter": _letters,
    "upperLetter": lambda value: _upper(_letters(value)),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _upper(_roman(value)),
}


def _definitions(root: etree._Element | None, name: str, id: str) -> dict[str, etree._Element]:
    return {element.get(w(id), ""): element for element in all_below(root, name)}


def _index(element: etree._Element) -> int:
    return max(0, min(whole(element.get(w("ilvl"), ""), 0), _LEVELS - 1))


def _start(levels: dict[int, etree._Element], level: int) -> int:
    return whole(value(levels.get(level), "start"), 1)
