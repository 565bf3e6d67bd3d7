"""填了而没有印的 — what people entered and the pack in force prints nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from operator import itemgetter

from disclosure.checks.book import Book, figure_name
from disclosure.checks.passages import HOLE, with_holes
from disclosure.document import Document
from disclosure.document.content import figures, lines
from disclosure.loading import codes, expected_data
from disclosure.loading.place_names import named_keys, taken_apart
from disclosure.model.key_paths import above, leaves, with_above

# What no document prints: it says how one is made, is held against what is printed, or says it otherwise.
_NOT_FOR_PRINT = re.compile(
    r"(格式版本|模板|单位|年度|PDF引擎|一页看懂|批复数|核定数|豁免|涉密|科目名称|内部往来|附件|财政拨款收入|支出\.金额"
    r"|上年数\.(文件夹|单位)|部门\.(类型|层级|简称|所属单位)"
    r"|公开信息\.(保密审查|审签|批复日期|批复文号|公开日期))(\.|$)"
)
_KINDS = ("amount", "count", "score", "word", "prose")
_FEW = 2  # values that are named one by one
_BLANKS, _BETWEEN = re.compile(r"\s+"), re.compile(rf"[{HOLE}\n]")


def unprinted(book: Book, document: Document) -> dict[str, int]:
    """没有印的 — key paths without positions of lists, each with how many values stand there.

    A whole is named where nothing of it is printed, be it more than a few values.
    """
    places = _values_printed(book, document)
    wholes = _by_whole(places)
    lost = {path: len(told) for path, told in wholes.items() if not any(told)}
    named = {path for path, number in lost.items() if path in places or number > _FEW}
    return {path: lost[path] for path in lost if path in named and named.isdisjoint(with_above(above(path)))}


def _by_whole(places: Mapping[str, list[bool]]) -> dict[str, list[bool]]:
    wholes = defaultdict[str, list[bool]](list)
    for place, told in places.items():
        for whole in with_above(place):
            wholes[whole] += told
    return wholes


def _values_printed(book: Book, document: Document) -> dict[str, list[bool]]:
    """Of every place whether each of its values is printed; where there is nothing, nothing has to be."""
    is_printed, places = _printed_by(book, document), defaultdict[str, list[bool]](list)
    for path, value in filter(itemgetter(1), leaves(book.facts.given or book.facts.submission)):
        places[".".join(named_keys(taken_apart(path)))].append(is_printed(path, value))
    return {place: told for place, told in places.items() if _is_for_print(place)}


def _is_for_print(place: str) -> bool:
    keys = place.split(".")
    kind = "" if codes.written(keys[-1]) or _NOT_FOR_PRINT.match(place) else expected_data.at(keys).kind
    return kind in _KINDS


def _printed_by(book: Book, document: Document) -> Callable[[str, object], bool]:
    """Whether a value is printed, in a number or in words."""
    names = book.below(figure_name(one, book.facts.figures) for one in figures(document))
    used = {*names, *book.paths_below(names)}
    words = _BLANKS.sub("", "".join(lines(document)))

    def is_printed(path: str, value: object) -> bool:
        is_used = not used.isdisjoint(with_above(path))
        return is_used or (isinstance(value, str) and _words_stand(value, words))

    return is_printed


def _words_stand(text: str, words: str) -> bool:
    """Words stand somewhere, whatever their blanks and the numbers between them."""
    pieces = filter(None, map(partial(_BLANKS.sub, ""), _BETWEEN.split(with_holes(text))))
    return any(map(words.__contains__, pieces))
