"""What the examples say, as text that a person reviews: run with --update-outlines after a wanted change."""

from __future__ import annotations

from pathlib import Path

import pytest

import disclosure
from disclosure.document import (
    Attachment,
    Block,
    ChartBlock,
    Contents,
    Cover,
    Heading,
    Paragraph,
    TableBlock,
    plain,
)
from tests.departments import EXAMPLES, NARRATED

OUTLINES = Path(__file__).parent / "outlines"


def outline(block: Block) -> str:
    match block:
        case Cover(title=title, lines=lines, top=top):
            return "封面：" + "｜".join(plain(line) for line in (*top, *title, *lines))
        case Contents(title=title):
            return f"［{title}］"
        case Heading(level=level, content=content):
            return "\n" + "#" * level + " " + plain(content)
        case Paragraph(content=content):
            return plain(content)
        case ChartBlock(caption=caption, alt=alt):
            return f"［图］{plain(caption)} {alt}"
        case TableBlock(title=title, number=number, body=body):
            return f"［表］{number} {plain(title)}：{len(body)}行"
        case Attachment():
            return "［Word 附件］"
        case _:
            return f"［{type(block).__name__}］"


@pytest.mark.parametrize("example", NARRATED)
def test_the_example_says_what_was_reviewed(example: str, request: pytest.FixtureRequest) -> None:
    said = (
        "\n".join(outline(block) for block in disclosure.compose(EXAMPLES / example).document.blocks) + "\n"
    )
    file = OUTLINES / f"{example}.txt"
    if request.config.getoption("--update-outlines"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")
