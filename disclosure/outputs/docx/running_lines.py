"""页眉页脚的文字 — the lines of a reference document's headers and footers, for outputs that are not Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from disclosure.outputs.docx.reference_look import Look
from disclosure.outputs.docx.wordml import w

Edge = Literal["header", "footer"]
PAGE, PAGES = "PAGE", "NUMPAGES"
_FIELDS = {PAGE, PAGES}
_SPACES = {w("tab"): "\t", w("br"): "\n"}


@dataclass(frozen=True, slots=True)
class RunningPart:
    """一段文字 — its characters, or the field (PAGE, NUMPAGES) that stands there."""

    text: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class RunningLine:
    """一行 — its parts, its alignment as Word calls it, its indents in twips."""

    parts: tuple[RunningPart, ...]
    alignment: str
    left: int
    right: int


def running_lines(look: Look, edge: Edge, kind: str) -> list[RunningLine]:
    """各行 — of the header or footer of a kind of pages (default, even); those that say nothing left out."""
    node = next(
        (one for one in look.source.element.body.sectPr.findall(w(f"{edge}Reference")) if _is(one, kind)),
        None,
    )
    paragraphs = look.source.related_parts[node.rId].element.iter(w("p")) if node is not None else ()
    lines = (_one_line(paragraph, look.alignment(edge)) for paragraph in paragraphs)
    return [line for line in lines if line.parts]


def _is(node: Any, kind: str) -> bool:
    return str(node.get(w("type"))) == kind


def _one_line(paragraph: Any, alignment: str) -> RunningLine:
    own, indent = paragraph.find(f"{w('pPr')}/{w('jc')}"), paragraph.find(f"{w('pPr')}/{w('ind')}")
    left, right = (_twips(indent, side) for side in ("left", "right"))
    said = own.get(w("val")) if own is not None else alignment
    return RunningLine(tuple(_line_parts(paragraph)), said, left, right)


def _twips(indent: Any | None, side: str) -> int:
    said = indent.get(w(side)) if indent is not None else None
    return int(said) if said and said.lstrip("-").isdigit() else 0


def _line_parts(paragraph: Any) -> Iterator[RunningPart]:
    """What its runs say; what a field showed when it was last updated is left out."""
    showing = False
    for node in paragraph.iter():
        if node.tag == w("fldSimple"):
            yield from _field(node.get(w("instr")))
        elif node.tag == w("fldChar"):
            showing = node.get(w("fldCharType")) == "separate"
        elif node.getparent().tag == w("r") and node.getparent().getparent().tag != w("fldSimple"):
            yield from () if showing else _in_run(node)


def _in_run(node: Any) -> Iterator[RunningPart]:
    """What stands in a run."""
    if node.tag == w("instrText"):
        yield from _field(node.text)
    elif node.tag == w("t") or node.tag in _SPACES:
        yield RunningPart(_SPACES.get(node.tag) or node.text or "")


def _field(instruction: str | None) -> Iterator[RunningPart]:
    name = (instruction or "").split()[:1]
    yield from (RunningPart(field=one) for one in name if one in _FIELDS)
