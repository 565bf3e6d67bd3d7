"""表格 — what was measured, as Markdown."""

from __future__ import annotations

import os
import platform
import shlex
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from benchmarks.measuring import Cost, peak, ratios, seconds

OWN, TYPST, NAIVE, BEFORE = "本程序", "本程序，typst", "朴素的", "此前的"
Costs = Mapping[str, Sequence[Cost]]


def conditions(arguments: Sequence[str]) -> str:
    """条件 — the command, the machine, how busy it was."""
    command = shlex.join(["python", "-m", "benchmarks.run", *arguments])
    load = "、".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"`{command}`，Python {platform.python_version()}，{platform.machine()}，{os.cpu_count()} 个处理器，"
        f"开始时的负载 {load}"
    )


def heading(title: str, first: str = "数据") -> Iterator[str]:
    """标题和表头 — of a part; what its first column tells of."""
    yield f"\n### {title}\n"
    memory_of = (f"{side}内存，MiB" for side in ("", NAIVE, BEFORE))
    yield _row(first, "做什么", f"{OWN}，秒", f"比{NAIVE}", f"比{BEFORE}", *memory_of)
    yield "|---|---|---|---|---|---|---|---|"


def rows(first: str, what: str, costs: Costs) -> Iterator[str]:
    """各行 — one for each way in which this program does it."""
    for name in (OWN, TYPST):
        if name in costs:
            ways = [_ratio(costs, name, other) for other in (NAIVE, BEFORE)]
            memory = [_peak(costs, side) for side in (name, NAIVE, BEFORE)]
            said = what + name.removeprefix(OWN)
            yield _row(first, said, f"{seconds(costs[name]):.2f}", *ways, *memory)


def once(first: str, what: str, cost: Cost) -> str:
    """只测一次的朴素做法 — its seconds stand with its memory."""
    return _row(first, what, "", f"（{cost.seconds:.2f} 秒）", "", "", f"{cost.peak:.0f}", "")


def memory(costs: Costs) -> Iterator[str]:
    """内存长不长 — the most until the tenth part of the documents, and until the last."""
    for name, spent in costs.items():
        early = spent[max(len(spent) // 10, 1) - 1].peak
        what = f"{name}：做完前十分之一时、全部做完时的内存峰值"
        yield _row("", what, "", "", "", f"{early:.0f}、{peak(spent):.0f}", "", "")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _ratio(costs: Costs, one: str, other: str) -> str:
    if other not in costs:
        return ""
    all_ = ratios(costs[one], costs[other])
    return f"{median(all_):.2f}（{min(all_):.2f}–{max(all_):.2f}）"


def _peak(costs: Costs, name: str) -> str:
    return f"{peak(costs[name]):.0f}" if name in costs else ""
