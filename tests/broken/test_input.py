"""有误的输入 — each folder under input/ has one thing wrong; expected/ holds what the clerk is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from disclosure.errors import InputError
from disclosure.loading import read, validation
from disclosure.model import Submission, faults
from disclosure.model.faults import Fault

INPUT = Path(__file__).parent / "input"
CASES = sorted(folder.name for folder in INPUT.iterdir())
# What stands in a sentence of ours in Latin letters: endings, programs, encodings, places of a file.
LATIN = re.compile(
    r"data\.(yaml|yml|json)|\.(docx?|pdf|md|txt|yaml|yml|json)|Word|WPS|UTF-(8|16)|YAML|PDF|Tab|MB|U\+[0-9A-F]+|standard"
)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_input_is_told_in_the_sentences_expected(case: str) -> None:
    expected = (INPUT.parent / "expected" / f"{case}.txt").read_text(encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(INPUT / case)
    assert f"{caught.value}\n" == expected


@pytest.mark.parametrize("case", CASES)
def test_no_word_of_english_is_in_a_sentence_but_what_the_clerk_wrote(case: str) -> None:
    written = (INPUT / case / "data.yaml").read_bytes().decode("utf-8", "ignore")
    with pytest.raises(InputError) as caught:
        read(INPUT / case)
    for problem in caught.value.problems:
        words = re.findall("[A-Za-z]{2,}", LATIN.sub("", problem.message))
        assert [word for word in words if word not in written] == []


def seen_faults(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The types of fault that pydantic names while all broken inputs are read."""
    seen = set()
    say = validation.sentence

    def spy(fault: Fault, *, in_cell: bool) -> str:
        seen.add(fault.told["type"])
        return say(fault, in_cell=in_cell)

    monkeypatch.setattr(validation, "sentence", spy)
    for case in CASES:
        with pytest.raises(InputError):
            read(INPUT / case)
    return seen


def test_each_type_of_fault_has_its_sentence_and_a_broken_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen_faults(monkeypatch) == set(faults.MESSAGES)


# The faults that each kind of pydantic schema can give for data that is dicts, lists and texts only.
FAULTS: dict[str, set[str]] = {
    "model": {"model_type"},
    "model-fields": {"missing", "extra_forbidden"},
    "int": {"int_type", "int_parsing", "int_parsing_size", "greater_than_equal", "less_than_equal"},
    "bool": {"bool_type", "bool_parsing"},
    "str": {"string_type", "string_too_short", "string_pattern_mismatch"},
    "literal": {"literal_error"},
    "tuple": {"tuple_type"},
    "dict": {"dict_type"},
    "function-before": {"value_error"},
    "function-after": {"value_error"},
    "function-wrap": {"value_error"},
    "decimal": set(),  # behind a validator of ours that gives a Decimal or a value_error
}
SILENT = {
    "any",
    "no-info",
    "with-info",
    "nullable",
    "default",
    "model-field",
    "definitions",
    "definition-ref",
}


def kinds(schema: Any) -> set[str]:
    """The kinds of schema that a core schema is made of."""
    if isinstance(schema, list | tuple):
        return set().union(*map(kinds, schema))
    if not isinstance(schema, dict):
        return set()
    inner = {
        key: value for key, value in schema.items() if key not in ("metadata", "serialization", "config")
    }
    own = {schema["type"]} if isinstance(schema.get("type"), str) else set()
    return own.union(*map(kinds, inner.values()))


def test_the_models_are_made_only_of_what_has_its_sentences() -> None:
    made_of = kinds(Submission.__pydantic_core_schema__) - SILENT
    assert made_of <= set(FAULTS)
    assert set().union(*(FAULTS[kind] for kind in made_of)) == set(faults.MESSAGES)
