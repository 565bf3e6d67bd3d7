"""测速 — CPU seconds of importing an example's tables from the files that `build` makes; asserts nothing.

Run `python benchmarks/importing.py`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time

import disclosure
from disclosure.importing import import_tables

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "yuxi-beijing-2023"


def main() -> None:
    """程序入口 — each kind of file, first into a new folder and then again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in disclosure.write(disclosure.build(EXAMPLE, ("xlsx", "docx", "html")), folder):
            for turn in ("首次", "再次"):
                start = process_time()
                import_tables([path], folder / path.suffix[1:], "yunnan-2023")
                print(f"{process_time() - start:8.2f}  导入 {path.suffix} {turn}", flush=True)


if __name__ == "__main__":
    main()
