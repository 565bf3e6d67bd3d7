"""Which font serves which role."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from disclosure import fonts
from disclosure.errors import OutputError

INSTALLED = fonts.find()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    fonts.find.cache_clear()
    fonts.coverage.cache_clear()
    yield
    fonts.find.cache_clear()
    fonts.coverage.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty font folder that stands for the whole system, without the font package."""
    monkeypatch.setattr(fonts, "directories", lambda: (tmp_path,))
    monkeypatch.setattr(fonts, "PACKAGE", "no-such-package")
    return tmp_path


def install(folder: Path, name: str) -> None:
    (folder / name).write_bytes(fonts.data(INSTALLED["宋体"]))


def test_every_role_and_the_fallback_are_served_here() -> None:
    assert set(INSTALLED) == {*fonts.ROLES, fonts.FALLBACK, fonts.LATIN}
    assert all(choice.path.is_file() for choice in INSTALLED.values())


def test_the_official_font_wins_and_stand_ins_follow_in_order(folder: Path) -> None:
    install(folder, "NotoSerifSC-Regular.otf")
    assert (fonts.find()["仿宋"].family, fonts.find()["仿宋"].quality) == ("Noto Serif SC", "last")
    install(folder, "FandolFang-Regular.otf")
    fonts.find.cache_clear()
    assert (fonts.find()["仿宋"].family, fonts.find()["仿宋"].quality) == ("FandolFang", "good")
    install(folder, "SIMFANG.TTF")
    fonts.find.cache_clear()
    assert (fonts.find()["仿宋"].family, fonts.find()["仿宋"].quality) == ("FangSong", "official")


def test_one_font_serves_every_role_when_it_is_the_only_one(folder: Path) -> None:
    install(folder, "NotoSerifSC-Regular.otf")
    chinese = {choice.path for role, choice in fonts.find().items() if role != fonts.LATIN}
    assert chinese == {folder / "NotoSerifSC-Regular.otf"}


def test_no_font_at_all_is_one_chinese_sentence_that_says_how_to_install(folder: Path) -> None:
    with pytest.raises(OutputError, match=r"没有可用的中文字体.*fonts-noto-cjk.*pip install"):
        fonts.find()


def test_the_fonts_of_the_package_are_found_without_importing_it(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path_factory.mktemp("site")
    (site / "font_pack").mkdir()
    (site / "font_pack" / "__init__.py").write_text("raise AssertionError")
    install(site / "font_pack", "NotoSerifSC-Regular.otf")
    info = site / "font_pack-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: font-pack\nVersion: 1.0\n")
    (info / "RECORD").write_text("font_pack/__init__.py,,\nfont_pack/NotoSerifSC-Regular.otf,,\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(fonts, "PACKAGE", "font-pack")
    assert fonts.find()["宋体"].path == site / "font_pack" / "NotoSerifSC-Regular.otf"


def test_a_face_out_of_a_collection_is_the_simplified_chinese_one() -> None:
    for choice in INSTALLED.values():
        single = TTFont(BytesIO(fonts.data(choice)))
        assert single["name"].getDebugName(1).startswith(choice.family)


def test_letters_and_digits_are_of_a_times_like_face_that_is_always_there(folder: Path) -> None:
    """matplotlib, which draws the charts, brings one; what stands in the system's folders goes before."""
    install(folder, "NotoSerifSC-Regular.otf")
    assert fonts.find()["西文"].family == "STIXGeneral"
    (folder / "LiberationSerif-Regular.ttf").write_bytes(b"")
    fonts.find.cache_clear()
    assert fonts.find()["西文"].family == "Liberation Serif"
    assert "西文：Liberation Serif" in fonts.report()


def test_without_such_a_face_there_is_no_role_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(folder, "NotoSerifSC-Regular.otf")
    monkeypatch.setattr(fonts, "_files_of_matplotlib", tuple)
    assert set(fonts.find()) == {*fonts.ROLES, fonts.FALLBACK}
    assert "西文：这台电脑上没有" in fonts.report()


@pytest.mark.parametrize("role", fonts.LATIN_FOR)
def test_western_letters_beside_a_role_are_letters_alone_and_as_high_as_its_own(role: str) -> None:
    own = TTFont(INSTALLED[role].path, fontNumber=INSTALLED[role].index or 0)
    beside = TTFont(BytesIO(fonts.latin_data(role)))
    assert set(beside.getBestCmap()) == set(range(0x20, 0x7F))
    own_heights, heights = (
        [font["hhea"].ascent / font["head"].unitsPerEm, font["hhea"].descent / font["head"].unitsPerEm]
        for font in (own, beside)
    )
    assert heights == pytest.approx(own_heights, abs=0.001)


def test_what_only_the_western_face_has_counts_as_missing() -> None:
    latin = set(TTFont(INSTALLED["西文"].path).getBestCmap())
    only = chr(min(latin - fonts.coverage()))
    assert fonts.missing(only) == only


def test_a_character_without_a_glyph_is_named_once() -> None:
    assert fonts.missing("本年㎡\U0001f642和\U0001f642\n") == "\U0001f642"


def test_the_report_names_each_role_its_font_and_a_better_one(folder: Path) -> None:
    install(folder, "NotoSerifSC-Regular.otf")
    text = fonts.report()
    assert all(f"{role}：Noto Serif SC" in text for role in fonts.ROLES)
    assert "勉强代用" in text
    assert "fonts-lxgw-wenkai" in text
    for name in ("FZXBSJW.TTF", "simhei.ttf", "simkai.ttf", "simfang.ttf", "simsun.ttf"):
        install(folder, name)
    fonts.find.cache_clear()
    assert "apt-get" not in fonts.report()
