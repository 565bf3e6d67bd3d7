"""人数校验 — people counted by category in a typed sentence add to the total that it gives.

Two ways of saying it: the parts first (“行政编制5人，事业编制3人，共8人”), or the total first (“在职30人，
其中：行政12人、事业18人”). What may overlap (女、党员) or be another count (编制、实有) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from disclosure.checks.check_programs import Hit, Scene
from disclosure.checks.passages import Passage, sentences

_COUNT = r"(\d{1,6})(?:人(?!次)|名(?=[、，,；;。：:（()）共合总其]|$))"
_PART = re.compile(rf"(?<!退休)(?<!减少)(?<!增加)(?<!调出)(?<!调入)(?<![\d第]){_COUNT}")
_SUM = re.compile(rf"(?:共计?有?|合计|总计|总人数)(?:为|是)?{_COUNT}")
_LONGEST = 300  # characters of a list of categories
_INSIDE = re.compile(r"[（(][^（）()]*[）)]")
_CLOSED = re.compile(r"[）)]")
_ESTABLISHED = re.compile(r"编制")
_PRESENT = re.compile(r"年末|实有|现有|在职|在编|在岗")
# “其中”，或者括号里、冒号后直接分列
_TOTAL = re.compile(
    rf"([^\d，,、；;：:。（()）]{{0,16}}){_COUNT}(?:[，,；;。]?\s*(?:其中|包括)[：:，,]?|[（(](?:其中[：:，,]?)?|[：:])"
)
_CLAUSE = re.compile(rf"([^\d]{{1,16}}){_COUNT}")
_BETWEEN = re.compile(r"[，,、；;：:和]")
_CATEGORY = re.compile(
    r"公务员|行政|参公|参照|事业|工勤|工人|聘用|合同|编外|临聘|雇员|派遣|公益性岗位|在职|在编|在岗|离休|退休|遗属|其他"
)
_STAFF = re.compile(r"编制|在职|在编|在岗")
_CHANGED = re.compile(r"比|较|增|减|调|新招|占")
_ANOTHER_TOTAL = re.compile(r"年末|实有|现有|编制总|编制数|核定|总计|合计|共")
_BESIDE_STAFF = re.compile(rf"{_ANOTHER_TOTAL.pattern}|在职|在编|在岗|离休|退休|遗属")
_AGAIN = re.compile(r"其中|含|包括")
_NEW_TOPIC = re.compile(r"(?<=[。！？])(?!\s*(?:其中|包括))")


def people(scene: Scene) -> Iterator[Hit]:
    """人数 — the people counted in a sentence add to the total that it gives, or the sentence before 其中."""
    paragraphs = scene.book.passages
    yield from _not_adding(sentences(paragraphs), _parts_first)
    yield from _not_adding(_with_parts(paragraphs), _total_first)


def _with_parts(paragraphs: Iterable[Passage]) -> Iterator[Passage]:
    """Sentences, each with those after it that begin with 其中."""
    # 实有人员12人。其中：公务员6人、工勤4人、聘用2人。 → one
    for paragraph in paragraphs:
        for text in filter(str.strip, _NEW_TOPIC.split(paragraph.text)):
            yield replace(paragraph, text=text)


def _not_adding(told: Iterable[Passage], apart: Callable[[str], Iterator[tuple[int, int]]]) -> Iterator[Hit]:
    for passage in told:
        for stated, added in apart(passage.text):
            yield Hit((passage.place,), f"{stated}人", f"{added}人", f"“{passage.text}”", at=passage.at)


def _parts_first(text: str) -> Iterator[tuple[int, int]]:
    """The total that 共 gives and the sum of all counted before it, where they differ."""
    counted = _INSIDE.sub("", text)
    total = _SUM.search(counted)
    if total is None:
        return
    before = counted[: total.start()]
    stated, parts = int(total[1]), list(map(int, _PART.findall(before)))
    if len(parts) > 1 and sum(parts) != stated and not _is_mixed(before):
        yield stated, sum(parts)


def _is_mixed(listed: str) -> bool:
    """Whether it counts posts as well as people, or parts of a part: these do not add up."""
    return "其中" in listed or bool(_ESTABLISHED.search(listed) and _PRESENT.search(listed))


def _total_first(text: str) -> Iterator[tuple[int, int]]:
    """Each total that is broken down by categories, and their sum, where no run of them adds to it."""
    for total in _TOTAL.finditer(text):
        label, stated, listed = total[1], int(total[2]), text[total.end() : total.end() + _LONGEST]
        whole = _CLOSED.split(_INSIDE.sub("", listed))[0]
        parts = list(_categories(whole, _told_apart(label)))
        # 在职30人，退休9人，其中：… may break down either
        totals = {stated, *map(int, _PART.findall(text[: total.start(2)]))}
        if len(parts) > 1 and not _CHANGED.search(label) and totals.isdisjoint(list(accumulate(parts))[1:]):
            yield stated, sum(parts)


def _told_apart(label: str) -> re.Pattern[str]:
    """Words that begin another count: beside people in post, those who have left are not their part."""
    return _BESIDE_STAFF if _STAFF.search(label) else _ANOTHER_TOTAL


def _categories(listed: str, another: re.Pattern[str]) -> Iterator[int]:
    """The counts of the categories listed, up to another count; none where one of them may overlap."""
    counts = []
    for clause in _BETWEEN.split(listed):
        counted = _CLAUSE.match(clause.strip())
        if counted is None or _CHANGED.search(counted[1]):
            continue
        if another.search(counted[1]):
            break
        if not _is_category(counted[1]):
            return
        counts.append(int(counted[2]))
    yield from counts


def _is_category(label: str) -> bool:
    return _CATEGORY.search(label) is not None and _AGAIN.search(label) is None
