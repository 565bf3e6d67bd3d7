"""看得见的文字 — text that Word does not show is taken out: hidden, like its ground, tiny, folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from lxml import etree

from disclosure.loading.word.allow_list import path, tag
from disclosure.loading.word.colours import BLACK, WHITE, Palette, Rgb, highlight, is_alike, stated
from disclosure.loading.word.styles import Styles
from disclosure.loading.word.withheld import Withheld
from disclosure.loading.word.word_package import NOTHING, child, part_of, take_out, value, w

_HIDDEN, _UNLIKE, _SMALL, _FOLDED = "隐藏文字", "与底色相同的文字", "小得看不见的文字", "折叠标题下的内容"
_BODY_TEXT, _UNFOLDED = 10, 99  # levels of a contents: below every heading, below everything
_OFF = ("0", "false", "off")
_BOX = w("txbxContent")
_COLLAPSED = tag("w15:collapsed")

_IS_OFF = " or ".join(f"@{name}='{off}'" for name in ("w:val", "w15:val") for off in _OFF)
_IS_ON = path(f"namespace-uri() != '' and not({_IS_OFF})")
# What is too small, by the nearest of a name: half points, per cent of a width, twentieths of a point.
_SMALL_LETTERS = {w("sz"): path("@w:val < 2"), w("w"): path("translate(@w:val, '%', '') < 10")}
_SMALL_LINES = path("@w:lineRule = 'exact' and @w:line < 20")
# Rows that nobody sees, by why.
_ROWS = {
    _HIDDEN: path(f".//w:tr[w:trPr/w:hidden[not({_IS_OFF})] and .//w:t]"),
    _SMALL: path(".//w:tr[w:trPr/w:trHeight[@w:hRule = 'exact' and @w:val < 20] and .//w:t]"),
}
# Of hidden text everything goes, of text that cannot be seen the letters; the marks of fields stay.
_LETTERS = path("w:t | w:sym | w:tab")
_GOES = {
    _HIDDEN: path("*[not(self::w:rPr or self::w:fldChar or self::w:instrText)]"),
    _SMALL: _LETTERS,
    _UNLIKE: _LETTERS,
    "": path("self::w:none"),
}
_EMPTY_RUN = path("self::*[not(*[not(self::w:rPr)])]")
# A paragraph of which nothing is left would show its number, or an empty line; one that closes a section,
# parts two tables, or a cell from its end, stays.
_EMPTY_PARAGRAPH = path(
    "self::*[not(*[not(self::w:pPr)]) and not(w:pPr/w:sectPr)"
    " and following-sibling::* and not(preceding-sibling::*[1][self::w:tbl])]"
)
_CLEAR_FILL = path("w14:noFill or .//w14:alpha[@w14:val > 95000]")  # lets everything through
_PAINTS = path(
    "@w:val[. != 'nil' and . != 'clear'] or @w:themeFill or @w:fill[. != 'auto' and . != '']",
)
_OLD_FILL = "*[@fillcolor != '' and not(@filled = 'f' or @filled = 'false')]"
_FILLS = " or ".join(f"self::a:{kind}Fill" for kind in ("no", "solid", "grad", "blip", "patt", "grp"))
_FILL = f"wps:spPr/*[{_FILLS}][1]"
_OLD_COLOUR, _NEW_FILL = path(f"string({_OLD_FILL}/@fillcolor)"), path(_FILL)
_NOT_FILLED = path(
    f"not({_OLD_FILL}) and ({_FILL}[self::a:noFill] or not({_FILL} or .//a:fillRef[@idx != '0']))"
)
_CELL_ROUND = path("(ancestor::w:tc | ancestor::w:txbxContent)[last()][self::w:tc]")
# The parts of a table's style: what asks for one by name or, in older files, by a bit; which rows or cells,
# by how many there are before: counted outside, since libxml2 takes long for it.
_PLACES = {
    "firstRow": ("firstRow", 0x20, True, path("self::w:tr and $at = 0")),
    "lastRow": ("lastRow", 0x40, True, path("self::w:tr and not(following-sibling::w:tr[1])")),
    "firstCol": ("firstColumn", 0x80, True, path("self::w:tc and $at = 0")),
    "lastCol": ("lastColumn", 0x100, True, path("self::w:tc and not(following-sibling::w:tc[1])")),
    "band1Horz": ("noHBand", 0x200, False, path("self::w:tr and ($at + $row) mod 2 = 0")),
    "band2Horz": ("noHBand", 0x200, False, path("self::w:tr and ($at + $row) mod 2 = 1")),
    "band1Vert": ("noVBand", 0x400, False, path("self::w:tc and ($at + $column) mod 2 = 0")),
    "band2Vert": ("noVBand", 0x400, False, path("self::w:tc and ($at + $column) mod 2 = 1")),
    "wholeTable": ("none", 0, False, path("self::w:tc")),
}


@dataclass(frozen=True)
class _Layers:
    """Properties that hold for a run, the nearest first: of its letters, of its paragraph."""

    letters: tuple[etree._Element, ...]
    paragraphs: tuple[etree._Element, ...]
    is_hidden: bool  # by styles

    def below(self, letters: etree._Element, paragraph: etree._Element) -> _Layers:
        return _Layers((letters, *self.letters), (paragraph, *self.paragraphs), self.is_hidden)


class ShownText:
    """看得见的文字 — of one file, by its styles and its theme."""

    def __init__(self, styles: Styles, palette: Palette, withheld: Withheld) -> None:
        self._styles, self._palette, self._withheld = styles, palette, withheld
        self._known: dict[tuple[str, str, str, tuple[str, ...]], _Layers] = {}
        self._placed: dict[etree._Element, tuple[str, ...]] = {}
        self._results: set[etree._Element] = set()
        self._reasons = {_HIDDEN: self._is_hidden, _SMALL: _is_small, _UNLIKE: self._is_unlike}

    def settle(self, text: etree._Element) -> None:
        """取出 — what is not shown; the paragraphs, rows and headings that hold nothing else go with it."""
        self._results = set(_in_results(text))
        self._fold(text)
        for why, rows in _ROWS.items():
            for row in rows(text):
                self._withheld.add(why, row)
                take_out(list(row.iter(w("r"))))
        for run in list(text.iter(w("r"))):
            self._run(run, next(run.iterancestors(w("p")), NOTHING))

    def _run(self, run: etree._Element, paragraph: etree._Element) -> None:
        layers = self._layers(run, paragraph)
        why = next((why for why, holds in self._reasons.items() if holds(run, layers)), "")
        gone = _GOES[why](run)
        if gone:
            self._withheld.add(why, run)
            take_out(gone)
            take_out(_EMPTY_RUN(run))
            take_out(_EMPTY_PARAGRAPH(paragraph))

    def _is_hidden(self, run: etree._Element, layers: _Layers) -> bool:
        own = _nearest(layers.letters[:1], w("vanish"))
        stated = layers.is_hidden if own is NOTHING else bool(_IS_ON(own))
        is_only_on_paper = _switched(layers.letters, w("webHidden")) and run not in self._results
        return stated or is_only_on_paper or _switched(layers.letters, w("specVanish"))

    def _is_unlike(self, run: etree._Element, layers: _Layers) -> bool:
        fill = _nearest(layers.letters[:1], tag("w14:textFill"))
        if _CLEAR_FILL(fill):
            return True
        marker = highlight(layers.letters[0])
        text = self._palette.drawn(fill) or self._palette.text(_nearest(layers.letters, w("color")))
        if text is None:  # Word chooses one that is seen, but not under a marker pen
            return marker == BLACK
        return is_alike(text, marker or self._ground(run, layers))

    def _ground(self, run: etree._Element, layers: _Layers) -> Rgb | None:
        """The colour behind a run; None where that is not known: the fill of a shape, a pattern."""
        parts = chain(layers.letters, layers.paragraphs, self._cells(run))
        shades = chain.from_iterable(part.iterfind(w("shd")) for part in parts)
        painted = next(filter(_PAINTS, shades), None)
        if painted is not None:
            return self._palette.behind(painted)
        return self._box(next(run.iterancestors(_BOX), NOTHING))

    def _cells(self, run: etree._Element) -> Iterator[etree._Element]:
        """The properties of the cells and tables round a run, as far as a text box."""
        for cell in takewhile(lambda above: above.tag != _BOX, run.iterancestors(w("tc"), _BOX)):
            yield part_of(cell, "tcPr")
            yield from _parts(self._of_table(_table_style(cell), self._places(cell)), "tcPr")
            yield part_of(next(cell.iterancestors(w("tbl")), NOTHING), "tblPr")

    def _places(self, cell: etree._Element) -> tuple[str, ...]:
        """Of a cell and its row; once for each, since a long table has many rows to count."""
        parts = [next(cell.iterancestors(w("tr")), NOTHING), cell]
        self._placed |= {part: _places_of(part) for part in parts if part not in self._placed}
        return tuple(chain.from_iterable(map(self._placed.__getitem__, parts)))

    def _box(self, box: etree._Element) -> Rgb | None:
        """The colour of the shape round a text; white where it has none, and outside of any."""
        shape = next(box.iterancestors(tag("wps:wsp"), w("pict")), box)
        if _NOT_FILLED(shape):
            return WHITE
        old = str(_OLD_COLOUR(shape)).removeprefix("#")[:6]
        return stated(old) or self._palette.drawn(next(iter(_NEW_FILL(shape)), NOTHING))

    def _layers(self, run: etree._Element, paragraph: etree._Element) -> _Layers:
        cell = next(iter(_CELL_ROUND(paragraph)), NOTHING)
        names = (value(run, "rPr", "rStyle"), value(paragraph, "pPr", "pStyle"), _table_style(cell))
        key = (*names, self._places(cell))
        if key not in self._known:
            self._known[key] = self._read_styles(*key)
        return self._known[key].below(part_of(run, "rPr"), part_of(paragraph, "pPr"))

    def _read_styles(self, run: str, paragraph: str, table: str, kinds: tuple[str, ...]) -> _Layers:
        paragraphs = self._styles.chain(paragraph or self._styles.default)
        styles = (self._styles.chain(run), paragraphs, self._of_table(table, kinds))
        letters = [_parts(each, "rPr") for each in styles]
        usual = part_of(self._styles.defaults)
        # A switch that the styles of letters and of paragraphs both turn on is off again: so Word toggles.
        toggled = sum(_switched(parts, w("vanish")) for parts in letters) % 2 == 1
        is_hidden = toggled or _switched([usual], w("vanish"))
        return _Layers((*chain(*letters), usual), tuple(_parts(paragraphs, "pPr")), is_hidden)

    def _of_table(self, style: str, kinds: tuple[str, ...]) -> list[etree._Element]:
        """The styles of a table, for a place in it, the strongest first."""
        styles = self._styles.chain(style)
        parts = list(chain.from_iterable(style.iterfind(w("tblStylePr")) for style in styles))
        return [*sorted((part for part in parts if part.get(w("type")) in kinds), key=_strength), *styles]

    def _fold(self, text: etree._Element) -> None:
        """What stands below a folded heading is not shown until it is unfolded, nor printed."""
        folded = _UNFOLDED
        for block in list(next(text.iter(w("body")), text)):
            level = self._level(block)
            if level > folded:
                self._withheld.add(_FOLDED, block)
                _empty(block)
            else:
                folded = level if self._is_folded(block) else _UNFOLDED

    def _level(self, block: etree._Element) -> int:
        return (block.tag == w("p") and self._styles.paragraph(block).outline) or _BODY_TEXT

    def _is_folded(self, block: etree._Element) -> bool:
        own = part_of(block, "pPr")
        styles = _parts(self._styles.chain(value(own, "pStyle")), "pPr")
        return self._level(block) < _BODY_TEXT and _switched([own, *styles], _COLLAPSED)


def _empty(block: etree._Element) -> None:
    """What closes a section stays, without its text."""
    take_out(path("self::w:sectPr/w:r | self::*[w:pPr/w:sectPr]/w:r")(block))
    take_out(path("self::*[not(self::w:sectPr or w:pPr/w:sectPr)]")(block))


def _in_results(text: etree._Element) -> Iterator[etree._Element]:
    """The runs that stand in fields: the page numbers of a contents are not shown on the web alone."""
    depth = 0
    for run in text.iter(w("r")):
        kinds = [atom.get(w("fldCharType")) for atom in run.findall(w("fldChar"))]
        depth += kinds.count("begin")
        yield from [run][: max(depth, 0)]
        depth -= kinds.count("end")


def _parts(styles: Sequence[etree._Element], name: str) -> list[etree._Element]:
    return [found for style in styles if (found := child(style, name)) is not None]


def _nearest(parts: Sequence[etree._Element], name: str) -> etree._Element:
    return next((found for part in parts if (found := part.find(name)) is not None), NOTHING)


def _switched(parts: Sequence[etree._Element], name: str) -> bool:
    return bool(_IS_ON(_nearest(parts, name)))


def _is_small(_: etree._Element, layers: _Layers) -> bool:
    small = (holds(_nearest(layers.letters, name)) for name, holds in _SMALL_LETTERS.items())
    return any(small) or bool(_SMALL_LINES(_nearest(layers.paragraphs, w("spacing"))))


def _table_style(cell: etree._Element) -> str:
    return value(next(cell.iterancestors(w("tbl")), NOTHING), "tblPr", "tblStyle")


def _strength(part: etree._Element) -> int:
    return list(_PLACES).index(part.get(w("type"), ""))


def _places_of(part: etree._Element) -> tuple[str, ...]:
    """Which parts of its table's style a row or a cell has: first and last one, odd and even ones."""
    look = part_of(next(part.iterancestors(w("tbl")), NOTHING), "tblPr", "tblLook")
    skipped = {
        "row": _asked(look, *_PLACES["firstRow"][:2]),
        "column": _asked(look, *_PLACES["firstCol"][:2]),
    }
    at = len(list(part.itersiblings(str(part.tag), preceding=True)))
    places = _PLACES.items()
    asked = [(kind, holds) for kind, (name, bit, is_so, holds) in places if _asked(look, name, bit) == is_so]
    return tuple(kind for kind, holds in asked if holds(part, at=at, **skipped))


def _asked(look: etree._Element, name: str, bit: int) -> bool:
    """Newer files say it by name, older ones by a bit."""
    named = look.get(w(name))
    return bool(_bits(look.get(w("val"), "0")) & bit) if named is None else named not in _OFF


def _bits(written: str) -> int:
    try:
        return int(written, 16)
    except ValueError:
        return 0
