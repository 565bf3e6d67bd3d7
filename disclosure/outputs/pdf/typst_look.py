"""typst 的样式 — what a reference document says of each role, as functions of the typst source.

The height of a line is that of its letters' box, as in Word and in a browser: half of what the pitch leaves
goes above the letters, half below.
"""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.document import Document
from disclosure.fonts import LATIN, LATIN_FOR, ROLES
from disclosure.outputs.docx.reference_look import STYLE_NAMES, Look, Page
from disclosure.outputs.docx.running_lines import PAGE, PAGES, Edge, RunningLine, RunningPart, running_lines
from disclosure.outputs.markup import DRAFT
from disclosure.outputs.pdf.typst_fonts import Faces

_ASCENT, _DESCENT = 0.88, 0.12  # of a Chinese letter's box, above and below the baseline
_STRONG = "黑体"
_ALIGNMENTS = {"center": "center", "right": "right", "end": "right"}
_JUSTIFIED = {"both", "distribute"}
_OTHERWISE = "宋体"
_FIELDS = {
    PAGE: "#str(counter(page).get().first())",
    PAGES: "#str(counter(page).final().first())",
}
_SPACES = {"\t": "#h(1fr)", "\n": "#linebreak()"}

# What holds for any look. Widths of Chinese and Western letters are left as they are: 28 to a line.
_COMMON = """\
#set text(fallback: false, cjk-latin-spacing: none, costs: (runt: 1000%))
#set par(leading: 0pt, spacing: 0pt)
#set block(spacing: 0pt)
#set figure(gap: 0pt, numbering: none, supplement: none)
#set figure.caption(position: top)
#set highlight(fill: rgb("#ffe066"), top-edge: 0.88em, bottom-edge: -0.12em)
#show figure.caption: it => block(sticky: true, width: 100%, it.body)
#show figure: set block(breakable: true)
#show figure: set align(left)
"""


def string(text: str) -> str:
    """字符串 — a text as typst's code has it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "")
    return f'"{escaped}"'


def points(twips: float) -> str:
    """磅 — of twips."""
    return f"{round(twips / 20, 3):g}pt"


def called(role: str) -> str:
    """函数名 — of the function that sets a role: `as-table-title`."""
    return f"as-{role.replace('_', '-')}"


def role_of(font: str) -> str:
    """字体的用途 — 仿宋_GB2312 → 仿宋; a font that no role is named in is set as 宋体."""
    return next((role for role in ROLES if role in font), _OTHERWISE)


def preamble(document: Document, look: Look, faces: Faces) -> str:
    """开头 — the document's own facts, what holds for any look, a function for each role, both edges."""
    return "".join(
        (
            _facts(document),
            _COMMON,
            f"#let as-strong(it) = text({_font(_STRONG, faces)}, it)\n",
            *(role_function(role, look, faces) for role in STYLE_NAMES if role != "table"),
            *_headings(look),
            _in_tables(look, faces),
            f"#let in-leader(it) = text({_font(role_of(look.font('body')), faces)}, it)\n",
            *_edges(document, look),
        )
    )


def _facts(document: Document) -> str:
    """The day stands in the file where the document bears one; it is never today."""
    day, (language, _, region) = document.dated, document.language.partition("-")
    dated = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"
    return (
        f"#set document(title: {string(document.title)}, author: {string(document.author)}, date: {dated})\n"
        f"#set text(lang: {string(language)}, region: {string(region or 'CN')})\n"
    )


def _font(role: str, faces: Faces) -> str:
    families = "".join(f"{string(family)}, " for family in faces.families(role))
    latin = faces.by_role.get(LATIN) if role in LATIN_FOR else None
    before = f'(name: {string(latin.family)}, covers: regex("[ -~]")), ' if latin else ""
    return f"font: ({before}{families}), weight: {faces.by_role[role].weight}"


def letters(size: float, pitch: float) -> str:
    """字号与行距 — of text, in points: the box of a line."""
    spare = (pitch - size) / 2
    above, below = size * _ASCENT + spare, size * _DESCENT + spare
    return f"size: {size:g}pt, top-edge: {above:.3f}pt, bottom-edge: {-below:.3f}pt"


