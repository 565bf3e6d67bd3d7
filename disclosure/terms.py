"""术语表 — the glossary: identifier, Chinese term, source; the one bridge between data, templates, code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

OWN = "own_data"


@dataclass(frozen=True, slots=True)
class Term:
    """术语 — one entry of terms.toml; `source` names form or 文号 where the term is defined."""

    id: str
    chinese: str
    english: str
    source: str = ""


@cache
def glossary() -> dict[str, Term]:
    """全部术语 — every term by identifier."""
    table = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))
    return {
        id: Term(id, *(entry if isinstance(entry, list) else [entry]))
        for section in table.values()
        for id, entry in section.items()
    }


def source(id: str) -> str:
    """出处 — form or 文号 that defines a term; empty where none is noted, or a pack gave the name."""
    return glossary()[id].source if id in glossary() else ""


@cache
def _by_chinese() -> dict[str, str]:
    return {term.chinese: term.id for term in glossary().values()}


@lru_cache(maxsize=1 << 16)  # asked for every figure of every document, codes of subjects among them
def chinese(id: str) -> str:
    """中文名 — the Chinese term of an identifier, of each part of a dotted one; codes stay as they are.

    So do names that a pack gives itself, which are Chinese.
    """
    return ".".join(glossary()[part].chinese if part in glossary() else _code(part) for part in id.split("."))


@lru_cache(maxsize=1 << 16)  # asked for every cell of every table
def identifier(name: str) -> str:
    """标识 — the identifier of a Chinese term, dotted or not; raises KeyError for an unknown one.

    Below 自有数据 stand names that packs give, which are their own identifiers.
    """
    first, dot, own = name.partition(".")
    if first == glossary()[OWN].chinese:
        return f"{OWN}{dot}{own}"
    return ".".join(part if part.isdigit() else _by_chinese()[part] for part in name.split("."))


def nearest(name: str, known: list[str] | None = None) -> list[str]:
    """相近名称 — up to three known names close to a mistyped one."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is mistyped

    return get_close_matches(name, known if known is not None else list(_by_chinese()), n=3, cutoff=0.5)


def near(name: str, known: list[str]) -> str:
    """相近提示 — “，相近的有：…” for a mistyped name; empty where nothing is near."""
    found = nearest(name, known)
    return f"，相近的有：{'、'.join(found)}" if found else ""


def _code(part: str) -> str:
    if part.isascii() and not part.isdigit():
        raise KeyError(f"terms.toml has no term {part!r}")
    return part
