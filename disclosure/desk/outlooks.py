"""前景 — what checks find in folders that nobody has opened: one after another, while the shelf is open."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from disclosure import packs
from disclosure.desk import watching
from disclosure.desk.workplace import Seen, Workplace


class Outlook(NamedTuple):
    """校验的结果 — in short: how much is missing, how many errors, whether it can be published."""

    missing: int
    errors: int
    is_publishable: bool


def outlook(seen: Seen | None) -> Outlook | None:
    """所见的前景 — in short; None where no report can be made: why, its own page tells, not the shelf."""
    with suppress(Exception):
        if seen and (report := seen.report):
            return Outlook(len(report.missing), len(report.errors), report.publishable)
    return None


class Outlooks:
    """各个文件夹的 — kept as long as what they were made of does not change; of documents nothing is kept.

    `alone` is the desk's: nothing is looked into while something is made that somebody waits for.
    """

    def __init__(self, alone: RLock) -> None:
        self._alone = alone
        self._kept: dict[Path, tuple[list[Path], str, Outlook | None]] = {}

    def known(self, folder: Path) -> tuple[bool, Outlook | None]:
        """已知的 — whether it was looked into as it is now, and what was found; None where nothing can be."""
        places, state, found = self._kept.get(folder, ([], "", None))
        is_known = bool(places) and watching.state(places) == state
        return is_known, found if is_known else None

    def look_into(self, folder: Path) -> None:
        """看一个 — at once, or not at all where something is being made just now."""
        place = Workplace(folder, self._alone)
        if self._alone.acquire(blocking=False):
            try:
                place.seen()
            finally:
                self._alone.release()
            self._keep(place)

    def _keep(self, place: Workplace) -> None:
        """What is delivered with the program does not change; what was saved meanwhile is asked for again."""
        places = [one for one in place.places() if not one.is_relative_to(packs.built_in())]
        self._kept[place.folder] = places, watching.state(places), outlook(place.seen())
