"""通得过检查的改动 — of what was learnt, what `disclosure pack check` finds nothing wrong with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain as chained
from itertools import starmap
from typing import Any

from disclosure import deriving, packs
from disclosure.authoring import trial_departments, trial_run
from disclosure.errors import DisclosureError
from disclosure.facts import Facts
from disclosure.learning.pack_changes import PackChanges
from disclosure.packs.linting import lint
from disclosure.packs.linting.lint import Keys
from disclosure.packs.linting.remark import Remark, errors
from disclosure.packs.pack_chain import Chain

_Change = Callable[[PackChanges], PackChanges]


@dataclass(frozen=True, slots=True)
class Refused:
    """不能学的 — a change by its keys, what it would say, what the check of packs says to it."""

    keys: Keys
    value: str
    reason: str


def sound(changes: PackChanges, base: Chain, name: str) -> tuple[PackChanges, tuple[Refused, ...]]:
    """通得过检查的 — all changes, or those that the check has nothing against, one put to the others."""
    texts = PackChanges(texts=changes.texts)
    check = _Check(base, name, texts.over(name, base))
    if not check.fault(changes):
        return changes, ()
    kept, refused = PackChanges() if check.fault(texts) else texts, list[Refused]()
    for keys, value, change in _each(changes):
        fault = check.fault(change(kept))
        kept = kept if fault else change(kept)
        refused += [Refused(keys, str(value), fault)] * bool(fault)
    return kept, tuple(refused)


def _each(changes: PackChanges) -> Iterator[tuple[Keys, Any, _Change]]:
    for put, every in (
        (PackChanges.with_declared, changes.manifest),
        (PackChanges.with_words, changes.wording),
    ):
        yield from ((keys, value, partial(put, keys=keys, value=value)) for keys, value in every.items())


@dataclass
class _Check:
    """What of the check words can fail: how they are spelt, what trial departments print with them."""

    base: Chain
    name: str
    asking: Chain  # whose own facts the trial departments have

    def fault(self, changes: PackChanges) -> str:
        """The first that is not told of the packs as they are; empty where there is none."""
        found = self._faults(changes.over(self.name, self.base)) if changes else ()
        return next((fault for fault in found if fault not in self._known), "")

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._faults(self.base))

    @cached_property
    def _trials(self) -> Mapping[str, packs.Recomposer]:
        kinds = {kind: trial_departments.asked(kind, self.asking) for kind in trial_departments.small()}
        return {kind: packs.Recomposer(Facts(one, deriving.derive(one))) for kind, one in kinds.items()}

    def _faults(self, chain: Chain) -> Iterator[str]:
        tried = chained.from_iterable(starmap(partial(_tried_with, chain), self._trials.items()))
        return (remark.message for remark in errors([*lint.worded(chain), *tried]))


def _tried_with(chain: Chain, kind: str, recomposer: packs.Recomposer) -> Iterator[Remark]:
    try:
        blocks = recomposer.compose(chain).blocks
    except DisclosureError as error:
        yield Remark("P301", f"试用部门“{kind}”：{error}")
    else:
        yield from trial_run.said(kind, chain, blocks)
