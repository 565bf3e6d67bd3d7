"""变动 — what two builds say differently: figures, sentences, findings; as data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial
from typing import Any, ClassVar, Literal

from disclosure.build_record import DocumentRecord, RecordedFinding, RecordedSection
from disclosure.document import Line, Text
from disclosure.money import percent
from disclosure.rows import Rows

_TOKEN = re.compile(r"-?[\d.,]+%?|[A-Za-z]+|\s+|.", re.DOTALL)
_NUMBER = re.compile(r"[\d.,]+")
_ALIKE = 0.5  # sentences that share less are not one sentence changed
_AHEAD = 12  # sentences further on that one is looked for among


_COLUMNS = ("name", "label", "unit", "old", "new", "difference", "rate")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """一个数的变动 — exact values, amounts in 元; None on the side that does not print the figure."""

    name: str
    label: str
    unit: str
    old: Decimal | None
    new: Decimal | None
    rows: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """差 — new less old; None where one side has none."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def rate(self) -> Decimal | None:
        """差占原数的百分比 — unrounded; None on a zero base, and of what is a percentage itself."""
        if self.difference is None or self.old is None or self.unit == "%":
            return None
        return percent(self.difference, abs(self.old))


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """一句话的变动 — old and new, what changed in them strong; one is empty where it is new or gone."""

    section: str
    old: Line
    new: Line


@dataclass(frozen=True, slots=True)
class FindingChange:
    """一个发现的变动 — old or new is None where it is new or gone."""

    old: RecordedFinding | None
    new: RecordedFinding | None

    @property
    def kind(self) -> Literal["新增", "消失", "变化"]:
        """怎样变的."""
        if self.old is None:
            return "新增"
        return "消失" if self.new is None else "变化"

    @property
    def finding(self) -> RecordedFinding:
        """发现 — as it is now, else as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - one of both is there
        return found


@dataclass(frozen=True, slots=True)
class Difference(Rows):
    """变动 — what one build of a document says otherwise than another; false where nothing changed."""

    columns: ClassVar[tuple[str, ...]] = _COLUMNS
    old: DocumentRecord
    new: DocumentRecord
    figures: tuple[FigureChange, ...]
    sentences: tuple[SentenceChange, ...]
    findings: tuple[FindingChange, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.sentences or self.findings)

    def records(self) -> list[dict[str, Any]]:
        """各行 — a changed figure each."""
        return [{name: getattr(one, name) for name in _COLUMNS} for one in self.figures]


def between(old: DocumentRecord, new: DocumentRecord) -> Difference:
    """对比 — two records; figures by name in reading order, sentences aligned, findings by code and place."""
    return Difference(
        old,
        new,
        tuple(_figures(old, new)),
        tuple(_changed_sentences(_flat(old.sections), _flat(new.sections))),
        tuple(_findings(old.findings, new.findings)),
    )


def _figures(old: DocumentRecord, new: DocumentRecord) -> Iterator[FigureChange]:
    for name in dict.fromkeys((*new.figures, *old.figures)):
        before, after = old.figures.get(name), new.figures.get(name)
        was, is_now = (figure.value if figure else None for figure in (before, after))
        if was != is_now:
            shown = after or old.figures[name]
            yield FigureChange(name, shown.label, shown.unit, was, is_now, shown.rows)


# 句子

Said = tuple[str, str]  # heading of the section, sentence


def _flat(sections: Iterable[RecordedSection]) -> list[Said]:
    return [(section.title, sentence) for section in sections for sentence in section.sentences]


def _changed_sentences(old: Sequence[Said], new: Sequence[Said]) -> Iterator[SentenceChange]:
    matcher = SequenceMatcher(None, [said for _, said in old], [said for _, said in new], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            yield from _changed(old[first:last], new[start:end])


def _changed(old: Sequence[Said], new: Sequence[Said]) -> Iterator[SentenceChange]:
    """Sentences that stand between the same ones: each old one with the next new one that is like it."""
    done = 0
    for section, sentence in old:
        found = _like(sentence, new, done)
        if found is None:
            yield SentenceChange(section, (Text(sentence, strong=True),), ())
            continue
        yield from _added(new[done:found])
        yield SentenceChange(new[found][0], *marked(sentence, new[found][1]))
        done = found + 1
    yield from _added(new[done:])


def _like(sentence: str, new: Sequence[Said], done: int) -> int | None:
    """The place of the sentence most like one, from `done` on; the first of several."""
    near = range(done, min(done + _AHEAD, len(new)))
    best = max(near, key=lambda place: _likeness(sentence, new[place][1]), default=None)
    return None if best is None or _likeness(sentence, new[best][1]) < _ALIKE else best


def _likeness(one: str, other: str) -> float:
    """1 where only the numbers differ."""
    bare, like = _NUMBER.sub("0", one), _NUMBER.sub("0", other)
    if bare == like:
        return 1.0
    matcher = SequenceMatcher(None, bare, like, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _added(new: Iterable[Said]) -> Iterator[SentenceChange]:
    return (SentenceChange(section, (), (Text(sentence, strong=True),)) for section, sentence in new)


def marked(old: str, new: str) -> tuple[Line, Line]:
    """标出 — both sentences, with the words and numbers that differ strong."""
    tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    codes = SequenceMatcher(None, *tokens, autojunk=False).get_opcodes()
    before = ((tokens[0][first:last], tag) for tag, first, last, _, _ in codes)
    after = ((tokens[1][start:end], tag) for tag, _, _, start, end in codes)
    return _runs(before), _runs(after)


def _runs(pieces: Iterable[tuple[Sequence[str], str]]) -> Line:
    return tuple(Text("".join(words), strong=tag != "equal") for words, tag in pieces if words)


# 发现


def _findings(old: Sequence[RecordedFinding], new: Sequence[RecordedFinding]) -> Iterator[FindingChange]:
    gone, added = Counter(old) - Counter(new), Counter(new) - Counter(old)
    left = list(gone.elements())
    for finding in added.elements():
        before = next(filter(partial(_same_place, finding), left), None)
        if before is not None:
            left.remove(before)
        yield FindingChange(before, finding)
    yield from (FindingChange(finding, None) for finding in left)


def _same_place(one: RecordedFinding, other: RecordedFinding) -> bool:
    return (one.code, one.places) == (other.code, other.places)
