"""标点、括号、空格、小数 — what is written one way in a document and another way in one place of it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import chain, pairwise
from typing import Any

from disclosure import classification
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_texts
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import CELL, CellText, RunningText, cell_texts, running_texts
from disclosure.load.published.blocks import Place, PublishedText

_CODE = "AU11"
_BRACKETS = re.compile("[()（）]")
_WITH_DECIMALS = re.compile(r"\d[\d,]*\.\d+")
_PERCENT = re.compile(r"(?<![\d.])\d{1,6}\.(\d{1,12})\s*[%％]")
_USUAL_SHARE = 0.8  # of percentages, so that there is a usual number of decimals
_FEWEST_PERCENTS, _FEWEST_NOTES = 5, 2


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """写法 — of labels, notes, corners, percentages, counts."""
    cells, texts = tuple(cell_texts(claimed.document)), tuple(running_texts(claimed.document))
    yield from _brackets_of_labels(cells, claimed.identity.year)
    yield from _blanks_inside(cells)
    yield from _counts_with_decimals(cells)
    yield from _ends_of_notes(texts)
    yield from _corners(only_texts(claimed.document.blocks))
    yield from _decimals(texts)


def _written(
    certainty: Certainty, place: Place, words: str, message: str, expected: str, fix: str
) -> AuditFinding:
    return AuditFinding(_CODE, certainty, NAMES[_CODE], place, words, message, words, expected, fix=fix)


def _brackets_of_labels(cells: Iterable[CellText], year: int) -> Iterator[AuditFinding]:
    """维修(护)费 in one table and 维修（护）费 in another; of what is no subject it is a doubt."""
    ways: dict[str, list[CellText]] = defaultdict(list)
    for cell in cells:
        if _BRACKETS.search(cell.text):
            ways[_folded_label(cell.text)].append(cell)
    for label, same in ways.items():
        yield from _of_label(same, "确定" if label in _names_of_subjects(year) else "疑问")


def _folded_label(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))


@cache
def _names_of_subjects(year: int) -> frozenset[str]:
    every = chain(classification.economic_subjects(year), classification.functional_subjects(year))
    return frozenset(_folded_label(one.name) for one in every)


def _of_label(same: Sequence[CellText], certainty: Certainty) -> Iterator[AuditFinding]:
    """The first with half-width brackets, where another has full-width ones."""
    half = [cell for cell in same if "(" in cell.text]
    if half and len(half) < len(same):
        wide = next(cell.text for cell in same if cell not in half)
        message = f"“{half[0].text}”的括号，别的表里是全角：“{wide}”"
        yield _written(certainty, half[0].place, half[0].text, message, wide, "用全角括号")


def _blanks_inside(cells: Iterable[CellText]) -> Iterator[AuditFinding]:
    """经济效益 指标, once for each label; it may be the end of a line in the cell."""
    broken = filter(_has_blank_inside, cells)
    for text, cell in {cell.text: cell for cell in reversed(list(broken))}.items():
        joined = "".join(text.split())
        yield _written("疑问", cell.place, text, f"“{text}”中间有空格", joined, "删去空格")


def _has_blank_inside(cell: CellText) -> bool:
    joined = "".join(cell.text.split())
    return cell.text.strip() != joined and joined in _forms()["名称"]


def _counts_with_decimals(cells: Iterable[CellText]) -> Iterator[AuditFinding]:
    """46.00 in the row of 国内公务接待批次（个）."""
    labels: dict[tuple[int, int], str] = {}
    for cell in cells:
        label = labels.setdefault((cell.block, cell.row), cell.text.strip())
        if _WITH_DECIMALS.fullmatch(cell.text.strip()) and re.search(_forms()["个数"], label):
            whole = cell.text.strip().rpartition(".")[0]
            message = f"“{label}”是个数，写的是{cell.text.strip()}"
            yield _written("确定", cell.place, cell.text, message, whole, "个数不写小数")


def _ends_of_notes(texts: Sequence[RunningText]) -> Iterator[AuditFinding]:
    """A note without a full stop, where others of the document have theirs; ； between notes is right."""
    notes = [one for one in texts if one.kind == "note" and not one.text.rstrip().endswith(("：", ":"))]
    ended = [one for one in notes if re.search(_forms()["末尾"], one.text.rstrip())]
    last = {first.block for first, second in pairwise((*texts, None)) if _is_last(first, second)}
    for one in notes if len(ended) >= _FEWEST_NOTES else ():
        if one not in ended and one.block in last:
            yield _without_stop(one)


def _is_last(one: RunningText | None, after: RunningText | None) -> bool:
    """Whether another block than a note comes next."""
    return one is not None and not (after and after.kind == "note" and after.block == one.block + 1)


def _without_stop(one: RunningText) -> AuditFinding:
    place, tail = one.place(len(one.text) - 1), one.text.rstrip()[-16:]
    certainty: Certainty = "疑问" if place.page else "确定"
    return _written(certainty, place, tail, f"注的末尾不是句号：“…{tail}”", "。", "末尾用句号")


def _corners(texts: Iterable[PublishedText]) -> Iterator[AuditFinding]:
    """金额单位：元 above some tables, 单位：元 above others: the first of those that are fewer."""
    corners = [one for one in texts if re.fullmatch(_forms()["表角"], one.text.strip())]
    usual = Counter(map(_corner, corners)).most_common(1)
    other = next((one for one in corners if _corner(one) != usual[0][0]), None)
    if other:
        said = other.text.strip()
        message = f"表角写的是“{said}”，别的表写“{usual[0][0]}：”"
        yield _written("疑问", other.place(), said, message, usual[0][0], "各表用一样的写法")


def _corner(one: PublishedText) -> str:
    return re.split("[：:]", one.text.strip())[0]


def _decimals(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    """99.9963% where the other percentages have two decimals."""
    found = [(one, match) for one in texts if one.kind != CELL for match in _PERCENT.finditer(one.text)]
    counted = Counter(len(match[1]) for _, match in found)
    usual, times = counted.most_common(1)[0] if counted else (0, 0)
    if times >= max(_FEWEST_PERCENTS, _USUAL_SHARE * len(found)):
        yield from map(partial(_more_exact, usual), (one for one in found if len(one[1][1]) > usual))


def _more_exact(usual: int, found: tuple[RunningText, re.Match[str]]) -> AuditFinding:
    one, match = found
    message = f"{match[0]}的小数有{len(match[1])}位，别处是{usual}位"
    return _written("疑问", one.place(match.start()), match[0], message, "", f"写成{usual}位小数")


@cache
def _forms() -> Mapping[str, Any]:
    text = files("disclosure").joinpath("auditing/faults/marks_and_blanks.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
