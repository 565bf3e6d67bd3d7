"""密度 — decisions a line of the package's functions, and how long the package is.

Run `python benchmarks/density.py [folder]`. A decision is what radon counts towards cyclomatic complexity
beyond one; functions of five lines and more count.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Function

PACKAGE = Path(__file__).resolve().parents[1] / "disclosure"
SHORTEST = 5  # lines of a function that counts
MOST = 10  # complexity of a function


@dataclass(frozen=True, slots=True)
class Density:
    """密度 — decisions and lines of functions that count, all lines, and the functions over the most."""

    decisions: int
    lines: int
    total: int
    over: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """每行判断数 — decisions a line."""
        return self.decisions / self.lines


def measured(folder: Path) -> Density:
    """测出 — of every module below a folder, as it is formatted there."""
    found = [(path, function) for path in sorted(folder.rglob("*.py")) for function in _functions(path)]
    counted = [function for _, function in found if _length(function) >= SHORTEST]
    return Density(
        sum(function.complexity - 1 for function in counted),
        sum(map(_length, counted)),
        sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.rglob("*.py")),
        tuple(
            f"{path.relative_to(folder)}:{function.lineno} {function.name} {function.complexity}"
            for path, function in found
            if function.complexity > MOST
        ),
    )


def _functions(path: Path) -> Iterator[Function]:
    """Functions and methods of a module; one inside another counts with it."""
    blocks = cc_visit(path.read_text(encoding="utf-8"))
    return (block for block in blocks if isinstance(block, Function))


def _length(function: Function) -> int:
    return int(function.endline) - int(function.lineno) + 1


def main() -> None:
    """程序入口 — the numbers, then the functions over the most."""
    density = measured(Path(sys.argv[1]) if sys.argv[1:] else PACKAGE)
    print(f"判断 {density.decisions}，行 {density.lines}，每行 {density.ratio:.3f}；共 {density.total} 行")
    print(*density.over, sep="\n")
    print(f"复杂度超过 {MOST} 的函数：{len(density.over)}")


if __name__ == "__main__":
    main()
