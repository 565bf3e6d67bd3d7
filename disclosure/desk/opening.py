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
