"""导入报告 — what was read, what is in doubt and why, what changed, what is still to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Report:
    """导入报告 — `taken` and `doubtful` are tables, the latter with their reasons."""

    path: Path | None  # of 导入.yaml where it was written
    taken: tuple[str, ...]
    doubtful: tuple[tuple[str, tuple[str, ...]], ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    next: str = ""
    account: tuple[str, ...] = ()  # what was used of an office's own export, and what not
    unmapped: tuple[str, ...] = ()  # accounts of which its 对照 says nothing
    files: Mapping[str, bytes] = field(
        default_factory=dict
    )  # 导入.yaml as it is, also where none was written

    @property
    def left_out(self) -> str:
        """没有导入的 — how much of what was there; empty where all was taken."""
        left = {"张表存疑": self.doubtful, "张表没有认出": self.unknown, "个科目没有对照": self.unmapped}
        return "，".join(f"{len(parts)} {what}" for what, parts in left.items() if parts)

    def lines(self) -> Iterator[str]:
        """各句."""
        yield from (f"照对照读 {one}" for one in self.account)
        yield from (f"已读 {name}" for name in self.taken)
        for name, reasons in self.doubtful:
            yield f"存疑，没有导入 {name}："
            yield from map("  · {}".format, reasons)
        yield from (f"没有认出，没有读 {name}" for name in self.unknown)
        yield from _few_lines("没有对照，没有读的科目", self.unmapped)
        yield from (f"注意：{note}" for note in self.notes)
        yield from _few_lines("变化", self.changes)
        yield from (f"原因要重写：{reason}" for reason in self.turned)
        yield from _few_lines("待填", self.gaps)
        yield from filter(None, [self.next])
        if self.left_out:
            advice = "请照上面逐条改正表或对照，再运行一次同样的命令；改不了的自己在数据里填"
            yield f"没有导入的：{self.left_out}；{advice}"


def _few_lines(head: str, lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield f"{head} {len(lines)} 处："
        yield from map("  · {}".format, lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"  · 另有 {len(lines) - _SHOWN} 处"
