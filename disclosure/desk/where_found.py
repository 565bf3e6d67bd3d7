"""发现在哪里 — where each place of a finding is typed, read or printed, as pages of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from disclosure.api import Filled
from disclosure.checks import Book, Finding, Scene
from disclosure.checks.book import ids_by_name
from disclosure.checks.unprinted import unprinted
from disclosure.desk import texts_listed, to_fill
from disclosure.desk.workplace import Seen
from disclosure.model.key_paths import covered
from disclosure.outputs import number_links
from disclosure.outputs.number_links import Printed


@dataclass(frozen=True, slots=True)
class Place:
    """一处 — as it is said; its cell, or the text file that it is in; a unit's: whose, and its folder."""

    said: str
    cell: str = ""
    text: str = ""
    unit: str = ""
    unit_folder: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """在哪里 — the places; what is missing there, on the page 填写; the id of what prints it."""

    places: tuple[Place, ...]
    gap: str
    passage: str

    @property
    def texts(self) -> tuple[str, ...]:
        """文字文件 — that it is about, each once."""
        return tuple(dict.fromkeys(place.text for place in self.places if place.text))


class WhereFound:
    """各条发现在哪里 — of one state of a folder."""

    def __init__(self, seen: Seen) -> None:
        self._entered = seen.entered
        units = seen.submission.department.units or () if seen.submission else ()
        self._folders = {unit.name: unit.data or "" for unit in units}
        self._texts = texts_listed.of(seen).names
        self._empty = to_fill.empty_places(seen)
        self._gaps = [gap.path for gap in seen.composed.gaps if gap.path] if seen.composed else []
        self._ids = ids_by_name(seen.filled.facts.figures) if seen.filled else {}
        self._printed = printed(seen)

    def found(self, finding: Finding) -> Found:
        """一条发现 — without a gap or a passage where there is none."""
        names = (self._ids.get(name, name) for name in finding.where)
        passage = next((self._printed[name][0].id for name in names if name in self._printed), "")
        places = tuple(map(self._place, finding.sources or finding.places))
        return Found(places, self._gap(finding.where), passage)

    def _place(self, said: str) -> Place:
        source = self._entered.get(said)
        text = next((name for name in self._texts if said == name or said.startswith(f"{name} ")), "")
        if source is None:
            return Place(said, text=text)
        return Place(said, source.cell or "", text, source.unit, self._folders.get(source.unit, ""))

    def _gap(self, where: Sequence[str]) -> str:
        """A finding stands on the page 填写 by the first of its places."""
        empty = filter(self._empty, where[:1])
        return next(chain(self._near(where), empty), "")

    def _near(self, where: Sequence[str]) -> Iterator[str]:
        """What is missing below a place of the finding, or above it."""
        return (gap for name in where for gap in self._gaps if covered(gap, [name]) or covered(name, [gap]))


def scene(seen: Seen, filled: Filled) -> Scene:
    """现场 — the numbers as they are printed, and the checks of the packs in force."""
    return seen.once("scene", lambda: Scene(Book(filled.facts.as_printed()), filled.chain.checks))


def unprinted_said(seen: Seen) -> list[str]:
    """填了而没有印的 — each by its name, with how many values stand there; nothing without a document."""
    filled, composed = seen.filled, seen.composed
    if filled is None or composed is None:
        return []
    book, name = scene(seen, filled).book, filled.facts.names.name
    lost = seen.once("unprinted", lambda: unprinted(book, composed.document))
    return [f"{name(path)}（{number}处）" if number > 1 else name(path) for path, number in lost.items()]


def printed(seen: Seen) -> Mapping[str, list[Printed]]:
    """印在哪里 — what prints each figure and cell, by its id; nothing where there is no document."""
    if seen.composed is None:
        return {}
    document = seen.composed.document
    return seen.once("printed", lambda: number_links.printed(document))
