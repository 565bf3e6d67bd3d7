"""字体 — which installed font serves each role of an official document; no font is bundled.

Roles are those of GB/T 9704 (小标宋, 黑体, 楷体, 仿宋, 宋体); 补字 stands behind them all for characters that
they lack (㎡, rare characters of names). 西文 stands before the light ones (楷体, 仿宋, 宋体) for letters and
digits, which in those fonts are of another weight. Known file names are looked up in the system's font
folders, then in one open font package from PyPI; matplotlib brings a face for 西文. fontconfig is not asked:
Windows has none, and its answer depends on aliases.

What is read out of a file (its characters, a face of a collection) is kept in the user's cache by the file's
SHA-256. That is kept too, by path, size and times: to hash 70 MB at every start would cost much of the gain.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from disclosure import user_cache
from disclosure.errors import OutputError

Quality = Literal["official", "good", "last"]

ROLES = ("小标宋", "黑体", "楷体", "仿宋", "宋体")
FALLBACK = "补字"
LATIN = "西文"
LATIN_FOR = ("楷体", "仿宋", "宋体")  # the roles whose letters and digits are set in 西文
_LATIN_LETTERS = range(0x20, 0x7F)
PACKAGE = "pylopdf-fonts-zh-cn"  # Noto Sans SC and Noto Serif SC, OFL

QUALITY_NAMES: dict[Quality, str] = {"official": "规定字体", "good": "开源替代", "last": "勉强代用"}
INSTALL = (
    "Windows：装有 Office 或 WPS 即带黑体、楷体、仿宋、宋体，方正小标宋简体（FZXBSJW）另行安装；"
    "Debian/Ubuntu：apt-get install fonts-noto-cjk fonts-lxgw-wenkai texlive-lang-chinese；"
    f"无管理员权限：pip install {PACKAGE}"
)

MEND = "请核对是否写错，或装一种有这个字的字体（见 disclosure fonts）"


@dataclass(frozen=True, slots=True)
class Candidate:
    """候选字体 — a file name, the family inside it, and how well it serves."""

    file: str
    family: str
    quality: Quality = "good"


@dataclass(frozen=True, slots=True)
class FontChoice:
    """选定字体 — the file, the face of a collection (None: a single font), the family, how well it serves."""

    path: Path
    index: int | None
    family: str
    quality: Quality


def _last(*candidates: Candidate) -> tuple[Candidate, ...]:
    return tuple(Candidate(candidate.file, candidate.family, "last") for candidate in candidates)


_SERIF = (
    Candidate("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    Candidate("NotoSerifCJKsc-Regular.otf", "Noto Serif CJK SC"),
    Candidate("NotoSerifSC-Regular.otf", "Noto Serif SC"),
)
_SANS = (
    Candidate("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    Candidate("NotoSansCJKsc-Regular.otf", "Noto Sans CJK SC"),
    Candidate("NotoSansSC-Regular.otf", "Noto Sans SC"),
)
_SONG = (Candidate("simsun.ttc", "SimSun", "official"), Candidate("simsun.ttf", "SimSun", "official"))
_WENKAI = Candidate("LXGWWenKai-Regular.ttf", "LXGW WenKai")
_ANY = _last(*_SERIF, *_SANS, *_SONG, _WENKAI, Candidate("simhei.ttf", "SimHei"))

_sent: list[Path] = []  # folders of fonts that serve instead of this machine's; the last one does

CANDIDATES: dict[str, tuple[Candidate, ...]] = {
    "小标宋": (
        Candidate("FZXBSJW.TTF", "FZXiaoBiaoSong-B05S", "official"),
        Candidate("方正小标宋简体.ttf", "FZXiaoBiaoSong-B05S", "official"),
        Candidate("方正小标宋_GBK.ttf", "FZXiaoBiaoSong-B05", "official"),
        Candidate("STZHONGS.TTF", "STZhongsong"),
        Candidate("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
        Candidate("NotoSerifCJKsc-Bold.otf", "Noto Serif CJK SC"),
        Candidate("FandolSong-Bold.otf", "FandolSong"),
        *_ANY,
    ),
    "黑体": (
        Candidate("simhei.ttf", "SimHei", "official"),
        Candidate("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
        Candidate("NotoSansCJKsc-Bold.otf", "Noto Sans CJK SC"),
        *_SANS,
        Candidate("FandolHei-Regular.otf", "FandolHei"),
        *_ANY,
    ),
    "楷体": (
        Candidate("楷体_GB2312.ttf", "KaiTi_GB2312", "official"),
        Candidate("simkai.ttf", "KaiTi", "official"),
        Candidate("STKAITI.TTF", "STKaiti"),
        Candidate("FandolKai-Regular.otf", "FandolKai"),
        _WENKAI,
        *_ANY,
    ),
    "仿宋": (
        Candidate("仿宋_GB2312.ttf", "FangSong_GB2312", "official"),
        Candidate("simfang.ttf", "FangSong", "official"),
        Candidate("STFANGSO.TTF", "STFangsong"),
        Candidate("FandolFang-Regular.otf", "FandolFang"),
        *_ANY,
    ),
    "宋体": (*_SONG, *_SERIF, Candidate("FandolSong-Regular.otf", "FandolSong"), *_ANY),
    FALLBACK: (*_SERIF, *_SANS, *_SONG, _WENKAI, *_ANY),
    LATIN: (
        Candidate("times.ttf", "Times New Roman", "official"),
        Candidate("Times New Roman.ttf", "Times New Roman", "official"),
        Candidate("texgyretermes-regular.otf", "TeX Gyre Termes"),
        Candidate("LiberationSerif-Regular.ttf", "Liberation Serif"),
        Candidate("Tinos-Regular.ttf", "Tinos"),
        Candidate("NimbusRoman-Regular.otf", "Nimbus Roman"),
        Candidate("STIXGeneral.ttf", "STIXGeneral"),
    ),
}


def directories() -> tuple[Path, ...]:
    """字体文件夹 — the folders where Linux, Windows (also seen from WSL) and macOS keep fonts."""
    windows = os.environ.get("WINDIR", "/mnt/c/Windows")
    texlive = "/usr/share/texlive/texmf-dist/fonts"
    return (
        Path(windows) / "Fonts",
        *_directories_of_user(),
        *map(Path, ("/Library/Fonts", "/System/Library/Fonts", "/usr/local/share/fonts", "/usr/share/fonts")),
        *(Path(texlive) / kind / "public" for kind in ("opentype", "truetype")),
    )


def _directories_of_user() -> tuple[Path, ...]:
    """None where the user has no home: a service, a container under any number."""
    try:
        home = Path.home()
    except RuntimeError:
        return ()
    data = os.environ.get("XDG_DATA_HOME", str(home / ".local/share"))
    local = os.environ.get("LOCALAPPDATA", str(home / "AppData/Local"))
    return (
        Path(local) / "Microsoft/Windows/Fonts",
        home / ".fonts",
        Path(data) / "fonts",
        home / "Library/Fonts",
    )


@cache
def find() -> dict[str, FontChoice]:
    """查找字体 — the best font present for each of them; raises OutputError where none is Chinese."""
    files = _font_files()
    best = ((role, _best(candidates, files)) for role, candidates in CANDIDATES.items())
    chosen = {role: choice for role, choice in best if choice is not None}
    if FALLBACK not in chosen:
        raise OutputError(f"这台电脑上没有可用的中文字体。{INSTALL}")
    return chosen


def use_only(folder: Path) -> None:
    """只用这些字体 — those in a folder, sent by another machine; before anything is made with others."""
    _sent.append(folder)
    find.cache_clear()


def _font_files() -> dict[str, Path]:
    """Lower-case file name → path; an earlier folder wins, the package comes last."""
    files: dict[str, Path] = {}
    for path in sorted(_sent[-1].iterdir()) if _sent else (*_system_files(), *_package_files()):
        files.setdefault(path.name.lower(), path)
    return files


def _system_files() -> list[Path]:
    folders = (folder for top in directories() for folder in sorted(os.walk(top)))
    return [Path(folder, name) for folder, _, names in folders for name in sorted(names)]


def _package_files() -> list[Path]:
    # Located without importing the packages: only their font files are wanted.
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    return [*(Path(str(file.locate())) for file in files), *_files_of_matplotlib()]


def _files_of_matplotlib() -> Iterator[Path]:
    """Not by its metadata, which lists a thousand files."""
    found = util.find_spec("matplotlib")
    for folder in (found and found.submodule_search_locations) or ():
        yield from sorted(Path(folder, "mpl-data/fonts/ttf").glob("STIXGeneral.ttf"))


def _best(candidates: tuple[Candidate, ...], files: dict[str, Path]) -> FontChoice | None:
    for candidate in candidates:
        if path := files.get(candidate.file.lower()):
            return FontChoice(path, _face_index(path, candidate.family), candidate.family, candidate.quality)
    return None


@cache
def _face_index(path: Path, family: str) -> int | None:
    if path.suffix.lower() != ".ttc":
        return None
    return int(user_cache.kept(f"face {family} {_hash(path)}", lambda: b"%d" % _index_in(path, family)))


def _index_in(path: Path, family: str) -> int:
    from fontTools.ttLib import TTCollection  # noqa: PLC0415 - as below, only where nothing is kept yet

    with TTCollection(str(path), lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection.fonts]
    return names.index(family) if family in names else 0


@cache
def _hash(path: Path) -> str:
    seen = path.stat()
    about = f"sha256 {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {path}"
    return user_cache.kept(about, lambda: _hashed(path)).hex()


def _hashed(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


@cache
def data(choice: FontChoice) -> bytes:
    """字体数据 — the font as a single face: those of a .ttc differ by region and mix when loaded together."""
    if choice.index is None:
        return choice.path.read_bytes()
    import fontTools  # noqa: PLC0415 - which version writes the face may tell in its bytes

    return user_cache.kept(f"single {fontTools.version} {_face(choice)}", lambda: _single(choice))


def _face(choice: FontChoice) -> str:
    """By what is in the file, wherever it lies."""
    return f"{_hash(choice.path)} {choice.index}"


def _single(choice: FontChoice) -> bytes:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    single = BytesIO()
    with TTFont(choice.path, fontNumber=choice.index, lazy=True, recalcTimestamp=False) as font:
        font.save(single, reorderTables=None)
    return single.getvalue()


@cache
def latin_data(role: str) -> bytes:
    """西文字体数据 — 西文 before a role: letters and digits alone, lines as high as the role's own."""
    import fontTools  # noqa: PLC0415

    latin, beside = find()[LATIN], find()[role]
    about = f"latin {fontTools.version} {_face(latin)} {_face(beside)}"
    return user_cache.kept(about, lambda: _latin_beside(latin, beside))


