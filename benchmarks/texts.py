"""长文字的校验 — CPU seconds of the checks over typed texts, a text and twice the text, in one run.

    python benchmarks/texts.py

The ratio is what matters: near 2 where the work grows as the text does, near 4 where a regular expression
goes back over what it has read. It is the median of seven pairs, each pair measured one after the other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from disclosure.facts import Facts
from tests.unit.checks import given as a

PIECES = ("1", "1.1.", "（", "占1%", "基本支出1万元，", "{{", "{%", "2023年", "1人、")
LENGTH = 6_000
PAIRS = 7


def seconds(facts: Facts) -> float:
    start = process_time()
    a.found(facts)
    return process_time() - start


def ratios(piece: str) -> Iterator[float]:
    """What twice the text costs over what the text costs, each without what no text costs."""
    none, one, two = (_facts(piece * (length // len(piece))) for length in (0, LENGTH, 2 * LENGTH))
    for _ in range(PAIRS):
        nothing = seconds(none)
        yield (seconds(two) - nothing) / max(seconds(one) - nothing, 1e-3)


def _facts(text: str) -> Facts:
    return a.facts(a.written("yuxi-beijing-2023", {"部门.年度工作": text or "好"}), tables=False)


if __name__ == "__main__":
    for piece in PIECES:
        print(f"{median(ratios(piece)):8.2f}  {piece}", flush=True)
