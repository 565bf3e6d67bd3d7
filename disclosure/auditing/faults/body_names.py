"""单位名称的差错 — the body's full name with one letter that is another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain

from disclosure.auditing.audit_finding import NAMES, AuditFinding, only_texts
from disclosure.auditing.published_claims import Claimed
from disclosure.checks.sister_bodies import are_two
from disclosure.loading.published.blocks import PublishedText

_SHORTEST_NAME = 8
_YEAR = re.compile(r"\s*\d{4}年")
_YEAR_BEFORE = re.compile(r"\d{4}年度?[，,]?$")


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """名称差一个字 — the body's full name with one letter that is another."""
    full = max(claimed.identity.bodies, key=len, default="")
    nearly = re.compile("|".join(map(partial(_with_one_other, full), range(len(full)))) or "$^")
    found = chain.from_iterable(map(partial(_misnamed, nearly, full), only_texts(claimed.document.blocks)))
    return found if len(full) >= _SHORTEST_NAME else iter(())


def _with_one_other(name: str, at: int) -> str:
    return f"{re.escape(name[:at])}.{re.escape(name[at + 1 :])}"


def _misnamed(nearly: re.Pattern[str], full: str, block: PublishedText) -> Iterator[AuditFinding]:
    for match in filter(partial(_is_misnamed, full), nearly.finditer(block.text)):
        message, place = f"名称写作“{match[0]}”，别处是“{full}”", block.place(match.start())
        said = (match[0], message, match[0], full)
        yield AuditFinding("AU6", "确定", NAMES["AU6"], place, *said, fix="改成一样的名称")


def _is_misnamed(full: str, match: re.Match[str]) -> bool:
    """Another place's body may be spoken of; beside the year a document speaks of its own."""
    is_own = _YEAR_BEFORE.search(match.string[: match.start()]) or _YEAR.match(match.string, match.end())
    return match[0] != full and (is_own is not None or not are_two(full, match[0]))
