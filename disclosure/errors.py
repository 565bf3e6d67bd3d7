"""误用 — errors of use: everything a caller can do wrong, each one Chinese sentence that says how to mend it.

Bad figures are not errors: they are findings (`disclosure.checks`). A `Problem` is one located fault of an
input; `InputError` carries all problems of a folder at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_SHORT = 60


def short(said: object) -> str:
    """短的 — what somebody wrote, as a sentence may hold it: not endless, no control or direction marks."""
    try:
        text = str(said)
    except ValueError:  # Python writes no number of thousands of digits
        return "很长的数"
    shown = "".join(filter(str.isprintable, text[: _SHORT + 1]))
    return f"{shown[:_SHORT]}…" if len(text) > _SHORT else shown


@dataclass(frozen=True, slots=True)
class Source:
    """出处 — where a value stands: file, then line and column (from 1), a sheet's cell, or a part.

    A value that units were added up to says whose each place is, and the places of the others in `also`.
    """

    file: str
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    unit: str = ""
    also: tuple[Source, ...] = ()
    part: str = ""  # of a file without lines: 第3段

    def __str__(self) -> str:
        own = f"{self.unit} {self._place_in_file()}" if self.unit else self._place_in_file()
        return "；".join((own, *map(str, self.also)))

    def _place_in_file(self) -> str:
        if self.cell is not None:
            return f"{self.file} {self.cell}"
        if self.line is None:
            return f"{self.file} {self.part}".rstrip()
        column = f"第{self.column}列" if self.column is not None else ""
        return f"{self.file} 第{self.line}行{column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """输入问题 — one fault of the input: the sentence, where it is, how that place is called.

    The key path is for programs; a person is told it only where no file is known (data made in Python).
    """

    message: str
    source: Source | None = None
    path: str = ""
    name: str = ""

    def __str__(self) -> str:
        called = self.name if self.source else self.name or self.path
        where = " ".join(str(part) for part in (self.source, called) if part)
        return f"{where}：{self.message}" if where else self.message


class DisclosureError(Exception):
    """本软件的错误 — base of all errors below; `str()` is a Chinese message for the user."""


class InputError(DisclosureError):
    """输入数据有误 — the data cannot be read; `problems` lists every fault found."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # as it was called, so that it can be pickled

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class PackError(DisclosureError):
    """模板包有误 — a pack's manifest, wording, table or style cannot be used."""


class TemplateError(PackError):
    """模板语句有误 — a section cannot be rendered: file, line and what to write instead.

    `line` is the line of the typed text that was being rendered, where it is known.
    """

    line: int | None = None


class OutputError(DisclosureError):
    """无法输出 — a document cannot be written: a missing font, a full disk, a file open in Word."""


class IncompleteError(DisclosureError):
    """尚不能公开 — a publication build refused; its `report` holds what is missing and every finding.

    The report is a `checks.CheckReport`, which this layer does not know; the sentence is made from it.
    """

    report: Any

    def __init__(self, sentence: str, report: Any) -> None:
        self.report = report
        super().__init__(sentence, report)  # as it was called, so that it can be pickled

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def missing(self) -> tuple[str, ...]:
        """待填 — each thing that is missing or unconfirmed."""
        return tuple(self.report.missing)
