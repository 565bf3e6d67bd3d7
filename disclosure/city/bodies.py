"""名单 — the bodies of a city: one row each, in the city's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from disclosure.errors import Source
from disclosure.model.department import Kind


@dataclass(frozen=True, slots=True)
class Body:
    """一个部门或单位 — its row of the list; `folder` is its data folder, from the city's, with “/”.

    `withheld`, `merged` and `postponed` are the words of the list, empty where it has none: why a body is
    not published (涉密不公开), into what it was merged (撤并), until when it is put off (延期).
    """

    name: str
    folder: str
    kind: Kind = "部门"
    group: str = ""  # 类别：党委部门、政府部门……目录照它分
    level: str = ""
    parent: str = ""  # 主管部门的名称
    pack: str = ""
    batch: str = ""
    withheld: str = ""
    merged: str = ""
    postponed: str = ""
    who: str = ""
    number: int = 0  # 在名单里是第几个，从 1 起
    source: Source | None = None

    @property
    def not_published(self) -> str:
        """为什么不生成 — in a sentence; empty where it is."""
        reasons = {"涉密不公开": self.withheld, "撤并": self.merged, "延期": self.postponed}
        return "；".join(f"{name}：{words}" for name, words in reasons.items() if words)


@dataclass(frozen=True)
class Bodies:
    """全部部门和单位 — in the order of the list; `remarks` are what was noticed when it was read."""

    every: tuple[Body, ...]
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Body]:
        return iter(self.every)

    def __len__(self) -> int:
        return len(self.every)

    @cached_property
    def by_folder(self) -> dict[str, Body]:
        """按文件夹 — each body by its data folder, which is its key in every record."""
        return {body.folder: body for body in self.every}
