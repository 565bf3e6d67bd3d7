"""同节的别的标题 — a title that its section prints with other data is no other wording of the one it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from disclosure.learning.slot_proposals import Slot, Slots
from disclosure.packs.linting.lint import Keys
from disclosure.packs.pack_chain import Chain

_TITLES = "标题"
_QUOTED = re.compile(r'"([^"]+)"')
_HOLE = re.compile(r"\\{.+?\\}")  # as it is escaped


def without_titles_beside(chain: Chain, current: Mapping[Keys, str], proposed: Slots) -> Iterator[Slot]:
    """没有同节的别的标题 — none of a title of which one says what another of its section says now."""
    # 标题.机构设置 = 部门决算单位构成, which the same section prints where there are units
    beside = {keys for keys, value in proposed if _is_another_title(chain, current, keys, value)}
    return (slot for slot in proposed if slot[0] not in beside)


def _is_another_title(chain: Chain, current: Mapping[Keys, str], keys: Keys, value: str) -> bool:
    beside = _titles_in_section(chain, keys) if keys[0] == _TITLES else ()
    return any(_says_title(current.get(other, ""), value) for other in beside)


def _titles_in_section(chain: Chain, keys: Keys) -> Iterator[Keys]:
    for section in chain.stems("sections/*.j2"):
        text, _ = chain.source(f"sections/{section}.j2") or ("", "")
        quoted = dict.fromkeys(_QUOTED.findall(text))
        if keys[-1] in quoted:
            yield from ((_TITLES, name) for name in quoted if name != keys[-1])


def _says_title(title: str, words: str) -> bool:
    """Whether a title with something in its holes is these words."""
    return re.fullmatch(_HOLE.sub(".+", re.escape(title)), words) is not None
