"""DOCX as LibreOffice lays it out, with faces as wide as the official ones that are not installed here."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib as mpl

from disclosure import fonts

# Names by which documents ask for each role's face; every Chinese face is as wide as any other.
_OFFICIAL = {
    "小标宋": ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
    "黑体": ("黑体", "SimHei"),
    "楷体": ("楷体_GB2312", "楷体", "KaiTi_GB2312", "KaiTi"),
    "仿宋": ("仿宋_GB2312", "仿宋", "FangSong_GB2312", "FangSong"),
    "宋体": ("宋体", "SimSun"),
}
# As wide as Times New Roman; the last comes with matplotlib.
_TIMES = ("Liberation Serif", "Tinos", "TeX Gyre Termes", "Nimbus Roman", "STIXGeneral")
_SECONDS = 600


def printed(files: Iterable[Path], folder: Path) -> list[Path]:
    """The PDF of each file, in one run of LibreOffice."""
    given = list(files)
    if not given:
        return []
    made = folder / "office"
    made.mkdir(exist_ok=True)
    settings = folder / "fonts.conf"
    settings.write_text(_fontconfig(folder), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(made), *map(str, given)]
    known = {**os.environ, "FONTCONFIG_FILE": str(settings.resolve())}
    subprocess.run(command, check=True, capture_output=True, env=known, timeout=_SECONDS)
    return [made / f"{path.stem}.pdf" for path in given]


def _fontconfig(folder: Path) -> str:
    chosen = fonts.find()
    homes = {choice.path.parent for choice in chosen.values()} | {Path(mpl.get_data_path()) / "fonts" / "ttf"}
    stand_ins = {name: (chosen[role].family,) for role, names in _OFFICIAL.items() for name in names}
    parts = (
        *(f"<dir>{escape(str(home))}</dir>" for home in sorted(homes)),
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
        f"<cachedir>{escape(str((folder / 'fontcache').resolve()))}</cachedir>",
        *_aliases({**stand_ins, "Times New Roman": _TIMES}),
    )
    return f'<?xml version="1.0"?><fontconfig>{"".join(parts)}</fontconfig>'


def _aliases(stand_ins: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    for name, families in stand_ins.items():
        wanted = "".join(f"<string>{family}</string>" for family in families)
        yield (
            f'<match target="pattern"><test name="family"><string>{name}</string></test>'
            f'<edit name="family" mode="assign" binding="strong">{wanted}</edit></match>'
        )