def text_of(role: str, look: Look, faces: Faces, pitch: float | None = None) -> str:
    """文字的样式 — what `set text` takes for a role, in lines of its own pitch or another, in points."""
    tracking = f", tracking: {points(look.tracking(role))}" if look.tracking(role) else ""
    colour = look.colour(role)
    fill = f', fill: rgb("#{colour}")' if colour != "000000" else ""
    size = letters(look.size(role) / 2, pitch or look.pitch(role) / 20)
    return f"{_font(role_of(look.font(role)), faces)}, {size}{tracking}{fill}"


def role_function(role: str, look: Look, faces: Faces, pitch: float | None = None) -> str:
    """`as-body(it)` — a block of its own; a sticky one stays with what follows, a whole one on a page."""
    said = look.alignment(role)
    align = _ALIGNMENTS.get(said, "left")
    justify = "true" if said in _JUSTIFIED else "false"
    indent = f"(amount: {points(look.indent(role))}, all: true)"
    above, below, left = (points(of(role)) for of in (look.before, look.after, look.left))
    return (
        f"#let {called(role)}(it, sticky: false, whole: false) = "
        f"block(width: 100%, above: {above}, below: {below}, inset: (left: {left}), "
        f"sticky: sticky, breakable: not whole, {{\n"
        f"  set text({text_of(role, look, faces, pitch)})\n"
        f"  set par(justify: {justify}, first-line-indent: {indent})\n"
        f"  set align({align})\n  it\n}})\n"
    )


def _headings(look: Look) -> Iterator[str]:
    """`heading-2(level, id, it)`: looks like a 2nd level heading whatever level its tag has.

    Its text stands in it as it is: a paragraph inside would be read out as one.
    """
    for level in range(1, 5):
        role = f"heading_{level}"
        indent = f"h({points(look.indent(role))}); " if look.indent(role) else ""
        yield (
            f"#let heading-{level}(level, id, listed, it) = {{\n"
            f"  show heading: made => {called(role)}({{ {indent}made.body }}, sticky: true)\n"
            f"  [#heading(level: level, outlined: listed, bookmarked: true, it)#label(id)]\n}}\n"
        )


def _in_tables(look: Look, faces: Faces) -> str:
    text = text_of("table_text", look, faces)
    head = _font(role_of(look.font("table_head")), faces)
    return (
        f"#let in-table(it) = {{ set text({text}); set par(justify: false); it }}\n"
        f"#let in-head(it) = text({head}, it)\n"
        "#set table(stroke: .5pt, align: left + horizon)\n"
    )


# 页眉页脚


def _edges(document: Document, look: Look) -> Iterator[str]:
    mark = f"as-draft[#{string(DRAFT)}]" if document.draft else "none"
    yield f"#let draft-mark = {mark}\n"
    for edge in ("header", "footer"):
        odd, even = (_edge_lines(look, edge, kind) for kind in (look.kinds[0], look.kinds[-1]))
        yield f"#let {edge}-lines = context if calc.odd(counter(page).get().first()) [{odd}] else [{even}]\n"


def _edge_lines(look: Look, edge: Edge, kind: str) -> str:
    return "".join(_running_line(line, edge) for line in running_lines(look, edge, kind))


def _running_line(line: RunningLine, edge: Edge) -> str:
    sides = f"left: {points(line.left)}, right: {points(line.right)}"
    inner = "".join(map(_running_part, line.parts))
    return f"#pad({sides}, as-{edge}(align({_ALIGNMENTS.get(line.alignment, 'left')})[{inner}]))"


def _running_part(part: RunningPart) -> str:
    return _FIELDS.get(part.field) or _SPACES.get(part.text) or f"#{string(part.text)};"


def page(paper: Page, *, numbered: bool) -> str:
    """页面 — the rule from which on pages are so; a cover bears neither header nor footer, but 草稿."""
    over = "{ draft-mark; header-lines }" if numbered else "draft-mark"
    under = "footer-lines" if numbered else "none"
    margins = ", ".join(
        f"{side}: {points(getattr(paper, side))}" for side in ("top", "right", "bottom", "left")
    )
    return (
        f"#set page(width: {points(paper.width)}, height: {points(paper.height)}, margin: ({margins}), "
        f"header-ascent: 0pt, footer-descent: 0pt, "
        f"header: align(top, pad(top: {points(paper.header)}, {over})), "
        f"footer: align(bottom, pad(bottom: {points(paper.footer)}, {under})))\n"
    )
