"""The @page rules of a style: every legal margin is understood, what cannot be is told with its place."""

from __future__ import annotations

import pytest

from disclosure.document.page_boxes import page_boxes, paper
from disclosure.errors import PackError
from disclosure.packs.stylesheet import harmless


@pytest.mark.parametrize(
    ("css", "upright", "across"),
    [
        ("@page{margin:20mm}", (170, 257), (170, 257)),
        ("@page { margin: 2cm 1cm }", (190, 257), (190, 257)),
        ("@page { margin: 1mm 2mm 3.5mm }", (206, 292.5), (206, 292.5)),
        ("@page { margin: 10mm 20mm 30mm 40mm }", (150, 257), (150, 257)),
        ("@page { margin: 1in 72pt 6pc 96px }", (159.2, 246.2), (159.2, 246.2)),
        ("@page { margin: 0 }", (210, 297), (210, 297)),
        ("@page { margin: 10% }", (168, 237.6), (168, 237.6)),
        ("@page { margin: -5mm }", (220, 307), (220, 307)),
        ("@page { margin-left: 20mm; margin-top: 40q }", (164, 252), (164, 252)),
        ("@page { margin: 20mm; margin-right: 30mm }", (160, 257), (160, 257)),
        ("@page { margin: calc(2mm * 3) }", (156, 225), (156, 225)),
        ("@page{margin:20mm}@page landscape{size:A4 landscape;margin:10mm}", (170, 257), (277, 190)),
        ("@page landscape { size: 297mm 210mm; margin: 20mm }", (156, 225), (257, 170)),
        ("@page wide, landscape { size: landscape; margin: 20mm }", (156, 225), (257, 170)),
        ("@page { size: a5; margin: 10mm }", (128, 190), (128, 190)),
        ("@page :first { margin: 0 } @page :left { margin: 60mm 50mm }", (156, 225), (156, 225)),
        ("@page { @bottom-center { content: counter(page); margin: 7mm } }", (156, 225), (156, 225)),
        ("@media print { @page { margin: 20mm } }", (170, 257), (170, 257)),
        ("p { margin: 1px }", (156, 225), (156, 225)),
    ],
)
def test_every_legal_margin_leaves_the_room_that_css_says(
    css: str, upright: tuple[float, float], across: tuple[float, float]
) -> None:
    assert harmless(css, "甲.css") == css
    boxes = page_boxes(css, "", "landscape")
    assert [box.room for box in boxes] == [pytest.approx(upright), pytest.approx(across)]


@pytest.mark.parametrize(
    "margin",
    ["1.2.3mm", "1.2.3mm 1mm 1mm 1mm", "5", "1mm 2mm 3mm 4mm 5mm", "1xx", "", "'1mm'", "red", "1mm,2mm"],
)
def test_what_is_no_margin_is_told_with_its_place(margin: str) -> None:
    with pytest.raises(PackError, match=r"^甲.css 第2行第9列：写 1 至 4 个长度，例如 margin: 37mm"):
        harmless(f"p {{ color: red }}\n@page {{ margin:{margin} }}", "甲.css")


@pytest.mark.parametrize(
    "css",
    [
        "@page{size:20mm 20mm;margin:9mm}",
        "@page { margin: 100mm }",
        "@page wide { margin: 1e400mm }",
        "@page :left { margin: 0 90mm }",
        "@media print { @page { size: 40mm 297mm; margin: 0 } }",
    ],
)
def test_a_page_without_room_for_text_is_told_instead_of_making_thousands(css: str) -> None:
    with pytest.raises(PackError, match=r"^甲.css 第1行第\d+列：版心（宽、高）只剩 .*，至少各要 50 毫米"):
        harmless(css, "甲.css")


@pytest.mark.parametrize(
    ("css", "said"),
    [
        ("p { --a: var(--b) var(--b) }", "会成倍变长"),
        ("p { --a: calc(var(--b) + (var(--b))) }", "会成倍变长"),
        ("p::before { content: '" + "甲" * 201 + "' }", "一段文字超过 200 字"),
        ("p { color: red }\n" * 20_000, "样式超过 20 万字"),
    ],
)
def test_a_style_that_multiplies_is_told(css: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        harmless(css, "甲.css")


def test_the_room_of_a_page_is_what_its_rules_leave_in_points() -> None:
    room = paper("@page { margin: 1in } @page landscape { size: A4 landscape; margin: 36pt }")
    assert room.upright == pytest.approx((451.28, 697.89), abs=0.01)
    assert room.across == pytest.approx((769.89, 523.28), abs=0.01)
