"""段落 — lines that are one paragraph, over a page's end too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from disclosure.load.published.pdf.lines import Line
from disclosure.load.published.pdf.tables import PageLine

NUMBERED = (
    re.compile(r"第[一二三四五六七八九十]+部分|附件\s*\d{0,2}(?=[：:\s]|$)"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d{1,2}(、|[.．](?!\d{1,2}(?!\d)))"),
)
LEADER = re.compile(r"(…|[.．·]{3,}|—{3,}|\s)\s*\d{0,3}$")  # of a line of contents, with its page
ENDS = tuple("。；;：:！!？?")
_DATED = re.compile(r"(\d{4}|[二〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]+月")
_OPENING, _CLOSING = "（《“‘〔【", "，。、；：？！”’）》】〕％"
_LATIN = "[0-9A-Za-z.,%+-]"
_WORD = re.compile(f"[{_OPENING}]*({_LATIN}+|.)([{_CLOSING}]+{_LATIN}*)?")  # what no line breaks in two
_INDENT, _CENTRED = 1.2, 2.6  # letters by which a first line, a title of two lines is moved in at least
_OFF_CENTRE = 1.0  # letters
_OTHER_SIZE = 0.12  # share by which letters of one paragraph may differ
_GAP, _USUAL_PITCH = 1.6, 1.9  # of the usual pitch; of a letter, where no other line tells it
_SLACK = 0.3  # of a letter, by which a line that was filled may fall short
_NEAR, _SEVERAL = 1.5, 3  # letters from a page's outermost line, within which as many lines begin or end
_WIDE = 0.75  # of the width between equal margins that lines reach at least
_SUPPORT = 0.05  # of the lines stand at a margin, at least


@dataclass(frozen=True, slots=True)
class Margins:
    """版心 — from where to where lines reach, the size of most letters, and the pitch of lines by size."""

    left: float
    right: float
    size: float
    pitches: Mapping[float, float]

    def pitch(self, size: float) -> float:
        """行距 — of letters of a size."""
        return self.pitches.get(round(size), _USUAL_PITCH * size)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """一段 — its lines."""

    lines: tuple[PageLine, ...]

    @property
    def size(self) -> float:
        """字号."""
        return self.lines[0].line.size

    def said(self) -> tuple[str, tuple[int, ...]]:
        """所说 — the text, and where in it each line begins."""
        texts = [line.line.text for line in self.lines]
        glued = [texts[0], *(_joint(*pair) + pair[1] for pair in pairwise(texts))]
        ends = accumulate(map(len, glued))
        return "".join(glued), tuple(end - len(text) for end, text in zip(ends, texts, strict=True))


def _joint(before: str, after: str) -> str:
    latin = (before[-1] + after[0]).isascii() and before[-1].isalpha() and after[0].isalpha()
    return " " if latin else ""


def margins(lines: Iterable[PageLine]) -> dict[int, Margins]:
    """各页版心 — a page with few lines has those of the pages of its shape."""
    by_page: dict[int, list[PageLine]] = defaultdict(list)
    by_shape: dict[tuple[int, int], list[PageLine]] = defaultdict(list)
    for line in lines:
        by_page[line.sheet.number].append(line)
        by_shape[_shape(line)].append(line)
    shapes = {shape: _margins(found) for shape, found in by_shape.items()}
    return {number: _own(found, shapes[_shape(found[0])]) for number, found in by_page.items()}


def _shape(line: PageLine) -> tuple[int, int]:
    left, bottom, right, top = line.sheet.box
    return round(right - left), round(top - bottom)


def _margins(lines: Sequence[PageLine]) -> Margins:
    lefts = Counter(round(line.line.left) for line in lines)
    rights = Counter(round(line.line.right) for line in lines)
    least = max(2, _SUPPORT * len(lines))
    held = [[at for at, count in sides.items() if count >= least] or list(sides) for sides in (lefts, rights)]
    gaps: dict[float, list[float]] = defaultdict(list)
    for before, after in pairwise(lines):
        if before.sheet is after.sheet and round(before.line.size) == round(after.line.size):
            gaps[round(after.line.size)].append(before.line.base - after.line.base)
    size = Counter(round(line.line.size) for line in lines).most_common(1)[0][0]
    left, right = min(held[0]), max(held[1])
    right = right if _is_wide(lines[0], left, right) else sum(lines[0].sheet.box[::2]) - left
    return Margins(left, right, size, {size: median(found) for size, found in gaps.items()})


def _is_wide(line: PageLine, left: float, right: float) -> bool:
    """Whether lines that reach so far may be full: else the right margin is taken to be as wide as the left."""
    start, _, end, _ = line.sheet.box
    return right - left > _WIDE * (start + end - 2 * left)


def _own(lines: Sequence[PageLine], usual: Margins) -> Margins:
    """Those of one page, where several of its lines reach them: a sheet of a workbook is printed to its own scale."""
    left, right = min(line.line.left for line in lines), max(line.line.right for line in lines)
    near = [
        sum(1 for line in lines if abs(end(line) - at) < _NEAR * line.line.size) >= _SEVERAL
        for end, at in ((lambda line: line.line.left, left), (lambda line: line.line.right, right))
    ]
    near[1] &= _is_wide(lines[0], left, right)
    return Margins(
        left if near[0] else usual.left, right if near[1] else usual.right, usual.size, usual.pitches
    )


def paragraphs(lines: Sequence[PageLine], margins: Mapping[int, Margins]) -> Iterator[Paragraph]:
    """各段 — of lines that no table parts."""
    open_lines: list[PageLine] = []
    for line in lines:
        if open_lines and not _goes_on(open_lines, line, margins):
            yield Paragraph(tuple(open_lines))
            open_lines = []
        open_lines.append(line)
    yield from [Paragraph(tuple(open_lines))] if open_lines else []


def _goes_on(before: Sequence[PageLine], line: PageLine, margins: Mapping[int, Margins]) -> bool:
    """Whether a line belongs to the paragraph of those before it."""
    last, usual, own = before[-1], margins[before[-1].sheet.number], margins[line.sheet.number]
    size, text = line.line.size, before[-1].line.text
    if abs(last.line.size - size) > _OTHER_SIZE * size or LEADER.search(text) or _is_apart(last, line, own):
        return False
    starts, headed = is_numbered(line.line.text), is_numbered(before[0].line.text)
    if _is_centred(line.line, own):
        is_title = _is_centred(last.line, usual) or _is_full(last.line, line.line, usual)
        return is_title and not (starts or text.endswith(ENDS) or _DATED.match(line.line.text))
    entitled = headed and not any(end in each.line.text for each in before for end in ENDS)
    if not _is_full(last.line, line.line, usual) or (starts and (entitled or text.endswith(ENDS))):
        return False
    indented = line.line.left - own.left > _INDENT * size
    beside = abs(last.line.left - line.line.left) < _SLACK * size and len(before) > 1
    return not indented or (beside and not starts and not text.endswith(ENDS))


def is_numbered(text: str) -> bool:
    """有编号 — whether it begins as a heading or an item does."""
    return any(pattern.match(text) for pattern in NUMBERED)


def _is_apart(last: PageLine, line: PageLine, margins: Margins) -> bool:
    gap = last.line.base - line.line.base
    return last.sheet is line.sheet and gap > _GAP * margins.pitch(line.line.size)


def _is_centred(line: Line, margins: Margins) -> bool:
    before, after = line.left - margins.left, margins.right - line.right
    return before > _CENTRED * margins.size and abs(before - after) < _OFF_CENTRE * line.size


def _is_full(last: Line, line: Line, margins: Margins) -> bool:
    """Whether the first word of a line would not have had room in the last."""
    word = _WORD.match(line.text)
    width = sum(0.5 if sign.isascii() else 1.0 for sign in word.group()) if word else 1.0
    return last.right + (width + _SLACK) * line.size > margins.right
