"""What is looked at: each example as published and as a working draft, trial departments of some packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from disclosure import api
from disclosure.document import PdfEngine
from disclosure.outputs import writer
from tests.finished import BETWEEN, EXAMPLE_NAMES, finished

PACKS = ("shanghai-2024", "yunnan-2024", "central-2025")
WORKING, TRIAL = "工作稿", "平常"
QUICK = "panzhihua-chengdu-2024"
ENGINES: dict[str, PdfEngine] = {"weasyprint": "weasyprint", "typst": "typst"}


@dataclass(frozen=True)
class Subject:
    """An example, or a pack and a trial department, and whether it is the working draft."""

    name: str
    working: bool = False

    def __str__(self) -> str:
        return f"{self.name}（{WORKING}）" if self.working else self.name

    @property
    def composed(self) -> api.Composed:
        return _composed(self)

    def written(self, kind: str, folder: Path) -> Path:
        """A file of it: weasyprint and typst are the engines of a PDF, else a format."""
        made = self.composed
        engine = ENGINES.get(kind)
        style = replace(made.style, pdf_engine=engine)
        (file,) = writer("pdf" if engine else kind)(made.document, style, f"{self}-{kind}")
        path = folder / file.name
        path.write_bytes(file.data)
        return path


@cache
def _composed(subject: Subject) -> api.Composed:
    one = finished(subject.name)
    is_trial = BETWEEN in subject.name
    return api.compose(
        one.source, roots=one.roots, draft=is_trial or subject.working, working=subject.working
    )


def subjects(*, quick: bool, names: tuple[str, ...] = ()) -> Iterator[Subject]:
    """All, or those of the names; one example where it is to be quick."""
    trials = tuple(f"{pack}{BETWEEN}{TRIAL}" for pack in PACKS)
    chosen = (QUICK,) if quick else (*EXAMPLE_NAMES, *trials)
    for name in names or chosen:
        yield Subject(name)
        if not quick and BETWEEN not in name:
            yield Subject(name, working=True)
