"""待确认的文字 — text that nobody has confirmed yet begins with a mark: last year's, or a catalogue's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from disclosure.model.key_paths import leaves

PENDING = "〔沿用上年，待确认〕"
SUGGESTED: Mapping[str, str] = {  # by the basis of the catalogue's text
    "paraphrase": "〔科目表参考：据公开文件转述，非官方原文，待确认〕",
    "from memory": "〔科目表参考：凭记忆写成，未见官方原文，待确认〕",
}
ENDING = "待确认〕"  # of every mark
_MARK = re.compile(rf"〔[^〔〕]*{ENDING}")


def unconfirmed(value: Any) -> Iterator[tuple[str, str]]:
    """待确认处 — the key path of every text that still bears a mark, and the mark."""
    marks = ((path, _MARK.search(str(text))) for path, text in leaves(value))
    return ((path, mark[0]) for path, mark in marks if mark)
