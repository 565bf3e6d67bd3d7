"""What becomes of an entered department at a publication build: stopped, warned of, or nothing said."""

from __future__ import annotations

import tempfile
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from disclosure import api
from disclosure.checks import CheckReport
from disclosure.errors import DisclosureError, IncompleteError
from tests.mutants.sound import Entered

Outcome = Literal["stopped", "warned", "silent"]
OUTCOMES: tuple[Outcome, ...] = ("stopped", "warned", "silent")


@dataclass(frozen=True)
class Published:
    """What a build said: why it stopped, what it warned of."""

    stops: frozenset[str]
    warnings: frozenset[str]


def published(entered: Entered) -> Published:
    """Read, composed and checked as for publication, units too; no file is made of it (no format)."""
    with tempfile.TemporaryDirectory() as folder:
        data = entered.write(Path(folder))
        try:
            return _said(api.build(data, (), units=entered.has_units).report)
        except IncompleteError as refusal:
            return _said(refusal.report) if isinstance(refusal.report, CheckReport) else _stopped(refusal)
        except DisclosureError as refusal:
            return _stopped(refusal)


def _stopped(refusal: DisclosureError) -> Published:
    return Published(frozenset([str(refusal)]), frozenset())


def _said(report: CheckReport) -> Published:
    errors = {f"{found.code} {found.message}" for found in report.errors}
    warnings = {f"{found.code} {found.message}" for found in report.of_severity("warning")}
    return Published(frozenset({*errors, *report.missing}), frozenset(warnings))


def outcome(made: Published, known: Set[str]) -> Outcome:
    """Of a slip; what the sound department is told anyway (`known`) tells nobody of it."""
    if made.stops:
        return "stopped"
    return "warned" if made.warnings - known else "silent"
