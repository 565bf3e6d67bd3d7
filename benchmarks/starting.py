"""测速 — CPU seconds of starting: the package beyond pydantic, the help against a bare typer program.

Both sides run in turn, pair by pair, so that a busy machine is busy for both; asserts nothing. Run
`python benchmarks/starting.py [pairs]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from statistics import median

_TYPER = """
import typer
app = typer.Typer()
@app.command()
def one(name: str) -> None:
    "One."
@app.command()
def two(name: str, loud: bool = False) -> None:
    "Two."
app()
"""
_HELP = "from disclosure.cli import main; import sys; sys.argv = ['disclosure', '--help']; main()"


def main() -> None:
    """程序入口 — ten pairs of each, or as many as are asked for."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    package, pydantic = measured(
        pairs,
        ["-c", "import disclosure; disclosure.Submission"],
        ["-c", "import pydantic; pydantic.BaseModel"],
    )
    print(f"import disclosure; disclosure.Submission  {median(package):.3f} 秒")
    print(
        f"  比 import pydantic; pydantic.BaseModel 多 {median(map(float.__sub__, package, pydantic)):.3f} 秒"
    )
    command, bare = measured(pairs, ["-c", _HELP], ["-c", _TYPER, "--help"])
    print(f"disclosure --help  {median(command):.3f} 秒")
    print(f"  是只用 typer 的程序的 {median(map(float.__truediv__, command, bare)):.2f} 倍")


def measured(pairs: int, one: Sequence[str], other: Sequence[str]) -> tuple[list[float], list[float]]:
    """所用 — CPU seconds of each run of both, in turn; the first of each is not counted."""
    times = [(_seconds(one), _seconds(other)) for _ in range(pairs + 1)][1:]
    return [first for first, _ in times], [second for _, second in times]


def _seconds(arguments: Sequence[str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
