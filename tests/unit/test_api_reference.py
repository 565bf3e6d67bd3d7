"""docs/api.md tells every public name with its members, and an example of each that does what it prints."""

from __future__ import annotations

import dataclasses
import inspect
import re

import disclosure
from scripts import make_api_reference as reference

ENTRIES = {entry["name"]: entry for entry in reference.entries()}
PUBLIC = reference.public_names()


def sections(page: str) -> dict[str, str]:
    """The text below each heading."""
    parts = re.split(r"^(#{2,3} .+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_page_is_up_to_date_and_every_example_prints_what_stands_below_it() -> None:
    stands, made = sections(reference.PATH.read_text("utf-8")), sections(reference.document())
    assert stands == made, "请运行 make docs"
    assert sum("```python" in text for text in made.values()) > len(ENTRIES)


def test_every_public_name_is_told_once_with_an_example() -> None:
    assert set(ENTRIES) == PUBLIC - reference.aliases()
    assert len(list(reference.entries())) == len(ENTRIES)
    assert [name for name, entry in ENTRIES.items() if not entry.get("example")] == []


def test_every_field_of_a_public_class_is_told() -> None:
    classes = {name: made for name in ENTRIES if dataclasses.is_dataclass(made := getattr(disclosure, name))}
    assert len(classes) > 10
    for name, made in classes.items():
        told = set(ENTRIES[name].get("members", ()))
        fields = {field.name for field in dataclasses.fields(made)}
        assert fields - told <= INTERNAL.get(name, set()), name


INTERNAL = {"RatifiedTable": {"totals", "sources", "facts"}, "Budget": {"document", "identity"}}


def test_every_alias_of_a_signature_that_stands_for_what_may_be_given_is_explained() -> None:
    explained = " ".join(reference.words()["types"])
    for alias in ("DataSource", "DocumentSource", "PackChoice", "Progress", "Side", "SectionFormat", "Keep"):
        assert alias in explained


def test_a_docstring_of_a_public_name_begins_with_its_chinese_term() -> None:
    terms = {name: reference.term(getattr(disclosure, name)) for name in ENTRIES}
    assert [name for name, term in terms.items() if not re.match("[一-鿿]", term)] == []


def test_signatures_are_as_written_and_say_no_internal_default() -> None:
    said = reference.signature(disclosure.build, "disclosure.build")
    assert "    formats: Iterable[str | Writer] = ('docx', 'pdf', 'html'),\n    *,\n" in said
    assert "lambda" not in said
    assert inspect.signature(disclosure.build).parameters.keys() <= set(re.findall(r"\w+", said))
