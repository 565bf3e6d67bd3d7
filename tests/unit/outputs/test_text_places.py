"""What of a document prints a typed text: its own blocks, else the one paragraph or cell that says it."""

from __future__ import annotations

from disclosure.document import Cell, Document, Paragraph, Row, TableBlock, Text
from disclosure.outputs.text_places import TextPlaces

PLACES = TextPlaces(
    Document(
        "标题",
        "某局",
        (
            Paragraph("reasons-1", (Text("主要原因是人员减少，接待减少。"),)),
            Paragraph("reasons-2", (Text("主要原因是人员减少。"),)),
            Paragraph("text-a-1", (Text("负责某某工作。"),)),
            Paragraph("text-a-b-1", (Text("另一处。"),)),
            TableBlock("table", (), (Row((Cell((Text("项目"),)), Cell((Text("修缮办公楼"),)))),), (1, 1)),
        ),
    )
)


def test_its_own_blocks_come_first_whatever_they_read() -> None:
    assert PLACES.place("text-a", ["人员减少，接待减少"]) == "text-a-1"
    assert PLACES.place("text-a-b", []) == "text-a-b-1"


def test_else_the_sentence_or_the_cell_that_says_the_same() -> None:
    assert PLACES.place("text-c", ["接待减少。"]) == "reasons-1"
    assert PLACES.place("text-c", ["修缮办公楼"]) == "table-r1c2"


def test_where_several_say_the_same_none_is_taken_for_it() -> None:
    assert PLACES.place("text-c", ["人员减少"]) == ""
    assert PLACES.place("text-c", ["没有这句"]) == ""
    assert PLACES.place("text-c", []) == ""
