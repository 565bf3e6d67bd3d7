"""写错的名称 — a name that stands elsewhere with one letter otherwise: another, one more, one less, or two
exchanged. Where two are rightly so alike, they differ in a number or a place (`sister_bodies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations, product

from disclosure.checks.check_programs import Hit, Scene, numbered
from disclosure.checks.sister_bodies import are_two
from disclosure.common_start import common_start

_SHORTEST = 4  # of two names entered as such
_SHORTEST_IN_TEXT = 5
_NUMBERS = re.compile(r"[\da-zA-Z一二三四五六七八九十甲乙丙丁（）()、，]")
_TWICE = re.compile(r"([\u4e00-\u9fff])\1")
# 名称里本来就有的叠字
_RIGHTLY = frozenset("某人户村家天处年事个层步星宝点月日时代世声")


def slips(scene: Scene) -> Iterator[Hit]:
    """只差一字的名称 — of names entered as such, and of what a text says where a name is meant."""
    names, called = dict(_entered_names(scene)), scene.book.called
    for one, other in filter(_are_one, combinations(names, 2)):
        message = f"{called(names[one])}写“{one}”，{called(names[other])}写“{other}”，只差一个字"
        yield Hit((names[one], names[other]), one, other, message)
    for passage, name in product(scene.book.passages, filter(_is_long, names)):
        for written in sorted(_near(name, passage.text) - names.keys()):
            message = f"“{written}”与{called(names[name])}“{name}”只差一个字"
            yield Hit((passage.place,), written, name, message, at=passage.at)


def doubled_letters(scene: Scene) -> Iterator[Hit]:
    """名称的叠字 — a letter typed twice in a name."""
    for name, path in dict(_entered_names(scene)).items():
        for letter in set(_TWICE.findall(name)) - _RIGHTLY:
            yield Hit((path,), name, "", f"{scene.book.called(path)}“{name}”里有两个“{letter}”")


def _entered_names(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each name entered as such, and where."""
    department, performance = scene.submission.department, scene.performance
    yield department.full_name, "部门.全称"
    for number, unit in numbered(department.units):
        yield unit.name, f"部门.所属单位[{number}].名称"
    for number, line in numbered(scene.submission.expenditure):
        yield _or_nothing(line.project), f"支出[{number}].项目名称"
    for number, name in numbered(performance.assessed_projects):
        yield name, f"绩效.事前评估项目[{number}]"
    for number, report in numbered(performance.reports):
        yield report.name, f"绩效.自评报告[{number}].名称"
        yield _or_nothing(report.subject), f"绩效.自评报告[{number}].对象"


def _or_nothing(name: str | None) -> str:
    return name or ""


def _is_long(name: str) -> bool:
    return len(name) >= _SHORTEST_IN_TEXT


def _are_one(names: tuple[str, str]) -> bool:
    """Whether one is the other with a slip of the pen in it."""
    return min(map(len, names)) >= _SHORTEST and is_slip(*names)


def is_slip(name: str, other: str) -> bool:
    """只差一字 — one letter otherwise, and no number or place that tells two apart."""
    letters = _differing(name, other)
    return bool(letters) and not _NUMBERS.search(letters) and not are_two(name, other)


def _differing(name: str, other: str) -> str:
    """The letters in which two differ by one edit; none where they are the same or further apart."""
    start = common_start(name, other)
    rest, left = name[start:], other[start:]
    edits = {
        rest[:1]: (rest[1:], left),  # one less
        left[:1]: (rest, left[1:]),  # one more
        rest[:1] + left[:1]: (rest[1:], left[1:]),  # another
        rest[:2]: (rest[1::-1] + rest[2:], left),  # two exchanged
    }
    return next((letters for letters, (one, two) in edits.items() if one == two), "")


def _near(name: str, text: str) -> set[str]:
    """What stands in a text for the name with a letter otherwise inside it."""
    bare = text.replace(name, "\n")
    found = chain.from_iterable(way.findall(bare) for way in _ways(name))
    return {written for written in found if is_slip(name, written)}


@cache
def _ways(name: str) -> tuple[re.Pattern[str], ...]:
    """Either half as it is, the other a letter shorter, as long or a letter longer, and both ends right."""
    middle = len(name) // 2
    first, last, begun, ended = map(re.escape, (name[0], name[-1], name[:middle], name[middle:]))
    ways = (
        (
            f"(?=({begun}{_letters(len(name) - middle + more)}{last}))",
            f"(?=({first}{_letters(middle + more)}{ended}))",
        )
        for more in (-2, -1, 0)
    )
    return tuple(map(re.compile, chain.from_iterable(ways)))


def _letters(number: int) -> str:
    return f"[^\\n]{{{number}}}"
