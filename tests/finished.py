"""Finished documents that are audited: every example, every delivered pack with each trial department."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from disclosure import api, packs
from disclosure.auditing import Audit
from disclosure.auditing.audit import claimed_of, of_document
from disclosure.auditing.published_claims import Claimed
from disclosure.authoring import trial_departments
from disclosure.deriving import Figures, derive
from disclosure.loading import published, read
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.model import Submission
from disclosure.outputs import writer
from tests import delivered
from tests.departments import EXAMPLES

EXAMPLE_NAMES = tuple(sorted(path.parent.name for path in EXAMPLES.glob("*/data.yaml")))
BETWEEN = " "


@dataclass(frozen=True, eq=False)
class Finished:
    """An example, or a trial department as a pack publishes it, and with which packs it is read."""

    name: str
    source: Submission | Path
    pack: str
    roots: tuple[Path, ...] = ()

    @property
    def composed(self) -> api.Composed:
        return _composed(self)

    @property
    def submission(self) -> Submission:
        return self.source if isinstance(self.source, Submission) else read(self.source)

    @property
    def figures(self) -> Figures:
        return derive(self.submission)

    def document(self, format: str) -> PublishedDocument:
        """As it is read back from a file of a format."""
        return _read_back(self, format)

    def claimed(self, format: str) -> Claimed:
        return claimed_of(self.document(format), pack=self.pack, roots=self.roots)

    def audited(self, document: PublishedDocument) -> Audit:
        return of_document(document, pack=self.pack, roots=self.roots)


@lru_cache(maxsize=2)  # one after another asks for it in several formats
def _composed(one: Finished) -> api.Composed:
    return api.compose(one.source, draft=True, roots=one.roots)


@lru_cache(maxsize=4)
def _read_back(one: Finished, format: str) -> PublishedDocument:
    made = one.composed
    document = replace(made.document, draft=False, editing=None)  # a publication has no bar of what it lacks
    (file,) = writer(format)(document, made.style, made.filename)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        return published.document(path, path.name)


@cache
def finished(name: str) -> Finished:
    """By the name of an example, or of a pack and a trial department (standard 平常)."""
    pack, _, department = name.partition(BETWEEN)
    if department:
        chain = packs.resolve(pack, [packs.built_in()])
        return Finished(name, trial_departments.asked(department, chain), pack)
    folder = EXAMPLES / name
    return Finished(name, folder, read(folder).pack, (folder / "templates",))


def of_folder(folder: Path, pack: str, department: str) -> Finished:
    """A trial department as a pack in a folder of packs publishes it."""
    chain = packs.resolve(pack, [folder, packs.built_in()])
    return Finished(pack, trial_departments.asked(department, chain), pack, (folder,))


def of_packs(*, huge: bool = False) -> Iterator[str]:
    """Names of a document of each delivered pack and trial department, the huge one where it is wanted."""
    kinds = trial_departments.names() if huge else trial_departments.small()
    return (f"{pack}{BETWEEN}{kind}" for pack in delivered.ALL for kind in kinds)


def names(*, huge: bool = False) -> tuple[str, ...]:
    """Of every one, the examples first."""
    return (*EXAMPLE_NAMES, *of_packs(huge=huge))
