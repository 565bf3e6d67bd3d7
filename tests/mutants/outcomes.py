"""What becomes of an entered department at a publication build: stopped, warned of, or nothing said.

Where nothing is said and every document is, in all its words, tables and charts, that of the sound
department, the slip was made in what the pack prints nowhere: no wrong figure is published. It is
`unprinted` and counted apart: neither told of nor silent.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from disclosure import api
from disclosure.checks import CheckReport
from disclosure.errors import DisclosureError, IncompleteError
from tests.mutants.sound import Entered

Outcome = Literal["stopped", "warned", "silent", "unprinted"]
OUTCOMES: tuple[Outcome, ...] = ("stopped", "warned", "silent", "unprinted")


@dataclass(frozen=True)
class Published:
    """What a build said: why it stopped, what it warned of; the code of all that each document prints."""

    stops: frozenset[str]
    warnings: frozenset[str]
    printed: Mapping[str, str] = field(default_factory=dict)


def published(entered: Entered) -> Published:
    """Read, composed and checked as for publication, units too; no file is made of it (no format)."""
    with tempfile.TemporaryDirectory() as folder:
        data = entered.write(Path(folder))
        try:
            built = api.build(data, (), units=entered.has_units)
            codes = {name: record.check_code for name, record in built.records.items()}
            return replace(_said(built.report), printed=codes)
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


def outcome(made: Published, sound: Published) -> Outcome:
    """Of a slip; what the sound department is told anyway tells nobody of it."""
    if made.stops:
        return "stopped"
    if made.warnings - sound.warnings:
        return "warned"
    return "unprinted" if made.printed == sound.printed else "silent"
