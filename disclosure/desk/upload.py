"""交来的文件 — what a browser hands in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """交来的文件 — by its name, never a path; `field` is that of the form."""

    name: str
    data: bytes
    field: str = ""
