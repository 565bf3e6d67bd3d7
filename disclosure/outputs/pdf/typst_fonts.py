"""typst 的字体 — a folder that holds the chosen fonts alone, and by which names typst knows them there.

Typst takes folders, and finds a font in them by family and weight: both are asked of the very file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from disclosure import fonts, temporary
from disclosure.errors import OutputError
from disclosure.fonts import FALLBACK, LATIN, FontChoice


@dataclass(frozen=True, slots=True)
class Face:
    """字体的一种 — its family and weight, as typst reads them from the file."""

    family: str
    weight: int


@dataclass(frozen=True, slots=True)
class Faces:
    """各用途的字体 — typst's own list of them, and the face of each role."""

    listed: Any
    by_role: dict[str, Face]

    def families(self, role: str) -> list[str]:
        """依次用的字体 — the role's own, then 补字 and the others for what it lacks; not 西文."""
        roles = dict.fromkeys((role, FALLBACK, *self.by_role))
        roles.pop(LATIN, None)
        return list(dict.fromkeys(self.by_role[one].family for one in roles))


@cache
def faces() -> Faces:
    """字体 — those chosen on this machine; raises OutputError where one of them cannot be read."""
    import typst  # noqa: PLC0415 - an extra, imported on use

    chosen, folder = fonts.find(), _new_folder()
    places = _linked({choice.path for choice in chosen.values()}, folder)
    listed = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    found = {(str(one.path), one.index): Face(one.family, one.weight) for one in listed.fonts()}
    return Faces(listed, {role: _face(choice, places, found) for role, choice in chosen.items()})


def _face(choice: FontChoice, places: dict[Path, Path], found: dict[tuple[str, int], Face]) -> Face:
    names = (str(places[choice.path]), str(choice.path))  # a link may be told as what it leads to
    face = next(filter(None, (found.get((name, choice.index or 0)) for name in names)), None)
    if face is None:
        raise OutputError(f"typst 读不了字体“{choice.path}”，请重新安装它，或用 --pdf weasyprint")
    return face


def _new_folder() -> Path:
    try:
        return Path(tempfile.mkdtemp(dir=temporary.folder()))
    except OSError as error:
        raise OutputError(temporary.NONE) from error


def _linked(paths: set[Path], folder: Path) -> dict[Path, Path]:
    """Each font in the folder; numbered, as two folders may have files of one name."""
    numbered = ((path, folder / f"{number}{path.suffix}") for number, path in enumerate(sorted(paths)))
    return {path: _set_down(path, place) for path, place in numbered}


_WAYS: tuple[Callable[[Path, Path], Any], ...] = (os.symlink, os.link, shutil.copyfile)


def _set_down(path: Path, place: Path) -> Path:
    """A link where the user may make one (not on every Windows), else a copy."""
    for way in _WAYS:
        with suppress(OSError):
            way(path, place)
            return place
    raise OutputError(temporary.NONE)
