"""读回核对所用的 CPU 时间 — CPU seconds of writing each format and of reading it back, turn by turn.

    python benchmarks/reading_back.py [data folder …]

Prints the median of each, their ratio, and for a PDF milliseconds a page; asserts nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import process_time

from disclosure import api, outputs, readback
from disclosure.errors import OutputError
from disclosure.outputs import Artifact

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TURNS = 5


def main() -> None:
    """程序入口 — every folder named, or every example."""
    folders = (
        map(Path, sys.argv[1:])
        if sys.argv[1:]
        else sorted(path.parent for path in EXAMPLES.glob("*/data.yaml"))
    )
    for folder in folders:
        measure(folder)


def measure(folder: Path) -> None:
    """测一份数据 — each format of this package that can be made of it."""
    print(f"\n{folder.name}（CPU 秒：写、读回、读回占写的）")
    composed = api.compose(folder)
    for name in outputs.FORMATS:
        try:
            print(f"{name:5} {_line(name, composed)}", flush=True)
        except OutputError as error:
            print(f"{name:5} {error}")


def _line(name: str, composed: api.Composed) -> str:
    files, pairs = _turns(name, composed)
    writing, reading = (median(times) for times in zip(*pairs, strict=True))
    pages = f"，每页 {1000 * reading / _pages(files):.1f} 毫秒" if name == "pdf" else ""
    return f"{writing:7.3f} {reading:7.3f} {reading / writing:6.1%}{pages}"


def _turns(name: str, composed: api.Composed) -> tuple[Sequence[Artifact], list[tuple[float, float]]]:
    pairs: list[tuple[float, float]] = []
    for _ in range(TURNS):
        start = process_time()
        files = outputs.writer(name)(composed.document, composed.style, composed.filename)
        written = process_time()
        readback.require_same(name, files, composed.document, composed.style)
        pairs.append((written - start, process_time() - written))
    return files, pairs


def _pages(files: Sequence[Artifact]) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(files[0].data))


if __name__ == "__main__":
    main()
