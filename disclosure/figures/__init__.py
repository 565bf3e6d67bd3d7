"""数 — figures: everything that is a number, derived purely from a submission."""

from disclosure.figures.derive import derive
from disclosure.figures.figure import Figure, Figures, Tail, Withheld, approval

__all__ = ["Figure", "Figures", "Tail", "Withheld", "approval", "derive"]
