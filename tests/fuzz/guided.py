"""The same kinds of input, led by what the program runs through: `python -m tests.fuzz.guided KIND [RUNS]`.

Needs atheris (`pip install -e ".[dev,fuzz]"`). It draws every decision of a mutation from the bytes that it
varies, so each kind is guided as it is; a fault ends the run and its bytes are kept by libFuzzer.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["disclosure"]):
    from tests.fuzz.run import outcome
    from tests.fuzz.targets import KINDS

RUNS = 2000
LONGEST = 2048  # bytes that decide one input


class Decisions(Random):
    """Chance whose next bits are those of a given text; zeros when it is used up."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._left, self._at = int.from_bytes(data, "little"), 0

    def getrandbits(self, k: int, /) -> int:
        bits = (self._left >> self._at) & ((1 << k) - 1)
        self._at += k
        return bits

    def random(self) -> float:
        return self.getrandbits(16) / (1 << 16)


def one_input(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="disclosure-fuzz-") as folder:
        became, said = outcome(KINDS[KIND](Decisions(data), Path(folder)))
    if became == "fault":
        raise AssertionError(said)


if __name__ == "__main__":
    KIND, runs = sys.argv[1], int((sys.argv[2:3] or [str(RUNS)])[0])
    bounds = [f"-runs={runs}", f"-max_len={LONGEST}", "-len_control=0", "-timeout=60", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *bounds], one_input)
    atheris.Fuzz()
