"""在另一个程序里 — what PDFium does with a file runs where a hostile one cannot leave."""

from __future__ import annotations

import marshal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from disclosure.loading.published.pdf import limited, pdfium_apart

MISSING = "missing"
_MEMORY, _SECONDS = 1 << 30, 20  # that it may take: bytes, processor time


def answer(program: str, given: Any) -> Any:
    """回答 — of a program file: what it makes of what is given, or the word why it makes nothing."""
    library = find_spec("pypdfium2")
    if library is None:
        return MISSING
    home = str(Path(str(library.origin)).parents[1])
    command = [sys.executable, "-I", limited.__file__, program, home, str(_MEMORY), str(_SECONDS)]
    done = subprocess.run(command, input=marshal.dumps(given), capture_output=True, check=False)
    return pdfium_apart.LARGE if done.returncode else marshal.loads(done.stdout)
