"""Portrait and landscape sections, new pages, page numbers."""

from __future__ import annotations

from typing import Any

from disclosure.document import (
    Attachment,
    Block,
    Contents,
    Cover,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
    Text,
)
from disclosure.outputs.docx.sections import groups
from tests.contract.sample import TABLE
from tests.unit.outputs.word_files import SPACES, attachment, part, text, w, written


def words(block_id: str) -> Paragraph:
    return Paragraph(block_id, (Text(block_id),))


def title(block_id: str, level: Any = 1) -> Heading:
    return Heading(block_id, level, (Text(block_id),))


def table(block_id: str, *, landscape: bool) -> TableBlock:
    return TableBlock(
        block_id, TABLE.head, TABLE.body, TABLE.widths, title=(Text(block_id),), landscape=landscape
    )


COVER = Cover("cover", ((Text("封面"),),))


def kinds(*blocks: Block) -> list[tuple[str, list[str]]]:
    return [(group.kind, [block.id for block in group.blocks]) for group in groups(blocks)]


def test_consecutive_landscape_tables_share_a_section_with_the_headings_above_them() -> None:
    blocks = (
        words("a"),
        title("h"),
        table("t", landscape=True),
        PageBreak("b"),
        table("u", landscape=True),
        words("z"),
    )
    assert kinds(*blocks) == [("portrait", ["a"]), ("landscape", ["h", "t", "b", "u"]), ("portrait", ["z"])]


def test_a_cover_and_each_attachment_have_sections_of_their_own() -> None:
    first, second = Attachment("x", b"", ()), Attachment("y", b"", ())
    assert kinds(COVER, Contents("c"), title("h"), first, second, title("k")) == [
        ("cover", ["cover"]),
        ("portrait", ["c"]),
        ("attachment", ["h", "x"]),
        ("attachment", ["y"]),
        ("portrait", ["k"]),
    ]


def sections(data: bytes) -> list[tuple[bool, list[str]]]:
    """Each section as Word sees it: whether landscape, and the texts before the paragraph that closes it."""
    found: list[tuple[bool, list[str]]] = []
    texts: list[str] = []
    for node in part(data).find(w("body")):
        texts += [text(node)] if text(node) else []
        closing = node if node.tag == w("sectPr") else node.find(f"{w('pPr')}/{w('sectPr')}")
        if closing is not None:
            found.append((closing.find(w("pgSz")).get(w("orient")) == "landscape", texts))
            texts = []
    return found


def test_each_landscape_table_stands_on_landscape_paper_and_its_neighbours_do_not() -> None:
    blocks = (
        COVER,
        words("前"),
        table("横", landscape=True),
        words("中"),
        table("竖", landscape=False),
        words("后"),
    )
    found = [(turned, [line[:1] for line in lines]) for turned, lines in sections(written(*blocks))]
    assert found == [
        (False, ["封"]),
        (False, ["前"]),
        (True, ["横", "项"]),
        (False, ["中", "竖", "项", "后"]),
    ]


def test_a_document_may_end_with_a_landscape_table() -> None:
    assert [turned for turned, _ in sections(written(words("前"), table("横", landscape=True)))] == [
        False,
        True,
    ]


def test_the_paper_is_a4_both_ways() -> None:
    data = written(words("前"), table("横", landscape=True))
    sizes = [(node.get(w("w")), node.get(w("h"))) for node in part(data).iter(w("pgSz"))]
    assert sizes == [("11906", "16838"), ("16838", "11906")]


def starting_pages(data: bytes) -> list[str]:
    body = part(data).iter(w("p"))
    return [text(node) for node in body if node.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None]


def test_a_part_starts_a_page_and_so_does_what_follows_a_page_break_or_the_contents() -> None:
    data = written(
        Contents("c"), words("a"), title("h"), words("b"), PageBreak("x"), words("d"), title("k", 2)
    )
    assert starting_pages(data) == ["a", "h", "d"]


def test_a_page_break_makes_no_paragraph_that_could_become_a_blank_page() -> None:
    data = written(words("a"), PageBreak("x"), title("h"), PageBreak("y"))
    assert [text(node) for node in part(data).iter(w("p"))] == ["a", "h"]
    assert not list(part(data).iter(w("br")))


def test_a_page_break_at_the_end_keeps_its_bookmark_and_makes_no_page() -> None:
    for last in (words("a"), table("横", landscape=True), attachment()):
        body = part(written(words("前"), last, PageBreak("y")))
        assert "_y" in [node.get(w("name")) for node in body.iter(w("bookmarkStart"))]
        assert body.find(w("body"))[-1].tag == w("sectPr")
        assert len(list(body.iter(w("sectPr")))) == {"a": 1, "横": 2, "att-1": 3}[last.id]


def test_pages_are_numbered_with_dashes_outside_and_the_cover_is_not() -> None:
    data = written(COVER, words("a"))
    footers = {name: part(data, f"word/{name}.xml") for name in ("footer1", "footer2")}
    assert [text(footer) for footer in footers.values()] == ["— 1 —", "— 1 —"]
    assert [footer.find(".//w:jc", SPACES).get(w("val")) for footer in footers.values()] == ["right", "left"]
    assert part(data, "word/settings.xml").find(w("evenAndOddHeaders")) is not None
    cover, rest = part(data).iter(w("sectPr"))
    assert [len(section.findall(w("footerReference"))) for section in (cover, rest)] == [0, 2]


def test_the_cover_title_starts_about_a_third_down_the_sheet() -> None:
    cover = Cover("cover", ((Text("封面"),),), top=((Text("顶"),),))
    before = [
        node.find(".//w:spacing", SPACES)
        for node in part(written(cover)).iter(w("p"))
        if text(node) == "封面"
    ]
    down = (int(before[0].get(w("before"))) + 2098 + 579) / 16838
    assert 0.3 < down < 0.4
