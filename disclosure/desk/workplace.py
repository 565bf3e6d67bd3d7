"""一个文件夹 — a department-year as it is now: what was read, composed, found; once for each saving."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TypeVar, cast

from disclosure import api, error_report, packs
from disclosure.checks import CheckReport
from disclosure.desk import watching
from disclosure.errors import DisclosureError, InputError, Problem, Source, TemplateError
from disclosure.facts import Facts
from disclosure.model import Submission

_PATIENCE = 2  # seconds that a page waits for what is being built, where it has something to show
Made = TypeVar("Made")


@dataclass(frozen=True)
class Seen:
    """所见 — a folder as it was when it was last read; nothing of it changes.

    `problems` are what cannot be read, each with its file and cell; `fault` is one sentence where it is
    something else (a pack). Then there is neither `filled` nor `composed`. `composed` is the working draft;
    `faults` are sections that could not be rendered.
    """

    folder: Path
    state: str
    problems: tuple[Problem, ...] = ()
    fault: str = ""
    filled: api.Filled | None = None
    composed: api.Composed | None = None
    faults: tuple[TemplateError, ...] = ()
    _made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)
    _alone: RLock = field(default_factory=RLock, repr=False, compare=False)

    @property
    def is_readable(self) -> bool:
        """读得了 — whether there is a document."""
        return self.composed is not None

    @property
    def submission(self) -> Submission | None:
        """数据 — as it was read."""
        return self.filled.facts.given or self.filled.facts.submission if self.filled else None

    @property
    def report(self) -> CheckReport | None:
        """校验报告 — made when it is first asked for: a page need not wait for it."""
        if self.filled is None or self.composed is None:
            return None
        filled, composed = self.filled, self.composed
        return self.once("report", lambda: api.checked(filled, composed))

    @property
    def entered(self) -> Mapping[str, Source]:
        """录入的各处 — by how a person is told them: 决算数据.xlsx 三公!B5."""
        places = self.submission.places().values() if self.submission else ()
        return self.once("entered", lambda: {str(source): source for source in places})

    def is_made(self, what: Hashable) -> bool:
        """做过没有 — whether asking for it again takes no time."""
        return what in self._made

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """只做一次 — what is made of this state of the folder, kept as long as it lasts."""
        with self._alone:
            if what not in self._made:
                self._made[what] = make()
            return cast("Made", self._made[what])


class Workplace:
    """一个文件夹 — `seen` is what it is now; what did not change since is not made anew.

    `alone` is the desk's: one thing at a time is composed or built.
    """

    def __init__(self, folder: Path, alone: RLock) -> None:
        self.folder = folder
        self._alone, self._kept = alone, packs.Kept()
        self._places = [folder]
        self._facts: tuple[bytes, Facts] | None = None
        self._seen: Seen | None = None

    @property
    def name(self) -> str:
        """名称 — the folder's own."""
        return self.folder.name

    def state(self) -> str:
        """现状 — a digest of what would be read now."""
        return watching.state(self._places)

    def places(self) -> list[Path]:
        """看着的文件夹 — data and packs."""
        return self._places

    def last(self) -> Seen | None:
        """上一次所见 — without looking again; None before the first time."""
        return self._seen

    @property
    def as_it_is(self) -> Seen | None:
        """现在的所见 — None where nobody has looked since it changed: nothing is read for it."""
        return self._seen if self._seen and self._seen.state == self.state() else None

    def seen(self) -> Seen:
        """所见 — as the folder is now."""
        if found := self.as_it_is:
            return found
        if not self._alone.acquire(timeout=_PATIENCE if self._seen else -1):
            return cast("Seen", self._seen)  # as it was: something is being built just now
        try:
            while self._seen is None or self._seen.state != self.state():
                self._seen = self._looked()
            return self._seen
        finally:
            self._alone.release()

    def _looked(self) -> Seen:
        made_from, given, chain = self.state(), None, None  # before anything is read
        try:
            given, chain = watching.given_by(self.folder)
            places = watching.places_of(self.folder, given, chain)
            if places != self._places:  # what happens there counts, too
                self._places = places
                made_from = self.state()
                given, chain = watching.given_by(self.folder)
            faults: list[TemplateError] = []
            filled = api.Filled(chain, self._facts_of(given, chain))
            made = api.compose_filled(filled, draft=True, working=True, faults=faults, kept=self._kept)
            seen = Seen(self.folder, made_from, filled=filled, composed=made, faults=tuple(faults))
        except InputError as error:
            seen = Seen(self.folder, made_from, problems=error.problems)
        except DisclosureError as error:
            seen = Seen(self.folder, made_from, fault=str(error))
        except Exception as error:  # and its folders are not looked for: that may fail in the same way
            return Seen(self.folder, made_from, fault=error_report.told(error, "desk"))
        self._places = watching.places_of(self.folder, given, chain)  # another pack may be in force now
        return seen

    def _facts_of(self, given: Submission, chain: packs.Chain) -> Facts:
        """Those of before where data, tables and packs' own facts are the same: a template was saved."""
        tables = packs.table_specs(chain, given.year)
        made_of = pickle.dumps((given, chain.names, chain.own_data, tables))
        if self._facts is None or self._facts[0] != made_of:
            self._facts = made_of, api.fill(given, chain).facts
        return self._facts[1]
