"""看得见的文字 — text that Word does not show is taken out: hidden, like its ground, tiny, folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from lxml import etree

from disclosure.load.word.allow_list import tag
from disclosure.load.word.colours import BLACK, WHITE, Palette, Rgb, highlight, is_alike, stated
from disclosure.load.word.styles import Styles
from disclosure.load.word.withheld import Withheld
from disclosure.load.word.word_package import child, take_out, value, w, whole

_HIDDEN, _UNLIKE, _SMALL, _FOLDED = "隐藏文字", "与底色相同的文字", "小得看不见的文字", "折叠标题下的内容"
_LEAST_SIZE = 2  # half points: one point
_LEAST_SCALE = 10  # per cent of a letter's width
_CLEAR = 95_000  # of a hundred thousand that shine through
_LEAST_LINE = 20  # twentieths of a point
_OFF = ("0", "false", "off")
_FIELD_ATOMS = (w("fldChar"), w("instrText"))
_TEXT_ATOMS = (w("t"), w("sym"), w("tab"))
_NO_FILL = tag("a:noFill")
_FILLS = (_NO_FILL, *map(tag, ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill")))
_BOX = w("txbxContent")
_SPACES = {"w": w("")[1:-1]}
_ROWS_ABOVE = etree.XPath("count(preceding-sibling::w:tr)", namespaces=_SPACES)
_CELLS_BEFORE = etree.XPath("count(preceding-sibling::w:tc)", namespaces=_SPACES)
_LOOKS = {
    "firstRow": ("firstRow", 0x20),
    "lastRow": ("lastRow", 0x40),
    "firstCol": ("firstColumn", 0x80),
    "lastCol": ("lastColumn", 0x100),
    "noHorz": ("noHBand", 0x200),
    "noVert": ("noVBand", 0x400),
}


@dataclass(frozen=True)
class _Style:
    """What the styles above a run say together, the nearest first."""

    runs: tuple[etree._Element, ...]
    paragraphs: tuple[etree._Element, ...]
    is_hidden: bool

    @cached_property
    def colour(self) -> etree._Element | None:
        return _nearest(self.runs, "color")


class ShownText:
    """看得见的文字 — of one file, by its styles and its theme."""

    def __init__(self, styles: Styles, palette: Palette, withheld: Withheld) -> None:
        self._styles, self._palette, self._withheld = styles, palette, withheld
        self._known: dict[tuple[str, str, str, tuple[str, ...]], _Style] = {}
        self._results: set[etree._Element] = set()

    def settle(self, text: etree._Element) -> None:
        """取出 — what is not shown; the paragraphs, rows and headings that hold nothing else go with it."""
        self._results = set(_in_results(text))
        self._fold(text)
        for row in list(text.iter(w("tr"))):
            self._row(row)
        for run in list(text.iter(w("r"))):
            self._run(run)

    def _run(self, run: etree._Element) -> None:
        paragraph = next(run.iterancestors(w("p")), None)
        if paragraph is None or not len(run):
            return
        why = self._reason(run, paragraph)
        gone = [atom for atom in run if _goes(atom, why)] if why else []
        if not gone:
            return
        self._withheld.add(why, run)
        take_out(gone)
        if all(atom.tag == w("rPr") for atom in run):
            take_out([run])
        _drop_if_empty(paragraph)

    def _reason(self, run: etree._Element, paragraph: etree._Element) -> str:
        own = child(run, "rPr")
        style = self._style(run, paragraph)
        if self._is_hidden(run, own, style):
            return _HIDDEN
        if _is_small(own, style, paragraph):
            return _SMALL
        return _UNLIKE if self._is_unlike(run, own, style, paragraph) else ""

    def _is_hidden(self, run: etree._Element, own: etree._Element | None, style: _Style) -> bool:
        switch = child(own, "vanish")
        stated = style.is_hidden if switch is None else _is_on(switch)
        layers = _layers(own, style.runs)
        is_only_on_paper = _switched(layers, "webHidden") and run not in self._results
        return stated or _switched(layers, "specVanish") or is_only_on_paper

    def _is_unlike(
        self, run: etree._Element, own: etree._Element | None, style: _Style, paragraph: etree._Element
    ) -> bool:
        fill = None if own is None else own.find(tag("w14:textFill"))
        if fill is not None and _is_clear(fill):
            return True
        marker = highlight(own)
        colour = child(own, "color")
        text = self._palette.text(style.colour if colour is None else colour)
        text = text if fill is None else self._palette.drawn(fill) or text
        if text is None:  # Word chooses one that is seen, but not under a marker pen
            return marker == BLACK
        behind = marker or self._ground(run, own, style, paragraph)
        return behind is not None and is_alike(text, behind)

    def _ground(
        self, run: etree._Element, own: etree._Element | None, style: _Style, paragraph: etree._Element
    ) -> Rgb | None:
        """The colour behind a run; None where that is not known: the fill of a shape, a pattern."""
        shades = [
            child(own, "shd"),
            *(child(part, "shd") for part in style.runs),
            child(paragraph, "pPr", "shd"),
        ]
        shades += [child(part, "shd") for part in style.paragraphs]
        for above in run.iterancestors(w("tc"), w("tbl"), _BOX):
            if above.tag == _BOX:
                shades_of_text = self._first_ground(shades)
                return self._box(above) if shades_of_text == WHITE else shades_of_text
            shades.append(child(above, "tcPr" if above.tag == w("tc") else "tblPr", "shd"))
            if above.tag == w("tc"):
                shades += (child(part, "tcPr", "shd") for part in self._table_parts(above))
        return self._first_ground(shades)

    def _box(self, box: etree._Element) -> Rgb | None:
        """The colour of the shape round a text; white where it has none."""
        shape = next(box.iterancestors(tag("wps:wsp"), w("pict")), None)
        if shape is None:
            return None
        old = [node.get("fillcolor", "") for node in shape if node.get("filled") not in ("f", "false")]
        named = next(filter(None, old), "")
        return stated(named.removeprefix("#")[:6]) if named else self._new_box(shape)

    def _new_box(self, shape: etree._Element) -> Rgb | None:
        fill = next((node for node in shape.iterfind(f"{tag('wps:spPr')}/*") if node.tag in _FILLS), None)
        if fill is not None:
            return WHITE if fill.tag == _NO_FILL else self._palette.drawn(fill)
        themed = next(shape.iter(tag("a:fillRef")), None)
        return WHITE if themed is None or themed.get("idx") == "0" else None

    def _first_ground(self, shades: Sequence[etree._Element | None]) -> Rgb | None:
        painted = [shade for shade in shades if shade is not None and _paints(shade)]
        return self._palette.behind(painted[0]) if painted else WHITE

    def _style(self, run: etree._Element, paragraph: etree._Element) -> _Style:
        cell = next(paragraph.iterancestors(w("tc"), _BOX), None)
        in_table = cell is not None and cell.tag == w("tc")
        kinds = _conditions(cell) if in_table else ()
        names = (
            value(run, "rPr", "rStyle"),
            value(paragraph, "pPr", "pStyle"),
            _table_style(cell) if in_table else "",
        )
        key = (*names, kinds)
        if key not in self._known:
            self._known[key] = self._read_style(*key)
        return self._known[key]

    def _read_style(self, run: str, paragraph: str, table: str, kinds: tuple[str, ...]) -> _Style:
        chains = (self._styles.chain(run), self._styles.chain(paragraph or self._styles.default))
        tables = [*_conditional(self._styles.chain(table), kinds), *self._styles.chain(table)]
        runs = [
            [part for style in styles if (part := child(style, "rPr")) is not None]
            for styles in (*chains, tables)
        ]
        defaults = self._styles.defaults
        usual = () if defaults is None else (defaults,)
        # A switch that the styles of letters and of paragraphs both turn on is off again: so Word toggles.
        toggled = sum(_switched(parts, "vanish") for parts in runs) % 2 == 1
        paragraphs = tuple(part for style in chains[1] if (part := child(style, "pPr")) is not None)
        return _Style((*chain(*runs), *usual), paragraphs, toggled or _switched(usual, "vanish"))

    def _table_parts(self, cell: etree._Element) -> list[etree._Element]:
        styles = self._styles.chain(_table_style(cell))
        return [*_conditional(styles, _conditions(cell)), *styles]

    def _row(self, row: etree._Element) -> None:
        """A row that is switched off, or lower than a point."""
        height = child(row, "trPr", "trHeight")
        is_flat = (
            height is not None
            and height.get(w("hRule")) == "exact"
            and _is_less(height.get(w("val")), _LEAST_LINE)
        )
        is_hidden = _switched([part for part in (child(row, "trPr"),) if part is not None], "hidden")
        if not (is_flat or is_hidden) or next(row.iter(w("t")), None) is None:
            return
        self._withheld.add(_HIDDEN if is_hidden else _SMALL, row)
        take_out(list(row.iter(w("r"))))

    def _fold(self, text: etree._Element) -> None:
        """What stands below a folded heading is not shown until it is unfolded, nor printed."""
        folded = 0
        for block in list(next(text.iter(w("body")), text)):
            level = self._styles.paragraph(block).outline if block.tag == w("p") else 0
            if folded and (not level or level > folded):
                self._withheld.add(_FOLDED, block)
                _empty(block)
                continue
            folded = level if level and self._is_folded(block) else 0

    def _is_folded(self, paragraph: etree._Element) -> bool:
        own = child(paragraph, "pPr")
        styles = self._styles.chain(value(own, "pStyle"))
        parts = [part for part in (own, *(child(style, "pPr") for style in styles)) if part is not None]
        switch = next(
            (found for part in parts if (found := part.find(tag("w15:collapsed"))) is not None), None
        )
        return switch is not None and _is_on(switch)


def _goes(atom: etree._Element, why: str) -> bool:
    """Of hidden text everything goes, of text that cannot be seen the letters; the marks of fields stay."""
    return atom.tag not in (w("rPr"), *_FIELD_ATOMS) if why == _HIDDEN else atom.tag in _TEXT_ATOMS


def _drop_if_empty(paragraph: etree._Element) -> None:
    """A paragraph of which nothing is left would show its number, or an empty line."""
    holds = (
        len(paragraph) > (child(paragraph, "pPr") is not None)
        or child(paragraph, "pPr", "sectPr") is not None
    )
    before, after = paragraph.getprevious(), paragraph.getnext()
    parts = after is None or (
        before is not None and before.tag == w("tbl")
    )  # two tables, or a cell from its end
    if not (holds or parts):
        take_out([paragraph])


def _empty(block: etree._Element) -> None:
    """What closes a section stays, without its text."""
    is_needed = child(block, "pPr", "sectPr") is not None or block.tag == w("sectPr")
    take_out(block.findall(w("r")) if is_needed else [block])


def _in_results(text: etree._Element) -> Iterator[etree._Element]:
    """The runs that stand in fields: the page numbers of a contents are not shown on the web alone."""
    depth = 0
    for run in text.iter(w("r")):
        kinds = [atom.get(w("fldCharType")) for atom in run.findall(w("fldChar"))]
        depth += kinds.count("begin")
        if depth > 0:
            yield run
        depth -= kinds.count("end")


def _layers(own: etree._Element | None, below: Sequence[etree._Element]) -> list[etree._Element]:
    return [*([] if own is None else [own]), *below]


def _nearest(parts: Sequence[etree._Element], name: str) -> etree._Element | None:
    return next((found for part in parts if (found := part.find(w(name))) is not None), None)


def _switched(parts: Sequence[etree._Element], name: str) -> bool:
    switch = _nearest(parts, name)
    return switch is not None and _is_on(switch)


def _is_on(switch: etree._Element) -> bool:
    return (switch.get(w("val")) or switch.get(tag("w15:val")) or "1") not in _OFF


def _is_small(own: etree._Element | None, style: _Style, paragraph: etree._Element) -> bool:
    layers = _layers(own, style.runs)
    size, scale = _nearest(layers, "sz"), _nearest(layers, "w")
    spacing = _nearest(_layers(child(paragraph, "pPr"), style.paragraphs), "spacing")
    is_exact = spacing is not None and spacing.get(w("lineRule")) == "exact"
    return (
        (size is not None and _is_less(size.get(w("val")), _LEAST_SIZE))
        or (scale is not None and _is_less(scale.get(w("val"), "").rstrip("%"), _LEAST_SCALE))
        or (is_exact and spacing is not None and _is_less(spacing.get(w("line")), _LEAST_LINE))
    )


def _is_less(number: str | None, least: int) -> bool:
    try:
        return number is not None and float(number) < least
    except ValueError:
        return False


def _is_clear(fill: etree._Element) -> bool:
    """A fill of letters that is none, or lets everything through."""
    alphas = (whole(node.get(tag("w14:val"), ""), 0) for node in fill.iter(tag("w14:alpha")))
    return fill.find(tag("w14:noFill")) is not None or any(alpha > _CLEAR for alpha in alphas)


def _paints(shade: etree._Element) -> bool:
    kind, fill = shade.get(w("val"), "clear"), shade.get(w("fill"), "auto")
    is_themed = shade.get(w("themeFill")) is not None
    return kind not in ("nil", "clear") or is_themed or fill not in ("auto", "")


def _table_style(cell: etree._Element | None) -> str:
    table = None if cell is None else next(cell.iterancestors(w("tbl")), None)
    return "" if table is None else value(table, "tblPr", "tblStyle")


def _conditional(styles: Sequence[etree._Element], kinds: tuple[str, ...]) -> list[etree._Element]:
    """The parts of table styles for a cell's place, the strongest first."""
    parts = [part for style in styles for part in style.findall(w("tblStylePr"))]
    return [part for kind in kinds for part in parts if part.get(w("type")) == kind]


