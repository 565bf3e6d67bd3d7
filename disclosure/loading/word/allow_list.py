"""附件清单 — what of an office's own .docx goes out: elements, attributes, relations, as listed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

_EVERY = "*"
_XML = "http://www.w3.org/XML/1998/namespace"
_OLD_DRAWN = {"o": "v", "w10": "v"}
_DRAWN = frozenset(("a", "pic", "wp", "wps", "wpg", "wpc", "c", "dgm"))
KNOWN_CHOICES = frozenset(("wps", "wpg", "wpc"))


@cache
def table() -> Mapping[str, Any]:
    """清单表 — as it is declared."""
    text = files("disclosure.loading.word").joinpath("allow_list.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def path(expression: str) -> etree.XPath:
    """路径 — an expression with the prefixes of the table."""
    return etree.XPath(expression, namespaces=dict(table()["namespaces"]))


@cache
def tag(name: str) -> str:
    """全名 — of `prefix:name`, as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{table()['namespaces'][prefix]}}}{local}"


def tags(names: str | Iterable[str]) -> tuple[str, ...]:
    """全名 — of several."""
    return tuple(map(tag, names.split() if isinstance(names, str) else names))


def tags_below(declared: Mapping[str, str]) -> frozenset[str]:
    """全名 — of a table that lists names by prefix."""
    return frozenset(tag(f"{prefix}:{name}") for prefix, names in declared.items() for name in names.split())


@dataclass(frozen=True, slots=True)
class Rules:
    """清单 — the table made ready: sets of full names, and what each prefix is."""

    prefixes: Mapping[str, str]
    kept: frozenset[str]
    silent: frozenset[str]
    unwrapped: Mapping[str, str]
    passed: frozenset[str]  # kept or unwrapped: what is in them may stay
    told: Mapping[str, str]
    attributes: frozenset[str]
    never_drawn: frozenset[str]  # attributes of new drawings
    related: frozenset[str]  # elements that a relation may belong to
    with_text: frozenset[str]
    with_shown_attributes: frozenset[str]

    def prefix(self, full: str) -> str:
        """前缀 — of a full name; empty for a namespace that is not listed."""
        return self.prefixes.get(full[1:].partition("}")[0], "") if full.startswith("{") else ""

    def name(self, full: str) -> str:
        """叫法 — what people are told of an element that goes; empty for one that goes without a word."""
        prefix, local = self.prefix(full), full.rpartition("}")[2]
        if not self.silent.isdisjoint((full, tag(f"{prefix or 'w'}:{_EVERY}"))):
            return ""
        return self.told.get(full) or f"不认识的内容 {':'.join(filter(None, (prefix, local)))}"


@cache
def rules() -> Rules:
    """清单 — read once."""
    declared = table()
    return Rules(
        prefixes={uri: prefix for prefix, uri in declared["namespaces"].items()},
        kept=tags_below(declared["elements"]),
        passed=tags_below(declared["elements"]).union(tags(declared["unwrapped"])),
        silent=tags_below(declared["silent"]),
        unwrapped={tag(name): told for name, told in declared["unwrapped"].items()},
        told={tag(name): told for name, told in declared["told"].items()},
        attributes=frozenset(_attributes(declared["attributes"])),
        never_drawn=frozenset(declared["values"]["never_drawn"].split()),
        related=frozenset((tag("w:hyperlink"), *(tag(entry["element"]) for entry in declared["relations"]))),
        with_text=frozenset(tags(declared["text"]["elements"])),
        with_shown_attributes=frozenset(tags(declared["text"]["attributes"])),
    )


def _attributes(declared: Mapping[str, str]) -> Iterator[str]:
    """With their prefix, and without: `v id`; old drawings and the names of two elements have none."""
    for prefix, names in declared.items():
        for name in names.split():
            yield f"{{{_XML}}}{name}" if prefix == "xml" else tag(f"{prefix}:{name}")
            yield f"{prefix} {name}"


def shown_choice(alternate: etree._Element) -> etree._Element | None:
    """所选 — of alternatives the one that everybody's Word shows; none where the fallback stands for it."""
    choices = alternate.findall(tag("mc:Choice"))
    return next((one for one in choices if KNOWN_CHOICES.issuperset(one.get("Requires", "?").split())), None)


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """写法 — of values, declared by name."""
    return re.compile("".join(table()[group][name].splitlines()))


def settle_attributes(element: etree._Element) -> bool:
    """属性 — those that are not listed go, but for relations; gives whether one led out of the file."""
    found = rules()
    own, leads_out = found.prefix(str(element.tag)), False
    for name, value in element.attrib.items():
        is_relation = found.prefix(str(name)) == "r" and element.tag in found.related
        if not is_relation and not _is_allowed(element, own, str(name), str(value)):
            leads_out |= pattern("values", "elsewhere").fullmatch(str(value)) is not None
            del element.attrib[name]
    return leads_out


def _is_allowed(element: etree._Element, own: str, name: str, value: str) -> bool:
    if own in _DRAWN:
        is_listed = not name.startswith("{") and name not in rules().never_drawn
        return is_listed and _is_plain(element, "drawing", value)
    is_listed = _attribute_name(own, name) in rules().attributes
    return all((is_listed, _is_plain(element, "usual", value), _is_neutral(name, value)))


def _attribute_name(own: str, name: str) -> str:
    return name if name.startswith("{") else f"{_OLD_DRAWN.get(own, own)} {name}"


def _is_plain(element: etree._Element, kind: str, value: str) -> bool:
    is_shown = element.tag in rules().with_shown_attributes
    return is_shown or pattern("values", kind).fullmatch(value) is not None


def _is_neutral(name: str, value: str) -> bool:
    """The id of an old drawing, and what refers to it, is one that Word gives."""
    needs = name == "id" or (name == "type" and value.startswith("#"))
    return not needs or pattern("values", "shape_name").fullmatch(value) is not None
