"""打开 — a file or a folder in the program that the system has for it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import which

_OPENERS = {"darwin": "open"}
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def told(path: Path) -> str:
    """打开，说一句 — what a page says of opening a file, whatever came of it."""
    if opened(path):
        return f"正在打开“{path.name}”；存盘以后这一页会自己更新"
    return f"这台电脑上打不开“{path.name}”，请到文件夹“{path.parent}”里双击它"


def opened(path: Path) -> bool:
    """打开 — whether the system could be told to; it does not say what came of it."""
    with suppress(OSError):
        if sys.platform == "win32":
            os.startfile(path)
            return True
        opener = which(_OPENERS.get(sys.platform, "xdg-open"))
        if opener and (sys.platform == "darwin" or any(map(os.environ.get, _DISPLAYS))):
            nowhere = subprocess.DEVNULL
            subprocess.Popen([opener, str(path)], stdin=nowhere, stdout=nowhere, stderr=nowhere)
            return True
    return False