def _latin_beside(latin: FontChoice, other: FontChoice) -> bytes:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    made = BytesIO()
    with (
        TTFont(latin.path, fontNumber=latin.index or 0, recalcTimestamp=False) as font,
        TTFont(other.path, fontNumber=other.index or 0, lazy=True) as beside,
    ):
        for table in font["cmap"].tables:
            table.cmap = {code: name for code, name in table.cmap.items() if code in _LATIN_LETTERS}
        _take_heights(font, beside)
        font.save(made, reorderTables=None)
    return made.getvalue()


def _take_heights(font: Any, other: Any) -> None:
    """Wherever a program looks for them: 22 lines stand on a page whatever letters are in them."""
    scale, said = font["head"].unitsPerEm / other["head"].unitsPerEm, other["hhea"]
    above, below, gap = (round(height * scale) for height in (said.ascent, said.descent, said.lineGap))
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = above, below, gap
    sizes = font["OS/2"]
    sizes.sTypoAscender, sizes.sTypoDescender, sizes.sTypoLineGap = above, below, gap
    sizes.usWinAscent, sizes.usWinDescent = above, -below


@cache
def coverage() -> frozenset[int]:
    """可用字符 — the code points that at least one chosen font has; 西文 adds none that are printed."""
    chosen = {_face(choice): choice for role, choice in find().items() if role != LATIN}
    about = " ".join(("characters", *chosen))
    return frozenset(array("I", user_cache.kept(about, lambda: _all_characters(chosen.values()))))