def _conditions(cell: etree._Element | None) -> tuple[str, ...]:
    """Which parts of its table's style a cell has: first and last row, column, odd and even ones."""
    row = None if cell is None else next(cell.iterancestors(w("tr")), None)
    table = None if row is None else next(row.iterancestors(w("tbl")), None)
    return () if cell is None or row is None or table is None else _conditions_in(table, row, cell)


def _conditions_in(table: etree._Element, row: etree._Element, cell: etree._Element) -> tuple[str, ...]:
    look = child(table, "tblPr", "tblLook")
    asked = {kind: _asked(look, name, bit) for kind, (name, bit) in _LOOKS.items()}
    down, across = int(_ROWS_ABOVE(row)), int(_CELLS_BEFORE(cell))
    holds = {
        "firstRow": asked["firstRow"] and down == 0,
        "lastRow": asked["lastRow"] and next(row.itersiblings(w("tr")), None) is None,
        "firstCol": asked["firstCol"] and across == 0,
        "lastCol": asked["lastCol"] and next(cell.itersiblings(w("tc")), None) is None,
        f"band{2 - (down - asked['firstRow'] + 1) % 2}Horz": not asked["noHorz"],
        f"band{2 - (across - asked['firstCol'] + 1) % 2}Vert": not asked["noVert"],
        "wholeTable": True,
    }
    return tuple(kind for kind, is_so in holds.items() if is_so)


def _asked(look: etree._Element | None, name: str, bit: int) -> bool:
    """Newer files say it by name, older ones by a bit."""
    if look is None:
        return False
    named = look.get(w(name))
    if named is not None:
        return named not in _OFF
    try:
        return bool(int(look.get(w("val"), "0"), 16) & bit)
    except ValueError:
        return False
