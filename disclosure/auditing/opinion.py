"""一条意见 — what somebody said of a finding in the report that was reviewed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opinion:
    """一条意见 — the finding as that report listed it; `verdict` 认可, 驳回, or empty where nobody looked.

    A finding is known again by what it says, not by its place, which moves.
    """

    file: str
    code: str
    stated: str
    expected: str
    message: str
    quote: str
    place: str
    verdict: str = ""
    by: str = ""
    why: str = ""
