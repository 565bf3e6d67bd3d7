"""What a number format makes of a number: as it is held, or as another, or nothing."""

from __future__ import annotations

import pytest

from disclosure.loading.workbook.number_formats import disguises, kind_of


@pytest.mark.parametrize(
    "code",
    [
        *(
            "General",
            "G/通用格式",
            "0.00",
            "#,##0.00",
            "@",
            '0.00"元"',
            '#,##0"人次"',
            "0.00_ ",
            "[Red]-0.00",
        ),
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        *("0.00;-0.00;;@", '[=0]"";0.00', "[Red]#,##0.00;[Blue]-#,##0.00", "[DBNum1]General", r"#\ ##0.00"),
        r"#,##0.00_);[Red]\(#,##0.00\)",
    ],
)
def test_a_usual_format_shows_what_is_held(code: str) -> None:
    assert not disguises(kind_of(164, code), -14021900.0)


@pytest.mark.parametrize(
    "code",
    [
        *(
            "0!.0000",
            r"0\.0000",
            '0"."0000',
            '0!.0,"万"',
            "#,##0,",
            "0.00,,",
            '0.00,"千元"',
            "#,##0.00,;-#,##0.00,",
        ),
        *('[>=10000]0!.0,"万";0', '0"0000"', r"0\0\0", '0"万"0000', ";;;", '"—"', ";;;@", "[Red];;"),
    ],
)
def test_a_format_that_scales_or_hides_is_known(code: str) -> None:
    assert disguises(kind_of(164, code), 14021900.0)
    assert not disguises(kind_of(164, code), 0.0)


def test_a_format_may_hide_only_what_is_below_0() -> None:
    kind = kind_of(164, "0.00;;0")
    assert disguises(kind, -1.0)
    assert not disguises(kind, 1.0)
