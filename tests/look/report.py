"""A table for each kind of fault: of each file how much was measured, the limit, where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from disclosure.loading.published.pdf import painted
from tests.look import browser, office, paper, tags
from tests.look.editions import ENGINES, Subject
from tests.look.measures import MEASURES, Fault, Measure, wrong_contents

KINDS = ("weasyprint", "typst", "docx", "html", "print")
PAGES, MOST_APART = "DOCX 与 PDF 的页数差", 1
_SHOWN = 3


class Finding(NamedTuple):
    """What was measured of a file: its faults, of how many where a share of these is allowed."""

    measure: str
    file: str
    faults: Sequence[Fault]
    among: int = 0
    limit: float = 0.0

    @property
    def measured(self) -> float:
        return len(self.faults) / self.among if self.among else len(self.faults)

    @property
    def is_over(self) -> bool:
        return self.measured > self.limit

    @property
    def told(self) -> str:
        """How much, the limit, where."""
        shares = f"{self.measured:.1%}（{len(self.faults)}/{self.among}） | {self.limit:.0%}"
        counts = f"{len(self.faults)} | {self.limit:g}"
        where = "；".join(map(str, dict.fromkeys(self.faults[:_SHOWN]))) + "；…" * (len(self.faults) > _SHOWN)
        return f"{shares if self.among else counts} | {where} |"


def on_paper(
    name: str, data: bytes, subject: Subject, among: Iterable[Measure] = MEASURES
) -> Iterator[Finding]:
    """Of the pages of a PDF."""
    made = subject.composed
    read = paper.read(data, made.document, made.style)
    for measure in among:
        number = measure.among(read) if measure.among else 0
        yield Finding(measure.name, name, list(measure.faults(read)), number, measure.limit)


def looked_at(subjects: Sequence[Subject], kinds: Iterable[str], folder: Path) -> Iterator[Finding]:
    """Every measure of every file; files are left in the folder to be looked at."""
    chosen = list(kinds)
    pages: dict[tuple[Subject, str], Path] = {}
    for subject in subjects:
        for kind in filter(chosen.__contains__, ENGINES):
            pages[subject, kind] = subject.written(kind, folder)
            data = pages[subject, kind].read_bytes()
            yield from on_paper(f"{subject} {kind}", data, subject)
            yield Finding(tags.NAME, f"{subject} {kind}", list(tags.faults(data)))
    if "docx" in chosen:
        words = [subject.written("docx", folder) for subject in subjects]
        for subject, path in zip(subjects, office.printed(words, folder), strict=True):
            pages[subject, "docx"] = path
            yield from on_paper(f"{subject} docx", path.read_bytes(), subject)
        yield from _apart(pages)
    if {"html", "print"} & {*chosen}:
        yield from _in_browser(subjects, chosen, folder)


def _apart(pages: dict[tuple[Subject, str], Path]) -> Iterator[Finding]:
    """By how many pages a DOCX differs from each PDF."""
    counted = {one: len(list(painted.pages(path.read_bytes()))) for one, path in pages.items()}
    for (subject, kind), number in counted.items():
        if kind != "docx":
            other = counted[subject, "docx"]
            told = Fault(0, f"DOCX {other} 页，PDF {number} 页")
            yield Finding(PAGES, f"{subject} {kind}", [told] * abs(other - number), 0, MOST_APART)


def _in_browser(subjects: Sequence[Subject], kinds: Sequence[str], folder: Path) -> Iterator[Finding]:
    with browser.chromium() as opened:
        for subject in subjects:
            path = subject.written("html", folder)
            if "html" in kinds:
                for measure, faults in browser.shown(opened, path).items():
                    yield Finding(measure, f"{subject} html", faults)
            if "print" in kinds:
                data = browser.printed(opened, path)
                path.with_name(f"{subject}-print.pdf").write_bytes(data)
                # A browser knows no page numbers for the contents.
                measures = (one for one in MEASURES if one.faults is not wrong_contents)
                yield from on_paper(f"{subject} 打印网页", data, subject, measures)


def written(findings: Sequence[Finding]) -> Iterator[str]:
    """Lines of the report: the worst files of a kind first, those without a fault counted."""
    for name in dict.fromkeys(one.measure for one in findings):
        found = [one for one in findings if one.measure == name]
        over = sum(one.is_over for one in found)
        yield f"\n## {name}：{len(found)} 个文件，{over} 个超过限度\n"
        amiss = sorted((one for one in found if one.faults), key=lambda one: -one.measured)
        if amiss:
            yield "| 文件 | 量得 | 限度 | 在哪里 |\n| --- | --- | --- | --- |"
            alike = groupby(sorted(amiss, key=lambda one: one.told), lambda one: one.told)
            files = {told: "、".join(one.file for one in same) for told, same in alike}
            yield from (f"| {files[told]} | {told}" for told in dict.fromkeys(one.told for one in amiss))
