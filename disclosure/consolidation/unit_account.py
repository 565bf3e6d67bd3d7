"""单位账 — one unit of a department: its names, its data, its figures, and where a value of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from disclosure import deriving
from disclosure.deriving import Figure, Figures
from disclosure.errors import Source
from disclosure.model import Submission

# What is joined line by line and never typed for the department.
LINES = ("income", "expenditure", "carryover")


@dataclass(frozen=True)
class Account:
    """单位账 — a unit as the department lists it, and the data that it submits."""

    name: str
    short_name: str
    submission: Submission

    @property
    def label(self) -> str:
        """称呼 — the short name where there is one."""
        return self.short_name or self.name

    @property
    def figures(self) -> Figures:
        """全部数 — the figures of this unit alone."""
        return deriving.derive(self.submission)

    def source(self, path: str) -> Source:
        """出处 — where a value of this unit stands, or the nearest place above it, with the unit's name."""
        return self.own(self.submission.locate(path) or self._whole)

    @property
    def _whole(self) -> Source:
        return next((Source(place.file) for place in self.submission.places().values()), Source("数据"))

    def own(self, source: Source) -> Source:
        """标明单位 — a place of the unit's data, with its name before that of a unit below it."""
        unit = f"{self.label}/{source.unit}" if source.unit else self.label
        return replace(source, unit=unit, also=tuple(map(self.own, source.also)))


def by_unit(submission: Submission, name: str) -> Iterator[tuple[str, Figure]]:
    """各单位的数 — the figure of this Chinese name of every unit that a submission was added up from."""
    for unit, part in submission.units.items():
        found = deriving.derive(part).named(name)
        if found is not None:
            yield unit, found
