"""上级决定 — what an office decides for all its bodies: findings that it accepts, names of files."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.model.base import Day, Model, Words


class KindOfWaiver(Model):
    """一种豁免 — findings of a code that are right in every body: reason, who decided and when.

    `place` may hold * for any letters; without it the code is accepted wherever it is found.
    """

    code: Words
    place: Words = "*"
    reason: Words
    decision_maker: Words
    decided_on: Day

    @property
    def decision(self) -> str:
        """决定 — the reason, who decided for all bodies, and when."""
        return f"全市统一豁免：{self.reason}（{self.decision_maker}，{self.decided_on}）"


@dataclass(frozen=True, slots=True)
class DecidedAbove:
    """上级决定 — below what a body's own data say; `filename` is empty where the pack names the files."""

    waived: tuple[KindOfWaiver, ...] = ()
    filename: str = ""
