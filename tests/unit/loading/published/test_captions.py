"""The caption of a table on a page that is read: its lines, each a text of its own."""

from __future__ import annotations

from disclosure.loading.published.html import page
from disclosure.model import AttachedText

CAPTION = (
    '<span class="table-title"><span class="unbroken">2024年度</span>收支表</span>'
    '<span class="table-corners"><span>部门：某某局</span><span>单位：万元</span></span>'
)


def test_what_is_kept_together_within_a_line_of_a_caption_is_part_of_that_line() -> None:
    read = page(f"<table><caption>{CAPTION}</caption><tr><td>1</td></tr></table><p>正文</p>")
    texts = [part.text for part in read.parts if isinstance(part, AttachedText)]
    assert texts[0] == "2024年度收支表"
    assert texts[-1] == "正文"


def test_owner_and_unit_of_a_caption_are_texts_apart() -> None:
    read = page(f"<table><caption>{CAPTION}</caption><tr><td>1</td></tr></table>")
    texts = [part.text for part in read.parts if isinstance(part, AttachedText)]
    assert texts[1:] == ["部门：某某局", "单位：万元"]
