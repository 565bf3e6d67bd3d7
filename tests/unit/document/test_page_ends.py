"""Which paragraphs are kept with what follows, and which whole."""

from __future__ import annotations

from disclosure.document import Block, Heading, Paragraph, TableBlock, Text
from disclosure.document.page_ends import kept_paragraphs


def said(name: str, lines: int = 1, end: str = "。") -> Paragraph:
    return Paragraph(name, (Text("字" * (28 * lines - len(end)) + end),))


PART = Heading("next", 1, (Text("第二部分"),))
SECTION = Heading("section", 2, (Text("一、"),))


def test_a_lead_in_stays_with_what_it_leads_to() -> None:
    assert kept_paragraphs(
        [said("a"), said("b", end="其中："), *(said(f"c{n}") for n in range(9))]
    ).with_next >= {"b"}


def test_the_last_lines_of_a_part_are_four_at_least() -> None:
    short = [said("a", 5), said("b", 2), said("c"), said("d")]
    kept = kept_paragraphs([*short, PART, said("e", 9)])
    assert kept.with_next == {"b", "c"}
    assert kept.whole == {"b", "c", "d"}  # and nine lines are too many to leave a page for


def test_a_table_on_paper_of_its_own_ends_a_page_and_one_below_does_not() -> None:
    table = TableBlock("t", (), (), (1,), landscape=True)
    below = TableBlock("t", (), (), (1,))
    lines: list[Block] = [said("a", 5), said("b"), said("c")]
    assert kept_paragraphs([*lines, SECTION, table]).with_next == {"a", "b"}
    assert kept_paragraphs([*lines, SECTION, below]).with_next == frozenset()


def test_what_is_no_paragraph_is_left_where_it_is() -> None:
    assert kept_paragraphs([SECTION, said("a")]).with_next == frozenset()
    assert kept_paragraphs([]).whole == frozenset()
