"""自己的节 — a section that no pack has: its heading in a pack, what it says a text that the office types.

What it says is of its year, so it is data: next year it comes along to be confirmed, as 职责 does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from disclosure.auditing.grammar import heading_words
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.section_places import Spoken
from disclosure.packs.pack_chain import FACTS

_PREFIX = "own_"
_NO_NAME = re.compile("[^一-鿿]")
_TABLE = re.compile(r"表(?:[（(][^（）()]*[）)])?$")  # 收入决算表（公开02表）
_LONGEST = 40  # of the name of a fact
_SECTION = "## {title}\n\n{{% block 内容 %}}\n{{{{ 自有数据.{fact}|正文 }}}}\n{{% endblock %}}\n"
_FACT = '[["自有数据"]]\n"名称" = "{fact}"\n"类型" = "文字"\n'


def name_of(number: int, heading: Spoken) -> str:
    """节名 — by the number of the heading; none for the title of a table and where nothing is said below."""
    is_section = heading.signs and _fact(heading.title) and not _TABLE.search(heading.title)
    return f"{_PREFIX}{number}" if is_section else ""


def is_own(section: str) -> bool:
    """是否自己的节."""
    return section.startswith(_PREFIX)


def with_own_sections(changes: PackChanges, titles: Mapping[str, str]) -> PackChanges:
    """加上各节 — by their names, with the titles that they print."""
    facts = {name: _fact(title) for name, title in titles.items()}
    for name, title in titles.items():
        changes = changes.with_text(f"sections/{name}.j2", _SECTION.format(title=title, fact=facts[name]))
    declared = "\n".join(_FACT.format(fact=fact) for fact in dict.fromkeys(facts.values()))
    return changes.with_text(FACTS, declared) if titles else changes


def _fact(title: str) -> str:
    return _NO_NAME.sub("", heading_words(title))[:_LONGEST]
