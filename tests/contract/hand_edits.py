"""Edits made by hand: what Word leaves in a file when somebody changes a word, a number, a row, an order."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

Edit = Callable[[Any], None]
Told = list[tuple[str, str, str]]
DUTY = "3. 收集、整理、报送驻地改革开放、经济发展和社会建设方面的信息资料。"
ABROAD = "1.因公出国（境）经费支出0.00万元。"
NOTE = "注：本表反映部门本年度取得的各项收入情况。"


def paragraph(file: Any, said: str) -> Any:
    """The one that says something, not a line of the contents."""
    return next(one for one in file.paragraphs if said in one.text and not one._p.findall(qn("w:hyperlink")))


def replaced(block: Any, old: str, new: str) -> None:
    """Over however many runs it stands; the first keeps what is typed."""
    at, end = block.text.index(old), block.text.index(old) + len(old)
    place, given = 0, new
    for run in block.runs:
        left, right = max(at - place, 0), max(min(end - place, len(run.text)), 0)
        place += len(run.text)
        if left < right:
            run.text, given = run.text[:left] + given + run.text[right:], ""


def word(said: str, old: str, new: str) -> Edit:
    return lambda file: replaced(paragraph(file, said), old, new)


def cell(table: int, row: int, column: int, old: str, new: str) -> Edit:
    return lambda file: replaced(file.tables[table - 1].cell(row, column).paragraphs[0], old, new)


def gone(said: str) -> Edit:
    def edit(file: Any) -> None:
        block = paragraph(file, said)._p
        block.getparent().remove(block)

    return edit


def added(behind: str, text: str) -> Edit:
    """As Enter makes it: of the same look, without the bookmark."""

    def edit(file: Any) -> None:
        above = paragraph(file, behind)
        new = deepcopy(above._p)
        for mark in (*new.findall(qn("w:bookmarkStart")), *new.findall(qn("w:bookmarkEnd"))):
            new.remove(mark)
        above._p.addnext(new)
        block = type(above)(new, above._parent)
        replaced(block, block.text, text)

    return edit


def pasted(said: str, behind: str) -> Edit:
    """A copy, bookmark and all."""
    return lambda file: paragraph(file, behind)._p.addnext(deepcopy(paragraph(file, said)._p))


def moved(said: str, behind: str) -> Edit:
    return lambda file: paragraph(file, behind)._p.addnext(paragraph(file, said)._p)


def without_marks(file: Any) -> None:
    for mark in list(file.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)


def row_gone(table: int, row: int) -> Edit:
    def edit(file: Any) -> None:
        found = file.tables[table - 1].rows[row]._tr
        found.getparent().remove(found)

    return edit


def row_added(table: int, behind: int, texts: list[str]) -> Edit:
    def edit(file: Any) -> None:
        above = file.tables[table - 1].rows[behind]._tr
        above.addnext(deepcopy(above))
        new = file.tables[table - 1].rows[behind + 1]
        for one, text in zip(new.cells, texts, strict=False):
            one.text = text

    return edit


def table_gone(table: int) -> Edit:
    def edit(file: Any) -> None:
        found = file.tables[table - 1]._tbl
        found.getparent().remove(found)

    return edit


def retyped(table: int) -> Edit:
    """Every row gets one more cell."""

    def edit(file: Any) -> None:
        for row in file.tables[table - 1]._tbl.findall(qn("w:tr")):
            last = row.findall(qn("w:tc"))[-1]
            last.addnext(deepcopy(last))

    return edit


def cells_merged(table: int, row: int) -> Edit:
    def edit(file: Any) -> None:
        found = file.tables[table - 1]
        found.cell(row, 0).merge(found.cell(row, 1))

    return edit


def runs_split(said: str) -> Edit:
    """As Word does with a spelling check: each character a run."""

    def edit(file: Any) -> None:
        for run in list(paragraph(file, said).runs):
            text, last = run.text, run._r
            run.text = text[:1]
            for character in text[1:]:
                new = deepcopy(run._r)
                last.addnext(new)
                type(run)(new, run._parent).text = character
                last = new

    return edit


def _revision(kind: str, inner: str) -> Any:
    return parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="9001" w:author="某人" w:date="2024-01-01T00:00:00Z">'
        f"<w:r>{inner}</w:r></w:{kind}>"
    )


def tracked_in(said: str, text: str) -> Edit:
    return lambda file: paragraph(file, said)._p.append(_revision("ins", f"<w:t>{text}</w:t>"))


def tracked_out(said: str, old: str) -> Edit:
    def edit(file: Any) -> None:
        block = paragraph(file, said)
        run = next(run for run in block.runs if old in run.text)
        before, _, after = run.text.partition(old)
        rest = deepcopy(run._r)
        run.text = before
        gone = _revision("del", f"<w:delText>{old}</w:delText>")
        run._r.addnext(gone)
        gone.addnext(rest)
        type(run)(rest, run._parent).text = after

    return edit


def tracked_row_out(table: int, row: int) -> Edit:
    def edit(file: Any) -> None:
        properties = file.tables[table - 1].rows[row]._tr.get_or_add_trPr()
        mark = f'<w:del {nsdecls("w")} w:id="9002" w:author="某人" w:date="2024-01-01T00:00:00Z"/>'
        properties.append(parse_xml(mark))

    return edit


def tracked_paragraph_out(said: str) -> Edit:
    """Its characters and its end."""

    def edit(file: Any) -> None:
        block = paragraph(file, said)
        gone = _revision("del", f"<w:delText>{block.text}</w:delText>")
        for run in list(block.runs):
            run._r.getparent().remove(run._r)
        block._p.append(gone)
        end = f'<w:rPr {nsdecls("w")}><w:del w:id="9003" w:author="某人"/></w:rPr>'
        block._p.get_or_add_pPr().append(parse_xml(end))

    return edit


def commented(said: str) -> Edit:
    def edit(file: Any) -> None:
        mark = f'<w:r {nsdecls("w")}><w:commentReference w:id="0"/></w:r>'
        paragraph(file, said)._p.append(parse_xml(mark))

    return edit


def joined(first: str, second: str) -> Edit:
    """Backspace at the start of a paragraph: its runs go to the end of the one above."""

    def edit(file: Any) -> None:
        above, below = paragraph(file, first)._p, paragraph(file, second)._p
        for part in below.findall(qn("w:r")):
            above.append(part)
        below.getparent().remove(below)

    return edit


def several(*edits: Edit) -> Edit:
    def edit(file: Any) -> None:
        for one in edits:
            one(file)

    return edit


nothing: Edit = partial(lambda _file: None)
