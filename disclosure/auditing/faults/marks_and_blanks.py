"""标点、括号、空格、小数 — what is written one way in a document and another way in one place of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate, chain, filterfalse, groupby, islice, starmap
from operator import attrgetter, itemgetter
from typing import NamedTuple

from disclosure import classification
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_texts
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import CELL, CellText, RunningText, cell_texts, running_texts
from disclosure.auditing.word_lists import word_list
from disclosure.importing.recognising.spellings import plain
from disclosure.loading.published.blocks import Place, PublishedText

_CODE = "AU11"
_HAN = re.compile("[\u4e00-\u9fff]")
_BRACKETS = re.compile("[()（）]")
_WITH_DECIMALS = re.compile(r"\d[\d,]*\.\d+")
_PERCENT = re.compile(r"(?<![\d.])\d{1,6}\.(\d{1,12})\s*[%％]")
_USUAL_SHARE = 0.8  # of percentages, so that there is a usual number of decimals
_FEWEST_PERCENTS, _FEWEST_NOTES = 5, 2
_forms = partial(word_list, "faults/marks_and_blanks.toml")


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """写法 — of labels, notes, corners, percentages, counts."""
    cells, texts = tuple(cell_texts(claimed.document)), tuple(running_texts(claimed.document))
    yield from _brackets_of_labels(cells, claimed.identity.year)
    yield from _blanks_inside(cells)
    yield from _counts_with_decimals(cells)
    yield from _ends_of_notes(texts)
    yield from _corners(only_texts(claimed.document.blocks))
    yield from _decimals(texts)


class _Words(NamedTuple):
    """写的字 — words of the document, where they stand, and what should stand there."""

    said: str
    place: Place
    expected: str = ""


def _ill_written(certainty: Certainty, words: _Words, message: str, fix: str) -> AuditFinding:
    found = (_CODE, certainty, NAMES[_CODE], words.place, words.said)
    return AuditFinding(*found, message, words.said, words.expected, fix=fix)


def _brackets_of_labels(cells: Iterable[CellText], year: int) -> Iterator[AuditFinding]:
    """维修(护)费 in one table and 维修（护）费 in another; of what is no subject it is a doubt."""
    ways: dict[str, list[CellText]] = defaultdict(list)
    for cell in filter(_has_brackets, cells):
        ways[plain(cell.text)].append(cell)
    return chain.from_iterable(map(partial(_of_label, _names_of_subjects(year)), ways.items()))


def _has_brackets(cell: CellText) -> bool:
    return _BRACKETS.search(cell.text) is not None


@cache
def _names_of_subjects(year: int) -> frozenset[str]:
    every = chain(classification.economic_subjects(year), classification.functional_subjects(year))
    return frozenset(plain(one.name) for one in every)


def _of_label(names: Collection[str], written: tuple[str, Sequence[CellText]]) -> Iterator[AuditFinding]:
    """The first with half-width brackets, where another has full-width ones."""
    label, same = written
    half, wide = list(filter(_has_half, same)), list(filterfalse(_has_half, same))
    certainty: Certainty = "确定" if label in names else "疑问"
    for cell, other in islice(zip(half, wide, strict=False), 1):
        message = f"“{cell.text}”的括号，别的表里是全角：“{other.text}”"
        yield _ill_written(certainty, _Words(cell.text, cell.place, other.text), message, "用全角括号")


def _has_half(cell: CellText) -> bool:
    return "(" in cell.text


def _blanks_inside(cells: Iterable[CellText]) -> Iterator[AuditFinding]:
    """经济效益 指标, once for each label; it may be the end of a line in the cell."""
    broken = filter(_has_blank_inside, cells)
    for text, cell in {cell.text: cell for cell in reversed(list(broken))}.items():
        joined = "".join(text.split())
        yield _ill_written("疑问", _Words(text, cell.place, joined), f"“{text}”中间有空格", "删去空格")


def _has_blank_inside(cell: CellText) -> bool:
    joined = "".join(cell.text.split())
    return cell.text.strip() != joined and joined in _forms()["名称"]


def _counts_with_decimals(cells: Iterable[CellText]) -> Iterator[AuditFinding]:
    """46.00 in the row of 国内公务接待批次（个）."""
    rows = groupby(cells, key=attrgetter("block", "row"))
    return chain.from_iterable(map(_counts_of_row, map(list, map(itemgetter(1), rows))))


def _counts_of_row(row: Sequence[CellText]) -> Iterator[AuditFinding]:
    """A row may have several labels: a number is that of the nearest before it."""
    labels = accumulate(row, _label_or)
    labelled = filter(_is_count_with_decimals, zip(labels, row, strict=True))
    return starmap(_count_with_decimals, labelled)


def _label_or(label: CellText, cell: CellText) -> CellText:
    return cell if _HAN.search(cell.text) else label


def _is_count_with_decimals(labelled: tuple[CellText, CellText]) -> bool:
    label, cell = (one.text.strip() for one in labelled)
    return bool(re.search(_forms()["个数"], label) and _WITH_DECIMALS.fullmatch(cell))


def _count_with_decimals(label: CellText, cell: CellText) -> AuditFinding:
    """46.00 batches; 45.5 persons may be an average."""
    whole, _, rest = cell.text.strip().partition(".")
    words = _Words(cell.text.strip(), cell.place, whole)
    message = f"“{label.text.strip()}”是个数，写的是{words.said}"
    return _ill_written("疑问" if rest.strip("0") else "确定", words, message, "个数不写小数")


def _ends_of_notes(texts: Sequence[RunningText]) -> Iterator[AuditFinding]:
    """A note without a full stop, where others of the document have theirs; ； between notes is right."""
    notes = filter(_is_said_in_full, _last_notes(texts))
    without, ended = list[RunningText](), list[RunningText]()
    for one in notes:
        (ended if _ends(one) else without).append(one)
    return map(_without_stop, without if len(ended) >= _FEWEST_NOTES else ())


def _last_notes(texts: Sequence[RunningText]) -> Iterator[RunningText]:
    """Of the notes that stand together the last."""
    stand = groupby(texts, key=_is_note)
    together = (list(group) for is_note, group in stand if is_note)
    return chain.from_iterable(map(_last_of_each, together))


def _is_note(one: RunningText) -> bool:
    return one.kind == "note"


def _last_of_each(notes: Sequence[RunningText]) -> Iterator[RunningText]:
    """Notes below two tables stand together where the tables hold no sentences."""
    after = (*notes[1:], None)
    return (one for one, next_one in zip(notes, after, strict=True) if _is_apart(one, next_one))


def _is_apart(one: RunningText, after: RunningText | None) -> bool:
    return after is None or after.block != one.block + 1


def _is_said_in_full(one: RunningText) -> bool:
    return not one.text.rstrip().endswith(("：", ":"))


def _ends(one: RunningText) -> bool:
    return re.search(_forms()["末尾"], one.text.rstrip()) is not None


def _without_stop(one: RunningText) -> AuditFinding:
    words = _Words(one.text.rstrip()[-16:], one.place(len(one.text) - 1), "。")
    certainty: Certainty = "疑问" if words.place.page else "确定"
    return _ill_written(certainty, words, f"注的末尾不是句号：“…{words.said}”", "末尾用句号")


def _corners(texts: Iterable[PublishedText]) -> Iterator[AuditFinding]:
    """金额单位：元 above some tables, 单位：元 above others: the first of those that are fewer."""
    corners = list(filter(_is_corner, texts))
    first = {_corner_labels(one): one for one in reversed(corners)}
    usual, *fewer = (
        map(itemgetter(0), Counter(map(_corner_labels, corners)).most_common()) if corners else ("",)
    )
    return (_unlike_corner(first[other], usual) for other in fewer)


def _is_corner(one: PublishedText) -> bool:
    return re.fullmatch(_forms()["表角"], one.text.strip()) is not None


def _unlike_corner(one: PublishedText, usual: str) -> AuditFinding:
    said = one.text.strip()
    message = f"表角写的是“{said}”，别的表写“{usual}：”"
    return _ill_written("疑问", _Words(said, one.place(), usual), message, "各表用一样的写法")


def _corner_labels(one: PublishedText) -> str:
    return re.split("[：:]", one.text.strip())[0]


def _decimals(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    """99.9963% where the other percentages have two decimals."""
    found = list(chain.from_iterable(map(_percentages, filterfalse(_is_cell, texts))))
    usual, times = Counter(map(_decimals_of, found)).most_common(1)[0] if found else (0, 0)
    more = (one for one in found if _decimals_of(one) > usual)
    is_usual = times >= max(_FEWEST_PERCENTS, _USUAL_SHARE * len(found))
    return map(partial(_more_exact, usual), more if is_usual else ())


def _is_cell(one: RunningText) -> bool:
    return one.kind == CELL


def _percentages(one: RunningText) -> Iterator[_Words]:
    return (_Words(match[0], one.place(match.start())) for match in _PERCENT.finditer(one.text))


def _decimals_of(percentage: _Words) -> int:
    return len(_PERCENT.findall(percentage.said)[0])


def _more_exact(usual: int, words: _Words) -> AuditFinding:
    message = f"{words.said}的小数有{_decimals_of(words)}位，别处是{usual}位"
    return _ill_written("疑问", words, message, f"写成{usual}位小数")
