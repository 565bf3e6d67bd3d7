"""`make look`: every example, both editions, both engines, DOCX, the web page and its print, three packs.

    python -m tests.look [--quick] [--of weasyprint,typst,docx,html,print] [--folder FOLDER] [NAME …]

A NAME is that of an example, or "PACK TRIAL-DEPARTMENT". 1 where a limit is passed. Files stay in the folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.look.editions import subjects
from tests.look.report import KINDS, looked_at, written


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.look")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--of", default=",".join(KINDS))
    parser.add_argument("--folder", type=Path, default=Path("out/look"))
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    chosen = list(subjects(quick=asked.quick, names=tuple(asked.names)))
    findings = list(looked_at(chosen, asked.of.split(","), asked.folder))
    print("\n".join(written(findings)))
    return int(any(one.is_over for one in findings))


if __name__ == "__main__":
    raise SystemExit(main())
