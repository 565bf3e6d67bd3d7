"""字形 — every character to be printed has a glyph, else that is said before any page is laid out."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure import fonts
from disclosure.errors import OutputError


def require_glyphs(lines: Sequence[str]) -> None:
    """须有字形 — raises OutputError that names the first character that no chosen font has, and its line.

    It would be printed as a box, while copying it out gives the right text.
    """
    if lacking := fonts.missing("\n".join(lines)):
        sentence = next(line for line in lines if lacking[0] in line)
        raise OutputError(
            f"所选字体都没有“{lacking[0]}”（U+{ord(lacking[0]):04X}）这个字，见“{sentence.strip()}”；{fonts.MEND}"
        )
