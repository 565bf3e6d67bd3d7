"""全市的网页 — pages of the city's own pack where it has one, else of those that come with the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from disclosure import packs
from disclosure.city.city import City

_USUAL = "standard"


def city_page(city: City, name: str, given: Mapping[str, Any]) -> bytes:
    """一页 — `pages/<name>.html.j2` of the pack that the settings name; raises PackError, TemplateError."""
    roots = (city.folder.own_packs, packs.built_in())
    return packs.page(packs.resolve(city.settings.pack or _USUAL, roots), name, given)


def address(path: str) -> str:
    """地址 — a path as a link has it: its signs cannot lead elsewhere, no letter of it is one of a scheme."""
    return quote(path, safe="/")
