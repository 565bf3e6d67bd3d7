"""另一个程序 — PDFium reads a file that anybody may have made: apart, within limits of memory and time.

Run as a program of its own (`run_apart.py` does), so that what breaks or fills it ends with it; it imports
nothing of this package, whose loading would take longer than the reading. PDFium's own order and its own
blanks are not used: only which character stands where, and which rules are drawn.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_double, c_float, c_int, c_uint, create_string_buffer
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from math import atan2, hypot, pi
from typing import Any

LARGE, PASSWORD, DAMAGED = "large", "password", "damaged"  # what is answered instead of pages
_MOST_PAGES = 1_000
_MOST_GLYPHS = 600_000  # some 1,000 full pages
_MOST_PARTS = 600_000  # objects of pages and segments of their paths
_DEEPEST = 12  # forms in forms
_THIN = 3.0  # points: a thicker rectangle is a background, not a rule
_SHORT = 3.0  # points: what is shorter is no rule
_EVEN = 0.35  # points by which a rule may slope
_UPRIGHT = 0.02  # of a quarter turn by which text may slope
_WHITE = (255, 255, 255)
# Upright coordinates of a page whose text runs to the right, upwards, upside down, downwards.
TURNS = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
_UNTURNED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix6 = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Glyph = tuple[int, float, float, float, float]  # code, left, right, base line, size
Rule = tuple[float, float, float]  # where it stands, from, to
Page = tuple[Box, int, list[Glyph], list[Rule], list[Rule], int, int]


class LargeError(Exception):
    """过大 — more is in the file than is taken from one."""


def turned(box: Box, turn: tuple[int, int, int, int]) -> Box:
    (left, top), (right, bottom) = (_at(turn, box[0], box[3]), _at(turn, box[2], box[1]))
    return (min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def _at(turn: tuple[int, int, int, int], x: float, y: float) -> Point:
    a, b, c, d = turn
    return (a * x + b * y, c * x + d * y)


def _all_pages(raw: Any, document: Any) -> Iterator[Page]:
    """各页 — one after another, each closed before the next is opened; raises LargeError."""
    if len(document) > _MOST_PAGES:
        raise LargeError
    glyphs, parts = _Allowed(_MOST_GLYPHS), _Allowed(_MOST_PARTS)
    for number in range(len(document)):
        page = document[number]
        try:
            yield _page_of(raw, page, glyphs, parts)
        finally:
            page.close()


@dataclass(slots=True)
class _Allowed:
    """How much more may be taken from the file."""

    left: int

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise LargeError


def _page_of(raw: Any, page: Any, glyphs: _Allowed, parts: _Allowed) -> Page:
    found = _glyphs(raw, page, glyphs)
    sloping = len(found.pop(-1, ()))
    turn = max(found, key=lambda each: len(found[each]), default=0)
    drawn = _Drawn(raw, parts, turn, _Figures(raw, parts).of(page))
    drawn.read(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page.raw, _UNTURNED, 0)
    kept = drawn.outside_figures(found.pop(turn, []))
    box = turned(page.get_bbox(), TURNS[turn])
    sloping += sum(map(len, found.values()))
    return box, turn, kept, drawn.across, drawn.down, sloping, drawn.pictures


def _glyphs(raw: Any, page: Any, allowed: _Allowed) -> dict[int, list[Glyph]]:
    """Each character that is painted, by the way it runs; what PDFium adds itself has no width."""
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text.raw)
    allowed.take(count)
    measure, found = _Measure(raw, text.raw), dict[int, list[Glyph]]()
    for index in range(count):
        turn, glyph = measure.glyph(index, raw.FPDFText_GetUnicode(text.raw, index))
        if glyph is not None:
            found.setdefault(turn, []).append(glyph)
    text.close()
    return found


class _Measure:
    """Where a character stands; what PDFium fills in is made once."""

    def __init__(self, raw: Any, text: Any) -> None:
        self._raw, self._text = raw, text
        self._loose, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._numbers = tuple(c_double() for _ in range(4))
        self._loosely, self._by_matrix = byref(self._loose), byref(self._matrix)
        self._by_numbers = tuple(map(byref, self._numbers))

    def glyph(self, index: int, code: int) -> tuple[int, Glyph | None]:
        """字形 — and its turn, -1 where it slopes; none where nothing is painted."""
        raw, text, matrix = self._raw, self._text, self._matrix
        raw.FPDFText_GetMatrix(text, index, self._by_matrix)
        raw.FPDFText_GetCharOrigin(text, index, *self._by_numbers[:2])
        x, y = self._numbers[0].value, self._numbers[1].value
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        if matrix.a > 0 and abs(matrix.b) < _UPRIGHT * matrix.a:
            raw.FPDFText_GetLooseCharBox(text, index, self._loosely)
            left, right = self._loose.left, self._loose.right
            return 0, (code, left, right, y, size) if right > left and size > 0 else None
        return self._turned(index, code, (x, y), size)

    def _turned(self, index: int, code: int, origin: Point, size: float) -> tuple[int, Glyph | None]:
        quarters = atan2(self._matrix.b, self._matrix.a) / (pi / 2)
        turn = round(quarters) % 4
        self._raw.FPDFText_GetCharBox(self._text, index, *self._by_numbers)
        left, right, bottom, top = (number.value for number in self._numbers)
        if right <= left or size <= 0:
            return turn, None
        start, _, end, _ = turned((left, bottom, right, top), TURNS[turn])
        glyph = (code, start, end, _at(TURNS[turn], *origin)[1], size)
        return (turn if abs(quarters - round(quarters)) < _UPRIGHT else -1), glyph


@dataclass(slots=True)
class _Figures:
    """The marked content that the tags of a page call a figure: what is written in it is no running text."""

    raw: Any
    allowed: _Allowed
    found: set[int] = field(default_factory=set)

    def of(self, page: Any) -> set[int]:
        """一页的 — ids of marked content; none where nothing is tagged."""
        tree = self.raw.FPDF_StructTree_GetForPage(page.raw)
        if tree:
            for index in range(self.raw.FPDF_StructTree_CountChildren(tree)):
                self._read(self.raw.FPDF_StructTree_GetChildAtIndex(tree, index), False, 0)
            self.raw.FPDF_StructTree_Close(tree)
        return self.found

    def _read(self, element: Any, inside: bool, depth: int) -> None:
        if not element or depth > _DEEPEST:
            return
        raw, inside = self.raw, inside or self._is_figure(element)
        number, marked = raw.FPDF_StructElement_CountChildren(element), 0
        if inside:
            marked = max(raw.FPDF_StructElement_GetMarkedContentIdCount(element), 0)
        self.allowed.take(max(number, 0) + marked)
        self.found |= {raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, n) for n in range(marked)}
        for index in range(number):
            self._read(raw.FPDF_StructElement_GetChildAtIndex(element, index), inside, depth + 1)

    def _is_figure(self, element: Any) -> bool:
        name = create_string_buffer(2 * len("Figure") + 2)
        self.raw.FPDF_StructElement_GetType(element, name, len(name))
        return name.raw.decode("utf-16-le", "replace").rstrip("\0") == "Figure"


@dataclass(slots=True)
class _Drawn:
    """The rules of a page, gathered from its paths and those of forms in it; where its figures are."""

    raw: Any
    allowed: _Allowed
    turn: int
    marked: set[int]
    figures: dict[int, Box] = field(default_factory=dict)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: int = 0

    def read(self, count: Any, get: Any, holder: Any, matrix: Matrix6, depth: int) -> None:
        """读 — the objects of a page or a form."""
        raw, number = self.raw, count(holder)
        self.allowed.take(number)
        for index in range(number):
            found = get(holder, index)
            if self.marked and self._is_in_figure(found):
                continue
            reader = self._readers().get(raw.FPDFPageObj_GetType(found))
            if reader is not None:
                reader(found, matrix, depth)

    def _is_in_figure(self, found: Any) -> bool:
        """Whether it is part of one; the figure reaches as far as its parts."""
        number = c_int(-1)
        for index in range(self.raw.FPDFPageObj_CountMarks(found)):
            mark = self.raw.FPDFPageObj_GetMark(found, index)
            self.raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", byref(number))
        if number.value not in self.marked:
            return False
        sides = tuple(c_float() for _ in range(4))
        self.raw.FPDFPageObj_GetBounds(found, *map(byref, sides))
        own = turned((sides[0].value, sides[1].value, sides[2].value, sides[3].value), TURNS[self.turn])
        self.pictures += number.value not in self.figures
        known = self.figures.get(number.value, own)
        self.figures[number.value] = (
            *(min(known[0], own[0]), min(known[1], own[1])),
            *(max(known[2], own[2]), max(known[3], own[3])),
        )
        return True

    def outside_figures(self, glyphs: list[Glyph]) -> list[Glyph]:
        """图以外的字 — all of them on a page on which nothing else is written."""
        outside = [glyph for glyph in glyphs if not any(map(partial(_is_over, glyph), self.figures.values()))]
        return outside or glyphs

    def _readers(self) -> dict[int, Callable[[Any, Matrix6, int], None]]:
        raw = self.raw
        return {
            raw.FPDF_PAGEOBJ_PATH: self._path,
            raw.FPDF_PAGEOBJ_FORM: self._form,
            raw.FPDF_PAGEOBJ_IMAGE: self._image,
        }

    def _image(self, _found: Any, _matrix: Matrix6, _depth: int) -> None:
        self.pictures += 1

    def _form(self, found: Any, matrix: Matrix6, depth: int) -> None:
        if depth < _DEEPEST:
            inner = _one_after_another(self._own(found), matrix)
            self.read(
                self.raw.FPDFFormObj_CountObjects, self.raw.FPDFFormObj_GetObject, found, inner, depth + 1
            )

    def _own(self, found: Any) -> Matrix6:
        own = self.raw.FS_MATRIX()
        self.raw.FPDFPageObj_GetMatrix(found, byref(own))
        return (own.a, own.b, own.c, own.d, own.e, own.f)

    def _path(self, found: Any, matrix: Matrix6, _depth: int) -> None:
        fill, stroke = c_int(), c_int()
        self.raw.FPDFPath_GetDrawMode(found, byref(fill), byref(stroke))
        stroked = stroke.value and self._is_seen(self.raw.FPDFPageObj_GetStrokeColor, found)
        filled = fill.value and self._is_seen(self.raw.FPDFPageObj_GetFillColor, found)
        if stroked and self._is_thin(found, matrix):
            for outline in self._outlines(found, matrix):
                self._edges(outline)
        elif filled:
            for outline in self._outlines(found, matrix):
                self._area(outline)

    def _is_seen(self, get: Any, found: Any) -> bool:
        red, green, blue, alpha = (c_uint() for _ in range(4))
        get(found, byref(red), byref(green), byref(blue), byref(alpha))
        return (red.value, green.value, blue.value) != _WHITE and alpha.value > 0

    def _is_thin(self, found: Any, matrix: Matrix6) -> bool:
        width = c_float()
        self.raw.FPDFPageObj_GetStrokeWidth(found, byref(width))
        a, b, c, d, _, _ = _one_after_another(self._own(found), matrix)
        return width.value * min(hypot(a, b), hypot(c, d)) <= _THIN

    def _outlines(self, found: Any, matrix: Matrix6) -> Iterator[list[Point]]:
        """The points of each part of a path; where it is curved, a part ends."""
        raw, number = self.raw, self.raw.FPDFPath_CountSegments(found)
        self.allowed.take(number)
        a, b, c, d, e, f = _one_after_another(self._own(found), matrix)
        x, y = c_float(), c_float()
        by_x, by_y = byref(x), byref(y)
        points: list[Point] = []
        for index in range(number):
            segment = raw.FPDFPath_GetPathSegment(found, index)
            raw.FPDFPathSegment_GetPoint(segment, by_x, by_y)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO and points:
                yield points
                points = []
            points.append(_at(TURNS[self.turn], *point))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        yield points

    def _edges(self, outline: Sequence[Point]) -> None:
        for (x, y), (to_x, to_y) in pairwise(outline):
            self._rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y), _EVEN)

    def _area(self, outline: Sequence[Point]) -> None:
        xs, ys = zip(*outline, strict=True)
        self._rule(min(xs), min(ys), max(xs), max(ys), _THIN)

    def _rule(self, left: float, bottom: float, right: float, top: float, thin: float) -> None:
        width, height = right - left, top - bottom
        if height <= thin and width > max(_SHORT, height):
            self.across.append(((bottom + top) / 2, left, right))
        elif width <= thin and height > max(_SHORT, width):
            self.down.append(((left + right) / 2, bottom, top))


def _is_over(glyph: Glyph, box: Box) -> bool:
    _, start, end, base, _ = glyph
    return box[0] <= (start + end) / 2 <= box[2] and box[1] <= base <= box[3]


def _one_after_another(first: Matrix6, then: Matrix6) -> Matrix6:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        *(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s),
        *(e * p + f * r + t, e * q + f * s + u),
    )


def _answer(data: bytes) -> list[Page] | str:
    import pypdfium2  # noqa: PLC0415 - found only in the place that is named

    try:
        return list(_all_pages(pypdfium2.raw, pypdfium2.PdfDocument(data)))
    except LargeError:
        return LARGE
    except pypdfium2.PdfiumError as error:
        return PASSWORD if "assword" in str(error) else DAMAGED


if __name__ == "__main__":
    sys.stdout.buffer.write(marshal.dumps(_answer(marshal.loads(sys.stdin.buffer.read()))))
