"""已成文的表 — tables as the accounts software or a publication has them, in whatever kind of file."""

from disclosure.load.published.matrix import Cell, Matrix
from disclosure.load.published.read_published import read

__all__ = ["Cell", "Matrix", "read"]
