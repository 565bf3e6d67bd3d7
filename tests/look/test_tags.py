"""What the tags of a PDF say, by both engines; and that `pdfua` has nothing against it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua import validate

from disclosure.document import Contents, Cover, of_kind, outline
from disclosure.outputs import writer
from tests.look import tags
from tests.look.editions import ENGINES, QUICK, Subject


@cache
def written(engine: str) -> bytes:
    made = Subject(QUICK).composed
    (file,) = writer("pdf")(made.document, replace(made.style, pdf_engine=ENGINES[engine]), "x")
    return file.data


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reader_is_told_what_each_thing_is(engine: str) -> None:
    assert [str(fault) for fault in tags.faults(written(engine))] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_title_is_a_heading_and_the_contents_are_contents(engine: str) -> None:
    document = Subject(QUICK).composed.document
    (contents,) = of_kind(Contents, document.blocks)
    with pikepdf.open(BytesIO(written(engine))) as pdf:
        nodes = list(tags._walk(pdf.Root.StructTreeRoot))
        said = [str(node.S) for node in nodes]
        first = next(node for node in nodes if node.S == "/H1")
        assert first.Pg.objgen == pdf.pages[0].objgen
        assert isinstance(document.blocks[0], Cover)
        assert len(tags._kids(first)) >= len(document.blocks[0].title) - 1
    assert said.count("/TOCI") == said.count("/Link") == len(outline(document, contents.depth))


@pytest.mark.parametrize("engine", ENGINES)
def test_pdfua_has_nothing_against_it(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(written(engine))
    report = validate(str(path))
    assert [finding.message for finding in report.findings] == []
    told = {outcome.rule_id for outcome in report.outcomes if outcome.skipped_reason}
    assert told <= {"UA-14-001"}  # of 0.1.3: it stops at an array; the walk looks at what it would have


def test_what_is_spoilt_is_told() -> None:
    spoilt = BytesIO()
    with pikepdf.open(BytesIO(written("weasyprint"))) as pdf:
        nodes = list(tags._walk(pdf.Root.StructTreeRoot))
        one = {str(node.S): node for node in reversed(nodes)}
        one["/Figure"].A.BBox = pikepdf.Array([0, 700, 500, 900])
        del one["/Figure"].Alt
        del one["/TH"].A.Scope
        one["/TD"].A.ColSpan = 2
        one["/H1"].S = pikepdf.Name("/P")
        one["/H2"].S = pikepdf.Name("/H4")
        one["/Reference"].S = pikepdf.Name("/Link")
        del pdf.Root.Lang
        pdf.save(spoilt)
    told = "".join(fault.words for fault in tags.faults(spoilt.getvalue()))
    for words in (
        "替代文字",
        "不在页上",
        "没有说是行的还是列的",
        "不一样宽",
        "4 级标题在",
        "链接里有链接",
        "中文",
    ):
        assert words in told
