"""数 — figures: everything that is a number, derived purely from a submission."""

from disclosure.deriving.derive import derive
from disclosure.deriving.figure import Approval, Figure, Figures, Tail, Withheld, approval

__all__ = ["Approval", "Figure", "Figures", "Tail", "Withheld", "approval", "derive"]
