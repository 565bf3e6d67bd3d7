"""段落 — lines that are one paragraph, over a page's end too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise, starmap
from operator import add, sub
from statistics import median

from disclosure.loading.published.pdf.runs import runs
from disclosure.loading.published.pdf.tables import PageLine
from disclosure.loading.published.pdf.text_lines import Line

_NUMBERED = (
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
_OTHER_SIZE = 0.05  # share by which letters of one paragraph may differ
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
    pitches: Mapping[int, float]

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

    @property
    def text(self) -> str:
        """文字."""
        return self.said()[0]

    def said(self) -> tuple[str, tuple[int, ...]]:
        """所说 — the text, and where in it each line begins."""
        texts = [line.line.text for line in self.lines]
        joints = ["", *starmap(_joint, pairwise(texts))]
        ends = accumulate(map(len, map(add, joints, texts)))
        starts = map(sub, ends, map(len, texts))
        return "".join(map(add, joints, texts)), tuple(starts)


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
    shapes = dict(zip(by_shape, map(_margins, by_shape.values()), strict=True))
    return {number: _of_page(found, shapes[_shape(found[0])]) for number, found in by_page.items()}


def _shape(line: PageLine) -> tuple[int, int]:
    left, bottom, right, top = line.sheet.box
    return round(right - left), round(top - bottom)


def _margins(lines: Sequence[PageLine]) -> Margins:
    left, right = min(_often(map(_left_of, lines))), max(_often(map(_right_of, lines)))
    size = Counter(map(_size_of, lines)).most_common(1)[0][0]
    return Margins(
        left, right if _is_wide(lines[0], left, right) else _even(lines[0], left), size, _pitches(lines)
    )


def _left_of(line: PageLine) -> int:
    return round(line.line.left)


def _right_of(line: PageLine) -> int:
    return round(line.line.right)


def _size_of(line: PageLine) -> int:
    return round(line.line.size)


def _often(ats: Iterable[int]) -> Collection[int]:
    """Where more than a few of the lines begin or end; wherever they do if nowhere many."""
    found = Counter(ats)
    least = max(2, _SUPPORT * found.total())
    return [at for at, count in found.items() if count >= least] or found


def _pitches(lines: Sequence[PageLine]) -> dict[int, float]:
    gaps: dict[int, list[float]] = defaultdict(list)
    for before, after in pairwise(lines):
        same = before.sheet is after.sheet and _size_of(before) == _size_of(after)
        gaps[_size_of(after)] += [before.line.base - after.line.base] * same
    return {size: median(found) for size, found in gaps.items() if found}


def _of_page(lines: Sequence[PageLine], usual: Margins) -> Margins:
    """Those of a page, if several of its lines reach them: sheets of a workbook differ in scale."""
    left, right = min(map(_left_of, lines)), max(map(_right_of, lines))
    near = _NEAR * usual.size
    begin = sum(at - left < near for at in map(_left_of, lines)) >= _SEVERAL
    end = sum(right - at < near for at in map(_right_of, lines)) >= _SEVERAL and _is_wide(
        lines[0], left, right
    )
    return replace(usual, left=left if begin else usual.left, right=right if end else usual.right)


def _is_wide(line: PageLine, left: float, right: float) -> bool:
    """Whether lines that reach so far may be full; else the right margin is taken to equal the left."""
    return right - left > _WIDE * (_even(line, left) - left)


def _even(line: PageLine, left: float) -> float:
    return line.sheet.box[0] + line.sheet.box[2] - left


def paragraphs(lines: Iterable[PageLine], margins: Mapping[int, Margins]) -> Iterator[Paragraph]:
    """各段 — of lines that no table parts."""
    return map(Paragraph, map(tuple, runs(lines, partial(_belongs, margins))))


def _belongs(margins: Mapping[int, Margins], before: Sequence[PageLine], line: PageLine) -> bool:
    """Whether a line belongs to the paragraph of those before it."""
    last, usual, own = before[-1], margins[before[-1].sheet.number], margins[line.sheet.number]
    full, centred = _is_full(last.line, line.line, usual), _is_centred(line.line, own)
    is_title = _is_title(last, line) and (full or _is_own_line(last.line, usual))
    is_body = full and not _begins(before, line) and _is_beside(before, line, own)
    return not _is_apart(last, line, own) and (is_title if centred else is_body)


def _is_apart(last: PageLine, line: PageLine, margins: Margins) -> bool:
    """Whether it is an entry of the contents, letters of another size or a gap that stands above a line."""
    of_entry, gap = LEADER.search(last.line.text), last.line.base - line.line.base
    differs = abs(last.line.size - line.line.size) > _OTHER_SIZE * line.line.size
    far = last.sheet is line.sheet and gap > _GAP * margins.pitch(line.line.size)
    return of_entry is not None or differs or far


def _is_title(last: PageLine, line: PageLine) -> bool:
    """Whether a line in the middle may go on with what was said above it."""
    return not (level_of(line.line.text) or last.line.text.endswith(ENDS) or _DATED.match(line.line.text))


def _begins(before: Sequence[PageLine], line: PageLine) -> bool:
    """Whether its number begins something else: what stands before it is at its end, or a heading."""
    text = "".join(each.line.text for each in before)
    return level_of(line.line.text) > 0 and (text.endswith(ENDS) or _is_heading(text))


def _is_heading(text: str) -> bool:
    return level_of(text) > 0 and not any(map(text.__contains__, ENDS))


def _is_beside(before: Sequence[PageLine], line: PageLine, margins: Margins) -> bool:
    """Whether it begins at the left margin, or below a line of a paragraph that is moved in as a whole."""
    moved = line.line.left - margins.left > _INDENT * line.line.size
    return not moved or (len(before) > 1 and _is_hanging(before[-1].line, line.line))


def _is_hanging(last: Line, line: Line) -> bool:
    below = abs(last.left - line.left) < _SLACK * line.size
    return below and not (level_of(line.text) or last.text.endswith(ENDS))


def level_of(text: str) -> int:
    """级别 — of a heading or an item that begins so; 0 without a number."""
    return next((level for level, pattern in enumerate(_NUMBERED, 1) if pattern.match(text)), 0)


def _is_centred(line: Line, margins: Margins) -> bool:
    before, after = line.left - margins.left, margins.right - line.right
    return before > _CENTRED * margins.size and abs(before - after) < _OFF_CENTRE * line.size


def _is_own_line(line: Line, margins: Margins) -> bool:
    """Whether it is a title in the middle whose lines end where their words do."""
    return _is_centred(line, margins) and not level_of(line.text)


def _is_full(last: Line, line: Line, margins: Margins) -> bool:
    """Whether the first word of a line would not have had room in the last."""
    word = _WORD.match(line.text)
    width = sum(map(_width, word.group() if word else line.text[0]))
    return last.right + (width + _SLACK) * line.size > margins.right


def _width(sign: str) -> float:
    return 0.5 if sign.isascii() else 1.0
