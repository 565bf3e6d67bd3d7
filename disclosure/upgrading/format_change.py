"""变动 — one place that an upgrade writes otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormatChange:
    """一处变动 — file, place (a key path) and line, what stood there, what stands there now, and why.

    `line` is 0 where only the place is known; `before` is empty for what was added, `after` for what is
    read no more.
    """

    file: str
    place: str
    line: int
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        where = f"{self.file} 第{self.line}行 {self.place}" if self.line else f"{self.file} {self.place}"
        return f"{where}：{self.before or '（没有）'} → {self.after or '（不再用）'}（{self.why}）"
