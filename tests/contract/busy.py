"""`make busy`: an example in every format, built alone and beside four busy processes: the same bytes.

Ends with 1 where a file differs or one of the builds was refused: `python -m tests.contract.busy [example]`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from disclosure import outputs
from tests.departments import EXAMPLES, NARRATED

BUSY = 4
_TURN = "while True: sum(range(100_000))"


def main() -> int:
    example = EXAMPLES / (sys.argv[1] if len(sys.argv) > 1 else NARRATED[1])
    with tempfile.TemporaryDirectory() as folder:
        alone = built(example, Path(folder) / "alone")
        with busy():
            beside = built(example, Path(folder) / "beside")
    for name in sorted(alone.keys() | beside.keys()):
        print("相同" if alone.get(name) == beside.get(name) else "不同", name)
    return int(alone != beside or not alone)


def built(data: Path, out: Path) -> dict[str, bytes]:
    """Every file that the command writes, its own record too."""
    formats = ",".join(outputs.FORMATS)
    command = [sys.executable, "-m", "disclosure", "build", str(data), "--out", str(out), "--format", formats]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


@contextmanager
def busy() -> Iterator[None]:
    """Four processes that compute without end, ended at the end."""
    others = [subprocess.Popen([sys.executable, "-c", _TURN]) for _ in range(BUSY)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


if __name__ == "__main__":
    sys.exit(main())
