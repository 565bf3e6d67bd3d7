"""写错的名称 — a name that stands elsewhere with one letter otherwise: another, one more, one less, or two
exchanged. Where two are rightly so alike, they differ in a number or a place (`sister_bodies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from disclosure.checks.check_programs import Hit, Scene, numbered
from disclosure.checks.sister_bodies import are_two

_SHORTEST = 4  # of two names entered as such
_SHORTEST_IN_TEXT = 5
_NUMBERS = re.compile(r"[\da-zA-Z一二三四五六七八九十甲乙丙丁上下东西南北中（）()、，]")
_TWICE = re.compile(r"([\u4e00-\u9fff])\1")
# 名称里本来就有的叠字
_RIGHTLY = frozenset("某人户村家天处年事个层步星宝点月日时代世声")


def slips(scene: Scene) -> Iterator[Hit]:
    """只差一字的名称 — of names entered as such, and of what a text says where a name is meant."""
    names = dict(_names(scene))
    for (name, path), (other, place) in combinations(names.items(), 2):
        if min(map(len, (name, other))) >= _SHORTEST and _is_slip(name, other):
            message = (
                f"{scene.book.called(path)}写“{name}”，{scene.book.called(place)}写“{other}”，只差一个字"
            )
            yield Hit((path, place), name, other, message)
    for passage in scene.book.passages:
        for name, path in names.items():
            for written in sorted(_near(name, passage.text) - names.keys()):
                message = f"“{written}”与{scene.book.called(path)}“{name}”只差一个字"
                yield Hit((passage.place,), written, name, message, at=passage.at)


def doubled_letters(scene: Scene) -> Iterator[Hit]:
    """名称的叠字 — a letter typed twice in a name."""
    for name, path in dict(_names(scene)).items():
        for letter in _TWICE.findall(name):
            if letter not in _RIGHTLY:
                yield Hit((path,), name, "", f"{scene.book.called(path)}“{name}”里有两个“{letter}”")


def _names(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each name entered as such, and where."""
    submission = scene.submission
    yield submission.department.full_name, "部门.全称"
    for number, unit in numbered(submission.department.units):
        yield unit.name, f"部门.所属单位[{number}].名称"
    for number, line in numbered(submission.expenditure):
        yield line.project or "", f"支出[{number}].项目名称"
    for number, name in numbered(scene.performance.assessed_projects):
        yield name, f"绩效.事前评估项目[{number}]"
    for number, report in numbered(scene.performance.reports):
        yield report.name, f"绩效.自评报告[{number}].名称"
        yield report.subject or "", f"绩效.自评报告[{number}].对象"


def _is_slip(name: str, other: str) -> bool:
    """One letter otherwise, and no number or place that tells two apart."""
    differing = _differing(name, other)
    return differing is not None and not _NUMBERS.search(differing) and not are_two(name, other)


def _differing(name: str, other: str) -> str | None:
    """The letters in which two differ by one edit; None where they are the same or further apart."""
    if name == other or abs(len(name) - len(other)) > 1:
        return None
    start = next(
        (n for n, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other))
    )
    rest, left = name[start:], other[start:]
    edits = (
        (rest[1:], left, rest[:1]),  # one less
        (rest, left[1:], left[:1]),  # one more
        (rest[1:], left[1:], rest[:1] + left[:1]),  # another
        (rest[1::-1] + rest[2:], left, rest[:2]),  # two exchanged
    )
    return next((letters for one, two, letters in edits if one == two), None)


def _near(name: str, text: str) -> set[str]:
    """What stands in a text for the name with a letter otherwise inside it."""
    if len(name) < _SHORTEST_IN_TEXT:
        return set()
    half = len(name) // 2
    bare = text.replace(name, "\n" * len(name))
    found = (*_after(name, half, bare), *_before(name, half, bare))
    return {
        written
        for written in found
        if written[:1] == name[0] and written[-1:] == name[-1] and _is_slip(name, written)
    }


def _after(name: str, half: int, text: str) -> Iterator[str]:
    """The first half as it is, and what follows."""
    for start in _places(name[:half], text):
        yield from (text[start : start + len(name) + more] for more in (-1, 0, 1))


def _before(name: str, half: int, text: str) -> Iterator[str]:
    for start in _places(name[half:], text):
        end = start + len(name) - half
        yield from (text[max(0, end - len(name) - more) : end] for more in (-1, 0, 1))


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