def _all_characters(chosen: Iterable[FontChoice]) -> bytes:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    found: set[int] = set()
    for choice in chosen:
        with TTFont(choice.path, fontNumber=choice.index or 0, lazy=True) as font:
            found.update(font.getBestCmap())
    return array("I", sorted(found)).tobytes()


def digests() -> dict[str, str]:
    """字体的 SHA-256 — of the file that serves each role, with the face of a collection."""
    return {role: f"{_hash(choice.path)} {choice.index or 0}" for role, choice in find().items()}


def missing(text: str) -> str:
    """缺字 — the characters of a text that no chosen font has, each once; white space needs no glyph."""
    glyphs = "".join(text.split())
    return "".join(dict.fromkeys(character for character in glyphs if ord(character) not in coverage()))


def report() -> str:
    """字体说明 — for `disclosure fonts`: which font serves which role, and how to get better ones."""
    lines = [
        f"{role}：{choice.family}（{QUALITY_NAMES[choice.quality]}，{choice.path}）"
        for role, choice in find().items()
    ]
    if LATIN not in find():
        lines.append(f"{LATIN}：这台电脑上没有，字母和数字用{'、'.join(LATIN_FOR)}自己的")
    if any(find()[role].quality != "official" for role in ROLES):
        lines.append(f"如需更好的字体——{INSTALL}")
    return "\n".join(lines)
