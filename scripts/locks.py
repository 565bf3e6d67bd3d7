"""锁定的依赖 — what requirements*.lock say: each package, its version, when it applies, its files' hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
ALL, RUN, BUILD, FONTS = (ROOT / f"requirements{use}.lock" for use in ("", "-run", "-build", "-fonts"))
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """锁定的一个 — one package of a lock."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """名称 — as registries compare names."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """版本 — the only one."""
        (pin,) = self.requirement.specifier
        return pin.version

    def applies(self, environment: Mapping[str, str]) -> bool:
        """是否适用 — whether a machine like this needs it."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(dict(environment))

    def __str__(self) -> str:
        return " ".join((str(self.requirement), *(f"--hash=sha256:{digest}" for digest in self.hashes)))


def read(*locks: Path) -> Iterator[Locked]:
    """读取 — the packages of these locks in their order."""
    for lock in locks:
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in (line for line in text.splitlines() if not line.startswith("#")):
            yield Locked(Requirement(line.partition("--hash")[0]), tuple(_HASH.findall(line)))
