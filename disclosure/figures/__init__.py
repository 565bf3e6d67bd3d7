"""数 — figures: everything that is a number, derived purely from a submission."""

from disclosure.figures.derive import derive
from disclosure.figures.figure import Approval, Figure, Figures, Tail, approval

__all__ = ["Approval", "Figure", "Figures", "Tail", "approval", "derive"]
